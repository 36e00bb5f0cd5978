/* More than 100 000 blocks of every element format, scale rule and rounding (to nearest even, to
 * nearest away, toward zero) against exact arithmetic. A finite number is an integer times a power
 * of two here, nothing is rounded: scales are found by what they mean, elements by their place
 * among all numbers of the format. The arithmetic of this file is itself held against rationals. */
#include "helper_mx.h"

enum { BLOCK = 8, CHUNK = 512, LANES = CHUNK * BLOCK, MX_SPECIALS = 5 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CHUNKS = 5 };
#else
enum { CHUNKS = 200 }; /* 102 400 blocks */
#endif

/* ---- exact numbers: m * 2^e, m < 2^60 ---- */

typedef struct {
  uint64_t m;
  int e;
} exact_t;

/* floor(log2 x), x > 0. */
static int log2_of(exact_t x) {
  return 63 - __builtin_clzll(x.m) + x.e;
}

static int order(exact_t a, exact_t b) {
  if (a.m == 0 || b.m == 0) {
    return (a.m != 0) - (b.m != 0);
  }
  if (log2_of(a) != log2_of(b)) {
    return log2_of(a) < log2_of(b) ? -1 : 1;
  }
  unsigned __int128 left = a.m, right = b.m; /* as long as each other: exponents differ by < 60 */
  if (a.e > b.e) {
    left <<= a.e - b.e;
  } else {
    right <<= b.e - a.e;
  }
  return (left > right) - (left < right);
}

/* ---- formats: all magnitudes in the order of their codes ---- */

typedef struct {
  int count; /* of finite magnitudes */
  exact_t of[129];
} numbers_t;

/* OCP Microscaling Formats 1.0, 5.3, tables 1 to 6: bits of exponent and fraction, bias, the code
 * of the largest number. */
static numbers_t numbers_of(int elem) {
  static const int shapes[MX_FORMATS][4] = {
      {0}, {4, 3, 7, 0x7e}, {5, 2, 15, 0x7b}, {3, 2, 3, 0x1f}, {2, 3, 1, 0x1f}, {2, 1, 1, 7}};
  numbers_t n = {0};
  if (elem == GCIM_MX_INT8) {
    for (n.count = 0; n.count <= 128; n.count++) { /* the last only below zero */
      n.of[n.count] = (exact_t){(uint64_t)n.count, -6};
    }
    return n;
  }
  const int *s = shapes[elem];
  for (n.count = 0; n.count <= s[3]; n.count++) {
    const int e = n.count >> s[1], t = n.count & ((1 << s[1]) - 1);
    n.of[n.count] = e == 0 ? (exact_t){(uint64_t)t, 1 - s[2] - s[1]}
                           : (exact_t){(uint64_t)(1 << s[1] | t), e - s[2] - s[1]};
  }
  return n;
}

/* The code of the largest number that is <= u. */
static int below(const numbers_t *n, exact_t u) {
  int low = 0, high = n->count; /* of[low] <= u < of[high] */
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (order(n->of[middle], u) <= 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/* u >= 0 rounded: the code, or n->count where u is nearer to what would come next. The spacing at
 * the upper end goes on. */
static int rounded(const numbers_t *n, exact_t u, int rnd) {
  const int low = below(n, u);
  if (rnd == GCIM_RND_RTZ || order(n->of[low], u) == 0) {
    return low;
  }
  exact_t next = n->of[low];
  if (low + 1 < n->count) {
    next = n->of[low + 1];
  } else {
    next.m++;
  }
  const int e = n->of[low].e < next.e ? n->of[low].e : next.e; /* twice the middle, at 2^e */
  const exact_t middle = {(n->of[low].m << (n->of[low].e - e)) + (next.m << (next.e - e)), e - 1};
  const int side = order(u, middle);
  const bool up = side > 0 || (side == 0 && (rnd == GCIM_RND_RNA || low % 2 == 1));
  return low + up;
}

/* ---- the scale of a block whose largest magnitude is a > 0 ---- */

static exact_t top_times(int elem, int t, uint64_t factor) { /* factor * max * 2^t */
  const mx_format_t *f = &mx_formats[elem];
  return (exact_t){f->max_num * factor, t - (63 - __builtin_clzll(f->max_den))};
}

static int exponent_of(exact_t a, int elem, int rule) {
  const mx_format_t *f = &mx_formats[elem];
  const int e = log2_of(a);
  int t = e - f->emax - 2;
  switch (rule) {
    case GCIM_MX_CEIL: /* of the smallest power of two >= a */
      return (order((exact_t){1, e}, a) < 0 ? e + 1 : e) - f->emax;
    case GCIM_MX_EVEN: { /* of a with m fraction bits, halves up: is it nearer to 2^(e+1)? */
      const exact_t last = {(4ULL << f->m) - 1, e - f->m - 1};
      return (order(a, last) >= 0 ? e + 1 : e) - f->emax;
    }
    case GCIM_MX_RCEIL: /* the smallest under which a does not overflow */
      while (order(top_times(elem, t, 1), a) < 0) {
        t++;
      }
      return t;
    case GCIM_MX_NEAREST: /* 2^t <= a / max < 2^(t+1), then the nearer end */
      while (order(top_times(elem, t + 1, 1), a) <= 0) {
        t++;
      }
      return order(a, top_times(elem, t - 1, 3)) >= 0 ? t + 1 : t;
    default:
      return e - f->emax;
  }
}

/* ---- a block of FP32 codes ---- */

typedef struct {
  bool sign, inf, nan, is_signalling;
  exact_t v;
} lane_t;

static lane_t lane_of_code(uint32_t code, int special) {
  const int e = code >> 23 & 255;
  const uint32_t t = code & 0x7fffff;
  lane_t lane = {.sign = code >> 31 != 0};
  if (e == 255 && special != GCIM_MX_IGNORE) {
    lane.inf = t == 0;
    lane.nan = t != 0;
    if (special == GCIM_MX_SAT) {
      lane.v = lane.inf ? (exact_t){0xffffff, 104} : (exact_t){0, 0};
      lane.inf = lane.nan = false;
    }
    return lane;
  }
  lane.v = e == 0 ? (exact_t){t, -149} : (exact_t){t | 0x800000, e - 150};
  return lane;
}

static int scale_of(const lane_t *lanes, const gcim_mx_t *c) {
  exact_t a = {0, 0};
  bool inf = false, nan = false;
  for (int i = 0; i < BLOCK; i++) {
    inf |= lanes[i].inf;
    nan |= lanes[i].nan;
    a = order(lanes[i].v, a) > 0 ? lanes[i].v : a;
  }
  if ((c->special == GCIM_MX_BLOCK_NAN && (inf || nan)) || (c->special == GCIM_MX_INF_TOP && nan)) {
    return GCIM_MX_SCALE_NAN;
  }
  if (c->special == GCIM_MX_INF_TOP && inf) {
    return GCIM_MX_SCALE_TOP;
  }
  if (a.m == 0) {
    return 0;
  }
  const int t = exponent_of(a, (int)c->elem, (int)c->rule);
  return t < -127 ? 0 : t > 127 ? GCIM_MX_SCALE_TOP : t + 127;
}

/* E4M3 and E5M2 have a canonical NaN, the others take one for a zero of its
 * sign; infinities saturate. */
static uint32_t element_of(const lane_t *lane, const numbers_t *n, const gcim_mx_t *c, int scale) {
  const bool eight = c->elem == GCIM_MX_E4M3 || c->elem == GCIM_MX_E5M2;
  const int bits = mx_formats[c->elem].bits, limit = n->count - 1;
  const uint32_t sign = (uint32_t)lane->sign << (bits - 1);
  if (lane->nan) {
    return c->elem == GCIM_MX_E4M3 ? 0x7f : eight ? 0x7e : c->elem == GCIM_MX_INT8 ? 0 : sign;
  }
  if (c->elem != GCIM_MX_INT8) {
    if (lane->inf) {
      return sign | (uint32_t)limit;
    }
    const int code = rounded(n, (exact_t){lane->v.m, lane->v.e - (scale - 127)}, c->rnd);
    return sign | (uint32_t)(code > limit ? limit : code);
  }
  const int most = c->full && lane->sign ? 128 : 127;
  int k = lane->inf ? most : rounded(n, (exact_t){lane->v.m, lane->v.e - (scale - 127)}, c->rnd);
  k = k > most ? most : k;
  return (uint32_t)(lane->sign ? -k : k) & 0xff;
}

/* ---- stimulus ---- */

static uint32_t in[LANES];
static uint8_t scale[CHUNK], elem[LANES];

/* A block: numbers around one exponent anywhere in FP32; half steps of the format and their
 * neighbours; subnormal numbers; zeros; infinities and NaNs among numbers. */
static void fill_block(dice_t *dice, uint32_t *lanes, int m) {
  const uint32_t kind = roll(dice, 8), base = kind == 1 ? roll(dice, 3) : roll(dice, 255);
  for (int i = 0; i < BLOCK; i++) {
    const uint32_t down = roll(dice, kind < 4 ? 12 : 3), e = base > down ? base - down : 0;
    uint32_t t = roll(dice, 1u << 23);
    if (kind >= 4) { /* m + 1 fraction bits, and one unit beside */
      t = (t & ~(0x3fffffu >> m)) + roll(dice, 3) - 1;
    }
    lanes[i] = roll(dice, 2) << 31 | ((e << 23) + (t & 0x7fffff));
    const uint32_t odd = roll(dice, 64);
    if (odd < 6 || kind == 2) {
      lanes[i] &= 0x80000000u;
    }
    if (kind == 3 && odd < 16) {
      lanes[i] |= 0x7f800000u;
      lanes[i] &= odd < 8 ? 0xff800000u : ~0u;
    }
  }
  if (kind == 7) {
    lanes[0] |= 0x7fffffu << (23 - m); /* at the top of its binade */
  }
}

static void check_chunk(const gcim_mx_t *c, const numbers_t *n, dice_t *dice) {
  for (int b = 0; b < CHUNK; b++) {
    fill_block(dice, in + b * BLOCK, mx_formats[c->elem].m);
  }
  assert_int_equal(gcim_mx_quant(c, gcim_float_find("fp32"), in, NULL, LANES, scale, elem, NULL),
                   GCIM_OK);
  for (int b = 0; b < CHUNK; b++) {
    lane_t lanes[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      lanes[i] = lane_of_code(in[b * BLOCK + i], (int)c->special);
    }
    const int want = scale_of(lanes, c);
    if (scale[b] != want) {
      fail_msg("%s rule %d special %d: scale %d, not %d", mx_formats[c->elem].name, (int)c->rule,
               (int)c->special, scale[b], want);
    }
    for (int i = 0; i < BLOCK; i++) {
      const uint32_t code = want == GCIM_MX_SCALE_NAN ? 0 : element_of(&lanes[i], n, c, want);
      if (elem[b * BLOCK + i] != code) {
        fail_msg("%s rule %d special %d rnd %d: %08x at scale %d: %02x, not %02x",
                 mx_formats[c->elem].name, (int)c->rule, (int)c->special, c->rnd, in[b * BLOCK + i],
                 want, elem[b * BLOCK + i], code);
      }
    }
  }
}

static void check_format(gcim_mx_elem_t format) {
  const numbers_t n = numbers_of((int)format);
  const bool eight = format == GCIM_MX_E4M3 || format == GCIM_MX_E5M2;
  for (int rule = 0; rule < MX_RULES; rule++) {
    for (int rnd = GCIM_RND_RNE; rnd <= GCIM_RND_RTZ; rnd++) {
      dice_t dice = {(uint64_t)(100 + rule * 10 + rnd), (uint64_t)format};
      for (int chunk = 0; chunk < CHUNKS; chunk++) {
        const gcim_mx_t c = {.elem = format,
                             .block = BLOCK,
                             .rule = (gcim_mx_rule_t)rule,
                             .special = (gcim_mx_special_t)(chunk % MX_SPECIALS),
                             .rnd = rnd,
                             .full = chunk / MX_SPECIALS % 2,
                             .ovf = GCIM_OVF_SAT,
                             .nan = eight ? GCIM_NAN_CANON : GCIM_NAN_ZERO};
        check_chunk(&c, &n, &dice);
      }
    }
  }
}

static void test_mx_blocks_int8(void **state) {
  (void)state;
  check_format(GCIM_MX_INT8);
}
static void test_mx_blocks_e4m3(void **state) {
  (void)state;
  check_format(GCIM_MX_E4M3);
}
static void test_mx_blocks_e5m2(void **state) {
  (void)state;
  check_format(GCIM_MX_E5M2);
}
static void test_mx_blocks_e3m2(void **state) {
  (void)state;
  check_format(GCIM_MX_E3M2);
}
static void test_mx_blocks_e2m3(void **state) {
  (void)state;
  check_format(GCIM_MX_E2M3);
}
static void test_mx_blocks_e2m1(void **state) {
  (void)state;
  check_format(GCIM_MX_E2M1);
}

/* ---- the arithmetic of this file against rationals ---- */

static void rational(mpq_t q, exact_t x) {
  mpq_set_ui(q, x.m, 1);
  q_scale(q, x.e);
}

static void test_mx_blocks_exact_is_rational(void **state) {
  (void)state;
  dice_t dice = {9, 0};
  mpq_t a, b;
  mpq_inits(a, b, NULL);
  uint32_t lanes[BLOCK];
  for (int round = 0; round < 3000; round++) {
    const int format = round % MX_FORMATS;
    fill_block(&dice, lanes, mx_formats[format].m);
    const exact_t x = lane_of_code(lanes[0], GCIM_MX_IGNORE).v;
    const exact_t y = lane_of_code(lanes[1], GCIM_MX_IGNORE).v;
    rational(a, x);
    rational(b, y);
    const int sign = mpq_cmp(a, b);
    assert_int_equal(order(x, y), (sign > 0) - (sign < 0));
    if (x.m == 0) {
      continue;
    }
    for (int rule = 0; rule < MX_RULES; rule++) {
      assert_int_equal(exponent_of(x, format, rule), mx_exponent(a, format, rule));
    }
    const numbers_t n = numbers_of(format);
    const exact_t u = {x.m, (int)roll(&dice, 24) - 36}; /* near the format */
    rational(a, u);
    for (int rnd = GCIM_RND_RNE; rnd <= GCIM_RND_RTZ && format != GCIM_MX_INT8; rnd++) {
      const gcim_float_t f = float_named(mx_formats[format].name);
      const gcim_fp_policy_t p = {.rnd = rnd, .ovf = GCIM_OVF_SAT};
      uint32_t flags = 0;
      const int code = rounded(&n, u, rnd);
      assert_int_equal(code < n.count ? code : n.count - 1, (int)ref_encode(&f, &p, a, 0, &flags));
    }
  }
  mpq_clears(a, b, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mx_blocks_exact_is_rational),
      cmocka_unit_test(test_mx_blocks_int8),
      cmocka_unit_test(test_mx_blocks_e4m3),
      cmocka_unit_test(test_mx_blocks_e5m2),
      cmocka_unit_test(test_mx_blocks_e3m2),
      cmocka_unit_test(test_mx_blocks_e2m3),
      cmocka_unit_test(test_mx_blocks_e2m1),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
