// fp_exhaust_decode.cpp: fp_decode, every code of every configuration of 16 bits or less, under
// every mode.
#include "pins.h"
#include "fp_exhaust.h"

namespace exhaust {

namespace {

class Decode : public Sweep {
 public:
  Decode(const char *unit, const char *config, const char *params)
      : Sweep(unit, config, params), format_(Format::of(card(), "")) {
  }
  bool is_small() const override {
    return format_.code_bits() <= 16;
  }
  uint64_t planned() const override {
    return uint64_t{8} << format_.code_bits();
  }
  bool next() override {
    const uint64_t modes = index_ >> format_.code_bits();
    specials_ = modes & 3;
    daz_ = modes >> 2 & 1;
    code_ = static_cast<uint32_t>(index_) & ((uint32_t{1} << format_.code_bits()) - 1);
    return index_++ < planned();
  }

 private:
  const Format format_;
  uint64_t index_ = 0;
  uint32_t &specials_ = word("specials"), &daz_ = word("daz"), &code_ = word("code");
};

}  // namespace

void decode(Total &total) {
  run<Decode>(bench_unit, bench_pins, total);
}

}  // namespace exhaust
