/* subject.h: what is measured: an adder tree, a wide two-operand adder or a population count, read
 * from one line of text.
 *
 *   n=64 w=8 add=loa(3) ..                 a tree, by gcim_tree_parse
 *   adder w=48 add=gear(4,4) [signed]      two operands of 1..64 bits
 *   popcount n=16 kind=single [swap1] [swap2] [bits=4] [size=4] [limit=1]
 */
#ifndef GCIM_METRIC_SUBJECT_H
#define GCIM_METRIC_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gcim_approx.h"
#include "wide.h"

typedef enum { SUBJECT_TREE, SUBJECT_ADDER, SUBJECT_POPCOUNT } subject_kind_t;

/* Kinds of population counts, by the sentences of their card; PATTERN: groups of `size` bits count
 * at most `limit`. */
typedef enum {
  SUBJECT_POP_EXACT,
  SUBJECT_POP_SINGLE,
  SUBJECT_POP_DOUBLE,
  SUBJECT_POP_OR,
  SUBJECT_POP_ANY,
  SUBJECT_POP_SATURATE,
  SUBJECT_POP_PATTERN
} subject_pop_t;

typedef struct {
  subject_kind_t kind;
  gcim_tree_t tree; /* TREE; an adder of at most 32 bits is a tree of two lanes */
  int lanes, width, sum_bits;
  bool is_signed;     /* operands and result are two's complement */
  gcim_adder_t adder; /* of a two-operand adder */
  bool is_adder;      /* two operands and nothing else: no constant, no width limit */
  subject_pop_t pop;
  bool swap1, swap2;
  int pop_bits, pop_size, pop_limit;
} subject_t;

/* Read a line. Errors: GCIM_ERR_FORMAT or GCIM_ERR_PARAM with the position and what is expected;
 * text in gcim_vec_error_text. */
int subject_parse(const char *text, subject_t *subject);

/* Canonical line, cut to `size`; returns its length. */
int subject_print(const subject_t *subject, char *text, size_t size);

/* Make the subject of a tree or of an adder that is there already. */
void subject_from_tree(const gcim_tree_t *tree, subject_t *subject);
int subject_from_adder(const gcim_adder_t *adder, int width, bool is_signed, subject_t *subject);

/* Does the error depend on the low bits only (kinds 1..14 of the adder)? */
bool subject_is_lower_part(const gcim_adder_t *adder);

/* Largest magnitude of the exact sum, and its range. */
void subject_exact_range(const subject_t *subject, wide_t *low, wide_t *high);

/* Bits that the exact sum must fit under DOMAIN_NO_OVERFLOW: the width limit, or an operand's. */
int subject_fit_bits(const subject_t *subject);

/* May a result with d in low .. high (the root's constant included) leave the bits of the sum, so
 * that it is read as another number? Says false only where it is sure. */
bool subject_may_wrap(const subject_t *subject, wide_t low, wide_t high);

/* Approximate and exact result of one set of operands, as numbers; lanes hold width bits each. For
 * trees and adders. `exact` is not reduced to the bits of the result. */
void subject_eval(const subject_t *subject, const uint64_t *lanes, wide_t *approximate,
                  wide_t *exact);

/* The low `bits` of `value` as a number, two's complement if `is_signed`. */
wide_t subject_number(wide_t value, int bits, bool is_signed);

#endif
