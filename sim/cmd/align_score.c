#include "align_score.h"

#include <math.h>

static int least(int a, int b) {
  return a < b ? a : b;
}

/* ---- exact sums ---- */

void align_exact_init(align_exact_t *exact, const gcim_float_t *x, const gcim_float_t *w,
                      const gcim_float_t *format) {
  exact->unit = least(align_lowest_exp(x) + align_lowest_exp(w), align_lowest_exp(format));
  exact->format = format;
  mpz_init(exact->sum);
  mpz_init(exact->largest);
  mpz_init(exact->rounded);
}

void align_exact_clear(align_exact_t *exact) {
  mpz_clear(exact->sum);
  mpz_clear(exact->largest);
  mpz_clear(exact->rounded);
}

void align_exact_set(align_exact_t *exact, const align_number_t *x, const align_number_t *w,
                     size_t terms) {
  align_dot(exact->sum, exact->largest, x, w, terms, exact->unit);
  exact->fits = align_round(exact->rounded, exact->sum, exact->unit, exact->format);
}

/* ---- results ---- */

void align_score_init(align_score_t *score, int unit) {
  *score = (align_score_t){.unit = unit};
  mpz_init(score->signal);
  mpz_init(score->noise);
  mpz_init(score->error);
  mpz_init(score->work);
}

void align_score_clear(align_score_t *score) {
  mpz_clear(score->signal);
  mpz_clear(score->noise);
  mpz_clear(score->error);
  mpz_clear(score->work);
}

static double ratio(const mpz_t a, const mpz_t b) {
  long a_exp, b_exp;
  const double a_part = mpz_get_d_2exp(&a_exp, a), b_part = mpz_get_d_2exp(&b_exp, b);
  return ldexp(fabs(a_part / b_part), (int)(a_exp - b_exp));
}

/* score->work holds the result. */
static void add(align_score_t *score, const align_exact_t *exact) {
  score->right += exact->fits && mpz_cmp(score->work, exact->rounded) == 0;
  mpz_sub(score->work, score->work, exact->sum);
  mpz_add(score->error, score->error, score->work);
  mpz_addmul(score->noise, score->work, score->work);
  mpz_addmul(score->signal, exact->sum, exact->sum);
  if (mpz_sgn(score->work) != 0) { /* then there is a product */
    const double share = ratio(score->work, exact->largest);
    score->worst = share > score->worst ? share : score->worst;
  }
}

void align_score_add(align_score_t *score, const align_exact_t *exact, uint32_t code) {
  align_number_t number;
  score->results++;
  if (!align_number_of(exact->format, code, &number)) {
    score->endless++;
    score->right += !exact->fits;
    return;
  }
  align_set(score->work, number, score->unit);
  add(score, exact);
}

void align_score_add_rounded(align_score_t *score, const align_exact_t *exact) {
  score->results++;
  if (!exact->fits) {
    score->endless++;
    score->right++;
    return;
  }
  mpz_set(score->work, exact->rounded);
  add(score, exact);
}

/* ---- figures ---- */

double align_decibel(const mpz_t a, const mpz_t b) {
  long a_exp, b_exp;
  if (mpz_sgn(b) == 0 || mpz_sgn(a) == 0) {
    return mpz_sgn(b) == 0 ? INFINITY : -INFINITY;
  }
  const double a_part = mpz_get_d_2exp(&a_exp, a), b_part = mpz_get_d_2exp(&b_exp, b);
  return 10 * (log10(a_part / b_part) + (double)(a_exp - b_exp) * log10(2));
}

align_figures_t align_score_figures(const align_score_t *score) {
  long exp;
  const double part = mpz_get_d_2exp(&exp, score->error);
  const uint64_t finite = score->results - score->endless;
  return (align_figures_t){
      .sqnr = score->endless > 0 ? -INFINITY : align_decibel(score->signal, score->noise),
      .worst = score->endless > 0 ? INFINITY : log2(score->worst),
      .bias = finite == 0 ? 0 : ldexp(part, (int)exp + score->unit) / (double)finite,
      .right = (double)score->right / (double)score->results,
  };
}
