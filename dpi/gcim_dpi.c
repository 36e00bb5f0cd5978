/* gcim_dpi.c: the boundary. Collects words, calls the library, keeps nothing of the simulator's.
 * Computes nothing. */
#include "gcim_dpi.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gcim.h"
#include "gcim_approx.h"
#include "gcim_dpi_main.h"
#include "gcim_flow.h"

typedef struct handle {
  struct handle *next; /* in the order made */
  gcim_check_t *check;
  gcim_flow_t *flow; /* made at the first flow call */
  uint32_t *image;
  int words, chunks;
  bool moved; /* saw an edge that was not under reset */
  char params[384];
  char summary[256];
} handle_t;

static handle_t *first_handle; /* for gcim_dpi_next only */
static _Thread_local char own_text[200];

static int null_handle(const char *function) {
  snprintf(own_text, sizeof own_text, "%s: the model is null: did gcim_dpi_new fail?", function);
  return GCIM_ERR_NULL;
}

void *gcim_dpi_new(const char *unit, const char *params) {
  own_text[0] = '\0';
  const gcim_unit_t *u = gcim_unit_find(unit);
  gcim_model_t *model = NULL;
  if (u == NULL || gcim_model_new(u, params, &model) != GCIM_OK) {
    return NULL;
  }
  handle_t *h = calloc(1, sizeof *h);
  const gcim_card_t *card = gcim_model_card(model);
  if (h != NULL) {
    h->words = card->image_words;
    h->chunks = (h->words + GCIM_DPI_CHUNK_WORDS - 1) / GCIM_DPI_CHUNK_WORDS;
    h->image = calloc((size_t)h->chunks * GCIM_DPI_CHUNK_WORDS, sizeof *h->image);
  }
  if (h == NULL || h->image == NULL || gcim_check_new(model, &h->check) != GCIM_OK) {
    gcim_model_free(model);
    gcim_dpi_free(h);
    return NULL;
  }
  snprintf(h->params, sizeof h->params, "%s", params == NULL ? "" : params);
  handle_t **last = &first_handle;
  while (*last != NULL) {
    last = &(*last)->next;
  }
  *last = h;
  return h;
}

static void unlink_handle(const handle_t *h) {
  for (handle_t **at = &first_handle; *at != NULL; at = &(*at)->next) {
    if (*at == h) {
      *at = h->next;
      return;
    }
  }
}

void gcim_dpi_free(void *model) {
  handle_t *h = model;
  if (h != NULL) {
    unlink_handle(h);
    gcim_flow_free(h->flow);
    gcim_check_free(h->check);
    free(h->image);
    free(h);
  }
}

/* Store chunk `chunk` of the image; 1 if it was the last one. */
static int take_chunk(handle_t *h, int chunk, const svBitVecVal *words, int *status) {
  *status = GCIM_OK;
  if (chunk < 0 || chunk >= h->chunks) {
    snprintf(own_text, sizeof own_text, "chunk %d is outside 0..%d", chunk, h->chunks - 1);
    *status = GCIM_ERR_PARAM;
    return 0;
  }
  memcpy(h->image + chunk * GCIM_DPI_CHUNK_WORDS, words, GCIM_DPI_CHUNK_WORDS * sizeof *h->image);
  return chunk == h->chunks - 1;
}

int gcim_dpi_clock(void *model, int rst_n, int opt, int chunk, const svBitVecVal *words) {
  handle_t *h = model;
  int status;
  if (h == NULL) {
    return null_handle("gcim_dpi_clock");
  }
  own_text[0] = '\0';
  if (!take_chunk(h, chunk, words, &status)) {
    return status;
  }
  h->moved = h->moved || rst_n != 0;
  return gcim_check_clock(h->check, rst_n, h->image, (uint32_t)opt);
}

/* 0 for a tree whose Verilog is not printed. */
static int network_of(const gcim_card_t *card, uint64_t *fingerprint) {
  gcim_tree_t tree;
  gcim_net_t *net = NULL;
  *fingerprint = 0;
  int status = gcim_card_tree(card, &tree);
  if (status != GCIM_OK || gcim_card_value(card, "Printed") != 1) {
    return status;
  }
  status = gcim_net_new(&tree, &net);
  if (status == GCIM_OK) {
    *fingerprint = gcim_net_fingerprint(net);
  }
  gcim_net_free(net);
  return status;
}

int gcim_dpi_network(void *model, const svBitVecVal *fingerprint) {
  handle_t *h = model;
  if (h == NULL) {
    return null_handle("gcim_dpi_network");
  }
  own_text[0] = '\0';
  const gcim_card_t *card = gcim_model_card(gcim_check_model(h->check));
  const uint64_t shown = fingerprint[0] | (uint64_t)fingerprint[1] << 32;
  uint64_t own;
  const int status = network_of(card, &own);
  if (status != GCIM_OK || shown == own) {
    return status;
  }
  snprintf(own_text, sizeof own_text,
           "%s: the Verilog of this tree was printed from network %016" PRIx64
           ", the library has %016" PRIx64 "; print it again with gcim gen of this library",
           card->unit, shown, own);
  return GCIM_ERR_MISMATCH;
}

int gcim_dpi_final(void *model) {
  handle_t *h = model;
  if (h == NULL) {
    return null_handle("gcim_dpi_final");
  }
  own_text[0] = '\0';
  return h->flow != NULL ? gcim_flow_verdict(h->flow) : gcim_check_verdict(h->check);
}

const char *gcim_dpi_summary(void *model) {
  handle_t *h = model;
  if (h == NULL) {
    return "no model";
  }
  if (h->flow != NULL) {
    gcim_flow_summary(h->flow, h->summary, sizeof h->summary);
    return h->summary;
  }
  gcim_counts_t n;
  gcim_check_counts(h->check, &n);
  const gcim_model_t *m = gcim_check_model(h->check);
  const gcim_card_t *card = gcim_model_card(m);
  int hit = 0, legal = 0;
  for (int i = 0; i < card->bin_count; i++) {
    legal += gcim_card_bin_legal(card, i);
    hit += gcim_card_bin_legal(card, i) && gcim_model_hits(m)[i] > 0;
  }
  snprintf(h->summary, sizeof h->summary,
           "%s: %" PRIu64 " cycles (%" PRIu64 " active), %" PRIu64 " beats compared, %" PRIu64
           " don't-care, %" PRIu64 " mismatches, %" PRIu64 " illegal, bins %d/%d",
           card->unit, n.cycles, n.active_cycles, n.beats, n.careless, n.mismatches, n.illegal, hit,
           legal);
  return h->summary;
}

const char *gcim_dpi_bin(void *model, int index) {
  handle_t *h = model;
  if (h == NULL) {
    return "";
  }
  const gcim_model_t *m = gcim_check_model(h->check);
  const gcim_card_t *card = gcim_model_card(m);
  char name[160];
  for (int i = 0; i < card->bin_count; i++) {
    if (gcim_card_bin_legal(card, i) && index-- == 0) {
      gcim_card_bin_name(card, i, name, sizeof name);
      snprintf(h->summary, sizeof h->summary, "%" PRIu64 "\t%s", gcim_model_hits(m)[i], name);
      return h->summary;
    }
  }
  return "";
}

const char *gcim_dpi_cover_prefix(void) {
  const char *prefix = getenv("GCIM_COVER");
  return prefix == NULL ? "" : prefix;
}

const char *gcim_dpi_error(void) {
  return own_text[0] != '\0' ? own_text : gcim_error_text();
}

/* ---- flow checking ---- */

static int need_flow(handle_t *h) {
  return h->flow != NULL ? GCIM_OK : gcim_flow_new(gcim_check_model(h->check), &h->flow);
}

int gcim_dpi_flow_command(void *model, int channel, int chunk, const svBitVecVal *words) {
  handle_t *h = model;
  int status;
  if (h == NULL) {
    return null_handle("gcim_dpi_flow_command");
  }
  own_text[0] = '\0';
  if (!take_chunk(h, chunk, words, &status)) {
    return status;
  }
  status = need_flow(h);
  return status != GCIM_OK ? status : gcim_flow_command(h->flow, channel, h->image);
}

int gcim_dpi_flow_answer(void *model, int channel, int chunk, const svBitVecVal *words) {
  handle_t *h = model;
  int status;
  if (h == NULL) {
    return null_handle("gcim_dpi_flow_answer");
  }
  own_text[0] = '\0';
  if (!take_chunk(h, chunk, words, &status)) {
    return status;
  }
  status = need_flow(h);
  return status != GCIM_OK ? status : gcim_flow_answer(h->flow, channel, h->image);
}

int gcim_dpi_flow_tick(void *model, int rst_n, int max_latency) {
  handle_t *h = model;
  if (h == NULL) {
    return null_handle("gcim_dpi_flow_tick");
  }
  own_text[0] = '\0';
  h->moved = h->moved || rst_n != 0;
  const int status = need_flow(h);
  return status != GCIM_OK ? status : gcim_flow_tick(h->flow, rst_n, max_latency);
}

int gcim_dpi_flow_mask(void *model, int signal, int low, int bits) {
  handle_t *h = model;
  if (h == NULL) {
    return null_handle("gcim_dpi_flow_mask");
  }
  own_text[0] = '\0';
  const int status = need_flow(h);
  return status != GCIM_OK ? status : gcim_flow_mask(h->flow, signal, low, bits);
}

int gcim_dpi_flow_fault(void *model, const char *what) {
  handle_t *h = model;
  if (h == NULL) {
    return null_handle("gcim_dpi_flow_fault");
  }
  own_text[0] = '\0';
  const int status = need_flow(h);
  return status != GCIM_OK ? status : gcim_flow_fault(h->flow, what);
}

/* ---- for a C or C++ main ---- */

void *gcim_dpi_next(void *model) {
  handle_t *h = model;
  return h == NULL ? first_handle : h->next;
}

int gcim_dpi_moved(void *model) {
  handle_t *h = model;
  return h != NULL && h->moved;
}

const char *gcim_dpi_params(void *model) {
  handle_t *h = model;
  return h == NULL ? "" : h->params;
}

const char *gcim_dpi_unit(void *model) {
  handle_t *h = model;
  return h == NULL ? "" : gcim_model_card(gcim_check_model(h->check))->unit;
}

int gcim_dpi_beats(void *model, uint64_t *beats, uint64_t *cycles) {
  handle_t *h = model;
  if (h == NULL || beats == NULL || cycles == NULL) {
    return null_handle("gcim_dpi_beats");
  }
  gcim_counts_t n;
  gcim_check_counts(h->check, &n);
  *beats = n.beats;
  *cycles = n.cycles;
  return GCIM_OK;
}
