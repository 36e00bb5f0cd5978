/* flow.h: the flow checker's state, shared by flow.c (commands, queues) and flow_compare.c
 * (answers). */
#ifndef GCIM_CORE_FLOW_H
#define GCIM_CORE_FLOW_H

#include "core/model.h"
#include "gcim_flow.h"

typedef struct {
  uint32_t *words; /* image and, behind it, one care word per signal */
  uint64_t asked;  /* edge of the command */
} gcim_answer_t;

typedef struct {
  gcim_answer_t *queue;
  uint64_t head, tail; /* answers ever compared, ever expected */
  bool is_late;
} gcim_lane_t;

struct gcim_flow {
  gcim_model_t *model;
  gcim_lane_t lanes[GCIM_MAX_CHANNELS]; /* of OUT channels */
  uint32_t *image;
  int low[GCIM_MAX_SIGNALS], bits[GCIM_MAX_SIGNALS]; /* compared part of each lane */
  uint64_t edge, commands, compared, careless, mismatches, illegal;
  char first[2048];
};

static inline const gcim_card_t *card_of(const gcim_flow_t *f) {
  return &f->model->card;
}

/* Keep `text` as the first mismatch, if there was none before. */
void gcim_flow_describe(gcim_flow_t *f, const char *text);

/* Compare the shown part of one answer (channel, number) and count; the number of fields that
 * differ. */
int gcim_flow_compare(gcim_flow_t *f, int channel, const uint32_t *image, const gcim_answer_t *a,
                      uint64_t number);

#endif
