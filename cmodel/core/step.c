/* step.c: look and advance for both kinds of unit, and coverage of modes. */
#include <stdio.h>
#include <string.h>

#include "core/bits.h"
#include "core/model.h"
#include "core/status.h"

/* ---- fields of an image ---- */

int64_t gcim_card_value(const gcim_card_t *card, const char *name) {
  for (int i = 0; i < card->value_count; i++) {
    if (strcmp(card->values[i].name, name) == 0) {
      return card->values[i].value;
    }
  }
  return -1;
}

uint64_t gcim_image_get(const gcim_card_t *card, const uint32_t *image, int signal, int offset,
                        int width) {
  return gcim_bits_get(image + card->signals[signal].word, offset, width);
}

void gcim_image_put(const gcim_card_t *card, uint32_t *image, int signal, int offset, int width,
                    uint64_t value) {
  gcim_bits_put(image + card->signals[signal].word, offset, width, value);
}

/* ---- transaction units: a ring of latency images ---- */

/* The image accepted `age` edges ago, 1 = newest. */
static const uint32_t *ring_image(const gcim_model_t *m, int age) {
  const int slot = (m->ring_head + m->card.latency - age + 1) % m->card.latency;
  return m->ring + (size_t)slot * (size_t)m->card.image_words;
}

static void look_ring(const gcim_model_t *m, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &m->card;
  int tap = 0;
  for (int i = 0; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->is_input) {
      continue;
    }
    if (s->kind == GCIM_SIGNAL_TAP && ((m->tap_mask >> tap++) & 1u) == 0) {
      care[i] = 0;
      continue;
    }
    const uint32_t *slot = ring_image(m, s->kind == GCIM_SIGNAL_TAP ? s->delay : card->latency);
    const uint32_t valid = slot[card->signals[0].word];
    if (s->kind == GCIM_SIGNAL_VALID) {
      image[s->word] = valid;
      continue;
    }
    care[i] = valid != 0;
    if (valid != 0) {
      memcpy(image + s->word, slot + s->word, (size_t)s->words * sizeof image[0]);
    }
  }
}

static void advance_ring(gcim_model_t *m, const uint32_t *image) {
  const gcim_card_t *card = &m->card;
  m->ring_head = (m->ring_head + 1) % card->latency;
  uint32_t *slot = m->ring + (size_t)m->ring_head * (size_t)card->image_words;
  const uint32_t valid = image[card->signals[0].word] & 1u;
  slot[card->signals[0].word] = valid;
  if (valid == 0) {
    return;
  }
  memcpy(slot, image, (size_t)card->image_words * sizeof slot[0]);
  m->unit->ops->eval(m, slot);
  gcim_cover_modes(m, 0, slot);
  if (m->unit->ops->cover != NULL) {
    m->unit->ops->cover(m, slot);
  }
}

static bool ring_busy(const gcim_model_t *m) {
  for (int i = 1; i <= m->card.latency; i++) {
    if (ring_image(m, i)[m->card.signals[0].word] != 0) {
      return true;
    }
  }
  return false;
}

/* ---- both kinds ---- */

int gcim_model_look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  if (model == NULL || image == NULL || care == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_look: NULL argument");
  }
  memset(care, 1, (size_t)model->card.signal_count);
  if (model->card.kind == GCIM_TRANSACTION) {
    look_ring(model, image, care);
  } else {
    model->unit->ops->look(model, image, care);
  }
  return GCIM_OK;
}

int gcim_model_advance(gcim_model_t *model, int rst_n, const uint32_t *image) {
  if (model == NULL || image == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_model_advance: NULL argument");
  }
  if (rst_n == 0) {
    return gcim_model_reset(model);
  }
  if (model->card.kind == GCIM_TRANSACTION) {
    advance_ring(model, image);
  } else {
    model->unit->ops->advance(model, image);
  }
  return GCIM_OK;
}

int gcim_model_step(gcim_model_t *model, int rst_n, uint32_t *image, uint8_t *care) {
  if (rst_n == 0) {
    const int status = gcim_model_reset(model);
    if (status != GCIM_OK) {
      return status;
    }
  }
  const int status = gcim_model_look(model, image, care);
  return status != GCIM_OK ? status : gcim_model_advance(model, rst_n, image);
}

int gcim_model_busy(const gcim_model_t *model) {
  if (model == NULL) {
    return 0;
  }
  return model->card.kind == GCIM_TRANSACTION ? ring_busy(model) : model->unit->ops->busy(model);
}

/* ---- modes ---- */

int gcim_illegal_mode(const gcim_card_t *card, const uint32_t *image, int channel) {
  const gcim_channel_t *c = &card->channels[channel];
  for (int i = c->first_signal; i < card->signal_count; i++) {
    const gcim_signal_t *s = &card->signals[i];
    if (s->channel != channel || s->kind != GCIM_SIGNAL_MODE) {
      continue;
    }
    const int64_t value = (int64_t)gcim_bits_get(image + s->word, 0, s->width);
    if (value < s->min || value > s->max) {
      return i;
    }
  }
  return -1;
}
