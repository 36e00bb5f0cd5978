/* All FP16 and all BF16 codes to every small format and to each other, in all roundings and all
 * policies for overflow and NaN, against exact rationals. Where a code lies among the values of the
 * result's format is worked out once (helper_float.h); a policy then only chooses. */
#include <stdlib.h>

#include "helper_float.h"
#include "part/fp_convert.h"

enum { CODES = 65536, RAND_BITS = 8, FLAG_VALUES = 32 };

/* Under the sanitizers every STRIDE-th code, another one for every policy: the same code runs on
 * the shipped library with all of them. */
#if defined(__SANITIZE_ADDRESS__)
enum { STRIDE = 11 };
#else
enum { STRIDE = 1 };
#endif

/* An operand's and a result's format; place[m] is where magnitude m of `from` lies in `to`. */
typedef struct {
  gcim_float_t from, to;
  ref_place_t *place;
} pair_t;

static pair_t pair_new(const char *from, const char *to) {
  pair_t p = {.from = float_named(from), .to = float_named(to)};
  const int64_t last = ref_largest(&p.from);
  p.place = calloc((size_t)last + 1, sizeof *p.place);
  assert_non_null(p.place);
  mpq_t v;
  mpq_init(v);
  ref_value(v, &p.from, 1);
  int64_t low = ref_search(&p.to, v);
  for (int64_t m = 1; m <= last; m++) {
    ref_value(v, &p.from, m);
    while (ref_reaches(&p.to, low + 1, v)) {
      low++;
    }
    p.place[m] = ref_place_at(&p.to, v, low, RAND_BITS);
  }
  mpq_clear(v);
  return p;
}

/* Operands with infinities and NaNs: both are FLOAT_IEEE. */
static uint32_t expected(const pair_t *p, const gcim_fp_policy_t *policy, uint32_t code,
                         uint32_t random, uint32_t *flags) {
  const uint32_t top = ref_sign_bit(&p->from, true), magnitude = code & (top - 1);
  const uint32_t infinity = ref_largest(&p->from) + 1;
  const bool sign = (code & top) != 0;
  if (magnitude > infinity) {
    const uint32_t t = magnitude - infinity;
    const int shift = p->to.man_bits - p->from.man_bits;
    *flags |= t < (uint32_t)1 << (p->from.man_bits - 1) ? GCIM_FLAG_NV : 0;
    return ref_nan(&p->to, policy, sign, shift < 0 ? t >> -shift : t << shift, flags);
  }
  if (magnitude == infinity) {
    return ref_inf_operand(&p->to, policy, sign, flags);
  }
  return magnitude == 0 ? ref_zero(&p->to, policy, sign)
                        : ref_code(&p->to, policy, &p->place[magnitude], sign, random, flags);
}

static uint32_t random_of(uint32_t code) {
  return code * UINT32_C(2654435761) >> 16; /* the low byte counts */
}

static void differ(const pair_t *p, const gcim_fp_policy_t *policy, uint32_t code, uint32_t got,
                   uint32_t want) {
  fail_msg("format %d.%d code %x to %d.%d, rnd %d ovf %d nan %d: %x, not %x", p->from.exp_bits,
           p->from.man_bits, code, p->to.exp_bits, p->to.man_bits, policy->rnd, policy->ovf,
           policy->nan, got, want);
}

/* ---- arrays: all policies ---- */

/* Codes that shall raise the same flags. */
typedef struct {
  uint32_t in[CODES], random[CODES], want[CODES];
  size_t count;
} bucket_t;

static bucket_t buckets[FLAG_VALUES];

static void fill(const pair_t *p, const gcim_fp_policy_t *policy, uint32_t first) {
  for (int b = 0; b < FLAG_VALUES; b++) {
    buckets[b].count = 0;
  }
  for (uint32_t code = first; code < CODES; code += STRIDE) {
    uint32_t flags = 0;
    const uint32_t random = random_of(code), want = expected(p, policy, code, random, &flags);
    bucket_t *b = &buckets[flags];
    b->in[b->count] = code;
    b->random[b->count] = random;
    b->want[b->count++] = want;
  }
}

/* An array of codes that raise the same flags raises them, and no others. */
static void check_policy(const pair_t *p, const gcim_fp_policy_t *policy, uint32_t first) {
  static uint32_t out[CODES];
  fill(p, policy, first);
  for (uint32_t flags = 0; flags < FLAG_VALUES; flags++) {
    const bucket_t *b = &buckets[flags];
    uint32_t got = 0;
    assert_int_equal(gcim_fp_convert(&p->to, &p->from, GCIM_SPECIAL_IEEE, 0, policy, b->in,
                                     b->random, b->count, out, &got),
                     GCIM_OK);
    for (size_t i = 0; i < b->count; i++) {
      if (out[i] != b->want[i]) {
        differ(p, policy, b->in[i], out[i], b->want[i]);
      }
    }
    if (got != (b->count > 0 ? flags : 0)) {
      differ(p, policy, b->in[0], got, flags);
    }
  }
}

/* All (rnd, ovf, nan); the other three choices take turns. */
static void check_arrays(const pair_t *p) {
  uint32_t turn = 0;
  for (int rnd = 0; rnd <= GCIM_RND_STOCH; rnd++) {
    for (int ovf = 0; ovf < 4; ovf++) {
      for (int nan = p->to.kind == GCIM_FLOAT_FINITE ? GCIM_NAN_ZERO : 0; nan < 6; nan++) {
        const gcim_fp_policy_t policy = {.rnd = rnd,
                                         .ovf = (gcim_overflow_t)ovf,
                                         .nan = (gcim_nan_t)nan,
                                         .neg_zero = (int)(turn % 2),
                                         .ftz = (int)(turn / 2 % 2),
                                         .tiny_before = (int)(turn / 4 % 2),
                                         .rand_bits = RAND_BITS};
        turn += 3; /* odd: all eight come with every ovf */
        check_policy(p, &policy, turn % STRIDE);
      }
    }
  }
}

/* ---- the golden: all codes in all roundings, flags of each; policies take turns ---- */

static void check_golden(const pair_t *p) {
  const uint32_t finite = p->to.kind == GCIM_FLOAT_FINITE;
  for (int rnd = 0; rnd <= GCIM_RND_STOCH; rnd++) {
    for (uint32_t code = (uint32_t)rnd % STRIDE; code < CODES; code += STRIDE) {
      const uint32_t turn = code * UINT32_C(2246822519) >> 8;
      const gcim_fp_policy_t policy = {
          .rnd = rnd,
          .ovf = (gcim_overflow_t)(turn % 4),
          .nan = (gcim_nan_t)(finite ? 4 + turn / 4 % 2 : turn / 4 % 6),
          .neg_zero = (int)(turn >> 8 & 1),
          .ftz = (int)(turn >> 9 & 1),
          .tiny_before = (int)(turn >> 10 & 1),
          .rand_bits = RAND_BITS};
      const uint32_t random = random_of(code);
      const gcim_fp_lane_t x = gcim_fp_decode(&p->from, code, GCIM_SPECIAL_IEEE, false);
      uint32_t flags = 0, want_flags = 0;
      const uint32_t want = expected(p, &policy, code, random, &want_flags);
      const uint32_t got = gcim_fp_convert_lane(&p->to, &policy, &p->from, &x, random, &flags);
      if (got != want || flags != want_flags) {
        differ(p, &policy, code, got == want ? flags : got, got == want ? want_flags : want);
      }
    }
  }
}

static void check_pair(const char *from, const char *to) {
  const pair_t p = pair_new(from, to);
  check_arrays(&p);
  check_golden(&p);
  free(p.place);
}

static void test_fp_convert_fp16_to_fp8(void **state) {
  (void)state;
  check_pair("fp16", "e4m3");
  check_pair("fp16", "e5m2");
}

static void test_fp_convert_fp16_to_fp6_and_fp4(void **state) {
  (void)state;
  check_pair("fp16", "e2m3");
  check_pair("fp16", "e3m2");
  check_pair("fp16", "e2m1");
}

static void test_fp_convert_bf16_to_fp8(void **state) {
  (void)state;
  check_pair("bf16", "e4m3");
  check_pair("bf16", "e5m2");
}

static void test_fp_convert_bf16_to_fp6_and_fp4(void **state) {
  (void)state;
  check_pair("bf16", "e2m3");
  check_pair("bf16", "e3m2");
  check_pair("bf16", "e2m1");
}

static void test_fp_convert_between_16_bits(void **state) {
  (void)state;
  check_pair("fp16", "bf16");
  check_pair("bf16", "fp16");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_convert_fp16_to_fp8),
      cmocka_unit_test(test_fp_convert_fp16_to_fp6_and_fp4),
      cmocka_unit_test(test_fp_convert_bf16_to_fp8),
      cmocka_unit_test(test_fp_convert_bf16_to_fp6_and_fp4),
      cmocka_unit_test(test_fp_convert_between_16_bits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
