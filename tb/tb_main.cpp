// tb_main.cpp: the C++-clocked campaign bench of every unit. Drives episodes (gcim_stim) into the Verilated top, compares
// every output and tap of every cycle with the golden model (gcim_check), and judges: planned = executed = compared.
#include <getopt.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "episode.h"
#include "gcim.h"
#include "options.h"
#include "pins.h"
#include "report.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif

namespace {

volatile sig_atomic_t interrupted = 0;

void on_interrupt(int) {
  interrupted = 1;
}

// Drives one configuration of the top, cycle by cycle.
class Driver {
 public:
  Driver(VerilatedContext &context, Top &top, const Pins<Top> &pins)
      : context_(context), top_(top), pins_(pins) {
    pins_.clock(top_, 0, 1); // so that the first reset has a falling edge
    top_.eval();
  }

  // Inputs change on the falling edge; what is visible then is what the rising edge samples.
  void settle(int rst_n, uint32_t *image, bool taps) {
    pins_.drive(top_, image);
    pins_.clock(top_, 0, rst_n);
    top_.eval();
    dump();
    pins_.sample(top_, image);
    if (taps) {
      pins_.sample_taps(top_, image);
    }
  }

  void edge(int rst_n) {
    pins_.clock(top_, 1, rst_n);
    top_.eval();
    dump();
  }

#if VM_TRACE
  void open_trace(const std::string &file) {
    trace_ = std::make_unique<VerilatedFstC>();
    top_.trace(trace_.get(), 99);
    trace_->open(file.c_str());
  }
  void close_trace() {
    if (trace_) {
      trace_->close();
      trace_.reset();
    }
  }
  void window(bool on) { dumping_ = on; }
#endif

 private:
  void dump() {
    context_.timeInc(5);
#if VM_TRACE
    if (trace_ && dumping_) {
      trace_->dump(context_.time());
    }
#endif
  }

  VerilatedContext &context_;
  Top &top_;
  const Pins<Top> &pins_;
#if VM_TRACE
  std::unique_ptr<VerilatedFstC> trace_;
  bool dumping_ = false;
#endif
};

struct Outcome {
  uint64_t cycles = 0;    // cycles driven
  uint64_t compared = 0;  // cycles compared
  bool failed = false;
  uint64_t fail_cycle = 0;
};

// Run one stimulus to its end or to its first mismatch.
Outcome run(Driver &driver, Stimulus &stimulus, gcim_check_t *check, const Options &options,
            std::vector<uint32_t> &image, uint64_t window_from) {
  Outcome outcome;
  int rst_n = 0;
  gcim_check_restart(check);
  while (stimulus.next(&rst_n, image.data())) {
#if VM_TRACE
    driver.window(outcome.cycles >= window_from);
#else
    (void)window_from;
#endif
    driver.settle(rst_n, image.data(), options.tap_mask != 0);
    outcome.cycles++;
    if (options.break_checker != BREAK_COMPARE) {
      const int status = gcim_check_clock(check, rst_n, image.data(), options.tap_mask);
      outcome.compared++;
      if (status != GCIM_OK) {
        outcome.failed = true;
        outcome.fail_cycle = outcome.cycles - 1;
        return outcome;
      }
    }
    driver.edge(rst_n);
  }
  return outcome;
}

struct Campaign {
  VerilatedContext &context;
  Top &top;
  const Options &options;
  Report &report;
};

// The failing episode again, with a waveform of the window around the first mismatch.
void trace_window(Campaign &c, const Pins<Top> &pins, Driver &driver, Stimulus &stimulus,
                  gcim_check_t *check, std::vector<uint32_t> &image, uint64_t fail_cycle) {
#if VM_TRACE
  const std::string file = c.options.trace_file(bench_unit, pins.config);
  driver.open_trace(file);
  stimulus.rewind();
  run(driver, stimulus, check, c.options, image, fail_cycle > 20 ? fail_cycle - 20 : 0);
  driver.edge(1);
  driver.close_trace();
  std::printf("  waveform of the window: %s\n", file.c_str());
#else
  (void)c, (void)pins, (void)driver, (void)stimulus, (void)check, (void)image, (void)fail_cycle;
#endif
}

// All episodes of one configuration. Returns false on the first mismatch or on a bad verdict.
bool run_config(Campaign &c, const Pins<Top> &pins) {
  const Options &o = c.options;
  const gcim_unit_t *unit = gcim_unit_find(bench_unit);
  Stimulus stimulus(unit, pins.params, o);
  gcim_model_t *model = nullptr;
  gcim_check_t *check = nullptr;
  if (!stimulus.ok() || gcim_model_new(unit, pins.params, &model) != GCIM_OK ||
      gcim_check_new(model, &check) != GCIM_OK) {
    std::printf("%s.%s: %s\n", bench_unit, pins.config, gcim_error_text());
    return false;
  }
  const gcim_card_t *card = gcim_model_card(model);
  const uint64_t count = o.count_for(card);
  std::vector<uint32_t> image(card->image_words + 1, 0);
  Driver driver(c.context, c.top, pins);
  Tally tally{bench_unit, pins.config, count};
  for (uint64_t i = o.first; i < o.first + count && !interrupted; i++) {
    if (o.break_checker == BREAK_DROP_EPISODE && i == o.first + count / 2) {
      continue;
    }
    if (!stimulus.start(i)) {
      std::printf("%s.%s episode %" PRIu64 ": %s\n", bench_unit, pins.config, i, gcim_error_text());
      break;
    }
    const Outcome outcome = run(driver, stimulus, check, o, image, ~0ull);
    tally.executed++;
    tally.compared += outcome.compared == outcome.cycles || outcome.failed;
    if (outcome.failed) {
      c.report.mismatch(tally, i, check, o, stimulus);
      trace_window(c, pins, driver, stimulus, check, image, outcome.fail_cycle);
      break;
    }
    c.report.progress(tally, check);
  }
  const bool good = c.report.finish(tally, check, o, interrupted != 0);
  gcim_check_free(check);
  return good;
}

}  // namespace

int main(int argc, char **argv) {
  Options options;
  if (!options.parse(argc, argv)) {
    return 2;
  }
  signal(SIGINT, on_interrupt);
  auto context = std::make_unique<VerilatedContext>();
  context->commandArgs(1, argv);
  context->randReset(2);
  context->randSeed(static_cast<int>(options.seed % 0x7fffffff) + 1);
#if VM_TRACE
  context->traceEverOn(true);
#endif
  auto top = std::make_unique<Top>(context.get());
  Report report(options);
  Campaign campaign{*context, *top, options, report};
  int selected = 0, bad = 0;
  for (const Pins<Top> &pins : bench_pins) {
    if (options.selects(pins.config) && !interrupted) {
      selected++;
      bad += !run_config(campaign, pins);
    }
  }
  if (selected == 0) {
    std::vector<std::string> known;
    for (const Pins<Top> &pins : bench_pins) {
      known.push_back(pins.config);
    }
    options.complain_config(bench_unit, known);
    return 1;
  }
  top->final();
#if VM_COVERAGE
  context->coveragep()->write(options.coverage_file(bench_unit).c_str());
#endif
  return report.close(bench_unit, selected, bad, interrupted != 0);
}
