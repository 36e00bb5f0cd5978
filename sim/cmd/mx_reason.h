/* mx_reason.h: why two conversions of a block differ: which choice of the one, put into the other,
 * makes them equal. */
#ifndef GCIM_CMD_MX_REASON_H
#define GCIM_CMD_MX_REASON_H

#include <stdbool.h>

#include "mx_policy.h"

/* One choice (both the same), two together, or MX_FIELDS for both: more than two. */
typedef struct {
  int first, second;
} mx_reason_t;

enum { MX_REASON_CHARS = 96 };
const char *mx_reason_text(mx_reason_t reason, char text[MX_REASON_CHARS]);

/* A block of one conversion. */
typedef struct {
  uint8_t scale, elem[256];
} mx_block_t;

bool mx_block_equal(const mx_block_t *a, const mx_block_t *b, int lanes);

/* The first choice, in the order of mx_field_t, that makes a's conversion b's; if there is none the
 * first pair. `want` is b's block, which differs. Errors: those of gcim_mx_quant. */
int mx_reason_find(const gcim_mx_t *a, const gcim_mx_t *b, const gcim_float_t *from,
                   const uint32_t *codes, int lanes, const mx_block_t *want, mx_reason_t *reason);

#endif
