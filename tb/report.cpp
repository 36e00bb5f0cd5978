#include "report.h"

#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>

namespace {

double seconds_since(std::chrono::steady_clock::time_point t) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - t).count();
}

}  // namespace

void Report::progress(const Tally &tally, const gcim_check_t *check) {
  if (options_.quiet || seconds_since(last_) < (isatty(2) ? 0.5 : 20.0)) {
    return;
  }
  last_ = Clock::now();
  gcim_counts_t n;
  gcim_check_counts(check, &n);
  const double seconds = seconds_since(start_);
  const double left = seconds * (double)(tally.planned - tally.executed) / (double)tally.executed;
  std::fprintf(stderr, "%s%s.%s: %" PRIu64 "/%" PRIu64 " episodes, %.2f Mcycles, ETA %.0f s%s",
               isatty(2) ? "\r\033[K" : "", tally.unit, tally.config, tally.executed, tally.planned,
               (double)n.cycles / 1e6, left, isatty(2) ? "" : "\n");
  line_open_ = isatty(2) != 0;
}

void Report::mismatch(const Tally &tally, uint64_t episode, const gcim_check_t *check) {
  std::printf("%s.%s episode %" PRIu64 ": %s\n", tally.unit, tally.config, episode,
              gcim_check_first(check));
  if (options_.replay.empty()) {
    std::printf("  repeat with\n    make cosim UNIT=%s CONFIG=%s SEED=%" PRIu64 " FIRST=%" PRIu64
                " COUNT=1 TRACE=1%s\n",
                tally.unit, tally.config, options_.seed, episode,
                (options_.stim_flags & GCIM_STIM_ILLEGAL) == 0 ? "" : " ILLEGAL=1");
  }
}

bool Report::finish(const Tally &tally, gcim_check_t *check, bool interrupted) {
  gcim_counts_t n;
  gcim_check_counts(check, &n);
  const bool counted = tally.planned == tally.executed && tally.executed == tally.compared;
  const bool empty = n.beats == 0 || n.values == 0;
  const bool good = n.mismatches == 0 && counted && !empty && n.outstanding == 0 && !interrupted;
  if (line_open_) {
    std::fprintf(stderr, "\r\033[K");
    line_open_ = false;
  }
  std::printf("%-4s %s.%-12s episodes planned %" PRIu64 " executed %" PRIu64 " compared %" PRIu64
              ", cycles %" PRIu64 " (active %" PRIu64 "), beats %" PRIu64 " (+%" PRIu64
              " don't-care), mismatches %" PRIu64 "\n",
              good ? "ok" : "FAIL", tally.unit, tally.config, tally.planned, tally.executed,
              tally.compared, n.cycles, n.active_cycles, n.beats, n.careless, n.mismatches);
  if (n.mismatches == 0 && !counted) {
    std::printf("     planned, executed and compared episodes differ%s\n",
                interrupted ? " (interrupted)" : "");
  }
  if (n.mismatches == 0 && empty) {
    std::printf("     0 output beats compared: nothing was checked\n");
  }
  if (n.outstanding > 0 && n.mismatches == 0) {
    std::printf("     %" PRIu64 " accepted commands have no answer\n", n.outstanding);
  }
  if (n.illegal > 0) {
    std::printf("     %" PRIu64 " times illegal stimulus, first: %s\n", n.illegal,
                gcim_check_illegal(check));
  }
  cycles_ += n.cycles;
  active_ += n.active_cycles;
  beats_ += n.beats;
  values_ += n.values;
  mismatches_ += n.mismatches;
  add_coverage(check);
  std::fflush(stdout);
  return good;
}

// Coverage is a unit's, not a configuration's: bins of one name add up over all of them.
void Report::add_coverage(gcim_check_t *check) {
  const gcim_model_t *model = gcim_check_model(check);
  const gcim_card_t *card = gcim_model_card(model);
  char name[160];
  for (int i = 0; i < card->bin_count; i++) {
    if (gcim_card_bin_legal(card, i)) {
      gcim_card_bin_name(card, i, name, sizeof name);
      bins_[name] += gcim_model_hits(model)[i];
    }
  }
}

void Report::print_coverage(const char *unit) const {
  enum { ENOUGH = 10, SHOWN = 12 };
  size_t hit = 0, thin = 0;
  for (const auto &bin : bins_) {
    hit += bin.second >= ENOUGH;
    thin += bin.second > 0 && bin.second < ENOUGH;
  }
  std::printf(
      "%s: functional coverage %zu/%zu bins hit at least %d times, %zu hit less often, %zu never\n",
      unit, hit, bins_.size(), ENOUGH, thin, bins_.size() - hit - thin);
  int shown = 0;
  for (const auto &bin : bins_) {
    if (bin.second < ENOUGH && shown++ < SHOWN) {
      std::printf("     hole: %s (%" PRIu64 ")\n", bin.first.c_str(), bin.second);
    }
  }
  if (shown > SHOWN) {
    std::printf("     and %d more holes\n", shown - SHOWN);
  }
}

// One line per bin, sorted by name; files of shards are merged by adding (`gcim cover`).
bool Report::write_coverage(const char *unit) const {
  const std::string temporary = options_.cover + ".tmp";
  std::FILE *file = std::fopen(temporary.c_str(), "w");
  if (file == nullptr) {
    std::fprintf(stderr, "%s: cannot be written: %s\n", temporary.c_str(), std::strerror(errno));
    return false;
  }
  std::fprintf(file, "gcim-cover 1 %s\n", unit);
  for (const auto &bin : bins_) {
    std::fprintf(file, "%" PRIu64 "\t%s\n", bin.second, bin.first.c_str());
  }
  bool good = std::ferror(file) == 0;
  good = std::fclose(file) == 0 && good;
  good = good && std::rename(temporary.c_str(), options_.cover.c_str()) == 0;
  if (!good) {
    std::fprintf(stderr, "%s: %s\n", options_.cover.c_str(), std::strerror(errno));
    std::remove(temporary.c_str());
  }
  return good;
}

int Report::close(const char *unit, int selected, int bad, bool interrupted) {
  print_coverage(unit);
  const bool written = options_.cover.empty() || write_coverage(unit);
  const double seconds = seconds_since(start_);
  std::printf("%s: %d configurations, %d failed; %" PRIu64 " cycles (%" PRIu64 " active), %" PRIu64
              " beats and %" PRIu64 " values compared, %" PRIu64
              " mismatches, %.1f s, %.0f kcycles/s\n",
              unit, selected, bad, cycles_, active_, beats_, values_, mismatches_, seconds,
              (double)cycles_ / seconds / 1e3);
  const bool said = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!said) {
    std::fprintf(stderr, "%s: the report cannot be written: %s\n", unit, std::strerror(errno));
  }
  if (interrupted) {
    std::printf("%s: interrupted; counts above are what ran; start again to repeat\n", unit);
    return 130;
  }
  return bad == 0 && written && said ? 0 : 1;
}
