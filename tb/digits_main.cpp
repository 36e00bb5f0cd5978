// digits_main.cpp: the main job. All images of the digits set through every layer of a quantised
// network on the Verilated SRAM-CIM macro; every output and tap of every cycle is compared with the
// golden model, every result also with a plain integer dot product.
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <memory>

#include "gcim.h"
#include "macro_host.h"
#include "network.h"
#include "pins.h"
#include "verilated.h"

namespace {

using Host = MacroHost<Top, Pins<Top>>;
volatile sig_atomic_t interrupted = 0;

void on_interrupt(int) {
  interrupted = 1;
}

double now() {
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

struct Job {
  Host &host;
  Progress &progress;
  uint64_t vectors = 0, wrong = 0;
};

int tiles(int size, int step) {
  return (size + step - 1) / step;
}

// Rows of one tile of the weights: row tile `rt`, column tile `ct`.
void load_tile(Host &host, const Layer &layer, int rt, int ct) {
  const int first = ct * host.cols;
  const int count = std::min(host.cols, layer.outputs - first);
  for (int r = 0; r < host.rows; r++) {
    const int row = rt * host.rows + r;
    const bool used = row < layer.inputs;
    host.write_row(r, used ? &layer.weights[row * layer.outputs + first] : nullptr,
                   used ? count : 0);
  }
}

void start_tile(Job &job, const Layer &layer, const uint32_t *x, int rt) {
  const int rows = std::min(job.host.rows, layer.inputs - rt * job.host.rows);
  job.host.enable_rows(rows);
  job.host.mode("st_keep", rt > 0);
  job.host.start(x + rt * job.host.rows, rows);
  job.vectors++;
  job.progress.step();
}

// One column tile of a layer for all images. Weights that fit stay; otherwise every image loads
// each row tile and the macro's accumulator adds them up (keep).
void run_columns(Job &job, const Layer &layer, int ct, const std::vector<uint32_t> &x, int images,
                 std::vector<int64_t> &acc) {
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
      start_tile(job, layer, &x[static_cast<size_t>(i) * layer.inputs], rt);
    }
  }
  job.host.drain();
}

std::vector<int64_t> run_layer(Job &job, const Layer &layer, const std::vector<uint32_t> &x,
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
      job.wrong += a != expected[j];
    }
  }
  return acc;
}

struct Result {
  int correct = 0, held_out = 0;
};

Result run_network(Job &job, const Network &net, const Images &images) {
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

uint64_t planned_vectors(const Network &net, const Host &host, int images) {
  uint64_t count = 0;
  for (const Layer &layer : net.layers) {
    count += static_cast<uint64_t>(images) * tiles(layer.outputs, host.cols) *
             tiles(layer.inputs, host.rows);
  }
  return count;
}

void print_row(const char *what, const Network &net, const Images &images, const Result &r,
               const Job &job, const gcim_counts_t &n, double seconds) {
  std::printf("%-6s %7.2f %% %7.2f %% %7.2f %% %11.2f %9" PRIu64 " %10" PRIu64 " %9" PRIu64
              " %10" PRIu64 " %9.0f\n",
              what, 100.0 * net.float_correct / images.count, 100.0 * r.correct / images.count,
              100.0 * r.held_out / 360,
              static_cast<double>(net.macs_per_image()) * images.count / 1e6, job.vectors, n.cycles,
              n.beats, n.mismatches + job.wrong, static_cast<double>(job.vectors) / seconds);
}

// One network; 0 if every value agreed and the accuracy is the one the file promises.
int run_file(const std::string &file, const char *what, const Images &images) {
  const Network net = Network::load(file);
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  const Pins<Top> *pins = nullptr;
  for (const Pins<Top> &p : bench_pins) {
    pins = std::strcmp(p.config, "digits") == 0 ? &p : pins;
  }
  if (pins == nullptr) {
    throw std::runtime_error("this build has no configuration 'digits'");
  }
  Host host(*top, *pins, Checking::cycles, 0xffffffff);
  const uint64_t planned = planned_vectors(net, host, images.count);
  Progress progress(what, planned);
  Job job{host, progress};
  host.mode("st_w_bits", static_cast<uint32_t>(net.weight_bits));
  host.mode("st_w_signed", 1);
  const double start = now();
  const Result result = run_network(job, net, images);
  gcim_counts_t n;
  gcim_check_counts(host.check(), &n);
  print_row(what, net, images, result, job, n, now() - start);
  top->final();
  if (gcim_check_verdict(host.check()) != GCIM_OK) {
    throw std::runtime_error(gcim_error_text());
  }
  if (job.vectors != planned || n.beats != planned) {
    throw std::runtime_error("planned, executed and compared vectors differ");
  }
  if (job.wrong != 0 || result.correct != net.int_correct || result.held_out != net.int_held_out) {
    throw std::runtime_error(
        "results differ from the plain integer network, or accuracy from the file's");
  }
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  const std::string dir = argc > 1 ? argv[1] : "vectors/digits";
  std::signal(SIGINT, on_interrupt);
  try {
    const Images images = Images::load(dir + "/digits.csv.gz");
    std::printf(
        "%d handwritten digits through the Verilated SRAM-CIM macro (64 x 16), every output and "
        "tap of every\n"
        "cycle compared with the golden model, every result with a plain integer dot product\n\n"
        "weights    float   integer  held out   MACs x1e6   vectors     cycles     beats "
        "mismatches vectors/s\n",
        images.count);
    std::fflush(stdout);
    run_file(dir + "/mlp_w8.txt", "8 bit", images);
    std::fflush(stdout);
    run_file(dir + "/mlp_w4.txt", "4 bit", images);
  } catch (const std::exception &e) {
    std::printf("\nFAIL main job: %s\n", e.what());
    return interrupted ? 130 : 1;
  }
  std::printf("\nmain job: 0 mismatches\n");
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::fprintf(stderr, "main job: the report cannot be written\n");
    return 1;
  }
  return 0;
}
