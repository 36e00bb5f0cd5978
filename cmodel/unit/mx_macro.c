/* mx_macro.c: golden model of Microscaling on the SRAM-CIM macro, cycle by cycle. Card and cycle
 * table: mx_macro.def; the numbers in comments are its sentences.
 *
 * One vector is in the unit at a time: all it will show is computed when it is accepted
 * (mx_macro_modes.c, mx_macro_vector.c, mx_macro_dot.c), from then on only its age counts. A reset
 * clears sums and references, so it does not matter that they are ahead of the hardware's.
 */
#include "unit/mx_macro.h"

#include <string.h>

#include "core/bits.h"
#include "part/fp_card.h"

#define GCIM_CARD "unit/mx_macro.def"
#include "core/names.h"

_Static_assert((int)E_Elem_MX_E2M1 == GCIM_MX_E2M1 && (int)E_Acc_MX_ACC_FLOAT == GCIM_MX_ACC_FLOAT,
               "the card's numbers are those of gcim_mx.h");

enum { X_AGE = 2, SCAN_AGE = 3, EXP_BITS = 10, X_EXP_BITS = 12, FLAG_BITS = 7 };

/* 6: edges from the accept to tap_dot, and to the sum. */
static int dot_age(const mx_macro_t *m) {
  return m->v.bits + 5;
}

/* 5 to 7: the edge from which no vector runs. */
static int end_age(const mx_macro_t *m) {
  return m->v.modes.scan ? SCAN_AGE : m->v.bits + 6;
}

/* 3, 5, 6, 7. */
static bool is_busy(const mx_macro_t *m) {
  return m->age > 0 || m->waiting;
}

#include "unit/mx_macro_cover.h"

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(mx_macro_t);
}

static gcim_pattern_t pattern_of(const gcim_card_t *card) {
  return (gcim_pattern_t){.lanes = gcim_fp_value(card, V_Rows),
                          .size = gcim_fp_value(card, V_PatSize),
                          .limit = gcim_fp_value(card, V_PatLimit),
                          .set = gcim_pattern_set(gcim_model_value(card, V_PatSet), 0, 0, 0)};
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  mx_macro_of(model)->s =
      (mx_macro_shape_t){.lanes = gcim_fp_value(card, V_Lanes),
                         .blocks = gcim_fp_value(card, V_Blocks),
                         .cols = gcim_fp_value(card, V_Cols),
                         .rows = gcim_fp_value(card, V_Rows),
                         .code_bits = gcim_fp_value(card, V_XCodeBits),
                         .x_bits = gcim_fp_value(card, V_XBits),
                         .w_bits = gcim_fp_value(card, V_WBits),
                         .dot_bits = gcim_fp_value(card, V_DotBits),
                         .addr_bits = gcim_fp_value(card, V_AddrBits),
                         .block_bits = gcim_fp_value(card, V_BlockBits),
                         .x = {gcim_fp_value(card, V_XExpBits), gcim_fp_value(card, V_XManBits),
                               gcim_fp_value(card, V_XBias), GCIM_FLOAT_IEEE},
                         .elem = (gcim_mx_elem_t)gcim_fp_value(card, V_Elem),
                         .pattern = pattern_of(card),
                         .lossy = gcim_fp_value(card, V_PatPolicy) == E_PatPolicy_LOSSY,
                         .acc = {.kind = (gcim_mx_acc_kind_t)gcim_fp_value(card, V_Acc),
                                 .bits = gcim_fp_value(card, V_AccWidth)}};
  return GCIM_OK;
}

/* 8. */
static void reset(gcim_model_t *model) {
  mx_macro_t *m = mx_macro_of(model);
  mx_macro_cover_reset(model, m);
  memset(m->sum, 0, sizeof m->sum);
  memset(m->ref, 0, sizeof m->ref);
  m->sum_care = m->ref_care = true;
  m->age = 0;
  m->fresh = m->waiting = false;
}

/* ---- look ---- */

/* 4. */
static void look_x(const gcim_card_t *card, const mx_macro_t *m, uint32_t *image) {
  const mx_macro_shape_t *s = &m->s;
  gcim_image_put(card, image, S_tap_scale, 0, 8, m->v.scale);
  for (int i = 0; i < s->lanes; i++) {
    gcim_image_put(card, image, S_tap_x_q, i * s->x_bits, s->x_bits, (uint64_t)(int64_t)m->v.q[i]);
  }
  gcim_image_put(card, image, S_tap_x_exp, 0, X_EXP_BITS, (uint64_t)(int64_t)m->v.exp);
}

/* 6. */
static void look_dot(const gcim_card_t *card, const mx_macro_t *m, uint32_t *image) {
  gcim_bits_pack(gcim_signal_words(card, image, S_tap_dot), m->s.dot_bits, m->v.dot, m->s.cols);
}

static void look_acc(const gcim_card_t *card, const mx_macro_t *m, uint32_t *image) {
  uint32_t *words = gcim_signal_words(card, image, S_tap_acc);
  for (int c = 0; c < m->s.cols; c++) {
    gcim_wide_to_bits(&m->sum[c].a, words, c * m->s.acc.bits, m->s.acc.bits);
  }
}

/* 7, 15. */
static void look_result(const gcim_card_t *card, const mx_macro_t *m, uint32_t *image) {
  for (int c = 0; c < m->s.cols; c++) {
    gcim_image_put(card, image, S_rs_y, c * 32, 32, m->v.y[c]);
    gcim_image_put(card, image, S_rs_flags, c * FLAG_BITS, FLAG_BITS, m->v.flags[c]);
    gcim_image_put(card, image, S_rs_below, c, 1, m->sum[c].below);
  }
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const mx_macro_t *m = mx_macro_of(model);
  macro_look(card, image, !is_busy(m), m->waiting);
  care[S_tap_scale] = care[S_tap_x_q] = care[S_tap_x_exp] = m->age == X_AGE;
  care[S_tap_dot] = m->age == dot_age(m) && m->sum_care; /* no scan gets that old */
  care[S_tap_acc] = m->fresh && m->sum_care;
  care[S_rs_y] = care[S_rs_flags] = care[S_rs_below] = m->waiting && m->sum_care;
  if (care[S_tap_x_q] != 0) {
    look_x(card, m, image);
  }
  if (care[S_tap_dot] != 0) {
    look_dot(card, m, image);
  }
  if (care[S_tap_acc] != 0) {
    look_acc(card, m, image);
  }
  if (care[S_rs_y] != 0) {
    look_result(card, m, image);
  }
}

/* ---- advance ---- */

/* 1. */
static void write_row(const gcim_card_t *card, mx_macro_t *m, const uint32_t *image) {
  const int row = (int)gcim_image_get(card, image, S_wr_addr, 0, m->s.addr_bits);
  if (row >= m->s.rows) {
    return;
  }
  m->written[row] = true;
  macro_numbers(card, image, S_wr_data, m->s.w_bits, &m->w[row * m->s.cols], m->s.cols);
}

/* 2. */
static void write_exponents(const gcim_card_t *card, mx_macro_t *m, const uint32_t *image) {
  const int block = (int)gcim_image_get(card, image, S_we_block, 0, m->s.block_bits);
  if (block >= m->s.blocks) {
    return;
  }
  m->exp_written[block] = true;
  macro_numbers(card, image, S_we_exp, EXP_BITS, m->exp[block], m->s.cols);
}

/* 16: does what the vector shows follow from known weights, exponents and references? */
static void judge(mx_macro_t *m) {
  const mx_macro_modes_t *modes = &m->v.modes;
  const bool first = modes->sum.first, has_exp = m->exp_written[m->v.block];
  if (modes->scan) {
    m->ref_care = has_exp && (first || m->ref_care);
    return;
  }
  bool known = has_exp;
  for (int i = 0; i < m->s.lanes; i++) {
    known = known && m->written[m->v.block * m->s.lanes + i];
  }
  if (m->s.acc.kind == GCIM_MX_ACC_MAXFIRST && first) {
    known = known && m->ref_care;
  }
  m->sum_care = known && (first || m->sum_care);
}

static void start(gcim_model_t *model, mx_macro_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const int block = (int)gcim_image_get(card, image, S_st_block, 0, m->s.block_bits);
  uint32_t codes[MX_MACRO_LANES];
  gcim_bits_unpack(gcim_signal_read(card, image, S_st_x), m->s.code_bits, codes, m->s.lanes);
  m->v.modes = gcim_mx_macro_modes(card, &m->s, image);
  m->v.block = block < m->s.blocks ? block : 0; /* 3 */
  m->v.host = gcim_fp_field(card, image, S_st_host);
  judge(m);
  gcim_mx_macro_vector(m, codes);
  if (m->v.modes.scan) {
    gcim_mx_macro_scan(m);
  } else {
    gcim_mx_macro_dot(m);
    gcim_mx_macro_add(m);
  }
  m->age = 1;
  gcim_cover_modes(model, card->signals[S_st_x].channel, image);
  mx_macro_cover_vector(model, m);
}

/* An edge of a busy unit. */
static void go_on(const gcim_card_t *card, mx_macro_t *m, const uint32_t *image) {
  if (m->waiting) {
    m->waiting = !bit(card, image, S_rs_ready);
    return;
  }
  m->age++;
  if (m->age == end_age(m)) {
    m->age = 0;
    m->fresh = !m->v.modes.scan;
    m->waiting = m->fresh && m->v.modes.last;
  }
}

/* All readies are those of the state before the edge; then 3: writes before the start. */
static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  mx_macro_t *m = mx_macro_of(model);
  mx_macro_cover_edge(model, m, image);
  m->fresh = false;
  if (is_busy(m)) {
    go_on(card, m, image);
    return;
  }
  if (bit(card, image, S_wr_valid)) {
    write_row(card, m, image);
  }
  if (bit(card, image, S_we_valid)) {
    write_exponents(card, m, image);
  }
  if (bit(card, image, S_st_valid)) {
    start(model, m, image);
  }
}

/* tap_acc of an unfinished sum shows while the unit is idle: nothing waits for it. */
static bool busy(const gcim_model_t *model) {
  return is_busy(mx_macro_of(model));
}

const gcim_unit_ops_t gcim_ops_mx_macro = {.state_bytes = state_bytes,
                                           .init = init,
                                           .reset = reset,
                                           .look = look,
                                           .advance = advance,
                                           .busy = busy};
