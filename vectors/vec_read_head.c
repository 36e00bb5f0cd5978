/* vec_read_head.c: the header of a vector file, checked against this library. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vec_read.h"

static const char again[] = "make the file again with 'gcim vec gen'";

/* Skip `words` and blanks; NULL if the text goes on differently. */
static const char *after(const char *text, const char *words) {
  const size_t length = strlen(words);
  if (text == NULL || strncmp(text, words, length) != 0) {
    return NULL;
  }
  text += length;
  return text + strspn(text, " ");
}

/* Copy one blank-delimited word; NULL if there is none or it does not fit. */
static const char *word(const char *text, char *copy, size_t size) {
  const size_t length = text == NULL ? 0 : strcspn(text, " ");
  if (length == 0 || length >= size) {
    return NULL;
  }
  memcpy(copy, text, length);
  copy[length] = '\0';
  text += length;
  return text + strspn(text, " ");
}

static const char *number(const char *text, uint64_t *value) {
  if (text == NULL || text[0] < '0' || text[0] > '9') {
    return NULL;
  }
  char *end;
  errno = 0;
  *value = strtoull(text, &end, 10);
  if (errno != 0 || (*end != ' ' && *end != '\0')) {
    return NULL;
  }
  return end + strspn(end, " ");
}

static int read_magic(gcim_vec_reader_t *r) {
  const int status = gcim_vec_next_text(r);
  if (status < 0) {
    return status;
  }
  if (status == 0) {
    r->number = 1;
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "the file is empty; %s", again);
  }
  if (strcmp(r->text, "// gcim-vec 1") == 0) {
    return GCIM_OK;
  }
  if (after(r->text, "// gcim-vec") != NULL) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "'%.40s' is another format; this program reads 1; %s", r->text, again);
  }
  return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                          "not a vector file: the first line must be '// gcim-vec 1', not '%.40s'",
                          r->text);
}

/* A header line must be there. */
static int next_header(gcim_vec_reader_t *r) {
  const int status = gcim_vec_next_text(r);
  if (status == 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "the file ends inside the header: truncated; %s",
                            again);
  }
  return status < 0 ? status : GCIM_OK;
}

/* All parameters of a set, in card order. */
static int whole_params(gcim_vec_reader_t *r, const gcim_unit_t *unit, const char *set,
                        gcim_vec_head_t *head) {
  gcim_model_t *model;
  if (gcim_model_new(unit, set, &model) != GCIM_OK) {
    return gcim_vec_fail_at(r, GCIM_ERR_PARAM, "%s", gcim_error_text());
  }
  const int status = gcim_vec_head(model, r->head.config, head);
  gcim_model_free(model);
  return status;
}

/* A named configuration must mean the parameters that stand in the file. A parameter that the card
 * got later stands at its default, which keeps old results. */
static int check_config(gcim_vec_reader_t *r, const gcim_unit_t *unit) {
  if (strcmp(r->head.config, "-") == 0) {
    return GCIM_OK;
  }
  char text[GCIM_NAME_CHARS + 16];
  gcim_vec_head_t head, here;
  snprintf(text, sizeof text, "config=%s", r->head.config);
  int status = whole_params(r, unit, text, &head);
  if (status == GCIM_OK) {
    status = whole_params(r, unit, r->head.params, &here);
  }
  if (status == GCIM_OK && strcmp(head.params, here.params) != 0) {
    status =
        gcim_vec_fail_at(r, GCIM_ERR_STATE, "configuration '%s' is '%s' in the card, '%s' here; %s",
                         r->head.config, head.params, r->head.params, again);
  }
  return status;
}

static int read_unit(gcim_vec_reader_t *r) {
  int status = next_header(r);
  if (status != GCIM_OK) {
    return status;
  }
  char name[GCIM_NAME_CHARS];
  const char *at = word(after(r->text, "// unit:"), name, sizeof name);
  at = word(after(at, "configuration:"), r->head.config, sizeof r->head.config);
  if (at == NULL || strlen(at) >= sizeof r->head.params) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT,
                            "must be '// unit: NAME   configuration: NAME   PARAM=value ...'; %s",
                            again);
  }
  memcpy(r->head.params, at, strlen(at) + 1);
  const gcim_unit_t *unit = gcim_unit_find(name);
  if (unit == NULL) {
    return gcim_vec_fail_at(r, GCIM_ERR_UNKNOWN, "%s", gcim_error_text());
  }
  status = gcim_model_new(unit, r->head.params, &r->model);
  if (status != GCIM_OK) {
    return gcim_vec_fail_at(r, status, "%s", gcim_error_text());
  }
  r->card = gcim_model_card(r->model);
  return check_config(r, unit);
}

static const char *read_fields(gcim_vec_reader_t *r, const char *at, int *status) {
  for (int i = 0; i < r->layout.field_count && at != NULL; i++) {
    const gcim_vec_field_t *field = &r->layout.fields[i];
    char want[GCIM_NAME_CHARS + 16];
    char have[GCIM_NAME_CHARS + 16] = "nothing";
    snprintf(want, sizeof want, "%s:%d", field->name, field->width);
    at = word(at, have, sizeof have);
    if (at == NULL || strcmp(want, have) != 0) {
      *status =
          gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "field %d must be '%s' by the card, not '%s'; %s",
                           i + 1, want, have, again);
      return NULL;
    }
  }
  return at;
}

/* Revision and card must be those of this library. */
static int check_identity(gcim_vec_reader_t *r) {
  gcim_vec_head_t mine;
  const int status = gcim_vec_head(r->model, r->head.config, &mine);
  if (status != GCIM_OK) {
    return status;
  }
  if (r->head.revision != mine.revision) {
    return gcim_vec_fail_at(r, GCIM_ERR_STATE,
                            "rev %" PRId64 " of %s; this library has rev %" PRId64 "; %s",
                            r->head.revision, r->card->unit, mine.revision, again);
  }
  if (strcmp(r->head.card, mine.card) != 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_STATE,
                            "made from card %s of %s; this library has %s; use the library of that "
                            "card or %s",
                            r->head.card, r->card->unit, mine.card, again);
  }
  return GCIM_OK;
}

int gcim_vec_read_header(gcim_vec_reader_t *r) {
  int status = read_magic(r);
  status = status == GCIM_OK ? read_unit(r) : status;
  status = status == GCIM_OK ? next_header(r) : status;
  if (status != GCIM_OK) {
    return status;
  }
  gcim_vec_layout(r->card, &r->layout);
  const char *at = after(r->text, "// fields:");
  if (at != NULL) {
    at = read_fields(r, at, &status);
    if (status != GCIM_OK) {
      return status;
    }
  }
  uint64_t revision = 0;
  at = number(after(at, "seed:"), &r->head.seed);
  at = number(after(at, "count:"), &r->head.count);
  at = number(after(at, "rev:"), &revision);
  at = word(after(at, "card:"), r->head.card, sizeof r->head.card);
  if (at == NULL || *at != '\0' || revision > INT64_MAX) {
    return gcim_vec_fail_at(
        r, GCIM_ERR_FORMAT,
        "must be '// fields: NAME:BITS ...  seed: N  count: N  rev: N  card: HEX' "
        "with nothing behind; %s",
        again);
  }
  r->head.revision = (int64_t)revision;
  if (r->head.count == 0) {
    return gcim_vec_fail_at(r, GCIM_ERR_FORMAT, "count: 0: a set needs at least one case; %s",
                            again);
  }
  return check_identity(r);
}
