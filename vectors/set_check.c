/* set_check.c: every expected value of a file against the golden model. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cases_inside.h"
#include "differ.h"
#include "set.h"

typedef struct {
  const char *path;
  gcim_vec_reader_t *reader;
  gcim_model_t *model; /* of our own: the reader's is read-only */
  const gcim_card_t *card;
  uint32_t *image;
  uint8_t care[GCIM_MAX_SIGNALS];
  gcim_set_report_t report;
  void *context;
  gcim_set_counts_t *counts;
} judge_t;

static void report_value(const judge_t *j, const gcim_vec_line_t *line, int signal) {
  char what[400], text[800];
  gcim_differ_text(j->card, line->image, j->image, signal, what, sizeof what);
  snprintf(text, sizeof text, "%s:%ld: case %" PRIu64 " (%s): %s", j->path, line->number,
           line->index, line->name, what);
  j->counts->differences++;
  j->report(j->context, text);
}

static void report_care(const judge_t *j, const gcim_vec_line_t *line, int bit, int signal) {
  char text[800];
  snprintf(text, sizeof text,
           "%s:%ld: case %" PRIu64 " (%s): mask differs: bit %d (%s) file=%d golden=%d", j->path,
           line->number, line->index, line->name, bit, j->card->signals[signal].port,
           line->care[signal] != 0, j->care[signal] != 0);
  j->counts->differences++;
  j->report(j->context, text);
}

static bool same_words(const judge_t *j, const uint32_t *file, int signal) {
  const gcim_signal_t *s = &j->card->signals[signal];
  return memcmp(file + s->word, j->image + s->word, (size_t)s->words * sizeof *file) == 0;
}

/* Don't-care values are compared as well: the file must be exactly what the golden model writes. */
static void compare(const judge_t *j, const gcim_vec_line_t *line) {
  const gcim_vec_layout_t *layout = gcim_vec_read_layout(j->reader);
  bool answers = false;
  for (int k = 0; k < layout->output_count; k++) {
    const int signal = layout->outputs[k];
    if (!same_words(j, line->image, signal)) {
      report_value(j, line, signal);
    }
    if (j->card->kind == GCIM_CLOCKED && (line->care[signal] != 0) != (j->care[signal] != 0)) {
      report_care(j, line, k, signal);
    }
    const bool is_data = j->card->signals[signal].kind == GCIM_SIGNAL_DATA;
    answers = answers || (is_data && (j->card->kind == GCIM_TRANSACTION || j->care[signal] != 0));
  }
  j->counts->answers += answers;
}

static int judge_line(judge_t *j, const gcim_vec_line_t *line) {
  int status = GCIM_OK;
  memcpy(j->image, line->image, (size_t)j->card->image_words * sizeof *j->image);
  if (j->card->kind == GCIM_TRANSACTION) {
    status = gcim_beat_eval(j->model, j->image);
  } else {
    status = line->first ? gcim_model_clear(j->model) : GCIM_OK;
    status = status == GCIM_OK ? gcim_model_step(j->model, line->rst_n, j->image, j->care) : status;
    status = status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
  }
  if (status != GCIM_OK) {
    char text[800];
    snprintf(text, sizeof text, "%s", gcim_vec_error_text());
    return gcim_vec_fail(status, "%s:%ld: case %" PRIu64 " (%s): %s", j->path, line->number,
                         line->index, line->name, text);
  }
  compare(j, line);
  j->counts->lines++;
  j->counts->cases += line->first != 0;
  return GCIM_OK;
}

static int judge_lines(judge_t *j) {
  gcim_vec_line_t line;
  int more;
  while ((more = gcim_vec_read_line(j->reader, &line)) == 1) {
    const int status = judge_line(j, &line);
    if (status != GCIM_OK) {
      return status;
    }
  }
  if (more == GCIM_OK && j->counts->differences == 0 && j->counts->answers == 0) {
    return gcim_vec_fail(GCIM_ERR_STATE,
                         "%s: no line compares an output value; add cases that get an answer",
                         j->path);
  }
  return more;
}

int gcim_set_check(const char *path, gcim_set_report_t report, void *context,
                   gcim_set_counts_t *counts) {
  memset(counts, 0, sizeof *counts);
  judge_t j = {.path = path, .report = report, .context = context, .counts = counts};
  int status = gcim_vec_read_open(path, &j.reader);
  if (status != GCIM_OK) {
    return status;
  }
  status = gcim_model_new(gcim_model_unit(gcim_vec_read_model(j.reader)),
                          gcim_vec_read_head(j.reader)->params, &j.model);
  if (status != GCIM_OK) {
    gcim_vec_read_close(j.reader);
    return gcim_vec_fail_model(status);
  }
  j.card = gcim_model_card(j.model);
  j.image = calloc((size_t)j.card->image_words + 1, sizeof *j.image);
  status = j.image == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : judge_lines(&j);
  if (status == GCIM_OK && counts->differences > 0) {
    status = gcim_vec_fail(GCIM_ERR_MISMATCH, "%s: %" PRIu64 " values differ from the golden model",
                           path, counts->differences);
  }
  free(j.image);
  gcim_model_free(j.model);
  gcim_vec_read_close(j.reader);
  return status;
}
