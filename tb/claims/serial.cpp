// serial.cpp: serial alignment against the barrel shifter, and the multiply-accumulate without
// signs against the signed one.
#include <cinttypes>
#include <cstdio>

#include "claims.h"

namespace {

enum { LANES = 8, SHORT_FP16 = 12, SHORT_BF16 = 9 };

// Lanes of one group, for one format.
struct Group {
  int exp_bits, sig_bits;
  uint32_t sign = 0;
  uint32_t exp[LANES] = {}, sig[LANES] = {};
  uint32_t largest() const {
    uint32_t e = 0;
    for (int i = 0; i < LANES; i++) {
      e = sig[i] > 0 && exp[i] > e ? exp[i] : e;
    }
    return e;
  }
};

struct Count {
  uint64_t pairs = 0, groups = 0, lanes = 0, wrong = 0, digits = 0;
};

void drive(Vclaims_top &top, const Group &fp16, const Group &bf16) {
  top.sign_i = static_cast<uint8_t>(fp16.sign);
  for (int i = 0; i < LANES; i++) {
    put(top.exp_i, i * 5, 5, fp16.exp[i]);
    put(top.sig_i, i * 11, 11, fp16.sig[i]);
    put(top.bf_exp_i, i * 8, 8, bf16.exp[i]);
    put(top.bf_sig_i, i * 8, 8, bf16.sig[i]);
  }
  top.ref_i = static_cast<uint8_t>(fp16.largest());
  top.bf_ref_i = static_cast<uint8_t>(bf16.largest());
}

// Streams of the three serial aligners, collected until all have ended.
struct Streams {
  uint64_t two[LANES] = {}, one[LANES] = {}, bf[LANES] = {};
  int two_digits = 0, one_digits = 0, bf_digits = 0;
};

template <typename Port>
void collect(uint64_t *stream, int *count, const Port &digits, int bits) {
  for (int i = 0; i < LANES; i++) {
    stream[i] = stream[i] << bits | get(digits, i * bits, bits);
  }
  ++*count;
}

Streams run(Bench &bench, const Group &fp16, const Group &bf16) {
  Vclaims_top &top = *bench.top;
  Streams s;
  drive(top, fp16, bf16);
  top.group_valid_i = 1;
  top.accurate_i = 0;
  bench.edge();
  top.group_valid_i = 0;
  bool two = true, one = true, bf = true;
  while (two || one || bf) {
    bench.edge();
    if (two && top.two_valid_o) {
      collect(s.two, &s.two_digits, top.two_digits_o, 2);
      two = !top.two_last_o;
    }
    if (one && top.one_valid_o) {
      collect(s.one, &s.one_digits, top.one_digits_o, 1);
      one = !top.one_last_o;
    }
    if (bf && top.bf_valid_o) {
      collect(s.bf, &s.bf_digits, top.bf_digits_o, 2);
      bf = !top.bf_last_o;
    }
  }
  bench.edge();
  return s;
}

void judge(const Bench &bench, const Streams &s, Count &count) {
  const Vclaims_top &top = *bench.top;
  for (int i = 0; i < LANES; i++) {
    const uint64_t barrel = get(top.barrel_o, i * SHORT_FP16, SHORT_FP16);
    const uint64_t bf = get(top.bf_barrel_o, i * SHORT_BF16, SHORT_BF16);
    count.wrong += s.two[i] != barrel;
    count.wrong += s.one[i] != barrel;
    count.wrong += s.bf[i] >> 1 != bf;  // ten bits came out, nine are asked for
    count.lanes += 3;
  }
  count.digits += static_cast<uint64_t>(s.two_digits + s.one_digits + s.bf_digits) * LANES;
  count.groups++;
}

// Lane 0 has the largest exponent, the others walk through all exponents up to it; two groups per
// step, for both signs and other significands.
void all_pairs(Bench &bench, Random &random, Count &count) {
  for (uint32_t top = 1; top < 255; top++) {
    for (uint32_t own = 1; own <= top; own += LANES - 1) {
      Group fp16{5, 11}, bf16{8, 8};
      for (int i = 0; i < LANES; i++) {
        const uint32_t e = i == 0 ? top : own + static_cast<uint32_t>(i) - 1;
        const bool fits = e <= top;
        bf16.exp[i] = fits ? e : 1;
        bf16.sig[i] = fits ? 0x80 | random.below(0x80) : 0;
        fp16.exp[i] = fits && top < 31 ? e : 1;
        fp16.sig[i] = fits && top < 31 ? 0x400 | random.below(0x400) : 0;
        count.pairs += (i > 0 && fits) * (top < 31 ? 2 : 1);
      }
      for (uint32_t sign : {0x00u, 0xffu}) {
        fp16.sign = bf16.sign = sign;
        judge(bench, run(bench, fp16, bf16), count);
      }
    }
  }
}

void random_group(Random &random, Group &g) {
  const uint32_t top = 1 + random.below((1u << g.exp_bits) - 2);
  const uint32_t spread = 1u << random.below(static_cast<uint32_t>(g.exp_bits));
  g.sign = random.below(256);
  for (int i = 0; i < LANES; i++) {
    const uint32_t down = random.below(spread);
    g.exp[i] = top > down ? top - down : 1;
    g.sig[i] = random.below(8) == 0 ? 0 : random.below(1u << g.sig_bits);
  }
}

}  // namespace

bool claim_serial(Bench &bench) {
  Random random(1);
  Count pairs, vectors;
  all_pairs(bench, random, pairs);
  for (int k = 0; k < 20000; k++) {
    Group fp16{5, 11}, bf16{8, 8};
    random_group(random, fp16);
    random_group(random, bf16);
    bf16.sign = fp16.sign;
    judge(bench, run(bench, fp16, bf16), vectors);
  }
  // Analytic: 30 and 254 exponents of normal numbers, every pair (largest, own) with own <=
  // largest.
  const uint64_t expected = 30 * 31 / 2 + 254 * 255 / 2;
  std::printf("  every pair of largest and own exponent, FP16 and BF16, both signs: %" PRIu64
              " pairs, analytic %" PRIu64 "; %" PRIu64 " lanes compared, %" PRIu64 " differ\n",
              pairs.pairs, expected, pairs.lanes, pairs.wrong);
  std::printf("  random groups: %" PRIu64 ", %" PRIu64 " lanes, %" PRIu64 " digits, %" PRIu64
              " differ\n",
              vectors.groups, vectors.lanes, vectors.digits, vectors.wrong);
  return pairs.pairs == expected && pairs.wrong == 0 && vectors.wrong == 0;
}

bool claim_signless(Bench &bench) {
  Random random(2);
  Vclaims_top &top = *bench.top;
  uint64_t wrong = 0, wrong_analytic = 0, negative = 0;
  const int groups = 20000;
  for (int k = 0; k < groups; k++) {
    Group fp16{5, 11}, bf16{8, 8};
    random_group(random, fp16);
    const uint32_t neg = random.below(256);
    top.neg_i = static_cast<uint8_t>(neg);
    int64_t weight[LANES];
    for (int i = 0; i < LANES; i++) {
      const uint32_t mag = random.below(8) == 0 ? 0 : random.below(128);
      put(top.mag_i, i * 7, 7, mag);
      weight[i] = (neg >> i & 1) != 0 ? -static_cast<int64_t>(mag) : mag;
      put(top.mac_w_i, i * 8, 8, static_cast<uint64_t>(weight[i]) & 0xff);
    }
    const Streams s = run(bench, fp16, bf16);
    // The result of the unit without signs came while the digits ran or comes now.
    const int64_t signless = as_signed(get(top.n2c_acc_o, 0, 23), 23);
    int64_t sum = 0;
    for (int i = 0; i < LANES; i++) {
      put(top.mac_x_i, i * SHORT_FP16, SHORT_FP16, s.two[i]);
      sum += as_signed(s.two[i], SHORT_FP16) * weight[i];
    }
    bench.edge();
    const int64_t with_signs = as_signed(get(top.mac_acc_o, 0, 24), 24);
    wrong += 2 * signless != with_signs;  // the aligned MAC counts halves
    wrong_analytic += signless != sum;
    negative += sum < 0;
  }
  std::printf("  %d dot products of 8 lanes (%" PRIu64 " negative): %" PRIu64
              " differ from the signed unit, %" PRIu64 " from the plain sum\n",
              groups, negative, wrong, wrong_analytic);
  return wrong == 0 && wrong_analytic == 0;
}
