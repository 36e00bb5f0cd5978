/* differ.h: two values of one signal as words. */
#ifndef GCIM_VECTORS_DIFFER_H
#define GCIM_VECTORS_DIFFER_H

#include <stddef.h>

#include "gcim.h"

/* "sum_o differs: file=1a golden=1b, bits 0". Upper digits of a long value are cut with "..":
 * the differing bits are named anyway. */
void gcim_differ_text(const gcim_card_t *card, const uint32_t *file, const uint32_t *golden,
                      int signal, char *text, size_t size);

#endif
