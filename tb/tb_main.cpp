// tb_main.cpp: the C++-clocked campaign bench of every unit. Drives episodes (gcim_stim) into the
// Verilated top, compares every output and tap of every cycle with the golden model (gcim_check),
// and judges: planned = executed = compared. After a mismatch it shrinks the stimulus and, in a
// trace build, writes a waveform of the window.
#include <unistd.h>

#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "episode.h"
#include "gcim.h"
#include "options.h"
#include "pins.h"
#include "report.h"
#include "shrink.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif

namespace {

enum { WINDOW_BEFORE = 20 };
volatile sig_atomic_t interrupted = 0;

// The command line, for $plusargs and +verilator+: every Dut has a context of its own.
struct {
  int argc = 0;
  char **argv = nullptr;
} plusargs;

void on_interrupt(int) {
  interrupted = 1;
}

// A Verilated top from power-up, driven through the pins of one configuration.
class Dut {
 public:
  Dut(const Pins<Top> &pins, uint64_t seed) : pins_(pins) {
    context_->commandArgs(plusargs.argc, plusargs.argv);
    context_->randReset(2);
    context_->randSeed(static_cast<int>(seed % 0x7fffffff) + 1);
#if VM_TRACE
    context_->traceEverOn(true);
#endif
    top_ = std::make_unique<Top>(context_.get());
    pins_.clock(*top_, 0, 1);  // so that the first reset has a falling edge
    top_->eval();
  }
  ~Dut() {
    top_->final();
  }

  // Inputs change on the falling edge; what is visible then is what the rising edge samples.
  void settle(int rst_n, uint32_t *image, bool taps) {
    pins_.drive(*top_, image);
    pins_.clock(*top_, 0, rst_n);
    top_->eval();
    dump();
    pins_.sample(*top_, image);
    if (taps) {
      pins_.sample_taps(*top_, image);
    }
  }

  void edge(int rst_n) {
    pins_.clock(*top_, 1, rst_n);
    top_->eval();
    dump();
  }

#if VM_TRACE
  void open_trace(const std::string &file) {
    trace_ = std::make_unique<VerilatedFstC>();
    top_->trace(trace_.get(), 99);
    trace_->open(file.c_str());
  }
  void close_trace() {
    trace_->close();
  }
#endif
  void window(bool on) {
    dumping_ = on;
  }
#if VM_COVERAGE
  void write_coverage(const std::string &file) {
    context_->coveragep()->write(file.c_str());
  }
#endif

 private:
  void dump() {
    context_->timeInc(5);
#if VM_TRACE
    if (trace_ && dumping_) {
      trace_->dump(context_->time());
    }
#endif
  }

  const Pins<Top> &pins_;
  std::unique_ptr<VerilatedContext> context_ = std::make_unique<VerilatedContext>();
  std::unique_ptr<Top> top_;
#if VM_TRACE
  std::unique_ptr<VerilatedFstC> trace_;
#endif
  bool dumping_ = false;
};

struct Outcome {
  uint64_t cycles = 0;    // driven
  uint64_t compared = 0;  // compared
  bool failed = false;    // the last cycle differs
};

// Golden model and buffers of one configuration.
class Golden {
 public:
  explicit Golden(const char *params) {
    gcim_model_t *model = nullptr;
    if (gcim_model_new(gcim_unit_find(bench_unit), params, &model) != GCIM_OK ||
        gcim_check_new(model, &check) != GCIM_OK) {
      throw std::runtime_error(gcim_error_text());
    }
    card = gcim_model_card(model);
    image.assign(static_cast<size_t>(card->image_words) + 1, 0);
  }
  ~Golden() {
    gcim_check_free(check);
  }
  Golden(const Golden &) = delete;
  Golden &operator=(const Golden &) = delete;

  gcim_check_t *check = nullptr;
  const gcim_card_t *card = nullptr;
  std::vector<uint32_t> image;
};

// A handshake that the DUT drives: always compared.
size_t handshake_word(const gcim_card_t *card) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t &s = card->signals[i];
    if (!s.is_input && s.width > 0 && s.kind <= GCIM_SIGNAL_READY) {
      return static_cast<size_t>(s.word);
    }
  }
  return 0;
}

// One stimulus to its end or to its first mismatch. Dumps from cycle `window_from` on; in cycle
// `flip_at` one bit of what was sampled is inverted.
Outcome run(Dut &dut, Source &source, Golden &golden, const Options &options,
            uint64_t window_from = 0, uint64_t flip_at = ~0ull) {
  Outcome outcome;
  int rst_n = 0;
  gcim_check_restart(golden.check);
  source.rewind();
  while (source.next(&rst_n, golden.image.data())) {
    dut.window(outcome.cycles >= window_from);
    dut.settle(rst_n, golden.image.data(), options.tap_mask != 0);
    if (outcome.cycles == flip_at) {
      golden.image[handshake_word(golden.card)] ^= 1u;
    }
    outcome.cycles++;
    if (options.break_checker != BREAK_COMPARE) {
      outcome.compared++;
      if (gcim_check_clock(golden.check, rst_n, golden.image.data(), options.tap_mask) != GCIM_OK) {
        outcome.failed = true;
        break;
      }
    }
    dut.edge(rst_n);
  }
  return outcome;
}

// After a mismatch: the smallest stimulus that still fails, as a file, and the waveform of its end.
void investigate(const Pins<Top> &pins, Source &source, uint64_t cycles, const Options &options) {
  Golden golden(pins.params);  // its own: the campaign's counters stay as they are
  Recording recording(golden.card);
  recording.record(source, cycles);
  if (options.replay.empty() && !options.quiet) {
    const Shrunk s = shrink(recording, golden.card, [&](Recording &candidate) {
      Dut dut(pins, options.seed);
      return run(dut, candidate, golden, options).failed;
    });
    const std::string file = options.stimulus_file(bench_unit, pins.config);
    recording.save(file, pins.config);
    std::printf(
        "  shrunk in %zu trials: %zu cycles to %zu, %zu requests to %zu; replay with\n"
        "    make cosim UNIT=%s CONFIG=%s REPLAY=%s TRACE=1\n",
        s.trials, s.cycles_before, s.cycles_after, s.requests_before, s.requests_after, bench_unit,
        pins.config, file.c_str());
    Dut dut(pins, options.seed);
    run(dut, recording, golden, options);
    std::printf("  the shrunk stimulus: %s\n", gcim_check_first(golden.check));
  }
#if VM_TRACE
  const std::string file = options.trace_file(bench_unit, pins.config);
  Dut dut(pins, options.seed);
  dut.open_trace(file);
  const uint64_t last = recording.cycles.size();
  run(dut, recording, golden, options, last > WINDOW_BEFORE ? last - WINDOW_BEFORE : 0);
  dut.edge(1);
  dut.close_trace();
  std::printf("  waveform of the last %d cycles: %s\n", WINDOW_BEFORE, file.c_str());
#endif
}

// The canary: a comparison that cannot fail is no comparison. One flipped bit must be noticed.
bool canary_dies(const Pins<Top> &pins, Source &source, const Options &options) {
  Golden golden(pins.params);
  Dut dut(pins, options.seed);
  const bool dies = run(dut, source, golden, options, 0, 0).failed;
  if (!dies) {
    std::printf(
        "     canary: one inverted output bit was not noticed: this run compares nothing\n");
  }
  return dies;
}

// All episodes of one configuration, or its replayed file. True if it is green.
bool run_config(const Pins<Top> &pins, const Options &o, Report &report) {
  Golden golden(pins.params);
  Episode episode(gcim_unit_find(bench_unit), pins.params, o);
  Recording recording(golden.card);
  if (!o.replay.empty()) {
    recording.load(o.replay, pins.config);
  }
  Source &source = o.replay.empty() ? static_cast<Source &>(episode) : recording;
  Tally tally{bench_unit, pins.config, o.count_for(golden.card)};
  Dut dut(pins, o.seed);
  for (uint64_t i = o.first; i < o.first + tally.planned && !interrupted; i++) {
    if (o.break_checker == BREAK_DROP_EPISODE && i == o.first + tally.planned / 2) {
      continue;
    }
    episode.select(i);
    const Outcome outcome = run(dut, source, golden, o);
    tally.executed++;
    tally.compared += outcome.compared == outcome.cycles;
    if (outcome.failed) {
      report.mismatch(tally, i, golden.check);
      investigate(pins, source, outcome.cycles, o);
      break;
    }
    report.progress(tally, golden.check);
  }
#if VM_COVERAGE
  dut.write_coverage(o.coverage_file(bench_unit, pins.config));
#endif
  const bool good = report.finish(tally, golden.check, interrupted != 0);
  return (interrupted != 0 || canary_dies(pins, source, o)) && good;
}

std::vector<std::string> known_configs() {
  std::vector<std::string> known;
  for (const Pins<Top> &pins : bench_pins) {
    known.push_back(pins.config);
  }
  return known;
}

int campaign(Options &options) {
  if (!options.replay.empty() && options.config == "all") {
    options.config = Recording::config_of(options.replay, bench_unit);
  }
  Report report(options);
  int selected = 0, bad = 0;
  for (const Pins<Top> &pins : bench_pins) {
    if (options.selects(pins.config) && !interrupted) {
      selected++;
      bad += !run_config(pins, options, report);
    }
  }
  if (selected == 0) {
    options.complain_config(bench_unit, known_configs());
    return 1;
  }
  return report.close(bench_unit, selected, bad, interrupted != 0);
}

}  // namespace

int main(int argc, char **argv) {
  Options options;
  if (!options.parse(argc, argv)) {
    return 2;
  }
  std::signal(SIGINT, on_interrupt);
  plusargs = {argc, argv};
  try {
    return campaign(options);
  } catch (const std::exception &e) {
    std::fflush(stdout);
    std::fprintf(stderr, "%s: %s\n", bench_unit, e.what());
    return 1;
  }
}
