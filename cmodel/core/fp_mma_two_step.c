/* fp_mma_two_step.c: CDNA 3: products aligned among themselves, then their sum aligned with c.
 *
 * Read: microsoft/MMA-Sim, arithmetic/fdpa.py in several versions, simulator/amd.py and
 * arithmetic.py before it; a model in FPy of the same paper (arXiv 2511.10909), whose
 * Algorithm 10 is known here by the notes in FPy only. All agree in the order, in what is cut
 * toward zero and what downward. Where versions differ, the one that FPy follows too is taken: the
 * sum of products keeps one bit more than the total; the total is normalised before its own cut; a
 * zero product has no exponent. The older ones (and Algorithm 10) cut the sum once, to 31 bits
 * below the common exponent: results differ near ties of the last rounding only. Not settled by
 * them: the code of a NaN (their tests let any pass) and the sign of a zero from zeros alone (here
 * +).
 */
#include "core/fp_mma.h"
#include "part/fp_decode.h"
#include "part/fp_dot.h"
#include "part/fp_norm.h"
#include "part/fp_post_align.h"
#include "part/fp_special.h"

enum { NO_TERM = -1024 }; /* below every exponent */

/* An integer and the exponent of the common unit it was cut to. */
typedef struct {
  int64_t sum;
  int exp;
} aligned_t;

static int bits_of(uint64_t value) {
  int bits = 0;
  for (; value != 0; value >>= 1) {
    bits++;
  }
  return bits;
}

/* value * 2^up, downward. */
static int64_t floor_scale(int64_t value, int up, bool *lost) {
  bool cut = false;
  const int64_t scaled = up >= 0 ? (int64_t)((uint64_t)value << up)
                                 : gcim_round_shift(value, -up, GCIM_RND_FLOOR, &cut);
  *lost = *lost || cut;
  return scaled;
}

static gcim_fp_term_t product(const gcim_fp_pdot_t *dot, const gcim_fp_lane_t *x,
                              const gcim_fp_lane_t *w) {
  const int exp = x->exp + w->exp - dot->x.bias - dot->w.bias;
  const uint64_t sig = (uint64_t)x->sig * w->sig;
  return (gcim_fp_term_t){.sign = x->sign != w->sign,
                          .counts = sig > 0,
                          .exp = exp,
                          .scale = exp - dot->x.man_bits - dot->w.man_bits,
                          .sig = {sig, 0}};
}

/* A product that the result's format has no exponent for is an infinity before anything is added.
 */
static bool is_above(const gcim_fp_pdot_t *dot, const gcim_fp_term_t *term) {
  const int reserved = dot->y.kind == GCIM_FLOAT_IEEE ? 2 : 1;
  const int largest = (1 << dot->y.exp_bits) - reserved - dot->y.bias;
  return term->counts && bits_of(term->sig[0]) - 1 + term->scale > largest;
}

/* The products, cut toward zero below the largest exponent among them. */
static aligned_t sum_products(const gcim_fp_pdot_t *dot, const uint32_t *x, const uint32_t *w,
                              size_t terms, gcim_fp_seen_t *seen, bool *lost, uint32_t *flags) {
  gcim_fp_term_t term[GCIM_FP_MAX_LANES];
  for (size_t i = 0; i < terms; i++) {
    const gcim_fp_lane_t a = gcim_fp_decode(&dot->x, x[i], dot->specials, dot->daz != 0);
    const gcim_fp_lane_t b = gcim_fp_decode(&dot->w, w[i], dot->specials, dot->daz != 0);
    gcim_fp_seen_product(seen, &a, &b);
    term[i] = product(dot, &a, &b);
    if (is_above(dot, &term[i])) {
      seen->plus = seen->plus || !term[i].sign;
      seen->minus = seen->minus || term[i].sign;
      *flags |= GCIM_FLAG_OF | GCIM_FLAG_NX;
    }
  }
  const int exp = gcim_fp_term_ref(term, (int)terms, NO_TERM);
  const gcim_fp_cut_t cut = {.unit = exp - dot->frac, .bits = dot->frac + 4, .quant = GCIM_RND_RTZ};
  const gcim_wide_t sum = gcim_fp_term_sum(term, (int)terms, &cut, NULL, NULL, lost);
  return (aligned_t){.sum = gcim_wide_to_i64(&sum, NULL), .exp = exp};
}

/* Below the larger exponent, downward: the products to one bit more than sum_frac, c to frac; the
 * total to sum_frac below its own. */
static uint32_t add_summand(const gcim_fp_preset_t *preset, const aligned_t *products,
                            const gcim_fp_lane_t *c, bool *lost, uint32_t *flags) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  const int c_exp = c->exp - dot->c.bias; /* of a zero: lost bits are below y's then */
  const int exp = c_exp > products->exp ? c_exp : products->exp;
  const int fine = preset->sum_frac + 1, unit = exp - fine, low = 1 - dot->y.bias;
  const int64_t size = c->sign ? -(int64_t)c->sig : (int64_t)c->sig;
  const int64_t coarse = floor_scale(size, c_exp - dot->c.man_bits - exp + dot->frac, lost);
  const int64_t sum = floor_scale(products->sum, products->exp - dot->frac - unit, lost) +
                      floor_scale(coarse, fine - dot->frac, lost);
  const int top = bits_of(sum < 0 ? 0 - (uint64_t)sum : (uint64_t)sum) - 1 + unit;
  const int end = (top > low ? top : low) - preset->sum_frac;
  const gcim_wide_t total =
      gcim_wide_from_i64(end > unit ? floor_scale(sum, unit - end, lost) : sum);
  return gcim_fp_norm(&dot->y, &dot->policy, &total, end > unit ? end : unit, false, 0, flags);
}

uint32_t gcim_fp_mma_two_step(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w,
                              size_t terms, uint32_t c, uint32_t *flags) {
  const gcim_fp_pdot_t *dot = &preset->dot;
  const gcim_fp_lane_t summand = gcim_fp_decode(&dot->c, c, dot->specials, dot->daz != 0);
  gcim_fp_seen_t seen = {0};
  bool lost = false;
  const aligned_t products = sum_products(dot, x, w, terms, &seen, &lost, flags);
  gcim_fp_seen_summand(&seen, &summand);
  if (gcim_fp_seen_any(&seen)) {
    return gcim_fp_seen_code(&seen, &dot->y, &dot->policy, flags);
  }
  const uint32_t y = add_summand(preset, &products, &summand, &lost, flags);
  *flags |= lost ? GCIM_FLAG_NXA : 0;
  return y;
}
