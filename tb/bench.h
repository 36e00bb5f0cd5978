// bench.h: what the generated pins of a unit and the C++ benches share.
#ifndef GCIM_TB_BENCH_H
#define GCIM_TB_BENCH_H

#include <cstdint>
#include <vector>

// One configuration of the Verilated top: an image (gcim.h) to and from its pins.
template <class Top>
struct Pins {
  const char *config;
  const char *params;  // "Rows=64 Cols=8 ...", all parameters
  void (*drive)(Top &top, const uint32_t *image);
  void (*sample)(const Top &top, uint32_t *image);       // output ports
  void (*sample_taps)(const Top &top, uint32_t *image);  // taps
  void (*clock)(Top &top, int clk, int rst_n);
};

#endif
