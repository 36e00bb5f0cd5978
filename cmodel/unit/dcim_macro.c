/* dcim_macro.c: golden model of the bit-serial SRAM-CIM macro, cycle by cycle. Card and cycle
 * table: dcim_macro.def; the numbers in comments are its sentences. Arithmetic without cycles:
 * dcim_macro_tile.c.
 *
 * Time: `time` counts the edges at which the pipeline moved. A tile of age a = time - start is in
 * bit cycle a while a < B; the column sums of bit cycle k are visible at age k + D, the tile sum
 * after it at age k + D + 1 (5), so a complete sum waits for the result register at age B + D.
 */
#include "unit/dcim_macro.h"

#include <string.h>

#include "core/bits.h"
#include "part/dcim.h"

#define GCIM_CARD "unit/dcim_macro.def"
#include "core/names.h"

#include "unit/dcim_macro_cover.h"

/* ---- state ---- */

/* 8. Weights, and what is known about them, stay. */
static void reset(gcim_model_t *model) {
  macro_t *m = macro_of(model);
  dcim_macro_cover_reset(model, m);
  m->tile_count = 0;
  m->result_valid = false;
  m->answer_valid = false;
  m->acc_care = true;
  memset(m->acc, 0, (size_t)m->g.cols * sizeof m->acc[0]);
  memset(m->ovf, 0, (size_t)m->g.cols * sizeof m->ovf[0]);
  m->stalled = 0;
}

/* ---- what the state says ---- */

static const tile_t *tile_at(const macro_t *m, int index) {
  return &m->tiles[(m->first_tile + index) % MAX_TILES];
}

static int64_t age_of(const macro_t *m, const tile_t *tile) {
  return m->time - tile->start;
}

/* 2. */
static bool is_busy(const macro_t *m) {
  return m->tile_count > 0;
}

/* A complete tile sum waits for the result register. Tiles end in order: only the oldest can. */
static bool is_complete(const macro_t *m) {
  return m->tile_count > 0 && age_of(m, tile_at(m, 0)) == tile_at(m, 0)->x_bits + m->g.tree_regs;
}

/* 7. */
static bool is_blocked(const macro_t *m) {
  return is_complete(m) && m->result_valid;
}

/* 4. */
static bool can_start(const macro_t *m) {
  if (is_blocked(m)) {
    return false;
  }
  const tile_t *last = m->tile_count == 0 ? NULL : tile_at(m, m->tile_count - 1);
  return last == NULL || age_of(m, last) >= last->x_bits - 1;
}

/* 3. */
static bool can_read(const macro_t *m) {
  return !is_busy(m) && !m->answer_valid;
}

/* ---- look ---- */

enum { WANT_COL_SUM = 1, WANT_TILE_SUM = 2 }; /* tap_mask: taps in card order */

static void look_taps(const gcim_model_t *model, macro_t *m, uint32_t *image, uint8_t *care) {
  const geometry_t *g = &m->g;
  const gcim_card_t *card = &model->card;
  for (int i = 0; i < m->tile_count; i++) {
    const tile_t *tile = tile_at(m, i);
    const int64_t k = age_of(m, tile) - g->tree_regs; /* bit cycle in the tree's last register */
    if (!tile->care) {
      continue;
    }
    if ((model->tap_mask & WANT_COL_SUM) != 0 && k >= 0 && k < tile->x_bits) {
      gcim_dcim_macro_col_sums(m, tile, (int)k, m->y64);
      gcim_bits_pack(gcim_signal_words(card, image, S_tap_col_sum), g->sum_bits, m->y64,
                     g->cols * g->digits);
      care[S_tap_col_sum] = 1;
    }
    if ((model->tap_mask & WANT_TILE_SUM) != 0 && k >= 1) { /* after bit cycle k - 1, until k = B */
      gcim_dcim_macro_partial(m, tile, (int)k, m->y64);
      gcim_bits_pack(gcim_signal_words(card, image, S_tap_tile_sum), g->tile_bits, m->y64, g->cols);
      care[S_tap_tile_sum] = 1;
    }
  }
}

static void look(const gcim_model_t *model, uint32_t *image, uint8_t *care) {
  const gcim_card_t *card = &model->card;
  macro_t *m = macro_of(model);
  *gcim_signal_words(card, image, S_rd_ready) = can_read(m);
  *gcim_signal_words(card, image, S_wr_ready) = !is_busy(m);
  *gcim_signal_words(card, image, S_st_ready) = can_start(m);
  *gcim_signal_words(card, image, S_rq_valid) = m->answer_valid;
  *gcim_signal_words(card, image, S_rs_valid) = m->result_valid;
  care[S_rq_data] = m->answer_valid && m->answer_care;
  care[S_rs_acc] = care[S_rs_ovf] = m->result_valid && m->acc_care;
  if (care[S_rq_data]) {
    memcpy(gcim_signal_words(card, image, S_rq_data), m->answer,
           (size_t)m->row_words * sizeof(uint32_t));
  }
  if (care[S_rs_acc]) {
    gcim_bits_pack(gcim_signal_words(card, image, S_rs_acc), m->g.acc_width, m->acc, m->g.cols);
    gcim_bits_pack(gcim_signal_words(card, image, S_rs_ovf), 1, m->ovf, m->g.cols);
  }
  care[S_tap_col_sum] = care[S_tap_tile_sum] = 0;
  look_taps(model, m, image, care);
}

/* ---- advance ---- */

static int field(const gcim_card_t *card, const uint32_t *image, int signal) {
  return (int)gcim_image_get(card, image, signal, 0, card->signals[signal].width);
}

static bool fires(const gcim_card_t *card, const uint32_t *image, int valid, bool ready) {
  return ready && (image[card->signals[valid].word] & 1u) != 0;
}

/* 3. */
static void read_row(const gcim_card_t *card, macro_t *m, const uint32_t *image) {
  const int row = field(card, image, S_rd_addr);
  const size_t bytes = (size_t)m->row_words * sizeof(uint32_t);
  m->answer_valid = true;
  if (row >= m->g.phys_rows) {
    memset(m->answer, 0, bytes);
    m->answer_care = true;
    return;
  }
  memcpy(m->answer, m->stored + (size_t)row * (size_t)m->row_words, bytes);
  m->answer_care = m->written[row] != 0;
}

/* 1. */
static void write_row(const gcim_card_t *card, macro_t *m, const uint32_t *image) {
  const int row = field(card, image, S_wr_addr);
  if (row >= m->g.phys_rows) {
    return;
  }
  uint32_t *word = m->stored + (size_t)row * (size_t)m->row_words;
  memcpy(word, gcim_signal_read(card, image, S_wr_data), (size_t)m->row_words * sizeof *word);
  word[m->row_words - 1] &= gcim_bits_top_mask(m->g.cols * m->g.max_w);
  m->written[row] = 1;
  m->writes++;
}

/* 19. */
static int legal_bits(int wanted, int max) {
  return wanted == 0 || wanted > max ? max : wanted;
}

/* Modes of the tile and of the weights it will read. */
static decoded_key_t take_modes(const gcim_card_t *card, const macro_t *m, const uint32_t *image,
                                tile_t *tile) {
  const int cell = field(card, image, S_st_cell);
  const bool is_xnor = cell == GCIM_CELL_XNOR;
  tile->cell = cell > GCIM_CELL_XNOR ? GCIM_CELL_AND : (gcim_cell_t)cell;
  tile->x_bits = legal_bits(field(card, image, S_st_x_bits), m->g.max_x);
  tile->x_signed = field(card, image, S_st_x_signed) != 0 && !is_xnor;
  tile->msb_first = field(card, image, S_st_msb_first) != 0;
  tile->keep = field(card, image, S_st_keep) != 0;
  tile->fit = field(card, image, S_st_sat) != 0 ? GCIM_FIT_SAT : GCIM_FIT_WRAP;
  decoded_key_t key = {.writes = m->writes,
                       .w_bits = legal_bits(field(card, image, S_st_w_bits), m->g.max_w),
                       .w_signed = field(card, image, S_st_w_signed) != 0 && !is_xnor,
                       .cell = tile->cell};
  if (m->g.spares > 0) {
    key.repair_en = (uint32_t)field(card, image, S_st_repair_en);
  }
  for (int s = 0; s < m->g.spares; s++) {
    key.repair_row[s] =
        (uint32_t)gcim_image_get(card, image, S_st_repair_row, s * m->g.addr_bits, m->g.addr_bits);
  }
  return key;
}

/* 4, 10, 12, 20. */
static void start_tile(gcim_model_t *model, macro_t *m, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  tile_t *tile = &m->tiles[(m->first_tile + m->tile_count++) % MAX_TILES];
  tile->key = take_modes(card, m, image, tile);
  gcim_dcim_macro_decode(m, &tile->key);
  const uint32_t *x = gcim_signal_read(card, image, S_st_x);
  const uint32_t *row_en = gcim_signal_read(card, image, S_st_row_en);
  tile->start = m->time;
  tile->care = true;
  gcim_bits_unpack(x, m->g.max_x, tile->x, m->g.rows);
  for (int first = 0, g = 0; first < m->g.rows; first += m->g.gate_rows, g++) {
    const int left = m->g.rows - first;
    memset(tile->on + first, (int)gcim_bits_get(row_en, g, 1),
           (size_t)(left < m->g.gate_rows ? left : m->g.gate_rows));
  }
  for (int r = 0; r < m->g.rows; r++) {
    tile->care = tile->care && (tile->on[r] == 0 || m->written[m->stored_row[r]] != 0);
  }
  gcim_dcim_macro_sum(m, tile);
}

/* 17, 18, 20. */
static void end_tile(gcim_model_t *model, macro_t *m) {
  const tile_t *tile = tile_at(m, 0);
  for (int c = 0; c < m->g.cols; c++) {
    bool overflow = false;
    const int64_t base = tile->keep ? m->acc[c] : 0;
    m->acc[c] = gcim_dcim_accumulate(base, tile->sum[c], m->g.acc_width, tile->fit, &overflow);
    dcim_macro_cover_end(model, m, tile, c, overflow);
    m->ovf[c] = overflow || (tile->keep && m->ovf[c] != 0);
  }
  m->acc_care = tile->care && (m->acc_care || !tile->keep);
  m->result_valid = true;
  m->first_tile = (m->first_tile + 1) % MAX_TILES;
  m->tile_count--;
}

/* All readies are those of the state before the edge; then 9: read, write, start. */
static void advance(gcim_model_t *model, const uint32_t *image) {
  const gcim_card_t *card = &model->card;
  macro_t *m = macro_of(model);
  const bool blocked = is_blocked(m);
  const bool reads = fires(card, image, S_rd_valid, can_read(m));
  const bool writes = fires(card, image, S_wr_valid, !is_busy(m));
  const bool starts = fires(card, image, S_st_valid, can_start(m));
  const bool answered = fires(card, image, S_rq_ready, m->answer_valid);
  const bool taken = fires(card, image, S_rs_ready, m->result_valid);
  dcim_macro_cover_edge(model, m, image, blocked);

  m->answer_valid = m->answer_valid && !answered;
  if (reads) {
    read_row(card, m, image);
  }
  if (writes) {
    write_row(card, m, image);
  }
  const bool ends = is_complete(m) && !blocked;
  m->result_valid = m->result_valid && !taken;
  if (ends) {
    end_tile(model, m);
  }
  if (!blocked) {
    m->time++;
  }
  if (starts) {
    start_tile(model, m, image);
    dcim_macro_cover_start(model, m, image, tile_at(m, m->tile_count - 1));
  }
}

static bool busy(const gcim_model_t *model) {
  const macro_t *m = macro_of(model);
  return m->tile_count > 0 || m->result_valid || m->answer_valid;
}

const gcim_unit_ops_t gcim_ops_dcim_macro = {.prepare = gcim_dcim_macro_prepare,
                                             .release = gcim_dcim_macro_release,
                                             .state_bytes = gcim_dcim_macro_state_bytes,
                                             .init = gcim_dcim_macro_init,
                                             .reset = reset,
                                             .look = look,
                                             .advance = advance,
                                             .busy = busy};
