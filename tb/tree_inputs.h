// tree_inputs.h: what the column trees of the macro add up while the digits network runs, as a .npy
// file for `gcim approx metrics --planes`: one row per case (a bit cycle of one digit of one
// column), one byte per logical row of the macro, in the order of the run.
#ifndef GCIM_TB_TREE_INPUTS_H
#define GCIM_TB_TREE_INPUTS_H

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "network.h"

class TreeInputs {
 public:
  enum { GROUP = 4 };  // bits of a digit, the macro's Group

  // The lanes of image 0, every, 2*every, .. are kept; weights are signed, of weight_bits bits.
  TreeInputs(int every, int weight_bits) : every_(every), weight_bits_(weight_bits) {
  }

  // One vector of one tile as the macro gets it: `rows` physical rows, gated in groups of
  // `gate_rows` (those with a used row are on), columns first .. first+cols-1 of the layer, rows
  // from_row .. of its weights; x is the image's input of the layer.
  void tile(int image, const Layer &layer, const uint32_t *x, int rows, int gate_rows, int from_row,
            int first, int cols) {
    if (image % every_ != 0) {
      return;
    }
    const int used = std::min(rows, layer.inputs - from_row);
    const int on = std::min(rows, (used + gate_rows - 1) / gate_rows * gate_rows);
    lanes_ = static_cast<size_t>(rows);
    for (int c = first; c < std::min(first + cols, layer.outputs); c++) {
      for (int low = 0; low < weight_bits_; low += GROUP) {
        for (int k = 0; k < layer.x_bits; k++) {
          for (int r = 0; r < rows; r++) {
            const bool one = r < used && ((x[from_row + r] >> k) & 1u) != 0;
            const int32_t weight = one ? layer.weights[(from_row + r) * layer.outputs + c] : 0;
            bytes_.push_back(r < on ? lane(weight, low) : 0);
          }
        }
      }
    }
  }

  // Write the whole file or none. Throws std::runtime_error.
  void save(const std::string &path) const {
    const std::string fresh = path + ".new";
    FILE *file = std::fopen(fresh.c_str(), "wb");
    const std::string start = header();
    bool good = file != nullptr && !bytes_.empty();
    good = good && std::fwrite(start.data(), 1, start.size(), file) == start.size() &&
           std::fwrite(bytes_.data(), 1, bytes_.size(), file) == bytes_.size();
    good = file != nullptr && std::fclose(file) == 0 && good;
    if (!good || std::rename(fresh.c_str(), path.c_str()) != 0) {
      std::remove(fresh.c_str());
      throw std::runtime_error(path + ": cannot be written");
    }
  }

 private:
  // Product bits of one digit of a row that is on; the sign bit is inverted (dcim_macro.def, 21).
  uint8_t lane(int32_t weight, int low) const {
    const uint32_t active = (1u << std::min<int>(GROUP, weight_bits_ - low)) - 1u;
    const uint32_t sign = weight_bits_ - low <= GROUP ? 1u << (weight_bits_ - 1 - low) : 0;
    return static_cast<uint8_t>(((static_cast<uint32_t>(weight) >> low) & active) ^ sign);
  }

  // Format 1.0: the dictionary ends so that the array starts at a multiple of 64 bytes.
  std::string header() const {
    std::string text = "{'descr': '|u1', 'fortran_order': False, 'shape': (" +
                       std::to_string(bytes_.size() / std::max<size_t>(lanes_, 1)) + ", " +
                       std::to_string(lanes_) + "), }";
    text.append(63 - (10 + text.size()) % 64, ' ');
    text += '\n';
    const char length[] = {static_cast<char>(text.size() & 255),
                           static_cast<char>(text.size() >> 8)};
    return std::string("\x93NUMPY\x01\x00", 8) + std::string(length, 2) + text;
  }

  int every_, weight_bits_;
  size_t lanes_ = 0;
  std::vector<uint8_t> bytes_;
};

#endif
