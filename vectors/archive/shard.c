/* shard.c: sets, their shards and the payload of one shard from the golden model. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"

enum { DESCRIPTION_CHARS = 16384 };

/* ---- the source of a set ---- */

/* What two payloads must have in common to belong together. */
static int describe(gcim_archive_source_t *s) {
  char text[DESCRIPTION_CHARS];
  size_t used = (size_t)snprintf(
      text, sizeof text,
      "gcim-set 1\nunit %s\nidentity %s\nrevision %" PRId64 "\nparameters %s\nseed %" PRIu64 "\n",
      s->plan->unit, s->identity, s->revision, s->plan->params, s->plan->seed);
  for (int i = 0; i < s->shape.layout.field_count && used < sizeof text; i++) {
    const gcim_vec_field_t *f = &s->shape.layout.fields[i];
    used += (size_t)snprintf(text + used, sizeof text - used, "field %s %d\n", f->name, f->width);
  }
  return gcim_sha(text, used < sizeof text ? used : sizeof text - 1, s->digest);
}

int gcim_archive_source_new(const gcim_archive_set_t *plan, const char *identity, int64_t revision,
                            gcim_archive_source_t *source) {
  memset(source, 0, sizeof *source);
  source->plan = plan;
  source->unit = gcim_unit_find(plan->unit);
  if (source->unit == NULL) {
    return gcim_vec_fail_model(GCIM_ERR_UNKNOWN);
  }
  const int status = gcim_cases_new(source->unit, plan->params, plan->seed, &source->cases);
  if (status != GCIM_OK) {
    return status;
  }
  source->card = gcim_model_card(gcim_cases_model(source->cases));
  gcim_shape_make(source->card, &source->shape);
  snprintf(source->identity, sizeof source->identity, "%s",
           identity == NULL ? gcim_unit_identity(source->unit) : identity);
  source->revision = identity == NULL ? source->card->revision : revision;
  return describe(source);
}

void gcim_archive_source_free(gcim_archive_source_t *source) {
  gcim_cases_free(source->cases);
  memset(source, 0, sizeof *source);
}

/* ---- the list of shards ---- */

static uint64_t shards_of(const gcim_archive_set_t *set, int tier) {
  const uint64_t each = set->per_shard[tier];
  return set->items[tier] / each + (set->items[tier] % each != 0);
}

static size_t list_tier(const gcim_archive_set_t *set, int index, int tier,
                        gcim_archive_shard_t *at) {
  const uint64_t each = set->per_shard[tier], count = shards_of(set, tier);
  for (uint64_t k = 0; k < count; k++) {
    const uint64_t rest = set->items[tier] - k * each;
    at[k] = (gcim_archive_shard_t){.set = index,
                                   .tier = (gcim_tier_t)tier,
                                   .number = k,
                                   .first = k * each,
                                   .items = rest < each ? rest : each};
  }
  return (size_t)count;
}

int gcim_archive_shards(const gcim_archive_plan_t *plan, gcim_archive_shard_t **shards,
                        size_t *count) {
  uint64_t total = 0;
  *shards = NULL;
  *count = 0;
  for (int i = 0; i < plan->count * GCIM_TIERS; i++) {
    total += shards_of(&plan->sets[i / GCIM_TIERS], i % GCIM_TIERS);
    if (total > GCIM_ARCHIVE_SHARDS) {
      return gcim_vec_fail(GCIM_ERR_PARAM,
                           "the plan has more than %d shards; raise \"per_shard\" of set \"%s\"",
                           (int)GCIM_ARCHIVE_SHARDS, plan->sets[i / GCIM_TIERS].name);
    }
  }
  *shards = calloc((size_t)total + 1, sizeof **shards);
  if (*shards == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  for (int i = 0; i < plan->count * GCIM_TIERS; i++) {
    *count +=
        list_tier(&plan->sets[i / GCIM_TIERS], i / GCIM_TIERS, i % GCIM_TIERS, *shards + *count);
  }
  return GCIM_OK;
}

void gcim_archive_shard_name(const gcim_archive_plan_t *plan, const gcim_archive_shard_t *shard,
                             char name[GCIM_PATH_CHARS]) {
  snprintf(name, GCIM_PATH_CHARS, "%s/%s.%05" PRIu64 ".gcv", plan->sets[shard->set].name,
           gcim_tier_name(shard->tier), shard->number);
}

/* ---- one payload ---- */

typedef struct {
  gcim_archive_source_t *source;
  gcim_bytes_t *out;
  gcim_bytes_t names, notes;
  uint64_t lines, jump;
} making_t;

static int add_line(making_t *m) {
  const gcim_cases_t *cases = m->source->cases;
  uint8_t *at = gcim_bytes_more(m->out, m->source->shape.line_bytes);
  if (at == NULL) {
    return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
  }
  if (m->jump > GCIM_PAYLOAD_JUMP) {
    return gcim_vec_fail(GCIM_ERR_STATE, "%s: %" PRIu64 " episodes in a row hold no transaction",
                         m->source->plan->name, m->jump);
  }
  gcim_payload_put_line(m->source->card, &m->source->shape, m->jump, gcim_cases_rst_n(cases),
                        gcim_cases_image(cases), gcim_cases_care(cases), at);
  m->jump = 0;
  m->lines++;
  return GCIM_OK;
}

static int add_note(making_t *m) {
  char text[GCIM_VEC_NAME_CHARS + 32];
  const char *note = gcim_cases_note(m->source->cases);
  if (note[0] == '\0') {
    return GCIM_OK;
  }
  const int length = snprintf(text, sizeof text, "@%" PRIu64 " %s\n", m->lines - 1, note);
  return gcim_bytes_add(&m->notes, text, (size_t)length);
}

static int add_name(making_t *m) {
  const char *name = gcim_cases_name(m->source->cases);
  const int status = gcim_bytes_add(&m->names, name, strlen(name));
  return status == GCIM_OK ? gcim_bytes_add(&m->names, "\n", 1) : status;
}

static int add_item(making_t *m, gcim_tier_t tier, uint64_t index) {
  int more = 0, status = gcim_item_begin(m->source->cases, tier, index);
  m->jump++;
  if (status == GCIM_OK && tier == GCIM_TIER_CORNER) {
    status = add_name(m);
  }
  while (status == GCIM_OK && (more = gcim_item_line(m->source->cases)) == 1) {
    status = add_line(m);
    if (status == GCIM_OK && tier == GCIM_TIER_CORNER) {
      status = add_note(m);
    }
  }
  return more < 0 ? more : status;
}

static int add_items(making_t *m, const gcim_archive_shard_t *shard) {
  int status = GCIM_OK;
  for (uint64_t i = 0; i < shard->items && status == GCIM_OK; i++) {
    status = add_item(m, shard->tier, shard->first + i);
    if (m->out->size > GCIM_PAYLOAD_LIMIT) {
      return gcim_vec_fail(GCIM_ERR_PARAM,
                           "%s: shard %" PRIu64
                           " of tier %s has more than %d bytes; lower its \"per_shard\"",
                           m->source->plan->name, shard->number, gcim_tier_name(shard->tier),
                           (int)GCIM_PAYLOAD_LIMIT);
    }
  }
  return status;
}

int gcim_archive_shard_make(gcim_archive_source_t *source, gcim_archive_shard_t *shard,
                            gcim_bytes_t *payload) {
  making_t m = {.source = source, .out = payload};
  payload->size = 0;
  int status = gcim_bytes_more(payload, GCIM_PAYLOAD_HEAD) == NULL
                   ? gcim_vec_fail(GCIM_ERR_STATE, "out of memory")
                   : add_items(&m, shard);
  const size_t text_bytes = m.names.size + m.notes.size;
  if (status == GCIM_OK && m.names.size > 0) {
    status = gcim_bytes_add(payload, m.names.data, m.names.size);
  }
  if (status == GCIM_OK && m.notes.size > 0) {
    status = gcim_bytes_add(payload, m.notes.data, m.notes.size);
  }
  free(m.names.data);
  free(m.notes.data);
  if (status == GCIM_OK) {
    gcim_payload_head_t head = {.tier = shard->tier,
                                .first = shard->first,
                                .items = shard->items,
                                .lines = m.lines,
                                .text_bytes = text_bytes};
    memcpy(head.set, source->digest, sizeof head.set);
    gcim_payload_put_head(&source->shape, &head, payload->data);
    shard->lines = m.lines;
  }
  return status;
}

static int misplaced(const char *name, const char *what, uint64_t value, uint64_t want) {
  return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: %s is %" PRIu64 ", the manifest says %" PRIu64, name,
                       what, value, want);
}

int gcim_archive_shard_place(const char *name, const gcim_archive_source_t *source,
                             const gcim_archive_shard_t *shard, const gcim_bytes_t *payload,
                             gcim_payload_head_t *head) {
  const int status =
      gcim_payload_get_head(name, &source->shape, payload->data, payload->size, head);
  if (status != GCIM_OK) {
    return status;
  }
  if (head->tier != shard->tier) {
    return misplaced(name, "the tier", (uint64_t)head->tier, (uint64_t)shard->tier);
  }
  if (head->first != shard->first) {
    return misplaced(name, "the first item", head->first, shard->first);
  }
  if (head->items != shard->items) {
    return misplaced(name, "the number of items", head->items, shard->items);
  }
  if (memcmp(head->set, source->digest, sizeof head->set) != 0) {
    return gcim_vec_fail(GCIM_ERR_FORMAT,
                         "%s: belongs to another set: unit, parameters, seed, identity or fields "
                         "differ",
                         name);
  }
  return GCIM_OK;
}
