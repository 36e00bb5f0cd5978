// sc_main.cpp: the SystemC bench: the golden model as an SC_MODULE beside the Verilated RTL, on the
// same signals. Every output port is compared in every cycle in which the golden says that its
// value matters. Argument: episodes.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "gcim.h"
#include "pins.h"

namespace {

struct Counts {
  uint64_t cycles = 0, compared = 0, mismatches = 0;
};

// Inputs change while the clock is low; what is visible before the rising edge is compared.
void episode(Pair &pair, gcim_stim_t *stim, std::vector<uint32_t> &image, Counts &counts) {
  int rst_n = 0;
  while (gcim_stim_next(stim, &rst_n, image.data()) != 0) {
    pair.drive(image.data());
    pair.rst_n.write(rst_n != 0);
    pair.clk.write(false);
    sc_core::sc_start(5, sc_core::SC_NS);
    const char *port = pair.compare(&counts.compared);
    if (port != nullptr) {
      if (counts.mismatches == 0) {
        std::printf("%s: cycle %" PRIu64 ": %s differs between the RTL and the golden module\n",
                    sc_unit, counts.cycles, port);
      }
      counts.mismatches++;
    }
    pair.clk.write(true);
    sc_core::sc_start(5, sc_core::SC_NS);
    counts.cycles++;
  }
}

}  // namespace

int sc_main(int argc, char **argv) {
  const uint64_t episodes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20;
  gcim_stim_t *stim = nullptr;
  if (gcim_stim_new(gcim_unit_find(sc_unit), sc_params, &stim) != GCIM_OK) {
    std::printf("%s\n", gcim_error_text());
    return 1;
  }
  std::vector<uint32_t> image(gcim_stim_card(stim)->image_words + 1, 0);
  Counts counts;
  {
    Pair pair;
    pair.rst_n.write(true);  // so that the first reset has a falling edge
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    for (uint64_t i = 0; i < episodes; i++) {
      gcim_stim_start(stim, 3, i, 0);
      episode(pair, stim, image, counts);
    }
    pair.rtl.final();
  }
  gcim_stim_free(stim);
  std::printf("systemc %s %s: %" PRIu64 " cycles, %" PRIu64 " values compared, %" PRIu64
              " mismatches\n",
              sc_unit, sc_params, counts.cycles, counts.compared, counts.mismatches);
  return counts.mismatches != 0 || counts.compared == 0;
}
