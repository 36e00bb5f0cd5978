// mx_digits_main.cpp: the digits network in Microscaling formats: MXINT8, MXFP6 and MXFP4 through
// the SRAM-CIM macro (gcim_mx_macro) that makes scale and elements of BF16 inputs itself, MXFP8
// through gcim_mx_dot. Every result is compared with the library's array functions (gcim_mx.h);
// then the bits that move with scales made inside and with scales of the host are counted.
#include <cinttypes>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <future>

#include "fp_host.h"
#include "fp_network.h"
#include "mx_digits.h"

namespace {

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int) {
  interrupted = 1;
}

const mx::Scheme schemes[] = {
    {"int8max", GCIM_MX_INT8, GCIM_MX_ACC_MAXFIRST},
    {"e3m2max", GCIM_MX_E3M2, GCIM_MX_ACC_MAXFIRST},
    {"e2m3", GCIM_MX_E2M3, GCIM_MX_ACC_FLOAT},
    {"e2m1max", GCIM_MX_E2M1, GCIM_MX_ACC_MAXFIRST},
    {"e2m1", GCIM_MX_E2M1, GCIM_MX_ACC_FLOAT},
    {"e4m3", GCIM_MX_E4M3, GCIM_MX_ACC_FLOAT},
    {"e5m2", GCIM_MX_E5M2, GCIM_MX_ACC_FLOAT},
};

// Those whose traffic is counted: without the scan of MX_ACC_MAXFIRST, which takes inputs twice.
const mx::Scheme traffic_schemes[] = {
    {"int8", GCIM_MX_INT8, GCIM_MX_ACC_FLOAT},
    {"e2m3", GCIM_MX_E2M3, GCIM_MX_ACC_FLOAT},
    {"e2m1", GCIM_MX_E2M1, GCIM_MX_ACC_FLOAT},
};

bool in_macro(const mx::Scheme &s) {
  return s.elem != GCIM_MX_E4M3 && s.elem != GCIM_MX_E5M2;
}

struct Count {
  uint64_t results = 0, inexact = 0, wrong = 0;
};

struct Job {
  const mx::Scheme &scheme;
  mx::Unit &unit;
  Count count;
};

// What the library says: the result by the scheme's rule, and whether the exact sum, rounded once,
// is another one.
uint32_t expected(const mx::Scheme &s, const mx::Blocks &x, int i, const mx::Blocks &w, int j,
                  bool *inexact) {
  gcim_mx_dot_t config{};
  config.a = config.b = s.elem;
  config.block = mx::LANES;
  config.acc = s.acc;
  config.quant = GCIM_RND_FLOOR;
  uint32_t y = 0, exact = 0;
  const auto blocks = static_cast<size_t>(x.blocks);
  need(gcim_mx_dot(&config, x.scales_of(i), x.elems_of(i), w.scales_of(j), w.elems_of(j), blocks,
                   &y, nullptr));
  config.acc = GCIM_MX_ACC_EXACT;
  need(gcim_mx_dot(&config, x.scales_of(i), x.elems_of(i), w.scales_of(j), w.elems_of(j), blocks,
                   &exact, nullptr));
  *inexact = y != exact;
  return y;
}

// Zeros after every `count` codes, up to whole blocks.
std::vector<uint32_t> padded(const std::vector<uint32_t> &codes, int count) {
  const auto size = static_cast<size_t>(count);
  std::vector<uint32_t> out;
  for (size_t k = 0; k < codes.size(); k += size) {
    out.insert(out.end(), codes.begin() + static_cast<std::ptrdiff_t>(k),
               codes.begin() + static_cast<std::ptrdiff_t>(k + size));
    out.resize((out.size() + mx::LANES - 1) / mx::LANES * mx::LANES, 0);
  }
  return out;
}

std::vector<uint32_t> to_bf16(const std::vector<float> &numbers, int count) {
  const gcim_float_t fp32 = *gcim_float_find("fp32"), bf16 = *gcim_float_find("bf16");
  std::vector<uint32_t> codes;
  for (float number : numbers) {
    codes.push_back(convert(bf16, fp32, code_of(number)));
  }
  return padded(codes, count);
}

float number_of(uint32_t fp16_code) {
  return float_of(convert(*gcim_float_find("fp32"), *gcim_float_find("fp16"), fp16_code));
}

// A layer's weights by output, converted offline block by block.
mx::Blocks weights_of(const FpLayer &layer, gcim_mx_elem_t elem) {
  std::vector<uint32_t> codes;
  for (int j = 0; j < layer.outputs; j++) {
    for (int i = 0; i < layer.inputs; i++) {
      codes.push_back(layer.weights[static_cast<size_t>(i) * layer.outputs + j]);
    }
  }
  return mx::quantise(elem, "fp16", padded(codes, layer.inputs), layer.outputs);
}

// A layer for all images: results plus bias, in FP32.
std::vector<float> run_layer(Job &job, const FpLayer &layer, const std::vector<uint32_t> &x,
                             int images) {
  const mx::Blocks w = weights_of(layer, job.scheme.elem);
  const mx::Blocks x_blocks = mx::quantise(job.scheme.elem, "bf16", x, images);
  const int columns = job.unit.columns();
  std::vector<uint32_t> y(static_cast<size_t>(columns));
  std::vector<float> out(static_cast<size_t>(images) * layer.outputs);
  for (int first = 0; first < layer.outputs; first += columns) {
    job.unit.load(w, first);
    for (int i = 0; i < images; i++) {
      if (interrupted) {
        fail("interrupted; start again to repeat from the beginning");
      }
      job.unit.run(&x[static_cast<size_t>(i) * w.blocks * mx::LANES], y.data());
      for (int c = 0; c < columns && first + c < layer.outputs; c++) {
        const int j = first + c;
        bool inexact = false;
        job.count.wrong += y[c] != expected(job.scheme, x_blocks, i, w, j, &inexact);
        job.count.inexact += inexact;
        job.count.results++;
        out[static_cast<size_t>(i) * layer.outputs + j] = float_of(y[c]) + number_of(layer.bias[j]);
      }
    }
  }
  return out;
}

std::vector<float> inputs_of(const Images &images) {
  std::vector<float> x;
  for (uint32_t pixel : images.pixel) {
    x.push_back(static_cast<float>(pixel) / 16);
  }
  return x;
}

struct Row {
  Count count;
  uint64_t cycles;
  int correct;
};

Row run_scheme(const mx::Scheme &s, const FpNetwork &net, const Images &images) {
  const std::unique_ptr<mx::Unit> unit = in_macro(s) ? mx::new_macro(s) : mx::new_dot(s);
  Job job{s, *unit, {}};
  std::vector<float> y = inputs_of(images);
  for (const FpLayer &layer : net.layers) {
    for (float &v : y) {
      v = v > 0 ? v : 0;
    }
    y = run_layer(job, layer, to_bf16(y, layer.inputs), images.count);
  }
  const int classes = net.layers.back().outputs;
  return {job.count, unit->cycles(), judge(y, images, classes).correct};
}

// All schemes at a time, printed in order.
void run_schemes(const FpNetwork &net, const Images &images) {
  std::vector<std::future<Row>> rows;
  for (const mx::Scheme &s : schemes) {
    rows.push_back(std::async(std::launch::async, [&] { return run_scheme(s, net, images); }));
  }
  uint64_t wrong = 0;
  for (size_t k = 0; k < rows.size(); k++) {
    const mx::Scheme &s = schemes[k];
    const Row row = rows[k].get();
    std::printf("%-6s %-8s %-9s %7.2f %% %8" PRIu64 " %8" PRIu64 " %9" PRIu64 " %10" PRIu64 "\n",
                gcim_mx_elem_name(s.elem), in_macro(s) ? "mx_macro" : "mx_dot",
                s.acc == GCIM_MX_ACC_MAXFIRST ? "max first" : "FP32",
                100.0 * row.correct / images.count, row.count.results, row.count.inexact,
                row.cycles, row.count.wrong);
    std::fflush(stdout);
    wrong += row.count.wrong;
  }
  if (wrong != 0) {
    fail("results differ from the library's");
  }
}

// Bits moved for the inputs of the first layer, counted and by the formula: k * 16 for a block with
// its scale made inside; else the host reads these, and k elements and a scale follow.
void run_traffic(const mx::Scheme &s, const FpNetwork &net, const Images &images) {
  const FpLayer &layer = net.layers[0];
  const mx::Traffic moved = mx::count_traffic(
      s, weights_of(layer, s.elem), to_bf16(inputs_of(images), layer.inputs), images.count);
  const uint64_t blocks = static_cast<uint64_t>(images.count) * mx::blocks_of(layer.inputs);
  const uint64_t wide = blocks * mx::LANES * 16;
  const uint64_t narrow = blocks * (mx::LANES * gcim_mx_elem_bits(s.elem) + 8);
  const char *line = "%-6s %-8s %10" PRIu64 " %12" PRIu64 " %12" PRIu64 " %12" PRIu64 "\n";
  const char *name = gcim_mx_elem_name(s.elem);
  std::printf(line, name, "macro", uint64_t{0}, moved.inside / 8, moved.inside / 8, wide / 8);
  std::printf(line, name, "host", moved.host_read / 8, moved.given / 8,
              (moved.host_read + moved.given) / 8, (wide + narrow) / 8);
  if (moved.inside != wide || moved.given != narrow || moved.host_read != wide) {
    fail("bytes moved are not what the formula says");
  }
}

void run(const std::string &dir) {
  Images images = Images::load(dir + "/digits.csv.gz");
  const FpNetwork net = FpNetwork::load(dir + "/mlp_fp16.txt");
  const Network w8 = Network::load(dir + "/mlp_w8.txt");
  images.keep_held_out();
  std::printf(
      "%d held-out handwritten digits in Microscaling formats; blocks of %d inputs, the last "
      "filled up with zeros\n\nformat unit     blocks    accuracy  results  inexact    cycles "
      "mismatches\n",
      images.count, mx::LANES);
  run_schemes(net, images);
  std::printf(
      "int8   (plain integers) %.2f %%; FP16 weights in double precision %.2f %%\n\nbytes for the "
      "inputs of the first layer: what the host reads to make scales, and what the macro "
      "gets\nformat scale by   host reads   macro gets        moved      formula\n",
      100.0 * w8.int_held_out / images.count, 100.0 * net.held_out / images.count);
  for (const mx::Scheme &s : traffic_schemes) {
    run_traffic(s, net, images);
  }
}

}  // namespace

mx::Blocks mx::quantise(gcim_mx_elem_t elem, const char *from, const std::vector<uint32_t> &codes,
                        int vectors) {
  gcim_mx_t config{};
  config.elem = elem;
  config.block = LANES;
  config.zero_sign = GCIM_MX_DROP_ALL;
  config.ovf = GCIM_OVF_SAT;
  config.nan = GCIM_NAN_ZERO;
  Blocks made;
  made.vectors = vectors;
  made.blocks = static_cast<int>(codes.size() / static_cast<size_t>(vectors) / LANES);
  made.scale.resize(codes.size() / LANES);
  made.elem.resize(codes.size());
  need(gcim_mx_quant(&config, gcim_float_find(from), codes.data(), nullptr, codes.size(),
                     made.scale.data(), made.elem.data(), nullptr));
  return made;
}

int main(int argc, char **argv) {
  std::signal(SIGINT, on_interrupt);
  try {
    run(argc > 1 ? argv[1] : "vectors/digits");
  } catch (const std::exception &e) {
    std::printf("\nFAIL digits in Microscaling formats: %s\n", e.what());
    return interrupted ? 130 : 1;
  }
  std::printf("\nok   digits in Microscaling formats: 0 mismatches\n");
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 ? 0 : 1;
}
