/* apx_pattern.h: groups of one-bit products and the patterns that a small tree counts. Private to
 * cmodel. */
#ifndef GCIM_PART_APX_PATTERN_H
#define GCIM_PART_APX_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

/* How lanes form groups, and which of a group's patterns are frequent. */
typedef struct {
  int lanes, size; /* 1..1024, 1..6 */
  int limit;       /* most ones the small tree counts */
  uint64_t set;    /* bit p: pattern p is frequent if it has at most `limit` ones */
} gcim_pattern_t;

/* The set {set3, set2, set1, set0} of 16 bits each: a card's parameters have 31 bits. */
uint64_t gcim_pattern_set(int64_t set0, int64_t set1, int64_t set2, int64_t set3);

/* ceil(lanes / size). */
int gcim_pattern_groups(const gcim_pattern_t *pattern);

/* Pattern of group `group`: its bits, bit 0 the lowest lane; lanes past the last are 0.
 *
 * Source:  apx_pattern_tree.def, 5.
 */
uint32_t gcim_pattern_at(const gcim_pattern_t *pattern, const uint32_t *data, int group);

/* Source:  apx_pattern_tree.def, 6. */
bool gcim_pattern_is_frequent(const gcim_pattern_t *pattern, uint32_t bits);

/* What the full tree and the small tree count of one group. The small tree is exact for frequent
 * patterns.
 *
 * Source:  apx_pattern_tree.def, 7.
 */
int gcim_pattern_full(uint32_t bits);
int gcim_pattern_small(const gcim_pattern_t *pattern, uint32_t bits);

#endif
