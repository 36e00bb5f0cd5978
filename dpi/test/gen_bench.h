/* gen_bench.h: what the parts of gen_bench share. */
#ifndef GCIM_DPI_TEST_GEN_BENCH_H
#define GCIM_DPI_TEST_GEN_BENCH_H

#include <stdio.h>

#include "gen.h"

enum { MAX_CARDS = 256, CHARS = 256 };

/* Open DIR/NAME for writing, or end the program. */
FILE *bench_open(const char *dir, const char *name);

/* The card of a named configuration, or end the program. */
const gcim_card_t *bench_fold(const char *unit, const char *config);

/* A port of the RTL that is not a tap. */
int bench_is_pin(const gcim_signal_t *s);

/* X on every port of the X checker, and a clean run of the RTL, for Icarus. */
void bench_x(const char *dir, const char *unit, const char *config);

/* The SystemC golden and the Verilated RTL, joined port by port; params.txt holds the RTL's
 * parameters. */
void bench_sc(const char *dir, const char *unit, const char *config);

#endif
