/* gen.h: generators of everything that follows from a card. They read a folded card through the
 * public header and write text; the caller decides where it goes. Generated files say from what,
 * carry no dates, end in a newline.
 */
#ifndef GCIM_DPI_GEN_H
#define GCIM_DPI_GEN_H

#include <stdio.h>

#include "gcim.h"

/* A card expression as a Verilog constant expression: CLOG2 becomes $clog2, W1, MAX and MIN become
 * ?:. */
void gen_expr(FILE *out, const char *text);

/* "// Generated from cmodel/unit/<unit>.def. Do not edit." */
void gen_banner(FILE *out, const gcim_card_t *card, const char *what);

/* "parameter int Rows = 64, localparam int TileBits = ..." lines, one per value, without the last
 * comma. */
void gen_parameters(FILE *out, const gcim_card_t *card);

/* "[(<width>)-1:0]", or nothing for a width that is 1 by the card. */
void gen_range(FILE *out, const gcim_signal_t *signal);

/* ".Rows(64), .Cols(8)" of a folded card. */
void gen_overrides(FILE *out, const gcim_card_t *card);

/* Words of a signal as a Verilog expression: (((width)+31)/32). */
void gen_words(FILE *out, const gcim_signal_t *signal);

/* The image of `card` as one concatenation of `32*words` wide casts; `inputs`, `outputs`, `taps`
 * choose what is taken, the rest is zero.
 */
void gen_image(FILE *out, const gcim_card_t *card, int inputs, int outputs, int taps);

/* "localparam int ImageWords, Chunks" of a checker. */
void gen_image_words(FILE *out, const gcim_card_t *card);

/* Inside an initial block: `model` made with the module's own parameters and the unit's identity,
 * or $fatal. */
void gen_new_call(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card);

/* The final block (silent with Verdict = 0) and the end of the module. */
void gen_final(FILE *out, const gcim_card_t *card);

/* "rs_acc" as RS_ACC or RsAcc. */
void gen_upper(FILE *out, const char *name);
void gen_camel(FILE *out, const char *name);

/* Generators. `card` is folded with default parameters, `cards` with each configuration in turn. */
void gen_check(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card);
void gen_flow(FILE *out, const gcim_unit_t *unit, const gcim_card_t *card);
void gen_xcheck(FILE *out, const gcim_card_t *card);
void gen_package(FILE *out, const gcim_card_t *card, const char *config);
void gen_package_c(FILE *out, const gcim_card_t *card, const char *config);
/* `dut` is the module; SUFFIX: set X instantiates <dut>_X (mutants are renamed copies); BARE: no
 * parameters (netlists). */
enum { GEN_TB_SUFFIX = 1, GEN_TB_BARE = 2 };
void gen_tb_top(FILE *out, const gcim_card_t *const *cards, const char *const *configs, int count,
                int flags);
void gen_tb_pins(FILE *out, const gcim_card_t *const *cards, const char *const *configs, int count);
/* Does this card need a printed tree? The printed trees of all these cards, each once; not 0 on
 * failure (gcim_error_text). */
int gen_net_wants(const gcim_card_t *card);
int gen_net(FILE *out, const gcim_card_t *const *cards, int count);
void gen_systemc(FILE *out, const gcim_card_t *card, const char *config);

#endif
