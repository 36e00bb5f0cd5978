/* mx_quant_avx2.c: eight lanes at a time. A power of two times a number is exact in FP32 wherever
 * the result can round to anything but zero; the control register is set for that and put back. */
#if defined(__x86_64__)
#pragma GCC target("avx2")
#include <immintrin.h>

#include "fast/mx_quant.h"
#include "gcim_fp.h"

enum { STEP = 8, NEAREST_NO_TRAPS = 0x1f80 };

static inline __m256i load(const uint32_t *x) {
  return _mm256_loadu_si256((const __m256i *)(const void *)x);
}

static uint32_t largest(const uint32_t *x, int block) {
  const __m256i clear = _mm256_set1_epi32(INT32_MAX);
  __m256i a = _mm256_setzero_si256();
  for (int i = 0; i < block; i += STEP) {
    a = _mm256_max_epi32(a, _mm256_and_si256(load(x + i), clear));
  }
  __m128i b = _mm_max_epi32(_mm256_castsi256_si128(a), _mm256_extracti128_si256(a, 1));
  b = _mm_max_epi32(b, _mm_shuffle_epi32(b, 0x4e));
  b = _mm_max_epi32(b, _mm_shuffle_epi32(b, 0xb1));
  return (uint32_t)_mm_cvtsi128_si32(b);
}

/* 2^e as FP32, e -126..127. */
static inline __m256 power(int e) {
  return _mm256_castsi256_ps(_mm256_set1_epi32((e + 127) << 23));
}

/* The low bytes of eight 32-bit lanes. */
static inline void store_bytes(uint8_t *to, __m256i v) {
  const __m256i low = _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                       0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  const __m256i bytes = _mm256_permutevar8x32_epi32(_mm256_shuffle_epi8(v, low),
                                                    _mm256_setr_epi32(0, 4, 1, 1, 1, 1, 1, 1));
  _mm_storel_epi64((__m128i *)(void *)to, _mm256_castsi256_si128(bytes));
}

static inline uint32_t any(__m256i mask, uint32_t flag) {
  return _mm256_testz_si256(mask, mask) != 0 ? 0 : flag;
}

/* ---- MX_INT8 ---- */

static inline __m256i whole(const uint32_t *x, __m256 up) {
  return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_castsi256_ps(load(x)), up));
}

static void int_block(const gcim_fast_mx_t *p, const uint32_t *x, int t, uint8_t *elem,
                      uint32_t *flags) {
  const __m256 up = power(6 - t), down = power(t - 6);
  const __m256i least = _mm256_set1_epi32(p->full ? -128 : -127), most = _mm256_set1_epi32(127);
  __m256i lost = _mm256_setzero_si256(), limited = lost;
  int i = 0;
  for (; i + 4 * STEP <= p->block && !p->wants_flags; i += 4 * STEP) { /* the packs limit above */
    const __m256i ab = _mm256_packs_epi32(whole(x + i, up), whole(x + i + STEP, up));
    const __m256i cd = _mm256_packs_epi32(whole(x + i + 2 * STEP, up), whole(x + i + 3 * STEP, up));
    const __m256i low = _mm256_set1_epi8(p->full ? -128 : -127);
    const __m256i n = _mm256_max_epi8(_mm256_packs_epi16(ab, cd), low);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256((__m256i *)(void *)(elem + i), _mm256_permutevar8x32_epi32(n, order));
  }
  for (; i < p->block; i += STEP) {
    const __m256i n = whole(x + i, up);
    const __m256i in = _mm256_max_epi32(_mm256_min_epi32(n, most), least);
    const __m256 back = _mm256_mul_ps(_mm256_cvtepi32_ps(in), down);
    const __m256 differs = _mm256_cmp_ps(back, _mm256_castsi256_ps(load(x + i)), _CMP_NEQ_UQ);
    lost = _mm256_or_si256(lost, _mm256_castps_si256(differs));
    limited = _mm256_or_si256(limited, _mm256_xor_si256(in, n));
    store_bytes(elem + i, in);
  }
  *flags |= any(lost, GCIM_FLAG_NX) | any(limited, p->overflow_flags);
}

/* ---- floating-point elements ---- */

typedef struct {
  __m256i clear, hidden, half, one, rebias, most, over, normal_from, drop;
  __m256 up, magic;
  __m128i shift, to_sign;
  gcim_mx_zero_sign_t zero_sign;
} floats_t;

static floats_t floats_of(const gcim_fast_mx_t *p, int t) {
  const int low = 23 - p->man_bits;
  return (floats_t){
      .clear = _mm256_set1_epi32(INT32_MAX),
      .hidden = _mm256_set1_epi32((128 - p->bias) << 23), /* smallest normal number */
      .half = _mm256_set1_epi32((1 << (low - 1)) - 1),
      .one = _mm256_set1_epi32(1),
      .rebias = _mm256_set1_epi32((127 - p->bias) << p->man_bits),
      .most = _mm256_set1_epi32((int)p->largest),
      .over = _mm256_set1_epi32((int)p->overflow),
      .normal_from = _mm256_set1_epi32(((128 - p->bias) << 23) - (1 << (low - 1))),
      .drop = _mm256_set1_epi32((1 << low) - 1),
      .up = power(-t),
      .magic = power(1 - p->bias - p->man_bits + 23), /* its last bit is that of a subnormal */
      .shift = _mm_cvtsi32_si128(low),
      .to_sign = _mm_cvtsi32_si128(p->code_bits - 1),
      .zero_sign = p->zero_sign,
  };
}

/* Magnitude codes of |u|, not limited; *below: a subnormal result's place. */
static inline __m256i magnitudes(const floats_t *f, __m256i a, __m256i *below, __m256 *sum) {
  const __m256i odd = _mm256_and_si256(_mm256_srl_epi32(a, f->shift), f->one);
  const __m256i up = _mm256_add_epi32(_mm256_add_epi32(a, f->half), odd);
  const __m256i normal = _mm256_sub_epi32(_mm256_srl_epi32(up, f->shift), f->rebias);
  *sum = _mm256_add_ps(_mm256_castsi256_ps(a), f->magic);
  const __m256i small = _mm256_sub_epi32(_mm256_castps_si256(*sum), _mm256_castps_si256(f->magic));
  *below = _mm256_cmpgt_epi32(f->hidden, a);
  return _mm256_blendv_epi8(normal, small, *below);
}

/* The code with the sign of x, whose magnitude is b. */
static inline __m256i with_sign(const floats_t *f, __m256i code, __m256i x, __m256i b) {
  __m256i sign = _mm256_sll_epi32(_mm256_srli_epi32(x, 31), f->to_sign);
  if (f->zero_sign != GCIM_MX_KEEP) {
    const __m256i judged = f->zero_sign == GCIM_MX_DROP_ALL ? code : b;
    sign = _mm256_andnot_si256(_mm256_cmpeq_epi32(judged, _mm256_setzero_si256()), sign);
  }
  return _mm256_or_si256(code, sign);
}

static void float_block(const gcim_fast_mx_t *p, const uint32_t *x, int t, uint8_t *elem,
                        uint32_t *flags) {
  const floats_t f = floats_of(p, t);
  const __m256i zero = _mm256_setzero_si256();
  __m256i lost = zero, tiny = zero, limited = zero, below;
  __m256 sum;
  for (int i = 0; i < p->block; i += STEP) {
    const __m256i v = load(x + i), b = _mm256_and_si256(v, f.clear);
    const __m256i a = _mm256_castps_si256(_mm256_mul_ps(_mm256_castsi256_ps(b), f.up));
    const __m256i code = magnitudes(&f, a, &below, &sum);
    const __m256i above = _mm256_cmpgt_epi32(code, f.most);
    store_bytes(elem + i, with_sign(&f, _mm256_blendv_epi8(code, f.over, above), v, b));
    if (p->wants_flags) {
      const __m256 kept = _mm256_sub_ps(sum, f.magic);
      const __m256 cut = _mm256_cmp_ps(kept, _mm256_castsi256_ps(a), _CMP_NEQ_UQ);
      const __m256i dropped = _mm256_cmpgt_epi32(_mm256_and_si256(a, f.drop), zero);
      const __m256i gone =
          _mm256_andnot_si256(_mm256_cmpeq_epi32(b, zero), _mm256_cmpeq_epi32(code, zero));
      const __m256i rest =
          _mm256_or_si256(gone, _mm256_blendv_epi8(dropped, _mm256_castps_si256(cut), below));
      lost = _mm256_or_si256(lost, _mm256_or_si256(rest, above));
      tiny = _mm256_or_si256(tiny, _mm256_and_si256(rest, _mm256_cmpgt_epi32(f.normal_from, a)));
      limited = _mm256_or_si256(limited, above);
    }
  }
  *flags |= any(lost, GCIM_FLAG_NX) | any(tiny, GCIM_FLAG_UF) | any(limited, p->overflow_flags);
}

size_t gcim_fast_mx_avx2(const gcim_fast_mx_t *plan, const uint32_t *x, size_t blocks,
                         uint8_t *scale, uint8_t *elem, uint32_t *flags) {
  const uint32_t control = _mm_getcsr();
  _mm_setcsr(NEAREST_NO_TRAPS);
  size_t done = 0;
  for (int t; done < blocks; done++) {
    const uint32_t *from = x + done * (size_t)plan->block;
    uint8_t *to = elem + done * (size_t)plan->block;
    if (!gcim_fast_mx_exponent(plan, largest(from, plan->block), &t)) {
      break;
    }
    scale[done] = (uint8_t)(t + 127);
    if (plan->is_int) {
      int_block(plan, from, t, to, flags);
    } else {
      float_block(plan, from, t, to, flags);
    }
  }
  _mm_setcsr(control);
  return done;
}
#else
extern int gcim_fast_no_avx2_mx; /* ISO C wants a declaration */
#endif
