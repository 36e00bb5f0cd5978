// fp_network.h: the digits network with FP16 weights (format: vectors/digits/README.md).
#ifndef GCIM_TB_FP_NETWORK_H
#define GCIM_TB_FP_NETWORK_H

#include <cstdint>
#include <string>
#include <vector>

struct FpLayer {
  int inputs = 0, outputs = 0;
  std::vector<uint32_t> bias;     // FP16 codes, one per output
  std::vector<uint32_t> weights;  // FP16 codes, inputs * outputs, row by row
};

struct FpNetwork {
  int correct = 0, held_out = 0;  // of inference in double precision
  std::vector<FpLayer> layers;

  // Throws std::runtime_error with file, line and what is wrong.
  static FpNetwork load(const std::string &file);
};

#endif
