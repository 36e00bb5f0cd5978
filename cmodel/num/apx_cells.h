/* apx_cells.h: the cell a card asks for. The table itself is public: gcim_fa_row. Private to
 * cmodel. */
#ifndef GCIM_NUM_APX_CELLS_H
#define GCIM_NUM_APX_CELLS_H

#include "gcim_approx.h"

/* Row `row` of cmodel/num/apx_cells.def; GCIM_FA_ROW_USER takes the two truth tables instead.
 *
 * Errors:  none; the card keeps the range, a row past the last is the exact cell.
 */
gcim_fa_t gcim_fa_pick(int row, uint8_t user_s, uint8_t user_c);

#endif
