/* gcim_dpi.h: the C side of the boundary, for every unit. Its SystemVerilog twin is gcim_dpi_pkg.sv
 * (a test compares them symbol by symbol). Status and texts as in gcim.h; the simulator owns every
 * vector for the duration of a call only.
 */
#ifndef GCIM_DPI_H
#define GCIM_DPI_H

#include "svdpi.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GCIM_DPI_CHUNK_WORDS = 16 }; /* 512 bits a call */

/* A checker for `unit` with "Rows=64 Cols=8 identity=<hex>". NULL on error. */
void *gcim_dpi_new(const char *unit, const char *params);

/* One rising edge. The image (every port and tap padded to 32-bit words, card order) comes in
 * chunks 0, 1, ... of 16 words; the last chunk compares and takes the edge. `opt`: bit k compares
 * tap k.
 *
 * Returns: 0, GCIM_ERR_MISMATCH at an edge where something differs, GCIM_ERR_NULL, GCIM_ERR_PARAM
 * for a bad chunk.
 */
int gcim_dpi_clock(void *model, int rst_n, int opt, int chunk, const svBitVecVal *words);

/* Is the Verilog that a DUT's tree was printed as that of the library's network? `fingerprint`: 64
 * bits, 0 for a tree that is not printed. Returns: 0, GCIM_ERR_MISMATCH, GCIM_ERR_NULL,
 * GCIM_ERR_PARAM for a unit without a tree.
 */
int gcim_dpi_network(void *model, const svBitVecVal *fingerprint);

/* Verdict so far: 0, or GCIM_ERR_MISMATCH, or GCIM_ERR_STATE (0 compared beats, outstanding
 * answers). */
int gcim_dpi_final(void *model);

/* Counters as one line: cycles, beats, mismatches, illegal stimulus, coverage hit/total. Valid
 * until the next call. */
const char *gcim_dpi_summary(void *model);

/* The index-th coverage bin that the card allows as "<hits><tab><name>", "" past the last. Valid
 * until the next call. */
const char *gcim_dpi_bin(void *model, int index);

/* Where checkers write coverage: GCIM_COVER of the environment, or "". (A plusarg would abort where
 * a C++ main does not hand the command line on.)
 */
const char *gcim_dpi_cover_prefix(void);

void gcim_dpi_free(void *model);

/* Text of the last failing call of this thread. */
const char *gcim_dpi_error(void);

/* Flow checking (gcim_<unit>_flow.sv): a response of another latency or protocol against the k-th
 * answer of the model. */
int gcim_dpi_flow_command(void *model, int channel, int chunk, const svBitVecVal *words);
int gcim_dpi_flow_answer(void *model, int channel, int chunk, const svBitVecVal *words);
int gcim_dpi_flow_tick(void *model, int rst_n, int max_latency);

/* Only bits [low +: bits] of every lane of output field `signal` (index in the card) are compared;
 * bits = -1: all above low, 0: none.
 */
int gcim_dpi_flow_mask(void *model, int signal, int low, int bits);

/* The glue cannot read the DUT at this edge: red, with `what` in the report. */
int gcim_dpi_flow_fault(void *model, const char *what);

#ifdef __cplusplus
}
#endif
#endif
