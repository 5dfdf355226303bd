// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Rows of elements, each `stride` elements behind the one before. With a step of 1,
/// accumulator[i] takes in element i of each row; with 0, accumulator[r] takes in all of row r.
typedef void (*linnet_reduction_kernel)(void *accumulator, ptrdiff_t step, const void *x,
                                        size_t rows, size_t count, size_t stride);

#define LINNET_REDUCTION(name)                                                           \
  void name(void *accumulator, ptrdiff_t step, const void *x, size_t rows, size_t count, \
            size_t stride)

/// The reductions in plain C: `K(name, element of x, accumulator)`.
///
/// Integers wrap. A float row that reduces to one element is summed in 16 partial sums, the same on
/// every machine.
#define LINNET_PLAIN_REDUCTIONS(K) \
  K(f32_sum, F32, F32)             \
  K(s8_sum, S8, S32)               \
  K(u8_sum, U8, S32)               \
  K(s16_sum, S16, S32)             \
  K(s32_sum, S32, S32)             \
  K(s64_sum, S64, S64)             \
  K(s32_sum_wide, S32, S64)        \
  K(s8_sum_plain, S8, S8)          \
  K(u8_sum_plain, U8, U8)          \
  K(s16_sum_plain, S16, S16)       \
  K(f32_product, F32, F32)         \
  K(s32_product, S32, S32)         \
  K(s64_product, S64, S64)         \
  K(u8_product, U8, U8)            \
  K(s16_product, S16, S16)         \
  K(bool_any, U8, U8)              \
  K(bool_all, U8, U8)              \
  LINNET_EXTREMES(K, f32, F32)     \
  LINNET_EXTREMES(K, s8, S8)       \
  LINNET_EXTREMES(K, u8, U8)       \
  LINNET_EXTREMES(K, s16, S16)     \
  LINNET_EXTREMES(K, s32, S32)     \
  LINNET_EXTREMES(K, s64, S64)
#define LINNET_EXTREMES(K, prefix, element) \
  K(prefix##_reduce_max, element, element)  \
  K(prefix##_reduce_min, element, element)

#define LINNET_REDUCTION_PROTOTYPE(name, ...) LINNET_REDUCTION(name);
LINNET_PLAIN_REDUCTIONS(LINNET_REDUCTION_PROTOTYPE)

/// y[i] = x[i] / divisor toward 0; the parameter is an int64 that is not 0.
void s64_divide_to_s32(const void *x, void *y, size_t count, const void *parameters);
void s64_divide(const void *x, void *y, size_t count, const void *parameters);

/// Products of quantized integers: each partial product is rescaled by the same multiplier, which
/// `factor` is, too.
typedef struct {
  double factor;
  int32_t zero_point;
  int32_t mantissa, shift;
  int32_t y_offset, low, high;
} linnet_quantized_product;

/// The product of the `count` elements at `places`; 0 elements give 0.
int32_t linnet_s8_product(const int8_t *x, const int32_t *places, size_t count,
                          const linnet_quantized_product *parameters);
int32_t linnet_s16_product(const int16_t *x, const int32_t *places, size_t count,
                           const linnet_quantized_product *parameters);

/// The place of the largest (smallest) of `depth` elements `inner` apart, the first if several;
/// NaN loses against any number. x is [outer][depth][inner], y is [outer][inner].
typedef void (*linnet_arg_kernel)(const void *x, int64_t *y, size_t outer, size_t depth,
                                  size_t inner);
#define LINNET_ARGS(prefix)                                                                   \
  void prefix##_arg_max(const void *x, int64_t *y, size_t outer, size_t depth, size_t inner); \
  void prefix##_arg_min(const void *x, int64_t *y, size_t outer, size_t depth, size_t inner);
LINNET_ARGS(f32)
LINNET_ARGS(s8)
LINNET_ARGS(u8)
LINNET_ARGS(s16)
LINNET_ARGS(s32)
LINNET_ARGS(s64)
/// y[i] = (int32_t)x[i]
void s64_narrow(const void *x, void *y, size_t count, const void *parameters);
/// y[i] = x[i]
void s64_copy(const void *x, void *y, size_t count, const void *parameters);

/// Running sums along the middle axis of [outer][depth][inner]; integers wrap.
typedef void (*linnet_cumulative_kernel)(const void *x, void *y, size_t outer, size_t depth,
                                         size_t inner, int exclusive, int reverse);
#define LINNET_CUMULATIVE(prefix)                                                                \
  void prefix##_cumulative_sum(const void *x, void *y, size_t outer, size_t depth, size_t inner, \
                               int exclusive, int reverse);
LINNET_CUMULATIVE(f32)
LINNET_CUMULATIVE(s32)
LINNET_CUMULATIVE(s64)

/// The smallest and the largest of some numbers; `low` is above `high` if there are none.
typedef struct {
  float low, high;
  /// Whether all numbers are finite; those that are not are left out.
  bool is_complete;
} linnet_finite_range;

/// The range of the finite ones among `count` floats. The largest float counts as infinite: masks
/// put it for infinity.
linnet_finite_range f32_finite_range(const float *values, size_t count);

#pragma clang assume_nonnull end
