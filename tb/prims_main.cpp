// prims_main.cpp: the numeric parts of rtl/prim against cmodel: rounding exhaustively at 6 bits and
// randomly at 20, fitting exhaustively at 10 bits, Philox on random counters and keys. Last line: N
// passed, N failed.
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>

#include "Vprims_top.h"
#include "gcim_num.h"
#include "verilated.h"

namespace {

struct Judge {
  const char *name;
  uint64_t compared = 0, wrong = 0;
  void expect(uint64_t rtl, uint64_t model, const char *what, int64_t value, int drop, int mode) {
    compared++;
    if (rtl != model && wrong++ < 5) {
      std::printf("  %s %s: value %" PRId64 " drop %d mode %d: rtl=%" PRIx64 " model=%" PRIx64 "\n",
                  name, what, value, drop, mode, rtl, model);
    }
  }
};

int64_t sign_extend(uint64_t value, int bits) {
  const uint64_t sign = uint64_t{1} << (bits - 1);
  return static_cast<int64_t>((value ^ sign) - sign);
}

uint32_t draw(uint32_t *word) {
  const uint32_t counter[4] = {(*word)++, 0, 0, 0}, key[2] = {1, 2};
  uint32_t out[4];
  gcim_philox4x32(counter, key, out);
  return out[0];
}

void rounding(Vprims_top &top, Judge &judge, uint64_t small, uint64_t wide, int drop, int mode) {
  top.small_value_i = static_cast<uint8_t>(small);
  top.wide_value_i = static_cast<uint32_t>(wide);
  top.drop_i = static_cast<uint8_t>(drop);
  top.mode_i = static_cast<uint8_t>(mode);
  top.eval();
  bool inexact = false;
  const int64_t s = sign_extend(small, 6), w = sign_extend(wide, 20);
  const auto round = static_cast<gcim_round_t>(mode);
  int64_t expected = gcim_round_shift(s, drop, round, &inexact);
  judge.expect(top.small_value_o, static_cast<uint64_t>(expected) & 0x3f, "6 bit", s, drop, mode);
  judge.expect(top.small_inexact_o, inexact, "6 bit inexact", s, drop, mode);
  expected = gcim_round_shift(w, drop, round, &inexact);
  judge.expect(top.wide_value_o, static_cast<uint64_t>(expected) & 0xfffff, "20 bit", w, drop,
               mode);
  judge.expect(top.wide_inexact_o, inexact, "20 bit inexact", w, drop, mode);
}

void fitting(Vprims_top &top, Judge &judge, uint32_t value, int sat) {
  top.fit_value_i = static_cast<uint16_t>(value);
  top.sat_i = static_cast<uint8_t>(sat);
  top.eval();
  const int64_t v = sign_extend(value, 10);
  bool small = false, large = false;
  const auto fit = static_cast<gcim_fit_t>(sat);
  judge.expect(top.fit4_o, static_cast<uint64_t>(gcim_fit_signed(v, 4, fit, &small)) & 0xf, "to 4",
               v, 0, sat);
  judge.expect(top.fit12_o, static_cast<uint64_t>(gcim_fit_signed(v, 12, fit, &large)) & 0xfff,
               "to 12", v, 0, sat);
  judge.expect(top.fit4_overflow_o, small, "to 4 overflow", v, 0, sat);
  judge.expect(top.fit12_overflow_o, large, "to 12 overflow", v, 0, sat);
}

void philox(Vprims_top &top, Judge &judge, uint32_t *word) {
  uint32_t counter[4], key[2], out[4];
  for (uint32_t &c : counter) {
    c = draw(word);
  }
  for (uint32_t &k : key) {
    k = draw(word);
  }
  std::memcpy(&top.counter_i[0], counter, sizeof counter);
  top.key_i = key[0] | static_cast<uint64_t>(key[1]) << 32;
  top.eval();
  gcim_philox4x32(counter, key, out);
  for (int k = 0; k < 4; k++) {
    judge.expect(top.random_o[k], out[k], "word", counter[0], k, 0);
  }
}

}  // namespace

int main() {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Vprims_top>(context.get());
  Judge judges[] = {{"gcim_round_shift"}, {"gcim_fit"}, {"gcim_philox"}};
  uint32_t word = 0;
  for (int mode = 0; mode <= GCIM_RND_JAM; mode++) {
    for (int drop = 0; drop < 32; drop++) {
      for (uint64_t v = 0; v < 64; v++) {
        rounding(*top, judges[0], v, draw(&word) & 0xfffff, drop, mode);
      }
    }
  }
  for (uint32_t v = 0; v < 1024; v++) {
    fitting(*top, judges[1], v, 0);
    fitting(*top, judges[1], v, 1);
  }
  for (int k = 0; k < 10000; k++) {
    philox(*top, judges[2], &word);
  }
  int failed = 0;
  for (const Judge &j : judges) {
    failed += j.wrong > 0 || j.compared == 0;
    std::printf("%-4s %s: %" PRIu64 " values compared, %" PRIu64 " mismatches\n",
                j.wrong == 0 ? "ok" : "FAIL", j.name, j.compared, j.wrong);
  }
  std::printf("parts: %d passed, %d failed\n", 3 - failed, failed);
  return failed == 0 ? 0 : 1;
}
