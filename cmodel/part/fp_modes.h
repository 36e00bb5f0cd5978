/* fp_modes.h: mode values of the floating-point cards that are outside their range. Hardware does
 * something with them too; a card says what. */
#ifndef GCIM_PART_FP_MODES_H
#define GCIM_PART_FP_MODES_H

#include <stdint.h>

#include "gcim_fp.h"

/* Mode quant: 6 and 7 act as RNE (card fp_align, 7). */
static inline gcim_round_t gcim_fp_mode_quant(uint64_t mode) {
  return mode <= GCIM_RND_JAM ? (gcim_round_t)mode : GCIM_RND_RNE;
}

/* Mode clamp: 3 acts as CLAMP_FULL (card fp_align, 9). */
static inline gcim_clamp_t gcim_fp_mode_clamp(uint64_t mode) {
  return mode <= GCIM_CLAMP_RAISE ? (gcim_clamp_t)mode : GCIM_CLAMP_FULL;
}

#endif
