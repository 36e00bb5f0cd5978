/* cases.h: the cases of a vector set, one after the other, with the values the golden model
 * expects. */
#ifndef GCIM_VECTORS_CASES_H
#define GCIM_VECTORS_CASES_H

#include "fail.h"
#include "gcim.h"

enum { GCIM_EXHAUSTIVE_LIMIT = 1 << 20 };

/* How many cases of each tier, written in this order. */
typedef struct {
  uint64_t corner, exhaustive, random;
} gcim_plan_t;

typedef struct gcim_cases gcim_cases_t;

/* Make a source for a unit and parameters (as for gcim_model_new); the plan is empty. */
int gcim_cases_new(const gcim_unit_t *unit, const char *params, uint64_t seed,
                   gcim_cases_t **cases);
void gcim_cases_free(gcim_cases_t *cases);

/* Give modes one value in every random transaction: "rule=3 rnd=0"; the tier "all" is random then.
 * The text is kept, not copied.
 *
 * Errors:  GCIM_ERR_UNKNOWN naming the unit's modes, GCIM_ERR_PARAM (no number, out of range, a
 *          clocked unit).
 */
int gcim_cases_fix(gcim_cases_t *cases, const char *modes);

/* How many corner cases there are, and how many an exhaustive set has (0: more than
 * GCIM_EXHAUSTIVE_LIMIT, or clocked). */
uint64_t gcim_cases_corners(const gcim_cases_t *cases);
uint64_t gcim_cases_space(const gcim_cases_t *cases);

/* The plan for a tier, "corner", "exhaustive", "random" or "all" (corner, then the whole space if
 * it is small enough for the count, else random). `count`: number of cases, 0 for the tier's own.
 *
 * Errors:  GCIM_ERR_UNKNOWN (tier), GCIM_ERR_PARAM (a count beyond the tier, a space too large, a
 * tier that is not random where modes are fixed).
 */
int gcim_cases_plan(const gcim_cases_t *cases, const char *tier, uint64_t count, gcim_plan_t *plan);

/* Begin with the first case of a plan. */
void gcim_cases_begin(gcim_cases_t *cases, const gcim_plan_t *plan);

/* Go to the next case: 1, 0 after the last, or a negative status. */
int gcim_cases_next(gcim_cases_t *cases);

/* Instead of a plan, one item alone: row `index` of the corner list or of the whole space, or
 * episode `index` of the random campaign, whose transactions are lines of one item then. */
typedef enum {
  GCIM_TIER_CORNER = 0,
  GCIM_TIER_EXHAUSTIVE,
  GCIM_TIER_RANDOM,
  GCIM_TIERS
} gcim_tier_t;

const char *gcim_tier_name(gcim_tier_t tier);
int gcim_item_begin(gcim_cases_t *cases, gcim_tier_t tier, uint64_t index);

/* Its next line: 1, 0 after the last, or a negative status. */
int gcim_item_line(gcim_cases_t *cases);

/* Its name: "corner.ones is_signed=1", "random.3.17" (episode and beat of the campaign with this
 * seed). */
const char *gcim_cases_name(const gcim_cases_t *cases);

/* The next line of the case: 1, 0 after the last, or a negative status. */
int gcim_cases_line(gcim_cases_t *cases);

/* That line: reset, inputs and expected outputs, care, and a word about it ("" for none). */
int gcim_cases_rst_n(const gcim_cases_t *cases);
const uint32_t *gcim_cases_image(const gcim_cases_t *cases);
const uint8_t *gcim_cases_care(const gcim_cases_t *cases);
const char *gcim_cases_note(const gcim_cases_t *cases);

const gcim_model_t *gcim_cases_model(const gcim_cases_t *cases);

/* What the names of the plan's cases mean, one line each, for the header of the file. */
const char *gcim_cases_legend(gcim_cases_t *cases);

#endif
