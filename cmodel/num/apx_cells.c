/* apx_cells.c: the table of adder cells (apx_cells.def) as C. */
#include "num/apx_cells.h"

#include <stddef.h>

#define CELL(name, sum, carry, wrong_s, wrong_c, source) \
  {#name, source, sum, carry, wrong_s, wrong_c},
#define COMPRESSOR(name, sum, carry, wrong, source)
static const gcim_fa_row_t fa_rows[] = {
#include "num/apx_cells.def"
};
#undef CELL
#undef COMPRESSOR
#define CELL(name, sum, carry, wrong_s, wrong_c, source)
#define COMPRESSOR(name, sum, carry, wrong, source) {#name, source, sum, carry, wrong},
static const gcim_c42_row_t c42_rows[] = {
#include "num/apx_cells.def"
};

enum {
  FA_ROWS = sizeof fa_rows / sizeof fa_rows[0],
  C42_ROWS = sizeof c42_rows / sizeof c42_rows[0]
};

const gcim_fa_row_t *gcim_fa_row(int row) {
  return row >= 0 && row < FA_ROWS ? &fa_rows[row] : NULL;
}

const gcim_c42_row_t *gcim_c42_row(int row) {
  return row >= 0 && row < C42_ROWS ? &c42_rows[row] : NULL;
}

gcim_fa_t gcim_fa_pick(int row, uint8_t user_s, uint8_t user_c) {
  const gcim_fa_row_t *cell = gcim_fa_row(row);
  if (row == GCIM_FA_ROW_USER) {
    return (gcim_fa_t){user_s, user_c};
  }
  if (cell == NULL) {
    cell = gcim_fa_row(GCIM_FA_ROW_EXACT);
  }
  return (gcim_fa_t){(uint8_t)cell->s, (uint8_t)cell->c};
}

static char upper(char c) {
  return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Names of the table are in upper case. */
static bool is_name(const char *name, const char *row) {
  int i = 0;
  while (name[i] != '\0' && upper(name[i]) == row[i]) {
    i++;
  }
  return name[i] == '\0' && row[i] == '\0';
}

int gcim_fa_find(const char *name) {
  for (int i = 0; name != NULL && i < FA_ROWS; i++) {
    if (is_name(name, fa_rows[i].name)) {
      return i;
    }
  }
  return -1;
}

int gcim_c42_find(const char *name) {
  for (int i = 0; name != NULL && i < C42_ROWS; i++) {
    if (is_name(name, c42_rows[i].name)) {
      return i;
    }
  }
  return -1;
}
