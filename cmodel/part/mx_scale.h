/* mx_scale.h: the shared scale of a Microscaling block (card mx_scale, 5 to 11). */
#ifndef GCIM_PART_MX_SCALE_H
#define GCIM_PART_MX_SCALE_H

#include <stdbool.h>
#include <stdint.h>

#include "part/fp_decode.h"
#include "part/mx_format.h"

/* How a scale is found. */
typedef struct {
  gcim_float_t from; /* format of the lanes: GCIM_FLOAT_IEEE */
  gcim_mx_elem_t elem;
  gcim_mx_rule_t rule;
  gcim_mx_special_t special;
  gcim_mx_zero_t zero;
  gcim_mx_ovf_t ovf;
  bool daz;
} gcim_mx_scaler_t;

/* Flags of a scale. */
enum { GCIM_MX_FLAG_UF = 1, GCIM_MX_FLAG_OF = 2, GCIM_MX_FLAG_NV = 4 };

/* The lanes of a block seen so far: all zero before the first. */
typedef struct {
  uint32_t amax; /* code, without its sign bit, of the largest magnitude */
  bool inf, nan; /* lanes that are no numbers, as they stand */
} gcim_mx_seen_t;

typedef struct {
  uint32_t byte;
  int exp; /* t, before its limits */
  uint32_t flags;
} gcim_mx_scale_t;

/* Mode values of a card; those outside the range act as the card says. */
gcim_mx_rule_t gcim_mx_mode_rule(uint64_t mode);
gcim_mx_special_t gcim_mx_mode_special(uint64_t mode);
gcim_mx_zero_t gcim_mx_mode_zero(uint64_t mode);

/* Take a lane of the block apart.
 *
 * Exact:   yes. Errors: none.
 * Source:  card mx_scale, 5.
 */
gcim_fp_lane_t gcim_mx_decode(const gcim_mx_scaler_t *how, uint32_t code);

/* Take one more lane.
 *
 * Exact:   yes. Errors: none.
 * Source:  card mx_scale, 5 to 7.
 */
void gcim_mx_see(const gcim_mx_scaler_t *how, gcim_mx_seen_t *block, uint32_t code);

/* Does the rule add one to e - emax (NEAREST: to e - emax - 1) for this f?
 *
 * Shapes:  `f` in units of 2^-GCIM_MX_F_BITS, 1 <= f < 2.
 * Source:  card mx_scale, 9.
 */
enum { GCIM_MX_F_BITS = 23 };
bool gcim_mx_adds_one(const gcim_mx_scaler_t *how, uint32_t f);

/* e and f of the number whose code without sign is `code`, > 0, read as a number. */
typedef struct {
  int e;
  uint32_t f;
} gcim_mx_split_t;
gcim_mx_split_t gcim_mx_split(const gcim_float_t *format, uint32_t code);

/* Return the scale of the block.
 *
 * Exact:   yes. Errors: none.
 * Source:  card mx_scale, 6 to 11.
 */
gcim_mx_scale_t gcim_mx_scale(const gcim_mx_scaler_t *how, const gcim_mx_seen_t *block);

#endif
