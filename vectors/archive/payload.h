/* payload.h: the bytes of one shard before compression, format 1. All numbers little-endian.
 *
 *   offset  bytes
 *        0      8  "gcimvec1"
 *        8      4  bytes of this header: 80
 *       12      4  bytes of a line
 *       16      8  first item of the tier in this shard
 *       24      8  items
 *       32      8  lines
 *       40      4  tier: 0 corner, 1 exhaustive, 2 random
 *       44      4  bytes of text
 *       48     32  SHA-256 of the set's description (set.h), so that shards cannot be mixed up
 *       80         lines, then the text
 *
 * An item is a row of the corner list, a row of the whole input space, or an episode of the random
 * campaign: what can be made again alone. A line is one transaction, or one cycle of a clocked
 * unit:
 *
 *   1 byte    bit 0: rst_ni. Bits 1 to 7: how many items this line lies behind the line before it
 *             (0: the same item; the first line counts from first - 1).
 *   M bytes   clocked units: the mask, bit k for the k-th output, 1 = compare; M = ceil(outputs /
 * 8) fields    every port in card order, inputs before outputs in clocked units, ceil(width / 8)
 *             bytes each
 *
 * The text of the corner tier has a line "<name>\n" for every item, then "@<line> <note>\n" for
 * lines of clocked units that have a note; the other tiers have none.
 */
#ifndef GCIM_ARCHIVE_PAYLOAD_H
#define GCIM_ARCHIVE_PAYLOAD_H

#include "cases.h"
#include "vec.h"

enum {
  GCIM_PAYLOAD_HEAD = 80,
  GCIM_PAYLOAD_DIGEST = 32,
  GCIM_PAYLOAD_JUMP = 127,     /* most items between two lines */
  GCIM_PAYLOAD_LIMIT = 1 << 28 /* bytes of a payload that a reader takes */
};

/* Where the fields of a line are. */
typedef struct {
  gcim_vec_layout_t layout;
  bool is_clocked;
  size_t mask_bytes, line_bytes;
  size_t at[GCIM_VEC_FIELDS],
      bytes[GCIM_VEC_FIELDS]; /* of layout.fields; 0 bytes: not a field here */
} gcim_shape_t;

void gcim_shape_make(const gcim_card_t *card, gcim_shape_t *shape);

typedef struct {
  gcim_tier_t tier;
  uint64_t first, items, lines;
  size_t text_bytes;
  uint8_t set[GCIM_PAYLOAD_DIGEST];
} gcim_payload_head_t;

/* One line, unpacked. */
typedef struct {
  uint64_t jump; /* items behind the line before it */
  int rst_n;
  uint32_t *image;
  uint8_t *care;
} gcim_payload_line_t;

void gcim_payload_put_head(const gcim_shape_t *shape, const gcim_payload_head_t *head, uint8_t *at);
void gcim_payload_put_line(const gcim_card_t *card, const gcim_shape_t *shape, uint64_t jump,
                           int rst_n, const uint32_t *image, const uint8_t *care, uint8_t *at);

/* Read a header strictly. `name` begins messages.
 *
 * Errors:  GCIM_ERR_FORMAT with the field, its value and what it should be.
 */
int gcim_payload_get_head(const char *name, const gcim_shape_t *shape, const uint8_t *payload,
                          size_t bytes, gcim_payload_head_t *head);

/* Unpack a line into image and care. Errors: GCIM_ERR_FORMAT for bits above a field's width. */
int gcim_payload_get_line(const char *name, const gcim_card_t *card, const gcim_shape_t *shape,
                          uint64_t number, const uint8_t *at, gcim_payload_line_t *line);

#endif
