/* vec.h: vector files, format 1: readable by $readmemh, by a person and by C.
 *
 *   // gcim-vec 1
 *   // unit: add_tree   configuration: tiny   Lanes=3 Width=4 LevelsPerReg=0 Topology=BINARY
 *   // fields: is_signed_i:1 data_i:12 sum_o:7       seed: 42   count: 2   rev: 1   card: 9f3c12ab
 *   // corner.zero   every lane zero
 *   0_000_00 // corner.zero is_signed=0
 *   1_888_68 // corner.lowest is_signed=1
 *   // end 2 lines sha256 <64 hex digits: all lines after the header, line ends included>
 *
 * Transaction units: one case per line; fields are the modes, inputs and outputs in card order.
 * Clocked units: a case is an episode, one line per cycle after a mark "// case i <reason>", i
 * counted from 0; fields are rst_ni, all inputs, all outputs, each in card order, and a mask with
 * one bit per output signal in card order, the first in bit 0: 1 = compare. Before every episode
 * the model forgets its stored state. Taps are not in vectors. "configuration: -" has its own
 * parameters. Every line ends with a line feed; no line is longer than 1 MiB.
 */
#ifndef GCIM_VEC_H
#define GCIM_VEC_H

#include <stdio.h>

#include "fail.h"
#include "gcim.h"

enum {
  GCIM_VEC_FIELDS = GCIM_MAX_SIGNALS + 2,
  GCIM_VEC_PARAM_CHARS = 1024,
  GCIM_VEC_CARD_CHARS = 9,
  GCIM_VEC_LINE_CHARS = 1 << 20,
  GCIM_VEC_NAME_CHARS = 256
};

enum {
  GCIM_VEC_RESET = -1,
  GCIM_VEC_MASK = -2
}; /* gcim_vec_field_t.signal of the two fields that are no signals */

typedef struct {
  char name[GCIM_NAME_CHARS];
  int signal; /* index in the card, GCIM_VEC_RESET or GCIM_VEC_MASK */
  int width, digits;
} gcim_vec_field_t;

typedef struct {
  gcim_vec_field_t fields[GCIM_VEC_FIELDS];
  int field_count;
  int output_count;              /* bits of the mask */
  int outputs[GCIM_MAX_SIGNALS]; /* signal of mask bit k */
} gcim_vec_layout_t;

typedef struct {
  char config[GCIM_NAME_CHARS]; /* name of the configuration, "-" for parameters of one's own */
  char params[GCIM_VEC_PARAM_CHARS]; /* every parameter with its value, card order */
  char card[GCIM_VEC_CARD_CHARS];    /* first 8 digits of the unit's identity */
  uint64_t seed, count;
  int64_t revision;
} gcim_vec_head_t;

/* The fields of a line for this card. Errors: none, a card always fits. */
void gcim_vec_layout(const gcim_card_t *card, gcim_vec_layout_t *layout);

/* Digits of a whole line, without separators: $readmemh makes 4 bits of each. */
int gcim_vec_line_digits(const gcim_vec_layout_t *layout);

/* Fill everything but seed and count. `config`: a name, NULL or "-" for parameters of one's own. */
int gcim_vec_head(const gcim_model_t *model, const char *config, gcim_vec_head_t *head);

/* ---- writing ---- */

typedef struct gcim_vec_writer gcim_vec_writer_t;

/* Begin a file on `stream` (NULL: only measure its size). `legend`: lines "name   reason\n", may be
 * "". */
int gcim_vec_write_open(const gcim_model_t *model, const gcim_vec_head_t *head, const char *legend,
                        FILE *stream, gcim_vec_writer_t **writer);

/* Begin a case; `name` is printed behind a transaction's line or in the mark of an episode. */
int gcim_vec_write_case(gcim_vec_writer_t *writer, const char *name);

/* One line. `care` and `note` (a word behind the line, NULL or "" for none) only for clocked units.
 */
int gcim_vec_write_line(gcim_vec_writer_t *writer, int rst_n, const uint32_t *image,
                        const uint8_t *care, const char *note);

/* Bytes so far, with the end line. */
size_t gcim_vec_write_bytes(const gcim_vec_writer_t *writer);

/* Write the end line and free. Errors: GCIM_ERR_STATE if the cases differ from the header's count.
 */
int gcim_vec_write_close(gcim_vec_writer_t *writer);

/* Free without an end line; NULL is allowed. */
void gcim_vec_write_abort(gcim_vec_writer_t *writer);

/* ---- reading ---- */

typedef struct gcim_vec_reader gcim_vec_reader_t;

typedef struct {
  const char *name;      /* of the case */
  uint64_t index;        /* of the case */
  int first;             /* 1 on the first line of a case */
  long number;           /* line in the file, from 1 */
  int rst_n;             /* 1 for transaction units */
  const uint32_t *image; /* inputs and outputs as the file has them */
  const uint8_t *care;   /* per signal */
} gcim_vec_line_t;

/* Open and check the header against this library: unit, parameters, configuration, fields,
 * revision, card.
 *
 * Errors:  GCIM_ERR_IO, GCIM_ERR_FORMAT, GCIM_ERR_STATE (other card or revision), each with
 * file:line.
 */
int gcim_vec_read_open(const char *path, gcim_vec_reader_t **reader);

/* The next line: 1 and `*line` (valid until the next call), 0 after a correct end line, or a
 * negative status. */
int gcim_vec_read_line(gcim_vec_reader_t *reader, gcim_vec_line_t *line);

const gcim_model_t *gcim_vec_read_model(const gcim_vec_reader_t *reader);
const gcim_vec_head_t *gcim_vec_read_head(const gcim_vec_reader_t *reader);
const gcim_vec_layout_t *gcim_vec_read_layout(const gcim_vec_reader_t *reader);
uint64_t gcim_vec_read_lines(const gcim_vec_reader_t *reader);

/* Free; NULL is allowed. */
void gcim_vec_read_close(gcim_vec_reader_t *reader);

#endif
