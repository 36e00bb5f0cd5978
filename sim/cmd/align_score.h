/* align_score.h: what a series of results loses against exact sums. Sums are whole numbers of any
 * length; a figure is rounded once, when it is read.
 */
#ifndef GCIM_CMD_ALIGN_SCORE_H
#define GCIM_CMD_ALIGN_SCORE_H

#include "align_number.h"

/* An exact sum, in units of 2^unit, and what goes with it. */
typedef struct {
  int unit;
  const gcim_float_t *format; /* of the results */
  mpz_t sum, largest;         /* largest |product| */
  mpz_t rounded;              /* sum rounded once to the format */
  bool fits;                  /* that is a finite number */
} align_exact_t;

void align_exact_init(align_exact_t *exact, const gcim_float_t *x, const gcim_float_t *w,
                      const gcim_float_t *format);
void align_exact_clear(align_exact_t *exact);
void align_exact_set(align_exact_t *exact, const align_number_t *x, const align_number_t *w,
                     size_t terms);

typedef struct {
  int unit;
  uint64_t results, right; /* right: the exact sum rounded once */
  uint64_t endless;        /* infinities and NaNs, in no sum */
  mpz_t signal, noise;     /* sums of exact^2, (result - exact)^2 */
  mpz_t error;             /* sum of result - exact */
  mpz_t work;
  double worst; /* largest |result - exact| / largest |product| of the same sum */
} align_score_t;

void align_score_init(align_score_t *score, int unit);
void align_score_clear(align_score_t *score);

/* Count the result `code` of a dot product; or the exact sum rounded once. */
void align_score_add(align_score_t *score, const align_exact_t *exact, uint32_t code);
void align_score_add_rounded(align_score_t *score, const align_exact_t *exact);

typedef struct {
  double sqnr;  /* dB; infinity without any error; -infinity if a result is endless */
  double worst; /* log2; -infinity without any error */
  double bias;  /* mean of result - exact */
  double right; /* share */
} align_figures_t;

align_figures_t align_score_figures(const align_score_t *score);

/* 10 log10(a / b), of whole numbers not below 0. */
double align_decibel(const mpz_t a, const mpz_t b);

#endif
