/* select.c: which kernel runs. The only global of the library; it never changes a result. */
#include <stdatomic.h>
#include <string.h>

#include "core/status.h"
#include "fast/fast.h"
#include "fast/fp_dot.h"
#include "fast/mx_quant.h"
#include "fast/net.h"
#include "gcim.h"

typedef struct {
  const char *name;
  void (*mvm)(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y);
  void (*widen)(const int8_t *from, int count, bool is_signed, int16_t *to);
  void (*mvm4)(const int16_t *x, int x_stride, const int16_t *pairs, int rows, int cols,
               int32_t *y);
  const gcim_net_kernel_t *net;
  const gcim_fast_fp_kernel_t *fp;
  gcim_fast_mx_run_t *mx;
} kernels_t;

static const gcim_fast_fp_kernel_t fp_portable = {gcim_fast_fp_align_portable,
                                                  gcim_fast_fp_mac_portable};
#if defined(__x86_64__)
static const gcim_fast_fp_kernel_t fp_avx2 = {gcim_fast_fp_align_avx2, gcim_fast_fp_mac_avx2};
#endif

static const kernels_t known[] = {
    {"golden", NULL, NULL, NULL, NULL, NULL, NULL},
    {"portable", gcim_fast_mvm_portable, gcim_fast_widen_portable, NULL, &gcim_fast_net_portable,
     &fp_portable, gcim_fast_mx_portable},
#if defined(__x86_64__)
    {"avx2", gcim_fast_mvm_avx2, gcim_fast_widen_avx2, gcim_fast_mvm4_avx2, &gcim_fast_net_avx2,
     &fp_avx2, gcim_fast_mx_avx2},
    {"avx512", gcim_fast_mvm_avx512, gcim_fast_widen_avx2, gcim_fast_mvm4_avx512,
     &gcim_fast_net_avx512, &fp_avx2, gcim_fast_mx_avx2},
#else
    {"avx2", NULL, NULL, NULL, NULL, NULL,
     NULL}, /* known everywhere, here nowhere: is_here says no */
    {"avx512", NULL, NULL, NULL, NULL, NULL, NULL},
#endif
};
enum { KERNEL_COUNT = sizeof known / sizeof known[0] };

static atomic_int selected = -1; /* index into known, -1: not chosen yet */

static bool is_here(const char *name) {
#if defined(__x86_64__)
  if (strcmp(name, "avx2") == 0) {
    return __builtin_cpu_supports("avx2") != 0;
  }
  if (strcmp(name, "avx512") == 0) {
    return __builtin_cpu_supports("avx512bw") != 0;
  }
#endif
  return strcmp(name, "golden") == 0 || strcmp(name, "portable") == 0;
}

static int best(void) {
  int index = 0;
  for (int i = 0; i < KERNEL_COUNT; i++) {
    index = is_here(known[i].name) ? i : index;
  }
  return index;
}

static int current(void) {
  int index = atomic_load_explicit(&selected, memory_order_relaxed);
  if (index < 0) {
    index = best();
    atomic_store_explicit(&selected, index, memory_order_relaxed);
  }
  return index;
}

int gcim_fast_select(const char *name) {
  if (name == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_fast_select: name is NULL");
  }
  const char *names[KERNEL_COUNT + 1] = {"auto"};
  int index = strcmp(name, "auto") == 0 ? best() : -1;
  for (int i = 0; i < KERNEL_COUNT; i++) {
    index = strcmp(name, known[i].name) == 0 ? i : index;
    names[i + 1] = known[i].name;
  }
  if (index < 0) {
    return gcim_fail_unknown("kernel", "", name, names, KERNEL_COUNT + 1);
  }
  if (!is_here(known[index].name)) {
    return gcim_fail(GCIM_ERR_STATE, "kernel '%s' needs instructions this processor lacks", name);
  }
  atomic_store_explicit(&selected, index, memory_order_relaxed);
  return GCIM_OK;
}

const char *gcim_fast_selected(void) {
  return known[current()].name;
}

bool gcim_fast_enabled(void) {
  return known[current()].mvm != NULL;
}

const gcim_net_kernel_t *gcim_fast_net(void) {
  const gcim_net_kernel_t *net = known[current()].net;
#if defined(__x86_64__)
  if (net == &gcim_fast_net_avx512 && __builtin_cpu_supports("avx512vpopcntdq")) {
    net = &gcim_fast_net_avx512_popcount;
  }
#endif
  return net;
}

void gcim_fast_widen(const int8_t *from, int count, bool is_signed, int16_t *to) {
  known[current()].widen(from, count, is_signed, to);
}

void gcim_fast_mvm(const int16_t *x, const int16_t *pairs, int rows, int cols, int32_t *y) {
  known[current()].mvm(x, pairs, rows, cols, y);
}

void gcim_fast_mvm_block(const int16_t *x, int x_stride, int count, const int16_t *pairs, int rows,
                         int cols, int32_t *y) {
  const kernels_t *k = &known[current()];
  if (count == 4 && k->mvm4 != NULL) {
    k->mvm4(x, x_stride, pairs, rows, cols, y);
    return;
  }
  for (int v = 0; v < count; v++) {
    k->mvm(x + v * x_stride, pairs, rows, cols, y + v * gcim_fast_cols(cols));
  }
}

const gcim_fast_fp_kernel_t *gcim_fast_fp_kernel(void) {
  return known[current()].fp;
}

gcim_fast_mx_run_t *gcim_fast_mx_kernel(const gcim_fast_mx_t *plan) {
  const bool in_vectors = plan->block % 8 == 0 && plan->rnd == GCIM_RND_RNE;
  return in_vectors ? known[current()].mx : gcim_fast_mx_portable;
}
