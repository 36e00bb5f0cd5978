// mx_digits_macro.cpp: the Verilated gcim_mx_macro of the digits network: BF16 in, scale and
// elements made inside, weights converted offline.
#include <cmath>

#include "fp_host.h"
#include "mx_digits.h"
#include "pins.h"
#include "verilated.h"

namespace {

enum { OP_FLOAT = 0, OP_GIVEN = 1 };      // mode st_op
enum { CODE_BITS = 16, SCALE_BITS = 8 };  // of BF16; of a scale

// Fraction bits of an element (mx_dot.def, 5).
int frac_of(gcim_mx_elem_t elem) {
  const int frac[] = {6, 9, 16, 4, 3, 1};
  return frac[elem];
}

// Elements as fixed-point integers.
std::vector<int64_t> fixed_of(gcim_mx_elem_t elem, const uint8_t *codes, size_t count) {
  gcim_mx_t config{};
  config.elem = elem;
  config.block = mx::LANES;
  config.nan = GCIM_NAN_ZERO;
  const gcim_fp_policy_t nearest{};
  const std::vector<uint8_t> one(count / mx::LANES, GCIM_MX_SCALE_ONE);
  std::vector<uint32_t> number(count);
  need(gcim_mx_dequant(&config, gcim_float_find("fp32"), &nearest, one.data(), one.size(), codes,
                       count, number.data(), nullptr));
  std::vector<int64_t> fixed;
  for (uint32_t code : number) {
    fixed.push_back(static_cast<int64_t>(std::ldexp(float_of(code), frac_of(elem))));
  }
  return fixed;
}

class Macro : public mx::Unit {
 public:
  explicit Macro(const mx::Scheme &s)
      : scheme_(s),
        context_(std::make_unique<VerilatedContext>()),
        top_(std::make_unique<Top>(context_.get())),
        host(*top_, pins_of(bench_pins, s.config), "mx_macro", Beside::nothing),
        cols_(host.value("Cols")),
        w_bits_(host.value("WBits")) {
    host.mode("st_quant", GCIM_RND_FLOOR);
  }
  ~Macro() override {
    top_->final();
  }
  int columns() const override {
    return cols_;
  }
  uint64_t cycles() const override {
    return host.cycles;
  }

  void load(const mx::Blocks &w, int first) override {
    blocks_ = w.blocks;
    const std::vector<int64_t> fixed = fixed_of(scheme_.elem, w.elem.data(), w.elem.size());
    const int rows = w.blocks * mx::LANES;
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < cols_; c++) {
        const int64_t q =
            first + c < w.vectors ? fixed[static_cast<size_t>(first + c) * rows + r] : 0;
        host.set("wr_data", c * w_bits_, w_bits_, static_cast<uint64_t>(q));
      }
      host.mode("wr_addr", static_cast<uint64_t>(r));
      host.send("wr_valid", "wr_ready");
    }
    for (int b = 0; b < w.blocks; b++) {
      for (int c = 0; c < cols_; c++) {
        const int scale = first + c < w.vectors ? w.scales_of(first + c)[b] : 0;
        const int exp = scale - GCIM_MX_SCALE_ONE - frac_of(scheme_.elem);
        host.set("we_exp", c * 10, 10, static_cast<uint64_t>(static_cast<int64_t>(exp)));
      }
      host.mode("we_block", static_cast<uint64_t>(b));
      host.send("we_valid", "we_ready");
    }
  }

  void run(const uint32_t *x, uint32_t *y) override {
    if (scheme_.acc == GCIM_MX_ACC_MAXFIRST) {
      send_blocks(x, 1);  // exponents of all blocks are known before the first is added
    }
    send_blocks(x, 0);
    take(y);
  }

  // The same from elements and scales of the host.
  void run_given(const uint8_t *scale, const uint8_t *elem, uint32_t *y) {
    host.mode("st_op", OP_GIVEN);
    for (int b = 0; b < blocks_; b++) {
      for (int i = 0; i < mx::LANES; i++) {  // ones where no element is: they must not matter
        const uint64_t unused = ~uint64_t{0} << gcim_mx_elem_bits(scheme_.elem);
        host.set("st_x", i * CODE_BITS, CODE_BITS, unused | elem[b * mx::LANES + i]);
      }
      host.mode("st_host", scale[b]);
      send_block(b);
    }
    host.mode("st_op", OP_FLOAT);
    host.mode("st_host", 0xa5);  // nor what is here without it
    take(y);
  }

 private:
  void send_blocks(const uint32_t *x, uint64_t scan) {
    host.mode("st_scan", scan);
    for (int b = 0; b < blocks_; b++) {
      for (int i = 0; i < mx::LANES; i++) {
        host.set("st_x", i * CODE_BITS, CODE_BITS, x[b * mx::LANES + i]);
      }
      send_block(b);
    }
  }
  void send_block(int b) {
    host.mode("st_block", static_cast<uint64_t>(b));
    host.mode("st_first", b == 0);
    host.mode("st_last", b == blocks_ - 1);
    host.send("st_valid", "st_ready");
  }
  void take(uint32_t *y) {
    host.take();
    for (int c = 0; c < cols_; c++) {
      y[c] = static_cast<uint32_t>(host.get("rs_y", c * 32, 32));
    }
  }

  mx::Scheme scheme_;
  std::unique_ptr<VerilatedContext> context_;
  std::unique_ptr<Top> top_;

 public:
  Host<Top> host;

 private:
  int cols_, w_bits_, blocks_ = 0;
};

}  // namespace

std::unique_ptr<mx::Unit> mx::new_macro(const Scheme &scheme) {
  return std::make_unique<Macro>(scheme);
}

mx::Traffic mx::count_traffic(const Scheme &scheme, const Blocks &w, const std::vector<uint32_t> &x,
                              int vectors) {
  Macro macro(scheme);
  macro.load(w, 0);
  Traffic moved;
  const auto elem_bits = static_cast<uint64_t>(gcim_mx_elem_bits(scheme.elem));
  macro.host.watch = [&] {
    if (macro.host.get("st_valid", 0, 1) != 0 && macro.host.get("st_ready", 0, 1) != 0) {
      if (macro.host.get("st_op", 0, 2) == OP_FLOAT) {
        moved.inside += LANES * CODE_BITS;
      } else {
        moved.given += LANES * elem_bits + SCALE_BITS;
      }
    }
  };
  const Blocks given = quantise(scheme.elem, "bf16", x, vectors);
  moved.host_read = x.size() * CODE_BITS;
  std::vector<uint32_t> y(static_cast<size_t>(macro.columns())), y_given(y);
  for (int i = 0; i < vectors; i++) {
    macro.run(&x[static_cast<size_t>(i) * w.blocks * LANES], y.data());
    macro.run_given(given.scales_of(i), given.elems_of(i), y_given.data());
    if (y != y_given) {
      fail("vector " + std::to_string(i) + ": scale made inside and scale of the host differ");
    }
  }
  return moved;
}
