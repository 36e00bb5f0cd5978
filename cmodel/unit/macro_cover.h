/* macro_cover.h: coverage of the points `reset`, `port` and `start` of a macro that takes one
 * vector at a time, the same in several cards. Included by a golden after its card's names; counts,
 * never computes a result. */
#ifndef GCIM_UNIT_MACRO_COVER_H
#define GCIM_UNIT_MACRO_COVER_H

#include "part/fp_card.h"
#include "unit/macro_ports.h"

/* The state a reset meets. */
static inline void macro_cover_reset(gcim_model_t *model, bool idle, bool waits) {
  const int busy = waits ? B_reset_result_waiting : B_reset_running;
  GCIM_HIT(model, reset, idle ? B_reset_idle : busy);
}

static inline bool is_above(const gcim_card_t *card, const uint32_t *image, int signal, int limit) {
  return gcim_fp_field(card, image, signal) >= (uint32_t)limit;
}

/* The state before an edge. */
static inline void macro_cover_edge(gcim_model_t *model, const uint32_t *image, bool idle,
                                    bool waits) {
  const gcim_card_t *card = &model->card;
  const bool wr = bit(card, image, S_wr_valid), st = bit(card, image, S_st_valid);
  if (wr) {
    GCIM_HIT(model, port, idle ? B_port_write_idle : B_port_write_refused);
  }
  if (bit(card, image, S_we_valid)) {
    GCIM_HIT(model, port, idle ? B_port_exponents_idle : B_port_exponents_refused);
  }
  if (idle && wr && st) {
    GCIM_HIT(model, port, B_port_write_with_start);
  }
  if (idle && wr && is_above(card, image, S_wr_addr, gcim_fp_value(card, V_Rows))) {
    GCIM_HIT(model, port, B_port_address_out_of_range);
  }
  if (st) {
    const int refused = waits ? B_start_refused_result : B_start_refused_running;
    GCIM_HIT(model, start, idle ? B_start_accepted : refused);
  }
}

#endif
