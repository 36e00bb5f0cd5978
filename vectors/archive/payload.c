/* payload.c: lines and headers as bytes. */
#include "payload.h"

#include <inttypes.h>
#include <string.h>

static const char magic[8] = {'g', 'c', 'i', 'm', 'v', 'e', 'c', '1'};

void gcim_shape_make(const gcim_card_t *card, gcim_shape_t *shape) {
  memset(shape, 0, sizeof *shape);
  gcim_vec_layout(card, &shape->layout);
  shape->is_clocked = card->kind == GCIM_CLOCKED;
  shape->mask_bytes = shape->is_clocked ? ((size_t)shape->layout.output_count + 7) / 8 : 0;
  size_t at = 1 + shape->mask_bytes;
  for (int i = 0; i < shape->layout.field_count; i++) {
    if (shape->layout.fields[i].signal >= 0) {
      shape->at[i] = at;
      shape->bytes[i] = ((size_t)shape->layout.fields[i].width + 7) / 8;
      at += shape->bytes[i];
    }
  }
  shape->line_bytes = at;
}

/* ---- numbers ---- */

static void put_number(uint8_t *at, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; i++) {
    at[i] = (uint8_t)(value >> 8 * i);
  }
}

static uint64_t get_number(const uint8_t *at, int bytes) {
  uint64_t value = 0;
  for (int i = 0; i < bytes; i++) {
    value |= (uint64_t)at[i] << 8 * i;
  }
  return value;
}

/* Words of an image are little-endian by value, whatever the machine is. */
static void put_words(uint8_t *at, const uint32_t *words, size_t bytes) {
  for (; bytes >= 4; bytes -= 4, at += 4) {
    put_number(at, *words++, 4);
  }
  if (bytes > 0) {
    put_number(at, *words, (int)bytes);
  }
}

static void get_words(const uint8_t *at, uint32_t *words, size_t bytes) {
  for (; bytes >= 4; bytes -= 4, at += 4) {
    *words++ = (uint32_t)get_number(at, 4);
  }
  if (bytes > 0) {
    *words = (uint32_t)get_number(at, (int)bytes);
  }
}

/* ---- header ---- */

void gcim_payload_put_head(const gcim_shape_t *shape, const gcim_payload_head_t *head,
                           uint8_t *at) {
  memcpy(at, magic, sizeof magic);
  put_number(at + 8, GCIM_PAYLOAD_HEAD, 4);
  put_number(at + 12, shape->line_bytes, 4);
  put_number(at + 16, head->first, 8);
  put_number(at + 24, head->items, 8);
  put_number(at + 32, head->lines, 8);
  put_number(at + 40, (uint64_t)head->tier, 4);
  put_number(at + 44, head->text_bytes, 4);
  memcpy(at + 48, head->set, GCIM_PAYLOAD_DIGEST);
}

static int wrong(const char *name, const char *what, uint64_t value, uint64_t allowed) {
  return gcim_vec_fail(GCIM_ERR_FORMAT,
                       "%s: %s is %" PRIu64 ", not %" PRIu64 "; the shard is damaged", name, what,
                       value, allowed);
}

int gcim_payload_get_head(const char *name, const gcim_shape_t *shape, const uint8_t *payload,
                          size_t bytes, gcim_payload_head_t *head) {
  if (bytes < GCIM_PAYLOAD_HEAD || memcmp(payload, magic, sizeof magic) != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: does not begin with a header \"gcimvec1\"", name);
  }
  const uint64_t head_bytes = get_number(payload + 8, 4), line_bytes = get_number(payload + 12, 4);
  head->first = get_number(payload + 16, 8);
  head->items = get_number(payload + 24, 8);
  head->lines = get_number(payload + 32, 8);
  const uint64_t tier = get_number(payload + 40, 4);
  head->text_bytes = (size_t)get_number(payload + 44, 4);
  memcpy(head->set, payload + 48, GCIM_PAYLOAD_DIGEST);
  if (head_bytes != GCIM_PAYLOAD_HEAD) {
    return wrong(name, "the header's size", head_bytes, GCIM_PAYLOAD_HEAD);
  }
  if (line_bytes != shape->line_bytes) {
    return wrong(name, "the size of a line", line_bytes, shape->line_bytes);
  }
  if (tier >= GCIM_TIERS) {
    return wrong(name, "the tier", tier, GCIM_TIER_RANDOM);
  }
  head->tier = (gcim_tier_t)tier;
  const uint64_t rest = bytes - GCIM_PAYLOAD_HEAD;
  if (head->lines > rest / line_bytes) {
    return wrong(name, "the number of lines", head->lines, rest / line_bytes);
  }
  if (head->text_bytes != rest - head->lines * line_bytes) {
    return wrong(name, "the size of the text", head->text_bytes, rest - head->lines * line_bytes);
  }
  return GCIM_OK;
}

/* ---- lines ---- */

void gcim_payload_put_line(const gcim_card_t *card, const gcim_shape_t *shape, uint64_t jump,
                           int rst_n, const uint32_t *image, const uint8_t *care, uint8_t *at) {
  at[0] = (uint8_t)(jump << 1 | (rst_n != 0));
  memset(at + 1, 0, shape->mask_bytes);
  for (int k = 0; shape->is_clocked && k < shape->layout.output_count; k++) {
    at[1 + k / 8] |= (uint8_t)((care[shape->layout.outputs[k]] != 0) << k % 8);
  }
  for (int i = 0; i < shape->layout.field_count; i++) {
    if (shape->bytes[i] > 0) {
      put_words(at + shape->at[i], image + card->signals[shape->layout.fields[i].signal].word,
                shape->bytes[i]);
    }
  }
}

static int bits_above(const char *name, uint64_t number, const char *field, int width) {
  return gcim_vec_fail(GCIM_ERR_FORMAT,
                       "%s: line %" PRIu64 ": %s has bits above its %d; the shard is damaged", name,
                       number, field, width);
}

int gcim_payload_get_line(const char *name, const gcim_card_t *card, const gcim_shape_t *shape,
                          uint64_t number, const uint8_t *at, gcim_payload_line_t *line) {
  const int outputs = shape->layout.output_count;
  line->rst_n = at[0] & 1;
  line->jump = at[0] >> 1;
  memset(line->care, 1, (size_t)card->signal_count);
  if (shape->is_clocked) {
    for (int k = 0; k < outputs; k++) {
      line->care[shape->layout.outputs[k]] = at[1 + k / 8] >> k % 8 & 1;
    }
    if (outputs % 8 != 0 && at[shape->mask_bytes] >> outputs % 8 != 0) {
      return bits_above(name, number, "mask", outputs);
    }
  }
  for (int i = 0; i < shape->layout.field_count; i++) {
    const gcim_vec_field_t *field = &shape->layout.fields[i];
    if (shape->bytes[i] == 0) {
      continue;
    }
    if (field->width % 8 != 0 && at[shape->at[i] + shape->bytes[i] - 1] >> field->width % 8 != 0) {
      return bits_above(name, number, field->name, field->width);
    }
    get_words(at + shape->at[i], line->image + card->signals[field->signal].word, shape->bytes[i]);
  }
  return GCIM_OK;
}
