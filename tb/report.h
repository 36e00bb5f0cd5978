// report.h: what a campaign says: progress, mismatches, one line per configuration, coverage, the
// verdict.
#ifndef GCIM_TB_REPORT_H
#define GCIM_TB_REPORT_H

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "episode.h"
#include "gcim.h"
#include "options.h"

struct Tally {
  const char *unit;
  const char *config;
  uint64_t planned;
  uint64_t executed = 0;
  uint64_t compared = 0;
};

class Report {
 public:
  explicit Report(const Options &options) : options_(options) {
  }

  void progress(const Tally &tally, const gcim_check_t *check);
  void mismatch(const Tally &tally, uint64_t episode, const gcim_check_t *check);
  // Judge one configuration and add its coverage. True if it is green.
  bool finish(const Tally &tally, gcim_check_t *check, bool interrupted);
  // Totals, coverage, exit status.
  int close(const char *unit, int selected, int bad, bool interrupted);

 private:
  using Clock = std::chrono::steady_clock;
  void add_coverage(gcim_check_t *check);
  bool write_coverage(const char *unit) const;
  void print_coverage(const char *unit) const;

  const Options &options_;
  Clock::time_point start_ = Clock::now(), last_ = Clock::now();
  std::map<std::string, uint64_t> bins_;
  uint64_t cycles_ = 0, active_ = 0, beats_ = 0, mismatches_ = 0, values_ = 0;
  bool line_open_ = false;
};

#endif
