/* build_columns.c: carry-save trees of columns (apx_tree.def, 9 and 10). */
#include <string.h>

#include "net/build.h"

/* A round over the columns. */
typedef struct {
  gcim_net_build_t *b;
  const gcim_net_part_t *part;
  int stride;
  int target;                          /* DADDA: height after the round; 0: WALLACE */
  int height[GCIM_TREE_MAX_BITS];      /* of b->here */
  int next_height[GCIM_TREE_MAX_BITS]; /* of b->there */
} round_t;

/* Bits that go from a column to the one on its left. */
typedef struct {
  uint32_t *bit;
  int count;
} carries_t;

/* Take `take` (3: full adder, 2: half adder) bits from `list`; the carry goes to `out`. */
static uint32_t take_cell(const round_t *r, int column, const uint32_t *list, int take,
                          carries_t *out) {
  uint32_t sum = 0;
  if (take == 3) {
    sum = gcim_net_column_cell(r->b, r->part, column, list[0], list[1], list[2]);
  } else {
    sum = gcim_net_full_adder(r->b, r->part->tree->cell[column], column, list[0], list[1],
                              GCIM_NET_FALSE);
  }
  out->bit[out->count++] = sum + 1;
  return sum;
}

/* How many bits of the list the next cell takes; 0: the rest passes. `left` bits are not taken,
 * the column's height is now `height`. */
static int next_take(const round_t *r, int first_height, int left, int height) {
  if (r->target > 0) {
    return height <= r->target ? 0 : height == r->target + 1 ? 2 : 3;
  }
  return first_height <= 2 || left < 2 ? 0 : left == 2 ? 2 : 3;
}

static void reduce_column(round_t *r, int column, const carries_t *in, carries_t *out) {
  const uint32_t *list = r->b->here + column * r->stride;
  uint32_t *next = r->b->there + column * r->stride;
  const int count = r->height[column];
  int taken = 0, made = 0, height = count + in->count;
  out->count = 0;
  for (int take = next_take(r, count, count, height); take > 0;
       take = next_take(r, count, count - taken, height)) {
    next[made++] = take_cell(r, column, list + taken, take, out);
    taken += take;
    height -= take - 1;
  }
  memcpy(next + made, list + taken, (size_t)(count - taken) * sizeof *next);
  made += count - taken;
  memcpy(next + made, in->bit, (size_t)in->count * sizeof *next);
  r->next_height[column] = made + in->count;
}

static void run_round(round_t *r) {
  carries_t in = {r->b->carries, 0};
  carries_t out = {r->b->carries + r->stride, 0};
  r->b->level++;
  for (int q = 0; q < r->part->bits; q++) { /* carries out of the last column are dropped */
    reduce_column(r, q, &in, &out);
    const carries_t swap = in;
    in = out;
    out = swap;
  }
  uint32_t *there = r->b->there;
  r->b->there = r->b->here;
  r->b->here = there;
  memcpy(r->height, r->next_height, sizeof r->height);
}

static int tallest(const round_t *r) {
  int height = 0;
  for (int q = 0; q < r->part->bits; q++) {
    height = r->height[q] > height ? r->height[q] : height;
  }
  return height;
}

/* The largest of 2, 3, 4, 6, 9, 13, .. below `height`. */
static int dadda_target(int height) {
  int target = 2;
  while (3 * target / 2 < height) {
    target = 3 * target / 2;
  }
  return target;
}

static void load(round_t *r) {
  const int columns = r->part->is_signed ? r->part->bits : r->part->width;
  for (int q = 0; q < columns && q < r->part->bits; q++) {
    for (int i = 0; i < r->part->lanes; i++) {
      r->b->here[q * r->stride + i] = gcim_net_lane_bit(r->b, r->part, i, q);
    }
    r->height[q] = r->part->lanes;
  }
}

void gcim_net_columns(gcim_net_build_t *b, gcim_net_part_t *part) {
  round_t r = {.b = b, .part = part, .stride = part->lanes + GCIM_NET_SPARE};
  load(&r);
  for (int height = tallest(&r); height > 2; height = tallest(&r)) {
    r.target = part->tree->topology == GCIM_DADDA ? dadda_target(height) : 0;
    run_round(&r);
  }
  for (int q = 0; q < part->bits; q++) {
    const uint32_t *list = b->here + q * r.stride;
    part->row[0][q] = r.height[q] > 0 ? list[0] : GCIM_NET_FALSE;
    part->row[1][q] = r.height[q] > 1 ? list[1] : GCIM_NET_FALSE;
  }
}
