// macro_host.h: a host that drives the Verilated dcim_macro by its handshakes, with the golden
// model beside every cycle.
#ifndef GCIM_TB_MACRO_HOST_H
#define GCIM_TB_MACRO_HOST_H

#include <cstdint>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "gcim.h"

// How the host compares: the bench measures the difference.
enum class Checking { none, transactions, cycles };

template <class Top, class Pins>
class MacroHost {
 public:
  MacroHost(Top &top, const Pins &pins, Checking checking, uint32_t tap_mask)
      : top_(top), pins_(pins), checking_(checking), tap_mask_(tap_mask) {
    gcim_model_t *model = nullptr;
    if (gcim_model_new(gcim_unit_find("dcim_macro"), pins.params, &model) != GCIM_OK ||
        gcim_check_new(model, &check_) != GCIM_OK) {
      throw std::runtime_error(gcim_error_text());
    }
    card_ = gcim_model_card(model);
    rows = value("Rows");
    cols = value("Cols");
    max_x = value("MaxX");
    max_w = value("MaxW");
    acc_width = value("AccWidth");
    gate_rows = value("GateRows");
    image_.assign(card_->image_words + 1, 0);
    for (const char *name : {"wr_valid", "wr_addr", "wr_data", "wr_ready", "st_valid", "st_ready",
                             "st_x", "st_row_en", "rs_valid", "rs_ready", "rs_acc", "rq_ready"}) {
      index_.push_back(gcim_card_signal(card_, name));
    }
    reset();
  }
  ~MacroHost() {
    gcim_check_free(check_);
  }
  MacroHost(const MacroHost &) = delete;
  MacroHost &operator=(const MacroHost &) = delete;

  void reset() {
    pins_.clock(top_, 0, 1);
    top_.eval();
    cycle(0);
    cycle(0);
    put(RS_READY, 1);
    put(RQ_READY, 1);
  }

  // Mode inputs by name, for the starts that follow.
  void mode(const char *name, uint32_t value) {
    gcim_image_put(card_, image_.data(), gcim_card_signal(card_, name), 0,
                   card_->signals[gcim_card_signal(card_, name)].width, value);
  }

  void enable_rows(int count) {
    const int signal = index_[ROW_EN];
    for (int g = 0; g < card_->signals[signal].width; g++) {
      gcim_image_put(card_, image_.data(), signal, g, 1, g * gate_rows < count);
    }
  }

  void write_row(int row, const int32_t *weights, int count) {
    for (int c = 0; c < cols; c++) {
      const uint32_t w = c < count ? static_cast<uint32_t>(weights[c]) : 0;
      gcim_image_put(card_, image_.data(), index_[WR_DATA], c * max_w, max_w, w);
    }
    put(WR_ADDR, static_cast<uint32_t>(row));
    put(WR_VALID, 1);
    while (!cycle(1, WR_READY)) {
    }
    put(WR_VALID, 0);
  }

  // Start one vector; results that come in the meantime go to `result` in order.
  void start(const uint32_t *x, int count) {
    for (int r = 0; r < rows; r++) {
      gcim_image_put(card_, image_.data(), index_[ST_X], r * max_x, max_x, r < count ? x[r] : 0);
    }
    start_now();
  }

  // The same with x as the port wants it.
  void start_packed(const uint32_t *x, int words) {
    std::memcpy(&image_[card_->signals[index_[ST_X]].word], x,
                static_cast<size_t>(words) * sizeof *x);
    start_now();
  }

  void drain() {
    for (int i = 0; pending_ > 0; i++) {
      cycle(1);
      if (i > 10000) {
        throw std::runtime_error("the macro does not answer: 10000 cycles without a result");
      }
    }
  }

  gcim_check_t *check() {
    return check_;
  }
  uint64_t cycles() const {
    return cycles_;
  }

  std::function<void(const std::vector<int64_t> &)> result;
  int rows, cols, max_x, max_w, acc_width, gate_rows;

 private:
  enum {
    WR_VALID,
    WR_ADDR,
    WR_DATA,
    WR_READY,
    ST_VALID,
    ST_READY,
    ST_X,
    ROW_EN,
    RS_VALID,
    RS_READY,
    RS_ACC,
    RQ_READY
  };

  void start_now() {
    put(ST_VALID, 1);
    pending_++;
    while (!cycle(1, ST_READY)) {
    }
    put(ST_VALID, 0);
  }

  int value(const char *name) const {
    return static_cast<int>(gcim_card_value(card_, name));
  }
  void put(int which, uint32_t value) {
    image_[card_->signals[index_[which]].word] = value;
  }
  bool get(int which) const {
    return image_[card_->signals[index_[which]].word] != 0;
  }

  // One clock cycle; true if the wanted ready was 1 at its edge.
  bool cycle(int rst_n, int wanted_ready = -1) {
    pins_.drive(top_, image_.data());
    pins_.clock(top_, 0, rst_n);
    top_.eval();
    pins_.sample(top_, image_.data());
    if (tap_mask_ != 0) {
      pins_.sample_taps(top_, image_.data());
    }
    if (checking_ == Checking::cycles &&
        gcim_check_clock(check_, rst_n, image_.data(), tap_mask_) != GCIM_OK) {
      throw std::runtime_error(gcim_check_first(check_));
    }
    const bool ready = wanted_ready >= 0 && get(wanted_ready);
    if (rst_n != 0 && get(RS_VALID) && get(RS_READY)) {
      take_result();
    }
    pins_.clock(top_, 1, rst_n);
    top_.eval();
    cycles_++;
    return ready;
  }

  void take_result() {
    std::vector<int64_t> &acc = scratch_;
    acc.resize(cols);
    for (int c = 0; c < cols; c++) {
      const uint64_t bits =
          gcim_image_get(card_, image_.data(), index_[RS_ACC], c * acc_width, acc_width);
      const uint64_t sign = uint64_t{1} << (acc_width - 1);
      acc[c] = static_cast<int64_t>((bits ^ sign) - sign);
    }
    pending_--;
    if (result) {
      result(acc);
    }
  }

  Top &top_;
  const Pins &pins_;
  Checking checking_;
  uint32_t tap_mask_;
  gcim_check_t *check_ = nullptr;
  const gcim_card_t *card_ = nullptr;
  std::vector<uint32_t> image_;
  std::vector<int> index_;
  std::vector<int64_t> scratch_;
  uint64_t cycles_ = 0;
  int pending_ = 0;
};

#endif
