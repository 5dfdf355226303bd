// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// accumulator[i · step] takes in x[i] for i from 0 to count − 1; step is 0 or 1.
typedef void (*linnet_reduction_kernel)(
    void *accumulator, ptrdiff_t step, const void *x, size_t count);

#define LINNET_REDUCTION(name) \
  void name(void *accumulator, ptrdiff_t step, const void *x, size_t count)

// Sums into int32 (int64 for _wide); integers wrap. A float row that reduces to one element is
// summed in 16 partial sums, the same on every machine.
LINNET_REDUCTION(f32_sum);
LINNET_REDUCTION(s8_sum);
LINNET_REDUCTION(u8_sum);
LINNET_REDUCTION(s16_sum);
LINNET_REDUCTION(s32_sum);
LINNET_REDUCTION(s64_sum);
LINNET_REDUCTION(s32_sum_wide);
LINNET_REDUCTION(s8_sum_plain);
LINNET_REDUCTION(u8_sum_plain);
LINNET_REDUCTION(s16_sum_plain);
LINNET_REDUCTION(f32_product);
LINNET_REDUCTION(s32_product);
LINNET_REDUCTION(s64_product);
LINNET_REDUCTION(bool_any);
LINNET_REDUCTION(bool_all);
#define LINNET_EXTREMES(prefix)              \
  LINNET_REDUCTION(prefix##_reduce_max);     \
  LINNET_REDUCTION(prefix##_reduce_min);
LINNET_EXTREMES(f32)
LINNET_EXTREMES(s8)
LINNET_EXTREMES(u8)
LINNET_EXTREMES(s16)
LINNET_EXTREMES(s32)
LINNET_EXTREMES(s64)

/// y[i] = x[i] / divisor toward 0; the parameter is an int64 that is not 0.
void s64_divide_to_s32(const void *x, void *y, size_t count, const void *parameters);
void s64_divide(const void *x, void *y, size_t count, const void *parameters);

#pragma clang assume_nonnull end
