// episode.h: where a campaign's inputs come from: generated episodes, or a stimulus file (--replay).
#ifndef GCIM_TB_EPISODE_H
#define GCIM_TB_EPISODE_H

#include <cstdint>
#include <string>
#include <vector>

#include "gcim.h"
#include "options.h"

class Stimulus {
 public:
  Stimulus(const gcim_unit_t *unit, const char *params, const Options &options)
      : options_(options) {
    ok_ = gcim_stim_new(unit, params, &stim_) == GCIM_OK;
  }
  ~Stimulus() { gcim_stim_free(stim_); }
  Stimulus(const Stimulus &) = delete;
  Stimulus &operator=(const Stimulus &) = delete;

  bool ok() const { return ok_; }

  bool start(uint64_t index) {
    index_ = index;
    return gcim_stim_start(stim_, options_.seed, index, options_.stim_flags) == GCIM_OK;
  }

  // The same episode from its first cycle.
  void rewind() { start(index_); }

  bool next(int *rst_n, uint32_t *image) { return gcim_stim_next(stim_, rst_n, image) != 0; }

 private:
  const Options &options_;
  gcim_stim_t *stim_ = nullptr;
  uint64_t index_ = 0;
  bool ok_ = false;
};

#endif
