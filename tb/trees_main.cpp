// trees_main.cpp: the digits network through macros with approximate column trees. Every output and
// tap of every cycle is compared with the golden model of the same tree; accuracy and the error of
// the dot products go to the standard output, one line per tree, fields separated by tabs:
//   name correct held_out outputs wrong sum_abs sum min max cycles beats mismatches
// Usage: bench DIGITS_FOLDER OUT_FOLDER EVERY; what the trees add up for every EVERY-th image goes
// to OUT_FOLDER/NAME.npy (tree_inputs.h).
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <memory>

#include "digits_job.h"
#include "verilated.h"

namespace {

using namespace digits;

void on_interrupt(int) {
  interrupted = 1;
}

void run_tree(const Pins<Top> &pins, const Network &net, const Images &images,
              const std::string &out, int every) {
  auto context = std::make_unique<VerilatedContext>();
  auto top = std::make_unique<Top>(context.get());
  Host host(*top, pins, Checking::cycles, 0xffffffff);
  const uint64_t planned = planned_vectors(net, host, images.count);
  Progress progress(pins.config, planned);
  TreeInputs inputs(every, net.weight_bits);
  Job job{host, progress, &inputs, 0, {}};
  host.mode("st_w_bits", static_cast<uint32_t>(net.weight_bits));
  host.mode("st_w_signed", 1);
  const Result result = run_network(job, net, images);
  gcim_counts_t n;
  gcim_check_counts(host.check(), &n);
  top->final();
  if (gcim_check_verdict(host.check()) != GCIM_OK) {
    throw std::runtime_error(gcim_error_text());
  }
  if (job.vectors != planned || n.beats != planned) {
    throw std::runtime_error("planned, executed and compared vectors differ");
  }
  inputs.save(out + "/" + pins.config + ".npy");
  const Errors &e = job.errors;
  std::printf("%s\t%d\t%d\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRId64 "\t%" PRId64
              "\t%" PRId64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\n",
              pins.config, result.correct, result.held_out, e.count, e.wrong, e.sum_abs, e.sum,
              e.min, e.max, n.cycles, n.beats, n.mismatches);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char **argv) {
  const int every = argc == 4 ? std::atoi(argv[3]) : 0;
  if (every < 1) {
    std::fprintf(stderr, "usage: bench DIGITS_FOLDER OUT_FOLDER EVERY; EVERY is 1 or more\n");
    return 2;
  }
  const std::string dir = argv[1];
  std::signal(SIGINT, on_interrupt);
  try {
    Images images = Images::load(dir + "/digits.csv.gz");
    const Network net = Network::load(dir + "/mlp_w8.txt");
    for (const Pins<Top> &pins : bench_pins) {
      run_tree(pins, net, images, argv[2], every);
    }
  } catch (const std::exception &e) {
    std::fprintf(stderr, "FAIL trees: %s\n", e.what());
    return interrupted ? 130 : 1;
  }
  return std::fflush(stdout) == 0 && !std::ferror(stdout) ? 0 : 1;
}
