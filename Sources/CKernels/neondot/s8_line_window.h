// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa/targets.h"

LINNET_TARGET_NEONDOT

#include "neon/s8_block.h"

/// Square windows slid along lines: four input lines of one pixel are interleaved once and serve
/// every window that covers the pixel, in each of the output lines computed together.

enum { MAX_WINDOW = 5, MAX_DEPTH = 2 };

/// A pixel of up to eight input lines: for each four lines, for each four of 16 channels, a vector
/// of the channels' four lines.
struct column {
  int8x16_t at[MAX_DEPTH][4];
};

/// The input lines of one block of channels.
struct window_lines {
  const int8_t *lines[4 * MAX_DEPTH];
  const int8_t *padding;
  size_t channels;
};

LINNET_INLINE void interleave4(int8x16_t a, int8x16_t b, int8x16_t c, int8x16_t d,
                               int8x16_t out[4]) {
  int16x8_t ab_low = vreinterpretq_s16_s8(vzip1q_s8(a, b));
  int16x8_t ab_high = vreinterpretq_s16_s8(vzip2q_s8(a, b));
  int16x8_t cd_low = vreinterpretq_s16_s8(vzip1q_s8(c, d));
  int16x8_t cd_high = vreinterpretq_s16_s8(vzip2q_s8(c, d));
  out[0] = vreinterpretq_s8_s16(vzip1q_s16(ab_low, cd_low));
  out[1] = vreinterpretq_s8_s16(vzip2q_s16(ab_low, cd_low));
  out[2] = vreinterpretq_s8_s16(vzip1q_s16(ab_high, cd_high));
  out[3] = vreinterpretq_s8_s16(vzip2q_s16(ab_high, cd_high));
}

/// Interleaves pixel `pixel` of all lines; before the first and after the last it is padding.
LINNET_INLINE void load_column(const struct depthwise_params *params,
                               const struct window_lines *lines, int line_count, ptrdiff_t pixel,
                               struct column *column) {
  bool is_inside = (size_t)pixel < params->input_pixels;
  ptrdiff_t offset = is_inside ? pixel * (ptrdiff_t)params->channels : 0;
  int8x16_t x[4 * MAX_DEPTH];
  LINNET_UNROLL for (int i = 0; i < 4 * MAX_DEPTH; i++) {
    x[i] = vdupq_n_s8(0);
    if (i < line_count) {
      x[i] = load16((is_inside ? lines->lines[i] : lines->padding) + offset, lines->channels);
    }
  }
  interleave4(x[0], x[1], x[2], x[3], column->at[0]);
  if (line_count > 4) interleave4(x[4], x[5], x[6], x[7], column->at[1]);
}

/// One block of channels of one or two output lines.
///
/// `line_count` input lines serve `outputs` output lines.
LINNET_INLINE void s8_window_block(const struct depthwise_params *params,
                                   const struct window_lines *lines, int line_count, int window,
                                   int stride, int outputs, const struct epilogue *epilogue,
                                   const int8_t *weights, int8_t *const *output) {
  int depth = line_count > 4 ? 2 : 1;
  struct column columns[MAX_WINDOW];
  ptrdiff_t pixel = -(ptrdiff_t)params->pad_pixels;
  LINNET_UNROLL for (int j = 0; j < window - stride; j++) {
    load_column(params, lines, line_count, pixel + j, &columns[j]);
  }
  for (size_t x = 0; x < params->output_pixels; x++, pixel += stride) {
    LINNET_UNROLL for (int j = window - stride; j < window; j++) {
      load_column(params, lines, line_count, pixel + j, &columns[j]);
    }
    LINNET_UNROLL for (int l = 0; l < outputs; l++) {
      int32x4_t sum[4] = {epilogue->bias[0], epilogue->bias[1], epilogue->bias[2],
                          epilogue->bias[3]};
      LINNET_UNROLL for (int j = 0; j < window; j++) {
        LINNET_UNROLL for (int d = 0; d < depth; d++) {
          const int8_t *w = weights + ((l * window + j) * depth + d) * 4 * BLOCK;
          LINNET_UNROLL for (int q = 0; q < 4; q++) {
            sum[q] = vdotq_s32(sum[q], columns[j].at[d][q], vld1q_s8(w + 16 * q));
          }
        }
      }
      s8_finish(params, epilogue, sum, output[l] + x * params->channels);
    }
    LINNET_UNROLL for (int j = 0; j < window - stride; j++) columns[j] = columns[j + stride];
  }
}

/// All blocks of channels of one or two output lines.
LINNET_INLINE void s8_window(const struct depthwise_params *params, const void *const *lines,
                             size_t line_count, size_t first_channel, size_t channels,
                             const void *packed, void *output, int window, int stride,
                             int outputs) {
  int input_lines = window + outputs - 1;
  for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
    const int32_t *head = (const void *)((const char *)packed + c / BLOCK * params->block_stride);
    const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK);
    struct epilogue epilogue = load_epilogue(head, first_channel + channels - c);
    struct window_lines sources = {.padding = (const int8_t *)params->padding + c,
                                   .channels = epilogue.channels};
    for (int i = 0; i < input_lines; i++) sources.lines[i] = (const int8_t *)lines[i] + c;
    int8_t *targets[2];
    targets[0] = (int8_t *)output + c;
    targets[1] = targets[0] + params->output_pixels * params->channels;
    if (outputs == 2 && line_count == 2) {
      s8_window_block(params, &sources, input_lines, window, stride, 2, &epilogue, weights,
                      targets);
    } else {
      s8_window_block(params, &sources, input_lines, window, stride, 1, &epilogue, weights,
                      targets);
    }
  }
}

LINNET_TARGET_END
