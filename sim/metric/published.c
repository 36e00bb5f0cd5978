/* published.c: figures that publications state, as they state them. They are shown beside ours,
 * never tested against: most are rounded, and some leave out what they are a percentage of.
 */
#include "published.h"

#include <stddef.h>

typedef struct {
  gcim_add_t kind;
  int width, k, m;
  metric_figure_t figure;
  const char *text;
} adder_row_t;

/* Two operands. */
static const adder_row_t adders[] = {
    {GCIM_ADD_LOA, 8, 4, 0, METRIC_ER, "68 % (Seo 2020, abstract)"},
    {GCIM_ADD_OLOCA, 8, 4, 2, METRIC_ER, "85 % (Seo 2020, abstract)"},
    {GCIM_ADD_HERLOA, 8, 4, 0, METRIC_ER, "50 % (Seo 2020, abstract)"},
    {GCIM_ADD_LOA, 16, 8, 0, METRIC_ER, "89.99 % (Jiang 2015, table)"},
    {GCIM_ADD_LOA, 16, 8, 0, METRIC_MRED, "about 1e-3 (Jiang 2015, table)"},
};

typedef struct {
  subject_pop_t kind;
  metric_figure_t figure;
  const char *text;
} count_row_t;

static const count_row_t counts[] = {
    {SUBJECT_POP_SINGLE, METRIC_MSE,
     "RMSE 4.03 % (Wang 2022, as quoted; of what is not said, not reproduced)"},
    {SUBJECT_POP_DOUBLE, METRIC_MSE,
     "RMSE 6.76 % (Wang 2022, as quoted; of what is not said, not reproduced)"},
};

static const char *of_adder(const subject_t *s, metric_figure_t figure) {
  for (size_t i = 0; i < sizeof adders / sizeof adders[0]; i++) {
    const adder_row_t *row = &adders[i];
    if (row->figure == figure && row->kind == s->adder.kind && row->width == s->width &&
        row->k == s->adder.k && (row->m == 0 || row->m == s->adder.m)) {
      return row->text;
    }
  }
  return NULL;
}

const char *published_for(const subject_t *subject, metric_figure_t figure) {
  if (subject->kind == SUBJECT_POPCOUNT) {
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
      if (counts[i].kind == subject->pop && counts[i].figure == figure) {
        return counts[i].text;
      }
    }
    return NULL;
  }
  return subject->is_adder ? of_adder(subject, figure) : NULL;
}
