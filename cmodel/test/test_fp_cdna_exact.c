/* The presets of CDNA: random and corner dot products against exact rationals, written from the
 * text of gcim_fp.h, with the widths and the order of the published model as numbers. */
#include "helper_rational.h"

enum { MAX_TERMS = 20, CUT = 24, SUM_CUT = 31 };
#ifdef __SANITIZE_ADDRESS__
enum { DOTS = 2000 };
#else
enum { DOTS = 30000 };
#endif

static const gcim_float_t fp32 = {8, 23, 127, GCIM_FLOAT_IEEE};
static const gcim_fp_policy_t nearest = {.nan = GCIM_NAN_ONES};
static const gcim_fp_policy_t flushing = {.nan = GCIM_NAN_ONES, .ftz = 1};

/* What the published model says a preset is. */
typedef struct {
  const char *name;
  gcim_float_t in;
  int lanes;
  bool tree;
} published_t;

#define FP16 \
  { 5, 10, 15, GCIM_FLOAT_IEEE }
#define BF16 \
  { 8, 7, 127, GCIM_FLOAT_IEEE }
static const published_t published[] = {
    {"cdna2.fp16.fp32", FP16, 4, true},  {"cdna2.bf16_1k.fp32", BF16, 4, true},
    {"cdna2.bf16.fp32", BF16, 2, true},  {"cdna3.fp16.fp32", FP16, 8, false},
    {"cdna3.bf16.fp32", BF16, 8, false},
};
enum { PUBLISHED_COUNT = sizeof published / sizeof published[0] };

static const gcim_fp_preset_t *preset_of(const char *name) {
  const gcim_fp_preset_t *p = gcim_fp_preset_find(name);
  if (p == NULL) {
    fail_msg("%s", gcim_error_text());
    abort();
  }
  return p;
}

/* ---- exact rationals ---- */

/* v to a whole number of 2^e. Returns whether something was lost. */
static bool cut_to(mpq_t v, long e, int mode) {
  mpz_t n;
  mpz_init(n);
  q_scale(v, -e);
  const bool lost = q_round(n, v, mode);
  mpq_set_z(v, n);
  q_scale(v, e);
  mpz_clear(n);
  return lost;
}

static long log2_of(const mpq_t v) {
  mpq_t size;
  mpq_init(size);
  mpq_abs(size, v);
  const long e = q_log2(size);
  mpq_clear(size);
  return e;
}

/* The products of a step, cut toward zero below their largest exponent, added. Returns that
 * exponent. */
static long sum_step(const published_t *p, const uint32_t *x, const uint32_t *w, int count,
                     mpq_t sum, special_t *special, bool *lost, uint32_t *flags) {
  mpq_t product[MAX_TERMS];
  operand_t a, b;
  long largest = -9999;
  mpq_inits(a.v, b.v, NULL);
  for (int i = 0; i < count; i++) {
    decode_q(&p->in, x[i], GCIM_SPECIAL_IEEE, false, &a);
    decode_q(&p->in, w[i], GCIM_SPECIAL_IEEE, false, &b);
    special_product(special, &a, &b);
    mpq_init(product[i]);
    mpq_mul(product[i], a.v, b.v);
    if (mpq_sgn(product[i]) == 0) {
      continue;
    }
    const long e = a.exp + b.exp - 2 * p->in.bias;
    largest = e > largest ? e : largest;
    if (log2_of(product[i]) >= 128) {
      special->plus = special->plus || mpq_sgn(product[i]) > 0;
      special->minus = special->minus || mpq_sgn(product[i]) < 0;
      *flags |= GCIM_FLAG_OF | GCIM_FLAG_NX;
    }
  }
  mpq_set_ui(sum, 0, 1);
  for (int i = 0; i < count; i++) {
    *lost = cut_to(product[i], largest - CUT, GCIM_RND_RTZ) || *lost;
    mpq_add(sum, sum, product[i]);
    mpq_clear(product[i]);
  }
  mpq_clears(a.v, b.v, NULL);
  return largest;
}

static uint32_t two_step(const published_t *p, const uint32_t *x, const uint32_t *w, int count,
                         uint32_t c, uint32_t *flags) {
  special_t special = {0};
  operand_t summand;
  uint32_t y;
  bool lost = false;
  mpq_t sum;
  mpq_inits(sum, summand.v, NULL);
  long e = sum_step(p, x, w, count, sum, &special, &lost, flags);
  decode_q(&fp32, c, GCIM_SPECIAL_IEEE, false, &summand);
  special.nan = special.nan || summand.nan;
  special.invalid = special.invalid || summand.snan;
  special.plus = special.plus || (summand.inf && !summand.sign);
  special.minus = special.minus || (summand.inf && summand.sign);
  if (special_any(&special)) {
    y = special_code(&special, &fp32, &nearest, flags);
  } else {
    e = !summand.zero && summand.exp - 127 > e ? summand.exp - 127 : e;
    lost = cut_to(sum, e - SUM_CUT - 1, GCIM_RND_FLOOR) || lost;
    lost = cut_to(summand.v, e - CUT, GCIM_RND_FLOOR) || lost;
    mpq_add(sum, sum, summand.v);
    if (mpq_sgn(sum) != 0) {
      const long own = log2_of(sum);
      lost = cut_to(sum, (own > -126 ? own : -126) - SUM_CUT, GCIM_RND_FLOOR) || lost;
    }
    y = encode_q(&fp32, &nearest, sum, 0, flags);
    *flags |= lost ? GCIM_FLAG_NXA : 0;
  }
  mpq_clears(sum, summand.v, NULL);
  return y;
}

/* a + b in FP32 as IEEE 754 says, zeros of one sign among them. */
static uint32_t plus(uint32_t a, uint32_t b, uint32_t *flags) {
  operand_t x, y;
  mpq_inits(x.v, y.v, NULL);
  decode_q(&fp32, a, GCIM_SPECIAL_IEEE, false, &x);
  decode_q(&fp32, b, GCIM_SPECIAL_IEEE, false, &y);
  const bool minus_zero = x.zero && y.zero && x.sign && y.sign;
  const uint32_t sum = minus_zero ? 0x80000000u : add_q(&fp32, &flushing, &x, &y, 0, flags);
  mpq_clears(x.v, y.v, NULL);
  return sum;
}

/* a * b in FP32; zeros and subnormals are +0. */
static uint32_t product_of(const gcim_float_t *f, uint32_t a, uint32_t b, uint32_t *flags) {
  operand_t x, y;
  special_t special = {0};
  uint32_t code;
  mpq_inits(x.v, y.v, NULL);
  decode_q(f, a, GCIM_SPECIAL_IEEE, true, &x);
  decode_q(f, b, GCIM_SPECIAL_IEEE, true, &y);
  special_product(&special, &x, &y);
  const bool sign = (x.sign && !x.zero) != (y.sign && !y.zero);
  mpq_mul(x.v, x.v, y.v);
  if (special_any(&special)) {
    code = special_code(&special, &fp32, &flushing, flags);
  } else {
    code = mpq_sgn(x.v) == 0 ? (uint32_t)sign << 31 : encode_q(&fp32, &flushing, x.v, 0, flags);
  }
  mpq_clears(x.v, y.v, NULL);
  return code;
}

static uint32_t pairs(const published_t *p, const uint32_t *x, const uint32_t *w, int count,
                      uint32_t c, uint32_t *flags) {
  uint32_t m[4];
  for (int i = 0; i < p->lanes; i++) {
    m[i] = i < count ? product_of(&p->in, x[i], w[i], flags) : 0;
  }
  uint32_t sum = plus(m[0], m[1], flags);
  sum = p->lanes == 4 ? plus(sum, plus(m[2], m[3], flags), flags) : sum;
  return plus(c, sum, flags);
}

static uint32_t expected(const published_t *p, const uint32_t *x, const uint32_t *w, int terms,
                         uint32_t c, uint32_t *flags) {
  *flags = 0;
  c = p->tree && (c & 0x7F800000u) == 0 ? 0 : c;
  for (int i = 0; i < terms; i += p->lanes) {
    const int count = terms - i < p->lanes ? terms - i : p->lanes;
    c = (p->tree ? pairs : two_step)(p, x + i, w + i, count, c, flags);
  }
  return c;
}

/* ---- random and corners ---- */

/* Codes of one dot product: all there are; near 1, so that sums cancel; corners. */
static uint32_t roll_code(dice_t *dice, const gcim_float_t *f, uint32_t way) {
  const uint32_t sign = roll(dice, 2) << (f->exp_bits + f->man_bits), m = (uint32_t)f->man_bits;
  const uint32_t top = ones_of(f->exp_bits);
  const uint32_t corner[] = {0,
                             1,
                             ones_of(f->man_bits),
                             1u << m,
                             (1u << m) + 1,
                             (uint32_t)f->bias << m,
                             (top << m) - 1,
                             (top << m) - (1u << m),
                             top << m,
                             (top << m) + 1,
                             (top << m) + (1u << (m - 1))};
  const uint32_t e = (uint32_t)f->bias - 13 + roll(dice, 20);
  switch (way) {
    case 0:
      return roll(dice, 1u << (1 + f->exp_bits + f->man_bits));
    case 1: /* a few fraction bits: ties */
      return sign | e << m | (roll(dice, 8) << (m - 3));
    case 2:
      return sign | e << m | roll(dice, 1u << m);
    case 3: /* around the square root of the smallest normal FP32, in the formats that have it */
      return sign | (roll(dice, 12) + (f->exp_bits == 8 ? 58 : 0)) << m | roll(dice, 1u << m);
    default:
      return roll(dice, 4) != 0 ? sign | corner[roll(dice, 8)]
                                : sign | corner[roll(dice, sizeof corner / sizeof corner[0])];
  }
}

/* 2^e, -24 <= e <= 15. */
static uint32_t power_code(const gcim_float_t *f, int e) {
  const int least = 1 - f->bias;
  return e < least ? 1u << (e - least + f->man_bits) : (uint32_t)(e + f->bias) << f->man_bits;
}

/* Factors of a sum around 1 with bits where the cuts and the last rounding are: 2^-1 .. 2^-34. */
static void roll_powers(dice_t *dice, const gcim_float_t *f, uint32_t *x, uint32_t *w) {
  static const int first[] = {1, 7, 22, 24, 30, 31};
  const int e = -first[roll(dice, 6)] - (int)roll(dice, 4), half = e / 2;
  *x = power_code(f, half) | roll(dice, 2) << (f->exp_bits + f->man_bits);
  *w = power_code(f, e - half);
}

/* c: any; a corner; about minus what the products come to; around 1. */
static uint32_t roll_c(dice_t *dice, const published_t *p, const uint32_t *x, const uint32_t *w,
                       int terms) {
  static const uint32_t corner[] = {0,          0x80000000, 1,          0x80000001, 0x007FFFFF,
                                    0x00800000, 0x80800000, 0x7F7FFFFF, 0xFF7FFFFF, 0x7F800000,
                                    0xFF800000, 0x7FC00000, 0x7F800001};
  uint32_t flags = 0;
  switch (roll(dice, 5)) {
    case 0:
      return roll(dice, 0);
    case 1:
      return corner[roll(dice, sizeof corner / sizeof corner[0])];
    case 2:
    case 3: {
      const uint32_t sum = expected(p, x, w, terms, 0, &flags);
      return (sum ^ 0x80000000u) + roll(dice, 3) - 1;
    }
    default:
      return (roll(dice, 2) << 31) + ((112 + roll(dice, 20)) << 23) + roll(dice, 1u << 23);
  }
}

static void check_preset(const published_t *p, uint64_t seed) {
  const gcim_fp_preset_t *preset = preset_of(p->name);
  dice_t dice = {.seed = seed};
  int specials = 0, zeros = 0, cut = 0;
  for (int n = 0; n < DOTS; n++) {
    uint32_t x[MAX_TERMS], w[MAX_TERMS], y = 0, flags = 0, wanted_flags = 0;
    const int terms = roll(&dice, 3) == 0 ? 1 + (int)roll(&dice, MAX_TERMS) : p->lanes;
    const uint32_t way = roll(&dice, 8);
    for (int i = 0; i < terms; i++) {
      const uint32_t here = way == 5 ? roll(&dice, 5) : way;
      x[i] = roll_code(&dice, &p->in, here);
      w[i] = roll_code(&dice, &p->in, here);
      if (way >= 6) {
        roll_powers(&dice, &p->in, &x[i], &w[i]);
      }
    }
    const uint32_t c = way >= 6 ? 0x3F800000u - 2 + roll(&dice, 5) : roll_c(&dice, p, x, w, terms);
    const uint32_t wanted = expected(p, x, w, terms, c, &wanted_flags);
    assert_int_equal(gcim_fp_mma(preset, x, w, (size_t)terms, &c, 1, &y, &flags), GCIM_OK);
    if (y != wanted || flags != wanted_flags) {
      fail_msg("%s dot %d: %08x flags %02x, expected %08x flags %02x", p->name, n, (unsigned)y,
               (unsigned)flags, (unsigned)wanted, (unsigned)wanted_flags);
    }
    specials += (y & 0x7F800000u) == 0x7F800000u;
    zeros += (y & 0x7FFFFFFFu) == 0;
    cut += (flags & GCIM_FLAG_NXA) != 0;
  }
  assert_true(specials > DOTS / 50 && specials < DOTS / 2 && zeros > DOTS / 100);
  assert_true(p->tree ? cut == 0 : cut > DOTS / 10);
}

static void test_fp_cdna_rationals(void **state) {
  (void)state;
  for (int i = 0; i < PUBLISHED_COUNT; i++) {
    check_preset(&published[i], 4700 + (uint64_t)i);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_cdna_rationals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
