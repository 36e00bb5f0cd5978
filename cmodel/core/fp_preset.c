/* fp_preset.c: published hardware as configurations of gcim_fp_pdot and gcim_fp_mma (gcim_fp.h).
 *
 * Sources: Fasi, Higham, Mikaitis, Pranesh, PeerJ CS 7 (2021) e330; arXiv 2511.10909, 2512.07004;
 * the models beside the measured results of vectors/gpu_mma. All but CDNA align products, c among
 * them, to the largest exponent, cut magnitudes (RTZ, no sticky bit) and keep subnormals. A result
 * that rounding toward zero leaves above the largest number is an infinity; NaNs are 0x7FFFFFFF,
 * 0x7FFF. CDNA: what was read and what it leaves open is in fp_mma_two_step.c, fp_mma_tree.c;
 * bf16_1k and bf16 are the 4-term and the older 2-term instructions.
 *
 * Left out:
 *  - FP8 to FP16 of H100, H200, B200: no published parameters give the measured results.
 *  - FP8 of CDNA 3: the paper and its model differ in the last cut, and versions of the model in
 *    how the sums of even and of odd products are joined; its formats (one zero, one NaN) are none
 *    of gcim_float_t.
 *  - CDNA 1: published models disagree (a tree; one exact sum).
 *  - Block-scaled formats of Blackwell: a scale is one more exponent of every product.
 */
#include <stddef.h>
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "gcim_fp.h"

/* Exponent bits, fraction bits, bias, kind. */
#define FORMAT(e, m, b, k) \
  { e, m, b, GCIM_FLOAT_##k }
#define FP32 FORMAT(8, 23, 127, IEEE)
#define FP16 FORMAT(5, 10, 15, IEEE)
#define BF16 FORMAT(8, 7, 127, IEEE)
#define TF32 FORMAT(8, 10, 127, IEEE)
#define E4M3 FORMAT(4, 3, 7, FN)
#define E5M2 FORMAT(5, 2, 15, IEEE)
#define E8M13 FORMAT(8, 13, 127, IEEE)

#define TOWARD_ZERO \
  { .rnd = GCIM_RND_RTZ, .ovf = GCIM_OVF_INF, .nan = GCIM_NAN_ONES }
#define NEAREST \
  { .rnd = GCIM_RND_RNE, .ovf = GCIM_OVF_IEEE, .nan = GCIM_NAN_ONES }
#define FLUSHING \
  { .rnd = GCIM_RND_RNE, .ovf = GCIM_OVF_IEEE, .nan = GCIM_NAN_ONES, .ftz = 1 }

/* Results: FP32 cut; FP16 rounded; FP32 with 13 fraction bits, cut; FP32 cut, then c added. */
#define TO_FP32 .dot.c = FP32, .dot.y = FP32, .dot.policy = TOWARD_ZERO
#define TO_FP16 .dot.c = FP16, .dot.y = FP16, .dot.policy = NEAREST
#define TO_E8M13 .dot.c = FP32, .dot.y = E8M13, .dot.shown = FP32, .dot.policy = TOWARD_ZERO
#define TO_FP32_LATE TO_FP32, .dot.c_mode = GCIM_C_LATE

/* CDNA 3; CDNA 2: FP32 rounded, the second without subnormals. */
#define TWO_STEP \
  .dot.c = FP32, .dot.y = FP32, .dot.policy = NEAREST, .form = GCIM_MMA_TWO_STEP, .sum_frac = 31
#define TREE \
  .dot.c = FP32, .dot.y = FP32, .dot.daz = 1, .dot.policy = FLUSHING, .form = GCIM_MMA_TREE

#define MEASURED "2000 measured results in vectors/gpu_mma"
#define PUBLISHED "published parameters; no measured results here"
#define READ "read from a published model; untested on hardware"

/* Name, basis, format of the factors, products of a step, fraction bits kept, result. */
#define ROW(n, b, in, l, f, ...)                                                    \
  {                                                                                 \
    .name = n, .basis = b, .dot.x = in, .dot.w = in, .dot.lanes = l, .dot.frac = f, \
    .dot.quant = GCIM_RND_RTZ, __VA_ARGS__                                          \
  }

static const gcim_fp_preset_t presets[] = {
    ROW("v100.fp16.fp32", MEASURED, FP16, 4, 23, TO_FP32),
    ROW("v100.fp16.fp16", MEASURED, FP16, 4, 23, TO_FP16),
    ROW("a100.fp16.fp32", MEASURED, FP16, 8, 24, TO_FP32),
    ROW("a100.bf16.fp32", MEASURED, BF16, 8, 24, TO_FP32),
    ROW("a100.tf32.fp32", MEASURED, TF32, 4, 24, TO_FP32),
    ROW("a100.fp16.fp16", MEASURED, FP16, 8, 24, TO_FP16),
    ROW("a2.fp16.fp32", PUBLISHED, FP16, 8, 24, TO_FP32),
    ROW("a2.bf16.fp32", PUBLISHED, BF16, 8, 24, TO_FP32),
    ROW("a2.tf32.fp32", PUBLISHED, TF32, 4, 24, TO_FP32),
    ROW("a2.fp16.fp16", PUBLISHED, FP16, 8, 24, TO_FP16),
    ROW("ada.fp16.fp32", PUBLISHED, FP16, 8, 24, TO_FP32),
    ROW("ada.bf16.fp32", PUBLISHED, BF16, 8, 24, TO_FP32),
    ROW("ada.tf32.fp32", PUBLISHED, TF32, 4, 24, TO_FP32),
    ROW("ada.fp16.fp16", PUBLISHED, FP16, 8, 24, TO_FP16),
    ROW("ada.e4m3.fp32", MEASURED, E4M3, 16, 13, TO_E8M13),
    ROW("ada.e4m3.fp16", MEASURED, E4M3, 16, 13, TO_FP16),
    ROW("ada.e5m2.fp32", MEASURED, E5M2, 16, 13, TO_E8M13),
    ROW("ada.e5m2.fp16", PUBLISHED, E5M2, 16, 13, TO_FP16),
    ROW("l40s.fp16.fp32", PUBLISHED, FP16, 8, 24, TO_FP32),
    ROW("l40s.bf16.fp32", PUBLISHED, BF16, 8, 24, TO_FP32),
    ROW("l40s.tf32.fp32", PUBLISHED, TF32, 4, 24, TO_FP32),
    ROW("l40s.fp16.fp16", PUBLISHED, FP16, 8, 24, TO_FP16),
    ROW("l40s.e4m3.fp32", PUBLISHED, E4M3, 16, 13, TO_E8M13),
    ROW("l40s.e4m3.fp16", PUBLISHED, E4M3, 16, 13, TO_FP16),
    ROW("l40s.e5m2.fp32", PUBLISHED, E5M2, 16, 13, TO_E8M13),
    ROW("l40s.e5m2.fp16", PUBLISHED, E5M2, 16, 13, TO_FP16),
    ROW("h100.fp16.fp32", MEASURED, FP16, 16, 25, TO_FP32),
    ROW("h100.bf16.fp32", MEASURED, BF16, 16, 25, TO_FP32),
    ROW("h100.tf32.fp32", PUBLISHED, TF32, 8, 25, TO_FP32),
    ROW("h100.fp16.fp16", MEASURED, FP16, 16, 25, TO_FP16),
    ROW("h100.e4m3.fp32", MEASURED, E4M3, 32, 13, TO_E8M13),
    ROW("h100.e5m2.fp32", MEASURED, E5M2, 32, 13, TO_E8M13),
    ROW("h200.fp16.fp32", PUBLISHED, FP16, 16, 25, TO_FP32),
    ROW("h200.bf16.fp32", PUBLISHED, BF16, 16, 25, TO_FP32),
    ROW("h200.tf32.fp32", PUBLISHED, TF32, 8, 25, TO_FP32),
    ROW("h200.fp16.fp16", PUBLISHED, FP16, 16, 25, TO_FP16),
    ROW("h200.e4m3.fp32", PUBLISHED, E4M3, 32, 13, TO_E8M13),
    ROW("h200.e5m2.fp32", PUBLISHED, E5M2, 32, 13, TO_E8M13),
    ROW("b200.fp16.fp32", MEASURED, FP16, 16, 25, TO_FP32),
    ROW("b200.bf16.fp32", MEASURED, BF16, 16, 25, TO_FP32),
    ROW("b200.tf32.fp32", PUBLISHED, TF32, 8, 25, TO_FP32),
    ROW("b200.fp16.fp16", PUBLISHED, FP16, 16, 25, TO_FP16),
    ROW("b200.e4m3.fp32", MEASURED, E4M3, 32, 25, TO_FP32_LATE),
    ROW("b200.e5m2.fp32", MEASURED, E5M2, 32, 25, TO_FP32_LATE),
    ROW("cdna2.fp16.fp32", READ, FP16, 4, 0, TREE),
    ROW("cdna2.bf16_1k.fp32", READ, BF16, 4, 0, TREE),
    ROW("cdna2.bf16.fp32", READ, BF16, 2, 0, TREE),
    ROW("cdna3.fp16.fp32", READ, FP16, 8, 24, TWO_STEP),
    ROW("cdna3.bf16.fp32", READ, BF16, 8, 24, TWO_STEP),
};
enum { PRESET_COUNT = sizeof presets / sizeof presets[0] };

const gcim_fp_preset_t *gcim_fp_preset_list(int index) {
  return index >= 0 && index < PRESET_COUNT ? &presets[index] : NULL;
}

const gcim_fp_preset_t *gcim_fp_preset_find(const char *name) {
  if (name == NULL) {
    gcim_fail(GCIM_ERR_NULL, "gcim_fp_preset_find: name is NULL");
    return NULL;
  }
  const char *names[PRESET_COUNT];
  for (int i = 0; i < PRESET_COUNT; i++) {
    if (strcmp(presets[i].name, name) == 0) {
      return &presets[i];
    }
    names[i] = presets[i].name;
  }
  gcim_fail_unknown("hardware preset", "", name, names, PRESET_COUNT);
  return NULL;
}
