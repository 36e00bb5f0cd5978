/* test_flow.c: the flow checker's masks and faults. Expected sums are by hand: three lanes of 4
 * bits, unsigned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gcim.h"
#include "gcim_flow.h"

enum { IN = 0, OUT = 1, IMAGE_WORDS = 64 };

typedef struct {
  gcim_model_t *model;
  gcim_flow_t *flow;
  const gcim_card_t *card;
  int sum; /* signal index */
} bench_t;

static bench_t start(void) {
  bench_t b = {NULL, NULL, NULL, 0};
  assert_int_equal(gcim_model_new(gcim_unit_find("add_tree"), "config=tiny", &b.model), GCIM_OK);
  assert_int_equal(gcim_flow_new(b.model, &b.flow), GCIM_OK);
  b.card = gcim_model_card(b.model);
  b.sum = gcim_card_signal(b.card, "sum");
  return b;
}

static void stop(bench_t *b) {
  gcim_flow_free(b->flow);
  gcim_model_free(b->model);
}

/* Ask for 1 + 2 + 3, answer `sum`. */
static int ask_and_answer(bench_t *b, uint32_t sum) {
  uint32_t image[IMAGE_WORDS] = {0};
  image[b->card->signals[gcim_card_signal(b->card, "data")].word] = 0x321;
  assert_int_equal(gcim_flow_command(b->flow, IN, image), GCIM_OK);
  memset(image, 0, sizeof image);
  image[b->card->signals[b->sum].word] = sum;
  return gcim_flow_answer(b->flow, OUT, image);
}

/* Without a mask every bit counts. */
static void test_flow_whole(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(ask_and_answer(&b, 6), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 6 ^ 0x40), GCIM_ERR_MISMATCH);
  assert_non_null(strstr(gcim_error_text(), "sum rtl=46 model=06, differing bits 40"));
  stop(&b);
}

/* Only bits 1..2 are shown: 0 and 3..6 may be anything, 1 and 2 may not. */
static void test_flow_mask_part(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, 1, 2), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 6 ^ 0x79), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 6 ^ 0x02), GCIM_ERR_MISMATCH);
  assert_non_null(strstr(gcim_error_text(), "sum (bits 1..2) rtl=2 model=3"));
  stop(&b);
}

/* -1: all above low. */
static void test_flow_mask_rest(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, 3, -1), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 1), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 6 ^ 0x40), GCIM_ERR_MISMATCH);
  stop(&b);
}

/* A field that is not shown at all compares nothing, and a run that compares nothing is not green.
 */
static void test_flow_mask_none_is_red(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, 0, 0), GCIM_OK);
  assert_int_equal(ask_and_answer(&b, 99), GCIM_OK);
  assert_int_equal(gcim_flow_verdict(b.flow), GCIM_ERR_STATE);
  stop(&b);
}

static void test_flow_mask_refuses(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, 3, 5), GCIM_ERR_PARAM); /* 7 bits */
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, -1, 2), GCIM_ERR_PARAM);
  assert_int_equal(gcim_flow_mask(b.flow, b.sum, 0, -2), GCIM_ERR_PARAM);
  assert_int_equal(gcim_flow_mask(b.flow, gcim_card_signal(b.card, "data"), 0, 1), GCIM_ERR_PARAM);
  assert_int_equal(gcim_flow_mask(b.flow, 1000, 0, 1), GCIM_ERR_PARAM);
  assert_int_equal(gcim_flow_mask(NULL, 0, 0, 1), GCIM_ERR_NULL);
  stop(&b);
}

/* A fault of the glue is red although every answer was right. */
static void test_flow_fault(void **state) {
  (void)state;
  bench_t b = start();
  assert_int_equal(ask_and_answer(&b, 6), GCIM_OK);
  assert_int_equal(gcim_flow_verdict(b.flow), GCIM_OK);
  assert_int_equal(gcim_flow_fault(b.flow, "two word lines"), GCIM_ERR_MISMATCH);
  assert_int_equal(gcim_flow_verdict(b.flow), GCIM_ERR_MISMATCH);
  assert_non_null(strstr(gcim_error_text(), "two word lines"));
  assert_int_equal(gcim_flow_fault(NULL, ""), GCIM_ERR_NULL);
  stop(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_flow_whole),        cmocka_unit_test(test_flow_mask_part),
      cmocka_unit_test(test_flow_mask_rest),    cmocka_unit_test(test_flow_mask_none_is_red),
      cmocka_unit_test(test_flow_mask_refuses), cmocka_unit_test(test_flow_fault),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
