/* mx_macro_vector.c: what a vector becomes before it enters the array of the Microscaling macro:
 * scale, integers, exponent. The numbers in comments are sentences of mx_macro.def. */
#include "unit/mx_macro.h"

#include <string.h>

#include "core/bits.h"
#include "part/fp_decode.h"
#include "part/fp_emax.h"
#include "part/mx_format.h"

/* 9: the scale is found, and elements are made of the lanes; those of a NaN block are 0. */
static void convert(mx_macro_t *m, const uint32_t *codes, uint32_t *elements) {
  mx_macro_vector_t *v = &m->v;
  gcim_mx_seen_t seen = {0};
  for (int i = 0; i < m->s.lanes; i++) {
    gcim_mx_see(&v->modes.scaler, &seen, codes[i]);
  }
  v->scale = gcim_mx_scale(&v->modes.scaler, &seen).byte;
  for (int i = 0; i < m->s.lanes; i++) {
    uint32_t flags = 0;
    const gcim_fp_lane_t lane = gcim_mx_operand(&v->modes.quantizer, codes[i]);
    elements[i] = v->scale == GCIM_MX_SCALE_NAN
                      ? 0
                      : gcim_mx_element(&v->modes.quantizer, v->scale, &lane, 0, &flags);
    v->saturated = v->saturated || (flags & GCIM_FLAG_SAT) != 0;
  }
}

/* 11: elements with a scale as integers of one unit. */
static void take_elements(mx_macro_t *m, const uint32_t *elements) {
  mx_macro_vector_t *v = &m->v;
  const gcim_mx_format_t *format = gcim_mx_format(m->s.elem);
  v->nan = v->scale == GCIM_MX_SCALE_NAN;
  v->exp = (int)v->scale - GCIM_MX_SCALE_ONE - format->frac;
  v->bits = format->fix;
  for (int i = 0; i < m->s.lanes; i++) {
    v->q[i] = (int32_t)gcim_mx_value(m->s.elem, elements[i]).fixed;
  }
}

/* 11: MX_OP_INT. */
static void take_integers(mx_macro_t *m, const uint32_t *codes) {
  for (int i = 0; i < m->s.lanes; i++) {
    m->v.q[i] = (int32_t)gcim_sign_extend(codes[i], m->s.x_bits);
  }
}

/* 11: MX_OP_ALIGN. Specials have sig = 0: they neither count for the reference nor add anything. */
static void align(mx_macro_t *m, const uint32_t *codes) {
  mx_macro_vector_t *v = &m->v;
  gcim_fp_number_t numbers[MX_MACRO_LANES];
  gcim_fp_emax_t group = {0};
  for (int i = 0; i < m->s.lanes; i++) {
    const gcim_fp_lane_t lane =
        gcim_fp_decode(&m->s.x, codes[i], v->modes.specials, v->modes.scaler.daz);
    numbers[i] = (gcim_fp_number_t){lane.sign, lane.exp, lane.sig};
    gcim_fp_emax_take(&group, lane.exp, lane.sig > 0);
    v->nan = v->nan || lane.is_inf || lane.is_nan;
  }
  const int ref = gcim_fp_emax_edge(&group, 0);
  for (int i = 0; i < m->s.lanes; i++) {
    v->q[i] = (int32_t)gcim_fp_align_lane(&v->modes.aligner, &numbers[i], ref, ref).q;
  }
  v->exp = ref - m->s.x.bias - (m->s.x_bits - 2);
}

void gcim_mx_macro_vector(mx_macro_t *m, const uint32_t *codes) {
  mx_macro_vector_t *v = &m->v;
  uint32_t elements[MX_MACRO_LANES];
  v->nan = v->saturated = false;
  v->scale = GCIM_MX_SCALE_ONE;
  v->exp = 0;
  v->bits = m->s.x_bits; /* 12 */
  switch (v->modes.op) {
    case MX_OP_INT:
      take_integers(m, codes);
      break;
    case MX_OP_ALIGN:
      align(m, codes);
      break;
    case MX_OP_GIVEN: /* 10 */
      v->scale = v->host;
      take_elements(m, codes);
      break;
    default:
      convert(m, codes, elements);
      take_elements(m, elements);
  }
  if (v->nan) {
    memset(v->q, 0, sizeof v->q);
  }
}
