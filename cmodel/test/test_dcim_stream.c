/* dcim_macro under random traffic against a second model of its cycle table, built the other way
 * round: stage registers that are shifted at every edge, instead of ages of tiles. Compared at
 * every edge: readies, valids, both taps, results. */
#include "helper_dcim.h"

enum { MAX_DEPTH = 10, STREAM_TILES = 400 };

/* A stage register: bit cycle k of tile number `tile` is in it. */
typedef struct {
  bool valid;
  int tile, k;
} stage_t;

typedef struct {
  macro_t *m;
  int depth;
  tile_t tiles[STREAM_TILES];
  int tile_count;
  stage_t serial, tree[MAX_DEPTH + 1], sum; /* tree[1 .. depth] */
  bool rs_valid, rq_valid;
  int64_t acc[MAX_COLS];
  bool ovf[MAX_COLS];
  uint32_t answer[MAX_COLS];
  int results;
  int col_sums, tile_sums; /* how often the taps were judged */
} mirror_t;

static bool is_sum_complete(const mirror_t *s) {
  return s->sum.valid && s->sum.k == s->tiles[s->sum.tile].x_bits - 1;
}

static bool is_blocked(const mirror_t *s) {
  return is_sum_complete(s) && s->rs_valid; /* 7 */
}

static bool can_start(const mirror_t *s) {
  const bool last = s->serial.valid && s->serial.k == s->tiles[s->serial.tile].x_bits - 1;
  return !is_blocked(s) && (!s->serial.valid || last); /* 4 */
}

static bool is_busy(const mirror_t *s) {
  bool busy = s->serial.valid || s->sum.valid; /* 2 */
  for (int i = 1; i <= s->depth; i++) {
    busy = busy || s->tree[i].valid;
  }
  return busy;
}

/* ---- what is visible ---- */

static void compare_taps(mirror_t *s) {
  const macro_t *m = s->m;
  const stage_t top = s->tree[s->depth];
  assert_int_equal(cares(&m->d, "tap_col_sum"), top.valid);
  for (int c = 0; top.valid && c < m->cols; c++) {
    for (int g = 0; g < m->digits; g++) {
      assert_int_equal(get_signed(&m->d, "tap_col_sum", c * m->digits + g, m->sum_bits),
                       col_sum(m, &s->tiles[top.tile], c, g, top.k));
      s->col_sums++;
    }
  }
  assert_int_equal(cares(&m->d, "tap_tile_sum"), s->sum.valid);
  for (int c = 0; s->sum.valid && c < m->cols; c++) {
    assert_int_equal(get_signed(&m->d, "tap_tile_sum", c, m->tile_bits),
                     tile_sum(m, &s->tiles[s->sum.tile], c, s->sum.k + 1));
    s->tile_sums++;
  }
}

static void compare(mirror_t *s) {
  const macro_t *m = s->m;
  assert_int_equal(get(&m->d, "st_ready"), can_start(s));
  assert_int_equal(get(&m->d, "wr_ready"), !is_busy(s));
  assert_int_equal(get(&m->d, "rd_ready"), !is_busy(s) && !s->rq_valid);
  assert_int_equal(get(&m->d, "rs_valid"), s->rs_valid);
  assert_int_equal(get(&m->d, "rq_valid"), s->rq_valid);
  assert_int_equal(cares(&m->d, "rs_acc"), s->rs_valid);
  assert_int_equal(cares(&m->d, "rq_data"), s->rq_valid);
  for (int c = 0; c < m->cols; c++) {
    if (s->rs_valid) {
      assert_int_equal(acc(m, c), s->acc[c]);
      assert_int_equal(ovf(m, c), s->ovf[c]);
    }
    if (s->rq_valid) {
      assert_int_equal(get_at(&m->d, "rq_data", c * m->max_w, m->max_w), s->answer[c]);
    }
  }
  compare_taps(s);
}

/* ---- one edge ---- */

/* 17, 18: the complete sum goes to the result register. */
static void load_result(mirror_t *s) {
  const tile_t *t = &s->tiles[s->sum.tile];
  const int64_t half = (int64_t)1 << (s->m->acc_width - 1);
  for (int c = 0; c < s->m->cols; c++) {
    int64_t sum = (t->keep ? s->acc[c] : 0) + tile_sum(s->m, t, c, t->x_bits);
    s->ovf[c] = (t->keep && s->ovf[c]) || sum < -half || sum >= half;
    if (t->sat) {
      sum = sum < -half ? -half : sum >= half ? half - 1 : sum;
    }
    for (; sum < -half; sum += 2 * half) {
    }
    for (; sum >= half; sum -= 2 * half) {
    }
    s->acc[c] = sum;
  }
  s->results++;
}

static void shift_pipe(mirror_t *s, bool starts) {
  s->sum = s->tree[s->depth];
  for (int i = s->depth; i > 1; i--) {
    s->tree[i] = s->tree[i - 1];
  }
  s->tree[1] = s->serial;
  s->serial.k++;
  s->serial.valid = s->serial.valid && s->serial.k < s->tiles[s->serial.tile].x_bits;
  if (starts) {
    s->serial = (stage_t){true, s->tile_count++, 0};
  }
}

/* The edge with the pins that the macro has just seen; 9: read, write, start. */
static void edge(mirror_t *s) {
  macro_t *m = s->m;
  const bool blocked = is_blocked(s), busy = is_busy(s), loads = is_sum_complete(s) && !blocked;
  const bool reads = get(&m->d, "rd_valid") && !busy && !s->rq_valid;
  const bool starts = get(&m->d, "st_valid") && can_start(s);
  const int row = get(&m->d, "rd_addr"), to = get(&m->d, "wr_addr");
  s->rq_valid = reads || (s->rq_valid && !get(&m->d, "rq_ready"));
  for (int c = 0; reads && c < m->cols; c++) {
    s->answer[c] = row < m->phys_rows ? m->w[row][c] : 0;
  }
  for (int c = 0; get(&m->d, "wr_valid") && !busy && to < m->phys_rows && c < m->cols; c++) {
    m->w[to][c] = (uint32_t)get_at(&m->d, "wr_data", c * m->max_w, m->max_w);
  }
  if (loads) {
    load_result(s);
  }
  s->rs_valid = loads || (s->rs_valid && !get(&m->d, "rs_ready"));
  if (!blocked) {
    shift_pipe(s, starts);
  }
}

/* ---- traffic ---- */

/* Rates of 8: how often a start, a write or read, a ready. */
typedef struct {
  uint32_t start, access, ready;
} rates_t;

static void drive(mirror_t *s, dice_t *dice, const rates_t *rates) {
  macro_t *m = s->m;
  tile_t *next = &s->tiles[s->tile_count];
  *next = random_tile(m, dice);
  next->x_bits = roll(dice, 4) == 0 ? 1 : next->x_bits;
  drive_tile(m, next);
  put(&m->d, "st_valid", roll(dice, 8) < rates->start);
  put(&m->d, "rs_ready", roll(dice, 8) < rates->ready);
  put(&m->d, "rq_ready", roll(dice, 8) < rates->ready);
  put(&m->d, "rd_valid", roll(dice, 8) < rates->access);
  put(&m->d, "rd_addr", roll(dice, 1u << m->addr_bits));
  uint32_t words[MAX_COLS];
  for (int c = 0; c < m->cols; c++) {
    words[c] = roll(dice, 1u << m->max_w);
  }
  drive_row(m, (int)roll(dice, 1u << m->addr_bits), words);
  put(&m->d, "wr_valid", roll(dice, 8) < rates->access);
}

static void stream(const char *params, int depth, uint64_t seed, rates_t rates) {
  mirror_t *s = calloc(1, sizeof *s);
  assert_non_null(s);
  dice_t dice = {seed, 0};
  s->m = macro_new(params);
  s->depth = depth;
  write_all(s->m, &dice);
  for (int i = 0; i < 1500 && s->tile_count < STREAM_TILES - 1; i++) {
    drive(s, &dice, &rates);
    tick(&s->m->d);
    compare(s);
    edge(s);
  }
  assert_true(s->results > 20);
  assert_true(s->col_sums > 20 && s->tile_sums > 20);
  macro_free(s->m);
  free(s);
}

static void all_rates(const char *params, int depth, uint64_t seed) {
  stream(params, depth, seed, (rates_t){8, 2, 8});     /* tiles without a gap */
  stream(params, depth, seed + 1, (rates_t){8, 2, 2}); /* mostly blocked */
  stream(params, depth, seed + 2, (rates_t){3, 4, 5});
  stream(params, depth, seed + 3, (rates_t){1, 8, 4}); /* mostly idle */
}

/* Depths by hand: 6 physical rows in tiny with one register; 14 rows = 4 levels in odd; 9 rows in
 * full_width = 4 levels, a register every 2; 24 rows in narrow = 5 levels, every 3. */
static void test_dcim_stream_tiny(void **state) {
  (void)state;
  all_rates("config=tiny", 1, 100);
}

static void test_dcim_stream_odd(void **state) {
  (void)state;
  all_rates("config=odd", 4, 200);
}

static void test_dcim_stream_full_width(void **state) {
  (void)state;
  all_rates("config=full_width", 2, 300);
}

static void test_dcim_stream_narrow(void **state) {
  (void)state;
  all_rates("config=narrow", 2, 400);
}

static void test_dcim_stream_single_bit(void **state) {
  (void)state;
  all_rates("Rows=5 Cols=3 MaxX=1 MaxW=1 Group=1 GateRows=2 AccWidth=3 LevelsPerReg=1", 3, 500);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dcim_stream_tiny),       cmocka_unit_test(test_dcim_stream_odd),
      cmocka_unit_test(test_dcim_stream_full_width), cmocka_unit_test(test_dcim_stream_narrow),
      cmocka_unit_test(test_dcim_stream_single_bit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
