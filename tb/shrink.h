// shrink.h: cut a failing stimulus down to what the failure needs.
#ifndef GCIM_TB_SHRINK_H
#define GCIM_TB_SHRINK_H

#include <functional>

#include "episode.h"

struct Shrunk {
  size_t trials = 0;
  size_t cycles_before = 0, cycles_after = 0;
  size_t requests_before = 0, requests_after = 0;  // cycles x channels with valid = 1
};

// `fails` runs a stimulus from power-up and says whether it still fails. The first RESET_KEPT
// cycles stay.
Shrunk shrink(Recording &recording, const gcim_card_t *card,
              const std::function<bool(Recording &)> &fails);

#endif
