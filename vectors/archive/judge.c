/* judge.c: the lines of a payload, evaluated again from their inputs. */
#include "judge.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cases_inside.h"
#include "differ.h"

enum { SHOWN = 20, TEXT_CHARS = 800 };

typedef struct {
  gcim_archive_source_t *source;
  gcim_model_t *model;
  uint32_t *file, *golden; /* images */
  uint8_t file_care[GCIM_MAX_SIGNALS], care[GCIM_MAX_SIGNALS];
  uint64_t item; /* of the line */
  gcim_archive_say_t say;
  void *context;
  gcim_judged_t *judged;
} judge_t;

static void say(judge_t *j, const gcim_payload_head_t *head, const char *what) {
  char text[TEXT_CHARS];
  if (j->judged->differences++ < SHOWN) {
    snprintf(text, sizeof text, "line %" PRIu64 ", %s item %" PRIu64 ": %s", j->judged->lines,
             gcim_tier_name(head->tier), j->item, what);
    j->say(j->context, text);
  }
}

static void compare(judge_t *j, const gcim_payload_head_t *head) {
  const gcim_vec_layout_t *layout = &j->source->shape.layout;
  char what[TEXT_CHARS / 2];
  for (int k = 0; k < layout->output_count; k++) {
    const int signal = layout->outputs[k];
    const gcim_signal_t *s = &j->source->card->signals[signal];
    j->judged->values++;
    if (memcmp(j->file + s->word, j->golden + s->word, (size_t)s->words * sizeof *j->file) != 0) {
      gcim_differ_text(j->source->card, j->file, j->golden, signal, what, sizeof what);
      say(j, head, what);
    }
    if (j->source->shape.is_clocked && j->file_care[signal] != j->care[signal]) {
      snprintf(what, sizeof what, "the mask bit of %s is %d, the golden model says %d", s->port,
               j->file_care[signal], j->care[signal]);
      say(j, head, what);
    }
  }
}

static int evaluate(judge_t *j, int rst_n) {
  memcpy(j->golden, j->file, (size_t)j->source->card->image_words * sizeof *j->golden);
  if (!j->source->shape.is_clocked) {
    return gcim_beat_eval(j->model, j->golden);
  }
  const int status = gcim_model_step(j->model, rst_n, j->golden, j->care);
  for (int i = 0; i < j->source->card->signal_count; i++) {
    j->care[i] = j->care[i] != 0;
  }
  return status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
}

static int judge_line(judge_t *j, const gcim_payload_head_t *head, const uint8_t *at) {
  gcim_payload_line_t line = {.image = j->file, .care = j->file_care};
  int status = gcim_payload_get_line("its content", j->source->card, &j->source->shape,
                                     j->judged->lines, at, &line);
  if (status != GCIM_OK) {
    return status;
  }
  j->item += line.jump;
  if (j->item < head->first || j->item - head->first >= head->items) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "line %" PRIu64 " belongs to item %" PRIu64 ", outside the shard",
                         j->judged->lines, j->item);
  }
  if (line.jump > 0 && j->source->shape.is_clocked) {
    status = gcim_model_clear(j->model);
  }
  status = status == GCIM_OK ? evaluate(j, line.rst_n) : gcim_vec_fail_model(status);
  if (status != GCIM_OK) {
    char why[TEXT_CHARS];
    snprintf(why, sizeof why, "%s", gcim_vec_error_text());
    return gcim_vec_fail(status, "line %" PRIu64 ", item %" PRIu64 ": %s", j->judged->lines,
                         j->item, why);
  }
  compare(j, head);
  j->judged->lines++;
  return GCIM_OK;
}

int gcim_judge_payload(gcim_archive_source_t *source, const gcim_payload_head_t *head,
                       const gcim_bytes_t *payload, gcim_archive_say_t say_line, void *context,
                       gcim_judged_t *judged) {
  const size_t words = (size_t)source->card->image_words + 1;
  judge_t j = {.source = source,
               .file = calloc(words, sizeof *j.file),
               .golden = calloc(words, sizeof *j.golden),
               .item = head->first - 1,
               .say = say_line,
               .context = context,
               .judged = judged};
  int status =
      j.file == NULL || j.golden == NULL ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory") : GCIM_OK;
  if (status == GCIM_OK) {
    status = gcim_model_new(source->unit, source->plan->params, &j.model);
    status = status == GCIM_OK ? GCIM_OK : gcim_vec_fail_model(status);
  }
  for (uint64_t i = 0; i < head->lines && status == GCIM_OK; i++) {
    status = judge_line(&j, head, payload->data + GCIM_PAYLOAD_HEAD + i * source->shape.line_bytes);
  }
  gcim_model_free(j.model);
  free(j.file);
  free(j.golden);
  return status;
}
