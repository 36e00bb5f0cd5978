#include "mx_reason.h"

#include <stdio.h>
#include <string.h>

const char *mx_reason_text(mx_reason_t reason, char text[MX_REASON_CHARS]) {
  if (reason.first == MX_FIELDS) {
    snprintf(text, MX_REASON_CHARS, "more than two choices");
  } else if (reason.first == reason.second) {
    snprintf(text, MX_REASON_CHARS, "%s", mx_fields[reason.first].what);
  } else {
    snprintf(text, MX_REASON_CHARS, "%s + %s", mx_fields[reason.first].what,
             mx_fields[reason.second].what);
  }
  return text;
}

bool mx_block_equal(const mx_block_t *a, const mx_block_t *b, int lanes) {
  return a->scale == b->scale && memcmp(a->elem, b->elem, (size_t)lanes) == 0;
}

/* A block to explain. */
typedef struct {
  const gcim_mx_t *a, *b;
  const gcim_float_t *from;
  const uint32_t *codes;
  int lanes;
  const mx_block_t *want;
} case_t;

/* Is a with these choices of b equal to b? */
static int attempt(const case_t *c, mx_reason_t reason, bool *is_equal) {
  gcim_mx_t config = *c->a;
  mx_block_t block;
  mx_field_set(&config, (mx_field_t)reason.first, mx_field_get(c->b, (mx_field_t)reason.first));
  mx_field_set(&config, (mx_field_t)reason.second, mx_field_get(c->b, (mx_field_t)reason.second));
  *is_equal = false;
  if (gcim_mx_check(&config) != GCIM_OK) {
    return GCIM_OK; /* no conversion: a NaN code that the format does not have */
  }
  const int status = gcim_mx_quant(&config, c->from, c->codes, NULL, (size_t)c->lanes, &block.scale,
                                   block.elem, NULL);
  *is_equal = status == GCIM_OK && mx_block_equal(&block, c->want, c->lanes);
  return status;
}

static bool differs(const case_t *c, int field) {
  return mx_field_get(c->a, (mx_field_t)field) != mx_field_get(c->b, (mx_field_t)field);
}

int mx_reason_find(const gcim_mx_t *a, const gcim_mx_t *b, const gcim_float_t *from,
                   const uint32_t *codes, int lanes, const mx_block_t *want, mx_reason_t *reason) {
  const case_t c = {a, b, from, codes, lanes, want};
  int status = GCIM_OK;
  for (int apart = 0; apart < 2; apart++) { /* single choices, then pairs */
    for (int i = 0; i < MX_FIELDS && status == GCIM_OK; i++) {
      for (int j = i + apart; j < (apart == 0 ? i + 1 : (int)MX_FIELDS) && status == GCIM_OK; j++) {
        bool is_equal = false;
        *reason = (mx_reason_t){i, j};
        status = differs(&c, i) && differs(&c, j) ? attempt(&c, *reason, &is_equal) : GCIM_OK;
        if (is_equal) {
          return GCIM_OK;
        }
      }
    }
  }
  *reason = (mx_reason_t){MX_FIELDS, MX_FIELDS};
  return status;
}
