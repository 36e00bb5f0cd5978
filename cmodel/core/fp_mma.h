/* fp_mma.h: the steps of hardware presets that gcim_fp_pdot does not compute. Private to cmodel.
 *
 * x[terms] and w[terms] codes with 1 <= terms <= lanes, the other products are +0; c a code.
 * Return the code of the result, whose format is that of c; flags are ORed in. The caller has
 * checked the preset.
 */
#ifndef GCIM_CORE_FP_MMA_H
#define GCIM_CORE_FP_MMA_H

#include <stddef.h>
#include <stdint.h>

#include "gcim_fp.h"

uint32_t gcim_fp_mma_two_step(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w,
                              size_t terms, uint32_t c, uint32_t *flags);
uint32_t gcim_fp_mma_tree(const gcim_fp_preset_t *preset, const uint32_t *x, const uint32_t *w,
                          size_t terms, uint32_t c, uint32_t *flags);

/* The c of the first step of a tree as it is read. */
uint32_t gcim_fp_mma_tree_summand(const gcim_fp_preset_t *preset, uint32_t c);

#endif
