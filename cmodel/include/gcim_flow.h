/* gcim_flow.h: checking RTL of another latency or protocol: accepted commands in order, the k-th
 * response against the k-th answer of a private step model. No second golden: the same cycle model
 * runs as fast as it can on the commands alone.
 */
#ifndef GCIM_FLOW_H
#define GCIM_FLOW_H

#include "gcim.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gcim_flow gcim_flow_t;

/* `model` is borrowed and cleared; only the flow checker may step it from then on. */
int gcim_flow_new(gcim_model_t *model, gcim_flow_t **flow);
void gcim_flow_free(gcim_flow_t *flow);

/* Compare only bits [low +: bits] of every lane of output field `signal` (card order): a DUT that
 * shows a part of the answer leaves the others as they come. bits = -1: up to the lane's top; bits
 * = 0: the DUT does not have this field.
 *
 * Errors:  GCIM_ERR_PARAM for a signal that is not an output field, or bits outside its lane.
 */
int gcim_flow_mask(gcim_flow_t *flow, int signal, int low, int bits);

/* The glue saw something that it cannot read (a one-hot address with two lines, a result that moved
 * inside its window): counted and reported like a mismatch.
 *
 * Errors:  GCIM_ERR_MISMATCH, always (unless `flow` is NULL).
 */
int gcim_flow_fault(gcim_flow_t *flow, const char *what);

/* A command the DUT accepted on IN channel `channel` (card order), its fields and modes in `image`.
 * Its answer, if the channel has one, joins the queue of expected answers.
 *
 * Errors:  GCIM_ERR_PARAM for a channel that is not an input; GCIM_ERR_STATE if 65536 answers are
 * outstanding.
 */
int gcim_flow_command(gcim_flow_t *flow, int channel, const uint32_t *image);

/* A response of the DUT on OUT channel `channel`, its fields in `image`: compared with the oldest
 * expected answer.
 *
 * Errors:  GCIM_ERR_MISMATCH if a field differs or no answer was due.
 */
int gcim_flow_answer(gcim_flow_t *flow, int channel, const uint32_t *image);

/* One rising edge, after this edge's commands and answers. rst_n = 0 forgets what is outstanding
 * (weights stay). max_latency > 0: an answer outstanding for more edges than that is an error.
 */
int gcim_flow_tick(gcim_flow_t *flow, int rst_n, int max_latency);

/* Verdict as gcim_check_verdict: mismatches, 0 compared answers, or answers that never came. */
int gcim_flow_verdict(const gcim_flow_t *flow);
void gcim_flow_summary(const gcim_flow_t *flow, char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
