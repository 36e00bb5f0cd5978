// recording.cpp: stimulus files (--replay).
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "episode.h"

namespace {

enum { MAX_CYCLES = 10000000 };

[[noreturn]] void fail(const std::string &file, size_t line, const std::string &what) {
  throw std::runtime_error(file + ":" + std::to_string(line) + ": " + what);
}

std::string header(const std::string &unit, const std::string &config) {
  return "// unit: " + unit + "   configuration: " + config;
}

std::string hex_field(const uint32_t *words, int width) {
  std::string text;
  for (int digit = (width + 3) / 4 - 1; digit >= 0; digit--) {
    text += "0123456789abcdef"[(words[digit / 8] >> (digit % 8 * 4)) & 15];
  }
  return text;
}

int hex_digit(char c) {
  const char *digits = "0123456789abcdef";
  const char *found = c == '\0' ? nullptr : std::strchr(digits, c);
  return found == nullptr ? -1 : static_cast<int>(found - digits);
}

// One field of exactly ceil(width/4) digits at `at`; moves `at` behind it.
bool read_field(const std::string &text, size_t &at, int width, uint32_t *words) {
  const size_t digits = static_cast<size_t>((width + 3) / 4);
  std::fill(words, words + (width + 31) / 32, 0u);
  for (size_t k = 0; k < digits; k++) {
    const int value = at < text.size() ? hex_digit(text[at]) : -1;
    const size_t digit = digits - 1 - k;
    const int spare = width - static_cast<int>(digit) * 4;
    if (value < 0 || (spare < 4 && (value >> spare) != 0)) {
      return false;
    }
    words[digit / 8] |= static_cast<uint32_t>(value) << (digit % 8 * 4);
    at++;
  }
  return true;
}

bool is_field(const gcim_signal_t &s) {
  return s.is_input && s.width > 0;
}

}  // namespace

void Recording::record(Source &source, uint64_t count) {
  source.rewind();
  cycles.clear();
  Cycle cycle;
  cycle.image.assign(static_cast<size_t>(card_->image_words), 0);
  while (cycles.size() < count && source.next(&cycle.rst_n, cycle.image.data())) {
    cycles.push_back(cycle);
  }
  at_ = 0;
}

bool Recording::next(int *rst_n, uint32_t *image) {
  if (at_ >= cycles.size()) {
    return false;
  }
  const Cycle &cycle = cycles[at_++];
  *rst_n = cycle.rst_n;
  for (int i = 0; i < card_->signal_count; i++) {
    const gcim_signal_t &s = card_->signals[i];
    if (is_field(s)) {
      std::copy_n(&cycle.image[static_cast<size_t>(s.word)], s.words, image + s.word);
    }
  }
  return true;
}

void Recording::save(const std::string &file, const std::string &config) const {
  const std::string temporary = file + ".tmp";
  std::ofstream out(temporary);
  out << "// gcim-stim 1\n" << header(card_->unit, config) << "\n// fields: rst_ni:1";
  for (int i = 0; i < card_->signal_count; i++) {
    if (is_field(card_->signals[i])) {
      out << " " << card_->signals[i].port << ":" << card_->signals[i].width;
    }
  }
  out << "   cycles: " << cycles.size() << "\n";
  for (const Cycle &cycle : cycles) {
    out << cycle.rst_n;
    for (int i = 0; i < card_->signal_count; i++) {
      const gcim_signal_t &s = card_->signals[i];
      if (is_field(s)) {
        out << "_" << hex_field(&cycle.image[static_cast<size_t>(s.word)], s.width);
      }
    }
    out << "\n";
  }
  out.close();
  if (!out || std::rename(temporary.c_str(), file.c_str()) != 0) {
    std::remove(temporary.c_str());
    fail(file, 0, std::string("cannot be written: ") + std::strerror(errno));
  }
}

std::string Recording::config_of(const std::string &file, const std::string &unit) {
  std::ifstream in(file);
  std::string magic, who;
  if (!in) {
    fail(file, 0, std::string("cannot be read: ") + std::strerror(errno));
  }
  if (!std::getline(in, magic) || magic != "// gcim-stim 1") {
    fail(file, 1,
         "expected '// gcim-stim 1' (a stimulus file of the campaign bench, LF line ends)");
  }
  const std::string start = header(unit, "");
  if (!std::getline(in, who) || who.compare(0, start.size(), start) != 0) {
    fail(file, 2, "expected '" + start + "<name>': a stimulus of another unit?");
  }
  return who.substr(start.size());
}

void Recording::load(const std::string &file, const std::string &config) {
  const std::string made_for = config_of(file, card_->unit);
  if (made_for != config) {
    fail(file, 2, "is for configuration '" + made_for + "', not '" + config + "'");
  }
  std::ifstream in(file);
  std::string text;
  size_t line = 0, planned = 0;
  cycles.clear();
  while (std::getline(in, text)) {
    line++;
    const size_t count = text.find("cycles: ");
    if (line <= 3) {
      planned =
          line == 3 && count != std::string::npos ? std::stoul(text.substr(count + 8)) : planned;
      continue;
    }
    Cycle cycle;
    cycle.image.assign(static_cast<size_t>(card_->image_words), 0);
    size_t at = 1;
    bool good = text.size() > 1 && (text[0] == '0' || text[0] == '1') && cycles.size() < MAX_CYCLES;
    cycle.rst_n = good && text[0] == '1';
    for (int i = 0; good && i < card_->signal_count; i++) {
      const gcim_signal_t &s = card_->signals[i];
      if (is_field(s)) {
        good = at < text.size() && text[at++] == '_' &&
               read_field(text, at, s.width, &cycle.image[static_cast<size_t>(s.word)]);
      }
    }
    if (!good || at != text.size()) {
      fail(file, line,
           "expected rst_ni and every input in the widths of line 3, lower-case hexadecimal, "
           "joined by '_'");
    }
    cycles.push_back(cycle);
  }
  if (planned == 0 || cycles.size() != planned) {
    fail(file, line,
         "holds " + std::to_string(cycles.size()) + " cycles, line 3 says " +
             std::to_string(planned) + ": truncated?");
  }
  at_ = 0;
}
