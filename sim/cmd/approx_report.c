#include "approx_report.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "published.h"

enum { RATIO_CHARS = 40 };

static const char *const kinds[] = {"absent", "exact", "rounded", "bound", "sampled"};

/* ---- text ---- */

/* "31 / 64" if it is short. */
static void put_ratio(FILE *out, const metric_value_t *v) {
  if (v->kind == METRIC_EXACT &&
      mpz_sizeinbase(mpq_numref(v->exact), 10) + mpz_sizeinbase(mpq_denref(v->exact), 10) <
          RATIO_CHARS) {
    gmp_fprintf(out, "  = %Qd", v->exact);
  }
}

static void put_error(FILE *out, const metric_value_t *v) {
  if (v->kind == METRIC_ROUNDED && v->error > 0) {
    fprintf(out, "  +- %.1e", v->error);
  } else if (v->kind == METRIC_SAMPLED && v->low < v->high) {
    fprintf(out, "  95 %%: %.6g .. %.6g", v->low, v->high);
    if (v->is_sure) {
      fprintf(out, "; empirical Bernstein %.6g .. %.6g", v->sure_low, v->sure_high);
    }
  } else if (v->kind == METRIC_SAMPLED) {
    fputs("  (of the sample)", out);
  } else if (v->kind == METRIC_BOUND) {
    fputs("  (bound)", out);
  }
}

/* Published figures are of all operands, evenly. */
static const char *published_beside(const subject_t *subject, const metric_t *m,
                                    metric_figure_t f) {
  return strcmp(m->domain, "all operands, uniform") == 0 ? published_for(subject, f) : NULL;
}

static void put_figure(FILE *out, const subject_t *subject, const metric_t *m, int f) {
  const metric_value_t *v = &m->figure[f];
  if (v->kind == METRIC_ABSENT) {
    return;
  }
  fprintf(out, "  %-11s %-16.10g", metric_figure_name((metric_figure_t)f), v->value);
  put_ratio(out, v);
  put_error(out, v);
  const char *published = published_beside(subject, m, (metric_figure_t)f);
  if (published != NULL) {
    fprintf(out, "  published: %s", published);
  }
  fprintf(out, "   (%s)\n", metric_figure_what((metric_figure_t)f));
}

static void put_extreme(FILE *out, const char *name, const metric_t *m, const metric_extreme_t *e) {
  char text[WIDE_CHARS];
  if (e->kind == METRIC_ABSENT) {
    return;
  }
  fprintf(out, "  %-11s %s%s", name, wide_text(e->d, text),
          e->kind == METRIC_BOUND     ? " (bound: never beyond)"
          : e->kind == METRIC_SAMPLED ? " (reached; the true one may be larger)"
                                      : "");
  if (e->lanes != NULL) {
    fputs("  reached by", out);
    for (int i = 0; i < m->lanes && i < 8; i++) {
      fprintf(out, " %llu", (unsigned long long)e->lanes[i]);
    }
    fputs(m->lanes > 8 ? " ..\n" : "\n", out);
  } else {
    fputc('\n', out);
  }
}

/* MED over a divisor that is named: papers differ in it. */
static void put_nmed(FILE *out, const metric_t *m) {
  const metric_value_t *med = &m->figure[METRIC_MED];
  for (int i = 0; i < METRIC_NMED_COUNT && med->kind != METRIC_ABSENT; i++) {
    if (m->divisor[i] != 0) {
      fprintf(out, "  %-11s %-16.6g   (MED / %s)\n", "NMED", med->value / (double)m->divisor[i],
              metric_divisor_name(i));
    }
  }
}

static void put_bits(FILE *out, const metric_t *m) {
  if (m->bits == 0) {
    return;
  }
  fputs("  wrong bits ", out);
  for (int j = 0; j < m->bits; j++) {
    if (m->bit[j].kind != METRIC_ABSENT) {
      fprintf(out, " %d: %.4g", j, m->bit[j].value);
    }
  }
  fputs("   (probability that result bit j differs)\n", out);
}

void approx_report_text(FILE *out, const subject_t *subject, const metric_t *m) {
  char line[METRIC_TEXT];
  subject_print(subject, line, sizeof line);
  fprintf(out, "%s\nmethod %s, domain: %s%s%s\n", line, m->method, m->domain,
          m->note[0] != '\0' ? "; " : "", m->note);
  for (int f = 0; f < METRIC_FIGURES; f++) {
    put_figure(out, subject, m, f);
  }
  const metric_value_t *mse = &m->figure[METRIC_MSE];
  if (mse->kind != METRIC_ABSENT) {
    fprintf(out, "  %-11s %-16.10g   (square root of MSE)\n", "RMSE", sqrt(mse->value));
  }
  put_nmed(out, m);
  put_extreme(out, "max d", m, &m->max);
  put_extreme(out, "min d", m, &m->min);
  put_bits(out, m);
  fputc('\n', out);
}

/* ---- JSON ---- */

/* The lower-case name as key. */
static void put_key(FILE *out, const char *name) {
  fputc('"', out);
  for (const char *p = name; *p != '\0'; p++) {
    fputc(isalnum((unsigned char)*p) ? tolower((unsigned char)*p) : '_', out);
  }
  fputs("\": ", out);
}

static void put_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\') {
      fputc('\\', out);
    }
    fputc(*p, out);
  }
  fputc('"', out);
}

static void put_value(FILE *out, const metric_value_t *v) {
  fprintf(out, "{\"kind\": \"%s\", \"value\": %.17g", kinds[v->kind], v->value);
  if (v->kind == METRIC_EXACT) {
    gmp_fprintf(out, ", \"exact\": \"%Qd\"", v->exact);
  } else if (v->kind == METRIC_ROUNDED) {
    fprintf(out, ", \"error\": %.3g", v->error);
  } else if (v->kind == METRIC_SAMPLED) {
    fprintf(out, ", \"low\": %.17g, \"high\": %.17g", v->low, v->high);
    if (v->is_sure) {
      fprintf(out, ", \"bernstein_low\": %.17g, \"bernstein_high\": %.17g", v->sure_low,
              v->sure_high);
    }
  }
}

/* A figure, what it is, and what was published for it. */
static void put_json_figure(FILE *out, const subject_t *subject, const metric_t *m,
                            metric_figure_t f) {
  const char *published = published_beside(subject, m, f);
  fputs(", ", out);
  put_key(out, metric_figure_name(f));
  put_value(out, &m->figure[f]);
  fputs(", \"what\": ", out);
  put_string(out, metric_figure_what(f));
  if (published != NULL) {
    fputs(", \"published\": ", out);
    put_string(out, published);
  }
  fputc('}', out);
}

static void put_json_nmed(FILE *out, const metric_t *m) {
  const metric_value_t *med = &m->figure[METRIC_MED];
  const char *between = "";
  if (med->kind == METRIC_ABSENT) {
    return;
  }
  fputs(", \"nmed\": [", out);
  for (int i = 0; i < METRIC_NMED_COUNT; i++) {
    if (m->divisor[i] != 0) {
      fprintf(out, "%s{\"value\": %.17g, \"divisor\": ", between,
              med->value / (double)m->divisor[i]);
      put_string(out, metric_divisor_name(i));
      fputc('}', out);
      between = ", ";
    }
  }
  fputc(']', out);
}

static void put_json_extreme(FILE *out, const char *name, const metric_t *m,
                             const metric_extreme_t *e) {
  char text[WIDE_CHARS];
  if (e->kind == METRIC_ABSENT) {
    return;
  }
  fprintf(out, ", \"%s\": {\"kind\": \"%s\", \"d\": %s", name, kinds[e->kind],
          wide_text(e->d, text));
  for (int i = 0; i < m->lanes && e->lanes != NULL; i++) {
    fprintf(out, "%s%llu", i == 0 ? ", \"operands\": [" : ", ", (unsigned long long)e->lanes[i]);
  }
  fputs(e->lanes != NULL ? "]}" : "}", out);
}

void approx_report_json(FILE *out, const subject_t *subject, const metric_t *m) {
  char line[METRIC_TEXT];
  subject_print(subject, line, sizeof line);
  fputs("{\"subject\": ", out);
  put_string(out, line);
  fputs(", \"method\": ", out);
  put_string(out, m->method);
  fputs(", \"domain\": ", out);
  put_string(out, m->domain);
  fputs(", \"note\": ", out);
  put_string(out, m->note);
  for (int f = 0; f < METRIC_FIGURES; f++) {
    if (m->figure[f].kind != METRIC_ABSENT) {
      put_json_figure(out, subject, m, (metric_figure_t)f);
    }
  }
  if (m->figure[METRIC_MSE].kind != METRIC_ABSENT) {
    fprintf(out, ", \"rmse\": %.17g", sqrt(m->figure[METRIC_MSE].value));
  }
  put_json_nmed(out, m);
  put_json_extreme(out, "max", m, &m->max);
  put_json_extreme(out, "min", m, &m->min);
  if (m->bits > 0) {
    fputs(", \"wrong_bits\": [", out);
    for (int j = 0; j < m->bits; j++) {
      fprintf(out, "%s%.17g", j == 0 ? "" : ", ", m->bit[j].value);
    }
    fputc(']', out);
  }
  fputs("}\n", out);
}
