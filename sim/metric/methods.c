/* methods.c: the table of methods, what `auto` takes, and what every run has in common. */
#include <stdio.h>
#include <string.h>

#include "fail.h"
#include "gcim.h"
#include "method.h"

/* Best first: exact ones that give everything, then cheaper or wider ones. */
static const metric_method_t *const methods[] = {
    &metric_popcount,   &metric_lowpart,  &metric_tree,  &metric_ripple, &metric_window,
    &metric_exhaustive, &metric_additive, &metric_monte, &metric_closed, &metric_planes,
};

enum { METHODS = (int)(sizeof methods / sizeof *methods) };

const metric_method_t *metric_method(int index) {
  return index >= 0 && index < METHODS ? methods[index] : NULL;
}

const metric_method_t *metric_method_find(const char *name) {
  char names[256] = "";
  for (int i = 0; i < METHODS; i++) {
    if (strcmp(methods[i]->name, name) == 0) {
      return methods[i];
    }
    strncat(names, i > 0 ? ", " : "", sizeof names - strlen(names) - 1);
    strncat(names, methods[i]->name, sizeof names - strlen(names) - 1);
  }
  gcim_vec_fail(GCIM_ERR_UNKNOWN, "no method '%s'; there are auto, all, %s", name, names);
  return NULL;
}

/* Given operands decide by themselves; bounds alone are no answer. */
const metric_method_t *metric_method_best(const metric_job_t *job) {
  if (job->data != NULL) {
    return &metric_planes;
  }
  for (int i = 0; i < METHODS; i++) {
    const metric_method_t *method = methods[i];
    if (method != &metric_additive && method != &metric_closed && method != &metric_planes &&
        method->check(job) == GCIM_OK) {
      return method;
    }
  }
  return NULL;
}

void metric_job_init(metric_job_t *job, const subject_t *subject) {
  *job = (metric_job_t){.subject = subject,
                        .ones = 1,
                        .of = 2,
                        .samples = 1 << 20,
                        .seed = 1,
                        .threads = 1,
                        .relative = true,
                        .is_quiet = true};
}

void metric_weight(const metric_job_t *job, int ones, int bits, mpz_t weight) {
  mpz_t zeros;
  mpz_init(zeros);
  mpz_ui_pow_ui(weight, job->ones, (unsigned long)ones);
  mpz_ui_pow_ui(zeros, job->of - job->ones, (unsigned long)(bits - ones));
  mpz_mul(weight, weight, zeros);
  mpz_clear(zeros);
}

void metric_total(const metric_job_t *job, int bits, mpz_t total) {
  mpz_ui_pow_ui(total, job->of, (unsigned long)bits);
}

/* ---- domains ---- */

/* Can the exact sum leave the bits of the result? */
static bool can_overflow(const subject_t *s) {
  wide_t low, high;
  subject_exact_range(s, &low, &high);
  return subject_number(low, s->sum_bits, s->is_signed) != low ||
         subject_number(high, s->sum_bits, s->is_signed) != high;
}

static int check_domain(const metric_job_t *job) {
  const subject_t *s = job->subject;
  if (job->domain == DOMAIN_ALL && can_overflow(s)) {
    return gcim_vec_fail(GCIM_ERR_PARAM,
                         "the exact sum of %d operands of %d bits may leave the %d bits of the "
                         "result; use --domain no-overflow or wrap",
                         s->lanes, s->width, s->sum_bits);
  }
  if (job->ones == 0 || job->ones >= job->of || job->of > 1000000) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "a density is above 0 and below 1, with six decimals");
  }
  return GCIM_OK;
}

static void name_domain(const metric_job_t *job, metric_t *m) {
  static const char *const what[] = {"all operands", "operands whose exact sum fits %d bits",
                                     "all operands, exact sum modulo 2^%d",
                                     "all operands, root constant without its modulo"};
  const subject_t *s = job->subject;
  const int bits = job->domain == DOMAIN_WRAP ? s->sum_bits : subject_fit_bits(s);
  if (m->domain[0] != '\0') {
    return; /* the method knows better */
  }
  int used = 0;
  if (job->domain == DOMAIN_NO_OVERFLOW || job->domain == DOMAIN_WRAP) {
    used =
        snprintf(m->domain, sizeof m->domain, job->domain == DOMAIN_WRAP ? what[2] : what[1], bits);
  } else {
    used = snprintf(m->domain, sizeof m->domain, "%s", what[job->domain]);
  }
  if (metric_is_uniform(job)) {
    snprintf(m->domain + used, sizeof m->domain - (size_t)used, ", uniform");
  } else {
    snprintf(m->domain + used, sizeof m->domain - (size_t)used,
             ", every bit 1 with probability %u/%u", job->ones, job->of);
  }
}

/* NMED's divisors; a method that knows the operands has set the last one. */
static void set_divisors(const metric_job_t *job, metric_t *m) {
  const subject_t *s = job->subject;
  const wide_t one = 1;
  wide_t low, high;
  subject_exact_range(s, &low, &high);
  if (job->domain == DOMAIN_NO_OVERFLOW || job->domain == DOMAIN_WRAP) {
    const int bits = job->domain == DOMAIN_WRAP ? s->sum_bits : subject_fit_bits(s);
    const wide_t limit = s->is_signed ? one << (bits - 1) : (one << bits) - 1;
    low = -low > limit ? -limit : low;
    high = high > limit ? limit : high;
  }
  m->divisor[0] = s->lanes * ((one << s->width) - 1);
  m->divisor[1] = one << s->sum_bits;
  if (m->divisor[2] == 0) {
    m->divisor[2] = -low > high ? -low : high;
  }
}

int metric_job_check(metric_job_t *job) {
  const subject_t *s = job->subject;
  const bool has_constant = s->kind == SUBJECT_TREE && s->tree.comp != 0;
  if (job->domain == DOMAIN_WRAP && !can_overflow(s)) {
    job->domain = DOMAIN_ALL;
  }
  if (job->domain == DOMAIN_UNBOUNDED && !has_constant) {
    job->domain = DOMAIN_ALL;
  }
  if (s->kind == SUBJECT_POPCOUNT && job->domain != DOMAIN_ALL) {
    return gcim_vec_fail(GCIM_ERR_PARAM, "a population count never overflows; --domain all is it");
  }
  return check_domain(job);
}

int metric_run(const metric_method_t *method, const metric_job_t *job, metric_t *m) {
  int status = method->check(job);
  if (status != GCIM_OK) {
    char reason[METRIC_TEXT];
    snprintf(reason, sizeof reason, "%s", gcim_vec_error_text());
    return gcim_vec_fail(status, "method '%s' does not apply: %s", method->name, reason);
  }
  m->method = method->name;
  m->lanes = job->subject->lanes;
  status = method->run(job, m);
  if (status == GCIM_OK) {
    name_domain(job, m);
    set_divisors(job, m);
    metric_derive(m);
  }
  return status;
}
