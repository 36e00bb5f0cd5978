// products.cpp: folding and guard bits of the post-product aligner.
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "claims.h"

namespace {

enum { TERMS = 64 };
using Wide = __int128;

// An FP16 code as an integer multiple of 2^-24.
Wide fp16_units(uint32_t code) {
  const int e = static_cast<int>(code >> 10 & 31);
  const Wide t = code & 1023;
  const Wide magnitude = e == 0 ? t : (t | 1024) << (e - 1);
  return (code >> 15) != 0 ? -magnitude : magnitude;
}

// The FP32 code of a number of 2^-48, to nearest even; none is subnormal.
uint32_t single(Wide units) {
  const float value = std::ldexp(static_cast<float>(units), -48);
  uint32_t code;
  std::memcpy(&code, &value, sizeof code);
  return code;
}

uint32_t normal_code(Random &random, uint32_t largest, uint32_t spread) {
  const uint32_t down = random.below(spread);
  const uint32_t e = largest > down ? largest - down : 1;
  return random.below(2) << 15 | e << 10 | random.below(1024);
}

// |sum * 2^(ref - frac) - exact| / largest, exact and largest in units of 2^-48.
double error_of(int64_t sum, int ref, int frac, Wide exact, Wide largest) {
  const int place = ref - frac + 48;  // of the unit of sum, in units of 2^-48
  const Wide got = place >= 0 ? Wide{sum} << place : Wide{sum};
  const Wide want = place >= 0 ? exact : exact << -place;
  const Wide difference = got > want ? got - want : want - got;
  return static_cast<double>(difference) /
         std::ldexp(static_cast<double>(largest), place >= 0 ? 0 : -place);
}

struct Worst {
  double guard16 = 0, guard4 = 0;
  uint64_t above = 0, inexact = 0;
  uint64_t differ = 0;  // sums of the unit that are not those of cut_sum
};

int high_exp(uint32_t code) {
  return static_cast<int>(code >> 10 & 31) & ~3;
}

// The products cut toward zero to `frac` bits below the largest folded exponent, added; *ref that
// exponent.
int64_t cut_sum(const uint32_t *x, const uint32_t *w, int frac, int *ref) {
  *ref = -1000;
  for (int i = 0; i < TERMS; i++) {
    const int e = high_exp(x[i]) + high_exp(w[i]) - 30;
    *ref = e > *ref ? e : *ref;
  }
  const int drop = *ref - frac + 48;  // of a unit of the sum, in units of 2^-48
  Wide sum = 0;
  for (int i = 0; i < TERMS; i++) {
    const Wide p = fp16_units(x[i]) * fp16_units(w[i]);
    sum += drop >= 0 ? p / (Wide{1} << drop) : p * (Wide{1} << -drop);
  }
  return static_cast<int64_t>(sum);
}

// 64 products: exact sum and largest magnitude, in units of 2^-48.
void run_terms(Bench &bench, const uint32_t *x, const uint32_t *w, Worst &worst) {
  Vclaims_top &top = *bench.top;
  Wide exact = 0, largest = 0;
  for (int i = 0; i < TERMS; i++) {
    put(top.x_i, 16 * i, 16, x[i]);
    put(top.w_i, 16 * i, 16, w[i]);
    const Wide p = fp16_units(x[i]) * fp16_units(w[i]);
    exact += p;
    largest = p > largest ? p : -p > largest ? -p : largest;
  }
  bench.edge();
  const int64_t sum16 = as_signed(get(top.guard16_sum_o, 0, 53), 53);
  const int64_t sum4 = as_signed(get(top.guard4_sum_o, 0, 41), 41);
  const int ref16 = static_cast<int>(as_signed(get(top.guard16_ref_o, 0, 12), 12));
  const int ref4 = static_cast<int>(as_signed(get(top.guard4_ref_o, 0, 12), 12));
  const double e16 = error_of(sum16, ref16, 36, exact, largest);
  const double e4 = error_of(sum4, ref4, 24, exact, largest);
  int ref = 0;
  worst.differ += cut_sum(x, w, 36, &ref) != sum16 || ref != ref16;
  worst.differ += cut_sum(x, w, 24, &ref) != sum4 || ref != ref4;
  worst.guard16 = std::fmax(worst.guard16, e16);
  worst.guard4 = std::fmax(worst.guard4, e4);
  worst.above += e16 >= std::ldexp(1.0, -30);
  worst.inexact += e16 > 0;
}

}  // namespace

bool claim_folding(Bench &bench) {
  Random random(3);
  Vclaims_top &top = *bench.top;
  uint64_t differ = 0, numbers = 0, wrong = 0;
  const int vectors = 50000;
  for (int k = 0; k < vectors; k++) {
    Wide exact = 0;
    bool is_number = true;
    for (int i = 0; i < 4; i++) {
      const uint32_t x = random.word() & 0xffff, w = random.word() & 0xffff;
      put(top.x_i, 16 * i, 16, x);
      put(top.w_i, 16 * i, 16, w);
      exact += fp16_units(x) * fp16_units(w);
      is_number = is_number && (x >> 10 & 31) != 31 && (w >> 10 & 31) != 31;
    }
    bench.edge();
    differ += top.exact_y_o != top.folded_y_o;
    numbers += is_number;
    wrong += is_number && top.folded_y_o != single(exact);
  }
  std::printf(
      "  %d dot products of 4 FP16 terms, specials and subnormals among them, all bits kept: "
      "%" PRIu64
      " differ\n"
      "  analytic, exact sums rounded once: %" PRIu64 " without specials, %" PRIu64 " differ\n",
      vectors, differ, numbers, wrong);
  return differ == 0 && wrong == 0 && numbers > 0;
}

bool claim_guard(Bench &bench) {
  Random random(4);
  Worst worst;
  const int vectors = 30000;
  uint32_t x[TERMS], w[TERMS];
  for (int k = 0; k < vectors; k++) {
    const uint32_t spread = 1 + random.below(30);
    for (int i = 0; i < TERMS; i++) {
      x[i] = normal_code(random, 1 + random.below(30), spread);
      w[i] = normal_code(random, 1 + random.below(30), spread);
    }
    run_terms(bench, x, w, worst);
  }
  // The worst case: one small largest product, all others as much cut off as can be.
  for (uint32_t ex = 4; ex <= 28; ex++) {
    for (uint32_t down = 1; down < ex; down++) {
      for (int i = 0; i < TERMS; i++) {
        x[i] = i == 0 ? ex << 10 : (ex - down) << 10 | 1023;
        w[i] = i == 0 ? 15u << 10 : 1u << 10 | 1023;
      }
      run_terms(bench, x, w, worst);
    }
  }
  std::printf(
      "  %d random and %d built vectors of 64 products, normal operands: largest error / largest "
      "product 2^%.2f with "
      "16 guard bits (%" PRIu64 " vectors inexact, %" PRIu64
      " at 2^-30 or above), 2^%.2f with 4\n"
      "  analytic: 64 terms, each below 2^-(20+G) of the largest: 2^-30 with 16, 2^-18 with 4; "
      "sums of "
      "products cut one by one: %" PRIu64 " differ\n",
      vectors, 25 * 24 / 2 + 3 * 25, std::log2(worst.guard16), worst.inexact, worst.above,
      std::log2(worst.guard4), worst.differ);
  return worst.differ == 0 && worst.above == 0 && worst.inexact > 0 &&
         worst.guard4 < std::ldexp(1.0, -18) && worst.guard4 > std::ldexp(1.0, -30);
}
