/* The table of cells: truth tables against published counts and differences, chains of each cell
 * against published figures. */
#include "helper_apx.h"

static int ones(unsigned word) {
  int count = 0;
  for (; word != 0; word &= word - 1) {
    count++;
  }
  return count;
}

/* ---- full adder cells ---- */

/* Published: wrong rows of the sum and of the carry, differences 2c + s - ones for 000 .. 111; the
 * chain in the low 4 of 8 bits: wrong and absolute error per 256 pairs, worst error, as integers
 * and as printed. NULL: no figures. */
typedef struct {
  const char *name;
  int wrong_s, wrong_c, delta[8];
  int64_t wrong, abs, worst;
  const char *er, *med;
} cell_t;

static const cell_t cells[] = {
    {"EXACT", 0, 0, {0, 0, 0, 0, 0, 0, 0, 0}, 0, 0, 0, "0", "0"},
    {"AMA1", 2, 1, {0, 0, 1, 0, -1, 0, 0, 0}, 188, 626, 15, ".7344", "2.445"},
    {"AMA2", 2, 0, {1, 0, 0, 0, 0, 0, 0, -1}, 175, 926, 15, ".6836", "3.617"},
    {"AMA3", 3, 1, {1, 0, 1, 0, 0, 0, 0, -1}, 222, 1144, 15, ".8672", "4.469"},
    {"AMA4", 3, 2, {0, 0, -1, -1, 1, 0, 0, 0}, 222, 1050, 15, ".8672", "4.102"},
    {"AMA5", 4, 2, {0, -1, 0, -1, 1, 0, 1, 0}, 240, 1024, 8, ".9375", "4.0"},
    {"AXA1", 4, 4, {0, 0, 1, -1, 1, -1, 0, 0}, 240, 1088, 10, ".9375", "4.25"},
    {"AXA2", 4, 0, {1, 0, -1, 0, -1, 0, 1, 0}, 256, 1376, 15, "1.0", "5.375"},
    {"AXA3", 2, 0, {0, 0, -1, 0, -1, 0, 0, 0}, 188, 1216, 15, ".7344", "4.75"},
    {"INXA1", 0, 2, {0, 2, 0, 0, 0, 0, -2, 0}, 175, 1920, 30, ".6836", "7.5"},
    {"INXA2", 2, 0, {0, 0, 0, 1, 0, 1, 0, 0}, 92, 704, 14, ".3594", "2.75"},
    {"INXA3", 2, 0, {1, 0, 0, 0, 0, 0, 0, -1}, 175, 926, 15, ".6836", "3.617"},
    {"SESA1", 1, 0, {1, 0, 0, 0, 0, 0, 0, 0}, 131, 608, 15, ".5117", "2.375"},
    {"SESA2", 4, 0, {0, -1, -1, 0, -1, 0, 0, -1}, 0, 0, 0, NULL, NULL},
    {"SESA3", 4, 0, {1, 0, 0, 1, 0, 1, 1, 0}, 0, 0, 0, NULL, NULL},
    {"TCAA", 2, 0, {1, 0, 0, 0, 0, 0, 0, -1}, 175, 926, 15, ".6836", "3.617"},
    {"TSAA", 0, 2, {2, 0, 0, 0, 0, 0, 0, -2}, 175, 1412, 20, ".6836", "5.516"},
};

enum { CELLS = sizeof cells / sizeof cells[0] };

static void test_apx_cells_truth_tables(void **state) {
  (void)state;
  for (int i = 0; i < CELLS; i++) {
    const gcim_fa_row_t *row = gcim_fa_row(gcim_fa_find(cells[i].name));
    assert_non_null(row);
    assert_string_equal(row->name, cells[i].name);
    assert_int_equal(ones(row->s ^ 0x96u), cells[i].wrong_s);
    assert_int_equal(ones(row->c ^ 0xE8u), cells[i].wrong_c);
    assert_int_equal(row->wrong_s, cells[i].wrong_s);
    assert_int_equal(row->wrong_c, cells[i].wrong_c);
    for (unsigned abc = 0; abc < 8; abc++) {
      const int value = (int)(2 * (row->c >> abc & 1u) + (row->s >> abc & 1u));
      assert_int_equal(value - ones(abc), cells[i].delta[abc]);
    }
  }
}

/* Every row of the table is in the list above, but USER, whose masks are the user's. */
static void test_apx_cells_rows(void **state) {
  (void)state;
  assert_non_null(gcim_fa_row(CELLS));
  assert_null(gcim_fa_row(CELLS + 1));
  assert_null(gcim_fa_row(-1));
  assert_int_equal(gcim_fa_find("EXACT"), GCIM_FA_ROW_EXACT);
  assert_int_equal(gcim_fa_find("user"), GCIM_FA_ROW_USER);
  assert_int_equal(gcim_fa_find("ama5"), 6);
  assert_int_equal(gcim_fa_find("Tsaa"), CELLS);
  assert_int_equal(gcim_fa_find("AMA"), -1);
  assert_int_equal(gcim_fa_find("AMA55"), -1);
  assert_int_equal(gcim_fa_find(NULL), -1);
}

static void test_apx_cells_chain_figures(void **state) {
  (void)state;
  for (int i = 0; i < CELLS; i++) {
    const cell_t *cell = &cells[i];
    if (cell->er == NULL) {
      continue;
    }
    const gcim_adder_t chain = chain_of(cell->name, 4);
    const errors_t e = errors_of(&chain, 8, false);
    assert_int_equal(e.wrong, cell->wrong * 256);
    assert_int_equal(e.abs, cell->abs * 256);
    assert_int_equal(errors_worst(&e), cell->worst);
    assert_prints(cell->wrong, 256, cell->er);
    assert_prints(cell->abs, 256, cell->med);
  }
}

/* AMA1 in the low 8 of 16 bits: ER .859131, MED 34.5790, worst 255. 4^8 pairs tell it. */
static void test_apx_cells_chain_of_16_bits(void **state) {
  (void)state;
  const gcim_adder_t chain = chain_of("AMA1", 8);
  const errors_t e = errors_of(&chain, 8, false);
  assert_prints(e.wrong, e.pairs, ".859131");
  assert_prints(e.abs, e.pairs, "34.5790");
  assert_int_equal(errors_worst(&e), 255);
}

/* The error of a chain is the sum of its cells' differences, each times its weight. */
static void test_apx_cells_chain_error_is_additive(void **state) {
  (void)state;
  for (int i = 0; i < CELLS; i++) {
    const gcim_adder_t chain = chain_of(cells[i].name, 3);
    for (unsigned pair = 0; pair < 1024; pair++) {
      const unsigned a = pair & 31, b = pair >> 5;
      unsigned carry = 0;
      int64_t error = 0;
      for (int bit = 0; bit < 3; bit++) {
        const unsigned abc = 4 * (a >> bit & 1u) + 2 * (b >> bit & 1u) + carry;
        error += (int64_t)cells[i].delta[abc] * (1 << bit);
        carry = chain.cell.c >> abc & 1u;
      }
      assert_int_equal(added(&chain, 5, false, a, b), (int64_t)(a + b) + error);
    }
  }
}

/* ---- 4:2 compressors ---- */

static int c42_delta(unsigned s, unsigned c, unsigned x) {
  return (int)(2 * (c >> x & 1u) + (s >> x & 1u)) - ones(x);
}

/* Wrong rows and the sum of the differences over all 16. */
static void check_compressor(const char *name, unsigned s, unsigned c, int wrong, int sum) {
  const gcim_c42_row_t *row = gcim_c42_row(gcim_c42_find(name));
  int bad = 0, total = 0;
  assert_non_null(row);
  assert_int_equal(row->s, s);
  assert_int_equal(row->c, c);
  for (unsigned x = 0; x < 16; x++) {
    bad += c42_delta(row->s, row->c, x) != 0;
    total += c42_delta(row->s, row->c, x);
  }
  assert_int_equal(bad, wrong);
  assert_int_equal(row->wrong, wrong);
  assert_int_equal(total, sum);
}

/* Published mean differences: -.125, -1/16, -.5. */
static void test_apx_cells_compressors(void **state) {
  (void)state;
  check_compressor("momeni", 0xF99F, 0xEEE0, 4, -2);
  check_compressor("SAT42", 0xE996, 0xFEE8, 1, -1);
  check_compressor("ORPAIR", 0x111E, 0xEEE0, 7, -8);
  assert_int_equal(gcim_c42_find("CELLS"), GCIM_C42_ROW_CELLS);
  assert_int_equal(gcim_c42_find("user4"), GCIM_C42_ROW_USER);
  assert_int_equal(gcim_c42_find("MOMEN"), -1);
  assert_null(gcim_c42_row(5));
}

/* The masks from their equations. */
static void test_apx_cells_compressor_equations(void **state) {
  (void)state;
  const gcim_c42_row_t *momeni = gcim_c42_row(2), *sat = gcim_c42_row(3), *pairs = gcim_c42_row(4);
  for (unsigned x = 0; x < 16; x++) {
    const unsigned x1 = x >> 3, x2 = x >> 2 & 1u, x3 = x >> 1 & 1u, x4 = x & 1u;
    const unsigned both = (x1 | x2) & (x3 | x4), count = x1 + x2 + x3 + x4;
    assert_int_equal(momeni->s >> x & 1u, (x1 == x2) | (x3 == x4));
    assert_int_equal(momeni->c >> x & 1u, both);
    assert_int_equal(2 * (sat->c >> x & 1u) + (sat->s >> x & 1u), count > 3 ? 3 : count);
    assert_int_equal(2 * (pairs->c >> x & 1u) + (pairs->s >> x & 1u), (x1 | x2) + (x3 | x4));
  }
}

/* ---- other things of the same name ---- */

/* Momeni's second design with the carry x1 x2 x3 x4, as shipped elsewhere: 12 of 16 rows are wrong,
 * published are 4. */
static void test_trap_momeni_carry(void **state) {
  (void)state;
  const gcim_c42_row_t *row = gcim_c42_row(gcim_c42_find("MOMENI"));
  int wrong = 0, wrong_and = 0;
  for (unsigned x = 0; x < 16; x++) {
    wrong += c42_delta(row->s, row->c, x) != 0;
    wrong_and += c42_delta(row->s, 0x8000, x) != 0;
  }
  assert_int_equal(wrong, 4);
  assert_int_equal(wrong_and, 12);
}

/* AXA1's carry is the complement of the XNOR that selects it. Without: four wrong rows of the carry
 * as well, but a chain has a mean error of 15.9 instead of 4.25. */
static void test_trap_axa1_complement(void **state) {
  (void)state;
  gcim_adder_t chain = chain_of("AXA1", 4);
  const uint8_t plain = (uint8_t)(chain.cell.c ^ 0xFFu);
  assert_int_equal(ones(chain.cell.c ^ 0xE8u), 4);
  assert_int_equal(ones(plain ^ 0xE8u), 4);
  assert_prints(errors_of(&chain, 8, false).abs, 65536, "4.25");
  chain.cell.c = plain;
  assert_prints(errors_of(&chain, 8, false).abs, 65536, "15.9");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_apx_cells_truth_tables),
      cmocka_unit_test(test_apx_cells_rows),
      cmocka_unit_test(test_apx_cells_chain_figures),
      cmocka_unit_test(test_apx_cells_chain_of_16_bits),
      cmocka_unit_test(test_apx_cells_chain_error_is_additive),
      cmocka_unit_test(test_apx_cells_compressors),
      cmocka_unit_test(test_apx_cells_compressor_equations),
      cmocka_unit_test(test_trap_momeni_carry),
      cmocka_unit_test(test_trap_axa1_complement),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
