/* card.h: the four readings of a card with the C preprocessor alone. Included only by unit.c, which
 * includes the list of cards (units.inc, generated from the folder) once per reading. Private to
 * core/.
 */
#ifndef GCIM_CORE_CARD_H
#define GCIM_CORE_CARD_H

#include "core/bits.h"
#include "core/model.h"

/* Functions a card's expressions may call, on values 0 .. 2^31-1. */
static inline int64_t card_clog2(int64_t value) {
  return gcim_clog2((uint32_t)value);
}
static inline int64_t card_max(int64_t a, int64_t b) {
  return a > b ? a : b;
}
static inline int64_t card_min(int64_t a, int64_t b) {
  return a < b ? a : b;
}
#define CLOG2(v) card_clog2(v)
#define W1(v) card_max((v), 1)
#define MAX(a, b) card_max((a), (b))
#define MIN(a, b) card_min((a), (b))
#define none_illegal 0

#endif
