// cosim_bench.cpp: what checking costs. One Verilated macro, one C++ clock driver, one stimulus;
// each mode several times in turn, ratios to the bare run. Prints a table and one JSON object;
// judges nothing (bench never gates a test).
#include <sys/resource.h>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "gcim.h"
#include "gcim_dcim.h"
#include "macro_host.h"
#include "pins.h"
#include "verilated.h"

namespace {

using Host = MacroHost<Top, Pins<Top>>;
enum { VECTORS = 1024, LOADS = 12, REPEATS = 7 };

double cpu_seconds() {
  rusage u{};
  getrusage(RUSAGE_SELF, &u);
  return static_cast<double>(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

// Weights and inputs of all loads, from the counter-based generator, packed as the pins want them.
struct Work {
  int rows, cols;
  std::vector<int32_t> weights;  // LOADS * rows * cols
  std::vector<int8_t> x;         // LOADS * VECTORS * rows
  std::vector<uint32_t> packed;  // the same x, one image field a vector
  int x_words;

  Work(int rows_in, int cols_in, int words) : rows(rows_in), cols(cols_in), x_words(words) {
    for (int i = 0; i < LOADS * rows * cols; i++) {
      weights.push_back(static_cast<int8_t>(gcim_random(1, static_cast<uint64_t>(i), 1)));
    }
    for (int i = 0; i < LOADS * VECTORS * rows; i++) {
      x.push_back(static_cast<int8_t>(gcim_random(1, static_cast<uint64_t>(i), 2)));
    }
    packed.resize(static_cast<size_t>(LOADS) * VECTORS * words);
    for (size_t v = 0; v < static_cast<size_t>(LOADS) * VECTORS; v++) {
      std::memcpy(&packed[v * words], &x[v * rows], rows);
    }
  }
};

struct Mode {
  const char *key, *text;
  Checking checking;
  uint32_t taps;
  std::vector<double> seconds;
  uint64_t cycles = 0, compared = 0;
};

// Expected results of one load, in one batch.
void expect(const Work &work, int load, std::vector<int64_t> &expected) {
  const gcim_dcim_shape_t shape = {work.rows, work.cols, 8, 8, 1, 1, GCIM_CELL_AND};
  gcim_dcim_array_t *array = nullptr;
  std::vector<int16_t> w(work.weights.begin() + load * work.rows * work.cols,
                         work.weights.begin() + (load + 1) * work.rows * work.cols);
  if (gcim_dcim_array_new(&shape, w.data(), &array) != GCIM_OK) {
    throw std::runtime_error(gcim_error_text());
  }
  expected.resize(static_cast<size_t>(VECTORS) * work.cols);
  gcim_dcim_array_mvm(array, &work.x[static_cast<size_t>(load) * VECTORS * work.rows], VECTORS,
                      expected.data());
  gcim_dcim_array_free(array);
}

void run_once(Mode &mode, const Work &work) {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  Host host(*top, bench_pins[0], mode.checking, mode.taps);
  for (const char *name : {"st_x_signed", "st_w_signed"}) {
    host.mode(name, 1);
  }
  host.mode("st_x_bits", 8);
  host.mode("st_w_bits", 8);
  host.enable_rows(work.rows);
  std::vector<int64_t> expected;
  uint64_t wrong = 0, seen = 0;
  size_t at = 0;
  host.result = [&](const std::vector<int64_t> &acc) {
    seen++;
    if (mode.checking == Checking::transactions) {
      wrong += std::memcmp(acc.data(), &expected[at], acc.size() * sizeof acc[0]) != 0;
      at += acc.size();
    }
  };
  const double start = cpu_seconds();
  for (int load = 0; load < LOADS; load++) {
    for (int r = 0; r < work.rows; r++) {
      host.write_row(r, &work.weights[(load * work.rows + r) * work.cols], work.cols);
    }
    at = 0;
    if (mode.checking == Checking::transactions) {
      expect(work, load, expected);
    }
    for (int v = 0; v < VECTORS; v++) {
      host.start_packed(&work.packed[(static_cast<size_t>(load) * VECTORS + v) * work.x_words],
                        work.x_words);
    }
    host.drain();
  }
  mode.seconds.push_back(cpu_seconds() - start);
  mode.cycles = host.cycles();
  mode.compared = seen;
  gcim_counts_t n;
  gcim_check_counts(host.check(), &n);
  if (wrong != 0 || n.mismatches != 0 || seen != static_cast<uint64_t>(LOADS) * VECTORS) {
    throw std::runtime_error(std::string("mode ") + mode.key + ": results differ");
  }
  top->final();
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v[v.size() / 2];
}

}  // namespace

int main() {
  try {
    std::vector<Mode> modes = {
        {"a", "bare DUT, no checker", Checking::none, 0, {}, 0, 0},
        {"b", "outputs per transaction compared", Checking::transactions, 0, {}, 0, 0},
        {"c", "every output of every cycle", Checking::cycles, 0, {}, 0, 0},
        {"d", "(c) and taps tile_sum (register)", Checking::cycles, 2, {}, 0, 0},
        {"d'",
         "(c) and taps col_sum, tile_sum (col_sum combinational)",
         Checking::cycles,
         3,
         {},
         0,
         0},
    };
    const Work work(64, 16, 16);
    for (int k = 0; k < REPEATS; k++) {
      for (Mode &mode : modes) {
        run_once(mode, work);
      }
    }
    const double bare = median(modes[0].seconds);
    std::printf("64 x 16 macro, 8 b x 8 b, %d vectors, %s kernel, %d runs each, median CPU time\n",
                LOADS * VECTORS, gcim_fast_selected(), REPEATS);
    for (const Mode &m : modes) {
      const double s = median(m.seconds);
      std::printf("  (%-2s) %-55s %6.3f of bare  %8.0f kcycles/s  %8.0f vectors/s\n", m.key, m.text,
                  s / bare, static_cast<double>(m.cycles) / s / 1e3, LOADS * VECTORS / s);
    }
    std::printf("{\"bench\": \"cosim\", \"kernel\": \"%s\"", gcim_fast_selected());
    for (const Mode &m : modes) {
      std::printf(", \"%s\": %.4f", m.key, median(m.seconds) / bare);
    }
    std::printf(", \"b_vectors_per_s\": %.1f}\n", LOADS * VECTORS / median(modes[1].seconds));
  } catch (const std::exception &e) {
    std::printf("FAIL bench: %s\n", e.what());
    return 1;
  }
  return 0;
}
