// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "gemm.h"

/// Images set into larger ones, so that windows never reach outside.
struct image_pad {
  size_t input_lines, input_pixels;
  size_t output_lines, output_pixels;
  /// Where the input's first line and pixel go.
  size_t top, left;
  /// How far the input's lines and pixels lie apart in the output: 1, or more for a transposed
  /// convolution. What falls beyond the output is left out.
  size_t spread_lines, spread_pixels;
  /// Elements of a pixel.
  size_t channels;
};

/// Lines `first` to `first + count` of the padded images, numbered through all images.
///
/// Elements are bytes: those of other types count as so many channels.
void x8_image_pad(const struct image_pad *pad, uint8_t fill, const uint8_t *input, uint8_t *output,
                  size_t first, size_t count);

/// The same while quantizing floats to int8; each image has its own scale and zero point, which is the padding.
void f32_s8_image_pad(const struct image_pad *pad, const struct row_quantization *quantization,
                      const float *input, int8_t *output, size_t first, size_t count);

/// Scale and zero point that map `count` floats and 0 onto all of int8.
///
/// Without any range, scale 1 and zero point 0.
struct row_quantization f32_row_quantization(const float *values, size_t count);

/// Scale for which 127 is the largest magnitude of `count` floats; the zero point is 0.
struct row_quantization f32_symmetric_row_quantization(const float *values, size_t count);

/// The largest magnitude of `count` floats; NaN do not count.
float f32_largest_magnitude(const float *values, size_t count);

/// `q = clamp(round(x / scale) + zero_point)`, halves away from zero: the reference's steps.
void f32_s8_quantize(const float *input, size_t count, struct row_quantization quantization,
                     int8_t *output);

/// How each pixel of an image spreads over a window of a larger image.
struct image_spread {
  size_t input_lines, input_pixels;
  size_t output_lines, output_pixels;
  size_t window_lines, window_pixels;
  size_t stride_lines, stride_pixels;
  size_t dilation_lines, dilation_pixels;
  /// Where the window of the first pixel begins: so far outside of the image.
  size_t top, left;
  /// Elements of a pixel of the larger image.
  size_t channels;
};

/// Adds what each pixel spreads to, [input pixels][window pixels][channels], to the larger image.
void f32_spread_add(const struct image_spread *spread, const float *columns, float *image);
