/* gcim.h: the public interface. Golden models of digital compute-in-memory hardware, bit for bit.
 *
 * Status: every function that can fail returns 0 or a negative gcim_status; the text is
 * gcim_error_text(). Threads: nothing is shared but constant tables; a model belongs to one thread
 * at a time (gcim_model_eval of one model may run in many threads at once). Image: all ports and
 * taps of a unit as one array of 32-bit words, each signal padded to words, in card order
 * (gcim_card.h: gcim_signal_t.word). Element 0 of a vector is in its low bits. Bits above a
 * signal's width are zero.
 */
#ifndef GCIM_H
#define GCIM_H

#include <stddef.h>
#include <stdint.h>

#include "gcim_card.h"
#include "gcim_num.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  GCIM_OK = 0,
  GCIM_ERR_UNKNOWN = -1,
  GCIM_ERR_PARAM = -2,
  GCIM_ERR_NULL = -3,
  GCIM_ERR_STATE = -4,
  GCIM_ERR_IO = -5,
  GCIM_ERR_FORMAT = -6,
  GCIM_ERR_MISMATCH = -7
} gcim_status;

typedef struct gcim_unit gcim_unit_t;
typedef struct gcim_model gcim_model_t;
typedef struct gcim_check gcim_check_t;
typedef struct gcim_stim gcim_stim_t;

/* Version of the library, "0.1.0". */
const char *gcim_version(void);

/* What went wrong in the last failing call of this thread: what, where, what is allowed. Never
 * NULL. */
const char *gcim_error_text(void);

/* Kernels used inside models: "auto" (the best this processor has), "golden" (the reference code
 * itself), "portable", "avx2", "avx512". Every choice gives the same bits. For the whole process;
 * call it before models run.
 *
 * Errors:  GCIM_ERR_UNKNOWN for another word, GCIM_ERR_STATE if this processor lacks it (the choice
 * stays).
 */
int gcim_fast_select(const char *name);
const char *gcim_fast_selected(void);

/* ---- units ---- */

/* Find a unit by name. Returns NULL with gcim_error_text() "no unit 'ad_tree'; did you mean
 * 'add_tree'?". */
const gcim_unit_t *gcim_unit_find(const char *name);

/* The index-th unit in name order, NULL past the last. */
const gcim_unit_t *gcim_unit_list(int index);

const char *gcim_unit_name(const gcim_unit_t *unit);

/* SHA-256 (64 hex digits) of the unit's card and of every source file its meaning is made of. */
const char *gcim_unit_identity(const gcim_unit_t *unit);

/* ---- models ---- */

/* Make a model of `unit`. `params`: "Lanes=64 Width=12", "config=wide", "config=wide Width=9"
 * (blank separated, NULL or
 * "" for the defaults); "identity=<hex>" refuses any other identity. Enumerated parameters by
 * member or number.
 *
 * Errors:  GCIM_ERR_PARAM (unknown name, out of range, broken rule), GCIM_ERR_STATE (other
 * identity), GCIM_ERR_NULL.
 *          `*model` is NULL on error.
 */
int gcim_model_new(const gcim_unit_t *unit, const char *params, gcim_model_t **model);

/* Free a model; NULL is allowed. */
void gcim_model_free(gcim_model_t *model);

/* The card, folded for this model's parameters. Lives as long as the model. */
const gcim_card_t *gcim_model_card(const gcim_model_t *model);
const gcim_unit_t *gcim_model_unit(const gcim_model_t *model);

/* Evaluate one transaction. Pure: depends on the model's parameters and `in` only.
 *
 * Shapes:  in[k] is the k-th of the modes and IN lines in card order, out[k] the k-th OUT; bits
 * little-endian, ceil(width/32) words each; the caller owns them. Errors:  GCIM_ERR_NULL;
 * GCIM_ERR_STATE for a clocked unit; GCIM_ERR_PARAM for a mode out of range. `out` is untouched on
 * error.
 */
int gcim_model_eval(const gcim_model_t *model, const uint32_t *const *in, uint32_t *const *out);

/* Back to the state after reset. What a reset keeps by the card (stored weights) is kept. */
int gcim_model_reset(gcim_model_t *model);

/* Back to the state after gcim_model_new: forgets stored weights too. Coverage counters stay. */
int gcim_model_clear(gcim_model_t *model);

/* What is visible in this cycle: writes the outputs and taps of `image` and their `care` (one byte
 * per signal: 1 = the value matters), leaves the inputs of `image` alone. Works for both kinds of
 * unit.
 *
 * Shapes:  image[card->image_words], care[card->signal_count].
 */
int gcim_model_look(const gcim_model_t *model, uint32_t *image, uint8_t *care);

/* Take the rising edge with the inputs in `image`. rst_n = 0: reset, inputs ignored. */
int gcim_model_advance(gcim_model_t *model, int rst_n, const uint32_t *image);

/* gcim_model_look (after the reset if rst_n = 0), then gcim_model_advance. */
int gcim_model_step(gcim_model_t *model, int rst_n, uint32_t *image, uint8_t *care);

/* 1 while an accepted command waits for its answer. */
int gcim_model_busy(const gcim_model_t *model);

/* ---- fields of an image ---- */

/* Index of a signal by name ("st_x") or port ("st_x_i"), -1 if there is none. */
int gcim_card_signal(const gcim_card_t *card, const char *name);

/* Value of a parameter or constant by name; -1 if there is none. */
int64_t gcim_card_value(const gcim_card_t *card, const char *name);

/* Bits [offset +: width] of signal `signal`, width 0..64. */
uint64_t gcim_image_get(const gcim_card_t *card, const uint32_t *image, int signal, int offset,
                        int width);
void gcim_image_put(const gcim_card_t *card, uint32_t *image, int signal, int offset, int width,
                    uint64_t value);

/* ---- coverage ---- */

/* Counters of all bins, card order: covers[k].first + bin, then crosses. Counted by
 * gcim_model_advance. */
const uint64_t *gcim_model_hits(const gcim_model_t *model);

/* Is this bin reachable by the card (not an illegal pair of a cross, not the diagonal of a switch)?
 */
int gcim_card_bin_legal(const gcim_card_t *card, int bin);

/* Name of a bin: "tile_end.wraps_high", "st_cell.0>2", "st_cell x st_sat.1,0". `text` is cut to
 * `size`. */
void gcim_card_bin_name(const gcim_card_t *card, int bin, char *text, size_t size);

/* ---- checking ---- */

typedef struct {
  uint64_t cycles;        /* clock edges seen with rst_n = 1 */
  uint64_t active_cycles; /* of these: with an accepted beat or an answer taken */
  uint64_t beats; /* output beats compared (care not empty, something loaded), counted when taken */
  uint64_t careless;    /* output beats whose every field was don't-care */
  uint64_t values;      /* signal values compared, taps included */
  uint64_t mismatches;  /* signal values that differ */
  uint64_t illegal;     /* protocol rules broken by the stimulus */
  uint64_t outstanding; /* accepted commands without an answer so far */
} gcim_counts_t;

/* A checker around a model, which it owns from then on: it compares a DUT's ports with the model,
 * edge by edge. */
int gcim_check_new(gcim_model_t *model, gcim_check_t **check);
void gcim_check_free(gcim_check_t *check);
gcim_model_t *gcim_check_model(gcim_check_t *check);

/* One rising edge: `image` holds every port of the DUT as sampled at that edge. Bit k of `tap_mask`
 * compares the k-th tap of the card.
 *
 * Errors:  GCIM_ERR_MISMATCH if any compared value differs at this edge (counted; later edges go
 * on).
 */
int gcim_check_clock(gcim_check_t *check, int rst_n, const uint32_t *image, uint32_t tap_mask);

void gcim_check_counts(const gcim_check_t *check, gcim_counts_t *counts);

/* Forget the stored weights, the first mismatch and what is outstanding (a new episode); counters
 * go on. */
int gcim_check_restart(gcim_check_t *check);

/* The first mismatch as text: cycle, first wrong stage, every differing value with its bits. "" if
 * there is none. */
const char *gcim_check_first(const gcim_check_t *check);

/* The first illegal stimulus as text, "" if there is none. */
const char *gcim_check_illegal(const gcim_check_t *check);

/* Verdict: GCIM_ERR_MISMATCH, or GCIM_ERR_STATE for 0 compared beats or outstanding answers; text
 * in gcim_error_text(). */
int gcim_check_verdict(const gcim_check_t *check);

/* ---- stimulus ---- */

/* ILLEGAL: now and then a mode out of range or a broken protocol rule; NO_RESET: none in
 * mid-traffic; NO_LOAD: nothing is ever sent on the LOAD channel. */
enum { GCIM_STIM_ILLEGAL = 1, GCIM_STIM_NO_RESET = 2, GCIM_STIM_NO_LOAD = 4 };

/* Stimulus of episode `index` of a campaign: a pure function of (unit, configuration, seed, index).
 * Owns a private model that tells it which commands are accepted.
 */
int gcim_stim_new(const gcim_unit_t *unit, const char *params, gcim_stim_t **stim);
void gcim_stim_free(gcim_stim_t *stim);
int gcim_stim_start(gcim_stim_t *stim, uint64_t seed, uint64_t index, int flags);

/* Inputs of the next cycle. Returns 1 and fills `*rst_n` and the inputs of `image`, or 0 when the
 * episode is over. */
int gcim_stim_next(gcim_stim_t *stim, int *rst_n, uint32_t *image);

/* The stimulus' own view of this cycle, valid after gcim_stim_next: expected outputs, taps and
 * care. */
const uint32_t *gcim_stim_expected(const gcim_stim_t *stim);
const uint8_t *gcim_stim_care(const gcim_stim_t *stim);
const gcim_card_t *gcim_stim_card(const gcim_stim_t *stim);

/* 64 random bits: Philox4x32-10 with key = seed, counter = (index, stream). */
uint64_t gcim_random(uint64_t seed, uint64_t index, uint64_t stream);

#ifdef __cplusplus
}
#endif
#endif
