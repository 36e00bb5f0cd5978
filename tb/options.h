// options.h: command line of the campaign bench.
#ifndef GCIM_TB_OPTIONS_H
#define GCIM_TB_OPTIONS_H

#include <cstdint>
#include <string>
#include <vector>

#include "gcim.h"

// Faults planted into the bench itself, so that a test can see that they are found.
enum BreakChecker { BREAK_NOTHING, BREAK_COMPARE, BREAK_DROP_EPISODE };

struct Options {
  std::string config = "all";
  std::string budget = "smoke";  // smoke or nightly: the card's BUDGET
  uint64_t seed = 1;
  uint64_t first = 0;
  uint64_t count = 0;  // 0: the card's budget
  uint32_t tap_mask = 0xffffffff;
  int stim_flags = 0;
  BreakChecker break_checker = BREAK_NOTHING;
  std::string replay;         // stimulus file instead of episodes
  std::string out = "build";  // waveforms, coverage, shrunk stimuli
  std::string cover;          // functional coverage counters go to this file
  bool quiet = false;

  // False with a message on stderr for a bad command line.
  bool parse(int argc, char **argv);
  bool selects(const char *name) const;
  void complain_config(const char *unit, const std::vector<std::string> &known) const;
  uint64_t count_for(const gcim_card_t *card) const;
  std::string trace_file(const char *unit, const char *name) const;
  std::string stimulus_file(const char *unit, const char *name) const;
  std::string coverage_file(const char *unit, const char *name) const;
};

#endif
