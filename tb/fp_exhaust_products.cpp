// fp_exhaust_products.cpp: fp_pdot with one lane and nothing added: every pair of codes of 8-bit
// formats. The result is exact in FP32, so it is also compared with the product in double
// precision of operands read here by the definition of their formats. Every pair comes twice: with
// all modes 0, and with random ones that must not change an exact result (and daz).
#include <cmath>
#include <cstdio>
#include <cstring>

#include "fp_exhaust.h"
#include "pins.h"

namespace exhaust {

namespace {

enum { PAIRS = 256 * 256, C_NONE = 2, FLAG_NV = 8 };

const uint32_t fp32_nan = 0x7fc00000, fp32_signalling = 0x7f800001;

double value_of(const Format &f, uint32_t code, bool daz) {
  const double sign = f.is_negative(code) ? -1 : 1;
  const uint32_t exp = f.magnitude(code) >> f.man_bits;
  const uint32_t hidden = uint32_t{1} << f.man_bits;
  const uint32_t fraction = f.magnitude(code) & (hidden - 1);
  const int low = 1 - f.bias - f.man_bits;  // exponent of the lowest fraction bit of a subnormal
  switch (f.class_of(code)) {
    case ZERO:
      return sign * 0.0;
    case SUBNORMAL:
      return sign * (daz ? 0.0 : std::ldexp(fraction, low));
    case INFINITE:
      return sign * static_cast<double>(INFINITY);
    case QUIET_NAN:
    case SIGNALLING_NAN:
      return static_cast<double>(NAN);
    default:
      return sign * std::ldexp(hidden + fraction, low + static_cast<int>(exp) - 1);
  }
}

class Products : public Sweep {
 public:
  Products(const char *unit, const char *config, const char *params)
      : Sweep(unit, config, params),
        x_format_(Format::of(card(), "X")),
        w_format_(Format::of(card(), "W")) {
  }
  bool is_small() const override {
    return x_format_.code_bits() == 8 && w_format_.code_bits() == 8;
  }
  uint64_t planned() const override {
    return 2 * PAIRS;
  }
  bool next() override;
  std::string differs() const override;

 private:
  void vary_modes();

  const Format x_format_, w_format_;
  uint64_t index_ = 0;
  uint32_t &x_ = word("x"), &w_ = word("w"), &c_ = word("c"), &c_mode_ = word("c_mode");
  uint32_t &daz_ = word("daz"), &y_ = word("y"), &flags_ = word("flags");
};

void Products::vary_modes() {
  const uint32_t d = draw();
  daz_ = d & 1;
  word("zeros") = d >> 1 & 1;
  word("neg_zero") = d >> 2 & 1;
  word("ftz") = d >> 3 & 1;
  word("tiny_before") = d >> 4 & 1;
  word("ovf") = d >> 5 & 2;  // OVF_IEEE or OVF_INF: an infinity stays one
  word("quant") = (d >> 8) % 6;
  word("rnd") = (d >> 16) % 7;
  word("random") = d >> 24;
  c_ = draw();
}

bool Products::next() {
  x_ = index_ & 0xff;
  w_ = index_ >> 8 & 0xff;
  c_mode_ = C_NONE;
  c_ = fp32_signalling;  // would be seen if it were read
  if (index_ >= PAIRS) {
    vary_modes();
  }
  return index_++ < planned();
}

std::string Products::differs() const {
  const bool daz = daz_ != 0;
  const double x = value_of(x_format_, x_, daz), w = value_of(w_format_, w_, daz);
  const double product = x * w;
  const bool is_nan = std::isnan(product);
  const bool is_invalid = x_format_.class_of(x_) == SIGNALLING_NAN ||
                          w_format_.class_of(w_) == SIGNALLING_NAN ||
                          (is_nan && !std::isnan(x) && !std::isnan(w));
  const float narrow = static_cast<float>(product);
  uint32_t y = 0;  // an exact zero is +0
  if (is_nan) {
    y = fp32_nan;
  } else if (product != 0) {
    std::memcpy(&y, &narrow, sizeof y);
  }
  const uint32_t flags = is_invalid ? FLAG_NV : 0;
  if (!is_nan && static_cast<double>(narrow) != product) {
    return " the product is not exact in FP32";
  }
  if (y == y_ && flags == flags_) {
    return "";
  }
  char text[64];
  std::snprintf(text, sizeof text, " double y=%x flags=%x, rtl y=%x flags=%x", y, flags, y_,
                flags_);
  return text;
}

}  // namespace

void products(Total &total) {
  run<Products>(bench_unit, bench_pins, total);
}

}  // namespace exhaust
