/* apx_add.h: what gcim_adder_add, the public function of approximate adders, is made of. Private to
 * cmodel. */
#ifndef GCIM_PART_APX_ADD_H
#define GCIM_PART_APX_ADD_H

#include "num/apx_cells.h"
#include "part/apx_gear.h"

#endif
