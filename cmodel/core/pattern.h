/* pattern.h: random operands with a bias to corners, and the counter-based stream they come from.
 * Private to cmodel. */
#ifndef GCIM_CORE_PATTERN_H
#define GCIM_CORE_PATTERN_H

#include <stdint.h>

/* A stream of random words: Philox4x32-10, key fixed, counter = (index, draws so far). */
typedef struct {
  uint32_t key[2];
  uint64_t index, draws;
  uint32_t buffer[4];
  int left;
} gcim_random_t;

void gcim_random_start(gcim_random_t *r, uint64_t key, uint64_t index);

/* 32 random bits. */
uint32_t gcim_random_word(gcim_random_t *r);

/* Uniform 0 .. bound-1 up to a bias below 2^-16 for bounds below 2^16; bound = 0: 32 random bits.
 */
uint32_t gcim_random_below(gcim_random_t *r, uint32_t bound);

/* Fill `width` bits as `lanes` equal elements: uniform, or all lanes one corner value, or a corner
 * per lane, or one lane that stands out; a number above 64 bits also with few of its low bits. Bits
 * above `width` in the last word are zero.
 */
void gcim_pattern_draw(gcim_random_t *r, uint32_t *words, int width, int lanes);

/* Fill `lanes` floating-point codes, sign | exponent | fraction: exponents close to each other, so
 * that an alignment keeps something; or spread; or one that stands out; equal; subnormal; special.
 * One time in four as gcim_pattern_draw. Lane width: 1 + exp_bits + man_bits, at most 32.
 */
void gcim_pattern_draw_floats(gcim_random_t *r, uint32_t *words, int lanes, int exp_bits,
                              int man_bits);

#endif
