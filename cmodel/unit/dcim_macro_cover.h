/* dcim_macro_cover.h: coverage points of the macro. Included by dcim_macro.c after its card's
 * names; counts, never computes a result.
 */
#ifndef GCIM_UNIT_DCIM_MACRO_COVER_H
#define GCIM_UNIT_DCIM_MACRO_COVER_H

/* Class of an operand's active bits. */
static inline int operand_class(uint32_t word, int bits) {
  const uint32_t top = 1u << (bits - 1);
  const uint32_t value = word & (2u * top - 1u);
  if (value == 0) {
    return B_x_class_zero;
  }
  if (value == 2u * top - 1u) {
    return B_x_class_all_ones;
  }
  if (value == 1) {
    return B_x_class_one;
  }
  if (value == top) {
    return B_x_class_top_bit_only;
  }
  return value == top - 1u ? B_x_class_below_top : B_x_class_other;
}

static void dcim_macro_cover_reset(gcim_model_t *model, const macro_t *m) {
  if (m->answer_valid) {
    GCIM_HIT(model, reset, B_reset_answer_waiting);
  }
  if (m->result_valid) {
    GCIM_HIT(model, reset, B_reset_result_waiting);
  }
  if (m->tile_count > 0) {
    GCIM_HIT(model, reset, B_reset_running);
  } else if (!m->answer_valid && !m->result_valid) {
    GCIM_HIT(model, reset, B_reset_idle);
  }
}

static void cover_gating(gcim_model_t *model, const macro_t *m, const tile_t *tile) {
  int on = 0;
  for (int r = 0; r < m->g.rows; r++) {
    on += tile->on[r];
  }
  const int some = on == 0 ? B_row_gating_all_off : B_row_gating_mixed;
  GCIM_HIT(model, row_gating, on == m->g.rows ? B_row_gating_all_on : some);
}

static void cover_repair(gcim_model_t *model, const macro_t *m) {
  int used = 0;
  bool twice = false;
  for (int s = 0; s < m->g.spares; s++) {
    if (((m->key.repair_en >> s) & 1u) == 0) {
      continue;
    }
    if (m->key.repair_row[s] >= (uint32_t)m->g.rows) {
      GCIM_HIT(model, repair, B_repair_row_out_of_range);
      continue;
    }
    used++;
    twice = twice || m->stored_row[m->key.repair_row[s]] != m->g.rows + s;
  }
  const int bin = used == 0 ? B_repair_none : B_repair_one_row;
  GCIM_HIT(model, repair, used > 1 ? B_repair_several_rows : bin);
  if (twice) {
    GCIM_HIT(model, repair, B_repair_same_row_twice);
  }
}

static void dcim_macro_cover_start(gcim_model_t *model, const macro_t *m, const uint32_t *image,
                                   const tile_t *tile) {
  const int last = m->g.rows - 1;
  gcim_cover_modes(model, model->card.signals[S_st_x].channel, image);
  GCIM_HIT(model, x_class, operand_class(tile->x[0], tile->x_bits));
  GCIM_HIT(model, x_class, operand_class(tile->x[last], tile->x_bits));
  const uint32_t *row = m->stored + (size_t)m->stored_row[last] * (size_t)m->row_words;
  const uint32_t w = (uint32_t)gcim_bits_get(row, (m->g.cols - 1) * m->g.max_w, m->g.max_w);
  GCIM_HIT(model, w_class, operand_class(w, m->key.w_bits));
  cover_gating(model, m, tile);
  cover_repair(model, m);
}

static void dcim_macro_cover_end(gcim_model_t *model, const macro_t *m, const tile_t *tile, int col,
                                 bool overflow) {
  const bool high = tile->sum[col] > 0; /* only a positive sum can leave at the upper end */
  const bool sat = tile->fit == GCIM_FIT_SAT;
  const int wraps = high ? B_tile_end_wraps_high : B_tile_end_wraps_low;
  const int saturates = high ? B_tile_end_saturates_high : B_tile_end_saturates_low;
  const int bin = !overflow ? B_tile_end_fits : sat ? saturates : wraps;
  const bool was = m->ovf[col] != 0;
  GCIM_HIT(model, tile_end, bin);
  gcim_hit_cross(model, C_tile_end, bin, S_st_sat, sat);
  const int cleared = was ? B_sticky_cleared_set : B_sticky_cleared_clean;
  const int kept = was ? B_sticky_kept_set : B_sticky_kept_clean;
  GCIM_HIT(model, sticky, tile->keep ? kept : cleared);
}

static void cover_stall(gcim_model_t *model, macro_t *m, bool blocked) {
  if (blocked) {
    m->stalled++;
    return;
  }
  if (m->stalled > 0) {
    GCIM_HIT(model, stall, m->stalled > 3 ? B_stall_three_or_more : m->stalled - 1);
  }
  m->stalled = 0;
}

static void cover_start_port(gcim_model_t *model, const macro_t *m, bool blocked) {
  const tile_t *last =
      m->tile_count == 0 ? NULL : &m->tiles[(m->first_tile + m->tile_count - 1) % MAX_TILES];
  const int64_t age = last == NULL ? 0 : m->time - last->start;
  if (blocked) {
    GCIM_HIT(model, start, B_start_refused_blocked);
  } else if (last == NULL || age >= last->x_bits) {
    GCIM_HIT(model, start, B_start_from_idle);
  } else {
    GCIM_HIT(model, start,
             age == last->x_bits - 1 ? B_start_back_to_back : B_start_refused_running);
  }
}

/* Counted on the state before the edge. */
static void dcim_macro_cover_edge(gcim_model_t *model, macro_t *m, const uint32_t *image,
                                  bool blocked) {
  const gcim_card_t *card = &model->card;
  const bool rd = gcim_image_get(card, image, S_rd_valid, 0, 1) != 0;
  const bool wr = gcim_image_get(card, image, S_wr_valid, 0, 1) != 0;
  const bool st = gcim_image_get(card, image, S_st_valid, 0, 1) != 0;
  const bool busy = m->tile_count > 0;
  const bool reads = rd && !busy && !m->answer_valid;
  cover_stall(model, m, blocked);
  if (st) {
    cover_start_port(model, m, blocked);
  }
  if (wr) {
    GCIM_HIT(model, port, busy ? B_port_write_refused : B_port_write_idle);
  }
  if (rd) {
    const int refused = busy ? B_port_read_refused_busy : B_port_read_refused_answer;
    GCIM_HIT(model, port, reads ? B_port_read_idle : refused);
  }
  if (!rd && !wr) {
    return;
  }
  const uint64_t row_rd = gcim_image_get(card, image, S_rd_addr, 0, m->g.addr_bits);
  const uint64_t row_wr = gcim_image_get(card, image, S_wr_addr, 0, m->g.addr_bits);
  const uint64_t rows = (uint64_t)m->g.phys_rows;
  if (reads && wr && row_rd == row_wr) {
    GCIM_HIT(model, port, B_port_read_with_write_same_row);
  }
  if (wr && st && !busy) {
    GCIM_HIT(model, port, B_port_write_with_start);
  }
  if (reads && st) {
    GCIM_HIT(model, port, B_port_read_with_start);
  }
  if ((reads && row_rd >= rows) || (wr && !busy && row_wr >= rows)) {
    GCIM_HIT(model, port, B_port_address_out_of_range);
  }
}

#endif
