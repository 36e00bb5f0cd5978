// fp_host.h: what the benches of the digits network in floating point share: codes and numbers, a
// host that drives a Verilated unit by its handshakes, right answers.
#ifndef GCIM_TB_FP_HOST_H
#define GCIM_TB_FP_HOST_H

#include <cstdint>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench.h"
#include "gcim.h"
#include "gcim_fp.h"
#include "network.h"

[[noreturn]] inline void fail(const std::string &what) {
  throw std::runtime_error(what);
}

inline void need(int status) {
  if (status != GCIM_OK) {
    fail(gcim_error_text());
  }
}

inline float float_of(uint32_t code) {
  float value;
  std::memcpy(&value, &code, sizeof value);
  return value;
}

inline uint32_t code_of(float value) {
  uint32_t code;
  std::memcpy(&code, &value, sizeof code);
  return code;
}

// One code to another format, to nearest even.
inline uint32_t convert(const gcim_float_t &to, const gcim_float_t &from, uint32_t code) {
  const gcim_fp_policy_t nearest{};
  uint32_t out = 0;
  need(gcim_fp_convert(&to, &from, GCIM_SPECIAL_IEEE, 0, &nearest, &code, nullptr, 1, &out,
                       nullptr));
  return out;
}

// How the host compares: with the golden model beside every cycle, or not at all.
enum class Beside { golden, nothing };

// A Verilated unit driven by its handshakes.
template <class Top>
class Host {
 public:
  Host(Top &top, const Pins<Top> &pins, const char *unit, Beside beside)
      : top_(top), pins_(pins), beside_(beside) {
    gcim_model_t *model = nullptr;
    need(gcim_model_new(gcim_unit_find(unit), pins.params, &model));
    need(gcim_check_new(model, &check_));
    card_ = gcim_model_card(model);
    image_.assign(static_cast<size_t>(card_->image_words) + 1, 0);
    pins_.clock(top_, 0, 1);
    top_.eval();
    cycle(0);
    cycle(0);
  }
  ~Host() {
    gcim_check_free(check_);
  }
  Host(const Host &) = delete;
  Host &operator=(const Host &) = delete;

  int value(const char *name) const {
    return static_cast<int>(gcim_card_value(card_, name));
  }
  void set(const char *name, int offset, int width, uint64_t value) {
    gcim_image_put(card_, image_.data(), gcim_card_signal(card_, name), offset, width, value);
  }
  void mode(const char *name, uint64_t value) {
    const int signal = gcim_card_signal(card_, name);
    gcim_image_put(card_, image_.data(), signal, 0, card_->signals[signal].width, value);
  }
  uint64_t get(const char *name, int offset, int width) const {
    return gcim_image_get(card_, image_.data(), gcim_card_signal(card_, name), offset, width);
  }
  // Hold valid of a channel until it is taken.
  void send(const char *valid, const char *ready) {
    mode(valid, 1);
    wait(ready);
    mode(valid, 0);
  }
  // Wait for a result, take it.
  void take() {
    mode("rs_ready", 1);
    wait("rs_valid");
    mode("rs_ready", 0);
  }
  // One clock cycle; whether `wanted` was 1 at its edge. Outputs of the cycle stay in the image.
  bool cycle(int rst_n, const char *wanted = nullptr) {
    pins_.drive(top_, image_.data());
    pins_.clock(top_, 0, rst_n);
    top_.eval();
    pins_.sample(top_, image_.data());
    if (beside_ == Beside::golden) {
      pins_.sample_taps(top_, image_.data());
      if (gcim_check_clock(check_, rst_n, image_.data(), 0xffffffff) != GCIM_OK) {
        fail(gcim_check_first(check_));
      }
    }
    if (watch && rst_n != 0) {
      watch();
    }
    const bool is_one = wanted != nullptr && get(wanted, 0, 1) != 0;
    pins_.clock(top_, 1, rst_n);
    top_.eval();
    cycles++;
    return is_one;
  }
  gcim_check_t *check() {
    return check_;
  }

  uint64_t cycles = 0;
  std::function<void()> watch;  // called at every edge out of reset, if set

 private:
  void wait(const char *wanted) {
    for (int i = 0; !cycle(1, wanted); i++) {
      if (i > 1000) {
        fail(std::string("no ") + wanted + " for 1000 cycles");
      }
    }
  }

  Top &top_;
  const Pins<Top> &pins_;
  Beside beside_;
  gcim_check_t *check_ = nullptr;
  const gcim_card_t *card_ = nullptr;
  std::vector<uint32_t> image_;
};

// Right answers, of all images and of those the network was not trained on.
struct Result {
  int correct = 0, held_out = 0;
};

inline Result judge(const std::vector<float> &y, const Images &images, int classes) {
  Result result;
  for (int i = 0; i < images.count; i++) {
    const float *a = &y[static_cast<size_t>(i) * classes];
    int best = 0;
    for (int j = 1; j < classes; j++) {
      best = a[j] > a[best] ? j : best;
    }
    result.correct += best == images.label[i];
    result.held_out += i >= Images::TRAINED && best == images.label[i];
  }
  return result;
}

// The configuration of that name among those of a build.
template <class Top>
const Pins<Top> &pins_of(const std::vector<Pins<Top>> &all, const std::string &config) {
  for (const Pins<Top> &p : all) {
    if (config == p.config) {
      return p;
    }
  }
  fail("this build has no configuration '" + config + "'");
}

#endif
