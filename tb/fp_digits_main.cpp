// fp_digits_main.cpp: the digits network in FP16 and BF16 through aligner and SRAM-CIM macro
// (gcim_fp_macro), weights aligned offline to the largest exponent of each kernel or of the layer.
// Every output and tap of every cycle is compared with the golden model, every result also with
// plain arithmetic.
#include <unistd.h>

#include <cinttypes>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>

#include "fp_host.h"
#include "fp_network.h"
#include "pins.h"
#include "verilated.h"

namespace {

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int) {
  interrupted = 1;
}

using Unit = Host<Top>;

struct Scheme {
  const char *config, *format, *scope;
  int x_bits, w_bits;
};

const Scheme schemes[] = {
    {"fp16", "fp16", "kernel", 12, 12},
    {"fp16", "fp16", "layer", 12, 12},
    {"bf16", "bf16", "kernel", 9, 9},
    {"bf16", "bf16", "layer", 9, 9},
};

// A layer in the scheme's format: aligned weights and the power of two of their unit, per output.
struct Aligned {
  std::vector<int64_t> q;  // outputs * inputs
  std::vector<int> exp;
};

Aligned align(const FpLayer &layer, const Scheme &s, const gcim_float_t &format) {
  const gcim_float_t fp16 = *gcim_float_find("fp16");
  gcim_fp_dot_t config;
  need(gcim_fp_dot_scheme("kernel", &format, &format, 1, s.w_bits, &config));
  std::vector<uint32_t> codes(layer.weights.size());
  for (int j = 0; j < layer.outputs; j++) {
    for (int i = 0; i < layer.inputs; i++) {
      codes[static_cast<size_t>(j) * layer.inputs + i] =
          convert(format, fp16, layer.weights[static_cast<size_t>(i) * layer.outputs + j]);
    }
  }
  Aligned a;
  a.q.resize(codes.size());
  const bool whole = std::strcmp(s.scope, "layer") == 0;
  const int sets = whole ? 1 : layer.outputs;
  const size_t size = codes.size() / static_cast<size_t>(sets);
  for (int k = 0; k < sets; k++) {
    int ref = 0, unit = 0;
    need(gcim_fp_align(&config, GCIM_SIDE_W, &codes[k * size], size, nullptr, &a.q[k * size], &ref,
                       &unit, nullptr));
    a.exp.insert(a.exp.end(), static_cast<size_t>(layer.outputs / sets),
                 unit - format.bias - (s.w_bits - 2));
  }
  return a;
}

double value_of(const gcim_float_t &format, uint32_t code) {
  return float_of(convert(*gcim_float_find("fp32"), format, code));
}

// What the aligner makes of a vector, in plain arithmetic: cut toward zero in units of the largest
// exponent.
std::vector<int64_t> cut(const gcim_float_t &format, const Scheme &s, const uint32_t *x, int count,
                         int *exp) {
  double largest = 0;
  for (int i = 0; i < count; i++) {
    largest = std::fmax(largest, std::fabs(value_of(format, x[i])));
  }
  *exp = largest == 0 ? 0 : std::ilogb(largest) - (s.x_bits - 2);
  std::vector<int64_t> q;
  for (int i = 0; i < count; i++) {
    q.push_back(static_cast<int64_t>(std::trunc(std::ldexp(value_of(format, x[i]), -*exp))));
  }
  return q;
}

struct Job {
  const Scheme &scheme;
  gcim_float_t format;
  Unit &unit;
  int rows, cols;
  uint64_t vectors = 0, wrong = 0;
};

void load_columns(Job &job, const FpLayer &layer, const Aligned &a, int first) {
  const int w_bits = job.scheme.w_bits;
  for (int r = 0; r < job.rows; r++) {
    for (int c = 0; c < job.cols; c++) {
      const bool used = r < layer.inputs && first + c < layer.outputs;
      const int64_t q = used ? a.q[static_cast<size_t>(first + c) * layer.inputs + r] : 0;
      job.unit.set("wr_data", c * w_bits, w_bits, static_cast<uint64_t>(q));
    }
    job.unit.mode("wr_addr", static_cast<uint64_t>(r));
    job.unit.send("wr_valid", "wr_ready");
  }
  for (int c = 0; c < job.cols; c++) {
    const int exp = first + c < layer.outputs ? a.exp[first + c] : 0;
    job.unit.set("we_exp", c * 10, 10, static_cast<uint64_t>(static_cast<int64_t>(exp)));
  }
  job.unit.send("we_valid", "we_ready");
}

// One vector through the unit: y[] of the columns in use, FP32 codes.
void run_vector(Job &job, const FpLayer &layer, const Aligned &a, const uint32_t *x, int first,
                uint32_t *y) {
  const int bits = 1 + job.format.exp_bits + job.format.man_bits;
  for (int r = 0; r < job.rows; r++) {
    job.unit.set("st_x", r * bits, bits, r < layer.inputs ? x[r] : 0);
  }
  job.unit.send("st_valid", "st_ready");
  job.unit.take();
  job.vectors++;
  int x_exp = 0;
  const std::vector<int64_t> q = cut(job.format, job.scheme, x, layer.inputs, &x_exp);
  for (int c = 0; c < job.cols && first + c < layer.outputs; c++) {
    int64_t sum = 0;
    for (int i = 0; i < layer.inputs; i++) {
      sum += q[i] * a.q[static_cast<size_t>(first + c) * layer.inputs + i];
    }
    const float plain =
        static_cast<float>(std::ldexp(static_cast<double>(sum), x_exp + a.exp[first + c]));
    y[first + c] = static_cast<uint32_t>(job.unit.get("rs_y", c * 32, 32));
    job.wrong += y[first + c] != code_of(plain);
  }
}

// A layer for all images: results plus bias, in FP32.
std::vector<float> run_layer(Job &job, const FpLayer &layer, const std::vector<uint32_t> &x,
                             int images) {
  const Aligned a = align(layer, job.scheme, job.format);
  std::vector<float> out(static_cast<size_t>(images) * layer.outputs);
  std::vector<uint32_t> y(static_cast<size_t>(images) * layer.outputs);
  for (int first = 0; first < layer.outputs; first += job.cols) {
    load_columns(job, layer, a, first);
    for (int i = 0; i < images; i++) {
      if (interrupted) {
        fail("interrupted; start again to repeat from the beginning");
      }
      run_vector(job, layer, a, &x[static_cast<size_t>(i) * layer.inputs], first,
                 &y[static_cast<size_t>(i) * layer.outputs]);
    }
  }
  const gcim_float_t fp16 = *gcim_float_find("fp16");
  for (size_t k = 0; k < y.size(); k++) {
    const float bias = static_cast<float>(value_of(fp16, layer.bias[k % layer.outputs]));
    out[k] = float_of(y[k]) + bias;
  }
  return out;
}

Result run_network(Job &job, const FpNetwork &net, const Images &images) {
  const gcim_float_t fp32 = *gcim_float_find("fp32");
  std::vector<uint32_t> x;
  for (uint32_t pixel : images.pixel) {
    x.push_back(convert(job.format, fp32, code_of(static_cast<float>(pixel) / 16)));
  }
  std::vector<float> y;
  for (const FpLayer &layer : net.layers) {
    y = run_layer(job, layer, x, images.count);
    x.clear();
    for (float v : y) {
      x.push_back(convert(job.format, fp32, code_of(v > 0 ? v : 0)));
    }
    std::fprintf(stderr, "%s %s: layer %d x %d done\n", job.scheme.format, job.scheme.scope,
                 layer.inputs, layer.outputs);
  }
  return judge(y, images, net.layers.back().outputs);
}

void run_scheme(const Scheme &s, const FpNetwork &net, const Images &images) {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  Unit unit(*top, pins_of(bench_pins, s.config), "fp_macro", Beside::golden);
  unit.mode("st_quant", GCIM_RND_RTZ);
  unit.mode("st_sticky", 1);
  Job job{s, *gcim_float_find(s.format), unit, unit.value("Rows"), unit.value("Cols")};
  const Result r = run_network(job, net, images);
  top->final();
  gcim_counts_t n;
  gcim_check_counts(unit.check(), &n);
  std::printf("%-6s %-8s %7.2f %% %7.2f %% %9" PRIu64 " %10" PRIu64 " %9" PRIu64 " %10" PRIu64 "\n",
              s.format, s.scope, 100.0 * r.correct / images.count, 100.0 * r.held_out / 360,
              job.vectors, n.cycles, n.beats, n.mismatches + job.wrong);
  std::fflush(stdout);
  need(gcim_check_verdict(unit.check()));
  if (job.wrong != 0) {
    fail("results differ from plain arithmetic");
  }
}

}  // namespace

int main(int argc, char **argv) {
  const std::string dir = argc > 1 ? argv[1] : "vectors/digits";
  std::signal(SIGINT, on_interrupt);
  try {
    const Images images = Images::load(dir + "/digits.csv.gz");
    const FpNetwork net = FpNetwork::load(dir + "/mlp_fp16.txt");
    const Network w8 = Network::load(dir + "/mlp_w8.txt");
    std::printf(
        "%d handwritten digits in floating point through aligner and SRAM-CIM macro (96 x 16); "
        "weights aligned "
        "offline per kernel or layer\n\nformat scope    accuracy  held out   vectors     cycles    "
        " beats "
        "mismatches\n",
        images.count);
    for (const Scheme &s : schemes) {
      run_scheme(s, net, images);
    }
    std::printf(
        "int8   (plain integers) %.2f %%, %.2f %% held out; FP16 weights in double precision %.2f "
        "%%, %.2f %%\n",
        100.0 * w8.int_correct / images.count, 100.0 * w8.int_held_out / 360,
        100.0 * net.correct / images.count, 100.0 * net.held_out / 360);
  } catch (const std::exception &e) {
    std::printf("\nFAIL digits in floating point: %s\n", e.what());
    return interrupted ? 130 : 1;
  }
  std::printf("\nok   digits in floating point: 0 mismatches\n");
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? 0 : 1;
}
