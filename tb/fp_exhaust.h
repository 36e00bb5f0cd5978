// fp_exhaust.h: every code of small floating-point formats through the Verilated units. A sweep is
// one configuration beside its golden model; all sweeps of a unit share the cycles of its top.
#ifndef GCIM_TB_FP_EXHAUST_H
#define GCIM_TB_FP_EXHAUST_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench.h"
#include "gcim.h"
#include "verilated.h"

namespace exhaust {

enum CodeClass { ZERO, SUBNORMAL, NORMAL, LARGEST, INFINITE, QUIET_NAN, SIGNALLING_NAN, CLASSES };

// A format by its definition: fp_decode.def, 5, 6 and 8. Kind 0: IEEE, 1: FN, 2: FINITE.
struct Format {
  int exp_bits = 0, man_bits = 0, bias = 0, kind = 0;

  // The format whose parameters begin with `prefix` ("", "X", "W"). A unit that does not care for
  // the bias has none: -1.
  static Format of(const gcim_card_t *card, const std::string &prefix);
  int code_bits() const {
    return 1 + exp_bits + man_bits;
  }
  bool is_negative(uint32_t code) const {
    return (code >> (exp_bits + man_bits) & 1) != 0;
  }
  uint32_t magnitude(uint32_t code) const;
  uint32_t largest() const;
  CodeClass class_of(uint32_t code) const;
};

// Sweeps with 0 mismatches and every planned case, and others.
struct Total {
  int passed = 0, failed = 0;
};

class Sweep {
 public:
  Sweep(const char *unit, const char *config, const char *params);
  virtual ~Sweep();
  Sweep(const Sweep &) = delete;
  Sweep &operator=(const Sweep &) = delete;

  virtual bool is_small() const = 0;     // is this configuration to be exhausted?
  virtual bool next() = 0;               // inputs of the next case; false: none is left
  virtual uint64_t planned() const = 0;  // cases that next() has to give
  virtual std::string differs() const;   // what the outputs should be but are not, else ""
  virtual std::string left_out() const;  // what the cases did not reach, else ""
  void judge();                          // outputs in the image: golden model and differs()
  void report(Total &total) const;
  uint32_t *image() {
    return image_.data();
  }

 protected:
  const gcim_card_t *card() const {
    return card_;
  }
  // The first word of a signal.
  uint32_t &word(const char *name);
  uint32_t draw();  // 32 bits that vary, the same in every run

 private:
  void print_case(const std::string &text) const;
  std::string golden_differs() const;

  std::string name_;
  gcim_model_t *model_ = nullptr;
  const gcim_card_t *card_ = nullptr;
  std::vector<uint32_t> image_, expected_;  // image with the RTL's outputs; with the model's
  std::vector<const uint32_t *> in_;
  std::vector<uint32_t *> out_;
  size_t valid_word_ = 0;
  uint64_t cases_ = 0, wrong_ = 0, state_ = 0;
};

template <class Top>
struct Side {
  const Pins<Top> *pins;
  std::unique_ptr<Sweep> sweep;
  bool has_case;
};

// Inputs change while the clock is low; outputs are read after the edge.
template <class Top>
void edge(Top &top, const std::vector<Side<Top>> &sides, int rst_n) {
  for (int clk = 0; clk < 2; clk++) {
    for (const Side<Top> &side : sides) {
      side.pins->clock(top, clk, rst_n);
    }
    top.eval();
  }
}

// One case of every sweep that has one left; false if there is none.
template <class Top>
bool cycle(Top &top, std::vector<Side<Top>> &sides) {
  bool is_busy = false;
  for (Side<Top> &side : sides) {
    side.has_case = side.has_case && side.sweep->next();
    side.pins->drive(top, side.sweep->image());
    is_busy = is_busy || side.has_case;
  }
  if (!is_busy) {
    return false;
  }
  edge(top, sides, 1);
  for (Side<Top> &side : sides) {
    if (side.has_case) {
      side.pins->sample(top, side.sweep->image());
      side.sweep->judge();
    }
  }
  return true;
}

// All small configurations of a unit, by sweeps of class Kind.
template <class Kind, class Top>
void run(const char *unit, const std::vector<Pins<Top>> &pins, Total &total) {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  std::vector<Side<Top>> sides;
  for (const Pins<Top> &p : pins) {
    auto sweep = std::make_unique<Kind>(unit, p.config, p.params);
    if (sweep->is_small()) {
      sides.push_back({&p, std::move(sweep), true});
    }
  }
  edge(*top, sides, 0);
  while (cycle(*top, sides)) {
  }
  top->final();
  for (const Side<Top> &side : sides) {
    side.sweep->report(total);
  }
}

void decode(Total &total);
void convert(Total &total);
void products(Total &total);

}  // namespace exhaust

#endif
