/* mx_acc.h: the sum over Microscaling blocks (card mx_acc, 5 to 12). */
#ifndef GCIM_PART_MX_ACC_H
#define GCIM_PART_MX_ACC_H

#include <stdbool.h>
#include <stdint.h>

#include "core/wide.h"
#include "gcim_fp.h"
#include "gcim_mx.h"
#include "part/mx_dot.h"

typedef struct {
  gcim_mx_acc_kind_t kind;
  int frac; /* fraction bits of a block's sum */
  int bits; /* AccWidth: of the accumulator */
} gcim_mx_acc_how_t;

/* Flags beyond those of an FP32 result. */
enum { GCIM_MX_FLAG_NXA = GCIM_FLAG_NXA, GCIM_MX_FLAG_OVF = 64 };

/* The state: all zero after a reset. */
typedef struct {
  gcim_wide_t a;    /* the accumulator; GCIM_MX_ACC_FLOAT: an FP32 code, unsigned */
  int exp;          /* R or E */
  uint32_t flags;   /* sticky */
  bool below;       /* sticky */
  bool nan;         /* a block was a NaN */
  bool plus, minus; /* infinities came */
} gcim_mx_acc_t;

/* What comes with a block. */
typedef struct {
  bool first;
  int ref;
  gcim_round_t quant;
  bool cutoff, sat;
  gcim_fp_policy_t policy;
} gcim_mx_acc_modes_t;

/* What a step did, for coverage. */
typedef struct {
  int distance; /* bits of the shift to the right */
  bool raised;  /* it was the accumulator that was shifted */
  bool below;   /* the block's exponent was out of reach */
  bool overflow;
  bool inexact;  /* the shift set NXA */
  bool lost;     /* a number that was not 0 became 0 by cutoff */
  gcim_wide_t q; /* what was added */
} gcim_mx_acc_step_t;

/* Add a block.
 *
 * Shapes:  block->special 3 is a NaN too. Exact: as the modes say. Errors: none.
 * Source:  card mx_acc, 5 to 9.
 */
gcim_mx_acc_step_t gcim_mx_acc_add(const gcim_mx_acc_how_t *how, gcim_mx_acc_t *state,
                                   const gcim_mx_block_t *block, const gcim_mx_acc_modes_t *modes);

/* Return the FP32 code of the sum; *flags gets all seven flags.
 *
 * Source:  card mx_acc, 10 and 11.
 */
uint32_t gcim_mx_acc_result(const gcim_mx_acc_how_t *how, const gcim_mx_acc_t *state,
                            const gcim_fp_policy_t *policy, uint32_t *flags);

#endif
