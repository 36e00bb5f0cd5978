// fp_cosim_bench.cpp: what it costs to compare every output of fp_dot with 64 FP16 lanes: (a) the
// bare Verilated unit, (b) each result compared with the C model's. Median CPU time of some runs in
// turn; a table and one JSON object; judges nothing but that results agree.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "gcim.h"
#include "gcim_fp.h"
#include "pins.h"
#include "verilated.h"

namespace {

enum { LANES = 64, DOTS = 4096, REPEATS = 7 };

double cpu_seconds() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return static_cast<double>(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

// Operands of all dot products, as codes and as the pins want them.
struct Work {
  std::vector<uint32_t> x, w, packed_x, packed_w;
  Work() {
    for (int i = 0; i < DOTS * LANES; i++) {
      const uint64_t r = gcim_random(1, static_cast<uint64_t>(i), 1);
      x.push_back((r & 0x83ff) | (8 + (r >> 16) % 12) << 10);
      w.push_back((r >> 32 & 0x83ff) | (8 + (r >> 48) % 12) << 10);
    }
    for (size_t i = 0; i < x.size(); i += 2) {
      packed_x.push_back(x[i] | x[i + 1] << 16);
      packed_w.push_back(w[i] | w[i + 1] << 16);
    }
  }
};

class Dut {
 public:
  Dut() : top_(new Top(&context_)), pins_(bench_pins[0]) {
    gcim_model_t *model = nullptr;
    if (gcim_model_new(gcim_unit_find("fp_dot"), pins_.params, &model) != GCIM_OK) {
      throw std::runtime_error(gcim_error_text());
    }
    card_ = *gcim_model_card(model);
    gcim_model_free(model);
    image_.assign(static_cast<size_t>(card_.image_words) + 1, 0);
    x_ = word("x");
    w_ = word("w");
    y_ = word("y");
    image_[word("in_quant")] = GCIM_RND_RTZ;
    image_[word("in_sticky")] = 1;
    cycle(0);
    cycle(0);
    image_[word("in_valid")] = 1;
  }
  // Results of all dot products in order.
  void run(const Work &work, std::vector<uint32_t> &y) {
    const int words = LANES / 2;
    y.clear();
    for (int i = 0; i <= DOTS; i++) {
      const int at = std::min(i, DOTS - 1) * words;
      std::memcpy(&image_[x_], &work.packed_x[at], words * sizeof(uint32_t));
      std::memcpy(&image_[w_], &work.packed_w[at], words * sizeof(uint32_t));
      cycle(1);
      if (i > 0) {
        y.push_back(image_[y_]);
      }
    }
  }

 private:
  int word(const char *name) const {
    return card_.signals[gcim_card_signal(&card_, name)].word;
  }
  void cycle(int rst_n) {
    pins_.drive(*top_, image_.data());
    pins_.clock(*top_, 0, rst_n);
    top_->eval();
    pins_.sample(*top_, image_.data());
    pins_.clock(*top_, 1, rst_n);
    top_->eval();
  }

  VerilatedContext context_;
  std::unique_ptr<Top> top_;
  const Pins<Top> &pins_;
  gcim_card_t card_;
  std::vector<uint32_t> image_;
  int x_ = 0, w_ = 0, y_ = 0;
};

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

}  // namespace

int main() {
  try {
    const Work work;
    Dut dut;
    gcim_fp_dot_t config;
    const gcim_float_t *fp16 = gcim_float_find("fp16");
    if (gcim_fp_dot_scheme("vector", fp16, fp16, LANES, 12, &config) != GCIM_OK) {
      throw std::runtime_error(gcim_error_text());
    }
    config.guard = 2;
    std::vector<double> bare, compared;
    std::vector<uint32_t> y, expected(DOTS);
    dut.run(work, y);
    for (int k = 0; k < REPEATS; k++) {
      double start = cpu_seconds();
      dut.run(work, y);
      bare.push_back(cpu_seconds() - start);
      start = cpu_seconds();
      dut.run(work, y);
      gcim_fp_dots(&config, work.x.data(), work.w.data(), LANES, DOTS, nullptr, nullptr, 0,
                   expected.data(), nullptr);
      if (y != expected) {
        throw std::runtime_error("the unit and the model differ");
      }
      compared.push_back(cpu_seconds() - start);
    }
    const double ratio = median(compared) / median(bare);
    std::printf(
        "fp_dot, %d FP16 lanes, %d dot products, %s kernel, %d runs each, median CPU time\n"
        "  (a) bare DUT %29.0f dot products/s\n  (b) outputs per transaction compared %6.3f of "
        "bare\n",
        LANES, DOTS, gcim_fast_selected(), REPEATS, DOTS / median(bare), ratio);
    std::printf("{\"bench\": \"fp_cosim\", \"kernel\": \"%s\", \"b\": %.4f}\n",
                gcim_fast_selected(), ratio);
  } catch (const std::exception &e) {
    std::printf("FAIL fp bench: %s\n", e.what());
    return 1;
  }
  return 0;
}
