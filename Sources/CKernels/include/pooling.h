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

/// The mean of each window; integers round to nearest, halves away from zero.
LINNET_POOLING(f32_average_pool);
LINNET_POOLING(s8_average_pool);
LINNET_POOLING(u8_average_pool);
LINNET_POOLING(s16_average_pool);
/// The largest element of each window.
LINNET_POOLING(f32_max_pool);
LINNET_POOLING(s8_max_pool);
LINNET_POOLING(u8_max_pool);
LINNET_POOLING(s16_max_pool);
/// The root of the mean square of each window.
LINNET_POOLING(f32_l2_pool);

#pragma clang assume_nonnull end
