/* mx_preset.c: published conversions to Microscaling formats (gcim_mx.h), and where the published
 * code itself does something else.
 *
 * Sources: OCP Microscaling Formats (MX) v1.0, 6.3; microxcaling at 7bc4195; torchao at 36027d8,
 * its deviations at 050515e; cuDNN's block scaling and cvt.rp.satfinite.ue8m0; AMD Quark's ONNX
 * kernel and vLLM's MXFP4 default; gfloat 0.5.2; ml_dtypes 0.6.0; MX-for-FPGA at afb8f78.
 */
#include <string.h>

#include "core/status.h"
#include "gcim.h"
#include "gcim_mx.h"

enum {
  INT8 = 1 << GCIM_MX_INT8,
  FP8 = 1 << GCIM_MX_E4M3 | 1 << GCIM_MX_E5M2,
  SMALL = 1 << GCIM_MX_E3M2 | 1 << GCIM_MX_E2M3 | 1 << GCIM_MX_E2M1, /* no infinity, no NaN */
  EVERY = INT8 | FP8 | SMALL
};

typedef struct {
  gcim_mx_preset_t shown;
  gcim_mx_t config;
} row_t;

#define ROW(n, of, b, d, ...)                                \
  {                                                          \
    {.name = n, .elems = of, .basis = b, .deviations = d}, { \
      .block = 32, __VA_ARGS__                               \
    }                                                        \
  }
#define NAN_ELEMENTS "elements of a NaN block are NaNs"
static const row_t rows[] = {
    ROW("ocp", EVERY, "OCP MX v1.0, 6.3; what it leaves open as most implementations have it", "",
        .ovf = GCIM_OVF_SAT),
    ROW("microxcaling", EVERY, "PyTorch path, round='nearest' (ties away)",
        "its FP32 log2 makes the scale of blocks next to a power of two one too large",
        .scale_ovf = GCIM_MX_OVF_NAN, .zero = GCIM_MX_ZERO_LOW, .zero_sign = GCIM_MX_DROP_INPUT,
        .rnd = GCIM_RND_RNA, .ovf = GCIM_OVF_SAT),
    ROW("microxcaling.even", EVERY, "PyTorch path, round='even'",
        "its FP32 log2 makes the scale of blocks next to a power of two one too large",
        .scale_ovf = GCIM_MX_OVF_NAN, .zero = GCIM_MX_ZERO_LOW, .zero_sign = GCIM_MX_DROP_INPUT,
        .ovf = GCIM_OVF_SAT),
    ROW("microxcaling.cuda", EVERY, "C++ and CUDA path: exponent bits instead of log2", "",
        .scale_ovf = GCIM_MX_OVF_NAN, .zero = GCIM_MX_ZERO_LOW, .zero_sign = GCIM_MX_DROP_ALL,
        .rnd = GCIM_RND_RNA, .ovf = GCIM_OVF_SAT),
    ROW("torchao.floor", FP8 | SMALL, "to_mx, ScaleCalculationMode.FLOOR", NAN_ELEMENTS,
        .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_SAT),
    ROW("torchao.ceil", FP8 | SMALL, "to_mx, ScaleCalculationMode.CEIL", NAN_ELEMENTS,
        .rule = GCIM_MX_CEIL, .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_SAT),
    ROW("torchao.even", FP8 | SMALL, "to_mx, ScaleCalculationMode.EVEN",
        NAN_ELEMENTS "; a largest magnitude that rounds to 2^128 makes the block a NaN",
        .rule = GCIM_MX_EVEN, .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_SAT),
    ROW("torchao.rceil", FP8 | SMALL, "to_mx, ScaleCalculationMode.RCEIL",
        NAN_ELEMENTS "; a quotient just above 2^-127 is 2^-127 in FP32", .rule = GCIM_MX_RCEIL,
        .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_SAT),
    ROW("cudnn.rceil", FP8 | SMALL, "cvt.rp.satfinite.ue8m0x2 and satfinite elements of Blackwell",
        "", .rule = GCIM_MX_RCEIL, .special = GCIM_MX_INF_TOP, .ovf = GCIM_OVF_SAT),
    ROW("quark", EVERY, "ONNX kernel: largest exponent bits, infinities and NaNs passed on",
        "its scale is not limited; an infinity stays one, whatever the format",
        .special = GCIM_MX_PASS, .ovf = GCIM_OVF_SAT, .nan = GCIM_NAN_SIGN),
    ROW("quark.even", 1 << GCIM_MX_E2M1, "MXFP4 default, also that of vLLM", "",
        .rule = GCIM_MX_EVEN, .ovf = GCIM_OVF_SAT),
    ROW("gfloat", EVERY, "compute_scale_amax and quantize_block, saturating, nearest even",
        "a NaN in a block of a format without NaN is an error there; elements of a NaN block are "
        "NaNs",
        .special = GCIM_MX_INF_TOP, .ovf = GCIM_OVF_SAT, .full = 1),
    ROW("ml_dtypes", FP8 | SMALL, "amax / max cast to float8_e8m0fnu, elements cast",
        "elements of a NaN block are NaNs, or zeros of the other sign; the scale of zeros, and of "
        "what "
        "FP32 rounds to zero, is 255; quotients between 2^-127 and 1.5 * 2^-127 round up",
        .rule = GCIM_MX_NEAREST, .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_INF,
        .nan = GCIM_NAN_SIGN),
    ROW("mx-for-fpga.int", INT8, "conv_bf16tomxint: specials are numbers, of the scale 255",
        "elements of a NaN block are numbers", .special = GCIM_MX_IGNORE,
        .scale_ovf = GCIM_MX_OVF_NAN, .ovf = GCIM_OVF_SAT),
    ROW("mx-for-fpga.fp", FP8, "conv_bf16tomxfp_spec",
        "its scale byte is smaller by the element format's bias, and elements are smaller where "
        "that is limited; a NaN of E5M2 is all ones",
        .special = GCIM_MX_PASS, .ovf = GCIM_OVF_SAT, .nan = GCIM_NAN_SIGN),
    ROW("mx-for-fpga.small", SMALL, "conv_bf16tomxfp: formats without infinity and NaN",
        "elements of a NaN block are numbers", .ovf = GCIM_OVF_SAT),
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

#define ONE UINT32_C(0x3f800000)
#define NAN_IN UINT32_C(0x7fc00000)
#define INF_IN UINT32_C(0x7f800000)
#define LARGEST UINT32_C(0x7f7fffff)
#define BELOW_128 UINT32_C(0x42ffffff)
#define LEAST_NORMAL UINT32_C(0x00800000)
#define LEAST UINT32_C(0x00000001)
#define NEAR_LEAST_SCALE UINT32_C(0x048c0000)  /* 448 * 1.25 * 2^-127 */
#define ABOVE_LEAST_SCALE UINT32_C(0x04600001) /* the number above 448 * 2^-127 */
#define LOW UINT32_C(0x05000000)               /* 2^-117 */

/* The scale is the byte of the implementation, or what it would be without a limit. Codes of
 * MX-for-FPGA and torchao are what their sources compute, by hand. */
static const gcim_mx_deviation_t deviations[] = {
    {"microxcaling", GCIM_MX_INT8, "FP32 log2 of 127.99999 is 7", {BELOW_128, ONE}, 134, {64, 1}},
    {"microxcaling.even",
     GCIM_MX_INT8,
     "FP32 log2 of 127.99999 is 7",
     {BELOW_128, ONE},
     134,
     {64, 0}},
    {"torchao.floor", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"torchao.ceil", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"torchao.even", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"torchao.rceil", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"torchao.even",
     GCIM_MX_E4M3,
     "the largest magnitude rounds to 2^128, an infinity",
     {LARGEST, LARGEST},
     255,
     {0x7f, 0x7f, 0x7f, 0x7f}},
    {"torchao.rceil",
     GCIM_MX_E4M3,
     "the largest magnitude / 448 is 2^-127 in FP32",
     {ABOVE_LEAST_SCALE, ABOVE_LEAST_SCALE},
     0,
     {0x7e, 0x7e}},
    {"quark",
     GCIM_MX_E4M3,
     "the scale is not limited",
     {LEAST_NORMAL, LEAST_NORMAL},
     -7,
     {0x78, 0x78}},
    {"quark", GCIM_MX_E5M2, "an infinity stays one", {INF_IN, ONE}, 112, {0x7c, 0x78}},
    {"gfloat", GCIM_MX_INT8, "a NaN is an error", {NAN_IN, ONE}, GCIM_MX_REFUSED, {0}},
    {"gfloat", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0xff, 0xff, 0xff, 0xff}},
    {"ml_dtypes", GCIM_MX_E4M3, NAN_ELEMENTS, {NAN_IN, ONE}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"ml_dtypes",
     GCIM_MX_E2M1,
     "a NaN becomes a zero of the other sign",
     {NAN_IN, ONE},
     255,
     {0x08, 0x08, 0x08, 0x08}},
    {"ml_dtypes", GCIM_MX_E4M3, "the scale of zeros is 255", {0, 0}, 255, {0x7f, 0x7f, 0x7f, 0x7f}},
    {"ml_dtypes",
     GCIM_MX_E4M3,
     "2^-149 / 448 is zero in FP32",
     {LEAST, LEAST},
     255,
     {0x7f, 0x7f, 0x7f, 0x7f}},
    {"ml_dtypes",
     GCIM_MX_E4M3,
     "1.25 * 2^-127 rounds up",
     {NEAR_LEAST_SCALE, NEAR_LEAST_SCALE},
     1,
     {0x79, 0x79}},
    {"mx-for-fpga.int",
     GCIM_MX_INT8,
     "elements of a NaN block are numbers",
     {INF_IN, ONE},
     255,
     {64}},
    {"mx-for-fpga.fp",
     GCIM_MX_E4M3,
     "the scale byte is smaller by the bias, 7",
     {ONE, ONE},
     112,
     {0x78, 0x78}},
    {"mx-for-fpga.fp",
     GCIM_MX_E5M2,
     "the scale byte is smaller by the bias, 15",
     {ONE, ONE},
     97,
     {0x78, 0x78}},
    {"mx-for-fpga.fp",
     GCIM_MX_E4M3,
     "the smaller scale byte is limited, elements are smaller",
     {LOW, LOW},
     0,
     {0x50, 0x50}},
    {"mx-for-fpga.fp", GCIM_MX_E5M2, "a NaN is all ones", {NAN_IN, ONE}, 97, {0x7f, 0x78}},
    {"mx-for-fpga.small",
     GCIM_MX_E3M2,
     "elements of a NaN block are numbers",
     {INF_IN, ONE},
     255,
     {0x1c}},
};
enum { DEVIATION_COUNT = sizeof deviations / sizeof deviations[0] };

const gcim_mx_deviation_t *gcim_mx_deviation_list(int index) {
  return index >= 0 && index < DEVIATION_COUNT ? &deviations[index] : NULL;
}

const gcim_mx_preset_t *gcim_mx_preset_list(int index) {
  return index >= 0 && index < ROW_COUNT ? &rows[index].shown : NULL;
}

static const row_t *find(const char *name) {
  const char *names[ROW_COUNT];
  for (int i = 0; i < ROW_COUNT; i++) {
    if (strcmp(rows[i].shown.name, name) == 0) {
      return &rows[i];
    }
    names[i] = rows[i].shown.name;
  }
  gcim_fail_unknown("Microscaling preset", "", name, names, ROW_COUNT);
  return NULL;
}

int gcim_mx_preset(const char *name, gcim_mx_elem_t elem, gcim_mx_t *config) {
  if (name == NULL || config == NULL) {
    return gcim_fail(GCIM_ERR_NULL, "gcim_mx_preset: %s is NULL", name == NULL ? "name" : "config");
  }
  const char *elem_name = gcim_mx_elem_name(elem);
  if (elem_name == NULL) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_mx_preset: elem=%d is outside 0..5", (int)elem);
  }
  const row_t *row = find(name);
  if (row == NULL) {
    return GCIM_ERR_UNKNOWN;
  }
  if ((row->shown.elems >> elem & 1u) == 0) {
    return gcim_fail(GCIM_ERR_PARAM, "gcim_mx_preset: '%s' has no element format %s", name,
                     elem_name);
  }
  *config = row->config;
  config->elem = elem;
  if (((unsigned)FP8 >> elem & 1u) == 0) {
    config->nan = GCIM_NAN_ZERO;
  }
  return GCIM_OK;
}
