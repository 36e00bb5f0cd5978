/* Fast kernels: every one this processor has gives the bits of the reference code. */
#include "helper_dcim.h"

#include "fast/fast.h"

static const char *const kernels[] = {"portable", "avx2", "avx512", "auto"};
enum { KERNELS = sizeof kernels / sizeof kernels[0], EDGES = 600 };

/* ---- selection ---- */

static void test_fast_select_unknown(void **state) {
  (void)state;
  assert_int_equal(gcim_fast_select("golden"), GCIM_OK);
  assert_int_equal(gcim_fast_select("avx3"), GCIM_ERR_UNKNOWN);
  assert_non_null(strstr(gcim_error_text(), "no kernel 'avx3'; did you mean 'avx2'?"));
  assert_int_equal(gcim_fast_select(""), GCIM_ERR_UNKNOWN);
  assert_int_equal(gcim_fast_select("neon_matrix"), GCIM_ERR_UNKNOWN);
  assert_int_equal(gcim_fast_select(NULL), GCIM_ERR_NULL);
  assert_string_equal(gcim_fast_selected(), "golden"); /* the choice stays */
}

/* What is selected is told by name; what this processor lacks is refused and the choice stays. */
static void test_fast_select_known(void **state) {
  (void)state;
  for (int i = 0; i < KERNELS - 1; i++) {
    assert_int_equal(gcim_fast_select("golden"), GCIM_OK);
    const int status = gcim_fast_select(kernels[i]);
    if (status == GCIM_OK) {
      assert_string_equal(gcim_fast_selected(), kernels[i]);
      continue;
    }
    assert_true(i > 0); /* portable is everywhere */
    assert_int_equal(status, GCIM_ERR_STATE);
    assert_string_equal(gcim_fast_selected(), "golden");
  }
  assert_int_equal(gcim_fast_select("auto"), GCIM_OK);
  assert_string_not_equal(gcim_fast_selected(), "auto");
}

/* ---- kernels by themselves ---- */

/* y of each kernel for random and extreme operands against a plain loop; rows odd and even, columns
 * off the vector. */
static void mvm(int rows, int cols, dice_t *dice, bool extreme) {
  int32_t *w = calloc((size_t)(rows * cols), sizeof *w);
  int16_t *pairs = calloc((size_t)((rows + 1) * gcim_fast_cols(cols)), sizeof *pairs);
  int16_t *x = calloc((size_t)rows + 1, sizeof *x);
  int32_t *y = calloc((size_t)gcim_fast_cols(cols), sizeof *y);
  assert_true(w != NULL && pairs != NULL && x != NULL && y != NULL);
  for (int i = 0; i < rows * cols; i++) {
    w[i] = extreme ? -256 : (int32_t)roll(dice, 513) - 256;
  }
  for (int r = 0; r < rows; r++) {
    x[r] = (int16_t)(extreme ? -256 : (int)roll(dice, 513) - 256);
  }
  gcim_fast_pack(w, rows, cols, pairs);
  for (int k = 0; k < KERNELS; k++) {
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    memset(y, 0x55, (size_t)gcim_fast_cols(cols) * sizeof *y);
    gcim_fast_mvm(x, pairs, rows, cols, y);
    for (int n = 0; n < cols; n++) {
      int64_t expected = 0;
      for (int r = 0; r < rows; r++) {
        expected += (int64_t)x[r] * w[r * cols + n];
      }
      assert_int_equal(y[n], expected);
    }
  }
  free(w);
  free(pairs);
  free(x);
  free(y);
}

static void test_fast_mvm_is_exact(void **state) {
  (void)state;
  static const int sizes[][2] = {{1, 1},  {2, 16}, {3, 17}, {4, 15},  {5, 64},
                                 {6, 33}, {7, 1},  {64, 8}, {65, 48}, {1024, 20}};
  dice_t dice = {1, 0};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    mvm(sizes[i][0], sizes[i][1], &dice, false);
    mvm(sizes[i][0], sizes[i][1], &dice, true); /* 1024 * 2^16 = 2^26 */
  }
}

/* Blocks of 1 to 4 vectors: each vector's result as if it were alone. */
static void test_fast_blocks_are_exact(void **state) {
  (void)state;
  enum { ROWS = 37, COLS = 21, STRIDE = 40, PACKED = 32 };
  static int32_t w[ROWS * COLS], y[4 * PACKED];
  static int16_t pairs[(ROWS + 1) * PACKED], x[4 * STRIDE]; /* x[37] of a vector stays 0 */
  dice_t dice = {2, 0};
  for (int i = 0; i < ROWS * COLS; i++) {
    w[i] = (int32_t)roll(&dice, 513) - 256;
  }
  for (int i = 0; i < 4 * ROWS; i++) {
    x[i / ROWS * STRIDE + i % ROWS] = (int16_t)((int)roll(&dice, 513) - 256);
  }
  gcim_fast_pack(w, ROWS, COLS, pairs);
  for (int run = 0; run < 4 * KERNELS; run++) {
    const int count = 1 + run % 4;
    if (gcim_fast_select(kernels[run / 4]) != GCIM_OK) {
      continue;
    }
    gcim_fast_mvm_block(x, STRIDE, count, pairs, ROWS, COLS, y);
    for (int i = 0; i < count * COLS; i++) {
      int32_t expected = 0;
      for (int r = 0; r < ROWS; r++) {
        expected += x[i / COLS * STRIDE + r] * w[r * COLS + i % COLS];
      }
      assert_int_equal(y[i / COLS * PACKED + i % COLS], expected);
    }
  }
}

/* Every 8-bit word, width and place of the field, against the operand written bit by bit. */
static void test_fast_operands_are_exact(void **state) {
  (void)state;
  uint32_t words[256];
  uint8_t on[256];
  int16_t out[256];
  for (uint32_t i = 0; i < 256; i++) {
    words[i] = i;
    on[i] = i % 5 != 0;
  }
  for (int mode = 0; mode < 3; mode++) { /* unsigned, signed, XNOR */
    for (int bits = 1; bits <= 8; bits++) {
      for (int shift = 0; shift + bits <= 8; shift++) {
        gcim_fast_operands(words, on, 256, shift, (1u << bits) - 1u, mode == 1, mode == 2, out);
        for (uint32_t i = 0; i < 256; i++) {
          const int64_t value = operand(i >> shift, bits, mode == 1, mode == 2 ? XNOR : AND);
          assert_int_equal(out[i], on[i] ? value : 0);
        }
      }
    }
  }
}

/* ---- whole units ---- */

/* Images and care of EDGES edges of random traffic; the same for every call with one seed. */
static uint32_t *record(const char *params, uint64_t seed, size_t *bytes) {
  macro_t *m = macro_new(params);
  dice_t dice = {seed, 0};
  const size_t words = (size_t)m->d.card->image_words, signals = (size_t)m->d.card->signal_count;
  uint32_t *log = calloc((words + signals) * EDGES, sizeof *log);
  assert_non_null(log);
  write_all(m, &dice);
  for (size_t e = 0; e < EDGES; e++) {
    const tile_t t = random_tile(m, &dice);
    drive_tile(m, &t);
    put(&m->d, "st_valid", roll(&dice, 8) != 0);
    put(&m->d, "rs_ready", roll(&dice, 4) != 0);
    put(&m->d, "wr_valid", roll(&dice, 2));
    put(&m->d, "wr_addr", roll(&dice, 1u << m->addr_bits));
    put(&m->d, "wr_data", roll(&dice, 0));
    tick(&m->d);
    uint32_t *at = log + e * (words + signals);
    memcpy(at, m->d.image, words * sizeof *at);
    for (size_t s = 0; s < signals; s++) {
      at[words + s] = m->d.care[s];
    }
  }
  *bytes = (words + signals) * EDGES * sizeof *log;
  macro_free(m);
  return log;
}

static void same_images(const char *params, uint64_t seed) {
  size_t bytes, fast_bytes;
  assert_int_equal(gcim_fast_select("golden"), GCIM_OK);
  uint32_t *golden = record(params, seed, &bytes);
  for (int k = 0; k < KERNELS; k++) {
    if (gcim_fast_select(kernels[k]) != GCIM_OK) {
      continue;
    }
    uint32_t *fast = record(params, seed, &fast_bytes);
    assert_int_equal(fast_bytes, bytes);
    assert_memory_equal(fast, golden, bytes);
    free(fast);
  }
  free(golden);
}

static void test_fast_small_operands(void **state) {
  (void)state;
  same_images("", 10);
  same_images("config=tiny", 11);
  same_images("config=odd", 12);
  same_images("config=single", 13);
  same_images("Rows=65 Cols=7 MaxX=8 MaxW=8 GateRows=2 SpareRows=3", 14);
}

/* Above 8 bits the kernels cannot be used; at the border one operand decides. */
static void test_fast_large_operands(void **state) {
  (void)state;
  same_images("config=full_width", 20);
  same_images("Rows=33 Cols=5 MaxX=9 MaxW=9 GateRows=4", 21);
  same_images("Rows=33 Cols=5 MaxX=16 MaxW=8 GateRows=4 LevelsPerReg=1", 22);
  same_images("Rows=33 Cols=5 MaxX=8 MaxW=16 GateRows=4 LevelsPerReg=2", 23);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fast_select_unknown),     cmocka_unit_test(test_fast_select_known),
      cmocka_unit_test(test_fast_mvm_is_exact),       cmocka_unit_test(test_fast_small_operands),
      cmocka_unit_test(test_fast_large_operands),     cmocka_unit_test(test_fast_blocks_are_exact),
      cmocka_unit_test(test_fast_operands_are_exact),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
