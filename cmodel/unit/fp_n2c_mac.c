/* fp_n2c_mac.c: golden model of the serial multiply-accumulate by unsigned products, cycle by
 * cycle. Card and cycle table: fp_n2c_mac.def; the numbers in comments are its sentences.
 *
 * The sum is built as the card says it, by inverted digits and one constant per column; that it is
 * the signed dot product is what the tests show.
 */
#include "core/bits.h"
#include "core/model.h"
#include "core/wide.h"

#define GCIM_CARD "unit/fp_n2c_mac.def"
#include "core/names.h"

enum { MAX_ROWS = 64, MAX_COLS = 16 };

typedef enum { IDLE, RUNNING, ANSWERING } phase_t;

/* The stored weights of a column and what its rows have added up to. */
typedef struct {
  bool negative[MAX_ROWS];
  uint16_t magnitude[MAX_ROWS];
  gcim_wide_t raw;
  gcim_wide_t comp; /* 9: set at the end of the run */
} column_t;

typedef struct {
  int rows, cols, digit, max_digits, mag_bits;
  int raw_bits, acc_bits, count_bits;
  phase_t phase;
  int beats; /* of this run */
  column_t column[MAX_COLS];
  bool all_zero; /* coverage only: every digit of the run was 0 */
} n2c_t;

static n2c_t *n2c_of(const gcim_model_t *model) {
  return model->state;
}

#include "unit/fp_n2c_mac_cover.h"

static int param(const gcim_card_t *card, int value) {
  return (int)gcim_model_value(card, value);
}

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(n2c_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  n2c_t *m = n2c_of(model);
  m->rows = param(card, V_Rows);
  m->cols = param(card, V_Cols);
  m->digit = param(card, V_Digit);
  m->max_digits = param(card, V_MaxDigits);
  m->mag_bits = param(card, V_MagBits);
  m->raw_bits = param(card, V_RawBits);
  m->acc_bits = param(card, V_AccBits);
  m->count_bits = param(card, V_CountBits);
  return GCIM_OK;
}

/* 5. */
static void reset(gcim_model_t *model) {
  n2c_t *m = n2c_of(model);
  n2c_cover_reset(model, m);
  m->phase = IDLE;
}

/* ---- look ---- */

static void put_wide(const gcim_card_t *card, uint32_t *image, int signal, int index, int bits,
                     const gcim_wide_t *value) {
  gcim_wide_to_bits(value, gcim_signal_words(card, image, signal), index * bits, bits);
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const n2c_t *m = n2c_of(model);
  const bool answers = m->phase == ANSWERING;
  gcim_image_put(card, image, S_dg_ready, 0, 1, !answers); /* 2 */
  gcim_image_put(card, image, S_rs_valid, 0, 1, answers);
  care[S_rs_acc] = care[S_rs_digits] = care[S_tap_raw] = care[S_tap_comp] = answers; /* 4 */
  if (!answers) {
    return;
  }
  for (int j = 0; j < m->cols; j++) {
    const column_t *column = &m->column[j];
    const gcim_wide_t acc = gcim_wide_sub(&column->raw, &column->comp); /* 10 */
    put_wide(card, image, S_rs_acc, j, m->acc_bits, &acc);
    put_wide(card, image, S_tap_raw, j, m->raw_bits, &column->raw);
    put_wide(card, image, S_tap_comp, j, m->acc_bits, &column->comp);
  }
  gcim_image_put(card, image, S_rs_digits, 0, m->count_bits, (uint64_t)m->beats); /* 11 */
}

/* ---- advance ---- */

/* 1, 3, 6. */
static void start_run(gcim_model_t *model, n2c_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const uint32_t *negative = gcim_signal_read(card, image, S_dg_w_neg);
  const uint32_t *magnitude = gcim_signal_read(card, image, S_dg_w_mag);
  for (int j = 0; j < m->cols; j++) {
    column_t *column = &m->column[j];
    column->raw = gcim_wide_zero();
    for (int i = 0; i < m->rows; i++) {
      const int at = j * m->rows + i;
      column->negative[i] = gcim_bits_get(negative, at, 1) != 0;
      column->magnitude[i] = (uint16_t)gcim_bits_get(magnitude, at * m->mag_bits, m->mag_bits);
      n2c_cover_weight(model, m, column->negative[i], column->magnitude[i]);
    }
  }
  m->beats = 0;
  m->all_zero = true;
}

/* 7, 8: the digits of one beat, unsigned, times the magnitudes. At most 64 * 3 * (2^15 - 1). */
static int64_t beat_sum(const n2c_t *m, const column_t *column, const uint32_t *digits) {
  const int64_t ones = (1 << m->digit) - 1;
  const int64_t top = m->beats == 0 ? 1 << (m->digit - 1) : 0; /* the sign, inverted */
  int64_t sum = 0;
  for (int i = 0; i < m->rows; i++) {
    const int64_t u = (int64_t)gcim_bits_get(digits, i * m->digit, m->digit) ^ top;
    sum += (column->negative[i] ? ones - u : u) * column->magnitude[i];
  }
  return sum;
}

/* 8. */
static void add_beat(const n2c_t *m, column_t *column, const uint32_t *digits) {
  const gcim_wide_t sum = gcim_wide_from_i64(beat_sum(m, column, digits));
  column->raw = gcim_wide_shift_left(&column->raw, m->digit);
  column->raw = gcim_wide_add(&column->raw, &sum);
}

/* 9. */
static gcim_wide_t compensation(const n2c_t *m, const column_t *column) {
  int64_t all = 0, negative = 0;
  for (int i = 0; i < m->rows; i++) {
    all += column->magnitude[i];
    negative += column->negative[i] ? column->magnitude[i] : 0;
  }
  const gcim_wide_t sum = gcim_wide_from_i64(all);
  const gcim_wide_t offset = gcim_wide_shift_left(&sum, m->beats * m->digit - 1);
  const gcim_wide_t less = gcim_wide_from_i64(negative);
  return gcim_wide_sub(&offset, &less);
}

/* One accepted beat: 1, 2. */
static void take_beat(gcim_model_t *model, n2c_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const uint32_t *digits = gcim_signal_read(card, image, S_dg_digits);
  const bool last = gcim_image_get(card, image, S_dg_last, 0, 1) != 0;
  if (m->phase == IDLE) {
    start_run(model, m, image);
  }
  for (int j = 0; j < m->cols; j++) {
    add_beat(m, &m->column[j], digits);
  }
  for (int i = 0; i < m->rows; i++) {
    m->all_zero = m->all_zero && gcim_bits_get(digits, i * m->digit, m->digit) == 0;
  }
  m->beats++;
  m->phase = last || m->beats == m->max_digits ? ANSWERING : RUNNING;
  if (m->phase == ANSWERING) {
    for (int j = 0; j < m->cols; j++) {
      m->column[j].comp = compensation(m, &m->column[j]);
    }
    n2c_cover_run(model, m, last);
  }
}

static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  n2c_t *m = n2c_of(model);
  const bool wanted = gcim_image_get(card, image, S_dg_valid, 0, 1) != 0;
  const bool taken = gcim_image_get(card, image, S_rs_ready, 0, 1) != 0;
  if (wanted) {
    n2c_cover_beat(model, m);
  }
  if (m->phase == ANSWERING) { /* 2: a beat of the edge that takes the result is refused */
    m->phase = taken ? IDLE : ANSWERING;
  } else if (wanted) {
    take_beat(model, m, image);
  }
}

/* An unfinished run waits for the caller, not the other way round. */
static bool busy(const gcim_model_t *model) {
  return n2c_of(model)->phase == ANSWERING;
}

const gcim_unit_ops_t gcim_ops_fp_n2c_mac = {.state_bytes = state_bytes,
                                             .init = init,
                                             .reset = reset,
                                             .look = look,
                                             .advance = advance,
                                             .busy = busy};
