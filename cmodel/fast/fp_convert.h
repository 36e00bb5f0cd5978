/* fp_convert.h: conversion of many codes in 64-bit arithmetic, behind part/fp_convert.h and judged
 * by it (test_fp_convert.c). Private to cmodel. */
#ifndef GCIM_FAST_FP_CONVERT_H
#define GCIM_FAST_FP_CONVERT_H

#include <stddef.h>
#include <stdint.h>

#include "gcim_fp.h"

/* As gcim_fp_convert, arguments checked. Returns the flags of all elements ORed. */
uint32_t gcim_fast_fp_convert(const gcim_float_t *to, const gcim_float_t *from,
                              gcim_special_t specials, int daz, const gcim_fp_policy_t *policy,
                              const uint32_t *in, const uint32_t *random, size_t count,
                              uint32_t *out);

#endif
