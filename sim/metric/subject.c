/* subject.c: trees, adders and population counts as one kind of thing, and their evaluation through
 * the public interface.
 */
#include "subject.h"

#include <string.h>

#include "fail.h"
#include "gcim.h"

enum { TREE_BITS = 32, LANE_BITS = 32 };

bool subject_is_lower_part(const gcim_adder_t *adder) {
  return adder->kind <= GCIM_ADD_CHAIN;
}

/* Two operands, one adder and nothing after it. */
static bool is_plain_adder(const gcim_tree_t *t) {
  return t->lanes == 2 && t->topology == GCIM_BINARY && t->max_bits == 0 && t->comp == 0 &&
         (t->scheme == GCIM_SCHEME_UNSIGNED || t->scheme == GCIM_SCHEME_EXTEND);
}

void subject_from_tree(const gcim_tree_t *tree, subject_t *subject) {
  *subject = (subject_t){.kind = SUBJECT_TREE, .tree = *tree}; /* may be the subject's own */
  tree = &subject->tree;
  subject->lanes = tree->lanes;
  subject->width = tree->width;
  subject->sum_bits = gcim_tree_sum_bits(tree);
  subject->is_signed = tree->scheme != GCIM_SCHEME_UNSIGNED;
  subject->is_adder = is_plain_adder(tree);
  subject->adder = tree->level[1];
}

int subject_from_adder(const gcim_adder_t *adder, int width, bool is_signed, subject_t *subject) {
  if (width <= TREE_BITS) {
    gcim_tree_t tree;
    gcim_tree_init(&tree, 2, width);
    tree.level[1] = *adder;
    tree.scheme = is_signed ? GCIM_SCHEME_EXTEND : GCIM_SCHEME_UNSIGNED;
    if (gcim_tree_check(&tree) != GCIM_OK) {
      return gcim_vec_fail_model(GCIM_ERR_PARAM);
    }
    subject_from_tree(&tree, subject);
    return GCIM_OK;
  }
  *subject = (subject_t){0};
  subject->kind = SUBJECT_ADDER;
  subject->adder = *adder;
  subject->lanes = 2;
  subject->width = width;
  subject->sum_bits = width + 1;
  subject->is_signed = is_signed;
  subject->is_adder = true;
  return GCIM_OK;
}

void subject_exact_range(const subject_t *s, wide_t *low, wide_t *high) {
  const wide_t one = 1;
  *low = s->is_signed ? -s->lanes * (one << (s->width - 1)) : 0;
  *high = s->lanes * ((one << (s->is_signed ? s->width - 1 : s->width)) - 1);
}

int subject_fit_bits(const subject_t *s) {
  return s->kind == SUBJECT_TREE && s->tree.max_bits > 0 ? s->tree.max_bits : s->width;
}

bool subject_may_wrap(const subject_t *s, wide_t low, wide_t high) {
  const gcim_tree_t *t = &s->tree;
  wide_t least, most;
  if (s->kind != SUBJECT_TREE || s->is_adder) {
    return false; /* the result has a bit more than the operands */
  }
  if (t->max_bits > 0 && t->max_bits < t->width + GCIM_TREE_MAX_LEVELS) {
    return true;
  }
  const bool is_power = (t->lanes & (t->lanes - 1)) == 0;
  if (t->topology == GCIM_BINARY && t->comp == 0 && (t->scheme != GCIM_SCHEME_INVERT || is_power)) {
    return false; /* every node has the bits for every result of its adder */
  }
  subject_exact_range(s, &least, &most);
  least += low;
  most += high;
  return subject_number(least, s->sum_bits, s->is_signed) != least ||
         subject_number(most, s->sum_bits, s->is_signed) != most;
}

wide_t subject_number(wide_t value, int bits, bool is_signed) {
  const wide_t modulus = (wide_t)1 << bits;
  const wide_t low = value & (modulus - 1);
  return is_signed && (low >> (bits - 1)) != 0 ? low - modulus : low;
}

static void eval_adder(const subject_t *s, const uint64_t *lanes, wide_t *approximate) {
  bool top;
  const uint64_t y =
      gcim_adder_add(&s->adder, s->width, s->is_signed, lanes[0], lanes[1], &top, NULL);
  *approximate = subject_number(((wide_t)top << s->width) | y, s->width + 1, s->is_signed);
}

/* Lanes packed as the golden model wants them. */
static void eval_tree(const subject_t *s, const uint64_t *lanes, wide_t *approximate) {
  uint32_t data[GCIM_TREE_MAX_LANES * LANE_BITS / 32] = {0};
  for (int i = 0; i < s->lanes; i++) {
    const int bit = i * s->width;
    const uint64_t word = (lanes[i] & (UINT64_MAX >> (64 - s->width))) << (bit % 32);
    data[bit / 32] |= (uint32_t)word;
    if (bit % 32 + s->width > 32) {
      data[bit / 32 + 1] |= (uint32_t)(word >> 32);
    }
  }
  *approximate =
      subject_number((wide_t)gcim_tree_sum(&s->tree, data, NULL), s->sum_bits, s->is_signed);
}

void subject_eval(const subject_t *s, const uint64_t *lanes, wide_t *approximate, wide_t *exact) {
  *exact = 0;
  for (int i = 0; i < s->lanes; i++) {
    *exact += subject_number((wide_t)lanes[i], s->width, s->is_signed);
  }
  if (s->kind == SUBJECT_ADDER) {
    eval_adder(s, lanes, approximate);
  } else {
    eval_tree(s, lanes, approximate);
  }
}
