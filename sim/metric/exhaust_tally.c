/* exhaust_tally.c: counts by d and by |exact|, and their lines in a state. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exhaust.h"

bool tally_new(tally_t *t, const subject_t *s) {
  wide_t low, high;
  subject_exact_range(s, &low, &high);
  *t = (tally_t){0};
  t->d_zero = (int64_t)(high - low) + (INT64_C(1) << s->sum_bits);
  t->d_count = 2 * (size_t)t->d_zero + 1;
  t->e_count = (size_t)(-low > high ? -low : high) + 1;
  t->d = calloc(t->d_count, sizeof *t->d);
  t->abs_of = calloc(t->e_count, sizeof *t->abs_of);
  t->worst_of = calloc(t->e_count, sizeof *t->worst_of);
  return t->d != NULL && t->abs_of != NULL && t->worst_of != NULL;
}

void tally_free(tally_t *t) {
  free(t->d);
  free(t->abs_of);
  free(t->worst_of);
  *t = (tally_t){0};
}

void tally_move(tally_t *to, tally_t *from) {
  for (size_t i = 0; i < to->d_count; i++) {
    to->d[i] += from->d[i];
  }
  for (size_t i = 0; i < to->e_count; i++) {
    to->abs_of[i] += from->abs_of[i];
    to->worst_of[i] = from->worst_of[i] > to->worst_of[i] ? from->worst_of[i] : to->worst_of[i];
  }
  to->zero += from->zero;
  to->zero_wrong += from->zero_wrong;
  memset(from->d, 0, from->d_count * sizeof *from->d);
  memset(from->abs_of, 0, from->e_count * sizeof *from->abs_of);
  memset(from->worst_of, 0, from->e_count * sizeof *from->worst_of);
  from->zero = from->zero_wrong = 0;
}

/* ---- lines ---- */

/* How many are not 0, then place and value of each. */
static void write_sparse(FILE *file, const char *name, const uint64_t *values, size_t count) {
  size_t used = 0;
  for (size_t i = 0; i < count; i++) {
    used += values[i] != 0;
  }
  fprintf(file, "%s %zx", name, used);
  for (size_t i = 0; i < count; i++) {
    if (values[i] != 0) {
      fprintf(file, " %zx %" PRIx64, i, values[i]);
    }
  }
  fputc('\n', file);
}

static bool read_sparse(FILE *file, const char *name, uint64_t *values, size_t count) {
  char word[16];
  size_t used, at;
  if (fscanf(file, "%15s %zx", word, &used) != 2 || strcmp(word, name) != 0 || used > count) {
    return false;
  }
  for (size_t i = 0; i < used; i++) {
    if (fscanf(file, "%zx", &at) != 1 || at >= count ||
        fscanf(file, "%" SCNx64, &values[at]) != 1) {
      return false;
    }
  }
  return true;
}

void tally_write(const tally_t *t, FILE *file) {
  fprintf(file, "zero %" PRIx64 " %" PRIx64 "\n", t->zero, t->zero_wrong);
  write_sparse(file, "d", t->d, t->d_count);
  write_sparse(file, "abs", t->abs_of, t->e_count);
  write_sparse(file, "worst", t->worst_of, t->e_count);
}

bool tally_read(tally_t *t, FILE *file) {
  return fscanf(file, " zero %" SCNx64 " %" SCNx64, &t->zero, &t->zero_wrong) == 2 &&
         read_sparse(file, "d", t->d, t->d_count) &&
         read_sparse(file, "abs", t->abs_of, t->e_count) &&
         read_sparse(file, "worst", t->worst_of, t->e_count);
}
