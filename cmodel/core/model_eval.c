/* model_eval.c: one transaction of a unit without state. */
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "core/status.h"

/* Copy the caller's inputs into a zeroed image. A mode is judged as the whole word it came in, not
 * cut to its width. */
static int take_inputs(const gcim_card_t *card, const uint32_t *const *in, uint32_t *image) {
  for (int i = 0, k = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (!s->is_input || s->kind == GCIM_SIGNAL_VALID) {
      continue;
    }
    const uint32_t *words = in[k++];
    if (words == NULL) {
      return gcim_fail(GCIM_ERR_NULL, "gcim_model_eval: input %s of %s is NULL", s->name,
                       card->unit);
    }
    if (s->kind == GCIM_SIGNAL_MODE && (words[0] < s->min || words[0] > s->max)) {
      return gcim_fail(GCIM_ERR_PARAM, "%s: mode %s=%u is outside %lld..%lld", card->unit, s->name,
                       (unsigned)words[0], (long long)s->min, (long long)s->max);
    }
    gcim_bits_copy(image + s->word, 0, words, 0, s->width);
  }
  return GCIM_OK;
}

static bool is_result(const gcim_signal_t *s) {
  return !s->is_input && s->kind == GCIM_SIGNAL_DATA;
}

int gcim_model_eval(const gcim_model_t *model, const uint32_t *const *in, uint32_t *const *out) {
  if (model == NULL || in == NULL || out == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_eval: NULL argument");
  }
  const gcim_card_t *card = &model->card;
  if (card->kind != GCIM_TRANSACTION) {
    return gcim_fail(GCIM_ERR_STATE, "%s is a clocked unit: use gcim_model_step", card->unit);
  }
  for (int i = 0, k = 0; i < card->signal_count; i++) {
    if (is_result(&card->signals[i]) && out[k++] == NULL) {
      return gcim_fail(GCIM_ERR_NULL, "gcim_model_eval: output %s of %s is NULL",
                       card->signals[i].name, card->unit);
    }
  }
  uint32_t image[GCIM_MAX_IMAGE_WORDS];
  memset(image, 0, (size_t)card->image_words * sizeof image[0]);
  const int status = take_inputs(card, in, image);
  if (status != GCIM_OK) {
    return status;
  }
  model->unit->ops->eval(model, image);
  for (int i = 0, k = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (is_result(s)) {
      memcpy(out[k++], image + s->word, (size_t)s->words * sizeof image[0]);
    }
  }
  return GCIM_OK;
}
