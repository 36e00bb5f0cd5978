/* The folded card: parameters and constants, configurations, the table of signals, coverage bins.
 */
#include <stdio.h>

#include "helper.h"

static int64_t value_of(const char *unit, const char *params, const char *name) {
  dut_t d = dut_new(unit, params);
  const int64_t value = gcim_card_value(d.card, name);
  dut_free(&d);
  return value;
}

/* ---- parameters ---- */

static void test_unit_card_defaults(void **state) {
  (void)state;
  assert_int_equal(value_of("add_tree", NULL, "Lanes"), 8);
  assert_int_equal(value_of("add_tree", "", "Width"), 8);
  assert_int_equal(value_of("add_tree", "config=default", "SumBits"), 12); /* 8 + 3 + 1 */
  assert_int_equal(value_of("add_tree", "", "NoSuchValue"), -1);
}

/* A parameter beside a configuration replaces that one value, in either order. */
static void test_unit_card_configuration_and_parameter(void **state) {
  (void)state;
  assert_int_equal(value_of("add_tree", "config=wide", "Width"), 12);
  assert_int_equal(value_of("add_tree", "config=wide", "Lanes"), 64);
  assert_int_equal(value_of("add_tree", "config=wide Width=9", "Width"), 9);
  assert_int_equal(value_of("add_tree", "Width=9 config=wide", "Width"), 9);
  assert_int_equal(value_of("add_tree", "config=wide Width=9", "Lanes"), 64);
  assert_int_equal(value_of("add_tree", "  Lanes=5\tWidth=3  ", "Width"), 3);
}

static void test_unit_card_enumerated_parameter(void **state) {
  (void)state;
  assert_int_equal(value_of("add_tree", "", "Topology"), 0);
  assert_int_equal(value_of("add_tree", "Topology=CARRY_SAVE", "Topology"), 1);
  assert_int_equal(value_of("add_tree", "Topology=BINARY", "Topology"), 0);
  assert_int_equal(value_of("add_tree", "Topology=1", "Topology"), 1);
  assert_int_equal(value_of("add_tree", "config=saver", "Topology"), 1);
}

/* AccWidth's default is TileBits + 8 of the parameters at hand: TileBits = MaxX + MaxW +
 * clog2(Rows) + 1. */
static void test_unit_card_default_follows_a_constant(void **state) {
  (void)state;
  assert_int_equal(value_of("dcim_macro", "", "AccWidth"), 8 + 8 + 6 + 1 + 8);
  assert_int_equal(value_of("dcim_macro", "Rows=16 MaxX=4 MaxW=4", "AccWidth"), 4 + 4 + 4 + 1 + 8);
  assert_int_equal(value_of("dcim_macro", "Rows=17 MaxX=4 MaxW=4", "AccWidth"), 4 + 4 + 5 + 1 + 8);
  assert_int_equal(value_of("dcim_macro", "Rows=1024 MaxX=16 MaxW=16", "AccWidth"), 51);
  assert_int_equal(value_of("dcim_macro", "Rows=16 AccWidth=30", "AccWidth"), 30);
}

/* odd: Rows 11, SpareRows 3, MaxW 7, Group 2, GateRows 3, LevelsPerReg 1. */
static void test_unit_card_constants_of_odd(void **state) {
  (void)state;
  assert_int_equal(value_of("dcim_macro", "config=odd", "PhysRows"), 14);
  assert_int_equal(value_of("dcim_macro", "config=odd", "AddrBits"), 4);
  assert_int_equal(value_of("dcim_macro", "config=odd", "GateGroups"), 4); /* 3 + 3 + 3 + 2 */
  assert_int_equal(value_of("dcim_macro", "config=odd", "Digits"), 4);     /* 2 + 2 + 2 + 1 */
  assert_int_equal(value_of("dcim_macro", "config=odd", "SumBits"), 7);    /* 2 + 1 + 4 */
  assert_int_equal(value_of("dcim_macro", "config=odd", "TileBits"), 17);  /* 5 + 7 + 4 + 1 */
  assert_int_equal(value_of("dcim_macro", "config=odd", "TreeRegs"), 4);
  assert_int_equal(value_of("dcim_macro", "config=single", "AddrBits"), 1); /* never 0 */
  assert_int_equal(value_of("dcim_macro", "config=single", "TreeRegs"), 1);
}

/* ---- every configuration of every unit ---- */

/* Run `judge` on the card of every configuration there is. */
static int for_every_card(void (*judge)(const dut_t *d)) {
  int cards = 0;
  for (int u = 0; gcim_unit_list(u) != NULL; u++) {
    const char *unit = gcim_unit_name(gcim_unit_list(u));
    dut_t plain = dut_new(unit, NULL);
    for (int c = 0; c < plain.card->config_count; c++, cards++) {
      char params[80];
      snprintf(params, sizeof params, "config=%s", plain.card->configs[c].name);
      dut_t d = dut_new(unit, params);
      judge(&d);
      dut_free(&d);
    }
    dut_free(&plain);
  }
  return cards;
}

/* Each SET(name, number) of a configuration, read from the card's words, is what its model gets. */
static void test_unit_card_configurations_set_what_they_say(void **state) {
  (void)state;
  int sets = 0;
  dut_t plain = dut_new("dcim_macro", NULL);
  for (int i = 0; i < plain.card->config_count; i++) {
    char params[80], name[48];
    long long value;
    snprintf(params, sizeof params, "config=%s", plain.card->configs[i].name);
    const char *p = strstr(plain.card->configs[i].sets, "SET(");
    for (; p != NULL; p = strstr(p + 4, "SET(")) {
      if (sscanf(p, "SET(%47[^,], %lld)", name, &value) == 2) {
        assert_int_equal(value_of("dcim_macro", params, name), value);
        sets++;
      }
    }
  }
  assert_int_equal(sets, 2 + 8 + 8 + 9 + 7 + 8 + 8 + 10 + 8 + 10 + 6 +
                             11); /* counted in the card, names left out */
  dut_free(&plain);
}

static void judge_values(const dut_t *d) {
  for (int i = 0; i < d->card->rule_count; i++) {
    assert_true(d->card->rules[i].holds);
  }
  for (int i = 0; i < d->card->value_count; i++) {
    const gcim_value_t *v = &d->card->values[i];
    assert_true(v->value >= v->min && v->value <= v->max);
  }
}

static void test_unit_card_every_configuration_makes_a_model(void **state) {
  (void)state;
  assert_true(for_every_card(judge_values) >= 15); /* 8 of add_tree, 7 of dcim_macro */
}

/* Words lie one after the other, none shared, none between. */
static void judge_words(const dut_t *d) {
  int next = 0;
  for (int i = 0; i < d->card->signal_count; i++) {
    const gcim_signal_t *s = &d->card->signals[i];
    assert_int_equal(s->word, next);
    assert_int_equal(s->words, (s->width + 31) / 32);
    assert_int_equal(s->width % (s->lanes == 0 ? 1 : s->lanes), 0);
    next += s->words;
  }
  assert_int_equal(d->card->image_words, next);
}

static void test_unit_card_words_do_not_overlap(void **state) {
  (void)state;
  for_every_card(judge_words);
}

/* Every signal is found by its name and by its port, and by no other's. */
static void judge_names(const dut_t *d) {
  for (int i = 0; i < d->card->signal_count; i++) {
    assert_int_equal(gcim_card_signal(d->card, d->card->signals[i].name), i);
    assert_int_equal(gcim_card_signal(d->card, d->card->signals[i].port), i);
  }
  assert_int_equal(gcim_card_signal(d->card, "no_such_signal"), -1);
}

static void test_unit_card_signal_names_are_unique(void **state) {
  (void)state;
  for_every_card(judge_names);
}

/* Channels own their signals: valid first, then ready for a clocked unit, then fields. */
static void judge_channels(const dut_t *d) {
  for (int i = 0; i < d->card->channel_count; i++) {
    const gcim_channel_t *c = &d->card->channels[i];
    const gcim_signal_t *valid = &d->card->signals[c->first_signal];
    assert_int_equal(valid->kind, GCIM_SIGNAL_VALID);
    assert_int_equal(valid->width, 1);
    assert_int_equal(valid->is_input, c->is_input);
    if (d->card->kind == GCIM_CLOCKED) {
      const gcim_signal_t *ready = &d->card->signals[c->first_signal + 1];
      assert_int_equal(ready->kind, GCIM_SIGNAL_READY);
      assert_int_equal(ready->width, c->has_ready);
      assert_int_equal(ready->is_input, !c->is_input);
    }
  }
}

static void test_unit_card_channels(void **state) {
  (void)state;
  for_every_card(judge_channels);
}

/* Every bin has a name of its own. */
static void judge_bins(const dut_t *d) {
  const int count = d->card->bin_count;
  char(*names)[120] = calloc((size_t)count, sizeof *names);
  assert_non_null(names);
  for (int bin = 0; bin < count; bin++) {
    gcim_card_bin_name(d->card, bin, names[bin], sizeof names[bin]);
    assert_true(names[bin][0] != '\0');
    for (int other = 0; other < bin; other++) {
      if (strcmp(names[bin], names[other]) == 0) {
        fail_msg("bins %d and %d are both '%s'", other, bin, names[bin]);
      }
    }
  }
  free(names);
}

static void test_unit_card_bin_names_are_unique(void **state) {
  (void)state;
  for_every_card(judge_bins);
}

/* Legal or not, by the bin's own name, from the card: CROSS (st_cell, st_x_signed, a == 2 && b ==
 * 1), diagonals. */
static int legal_bin(const dut_t *d, const char *name) {
  for (int bin = 0; bin < d->card->bin_count; bin++) {
    char text[120];
    gcim_card_bin_name(d->card, bin, text, sizeof text);
    if (strcmp(text, name) == 0) {
      return gcim_card_bin_legal(d->card, bin);
    }
  }
  fail_msg("no bin '%s'", name);
  return -1;
}

static void test_unit_card_legal_bins(void **state) {
  (void)state;
  dut_t d = dut_new("dcim_macro", "config=tiny");
  assert_int_equal(legal_bin(&d, "tile_end.wraps_high"), 1);
  assert_int_equal(legal_bin(&d, "st_cell x st_x_signed.CELL_XNOR,1"), 0);
  assert_int_equal(legal_bin(&d, "st_cell x st_x_signed.CELL_XNOR,0"), 1);
  assert_int_equal(legal_bin(&d, "st_cell x st_x_signed.CELL_NOR,1"), 1);
  assert_int_equal(legal_bin(&d, "tile_end x st_sat.saturates_low,FIT_WRAP"), 0);
  assert_int_equal(legal_bin(&d, "tile_end x st_sat.saturates_low,FIT_SAT"), 1);
  assert_int_equal(legal_bin(&d, "tile_end x st_sat.wraps_high,FIT_SAT"), 0);
  assert_int_equal(legal_bin(&d, "st_cell.CELL_AND>CELL_XNOR"), 1);
  assert_int_equal(legal_bin(&d, "st_cell.CELL_XNOR>CELL_XNOR"), 0);
  assert_int_equal(legal_bin(&d, "st_x_bits.1>2"), 1);
  dut_free(&d);
}

/* ---- fields of an image ---- */

static void test_unit_card_image_fields(void **state) {
  (void)state;
  dut_t d = dut_new("dcim_macro", "");
  put_at(&d, "st_x", 28, 40, UINT64_C(0xf123456789));
  assert_int_equal(get_at(&d, "st_x_i", 28, 40), UINT64_C(0xf123456789));
  assert_int_equal(get_at(&d, "st_x", 32, 8), 0x78); /* bits 4..11 of the value */
  assert_int_equal(get_at(&d, "st_x", 0, 28), 0);
  assert_int_equal(get_at(&d, "st_x", 68, 64), 0);
  put_at(&d, "st_x", 30, 4, 0xff);                   /* bits above the width are ignored */
  assert_int_equal(get_at(&d, "st_x", 28, 8), 0xbd); /* 0x89 with ones in bits 2..5 */
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unit_card_defaults),
      cmocka_unit_test(test_unit_card_configuration_and_parameter),
      cmocka_unit_test(test_unit_card_enumerated_parameter),
      cmocka_unit_test(test_unit_card_default_follows_a_constant),
      cmocka_unit_test(test_unit_card_constants_of_odd),
      cmocka_unit_test(test_unit_card_configurations_set_what_they_say),
      cmocka_unit_test(test_unit_card_every_configuration_makes_a_model),
      cmocka_unit_test(test_unit_card_words_do_not_overlap),
      cmocka_unit_test(test_unit_card_signal_names_are_unique),
      cmocka_unit_test(test_unit_card_channels),
      cmocka_unit_test(test_unit_card_bin_names_are_unique),
      cmocka_unit_test(test_unit_card_legal_bins),
      cmocka_unit_test(test_unit_card_image_fields),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
