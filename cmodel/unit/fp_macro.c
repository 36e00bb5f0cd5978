/* fp_macro.c: golden model of floating point on the SRAM-CIM macro, cycle by cycle. Card and cycle
 * table: fp_macro.def; the numbers in comments are its sentences.
 *
 * One vector is in the unit at a time: all it will show is computed when it is accepted
 * (fp_macro_vector.c), from then on only its age counts. A reset clears the accumulator, so it does
 * not matter that it is ahead of the hardware's.
 */
#include "unit/fp_macro.h"

#include <string.h>

#include "core/bits.h"
#include "part/fp_card.h"
#include "part/fp_modes.h"

#define GCIM_CARD "unit/fp_macro.def"
#include "core/names.h"

enum { X_AGE = 2 }; /* 4: edge e + 2 */

/* 4, 5: edges from the accept to tap_acc, and to the result. */
static int acc_age(const fp_macro_t *m) {
  return m->s.x_bits + 5;
}

static int result_age(const fp_macro_t *m) {
  return m->s.x_bits + 6;
}

static bool has_result(const fp_macro_t *m) {
  return m->age >= result_age(m);
}

#include "unit/fp_macro_cover.h"

static size_t state_bytes(const gcim_model_t *model) {
  (void)model;
  return sizeof(fp_macro_t);
}

static int init(gcim_model_t *model) {
  const gcim_card_t *card = &model->card;
  fp_macro_of(model)->s =
      (fp_macro_shape_t){.rows = gcim_fp_value(card, V_Rows),
                         .cols = gcim_fp_value(card, V_Cols),
                         .x_bits = gcim_fp_value(card, V_XBits),
                         .w_bits = gcim_fp_value(card, V_WBits),
                         .guard = gcim_fp_value(card, V_Guard),
                         .scale_bits = gcim_fp_value(card, V_ScaleBits),
                         .acc_width = gcim_fp_value(card, V_AccWidth),
                         .addr_bits = gcim_fp_value(card, V_AddrBits),
                         .x = gcim_fp_format(card, V_XExpBits, V_XManBits, V_XBias, V_XKind),
                         .y = gcim_fp_format(card, V_YExpBits, V_YManBits, V_YBias, V_YKind)};
  return GCIM_OK;
}

/* 6. */
static void reset(gcim_model_t *model) {
  fp_macro_t *m = fp_macro_of(model);
  macro_cover_reset(model, m->age == 0, has_result(m));
  memset(m->acc, 0, sizeof m->acc);
  memset(m->ovf, 0, sizeof m->ovf);
  m->acc_care = true;
  m->age = 0;
}

/* ---- look ---- */

/* 4. */
static void look_x(const gcim_card_t *card, const fp_macro_t *m, uint32_t *image) {
  const fp_macro_shape_t *s = &m->s;
  for (int r = 0; r < s->rows; r++) {
    gcim_image_put(card, image, S_tap_x_q, r * s->x_bits, s->x_bits, (uint64_t)(int64_t)m->v.q[r]);
  }
  gcim_image_put(card, image, S_tap_x_unit, 0, s->x.exp_bits + 1, (uint64_t)m->v.unit);
  gcim_image_put(card, image, S_tap_x_lost, 0, 1, m->v.lost);
}

/* 5. */
static void look_result(const gcim_card_t *card, const fp_macro_t *m, uint32_t *image) {
  const int bits = 1 + m->s.y.exp_bits + m->s.y.man_bits;
  for (int c = 0; c < m->s.cols; c++) {
    gcim_image_put(card, image, S_rs_y, c * bits, bits, m->v.y[c]);
    gcim_image_put(card, image, S_rs_flags, c * 7, 7, m->v.flags[c]);
  }
  gcim_image_put(card, image, S_rs_below, 0, 1, m->v.below);
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  const fp_macro_t *m = fp_macro_of(model);
  macro_look(card, image, m->age == 0, has_result(m)); /* 3 */
  care[S_tap_x_q] = care[S_tap_x_unit] = care[S_tap_x_lost] = m->age == X_AGE;
  care[S_tap_acc] = m->age == acc_age(m) && m->v.care; /* 13 */
  care[S_rs_y] = care[S_rs_flags] = has_result(m) && m->v.care;
  care[S_rs_below] = has_result(m);
  if (m->age == X_AGE) {
    look_x(card, m, image);
  }
  for (int c = 0; care[S_tap_acc] != 0 && c < m->s.cols; c++) {
    gcim_image_put(card, image, S_tap_acc, c * m->s.acc_width, m->s.acc_width, (uint64_t)m->acc[c]);
  }
  if (has_result(m)) {
    look_result(card, m, image);
  }
}

/* ---- advance ---- */

/* 1. */
static void write_row(const gcim_card_t *card, fp_macro_t *m, const uint32_t *image) {
  const int row = (int)gcim_image_get(card, image, S_wr_addr, 0, m->s.addr_bits);
  if (row >= m->s.rows) {
    return;
  }
  m->written[row] = true;
  macro_numbers(card, image, S_wr_data, m->s.w_bits, &m->w[row * m->s.cols], m->s.cols);
}

/* 2. */
static void write_exponents(const gcim_card_t *card, fp_macro_t *m, const uint32_t *image) {
  m->exp_written = true;
  macro_numbers(card, image, S_we_exp, m->s.scale_bits, m->exp, m->s.cols);
}

static fp_macro_modes_t modes_of(const gcim_card_t *card, const fp_macro_shape_t *s,
                                 const uint32_t *image) {
  return (fp_macro_modes_t){
      .specials = (gcim_special_t)gcim_fp_field(card, image, S_st_specials),
      .daz = bit(card, image, S_st_daz),
      .given = bit(card, image, S_st_x_given),
      .keep = bit(card, image, S_st_keep),
      .ref = (int)gcim_fp_field(card, image, S_st_x_ref),
      .aligner = {.sig_bits = s->x.man_bits + 1,
                  .aligned_bits = s->x_bits,
                  .guard = s->guard,
                  .quant = gcim_fp_mode_quant(gcim_fp_field(card, image, S_st_quant)),
                  .sticky = bit(card, image, S_st_sticky),
                  .far = bit(card, image, S_st_cutoff),
                  .clamp = gcim_fp_mode_clamp(gcim_fp_field(card, image, S_st_clamp))},
      .policy = GCIM_FP_POLICY(card, image, st, 1)}; /* of a random word that is 0 */
}

static void start(gcim_model_t *model, fp_macro_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  uint32_t codes[FP_MACRO_ROWS];
  gcim_bits_unpack(gcim_signal_read(card, image, S_st_x), gcim_fp_value(card, V_XCodeBits), codes,
                   m->s.rows);
  m->v.modes = modes_of(card, &m->s, image);
  gcim_fp_macro_run(m, codes);
  bool known = m->exp_written; /* 13 */
  for (int r = 0; r < m->s.rows; r++) {
    known = known && m->written[r];
  }
  m->acc_care = known && (m->acc_care || !m->v.modes.keep);
  m->v.care = m->acc_care;
  m->age = 1;
  gcim_cover_modes(model, card->signals[S_st_x].channel, image);
  fp_macro_cover_vector(model, m);
}

/* All readies are those of the state before the edge; then 3: writes before the start. */
static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  fp_macro_t *m = fp_macro_of(model);
  macro_cover_edge(model, image, m->age == 0, has_result(m));
  if (m->age > 0) {
    const bool taken = has_result(m) && bit(card, image, S_rs_ready);
    m->age += m->age < result_age(m);
    m->age = taken ? 0 : m->age;
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

static bool busy(const gcim_model_t *model) {
  return fp_macro_of(model)->age > 0;
}

const gcim_unit_ops_t gcim_ops_fp_macro = {.state_bytes = state_bytes,
                                           .init = init,
                                           .reset = reset,
                                           .look = look,
                                           .advance = advance,
                                           .busy = busy};
