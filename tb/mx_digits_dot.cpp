// mx_digits_dot.cpp: the Verilated gcim_mx_dot of the digits network, one block at a time; blocks
// are added in FP32.
#include <algorithm>

#include "fp_host.h"
#include "mx_digits.h"
#include "pins.h"
#include "verilated.h"

namespace {

class Dot : public mx::Unit {
 public:
  explicit Dot(const mx::Scheme &s)
      : scheme_(s),
        context_(std::make_unique<VerilatedContext>()),
        top_(std::make_unique<Top>(context_.get())),
        host_(*top_, pins_of(bench_pins, s.config), "mx_dot", Beside::nothing) {
  }
  ~Dot() override {
    top_->final();
  }
  int columns() const override {
    return COLUMNS;
  }
  uint64_t cycles() const override {
    return host_.cycles;
  }
  void load(const mx::Blocks &w, int first) override {
    weights_ = w;
    first_ = first;
  }
  // A block and a column every cycle; each result is there one cycle later.
  void run(const uint32_t *x, uint32_t *y) override {
    const std::vector<uint32_t> codes(x, x + weights_.blocks * mx::LANES);
    const mx::Blocks blocks = mx::quantise(scheme_.elem, "bf16", codes, 1);
    const int columns = std::min<int>(COLUMNS, weights_.vectors - first_);
    host_.mode("valid_i", 1);
    for (int k = 0; k <= columns * blocks.blocks; k++) {
      const int b = k / columns, c = k % columns;
      if (k < columns * blocks.blocks) {
        put("a_i", "a_scale_i", blocks, 0, b);
        put("b_i", "b_scale_i", weights_, first_ + c, b);
      }
      if (host_.cycle(1, "valid_o") && k > 0) {
        add(y[(k - 1) % columns], (k - 1) / columns == 0);
      } else if (k > 0) {
        fail("no result of mx_dot after a cycle");
      }
    }
    host_.mode("valid_i", 0);
    host_.cycle(1);
  }

 private:
  enum { COLUMNS = 128, ELEM_BITS = 8 };

  void put(const char *lanes, const char *scale, const mx::Blocks &from, int vector, int b) {
    const uint8_t *elem = from.elems_of(vector) + b * mx::LANES;
    for (int i = 0; i < mx::LANES; i++) {
      host_.set(lanes, i * ELEM_BITS, ELEM_BITS, elem[i]);
    }
    host_.mode(scale, from.scales_of(vector)[b]);
  }
  void add(uint32_t &y, bool is_first) {
    const auto block = static_cast<uint32_t>(host_.get("y_o", 0, 32));
    y = is_first ? block : code_of(float_of(y) + float_of(block));
  }

  mx::Scheme scheme_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Top> top_;
  Host<Top> host_;
  mx::Blocks weights_;
  int first_ = 0;
};

}  // namespace

std::unique_ptr<mx::Unit> mx::new_dot(const Scheme &scheme) {
  return std::make_unique<Dot>(scheme);
}
