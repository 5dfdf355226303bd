// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Windows over images of `channels` channels, rows and pixels in order. Every window holds at
/// least one pixel of its image.
typedef struct {
  size_t channels;
  ptrdiff_t input_height, input_width;
  ptrdiff_t output_height, output_width;
  ptrdiff_t stride_height, stride_width;
  ptrdiff_t filter_height, filter_width;
  ptrdiff_t pad_top, pad_left;
  float low, high;                        // limits of float32 results
  int32_t quantized_low, quantized_high;  // limits of integer results
} linnet_pooling;

/// Output rows [first, last) of all images together: row r is row r % output_height of image
/// r / output_height.
typedef void (*linnet_pooling_kernel)(const void *x, void *y, size_t first, size_t last,
                                      const linnet_pooling *pooling);

#define LINNET_POOLING(name) \
  void name(const void *x, void *y, size_t first, size_t last, const linnet_pooling *pooling)

/// The pooling kernels, all in plain C: `K(name, element)`.
#define LINNET_PLAIN_POOLINGS(K)                                                   \
  /* The mean of each window; integers round to nearest, halves away from zero. */ \
  K(f32_average_pool, F32)                                                         \
  K(s8_average_pool, S8)                                                           \
  K(u8_average_pool, U8)                                                           \
  K(s16_average_pool, S16)                                                         \
  /* The largest element of each window. */                                        \
  K(f32_max_pool, F32)                                                             \
  K(s8_max_pool, S8)                                                               \
  K(u8_max_pool, U8)                                                               \
  K(s16_max_pool, S16)                                                             \
  /* The root of the mean square of each window. */                                \
  K(f32_l2_pool, F32)

/// The largest element of each window, and, 0.1 more, its place there, counted row by row: the first of
/// equal ones.
void f32_max_pool_places(const void *x, float *y, float *places, size_t first, size_t last,
                         const linnet_pooling *pooling);

#define LINNET_POOLING_PROTOTYPE(name, ...) LINNET_POOLING(name);
LINNET_PLAIN_POOLINGS(LINNET_POOLING_PROTOTYPE)

#pragma clang assume_nonnull end
