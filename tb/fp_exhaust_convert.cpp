// fp_exhaust_convert.cpp: fp_convert, every code of every configuration with an operand of 16 bits
// or less x all roundings x all overflow policies x both kinds of tininess. The other modes are
// complete for formats of 8 bits or less and for codes at the edges of a class, complete in `nan`
// for NaNs, and rotate for the other codes: left_out() proves that every value met every class.
#include <cstdio>

#include "pins.h"
#include "fp_exhaust.h"

namespace exhaust {

namespace {

enum {
  ROUNDINGS = 7,
  OVERFLOWS = 4,
  SETTINGS = ROUNDINGS * OVERFLOWS * 2,  // with tiny_before
  NANS = 6,
  OTHERS = 4 * 2 * NANS * 2 * 2,  // specials, daz, nan, neg_zero, ftz
  STRIDE = 25                     // coprime to OTHERS: a code sees other modes in every setting
};

class Convert : public Sweep {
 public:
  Convert(const char *unit, const char *config, const char *params)
      : Sweep(unit, config, params),
        format_(Format::of(card(), "X")),
        rand_bits_(static_cast<int>(gcim_card_value(card(), "RandBits"))) {
  }
  bool is_small() const override {
    return format_.code_bits() <= 16;
  }
  uint64_t planned() const override;
  bool next() override;
  std::string left_out() const override;

 private:
  bool is_edge(uint32_t code) const;
  uint32_t variants(uint32_t code) const;
  void set_others(uint32_t index);
  void note_values();
  uint32_t codes() const {
    return uint32_t{1} << format_.code_bits();
  }

  const Format format_;
  const int rand_bits_;
  uint32_t setting_ = 0, code_ = 0, variant_ = 0;  // of the next case
  uint32_t variants_ = variants(0);                // of code_
  uint32_t met_[2][CLASSES] = {};  // by sign and class of the operand: a bit per value of a mode
  uint32_t &specials_ = word("specials"), &daz_ = word("daz"), &rnd_ = word("rnd");
  uint32_t &ovf_ = word("ovf"), &nan_ = word("nan"), &neg_zero_ = word("neg_zero");
  uint32_t &ftz_ = word("ftz"), &tiny_before_ = word("tiny_before"), &x_ = word("x");
  uint32_t &random_ = word("random");
};

// Zero, smallest and largest subnormal, smallest normal, largest finite and its neighbour.
bool Convert::is_edge(uint32_t code) const {
  const uint32_t m = format_.magnitude(code), normal = uint32_t{1} << format_.man_bits;
  return m <= 1 || m == normal - 1 || m == normal || m == format_.largest() ||
         m == format_.largest() + 1;
}

// In how many ways the other modes are set for a code.
uint32_t Convert::variants(uint32_t code) const {
  if (format_.code_bits() <= 8 || is_edge(code)) {
    return OTHERS;
  }
  return format_.class_of(code) >= QUIET_NAN ? NANS + 1 : 1;
}

uint64_t Convert::planned() const {
  uint64_t count = 0;
  for (uint32_t code = 0; code < codes(); code++) {
    count += variants(code);
  }
  return count * SETTINGS;
}

void Convert::set_others(uint32_t index) {
  specials_ = index & 3;
  daz_ = index >> 2 & 1;
  neg_zero_ = index >> 3 & 1;
  ftz_ = index >> 4 & 1;
  nan_ = index >> 5;
}

void Convert::note_values() {
  const uint32_t values = 1u << specials_ | 1u << (4 + daz_) | 1u << (6 + neg_zero_) |
                          1u << (8 + ftz_) | 1u << (10 + nan_);
  met_[format_.is_negative(x_)][format_.class_of(x_)] |= values;
}

bool Convert::next() {
  if (setting_ == SETTINGS) {
    return false;
  }
  rnd_ = setting_ % ROUNDINGS;
  ovf_ = setting_ / ROUNDINGS % OVERFLOWS;
  tiny_before_ = setting_ / (ROUNDINGS * OVERFLOWS);
  x_ = code_;
  random_ = draw() >> (32 - rand_bits_);
  if (variants_ == OTHERS) {
    set_others(variant_);
  } else {
    set_others((code_ + STRIDE * setting_) % OTHERS);
    if (variant_ < variants_ - 1) {  // a NaN that stays one
      specials_ = 0;
      nan_ = variant_;
    }
  }
  note_values();
  if (++variant_ == variants_) {
    variant_ = 0;
    code_ = (code_ + 1) % codes();
    setting_ += code_ == 0;
    variants_ = variants(code_);
  }
  return true;
}

std::string Convert::left_out() const {
  for (uint32_t code = 0; code < codes(); code++) {
    const uint32_t values = met_[format_.is_negative(code)][format_.class_of(code)];
    if (values != 0xffff) {
      char text[128];
      std::snprintf(text, sizeof text,
                    " codes of the class of %x met values %x of the modes, not all (ffff)", code,
                    values);
      return text;
    }
  }
  return "";
}

}  // namespace

void convert(Total &total) {
  run<Convert>(bench_unit, bench_pins, total);
}

}  // namespace exhaust
