// digits_job.h: the digits network, layer by layer, through a Verilated SRAM-CIM macro: tiles of
// weights, results, accuracy, and how far the results are from plain integer dot products.
#ifndef GCIM_TB_DIGITS_JOB_H
#define GCIM_TB_DIGITS_JOB_H

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "gcim.h"
#include "macro_host.h"
#include "network.h"
#include "pins.h"
#include "tree_inputs.h"

namespace digits {

using Host = MacroHost<Top, Pins<Top>>;
inline volatile sig_atomic_t interrupted = 0;

inline double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Vectors done of all, on a terminal or as plain lines.
class Progress {
 public:
  Progress(const char *name, uint64_t total)
      : name_(name), total_(total), start_(now()), last_(start_) {
  }
  void step() {
    done_++;
    if (interrupted) {
      throw std::runtime_error("interrupted; start again to repeat from the beginning");
    }
    const double t = now();
    if (t - last_ < (isatty(2) ? 0.2 : 15.0)) {
      return;
    }
    last_ = t;
    const int width = 30, filled = static_cast<int>(width * done_ / total_);
    std::fprintf(stderr, "%s%s [%.*s%*s] %" PRIu64 "/%" PRIu64 " vectors, ETA %.0f s%s",
                 isatty(2) ? "\r" : "", name_, filled, "##############################",
                 width - filled, "", done_, total_,
                 (t - start_) * static_cast<double>(total_ - done_) / static_cast<double>(done_),
                 isatty(2) ? "\033[K" : "\n");
  }
  ~Progress() {
    if (isatty(2)) {
      std::fprintf(stderr, "\r\033[K");
    }
  }

 private:
  const char *name_;
  uint64_t total_, done_ = 0;
  double start_, last_;
};

// Error of the macro's dot products, d = result - plain integer dot product.
struct Errors {
  uint64_t count = 0, wrong = 0, sum_abs = 0;
  int64_t sum = 0, min = 0, max = 0;

  void add(int64_t d) {
    count++;
    wrong += d != 0;
    sum += d;
    sum_abs += static_cast<uint64_t>(std::llabs(d));
    min = std::min(min, d);
    max = std::max(max, d);
  }
};

struct Job {
  Host &host;
  Progress &progress;
  TreeInputs *inputs;  // takes what the column trees see; nullptr: nobody wants it
  uint64_t vectors = 0;
  Errors errors;
};

inline int tiles(int size, int step) {
  return (size + step - 1) / step;
}

// Rows of one tile of the weights: row tile `rt`, column tile `ct`.
inline void load_tile(Host &host, const Layer &layer, int rt, int ct) {
  const int first = ct * host.cols;
  const int count = std::min(host.cols, layer.outputs - first);
  for (int r = 0; r < host.rows; r++) {
    const int row = rt * host.rows + r;
    const bool used = row < layer.inputs;
    host.write_row(r, used ? &layer.weights[row * layer.outputs + first] : nullptr,
                   used ? count : 0);
  }
}

inline void start_tile(Job &job, const Layer &layer, const uint32_t *x, int rt) {
  const int rows = std::min(job.host.rows, layer.inputs - rt * job.host.rows);
  job.host.enable_rows(rows);
  job.host.mode("st_keep", rt > 0);
  job.host.start(x + rt * job.host.rows, rows);
  job.vectors++;
  job.progress.step();
}

// One column tile of a layer for all images. Weights that fit stay; otherwise every image loads
// each row tile and the macro's accumulator adds them up (keep).
inline void run_columns(Job &job, const Layer &layer, int ct, const std::vector<uint32_t> &x,
                        int images, std::vector<int64_t> &acc) {
  const int row_tiles = tiles(layer.inputs, job.host.rows);
  int image = 0, seen = 0;
  job.host.result = [&](const std::vector<int64_t> &result) {
    if (++seen % row_tiles == 0) {
      for (int c = 0; c < job.host.cols && ct * job.host.cols + c < layer.outputs; c++) {
        acc[static_cast<size_t>(image) * layer.outputs + ct * job.host.cols + c] = result[c];
      }
      image++;
    }
  };
  for (int i = 0; i < images; i++) {
    for (int rt = 0; rt < row_tiles; rt++) {
      if (row_tiles > 1 || i == 0) {
        job.host.drain();
        load_tile(job.host, layer, rt, ct);
      }
      const uint32_t *of_image = &x[static_cast<size_t>(i) * layer.inputs];
      start_tile(job, layer, of_image, rt);
      if (job.inputs != nullptr) {
        job.inputs->tile(i, layer, of_image, job.host.rows, job.host.gate_rows, rt * job.host.rows,
                         ct * job.host.cols, job.host.cols);
      }
    }
  }
  job.host.drain();
}

inline std::vector<int64_t> run_layer(Job &job, const Layer &layer, const std::vector<uint32_t> &x,
                                      int images) {
  std::vector<int64_t> acc(static_cast<size_t>(images) * layer.outputs);
  job.host.mode("st_x_bits", static_cast<uint32_t>(layer.x_bits));
  for (int ct = 0; ct < tiles(layer.outputs, job.host.cols); ct++) {
    run_columns(job, layer, ct, x, images, acc);
  }
  for (int i = 0; i < images; i++) {
    const std::vector<int64_t> expected =
        reference(layer, &x[static_cast<size_t>(i) * layer.inputs]);
    for (int j = 0; j < layer.outputs; j++) {
      int64_t &a = acc[static_cast<size_t>(i) * layer.outputs + j];
      a += layer.bias[j];
      job.errors.add(a - expected[j]);
    }
  }
  return acc;
}

struct Result {
  int correct = 0, held_out = 0;
};

inline Result run_network(Job &job, const Network &net, const Images &images) {
  std::vector<uint32_t> x = images.pixel;
  std::vector<int64_t> acc;
  for (const Layer &layer : net.layers) {
    acc = run_layer(job, layer, x, images.count);
    x.assign(acc.size(), 0);
    for (size_t k = 0; k < acc.size() && layer.mult > 0; k++) {
      x[k] = requantise(acc[k], layer);
    }
  }
  Result result;
  const int classes = net.layers.back().outputs;
  for (int i = 0; i < images.count; i++) {
    const int64_t *a = &acc[static_cast<size_t>(i) * classes];
    int best = 0;
    for (int j = 1; j < classes; j++) {
      best = a[j] > a[best] ? j : best;
    }
    result.correct += best == images.label[i];
    result.held_out += i >= 1437 && best == images.label[i];  // the last 360 were not trained on
  }
  return result;
}

inline uint64_t planned_vectors(const Network &net, const Host &host, int images) {
  uint64_t count = 0;
  for (const Layer &layer : net.layers) {
    count += static_cast<uint64_t>(images) * tiles(layer.outputs, host.cols) *
             tiles(layer.inputs, host.rows);
  }
  return count;
}

// The pins of a configuration of this build.
inline const Pins<Top> &pins_of(const std::string &config) {
  for (const Pins<Top> &p : bench_pins) {
    if (config == p.config) {
      return p;
    }
  }
  throw std::runtime_error("this build has no configuration '" + config + "'");
}

}  // namespace digits

#endif
