/* Stimulus: a pure function of unit, parameters, seed and index; legal unless asked otherwise;
 * every command is answered. */
#include <stdio.h>

#include "helper.h"

enum { MAX_CYCLES = 20000 };

/* Every cycle of one episode: rst_n, then the inputs. */
typedef struct {
  uint32_t *words;
  size_t count;
  int cycles;
} episode_t;

/* Play episode `index` to its end. */
static episode_t play(gcim_stim_t *stim, uint64_t seed, uint64_t index, int flags) {
  const size_t words = (size_t)gcim_stim_card(stim)->image_words;
  uint32_t *image = calloc(words, sizeof *image);
  episode_t e = {NULL, 0, 0};
  int rst_n = 0;
  assert_non_null(image);
  assert_int_equal(gcim_stim_start(stim, seed, index, flags), GCIM_OK);
  while (gcim_stim_next(stim, &rst_n, image) == 1) {
    if (++e.cycles > MAX_CYCLES) {
      fail_msg("episode %d has no end", (int)index);
    }
    e.words = realloc(e.words, (e.count + words + 1) * sizeof *e.words);
    assert_non_null(e.words);
    e.words[e.count++] = (uint32_t)rst_n;
    memcpy(e.words + e.count, image, words * sizeof *image);
    e.count += words;
  }
  assert_int_equal(gcim_stim_next(stim, &rst_n, image), 0); /* over is over */
  assert_true(e.cycles > 0);
  free(image);
  return e;
}

static bool same(const episode_t *a, const episode_t *b) {
  return a->count == b->count && memcmp(a->words, b->words, a->count * sizeof *a->words) == 0;
}

/* Are episodes of these two stimuli, seeds, indexes the same? */
static bool same_episodes(gcim_stim_t *a, uint64_t seed_a, uint64_t index_a, gcim_stim_t *b,
                          uint64_t seed_b, uint64_t index_b) {
  episode_t one = play(a, seed_a, index_a, 0), two = play(b, seed_b, index_b, 0);
  const bool equal = same(&one, &two);
  free(one.words);
  free(two.words);
  return equal;
}

/* ---- pure ---- */

static void test_stim_same_seed_and_index_same_bytes(void **state) {
  (void)state;
  static const char *const units[] = {"add_tree", "dcim_macro"};
  for (int u = 0; u < 2; u++) {
    gcim_stim_t *a = stim_new(units[u], "config=odd"), *b = stim_new(units[u], "config=odd");
    for (uint64_t index = 0; index < 20; index++) {
      assert_true(same_episodes(a, 42, index, b, 42, index));
    }
    gcim_stim_free(a);
    gcim_stim_free(b);
  }
}

/* What was played before, also half an episode, leaves no trace. */
static void test_stim_order_does_not_matter(void **state) {
  (void)state;
  gcim_stim_t *a = stim_new("dcim_macro", "config=tiny");
  gcim_stim_t *b = stim_new("dcim_macro", "config=tiny");
  uint32_t *image = calloc((size_t)gcim_stim_card(a)->image_words, sizeof *image);
  int rst_n;
  assert_non_null(image);
  for (uint64_t index = 0; index < 20; index++) {
    assert_int_equal(gcim_stim_start(a, 7, 100 + index, GCIM_STIM_ILLEGAL), GCIM_OK);
    for (int i = 0; i < 40; i++) {
      gcim_stim_next(a, &rst_n, image);
    }
    assert_true(same_episodes(a, 42, 19 - index, b, 42, 19 - index));
  }
  free(image);
  gcim_stim_free(a);
  gcim_stim_free(b);
}

static void test_stim_other_index_other_episode(void **state) {
  (void)state;
  gcim_stim_t *a = stim_new("dcim_macro", "config=tiny");
  gcim_stim_t *b = stim_new("dcim_macro", "config=tiny");
  for (uint64_t index = 1; index < 20; index++) {
    assert_false(same_episodes(a, 42, 0, b, 42, index));
    assert_false(same_episodes(a, 42, index, b, 42 + index, index));
  }
  assert_false(same_episodes(a, 42, 1, b, 42, UINT64_C(0x100000001)));
  assert_false(same_episodes(a, 42, 1, b, UINT64_C(0x10000002a), 1));
  gcim_stim_free(a);
  gcim_stim_free(b);
}

/* ---- what is played ---- */

static bool bit(const gcim_card_t *card, const uint32_t *image, int signal) {
  return card->signals[signal].width == 0 || (image[card->signals[signal].word] & 1u) != 0;
}

/* Bits above a signal's width are zero; if `legal`, valids are 0 under reset and modes of a valid
 * command are legal. */
static void judge_inputs(const gcim_card_t *card, const uint32_t *image, int rst_n, bool legal) {
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!s->is_input || s->width == 0) {
      continue;
    }
    if (s->width % 32 != 0) {
      assert_int_equal(image[s->word + s->words - 1] >> (s->width % 32), 0);
    }
    assert_false(legal && s->kind == GCIM_SIGNAL_VALID && rst_n == 0 && bit(card, image, i));
    if (legal && s->kind == GCIM_SIGNAL_MODE &&
        bit(card, image, card->channels[s->channel].first_signal)) {
      assert_in_range(image[s->word], s->min, s->max);
    }
  }
}

/* Play episodes against a checker whose DUT is a second model. */
static gcim_counts_t campaign(const char *unit, const char *params, int flags, int episodes) {
  gcim_stim_t *stim = stim_new(unit, params);
  dut_t dut = dut_new(unit, params), judge = dut_new(unit, params);
  gcim_check_t *check;
  gcim_counts_t counts;
  int rst_n;
  assert_int_equal(gcim_check_new(judge.model, &check), GCIM_OK);
  for (int index = 0; index < episodes; index++) {
    gcim_stim_start(stim, 1, (uint64_t)index, flags);
    gcim_model_clear(dut.model);
    gcim_check_restart(check);
    while (gcim_stim_next(stim, &rst_n, dut.image) == 1) {
      judge_inputs(dut.card, dut.image, rst_n, (flags & GCIM_STIM_ILLEGAL) == 0);
      gcim_model_step(dut.model, rst_n, dut.image, dut.care);
      assert_int_equal(gcim_check_clock(check, rst_n, dut.image, 0), GCIM_OK);
    }
    gcim_check_counts(check, &counts);
    assert_int_equal(counts.outstanding, 0); /* every command is answered at the end */
    assert_int_equal(gcim_model_busy(dut.model), 0);
  }
  assert_true(counts.beats > 0);
  gcim_check_free(check);
  gcim_stim_free(stim);
  free(judge.image);
  dut_free(&dut);
  return counts;
}

static void test_stim_is_legal_and_answered(void **state) {
  (void)state;
  for (int u = 0; gcim_unit_list(u) != NULL; u++) {
    const char *unit = gcim_unit_name(gcim_unit_list(u));
    dut_t plain = dut_new(unit, NULL);
    for (int c = 0; c < plain.card->config_count; c++) {
      char params[80];
      snprintf(params, sizeof params, "config=%s", plain.card->configs[c].name);
      const gcim_counts_t counts = campaign(unit, params, 0, 30);
      assert_int_equal(counts.illegal, 0);
      assert_int_equal(counts.mismatches, 0);
    }
    dut_free(&plain);
  }
}

static void test_stim_illegal_when_asked(void **state) {
  (void)state;
  assert_true(campaign("dcim_macro", "config=tiny", GCIM_STIM_ILLEGAL, 60).illegal > 20);
}

/* ---- reset and load ---- */

/* Resets after the episode's first edge without reset. */
static int later_resets(gcim_stim_t *stim, uint64_t index, int flags) {
  episode_t e = play(stim, 3, index, flags);
  const size_t step = e.count / (size_t)e.cycles;
  int resets = 0;
  bool running = false;
  assert_int_equal(e.words[0], 0); /* an episode begins with a reset */
  for (size_t at = 0; at < e.count; at += step) {
    running = running || e.words[at] != 0;
    resets += running && e.words[at] == 0;
  }
  free(e.words);
  return resets;
}

static void test_stim_no_reset_when_asked(void **state) {
  (void)state;
  gcim_stim_t *stim = stim_new("dcim_macro", "config=tiny");
  int resets = 0;
  for (uint64_t index = 0; index < 60; index++) {
    assert_int_equal(later_resets(stim, index, GCIM_STIM_NO_RESET), 0);
    resets += later_resets(stim, index, 0);
  }
  assert_true(resets > 0);
  gcim_stim_free(stim);
}

/* Rows 0, 1, 2, .. that the episode's first accepted commands write, until something else is
 * accepted. */
static int loaded_rows(gcim_stim_t *stim, dut_t *d, uint64_t index, int flags) {
  int rows = 0, rst_n;
  bool loading = true;
  gcim_stim_start(stim, 4, index, flags);
  gcim_model_clear(d->model);
  while (gcim_stim_next(stim, &rst_n, d->image) == 1) {
    gcim_model_step(d->model, rst_n, d->image, d->care);
    const bool writes = rst_n && get(d, "wr_valid") && get(d, "wr_ready");
    const bool others = rst_n && ((get(d, "st_valid") && get(d, "st_ready")) ||
                                  (get(d, "rd_valid") && get(d, "rd_ready")));
    loading = loading && !others && (!writes || get(d, "wr_addr") == rows);
    rows += loading && writes;
  }
  return rows;
}

/* LOAD (wr, addr, PhysRows): most episodes write rows 0 .. PhysRows-1 first; with NO_LOAD none does
 * as a rule. */
static void test_stim_load(void **state) {
  (void)state;
  gcim_stim_t *stim = stim_new("dcim_macro", "config=odd");
  dut_t d = dut_new("dcim_macro", "config=odd");
  int full = 0, full_without = 0;
  for (uint64_t index = 0; index < 60; index++) {
    full += loaded_rows(stim, &d, index, 0) >= 14;
    full_without += loaded_rows(stim, &d, index, GCIM_STIM_NO_LOAD) >= 14;
  }
  assert_true(full >= 45);
  assert_int_equal(full_without, 0);
  dut_free(&d);
  gcim_stim_free(stim);
}

/* ---- long episodes ---- */

/* Results over 127 beats that an episode expects, by the handshake of rs. */
static int long_sums(gcim_stim_t *stim, const dut_t *d, uint64_t index) {
  const int valid = d->card->signals[sig(d, "rs_valid")].word;
  const int beats = d->card->signals[sig(d, "rs_beats")].word;
  uint32_t *image = calloc((size_t)d->card->image_words, sizeof *image);
  int found = 0, rst_n = 0;
  assert_non_null(image);
  assert_int_equal(gcim_stim_start(stim, 1, index, 0), GCIM_OK);
  while (gcim_stim_next(stim, &rst_n, image) == 1) {
    const uint32_t *expected = gcim_stim_expected(stim);
    found += (expected[valid] & 1u) != 0 && (expected[beats] & 0xffu) > 127;
  }
  free(image);
  return found;
}

/* A campaign of 640 episodes of 120 cycles meets sums of 128 beats and more: the long episodes are
 * there, and only they can. */
static void test_stim_some_sums_are_long(void **state) {
  (void)state;
  gcim_stim_t *stim = stim_new("apx_dual_tree", "config=tiny");
  dut_t d = dut_new("apx_dual_tree", "config=tiny");
  int found = 0;
  for (uint64_t index = 0; index < 640; index++) {
    const int sums = long_sums(stim, &d, index);
    assert_true(sums == 0 || index % 64 == 62);
    found += sums;
  }
  assert_true(found > 0);
  dut_free(&d);
  gcim_stim_free(stim);
}

/* ---- NEAR, USUAL ---- */

/* Two's complement of ten bits. */
static int apart(uint64_t a, uint64_t b) {
  const int up = (int)((a - b) & 1023);
  return up < 512 ? up : up - 1024;
}

/* mx_acc: most exponents lie within 24 of the last one, most references of theirs, and most are
 * numbers; some are not. */
static void test_stim_near_fields(void **state) {
  (void)state;
  gcim_stim_t *stim = stim_new("mx_acc", "");
  dut_t d = dut_new("mx_acc", "");
  int blocks = 0, near_last = 0, near_exp = 0, numbers = 0, rst_n = 0;
  for (uint64_t index = 0; index < 20; index++) {
    uint64_t last = 0, sum = 0;
    assert_int_equal(gcim_stim_start(stim, 5, index, 0), GCIM_OK);
    while (gcim_stim_next(stim, &rst_n, d.image) == 1) {
      const uint64_t exp = get_at(&d, "st_exp", 0, 10), ref = get_at(&d, "st_ref", 0, 10);
      const uint64_t word = get_at(&d, "st_sum", 0, 21) << 10 | exp;
      if (get(&d, "st_valid") == 0 || word == sum) {
        continue; /* none, or the one that stood there */
      }
      blocks++;
      near_last += abs(apart(exp, last)) <= 24;
      near_exp += abs(apart(ref, exp)) <= 24;
      numbers += get(&d, "st_special") == 0;
      last = exp;
      sum = word;
    }
  }
  assert_in_range(near_last, 6 * blocks / 10, 95 * blocks / 100);
  assert_in_range(near_exp, 6 * blocks / 10, 95 * blocks / 100);
  assert_in_range(numbers, 8 * blocks / 10, 98 * blocks / 100); /* USUAL */
  dut_free(&d);
  gcim_stim_free(stim);
}

/* mx_macro: the exponents of all columns lie within 12 of the last one of column 0, and differ. */
static void test_stim_near_elements(void **state) {
  (void)state;
  gcim_stim_t *stim = stim_new("mx_macro", "Cols=16");
  dut_t d = dut_new("mx_macro", "Cols=16");
  int writes = 0, near_last = 0, differ = 0, rst_n = 0;
  for (uint64_t index = 0; index < 20; index++) {
    uint64_t last = 0, word = 0;
    assert_int_equal(gcim_stim_start(stim, 5, index, 0), GCIM_OK);
    while (gcim_stim_next(stim, &rst_n, d.image) == 1) {
      const uint64_t low = get_at(&d, "we_exp", 0, 60), exp = low & 1023;
      if (get(&d, "we_valid") == 0 || low == word) {
        continue; /* none, or the one that stood there */
      }
      bool all = true;
      for (int c = 0; c < 16; c++) {
        all = all && abs(apart(get_at(&d, "we_exp", 10 * c, 10), last)) <= 12;
      }
      writes++;
      near_last += all;
      differ += get_at(&d, "we_exp", 0, 60) != get_at(&d, "we_exp", 100, 60);
      last = exp;
      word = low;
    }
  }
  assert_in_range(writes, 100, 100000);
  assert_in_range(near_last, 6 * writes / 10, 95 * writes / 100);
  assert_in_range(differ, 6 * writes / 10, writes);
  dut_free(&d);
  gcim_stim_free(stim);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_stim_same_seed_and_index_same_bytes),
      cmocka_unit_test(test_stim_order_does_not_matter),
      cmocka_unit_test(test_stim_other_index_other_episode),
      cmocka_unit_test(test_stim_is_legal_and_answered),
      cmocka_unit_test(test_stim_illegal_when_asked),
      cmocka_unit_test(test_stim_no_reset_when_asked),
      cmocka_unit_test(test_stim_load),
      cmocka_unit_test(test_stim_some_sums_are_long),
      cmocka_unit_test(test_stim_near_fields),
      cmocka_unit_test(test_stim_near_elements),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
