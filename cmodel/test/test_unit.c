/* Finding units and making models: names, parameters, configurations, and what the errors say. */
#include <stdio.h>

#include "helper.h"

/* The line of each PARAM in the two cards, read by the preprocessor. */
#include "core/card_clear.h"
#undef PARAM
#define PARAM(name, ...) ADD_TREE_LINE_##name = __LINE__,
enum {
#include "unit/add_tree.def"
};
#include "core/card_clear.h"
#undef PARAM
#undef RULE
#define PARAM(name, ...) MACRO_LINE_##name = __LINE__,
#define RULE(id, ...) MACRO_LINE_##id = __LINE__,
enum {
#include "unit/dcim_macro.def"
};

/* Making the model fails with `status`, and the text starts with / contains what it should. */
static void refused(const char *unit, const char *params, int status, const char *start,
                    const char *part) {
  gcim_model_t *model = (gcim_model_t *)&model; /* anything but NULL */
  assert_int_equal(gcim_model_new(gcim_unit_find(unit), params, &model), status);
  assert_null(model);
  const char *text = gcim_error_text();
  if (strncmp(text, start, strlen(start)) != 0 || strstr(text, part) == NULL) {
    fail_msg("'%s' should start with '%s' and contain '%s'", text, start, part);
  }
}

static void says(const char *expected) {
  assert_string_equal(gcim_error_text(), expected);
}

/* ---- units ---- */

static void test_unit_find(void **state) {
  (void)state;
  assert_string_equal(gcim_unit_name(gcim_unit_find("add_tree")), "add_tree");
  assert_string_equal(gcim_unit_name(gcim_unit_find("dcim_macro")), "dcim_macro");
}

static void test_unit_find_suggests(void **state) {
  (void)state;
  assert_null(gcim_unit_find("ad_tree"));
  says("no unit 'ad_tree'; did you mean 'add_tree'?");
  assert_null(gcim_unit_find("dcim_marco"));
  says("no unit 'dcim_marco'; did you mean 'dcim_macro'?");
}

static void test_unit_find_lists_when_nothing_is_near(void **state) {
  (void)state;
  assert_null(gcim_unit_find("something_else"));
  assert_non_null(strstr(gcim_error_text(), "no unit 'something_else'"));
  assert_null(strstr(gcim_error_text(), "did you mean"));
  assert_non_null(strstr(gcim_error_text(), "add_tree"));
  assert_non_null(strstr(gcim_error_text(), "dcim_macro"));
  assert_null(gcim_unit_find(NULL));
  assert_null(gcim_unit_find(""));
}

static void test_unit_list_is_sorted_and_ends(void **state) {
  (void)state;
  int count = 0;
  for (; gcim_unit_list(count) != NULL; count++) {
    const char *name = gcim_unit_name(gcim_unit_list(count));
    assert_ptr_equal(gcim_unit_find(name), gcim_unit_list(count));
    if (count > 0) {
      assert_true(strcmp(gcim_unit_name(gcim_unit_list(count - 1)), name) < 0);
    }
  }
  assert_true(count >= 2);
  assert_null(gcim_unit_list(-1));
  assert_null(gcim_unit_list(count + 1));
}

static void test_unit_version(void **state) {
  (void)state;
  assert_int_equal(strspn(gcim_version(), "0123456789."), strlen(gcim_version()));
  assert_true(strlen(gcim_version()) >= 5);
}

/* ---- refused parameters ---- */

static void test_unit_unknown_parameter(void **state) {
  (void)state;
  refused("add_tree", "Lane=4", GCIM_ERR_PARAM, "add_tree: ", "no parameter 'Lane'");
  assert_non_null(strstr(gcim_error_text(), "did you mean 'Lanes'?"));
  refused("dcim_macro", "config=tiny Acc_Width=9", GCIM_ERR_PARAM,
          "dcim_macro: ", "did you mean 'AccWidth'?");
  refused("add_tree", "SumBits=4", GCIM_ERR_PARAM, "add_tree: ", "no parameter 'SumBits'");
}

static void test_unit_unknown_configuration(void **state) {
  (void)state;
  refused("add_tree", "config=wider", GCIM_ERR_PARAM, "add_tree: ", "did you mean 'wide'?");
  refused("add_tree", "config=nonsense", GCIM_ERR_PARAM, "add_tree: ", "'nonsense'");
}

static void test_unit_out_of_range(void **state) {
  (void)state;
  char text[160];
  refused("add_tree", "config=wide Width=40", GCIM_ERR_PARAM, "add_tree: Width=40", "1..32");
  snprintf(
      text, sizeof text,
      "add_tree: Width=40 is outside 1..32 (configuration 'wide', cmodel/unit/add_tree.def:%d)",
      (int)ADD_TREE_LINE_Width);
  says(text);
  refused("dcim_macro", "Rows=0", GCIM_ERR_PARAM, "dcim_macro: Rows=0", "1..1024");
  snprintf(text, sizeof text,
           "dcim_macro: Rows=0 is outside 1..1024 (cmodel/unit/dcim_macro.def:%d)",
           (int)MACRO_LINE_Rows);
  says(text);
  refused("add_tree", "Lanes=-1", GCIM_ERR_PARAM, "add_tree: Lanes=-1 is outside", "1..1024");
  refused("add_tree", "Lanes=1025", GCIM_ERR_PARAM, "add_tree: Lanes=1025 is outside", "1..1024");
  refused("add_tree", "Lanes=99999999999999999999", GCIM_ERR_PARAM, "add_tree: Lanes=", "1..1024");
  refused("dcim_macro", "AccWidth=65", GCIM_ERR_PARAM, "dcim_macro: AccWidth=65", "2..64");
  refused("add_tree", "Topology=2", GCIM_ERR_PARAM, "add_tree: Topology=2", "0..1");
}

static void test_unit_broken_rule(void **state) {
  (void)state;
  char where[80];
  refused("dcim_macro", "Group=3", GCIM_ERR_PARAM, "dcim_macro: group_is_1_2_or_4",
          "Group must be 1, 2 or 4");
  snprintf(where, sizeof where, "cmodel/unit/dcim_macro.def:%d", (int)MACRO_LINE_group_is_1_2_or_4);
  assert_non_null(strstr(gcim_error_text(), where));
}

static void test_unit_value_is_no_number(void **state) {
  (void)state;
  refused("add_tree", "Lanes=many", GCIM_ERR_PARAM, "add_tree: ", "Lanes=many");
  refused("add_tree", "Lanes=8x", GCIM_ERR_PARAM, "add_tree: ", "Lanes=8x");
  refused("add_tree", "Lanes=1.5", GCIM_ERR_PARAM, "add_tree: ", "Lanes=1.5");
  refused("add_tree", "Topology=TREE", GCIM_ERR_PARAM, "add_tree: Topology=TREE", "CARRY_SAVE");
}

static void test_unit_token_without_value(void **state) {
  (void)state;
  refused("add_tree", "Lanes", GCIM_ERR_PARAM, "add_tree: ", "'Lanes'");
  refused("add_tree", "Lanes=", GCIM_ERR_PARAM, "add_tree: ", "'Lanes='");
  refused("add_tree", "=8", GCIM_ERR_PARAM, "add_tree: ", "'=8'");
  refused("add_tree", "Width=4 8", GCIM_ERR_PARAM, "add_tree: ", "'8'");
  refused("add_tree", "config=", GCIM_ERR_PARAM, "add_tree: ", "config=");
}

static void test_unit_too_long_or_too_many(void **state) {
  (void)state;
  char text[1600] = "";
  for (int i = 0; i < 100; i++) {
    strcat(text, "Lanes=4 ");
  }
  refused("add_tree", text, GCIM_ERR_PARAM, "add_tree: ", "Lanes=4");
  memset(text, 'a', 1000);
  strcpy(text + 1000, "=1");
  refused("add_tree", text, GCIM_ERR_PARAM, "add_tree: ", "aaaa");
  strcpy(text, "config=");
  memset(text + 7, 'a', 1000);
  text[1007] = '\0';
  refused("add_tree", text, GCIM_ERR_PARAM, "add_tree: ", "config");
}

static void test_unit_identity(void **state) {
  (void)state;
  const gcim_unit_t *unit = gcim_unit_find("add_tree");
  const char *identity = gcim_unit_identity(unit);
  assert_true(identity[0] != '\0');
  char params[160];
  gcim_model_t *model;
  snprintf(params, sizeof params, "identity=%s Lanes=4", identity);
  assert_int_equal(gcim_model_new(unit, params, &model), GCIM_OK);
  gcim_model_free(model);
  refused("add_tree", "identity=0123456789abcdef", GCIM_ERR_STATE, "add_tree: ", "0123456789ab");
  /* an identity that cannot be right is a refusal too, however long */
  memset(params, 'f', 150);
  memcpy(params, "identity=", 9);
  params[150] = '\0';
  assert_true(gcim_model_new(unit, params, &model) < 0);
  assert_null(model);
}

static void test_unit_null_arguments(void **state) {
  (void)state;
  const gcim_unit_t *unit = gcim_unit_find("add_tree");
  gcim_model_t *model = (gcim_model_t *)&model;
  uint32_t image[64] = {0};
  uint8_t care[GCIM_MAX_SIGNALS];
  assert_int_equal(gcim_model_new(NULL, "", &model), GCIM_ERR_NULL);
  assert_null(model);
  assert_int_equal(gcim_model_new(unit, "", NULL), GCIM_ERR_NULL);
  gcim_model_free(NULL);
  assert_int_equal(gcim_model_reset(NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_clear(NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_look(NULL, image, care), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_advance(NULL, 1, image), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_step(NULL, 0, image, care), GCIM_ERR_NULL);
  dut_t d = dut_new("add_tree", NULL);
  assert_int_equal(gcim_model_look(d.model, NULL, care), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_look(d.model, image, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_advance(d.model, 1, NULL), GCIM_ERR_NULL);
  assert_int_equal(gcim_model_step(d.model, 1, NULL, care), GCIM_ERR_NULL);
  dut_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unit_find),
      cmocka_unit_test(test_unit_find_suggests),
      cmocka_unit_test(test_unit_find_lists_when_nothing_is_near),
      cmocka_unit_test(test_unit_list_is_sorted_and_ends),
      cmocka_unit_test(test_unit_version),
      cmocka_unit_test(test_unit_unknown_parameter),
      cmocka_unit_test(test_unit_unknown_configuration),
      cmocka_unit_test(test_unit_out_of_range),
      cmocka_unit_test(test_unit_broken_rule),
      cmocka_unit_test(test_unit_value_is_no_number),
      cmocka_unit_test(test_unit_token_without_value),
      cmocka_unit_test(test_unit_too_long_or_too_many),
      cmocka_unit_test(test_unit_identity),
      cmocka_unit_test(test_unit_null_arguments),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
