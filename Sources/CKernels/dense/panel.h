// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdint.h>
#include <string.h>

#include "gemm.h"

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
  /// int16 results: nr 64-bit integers, what a sum starts from; then mantissas and shifts, or, where
  /// they are rounded once, nr doubles.
  PANEL_WIDE_BIAS = 0,
  PANEL_WIDE_MANTISSA = 2,
  PANEL_WIDE_SHIFT = 3,
  PANEL_WIDE_FACTOR = 2,
  PANEL_ARRAYS = 4,
};

/// Fills the arrays of column `j` of `count` for int16 results that are rounded in fixed point.
static inline void fill_wide_head(int32_t *head, size_t count, size_t j, int64_t bias,
                                  int32_t mantissa, int32_t shift) {
  memcpy(head + PANEL_WIDE_BIAS * count + 2 * j, &bias, sizeof bias);
  head[PANEL_WIDE_MANTISSA * count + j] = mantissa;
  head[PANEL_WIDE_SHIFT * count + j] = shift;
}

/// How many products of floats are summed before the sum is added to those before it. Shorter chains
/// of roundings: the error of long sums is a third of what one chain leaves.
enum { F32_CHUNK = 64 };
