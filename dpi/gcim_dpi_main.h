/* gcim_dpi_main.h: for a C or C++ main that judges itself (checkers with Verdict = 0). Not imported
 * by SystemVerilog.
 *
 *   for (void *m = gcim_dpi_next(NULL); m != NULL; m = gcim_dpi_next(m)) {
 *     if (gcim_dpi_moved(m) && gcim_dpi_final(m) != 0) { ... gcim_dpi_error() ...; bad = 1; }
 *   }
 *
 * Checkers whose clock never moved belong to configurations that were not selected: they stay
 * silent.
 */
#ifndef GCIM_DPI_MAIN_H
#define GCIM_DPI_MAIN_H

#include <stdint.h>

#include "gcim_dpi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The checker made after `model`, the first for NULL; NULL past the last. Checkers are made at time
 * 0, in no promised order. */
void *gcim_dpi_next(void *model);

/* 1 if this checker saw a clock edge that was not under reset. */
int gcim_dpi_moved(void *model);

/* Unit and parameters as the checker gave them: "dcim_macro", "identity=... Rows=64 Cols=8 ...". */
const char *gcim_dpi_unit(void *model);
const char *gcim_dpi_params(void *model);

/* Output beats that a cycle checker compared, and edges it saw. */
int gcim_dpi_beats(void *model, uint64_t *beats, uint64_t *cycles);

#ifdef __cplusplus
}
#endif
#endif
