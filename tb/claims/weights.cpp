// weights.cpp: what weights lose when they are aligned to the layer's, the kernel's or a vector's
// largest exponent.
#include <cinttypes>
#include <cmath>
#include <cstdio>

#include "claims.h"

namespace {

enum { KERNELS = 32, LANES = 16, VECTORS = 4, TERMS = LANES * VECTORS, W_BITS = 8 };

// A tensor of FP16 weights whose kernels differ in size by up to 2^7, and whose vectors differ
// within a kernel.
struct Tensor {
  uint32_t code[KERNELS][TERMS];
};

Tensor make(Random &random, bool with_spread) {
  Tensor t;
  for (int k = 0; k < KERNELS; k++) {
    for (int i = 0; i < TERMS; i++) {
      const uint32_t kernel = with_spread ? static_cast<uint32_t>(k) % 8 : 0;
      const uint32_t vector = with_spread ? static_cast<uint32_t>(i / LANES) : 0;
      const uint32_t e =
          with_spread ? 22 - kernel - vector - random.below(3) : 22 - (i > 0) * random.below(6);
      t.code[k][i] = random.below(2) << 15 | e << 10 | random.below(1024);
    }
  }
  return t;
}

double value_of(uint32_t code) {
  const int e = static_cast<int>(code >> 10 & 31);
  const double magnitude = std::ldexp(static_cast<double>((code & 1023) | 1024), e - 25);
  return (code >> 15) != 0 ? -magnitude : magnitude;
}

uint32_t largest(const uint32_t *code, int count) {
  uint32_t e = 0;
  for (int i = 0; i < count; i++) {
    const uint32_t own = code[i] >> 10 & 31;
    e = own > e ? own : e;
  }
  return e;
}

// Error of one weight cut toward zero at unit 2^(ref - 15 - (W_BITS - 2)).
double cut_error(uint32_t code, uint32_t ref) {
  const double unit = std::ldexp(1.0, static_cast<int>(ref) - 15 - (W_BITS - 2));
  const double v = value_of(code);
  return std::trunc(v / unit) * unit - v;
}

struct Energy {
  double rtl = 0, analytic = 0;
};

enum Scheme { LAYER, KERNEL, VECTOR };

Energy energy_of(Bench &bench, const Tensor &t, Scheme scheme) {
  Vclaims_top &top = *bench.top;
  const uint32_t layer = largest(t.code[0], KERNELS * TERMS);
  Energy energy;
  for (int k = 0; k < KERNELS; k++) {
    const uint32_t kernel = largest(t.code[k], TERMS);
    top.w_given_i = scheme != VECTOR;
    for (int g = 0; g < VECTORS; g++) {
      put(top.w_ref_i, 5 * g, 5, scheme == LAYER ? layer : kernel);
    }
    for (int i = 0; i < TERMS; i++) {
      put(top.w_i, 16 * i, 16, t.code[k][i]);
    }
    bench.edge();
    for (int i = 0; i < TERMS; i++) {
      const int g = i / LANES;
      const uint32_t own = scheme == LAYER    ? layer
                           : scheme == KERNEL ? kernel
                                              : largest(&t.code[k][g * LANES], LANES);
      const int unit = static_cast<int>(get(top.w_unit_o, 6 * g, 6)) - 15 - (W_BITS - 2);
      const double q = static_cast<double>(as_signed(get(top.w_q_o, W_BITS * i, W_BITS), W_BITS));
      const double got = std::ldexp(q, unit) - value_of(t.code[k][i]),
                   want = cut_error(t.code[k][i], own);
      energy.rtl += got * got;
      energy.analytic += want * want;
    }
  }
  return energy;
}

bool report(const char *what, const Energy &e) {
  std::printf("  %-12s error energy %.6e, analytic %.6e\n", what, e.rtl, e.analytic);
  return e.rtl == e.analytic;  // the same sums in the same order: equal to the last bit
}

}  // namespace

bool claim_order(Bench &bench) {
  Random random(5);
  const Tensor spread = make(random, true), even = make(random, false);
  const Energy layer = energy_of(bench, spread, LAYER), kernel = energy_of(bench, spread, KERNEL);
  const Energy vector = energy_of(bench, spread, VECTOR);
  bool good = report("layer-wise", layer);
  good = report("kernel-wise", kernel) && good;
  good = report("vector-wise", vector) && good;
  const Energy even_layer = energy_of(bench, even, LAYER),
               even_kernel = energy_of(bench, even, KERNEL);
  std::printf("  kernels with one and the same largest exponent:\n");
  good = report("layer-wise", even_layer) && good;
  good = report("kernel-wise", even_kernel) && good;
  return good && layer.rtl > kernel.rtl && kernel.rtl > vector.rtl &&
         even_layer.rtl == even_kernel.rtl;
}
