/* corner.h: corner cases derived from a card: which modes meet which operands.
 *
 * Transaction units: every combination of mode values and operand patterns (pattern.h) of every
 * input, pairwise where these are more than 512. Clocked units: commands for every IN channel but
 * the one of the LOAD line, pairwise over mode values (all where a mode has at most four, else
 * highest, lowest and middle) and over {ones, ..0101, zero} of the fields without a SHAPE; fields
 * with a SHAPE go round the patterns. Combinations an ILLEGAL line forbids are left out.
 */
#ifndef GCIM_VECTORS_CORNER_H
#define GCIM_VECTORS_CORNER_H

#include "fail.h"
#include "gcim.h"
#include "pairs.h"

/* The commands of one channel. */
typedef struct {
  int channel;
  gcim_factors_t factors;
  int signals[GCIM_FACTORS];                 /* factor -> signal */
  int64_t values[GCIM_FACTORS][GCIM_LEVELS]; /* level -> value of a mode, or pattern of a field */
  gcim_table_t table;
} gcim_corner_channel_t;

typedef struct {
  const gcim_card_t *card;
  gcim_corner_channel_t *channels;
  int channel_count;
  uint32_t *scratch; /* an image */
} gcim_corner_t;

/* A second model of the same parameters, inside a checker: it knows the card's ILLEGAL lines. */
int gcim_corner_check(const gcim_model_t *model, gcim_check_t **check);

int gcim_corner_new(const gcim_model_t *model, gcim_corner_t **corner);
void gcim_corner_free(gcim_corner_t *corner);

/* Put row `row` of a channel's table on its pins; `turn` chooses the patterns of the fields with a
 * SHAPE. */
void gcim_corner_put(const gcim_corner_t *corner, const gcim_corner_channel_t *channel, int row,
                     int turn, uint32_t *image);

/* The same as words: "ones is_signed=1", cut to `size`. */
void gcim_corner_name(const gcim_corner_t *corner, const gcim_corner_channel_t *channel, int row,
                      int turn, char *text, size_t size);

#endif
