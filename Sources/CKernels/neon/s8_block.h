// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string.h>

#include "depthwise/depthwise.list.h"
#include "neon/requantize.h"

/// Blocks of 16 channels of int8 depthwise convolutions.
enum { BLOCK = 16 };

/// The first `count` of 16 bytes; those beyond are 0 and not read.
LINNET_INLINE int8x16_t load16(const int8_t *x, size_t count) {
  if (count >= BLOCK) return vld1q_s8(x);
  int8_t part[BLOCK] = {0};
  memcpy(part, x, count);
  return vld1q_s8(part);
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  int32x4_t bias[4], left[4];
  struct rescaling rescaling[4];
  struct limits limits;
  /// How many of the block's channels there are.
  size_t channels;
};

LINNET_INLINE struct epilogue load_epilogue(const struct depthwise_params *params,
                                            const int32_t *head, size_t channels) {
  struct epilogue epilogue = {.channels = channels};
  epilogue.limits =
      load_limits(params->output_zero_point, params->output_min, params->output_max);
  for (int q = 0; q < 4; q++) {
    epilogue.bias[q] = vld1q_s32(head + PANEL_BIAS * BLOCK + 4 * q);
    epilogue.rescaling[q] = load_rescaling(head + PANEL_MANTISSA * BLOCK + 4 * q,
                                           head + PANEL_RIGHT_SHIFT * BLOCK + 4 * q);
    epilogue.left[q] = vld1q_s32(head + PANEL_LEFT_SHIFT * BLOCK + 4 * q);
  }
  return epilogue;
}

/// Rounds, clamps and packs 16 sums.
LINNET_INLINE int8x16_t s8_finish(const struct epilogue *epilogue, const int32x4_t sum[4],
                                  bool shifts_left) {
  int32x4_t y[4];
  LINNET_UNROLL for (int q = 0; q < 4; q++) {
    int32x4_t x = shifts_left ? vshlq_s32(sum[q], epilogue->left[q]) : sum[q];
    y[q] = requantize(x, epilogue->rescaling[q]);
  }
  return pack16(y, epilogue->limits);
}

enum { MAX_WINDOW = 5, MAX_OUTPUTS = 2, MAX_WINDOW_LINES = MAX_WINDOW + MAX_OUTPUTS - 1 };

/// Output pixels side by side of one block of channels whose windows lie inside of the lines.
struct pixel_row {
  const struct depthwise_params *params;
  const struct epilogue *epilogue;
  const int8_t *weights;
  /// The first window's pixels, and bytes from one pixel to the next.
  const int8_t *lines[MAX_WINDOW_LINES];
  size_t input_step;
  int8_t *outputs[MAX_OUTPUTS];
  size_t output_step;
  size_t count;
};

typedef void pixel_row_kernel(const struct pixel_row *row);

/// Computes output pixel `x`, anywhere, of any number of channels, from a copy of its window.
static void edge_pixel(const struct pixel_row *whole, pixel_row_kernel *kernel,
                       const int8_t *padding, int line_count, int outputs, size_t x) {
  const struct depthwise_params *params = whole->params;
  int8_t copy[MAX_WINDOW_LINES][MAX_WINDOW][BLOCK], results[MAX_OUTPUTS][BLOCK];
  size_t channels = whole->epilogue->channels;
  size_t length = channels < BLOCK ? channels : BLOCK;
  struct pixel_row row = *whole;
  row.input_step = BLOCK;
  row.count = 1;
  for (size_t j = 0; j < params->window_pixels; j++) {
    // A pixel before the first wraps to a large number.
    size_t pixel = x * params->stride_pixels + j - params->pad_pixels;
    bool is_inside = pixel < params->input_pixels;
    for (int i = 0; i < line_count; i++) {
      const int8_t *source = is_inside ? whole->lines[i] + pixel * params->channels : padding;
      vst1q_s8(copy[i][j], load16(source, channels));
    }
  }
  for (int i = 0; i < line_count; i++) row.lines[i] = copy[i][0];
  for (int l = 0; l < outputs; l++) row.outputs[l] = results[l];
  kernel(&row);
  for (int l = 0; l < outputs; l++) {
    memcpy(whole->outputs[l] + x * params->channels, results[l], length);
  }
}

/// The output pixels [`first`, `last`) whose undilated windows lie inside of the lines.
LINNET_INLINE void inner_range(const struct depthwise_params *params, size_t *first,
                               size_t *last) {
  size_t stride = params->stride_pixels, reach = params->window_pixels;
  *first = (params->pad_pixels + stride - 1) / stride;
  size_t end = params->input_pixels + params->pad_pixels;
  *last = end < reach ? 0 : (end - reach) / stride + 1;
  if (*last > params->output_pixels) *last = params->output_pixels;
  if (*first > *last) *first = *last;
}

/// All output pixels of one block of channels of one or two output lines.
///
/// `row` has the input lines' and output lines' first pixels.
static void block_of_lines(const struct pixel_row *row, pixel_row_kernel *kernel,
                           const int8_t *padding, int line_count, int outputs) {
  const struct depthwise_params *params = row->params;
  size_t first = 0, last = 0;
  if (row->epilogue->channels >= BLOCK) inner_range(params, &first, &last);
  for (size_t x = 0; x < first; x++) edge_pixel(row, kernel, padding, line_count, outputs, x);
  for (size_t x = last; x < params->output_pixels; x++) {
    edge_pixel(row, kernel, padding, line_count, outputs, x);
  }
  if (first == last) return;
  struct pixel_row inner = *row;
  size_t pixel = first * params->stride_pixels - params->pad_pixels;
  inner.input_step = inner.output_step = params->channels;
  inner.count = last - first;
  for (int i = 0; i < line_count; i++) inner.lines[i] += pixel * params->channels;
  for (int l = 0; l < outputs; l++) inner.outputs[l] += first * params->channels;
  kernel(&inner);
}
