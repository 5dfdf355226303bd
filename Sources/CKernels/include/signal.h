// SPDX-License-Identifier: Apache-2.0
// The arithmetic of TensorFlow Lite Micro's signal library, bit for bit.
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Transforms 2 · n real numbers into n + 1 complex ones, real before imaginary parts, or back; n is a
/// power of two, above 1. Integers come out divided by 2 · n both ways.
///
/// `work` has room for 2 · n numbers. `roots` are n numbers exp(−2πi · k / n), `turns` n / 2 numbers
/// exp(−πi · ((k + 1) / n + 1/2)), conjugated for the inverse, as elements: integers have all bits but the
/// sign behind the point.
#define LINNET_REAL_TRANSFORM(prefix, element)                                                    \
  void prefix##_real_transform(const element *x, element *y, element *work, const element *roots, \
                               const element *turns, size_t n);                                   \
  void prefix##_real_transform_inverse(const element *x, element *y, element *work,               \
                                       const element *roots, const element *turns, size_t n);

LINNET_REAL_TRANSFORM(s16, int16_t)
LINNET_REAL_TRANSFORM(s32, int32_t)
LINNET_REAL_TRANSFORM(f32, float)

/// The root of a number, rounded: below 2³² with 16 bits at most.
uint32_t u64_root(uint64_t x);

/// `scale` times the natural logarithm of x, which is above 0, by a table; 16 bits behind the point
/// between the steps.
uint32_t u32_scaled_log(uint32_t x, uint32_t scale);

/// A gain from a table of second-degree pieces, one for each power of two.
int16_t u32_gain(uint32_t x, const int16_t *table);

#pragma clang assume_nonnull end
