/* mx_macro_cover.h: coverage points of the Microscaling macro. Included by mx_macro.c after its
 * card's names; counts, never computes a result. */
#ifndef GCIM_UNIT_MX_MACRO_COVER_H
#define GCIM_UNIT_MX_MACRO_COVER_H

#include "unit/fp_result_cover.h"
#include "unit/macro_cover.h"

static void mx_macro_cover_reset(gcim_model_t *model, mx_macro_t *m) {
  macro_cover_reset(model, !is_busy(m), m->waiting);
  m->blocks = m->scans = 0;
}

/* Counted on the state before the edge. */
static void mx_macro_cover_edge(gcim_model_t *model, const mx_macro_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  const bool idle = !is_busy(m);
  macro_cover_edge(model, image, idle, m->waiting);
  if (idle && bit(card, image, S_we_valid) && is_above(card, image, S_we_block, m->s.blocks)) {
    GCIM_HIT(model, port, B_port_block_out_of_range);
  }
  if (idle && bit(card, image, S_st_valid) && is_above(card, image, S_st_block, m->s.blocks)) {
    GCIM_HIT(model, port, B_port_block_out_of_range);
  }
}

/* ---- a vector ---- */

static void hit_vector(gcim_model_t *model, const mx_macro_t *m, int bin) {
  GCIM_HIT(model, vector, bin);
  gcim_hit_cross(model, C_vector, bin, S_st_op, (int64_t)m->v.modes.op);
}

static void cover_lanes(gcim_model_t *model, const mx_macro_t *m) {
  int nonzero = 0;
  for (int i = 0; i < m->s.lanes; i++) {
    nonzero += m->v.q[i] != 0;
  }
  if (m->v.nan) {
    hit_vector(model, m, B_vector_nan);
    return;
  }
  if (m->v.saturated) {
    hit_vector(model, m, B_vector_saturated);
  }
  if (nonzero > 0 && m->v.modes.op == MX_OP_ALIGN) {
    hit_vector(model, m, B_vector_aligned);
  }
  if (nonzero <= 1) {
    hit_vector(model, m, nonzero == 0 ? B_vector_all_zero : B_vector_one_nonzero);
  } else if (!m->v.saturated && m->v.modes.op != MX_OP_ALIGN) {
    hit_vector(model, m, B_vector_other);
  }
}

/* A vector of a sum; the scans before its first are counted. */
static void cover_sum(gcim_model_t *model, mx_macro_t *m) {
  const mx_macro_modes_t *modes = &m->v.modes;
  if (modes->sum.first || m->blocks == 0) {
    const int some = m->scans == 1 ? B_scan_one : B_scan_several;
    GCIM_HIT(model, scan, m->scans == 0 ? B_scan_none : some);
    m->blocks = 0;
    m->has_first = modes->sum.first;
  }
  m->scans = 0;
  m->blocks++;
  if (modes->last) {
    const int few = m->blocks == 1 ? B_blocks_one : B_blocks_two;
    const int count = m->blocks > 2 ? B_blocks_several : few;
    GCIM_HIT(model, blocks, m->has_first ? count : B_blocks_without_first);
    m->blocks = 0;
  }
}

static void mx_macro_cover_vector(gcim_model_t *model, mx_macro_t *m) {
  cover_lanes(model, m);
  if (m->v.modes.scan) {
    m->scans++;
    return;
  }
  cover_sum(model, m);
  for (int c = 0; m->v.modes.last && m->sum_care && c < m->s.cols; c++) {
    fp_cover_result(model, &gcim_mx_fp32, m->v.y[c]);
  }
}

#endif
