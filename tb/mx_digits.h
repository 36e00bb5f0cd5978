// mx_digits.h: what the files of the digits network in Microscaling formats share.
#ifndef GCIM_TB_MX_DIGITS_H
#define GCIM_TB_MX_DIGITS_H

#include <cstdint>
#include <memory>
#include <vector>

#include "gcim_mx.h"

namespace mx {

enum { LANES = 32 };  // of a block: k

struct Scheme {
  const char *config;  // of the build
  gcim_mx_elem_t elem;
  gcim_mx_acc_kind_t acc;
};

// Vectors as blocks.
struct Blocks {
  int vectors = 0, blocks = 0;  // blocks of one vector
  std::vector<uint8_t> scale;   // vectors * blocks
  std::vector<uint8_t> elem;    // vectors * blocks * LANES

  const uint8_t *scales_of(int vector) const {
    return &scale[static_cast<size_t>(vector) * blocks];
  }
  const uint8_t *elems_of(int vector) const {
    return &elem[static_cast<size_t>(vector) * blocks * LANES];
  }
};

inline int blocks_of(int count) {
  return (count + LANES - 1) / LANES;
}

// The library's conversion of codes of the format `from`, as the macro's modes of 0 have it (OCP's,
// saturating).
Blocks quantise(gcim_mx_elem_t elem, const char *from, const std::vector<uint32_t> &codes,
                int vectors);

// Dot products of a vector with stored weights.
class Unit {
 public:
  virtual ~Unit() = default;
  virtual int columns() const = 0;  // stored at a time
  // Store the weights of columns first .. first + columns() - 1; those past the last are 0.
  virtual void load(const Blocks &w, int first) = 0;
  // x: BF16 codes of all blocks; y: FP32 codes of the columns stored.
  virtual void run(const uint32_t *x, uint32_t *y) = 0;
  virtual uint64_t cycles() const = 0;
};

std::unique_ptr<Unit> new_macro(const Scheme &scheme);  // scale and elements of x made inside
std::unique_ptr<Unit> new_dot(const Scheme &scheme);    // those of x made by the library

// Bits that move for vectors, counted at the st channel of the macro.
struct Traffic {
  uint64_t inside = 0;     // accepted with the scale made inside
  uint64_t given = 0;      // accepted with elements and scale of the host
  uint64_t host_read = 0;  // what the host reads to make them
};
Traffic count_traffic(const Scheme &scheme, const Blocks &w, const std::vector<uint32_t> &x,
                      int vectors);

}  // namespace mx

#endif
