// fp_exhaust_main.cpp: see fp_exhaust.h. A line per configuration; last line: N passed, N failed.
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "fp_exhaust.h"

namespace exhaust {

namespace {

enum { SHOWN = 5 };  // mismatches printed per configuration

void need(int status) {
  if (status != GCIM_OK) {
    throw std::runtime_error(gcim_error_text());
  }
}

std::string field(const gcim_signal_t &s, const char *whose, uint32_t value) {
  char text[2 * GCIM_NAME_CHARS];
  std::snprintf(text, sizeof text, " %s%s=%" PRIx32, s.name, whose, value);
  return text;
}

}  // namespace

Format Format::of(const gcim_card_t *card, const std::string &prefix) {
  const auto value = [&](const char *name) {
    return static_cast<int>(gcim_card_value(card, (prefix + name).c_str()));
  };
  return {value("ExpBits"), value("ManBits"), value("Bias"), value("Kind")};
}

uint32_t Format::magnitude(uint32_t code) const {
  return code & ((uint32_t{1} << (exp_bits + man_bits)) - 1);
}

uint32_t Format::largest() const {
  const uint32_t ones = magnitude(~uint32_t{0});
  const uint32_t infinity = ones >> man_bits << man_bits;
  return kind == 0 ? infinity - 1 : kind == 1 ? ones - 1 : ones;
}

CodeClass Format::class_of(uint32_t code) const {
  const uint32_t m = magnitude(code), top_fraction_bit = uint32_t{1} << (man_bits - 1);
  if (m <= largest()) {
    return m == 0 ? ZERO : m == largest() ? LARGEST : m >> man_bits == 0 ? SUBNORMAL : NORMAL;
  }
  if (kind == 0 && m == largest() + 1) {
    return INFINITE;
  }
  return kind == 0 && (m & top_fraction_bit) == 0 ? SIGNALLING_NAN : QUIET_NAN;
}

Sweep::Sweep(const char *unit, const char *config, const char *params)
    : name_(std::string(unit) + "." + config) {
  need(gcim_model_new(gcim_unit_find(unit), params, &model_));
  card_ = gcim_model_card(model_);
  image_.assign(static_cast<size_t>(card_->image_words), 0);
  expected_ = image_;
  for (int i = 0; i < card_->signal_count; i++) {
    const gcim_signal_t &s = card_->signals[i];
    if (s.kind == GCIM_SIGNAL_VALID) {
      image_[static_cast<size_t>(s.word)] = s.is_input;
      valid_word_ = static_cast<size_t>(s.word);  // valid_o is the last of them
    } else if (s.is_input) {
      in_.push_back(&image_[static_cast<size_t>(s.word)]);
    } else if (s.kind == GCIM_SIGNAL_DATA) {
      out_.push_back(&expected_[static_cast<size_t>(s.word)]);
    }
  }
}

Sweep::~Sweep() {
  gcim_model_free(model_);
}

std::string Sweep::differs() const {
  return "";
}

std::string Sweep::left_out() const {
  return "";
}

uint32_t &Sweep::word(const char *name) {
  const int signal = gcim_card_signal(card_, name);
  if (signal < 0) {
    throw std::runtime_error(name_ + " has no signal '" + name + "'");
  }
  return image_[static_cast<size_t>(card_->signals[signal].word)];
}

uint32_t Sweep::draw() {
  state_ = state_ * 6364136223846793005u + 1442695040888963407u;
  return static_cast<uint32_t>(state_ >> 32);
}

void Sweep::print_case(const std::string &text) const {
  std::string inputs;
  for (int i = 0; i < card_->signal_count; i++) {
    const gcim_signal_t &s = card_->signals[i];
    if (s.is_input && s.kind != GCIM_SIGNAL_VALID) {
      inputs += field(s, "", image_[static_cast<size_t>(s.word)]);
    }
  }
  std::printf("  %s:%s:%s\n", name_.c_str(), inputs.c_str(), text.c_str());
}

// Every output that is not the model's.
std::string Sweep::golden_differs() const {
  std::string text = image_[valid_word_] == 1 ? "" : " valid_o is 0";
  for (int i = 0; i < card_->signal_count; i++) {
    const gcim_signal_t &s = card_->signals[i];
    const size_t at = static_cast<size_t>(s.word);
    if (!s.is_input && s.kind == GCIM_SIGNAL_DATA && image_[at] != expected_[at]) {
      text += field(s, " rtl", image_[at]) + field(s, " model", expected_[at]);
    }
  }
  return text;
}

void Sweep::judge() {
  need(gcim_model_eval(model_, in_.data(), out_.data()));
  const std::string text = golden_differs() + differs();
  cases_++;
  if (!text.empty() && wrong_++ < SHOWN) {
    print_case(text);
  }
}

void Sweep::report(Total &total) const {
  std::string gap = left_out();
  if (cases_ == 0 || cases_ != planned()) {
    gap += " " + std::to_string(planned()) + " cases planned";
  }
  const bool is_good = wrong_ == 0 && gap.empty();
  std::printf("%s exhaust %s: %" PRIu64 " cases, %" PRIu64 " mismatches%s%s\n",
              is_good ? "ok  " : "FAIL", name_.c_str(), cases_, wrong_, gap.empty() ? "" : ";",
              gap.c_str());
  std::fflush(stdout);
  total.passed += is_good;
  total.failed += !is_good;
}

}  // namespace exhaust

int main() {
  exhaust::Total total;
  try {
    exhaust::decode(total);
    exhaust::convert(total);
    exhaust::products(total);
  } catch (const std::exception &e) {
    std::printf("FAIL exhaust: %s\n", e.what());
    return 1;
  }
  std::printf("exhaust: %d passed, %d failed\n", total.passed, total.failed);
  const bool is_written = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  return total.failed == 0 && total.passed > 0 && is_written ? 0 : 1;
}
