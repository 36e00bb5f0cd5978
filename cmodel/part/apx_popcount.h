/* apx_popcount.h: population counts and the pairing of bits that makes approximate ones. Private to
 * cmodel. */
#ifndef GCIM_PART_APX_POPCOUNT_H
#define GCIM_PART_APX_POPCOUNT_H

#include <stdbool.h>
#include <stdint.h>

/* Which gate a pair goes through: AND and OR in turn, or OR always. */
typedef enum { GCIM_PAIR_AND_FIRST = 0, GCIM_PAIR_OR_FIRST = 1, GCIM_PAIR_OR = 2 } gcim_pair_t;

/* Number of ones among bits 0 .. count-1.
 *
 * Exact:   yes.
 */
int gcim_ones_count(const uint32_t *bits, int count);

/* One level: pairs[j] = bits[2j] AND or OR bits[2j+1], j = 0 .. floor(count/2)-1. Returns their
 * number.
 *
 * Shapes:  pairs[ceil(count / 64)] words, must not be `bits`; bits of it above the last pair stay.
 * Source:  apx_popcount.def, 6 to 8.
 */
int gcim_pairs_gate(const uint32_t *bits, int count, gcim_pair_t gates, uint32_t *pairs);

#endif
