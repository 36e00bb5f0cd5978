// episode.h: where a campaign's inputs come from: generated episodes, or a recorded stimulus.
#ifndef GCIM_TB_EPISODE_H
#define GCIM_TB_EPISODE_H

#include <cstdint>
#include <string>
#include <vector>

#include "gcim.h"
#include "options.h"

// Inputs, cycle by cycle, from a first cycle on.
class Source {
 public:
  virtual ~Source() = default;
  virtual void rewind() = 0;
  // Fills rst_n and the inputs of `image`; false at the end.
  virtual bool next(int *rst_n, uint32_t *image) = 0;
};

// Episode `index` of a campaign.
class Episode : public Source {
 public:
  Episode(const gcim_unit_t *unit, const char *params, const Options &options) : options_(options) {
    ok_ = gcim_stim_new(unit, params, &stim_) == GCIM_OK;
  }
  ~Episode() override {
    gcim_stim_free(stim_);
  }
  Episode(const Episode &) = delete;
  Episode &operator=(const Episode &) = delete;

  bool ok() const {
    return ok_;
  }
  void select(uint64_t index) {
    index_ = index;
    rewind();
  }
  void rewind() override {
    gcim_stim_start(stim_, options_.seed, index_, options_.stim_flags);
  }
  bool next(int *rst_n, uint32_t *image) override {
    return gcim_stim_next(stim_, rst_n, image) != 0;
  }

 private:
  const Options &options_;
  gcim_stim_t *stim_ = nullptr;
  uint64_t index_ = 0;
  bool ok_ = false;
};

struct Cycle {
  int rst_n = 0;
  std::vector<uint32_t> image;  // inputs; the rest is zero
};

// A stimulus as data: what a shrunk one is, since it is no pure function of a seed. A text file,
// one line a cycle: rst_n and every input of the card in order, hexadecimal, joined by '_'.
class Recording : public Source {
 public:
  explicit Recording(const gcim_card_t *card) : card_(card) {
  }

  void record(Source &source, uint64_t cycles);
  void rewind() override {
    at_ = 0;
  }
  bool next(int *rst_n, uint32_t *image) override;

  // Both throw std::runtime_error that names the file, the line and what is wrong.
  void save(const std::string &file, const std::string &config) const;
  void load(const std::string &file, const std::string &config);
  // The configuration a file was made for.
  static std::string config_of(const std::string &file, const std::string &unit);

  std::vector<Cycle> cycles;

 private:
  const gcim_card_t *card_;
  size_t at_ = 0;
};

#endif
