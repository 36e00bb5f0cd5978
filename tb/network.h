// network.h: the quantised digits network and its images (formats: vectors/digits/README.md).
#ifndef GCIM_TB_NETWORK_H
#define GCIM_TB_NETWORK_H

#include <cstdint>
#include <string>
#include <vector>

struct Layer {
  int inputs = 0, outputs = 0, x_bits = 0;
  int64_t mult = 0;
  int shift = 0;
  std::vector<int64_t> bias;     // outputs
  std::vector<int32_t> weights;  // inputs * outputs, row by row
};

struct Network {
  int weight_bits = 0;
  int float_correct = 0, float_held_out = 0, int_correct = 0, int_held_out = 0;
  std::vector<Layer> layers;

  // Throws std::runtime_error with file, line and what is wrong.
  static Network load(const std::string &file);
  int64_t macs_per_image() const;
};

struct Images {
  enum { TRAINED = 1437 };  // the first, with which the networks were trained
  int count = 0, pixels = 64;
  std::vector<uint32_t> pixel;  // count * pixels, 0..16
  std::vector<int> label;
  static Images load(const std::string &file);
  void keep_held_out();  // drops the trained ones
};

// y = clamp((acc * mult + 2^(shift-1)) >> shift, 0, 255): ReLU and requantisation of a hidden
// layer.
uint32_t requantise(int64_t acc, const Layer &layer);

// acc[j] = bias[j] + sum of x[i] * w[i][j], in plain integers: what the macro's results are also
// held against.
std::vector<int64_t> reference(const Layer &layer, const uint32_t *x);

#endif
