/* pattern.h: operand patterns for one port, from its SHAPE: what corner cases are made of. */
#ifndef GCIM_VECTORS_PATTERN_H
#define GCIM_VECTORS_PATTERN_H

#include "gcim.h"

/* Number of patterns, their names and why each is there. */
int gcim_pattern_count(void);
const char *gcim_pattern_name(int pattern);
const char *gcim_pattern_reason(int pattern);

/* Put pattern `pattern` (0 .. count - 1) into every lane of `signal`. */
void gcim_pattern_put(const gcim_card_t *card, uint32_t *image, int signal, int pattern);

/* Is the pattern's value for this port unlike that of every lower pattern? (One lane of one bit
 * knows two values only.) */
int gcim_pattern_is_new(const gcim_card_t *card, uint32_t *scratch, int signal, int pattern);

#endif
