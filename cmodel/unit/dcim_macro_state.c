/* dcim_macro_state.c: the memory of the macro's model: one block, laid out once for the card's
 * geometry. */
#include "core/bits.h"
#include "fast/fast.h"
#include "unit/dcim_macro.h"

#define GCIM_CARD "unit/dcim_macro.def"
#include "core/names.h"

/* 23: patterns 16 to 63 are frequent too. */
static gcim_pattern_t pattern_of(const gcim_card_t *card) {
  const int64_t all = 65535;
  return (gcim_pattern_t){.lanes = (int)gcim_model_value(card, V_PhysRows),
                          .size = (int)gcim_model_value(card, V_PatSize),
                          .limit = (int)gcim_model_value(card, V_PatLimit),
                          .set = gcim_pattern_set(gcim_model_value(card, V_PatSet), all, all, all)};
}

static geometry_t geometry(const gcim_card_t *card) {
  return (geometry_t){.rows = (int)gcim_model_value(card, V_Rows),
                      .cols = (int)gcim_model_value(card, V_Cols),
                      .max_x = (int)gcim_model_value(card, V_MaxX),
                      .max_w = (int)gcim_model_value(card, V_MaxW),
                      .group = (int)gcim_model_value(card, V_Group),
                      .gate_rows = (int)gcim_model_value(card, V_GateRows),
                      .spares = (int)gcim_model_value(card, V_SpareRows),
                      .acc_width = (int)gcim_model_value(card, V_AccWidth),
                      .tile_bits = (int)gcim_model_value(card, V_TileBits),
                      .phys_rows = (int)gcim_model_value(card, V_PhysRows),
                      .addr_bits = (int)gcim_model_value(card, V_AddrBits),
                      .digits = (int)gcim_model_value(card, V_Digits),
                      .sum_bits = (int)gcim_model_value(card, V_SumBits),
                      .tree_regs = (int)gcim_model_value(card, V_TreeRegs),
                      .apx_tree = gcim_model_value(card, V_ApxTree) != 0,
                      .pattern_tree = gcim_model_value(card, V_Topology) == E_Topology_PATTERN,
                      .lossy = gcim_model_value(card, V_PatPolicy) == E_PatPolicy_LOSSY,
                      .pattern = pattern_of(card)};
}

/* Hand out `bytes` from the state block; with base = NULL it only counts. 64: one cache line, any
 * vector type. */
static void *take(uint8_t *base, size_t *used, size_t bytes) {
  void *p = base == NULL ? NULL : base + *used;
  *used += (bytes + 63) / 64 * 64;
  return p;
}

/* What only an approximate tree needs. */
static void lay_out_tree(macro_t *m, uint8_t *base, size_t *used) {
  const geometry_t *g = &m->g;
  const int wide = g->cols * g->digits;
  const size_t planes = (size_t)g->phys_rows * (size_t)g->group;
  m->plane_words = (wide + 63) / 64;
  const size_t words = (size_t)m->plane_words;
  for (int i = 0; i < MAX_TILES; i++) {
    m->tiles[i].col_sums = take(base, used, (size_t)(g->max_x * wide) * sizeof(int64_t));
    m->tiles[i].tile_sums = take(base, used, (size_t)(g->max_x * g->cols) * sizeof(int64_t));
  }
  m->lanes = take(base, used, (planes / 32 + 1) * sizeof(uint32_t));
  if (g->pattern_tree) {
    return;
  }
  m->planes = take(base, used, planes * words * sizeof(uint64_t));
  m->sums = take(base, used, GCIM_TREE_MAX_BITS * words * sizeof(uint64_t));
  m->plane_in = take(base, used, planes * sizeof m->plane_in[0]);
  m->plane_out = take(base, used, GCIM_TREE_MAX_BITS * sizeof m->plane_out[0]);
  m->scratch = take(base, used, gcim_net_scratch_bytes(m->net));
}

static void point_planes(macro_t *m) {
  for (int p = 0; p < m->g.phys_rows * m->g.group; p++) {
    m->plane_in[p] = m->planes + p * m->plane_words;
  }
  for (int b = 0; b < GCIM_TREE_MAX_BITS; b++) {
    m->plane_out[b] = m->sums + b * m->plane_words;
  }
}

int gcim_dcim_macro_prepare(gcim_model_t *model) {
  const geometry_t g = geometry(&model->card);
  if (!g.apx_tree || g.pattern_tree) {
    return GCIM_OK;
  }
  gcim_tree_t tree;
  gcim_net_t *net = NULL;
  int status = gcim_card_tree(&model->card, &tree); /* 21: the card has Lanes and Width */
  if (status == GCIM_OK) {
    status = gcim_net_new(&tree, &net);
  }
  model->kept = net;
  return status;
}

void gcim_dcim_macro_release(gcim_model_t *model) {
  gcim_net_free(model->kept);
}

/* Lay the arrays out behind the struct. Called with m->g set; base = NULL to measure. */
static size_t lay_out(macro_t *m, uint8_t *base) {
  const geometry_t *g = &m->g;
  const size_t rows = (size_t)g->rows, cols = (size_t)g->cols;
  const size_t even_rows = rows + rows % 2;
  const int wide = g->cols * g->digits;
  size_t used = 0;
  take(base, &used, sizeof *m);
  m->row_words = gcim_bits_words(g->cols * g->max_w);
  m->stored = take(base, &used, (size_t)g->phys_rows * (size_t)m->row_words * sizeof(uint32_t));
  m->written = take(base, &used, (size_t)g->phys_rows);
  m->stored_row = take(base, &used, rows * sizeof(int32_t));
  m->weights.cols = g->cols;
  m->weights.w = take(base, &used, rows * cols * sizeof(int32_t));
  m->weights.pairs =
      take(base, &used, even_rows * (size_t)gcim_fast_cols(g->cols) * sizeof(int16_t));
  m->digit.cols = wide;
  m->digit.w = take(base, &used, rows * (size_t)wide * sizeof(int32_t));
  m->digit.pairs = take(base, &used, even_rows * (size_t)gcim_fast_cols(wide) * sizeof(int16_t));
  for (int i = 0; i < MAX_TILES; i++) {
    m->tiles[i].x = take(base, &used, rows * sizeof(uint32_t));
    m->tiles[i].on = take(base, &used, rows);
    m->tiles[i].sum = take(base, &used, cols * sizeof(int64_t));
  }
  m->acc = take(base, &used, cols * sizeof(int64_t));
  m->ovf = take(base, &used, cols * sizeof(int64_t));
  m->answer = take(base, &used, (size_t)m->row_words * sizeof(uint32_t));
  m->x32 = take(base, &used, even_rows * sizeof(int32_t));
  m->x16 = take(base, &used, even_rows * sizeof(int16_t));
  m->y32 = take(base, &used, (size_t)gcim_fast_cols(wide) * sizeof(int32_t));
  m->y64 = take(base, &used, (size_t)wide * sizeof(int64_t));
  if (g->apx_tree) {
    lay_out_tree(m, base, &used);
  }
  return used;
}

size_t gcim_dcim_macro_state_bytes(const gcim_model_t *model) {
  macro_t m = {.g = geometry(&model->card), .net = model->kept};
  return lay_out(&m, NULL);
}

int gcim_dcim_macro_init(gcim_model_t *model) {
  macro_t *m = macro_of(model);
  m->g = geometry(&model->card);
  m->net = model->kept;
  lay_out(m, model->state);
  if (m->g.apx_tree && !m->g.pattern_tree) {
    point_planes(m);
  }
  m->writes = 1; /* differs from the zeroed key: nothing is decoded yet */
  return GCIM_OK;
}
