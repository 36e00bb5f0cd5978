// shrink.cpp: first fewer cycles (halves, quarters, ... single ones), then fewer requests, then
// plainer data.
#include "shrink.h"

#include <chrono>

namespace {

enum { RESET_KEPT = 2 };
constexpr double SECONDS = 20.0;

class Shrinker {
 public:
  Shrinker(Recording &recording, const gcim_card_t *card,
           const std::function<bool(Recording &)> &fails)
      : recording_(recording), card_(card), fails_(fails) {
  }

  // Replace the cycles by `candidate` if that still fails.
  bool keep(const std::vector<Cycle> &candidate) {
    if (expired()) {
      return false;
    }
    trials++;
    std::vector<Cycle> before = candidate;
    before.swap(recording_.cycles);
    if (fails_(recording_)) {
      return true;
    }
    before.swap(recording_.cycles);
    return false;
  }

  // Remove runs of cycles, longest first.
  void cut_cycles() {
    for (size_t run = recording_.cycles.size() / 2; run >= 1; run /= 2) {
      for (size_t at = RESET_KEPT; at < recording_.cycles.size() && !expired();) {
        std::vector<Cycle> shorter = recording_.cycles;
        const size_t end = std::min(at + run, shorter.size());
        shorter.erase(shorter.begin() + static_cast<long>(at),
                      shorter.begin() + static_cast<long>(end));
        if (!keep(shorter)) {
          at += run;
        }
      }
    }
  }

  // Withdraw requests, channel by channel and cycle by cycle.
  void cut_requests() {
    for (size_t t = RESET_KEPT; t < recording_.cycles.size() && !expired(); t++) {
      for (int c = 0; c < card_->channel_count; c++) {
        const gcim_signal_t &valid = card_->signals[card_->channels[c].first_signal];
        if (card_->channels[c].is_input &&
            recording_.cycles[t].image[static_cast<size_t>(valid.word)] != 0) {
          std::vector<Cycle> quieter = recording_.cycles;
          quieter[t].image[static_cast<size_t>(valid.word)] = 0;
          keep(quieter);
        }
      }
    }
  }

  // Set fields to zero (modes to their lowest legal value), whole signals first over all cycles,
  // then cycle by cycle.
  void plain_data() {
    for (int i = 0; i < card_->signal_count && !expired(); i++) {
      const gcim_signal_t &s = card_->signals[i];
      if (!s.is_input || s.width == 0 || s.kind == GCIM_SIGNAL_VALID ||
          s.kind == GCIM_SIGNAL_READY) {
        continue;
      }
      std::vector<Cycle> plainer = recording_.cycles;
      for (Cycle &cycle : plainer) {
        clear(cycle, s);
      }
      if (keep(plainer)) {
        continue;
      }
      for (size_t t = RESET_KEPT; t < recording_.cycles.size() && !expired(); t++) {
        plainer = recording_.cycles;
        clear(plainer[t], s);
        if (plainer[t].image != recording_.cycles[t].image) {
          keep(plainer);
        }
      }
    }
  }

  size_t requests() const {
    size_t count = 0;
    for (const Cycle &cycle : recording_.cycles) {
      for (int c = 0; c < card_->channel_count; c++) {
        const gcim_signal_t &valid = card_->signals[card_->channels[c].first_signal];
        count += card_->channels[c].is_input && cycle.image[static_cast<size_t>(valid.word)] != 0;
      }
    }
    return count;
  }

  size_t trials = 0;

 private:
  static void clear(Cycle &cycle, const gcim_signal_t &s) {
    for (int w = 0; w < s.words; w++) {
      cycle.image[static_cast<size_t>(s.word + w)] = 0;
    }
    if (s.kind == GCIM_SIGNAL_MODE) {
      cycle.image[static_cast<size_t>(s.word)] = static_cast<uint32_t>(s.min);
    }
  }

  bool expired() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() >
           SECONDS;
  }

  Recording &recording_;
  const gcim_card_t *card_;
  const std::function<bool(Recording &)> &fails_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

Shrunk shrink(Recording &recording, const gcim_card_t *card,
              const std::function<bool(Recording &)> &fails) {
  Shrinker s(recording, card, fails);
  Shrunk result;
  result.cycles_before = recording.cycles.size();
  result.requests_before = s.requests();
  s.cut_cycles();
  s.cut_requests();
  s.cut_cycles();
  s.plain_data();
  result.trials = s.trials;
  result.cycles_after = recording.cycles.size();
  result.requests_after = s.requests();
  return result;
}
