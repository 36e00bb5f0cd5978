// digits_main.cpp: the main job. All images of the digits set through every layer of a quantised
// network on the Verilated SRAM-CIM macro; every output and tap of every cycle is compared with the
// golden model, every result also with a plain integer dot product. Usage: digits [DIGITS_FOLDER
// [PLANES.npy EVERY]]: what the column trees add up with 8-bit weights goes to PLANES.npy, for
// every EVERY-th image (tree_inputs.h).
#include <csignal>
#include <cinttypes>
#include <cstdio>
#include <memory>

#include "digits_job.h"
#include "verilated.h"

namespace {

using namespace digits;

void on_interrupt(int) {
  interrupted = 1;
}

void print_row(const char *what, const Network &net, const Images &images, const Result &r,
               const Job &job, const gcim_counts_t &n, double seconds) {
  std::printf("%-6s %7.2f %% %7.2f %% %7.2f %% %11.2f %9" PRIu64 " %10" PRIu64 " %9" PRIu64
              " %10" PRIu64 " %9.0f\n",
              what, 100.0 * net.float_correct / images.count, 100.0 * r.correct / images.count,
              100.0 * r.held_out / 360,
              static_cast<double>(net.macs_per_image()) * images.count / 1e6, job.vectors, n.cycles,
              n.beats, n.mismatches + job.errors.wrong, static_cast<double>(job.vectors) / seconds);
}

// One network; 0 if every value agreed and the accuracy is the one the file promises.
int run_file(const std::string &file, const char *what, const Images &images, TreeInputs *inputs) {
  const Network net = Network::load(file);
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  Host host(*top, pins_of("digits"), Checking::cycles, 0xffffffff);
  const uint64_t planned = planned_vectors(net, host, images.count);
  Progress progress(what, planned);
  Job job{host, progress, inputs, 0, {}};
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
  if (job.errors.wrong != 0 || result.correct != net.int_correct ||
      result.held_out != net.int_held_out) {
    throw std::runtime_error(
        "results differ from the plain integer network, or accuracy from the file's");
  }
  return 0;
}

}  // namespace

int main(int argc, char **argv) {
  const std::string dir = argc > 1 ? argv[1] : "vectors/digits";
  const int every = argc == 4 ? std::atoi(argv[3]) : 1;
  if (argc == 3 || argc > 4 || every < 1) {
    std::fprintf(stderr, "usage: digits [DIGITS_FOLDER [PLANES.npy EVERY]]; EVERY is 1 or more\n");
    return 2;
  }
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
    TreeInputs inputs(every, 8);
    run_file(dir + "/mlp_w8.txt", "8 bit", images, argc == 4 ? &inputs : nullptr);
    if (argc == 4) {
      inputs.save(argv[2]);
    }
    std::fflush(stdout);
    run_file(dir + "/mlp_w4.txt", "4 bit", images, nullptr);
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
