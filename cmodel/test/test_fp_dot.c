/* Dot products of aligned operands: by hand, and every stage of random transactions against exact
 * rationals. */
#include "helper_fp_pins.h"

enum { MAX_TERMS = 4096, MAX_GROUPS = 16 };

static void test_fp_dot_one_edge_later(void **state) {
  (void)state;
  check_one_edge_later("fp_dot", "y", "tap_acc");
}

/* ---- against rationals ---- */

/* Formats, sizes and modes of one transaction. */
typedef struct {
  gcim_float_t x, w, y;
  gcim_fp_policy_t policy;
  int lanes, groups, segment, specials, acc, offset;
  bool daz, x_given, w_given, correct;
  uint32_t random;
  how_t x_how, w_how;
} setup_t;

static setup_t setup_of(const dut_t *d) {
  setup_t s = {
      .x = format_q(d, "X"),
      .w = format_q(d, "W"),
      .y = format_q(d, "Y"),
      .policy = policy_q(d),
      .lanes = value_of(d, "Lanes"),
      .groups = value_of(d, "Groups"),
      .segment = value_of(d, "Segment"),
      .specials = get(d, "in_specials"),
      .acc = get(d, "in_acc"),
      .offset = value_of(d, "ExpOffset") - 512,
      .daz = get(d, "in_daz") != 0,
      .x_given = get(d, "in_x_given") != 0,
      .w_given = get(d, "in_w_given") != 0,
      .correct = get(d, "in_correct") != 0,
      .random = (uint32_t)get_at(d, "random", 0, value_of(d, "RandBits")),
  };
  s.x_how = how_q(d, s.x.man_bits + 1, value_of(d, "XBits"));
  s.w_how = how_q(d, s.w.man_bits + 1, value_of(d, "WBits"));
  return s;
}

/* One operand's lanes, and what is expected of them. */
typedef struct {
  operand_t lane[MAX_TERMS];
  aligned_t a[MAX_TERMS];
  mpq_t v[MAX_TERMS];
  int exp[MAX_TERMS], unit[MAX_GROUPS];
} side_t;

static side_t xs, ws;
static mpz_t accs[MAX_GROUPS];

static void init_sides(void) {
  for (int i = 0; i < MAX_TERMS; i++) {
    mpq_inits(xs.lane[i].v, ws.lane[i].v, xs.v[i], ws.v[i], NULL);
  }
  for (int i = 0; i < MAX_GROUPS; i++) {
    mpz_init(accs[i]);
  }
}

static void clear_sides(void) {
  for (int i = 0; i < MAX_TERMS; i++) {
    mpq_clears(xs.lane[i].v, ws.lane[i].v, xs.v[i], ws.v[i], NULL);
  }
  for (int i = 0; i < MAX_GROUPS; i++) {
    mpz_clear(accs[i]);
  }
}

/* 5 to 7, and the taps. */
static void align_side(const dut_t *d, const setup_t *s, const gcim_float_t *f, const how_t *how,
                       const char *name, bool given, side_t *side) {
  char refs[16], tap_q[16], tap_unit[16];
  const int bits = 1 + f->exp_bits + f->man_bits, port = sig(d, name);
  snprintf(refs, sizeof refs, "%s_ref", name);
  snprintf(tap_q, sizeof tap_q, "tap_%s_q", name);
  snprintf(tap_unit, sizeof tap_unit, "tap_%s_unit", name);
  for (int g = 0; g < s->groups; g++) {
    const int first = g * s->lanes;
    int largest = -1;
    for (int i = first; i < first + s->lanes; i++) {
      operand_t *lane = &side->lane[i];
      decode_q(f, (uint32_t)lane_of(d, port, i, bits), s->specials, s->daz, lane);
      mpq_set(side->v[i], lane->v);
      q_scale(side->v[i], f->bias);
      side->exp[i] = lane->exp;
      largest = lane->sig > 0 && lane->exp > largest ? lane->exp : largest;
    }
    const int step = 1 << s->segment;
    int ref = largest < 0 ? 0 : largest / step * step + step - 1;
    ref = given ? (int)get_at(d, refs, g * f->exp_bits, f->exp_bits) : ref;
    side->unit[g] =
        align_q(how, &side->v[first], &side->exp[first], s->lanes, ref, &side->a[first]);
    assert_int_equal(get_at(d, tap_unit, g * (f->exp_bits + 1), f->exp_bits + 1), side->unit[g]);
  }
  const int tap = sig(d, tap_q);
  for (int i = 0; i < s->groups * s->lanes; i++) {
    const uint64_t q = (uint64_t)side->a[i].q << (64 - how->bits) >> (64 - how->bits);
    assert_int_equal(lane_of(d, tap, i, how->bits), q);
  }
}

/* 8. */
static void multiply(const dut_t *d, const setup_t *s, int acc_bits) {
  const int tap = sig(d, "tap_acc");
  mpz_t a, b;
  mpz_inits(a, b, NULL);
  for (int g = 0; g < s->groups; g++) {
    mpz_set_ui(accs[g], 0);
    for (int i = g * s->lanes; i < (g + 1) * s->lanes; i++) {
      mpz_set_si(a, xs.a[i].q);
      mpz_set_si(b, ws.a[i].q);
      mpz_mul_ui(a, a, 2);
      mpz_add_ui(a, a, s->correct);
      mpz_addmul(accs[g], a, b);
    }
    field_z(a, d, tap, g, acc_bits, true);
    assert_int_equal(mpz_cmp(a, accs[g]), 0);
  }
  mpz_clears(a, b, NULL);
}

/* 9: s of a group. */
static long scale_of(const setup_t *s, int g) {
  return xs.unit[g] + ws.unit[g] - s->x.bias - s->w.bias - (s->x_how.bits - 2) -
         (s->w_how.bits - 2) - 1 + s->offset;
}

static uint32_t sum_float(const dut_t *d, const setup_t *s, uint32_t *flags) {
  const int bits = 1 + s->y.exp_bits + s->y.man_bits;
  operand_t a, b;
  mpq_t v;
  mpq_inits(a.v, b.v, v, NULL);
  uint32_t r = 0;
  for (int g = 0; g < s->groups; g++) {
    mpq_set_z(v, accs[g]);
    q_scale(v, scale_of(s, g));
    const uint32_t next = encode_q(&s->y, &s->policy, v, s->random, flags);
    decode_q(&s->y, r, GCIM_SPECIAL_IEEE, false, &a);
    decode_q(&s->y, next, GCIM_SPECIAL_IEEE, false, &b);
    r = g == 0 ? next : add_q(&s->y, &s->policy, &a, &b, s->random, flags);
    assert_int_equal(get_at(d, "tap_partial", g * bits, bits), r);
  }
  mpq_clears(a.v, b.v, v, NULL);
  return r;
}

/* 10, exact or aligned: the latter has whole units of the largest group that is not 0. */
static uint32_t sum_fixed(const dut_t *d, const setup_t *s, bool aligned, uint32_t *flags) {
  const int bits = 1 + s->y.exp_bits + s->y.man_bits;
  mpq_t v, sum;
  mpz_t q;
  mpq_inits(v, sum, NULL);
  mpz_init(q);
  long largest = -100000;
  for (int g = 0; g < s->groups; g++) {
    assert_int_equal(get_at(d, "tap_partial", g * bits, bits), 0);
    if (mpz_sgn(accs[g]) != 0 && scale_of(s, g) > largest) {
      largest = scale_of(s, g);
    }
  }
  for (int g = 0; g < s->groups; g++) {
    mpq_set_z(v, accs[g]);
    q_scale(v, mpz_sgn(accs[g]) == 0 ? 0 : scale_of(s, g));
    if (aligned && mpz_sgn(accs[g]) != 0) {
      q_scale(v, -largest);
      *flags |= q_round(q, v, s->x_how.quant) ? GCIM_FLAG_NXA : 0;
      mpq_set_z(v, q);
      q_scale(v, largest);
    }
    mpq_add(sum, sum, v);
  }
  const uint32_t code = encode_q(&s->y, &s->policy, sum, s->random, flags);
  mpz_clear(q);
  mpq_clears(v, sum, NULL);
  return code;
}

static void judge(const dut_t *d) {
  const setup_t s = setup_of(d);
  special_t special = {0};
  uint32_t flags = 0, y;
  bool lost = false, clamped = false, below = false;
  align_side(d, &s, &s.x, &s.x_how, "x", s.x_given, &xs);
  align_side(d, &s, &s.w, &s.w_how, "w", s.w_given, &ws);
  multiply(d, &s, value_of(d, "AccBits"));
  for (int i = 0; i < s.groups * s.lanes; i++) {
    special_product(&special, &xs.lane[i], &ws.lane[i]);
    lost = lost || xs.a[i].lost || ws.a[i].lost;
    clamped = clamped || xs.a[i].clamped || ws.a[i].clamped;
    below = below || xs.a[i].below || ws.a[i].below;
  }
  y = s.acc == GCIM_ACC_FLOAT ? sum_float(d, &s, &flags)
                              : sum_fixed(d, &s, s.acc == GCIM_ACC_ALIGNED, &flags);
  if (special_any(&special)) {
    flags = 0;
    y = special_code(&special, &s.y, &s.policy, &flags);
  }
  assert_int_equal(get_at(d, "y", 0, 1 + s.y.exp_bits + s.y.man_bits), y);
  assert_int_equal(get(d, "flags"), flags | (lost ? GCIM_FLAG_NXA : 0));
  assert_int_equal(get(d, "below"), below);
  assert_int_equal(get(d, "tap_clamped"), clamped);
}

/* Ten configurations, 100 000 dot products. */
static void test_fp_dot_rationals(void **state) {
  (void)state;
  init_sides();
  judge_configs("fp_dot", times(10000), judge);
  judge_stimulus("fp_dot", "Lanes=2 Groups=16 XBits=20 WBits=20", times(1000), judge);
  judge_stimulus("fp_dot", "XBits=30 WBits=30", times(1000), judge); /* sums of 64 bits, of 66 */
  judge_stimulus("fp_dot", "XBits=31 WBits=31", times(1000), judge);
  judge_stimulus("fp_dot",
                 "XExpBits=8 XManBits=23 XBias=127 WExpBits=8 WManBits=23 WBias=127 Lanes=3 "
                 "Groups=2 XBits=64 WBits=64 Guard=64",
                 times(1000), judge);
  judge_stimulus("fp_dot",
                 "XExpBits=1 XManBits=1 XBias=0 XKind=FLOAT_FN YExpBits=2 YManBits=1 "
                 "YBias=1 XBits=2 WBits=2 Guard=0 Lanes=2 ExpOffset=509",
                 times(1000), judge);
  clear_sides();
}

/* ---- by hand: FP16 x and w, FP32 y, 8 lanes of 12 bits: 1.0 is 0x3c00 and 2^10 units ---- */

static dut_t fp16_dut(void) {
  dut_t d = dut_new("fp_dot", "");
  put(&d, "in_quant", GCIM_RND_RTZ);
  return d;
}

/* 1.0 * 1.0 + 2.0 * 3.0 = 7: references 2 (field 16), acc = 2 * 7 * 2^(9 + 9). */
static void test_fp_dot_seven(void **state) {
  (void)state;
  dut_t d = fp16_dut();
  put_pair(&d, 0, 0x3c00, 0x3c00);
  put_pair(&d, 1, 0x4000, 0x4200);
  assert_int_equal(result(&d), 0x40e00000);
  assert_int_equal(get(&d, "flags"), 0);
  assert_int_equal(get(&d, "tap_x_unit"), 16);
  assert_int_equal(get_signed(&d, "tap_x_q", 0, 12), 512);
  assert_int_equal(get_signed(&d, "tap_w_q", 1, 12), 1536);
  assert_int_equal(get_signed(&d, "tap_acc", 0, value_of(&d, "AccBits")), 14 << 18);
  dut_free(&d);
}

/* Zeros only: references 0, +0. One huge lane beside 2^-14 * -1: gone under RTZ, -1 unit of 2^5
 * under FLOOR: 2^15 - 2^5 = 0x47000000 - 32 = 32736. */
static void test_fp_dot_zero_and_huge(void **state) {
  (void)state;
  dut_t d = fp16_dut();
  put_pair(&d, 0, 0x8000, 0x3c00);
  assert_int_equal(result(&d), 0);
  assert_int_equal(get(&d, "tap_x_unit"), 0);
  put_pair(&d, 0, 0x7800, 0x3c00);
  put_pair(&d, 1, 0x8400, 0x3c00);
  assert_int_equal(result(&d), 0x47000000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NXA);
  put(&d, "in_quant", GCIM_RND_FLOOR);
  put(&d, "in_sticky", 1);
  assert_int_equal(result(&d), 0x46ffc000);
  put(&d, "in_correct", 1); /* half a unit of 2^5 for each weight of 1: 32736 + 32 */
  assert_int_equal(result(&d), 0x47000000);
  dut_free(&d);
}

/* Specials: NaN; infinity; infinity times zero and both infinities set NV; IGNORE reads an infinity
 * as 2^16. */
static void test_fp_dot_specials(void **state) {
  (void)state;
  dut_t d = fp16_dut();
  put_pair(&d, 0, 0x7e01, 0x3c00);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), 0);
  put_pair(&d, 0, 0x7c01, 0x3c00); /* signalling */
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put_pair(&d, 0, 0x7c00, 0xbc00);
  assert_int_equal(result(&d), 0xff800000);
  assert_int_equal(get(&d, "flags"), 0);
  put_pair(&d, 1, 0x3c00, 0x7c00);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put_pair(&d, 1, 0x0000, 0x7c00);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NV);
  put_pair(&d, 0, 0x7c00, 0x7e00); /* an infinity times a NaN is a NaN: not both infinities */
  put_pair(&d, 1, 0x3c00, 0xfc00);
  assert_int_equal(result(&d), 0x7fc00000);
  assert_int_equal(get(&d, "flags"), 0);
  put(&d, "in_specials", GCIM_SPECIAL_IGNORE);
  put_pair(&d, 1, 0x3c00, 0x3c00);
  put_pair(&d, 0, 0x7c00, 0x3c00);
  put(&d, "in_x_given", 0);
  assert_int_equal(result(&d), 0x47800000); /* 65536; 1 is below a unit of 2^6 */
  dut_free(&d);
}

/* 6, 10: a given reference one above the maximum halves the integers; one below clamps. */
static void test_fp_dot_given_reference(void **state) {
  (void)state;
  dut_t d = fp16_dut();
  put_pair(&d, 0, 0x3c00, 0x3c00);
  put(&d, "in_w_given", 1);
  put(&d, "w_ref", 16);
  assert_int_equal(result(&d), 0x3f800000);
  assert_int_equal(get_signed(&d, "tap_w_q", 0, 12), 512);
  assert_int_equal(get(&d, "below"), 0);
  put(&d, "w_ref", 14);
  assert_int_equal(get_signed(&d, "tap_x_q", 0, 12), 1024);
  result(&d);
  assert_int_equal(get(&d, "below"), 1);
  assert_int_equal(get_signed(&d, "tap_w_q", 0, 12), 2047);
  dut_free(&d);
}

/* 10: 3 groups of 4 lanes: 2^12 and twice 2^-12, in FP32 half a place each. Exact: one place.
 * ACC_FLOAT: a tie to even, twice; upward: two places. ACC_ALIGNED: a small group's acc is 2^21
 * units, 24 places below those of the first. */
static void test_fp_dot_groups(void **state) {
  (void)state;
  dut_t d = dut_new("fp_dot", "config=groups");
  put(&d, "in_quant", GCIM_RND_RTZ);
  put_pair(&d, 0, 0x6c00, 0x3c00);
  put_pair(&d, 4, 0x0c00, 0x3c00);
  put_pair(&d, 8, 0x0c00, 0x3c00);
  assert_int_equal(result(&d), 0x45800001);
  assert_int_equal(get(&d, "flags"), 0);
  put(&d, "in_acc", GCIM_ACC_ALIGNED);
  assert_int_equal(result(&d), 0x45800000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NXA);
  put(&d, "in_acc", GCIM_ACC_FLOAT);
  assert_int_equal(result(&d), 0x45800000);
  assert_int_equal(get(&d, "flags"), GCIM_FLAG_NX);
  put(&d, "in_rnd", GCIM_RND_CEIL);
  assert_int_equal(result(&d), 0x45800002);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fp_dot_one_edge_later),  cmocka_unit_test(test_fp_dot_seven),
      cmocka_unit_test(test_fp_dot_zero_and_huge),   cmocka_unit_test(test_fp_dot_specials),
      cmocka_unit_test(test_fp_dot_given_reference), cmocka_unit_test(test_fp_dot_groups),
      cmocka_unit_test(test_fp_dot_rationals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
