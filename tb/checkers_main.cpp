// checkers_main.cpp: drives episodes into a Verilated top whose DUTs have bound checkers, and
// judges what the checkers saw. One line per DUT: "<name>: ok ..." or "<name>: RED <first
// mismatch>". Exit status 0 only if all are ok.
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <cstdlib>
#include <memory>
#include <set>
#include <vector>

#include "gcim.h"
#include "gcim_dpi_main.h"
#include "pins.h"
#include "verilated.h"

namespace {

struct Seen {
  std::set<void *> checkers;
  int own = 0;
};

uint64_t drive(Top &top, const Pins<Top> &pins, const char *unit, uint64_t episodes) {
  gcim_stim_t *stim = nullptr;
  if (gcim_stim_new(gcim_unit_find(unit), pins.params, &stim) != GCIM_OK) {
    std::printf("%s: %s\n", pins.config, gcim_error_text());
    std::exit(1);
  }
  std::vector<uint32_t> image(gcim_stim_card(stim)->image_words + 1, 0);
  uint64_t cycles = 0;
  int rst_n = 0;
  pins.clock(top, 0, 1);
  top.eval();
  for (uint64_t i = 0; i < episodes; i++) {
    gcim_stim_start(stim, 1, i, 0);
    for (; gcim_stim_next(stim, &rst_n, image.data()) != 0; cycles += rst_n != 0) {
      pins.drive(top, image.data());
      pins.clock(top, 0, rst_n);
      top.eval();
      pins.clock(top, 1, rst_n);
      top.eval();
    }
  }
  gcim_stim_free(stim);
  return cycles;
}

// Is a checker, by its summary "<unit>: ...", that of the DUT "<unit>_<configuration>" itself, not
// of a unit inside it?
bool is_own(const char *name, const char *summary) {
  const size_t length = std::strcspn(summary, ":");
  return std::strncmp(name, summary, length) == 0 && name[length] == '_';
}

// The checkers whose clock moved for the first time are this DUT's, and those of units inside it.
bool judge(const char *name, uint64_t cycles, Seen &seen) {
  int found = 0;
  bool good = true;
  for (void *m = gcim_dpi_next(nullptr); m != nullptr; m = gcim_dpi_next(m)) {
    if (!gcim_dpi_moved(m) || !seen.checkers.insert(m).second) {
      continue;
    }
    uint64_t beats = 0, checked = 0;
    found += is_own(name, gcim_dpi_summary(m));
    gcim_dpi_beats(m, &beats, &checked);
    if (gcim_dpi_final(m) != 0) {
      std::printf("%s: RED %s\n", name, gcim_dpi_error());
      good = false;
    } else if (beats == 0 || checked != cycles) {
      std::printf("%s: RED %" PRIu64 " beats, %" PRIu64 " of %" PRIu64 " cycles checked\n", name,
                  beats, checked, cycles);
      good = false;
    } else {
      std::printf("%s: ok %s\n", name, gcim_dpi_summary(m));
    }
  }
  seen.own += found;
  if (found != 1) {
    std::printf("%s: RED %d checkers of its own saw its clock, 1 expected\n", name, found);
  }
  return good && found == 1;
}

}  // namespace

int main(int argc, char **argv) {
  const uint64_t episodes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20;
  auto context = std::make_unique<VerilatedContext>();
  context->randReset(2);
  auto top = std::make_unique<Top>(context.get());
  Seen seen;
  int bad = 0, made = 0;
  for (size_t i = 0; i < bench_pins.size(); i++) {
    const uint64_t cycles = drive(*top, bench_pins[i], bench_units[i], episodes);
    bad += !judge(bench_pins[i].config, cycles, seen);
  }
  top->final();
  for (void *m = gcim_dpi_next(nullptr); m != nullptr; m = gcim_dpi_next(m)) {
    made++;
  }
  std::printf("%zu DUTs, %d checkers of their own, %d of units inside them, %d red\n",
              bench_pins.size(), seen.own, made - seen.own, bad);
  return bad != 0 || made != static_cast<int>(seen.checkers.size());  // every checker's clock moved
}
