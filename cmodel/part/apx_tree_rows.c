/* apx_tree_rows.c: a row of cells is evaluated at once. Every column has one cell in every row of
 * cells (but for columns with a compressor, which have none at all), so the number of a cell in its
 * column is the number of its row of cells. */
#include "part/apx_tree_rows.h"

#include "core/bits.h"

/* The cells of all columns: bit q of s[i] (c[i]) is the sum (carry) of column q's cell for the
 * inputs i = 4a+2b+c. */
typedef struct {
  uint64_t s[8], c[8];
} planes_t;

typedef struct {
  planes_t cell, alt;
  uint64_t columns;    /* one bit a column: 0 .. sum_bits-1 */
  uint64_t compressed; /* columns with a 4:2 compressor */
  gcim_c42_t compressor;
  int alt_period;
  int number; /* of the next row of cells */
} array_t;

/* ---- cells ---- */

static planes_t spread(const gcim_fa_t *cells, int columns) {
  planes_t planes = {{0}, {0}};
  for (int q = 0; q < columns; q++) {
    for (int i = 0; i < 8; i++) {
      planes.s[i] |= (uint64_t)((cells[q].s >> i) & 1) << q;
      planes.c[i] |= (uint64_t)((cells[q].c >> i) & 1) << q;
    }
  }
  return planes;
}

static array_t array_of(const gcim_tree_t *tree, int sum_bits) {
  array_t array = {.cell = spread(tree->cell, sum_bits),
                   .alt = spread(tree->alt, sum_bits),
                   .columns = gcim_bits_mask(sum_bits),
                   .compressor = tree->compressor,
                   .alt_period = tree->alt_period};
  for (int q = 0; q < sum_bits; q++) {
    array.compressed |= (uint64_t)tree->compressed[q] << q;
  }
  return array;
}

/* Columns in which a row has the bit `wanted`. */
static uint64_t where(uint64_t row, int wanted) {
  return wanted != 0 ? row : ~row;
}

/* One row of full adder cells: first = the sums, second = the carries, not yet shifted. */
static gcim_rows_t cells(array_t *array, uint64_t a, uint64_t b, uint64_t c) {
  const int period = array->alt_period;
  const bool is_alt = period > 0 && array->number % period == period - 1;
  const planes_t *planes = is_alt ? &array->alt : &array->cell;
  gcim_rows_t out = {0, 0};
  for (int i = 0; i < 8; i++) {
    const uint64_t here = where(a, i & 4) & where(b, i & 2) & where(c, i & 1);
    out.first |= here & planes->s[i];
    out.second |= here & planes->c[i];
  }
  array->number++;
  return out;
}

static uint64_t shift(const array_t *array, uint64_t carries) {
  return (carries << 1) & array->columns; /* 7: carries out of column S-1 are dropped */
}

/* ---- CARRY_SAVE ---- */

/* One row of 4:2 compressors. */
static gcim_rows_t compressors(const array_t *array, gcim_rows_t p, gcim_rows_t q) {
  gcim_rows_t out = {0, 0};
  for (int i = 0; i < 16; i++) {
    const uint64_t here = where(p.first, i & 8) & where(p.second, i & 4) & where(q.first, i & 2) &
                          where(q.second, i & 1);
    out.first |= ((array->compressor.s >> i) & 1) != 0 ? here : 0;
    out.second |= ((array->compressor.c >> i) & 1) != 0 ? here : 0;
  }
  return out;
}

static gcim_rows_t add_pairs(array_t *array, gcim_rows_t p, gcim_rows_t q) {
  const uint64_t four = array->compressed;
  const gcim_rows_t upper = cells(array, p.first, p.second, q.first);
  const uint64_t t = shift(array, upper.second & ~four);
  const gcim_rows_t lower = cells(array, upper.first, t, q.second);
  const gcim_rows_t whole = compressors(array, p, q);
  return (gcim_rows_t){(lower.first & ~four) | (whole.first & four),
                       shift(array, (lower.second & ~four) | (whole.second & four))};
}

gcim_rows_t gcim_tree_carry_save(const gcim_tree_t *tree, gcim_lanes_t *lanes, int sum_bits) {
  gcim_rows_t pair[GCIM_TREE_MAX_LANES / 2];
  array_t array = array_of(tree, sum_bits);
  const uint64_t *row = lanes->word;
  int count = (lanes->count + 1) / 2;
  for (int j = 0; j < count; j++) {
    pair[j].first = row[2 * j] & array.columns;
    pair[j].second = 2 * j + 1 < lanes->count ? row[2 * j + 1] & array.columns : 0;
  }
  for (; count > 1; count = (count + 1) / 2) {
    for (int j = 0; j < count / 2; j++) {
      pair[j] = add_pairs(&array, pair[2 * j], pair[2 * j + 1]);
    }
    if (count % 2 != 0) {
      pair[count / 2] = pair[count - 1];
    }
  }
  return pair[0];
}

/* ---- ROWS73 ---- */

/* Seven rows become three: out[0], out[1], out[2] = s, u, v << 1. */
static void add_seven(array_t *array, const uint64_t *r, uint64_t *out) {
  const gcim_rows_t low = cells(array, r[0], r[1], r[2]);
  const gcim_rows_t mid = cells(array, r[3], r[4], r[5]);
  const gcim_rows_t sum = cells(array, low.first, mid.first, r[6]);
  const gcim_rows_t carry =
      cells(array, shift(array, low.second), shift(array, mid.second), shift(array, sum.second));
  out[0] = sum.first;
  out[1] = carry.first;
  out[2] = shift(array, carry.second);
}

static void add_three(array_t *array, const uint64_t *r, uint64_t *out) {
  const gcim_rows_t sum = cells(array, r[0], r[1], r[2]);
  out[0] = sum.first;
  out[1] = shift(array, sum.second);
}

gcim_rows_t gcim_tree_rows73(const gcim_tree_t *tree, gcim_lanes_t *lanes, int sum_bits) {
  array_t array = array_of(tree, sum_bits);
  uint64_t *row = lanes->word;
  int count = lanes->count;
  for (int i = 0; i < count; i++) {
    row[i] &= array.columns;
  }
  while (count > 2) {
    int taken = 0, made = 0; /* made < taken after every group: the list is rewritten in place */
    for (; count - taken >= 7; taken += 7, made += 3) {
      add_seven(&array, row + taken, row + made);
    }
    for (; count - taken >= 3; taken += 3, made += 2) {
      add_three(&array, row + taken, row + made);
    }
    for (; taken < count; taken++, made++) {
      row[made] = row[taken];
    }
    count = made;
  }
  return (gcim_rows_t){row[0], row[1]};
}
