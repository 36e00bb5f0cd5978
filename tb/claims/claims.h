// claims.h: the published claims about floating-point alignment as experiments: what is counted
// comes from the running RTL (claims_top.sv), the figure beside it from arithmetic of its own; a
// difference fails.
#ifndef GCIM_TB_CLAIMS_H
#define GCIM_TB_CLAIMS_H

#include <cstdint>
#include <memory>

#include "Vclaims_top.h"
#include "verilated.h"

// A bit field of a port, whatever its C++ type: ports are little-endian in memory.
template <typename Port>
uint64_t get(const Port &port, int offset, int width) {
  const auto *bytes = reinterpret_cast<const uint8_t *>(&port);
  uint64_t value = 0;
  for (int k = 0; k < width; k++) {
    const int bit = offset + k;
    value |= static_cast<uint64_t>(bytes[bit / 8] >> (bit % 8) & 1) << k;
  }
  return value;
}

template <typename Port>
void put(Port &port, int offset, int width, uint64_t value) {
  auto *bytes = reinterpret_cast<uint8_t *>(&port);
  for (int k = 0; k < width; k++) {
    const int bit = offset + k;
    const uint8_t mask = static_cast<uint8_t>(1u << (bit % 8));
    bytes[bit / 8] =
        static_cast<uint8_t>((bytes[bit / 8] & ~mask) | ((value >> k & 1) != 0 ? mask : 0));
  }
}

inline int64_t as_signed(uint64_t value, int width) {
  const uint64_t sign = uint64_t{1} << (width - 1);
  return static_cast<int64_t>((value ^ sign) - sign);
}

// Random words, counter-based: the same in every run.
class Random {
 public:
  explicit Random(uint32_t stream) : stream_(stream) {
  }
  uint32_t word();
  uint32_t below(uint32_t bound) {
    return static_cast<uint32_t>(static_cast<uint64_t>(word()) * bound >> 32);
  }

 private:
  uint32_t stream_, count_ = 0;
};

// The Verilated units and their clock.
class Bench {
 public:
  Bench();
  ~Bench() {
    top->final();
  }
  void edge();

  std::unique_ptr<VerilatedContext> context;
  std::unique_ptr<Vclaims_top> top;
};

// Each returns whether its claim holds in this run, and prints what it counted.
bool claim_serial(Bench &bench);
bool claim_signless(Bench &bench);
bool claim_folding(Bench &bench);
bool claim_guard(Bench &bench);
bool claim_order(Bench &bench);

#endif
