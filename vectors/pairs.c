/* pairs.c: full product or greedy pairwise table. Candidates come from gcim_random: no table
 * depends on the machine. */
#include "pairs.h"

#include <string.h>

#include "gcim.h"

enum { CANDIDATES = 60, PAIRS_SEED = 0x70616972 };

typedef struct {
  const gcim_factors_t *factors;
  gcim_legal_t legal;
  void *context;
  gcim_table_t *table;
  bool seen[GCIM_FACTORS][GCIM_FACTORS][GCIM_LEVELS][GCIM_LEVELS]; /* a < b */
  uint64_t draws;
} pairs_t;

static int pairs_gained(const pairs_t *p, const unsigned char *row) {
  int gained = 0;
  for (int a = 0; a < p->factors->count; a++) {
    for (int b = a + 1; b < p->factors->count; b++) {
      gained += !p->seen[a][b][row[a]][row[b]];
    }
  }
  return gained;
}

static void take_row(pairs_t *p, const unsigned char *row) {
  if (p->table->count < GCIM_ROWS) {
    memcpy(p->table->rows[p->table->count++], row, GCIM_FACTORS);
  }
  for (int a = 0; a < p->factors->count; a++) {
    for (int b = a + 1; b < p->factors->count; b++) {
      p->seen[a][b][row[a]][row[b]] = true;
    }
  }
}

/* Add the best of some rows that hold this pair; a pair no legal row holds is left out. */
static void cover_pair(pairs_t *p, int a, int b, int level_a, int level_b) {
  unsigned char best[GCIM_FACTORS] = {0};
  int best_gain = 0;
  for (int i = 0; i < CANDIDATES; i++) {
    unsigned char row[GCIM_FACTORS] = {0};
    for (int f = 0; f < p->factors->count; f++) {
      row[f] =
          (unsigned char)(gcim_random(PAIRS_SEED, p->draws++, 0) % (unsigned)p->factors->levels[f]);
    }
    row[a] = (unsigned char)level_a;
    row[b] = (unsigned char)level_b;
    const int gain = pairs_gained(p, row);
    if (gain > best_gain && p->legal(p->context, row)) {
      best_gain = gain;
      memcpy(best, row, sizeof best);
    }
  }
  if (best_gain > 0) {
    take_row(p, best);
  }
}

static void cover_factors(pairs_t *p, int a, int b) {
  const int count = p->factors->levels[a] * p->factors->levels[b];
  for (int i = 0; i < count; i++) {
    const int level_a = i / p->factors->levels[b];
    const int level_b = i % p->factors->levels[b];
    if (!p->seen[a][b][level_a][level_b]) {
      cover_pair(p, a, b, level_a, level_b);
    }
  }
}

static void take_product(pairs_t *p, int rows) {
  for (int i = 0; i < rows; i++) {
    unsigned char row[GCIM_FACTORS] = {0};
    int rest = i;
    for (int f = 0; f < p->factors->count; f++) {
      row[f] = (unsigned char)(rest % p->factors->levels[f]);
      rest /= p->factors->levels[f];
    }
    if (p->legal(p->context, row)) {
      take_row(p, row);
    }
  }
}

void gcim_pairs_make(const gcim_factors_t *factors, int full, gcim_legal_t legal, void *context,
                     gcim_table_t *table) {
  static _Thread_local pairs_t pairs; /* too large for a small stack */
  memset(&pairs, 0, sizeof pairs);
  pairs.factors = factors;
  pairs.legal = legal;
  pairs.context = context;
  pairs.table = table;
  table->count = 0;
  int64_t product = 1;
  for (int f = 0; f < factors->count && product <= GCIM_ROWS; f++) {
    product *= factors->levels[f];
  }
  if (product <= full && product <= GCIM_ROWS) {
    take_product(&pairs, (int)product);
    return;
  }
  const unsigned char first[GCIM_FACTORS] = {0}; /* the first values together: a plain case leads */
  if (legal(context, first)) {
    take_row(&pairs, first);
  }
  for (int a = 0; a < factors->count; a++) {
    for (int b = a + 1; b < factors->count; b++) {
      cover_factors(&pairs, a, b);
    }
  }
}
