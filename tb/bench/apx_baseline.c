/* apx_baseline.c: the baseline of apx_bench.c: a lower-part-OR adder as one C statement per gate,
 * in a file of its own, as libraries of approximate circuits ship their models.
 */
#include "apx_baseline.h"

#define BIT(x, i) (((x) >> (i)) & 1u)

uint32_t apx_baseline_loa16_8(uint32_t a, uint32_t b) {
  const uint32_t s0 = BIT(a, 0) | BIT(b, 0);
  const uint32_t s1 = BIT(a, 1) | BIT(b, 1);
  const uint32_t s2 = BIT(a, 2) | BIT(b, 2);
  const uint32_t s3 = BIT(a, 3) | BIT(b, 3);
  const uint32_t s4 = BIT(a, 4) | BIT(b, 4);
  const uint32_t s5 = BIT(a, 5) | BIT(b, 5);
  const uint32_t s6 = BIT(a, 6) | BIT(b, 6);
  const uint32_t s7 = BIT(a, 7) | BIT(b, 7);
  const uint32_t c8 = BIT(a, 7) & BIT(b, 7);
  const uint32_t p8 = BIT(a, 8) ^ BIT(b, 8);
  const uint32_t s8 = p8 ^ c8;
  const uint32_t c9 = (BIT(a, 8) & BIT(b, 8)) | (p8 & c8);
  const uint32_t p9 = BIT(a, 9) ^ BIT(b, 9);
  const uint32_t s9 = p9 ^ c9;
  const uint32_t c10 = (BIT(a, 9) & BIT(b, 9)) | (p9 & c9);
  const uint32_t p10 = BIT(a, 10) ^ BIT(b, 10);
  const uint32_t s10 = p10 ^ c10;
  const uint32_t c11 = (BIT(a, 10) & BIT(b, 10)) | (p10 & c10);
  const uint32_t p11 = BIT(a, 11) ^ BIT(b, 11);
  const uint32_t s11 = p11 ^ c11;
  const uint32_t c12 = (BIT(a, 11) & BIT(b, 11)) | (p11 & c11);
  const uint32_t p12 = BIT(a, 12) ^ BIT(b, 12);
  const uint32_t s12 = p12 ^ c12;
  const uint32_t c13 = (BIT(a, 12) & BIT(b, 12)) | (p12 & c12);
  const uint32_t p13 = BIT(a, 13) ^ BIT(b, 13);
  const uint32_t s13 = p13 ^ c13;
  const uint32_t c14 = (BIT(a, 13) & BIT(b, 13)) | (p13 & c13);
  const uint32_t p14 = BIT(a, 14) ^ BIT(b, 14);
  const uint32_t s14 = p14 ^ c14;
  const uint32_t c15 = (BIT(a, 14) & BIT(b, 14)) | (p14 & c14);
  const uint32_t p15 = BIT(a, 15) ^ BIT(b, 15);
  const uint32_t s15 = p15 ^ c15;
  const uint32_t c16 = (BIT(a, 15) & BIT(b, 15)) | (p15 & c15);
  return s0 | s1 << 1 | s2 << 2 | s3 << 3 | s4 << 4 | s5 << 5 | s6 << 6 | s7 << 7 | s8 << 8 |
         s9 << 9 | s10 << 10 | s11 << 11 | s12 << 12 | s13 << 13 | s14 << 14 | s15 << 15 |
         c16 << 16;
}
