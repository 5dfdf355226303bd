// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>
#include <string.h>

#include "gemm.h"
#include "scalar/wide_sum.h"

/// A number of bytes for callers, who count in signed integers: the largest of them, which no limit of
/// memory allows, stands for more.
static inline size_t countable_bytes(uint64_t bytes) {
  return bytes < PTRDIFF_MAX ? (size_t)bytes : PTRDIFF_MAX;
}

/// The arrays of nr 32-bit numbers at the head of a panel of packed weights.
enum {
  /// int32 or float: what a sum starts from. For GEMM_S8 it includes −x₀ · Σ w.
  PANEL_BIAS = 0,
  PANEL_MANTISSA = 1,
  PANEL_RIGHT_SHIFT = 2,
  PANEL_LEFT_SHIFT = 3,
  /// GEMM_S8 that rounds once: nr doubles, where mantissas and right shifts would be.
  PANEL_FACTOR = 1,
  /// GEMM_S8_TO_F32: int32 Σ w, float scale, float bias.
  PANEL_SUM = 0,
  PANEL_SCALE = 1,
  PANEL_FLOAT_BIAS = 2,
  /// int16 results: nr doubles that are added to the sums, nr `wide_multiplier`s.
  PANEL_WIDE_BIAS = 0,
  PANEL_WIDE_MULTIPLIER = 2,
  PANEL_ARRAYS = 4,
};

/// Fills the arrays of column `j` of `count` for int16 results.
///
/// - factors: each column's factor where results are rounded once, else null.
static inline void fill_wide_head(void *head, size_t count, size_t j, int64_t bias,
                                  const double *factor, int32_t mantissa, int32_t shift,
                                  bool wraps_sums) {
  union wide_multiplier multiplier = {.fixed = {mantissa, shift}};
  if (factor != NULL) {
    multiplier.factor = *factor;
  } else if (!wraps_sums) {
    multiplier.factor = wide_factor(mantissa, shift);
  }
  int32_t *arrays = head;
  const double addend = (double)bias;
  memcpy(arrays + PANEL_WIDE_BIAS * count + 2 * j, &addend, sizeof addend);
  memcpy(arrays + PANEL_WIDE_MULTIPLIER * count + 2 * j, &multiplier, sizeof multiplier);
}

/// How many products of floats are summed before the sum is added to those before it. Shorter chains
/// of roundings: the error of long sums is a third of what one chain leaves.
enum { F32_CHUNK = 64 };
