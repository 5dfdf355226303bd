// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa/targets.h"

LINNET_TARGET_NEONDOT

#define REQUANTIZE_BY_SQRDMLAH
#include "neon/s8_block.h"

/// Square windows slid along lines: four input lines of one pixel are interleaved once and serve
/// every window that covers the pixel, in each of the output lines computed together.

enum { MAX_DEPTH = 2 };

/// A pixel of up to eight input lines: for each four lines, for each four of 16 channels, a vector
/// of the channels' four lines.
struct column {
  int8x16_t at[MAX_DEPTH][4];
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

/// Interleaves the pixel at `offset` of four lines, or of those that there are.
LINNET_INLINE void load_column(const int8_t *const *lines, int line_count, size_t offset,
                               struct column *column) {
  int8x16_t x[4 * MAX_DEPTH];
  LINNET_UNROLL for (int i = 0; i < 4 * MAX_DEPTH; i++) {
    // What has no line has no weight either.
    x[i] = i < line_count ? vld1q_s8(lines[i] + offset) : x[0];
  }
  interleave4(x[0], x[1], x[2], x[3], column->at[0]);
  if (line_count > 4) interleave4(x[4], x[5], x[6], x[7], column->at[1]);
}

/// Windows of `window` by `window` pixels of one or two output lines.
LINNET_INLINE void square_window(const struct pixel_row *row, int window, int stride,
                                 int outputs) {
  int line_count = window + outputs - 1, depth = line_count > 4 ? 2 : 1;
  // Copies: what is stored through a pointer to bytes cannot change them.
  const struct epilogue epilogue = *row->epilogue;
  const int8_t *weights = row->weights;
  const int8_t *lines[MAX_WINDOW_LINES];
  LINNET_UNROLL for (int i = 0; i < line_count; i++) lines[i] = row->lines[i];
  struct column columns[MAX_WINDOW];
  size_t step = row->input_step, offset = 0;
  LINNET_UNROLL for (int j = 0; j < window - stride; j++, offset += step) {
    load_column(lines, line_count, offset, &columns[j]);
  }
  for (size_t x = 0; x < row->count; x++) {
    LINNET_UNROLL for (int j = window - stride; j < window; j++, offset += step) {
      load_column(lines, line_count, offset, &columns[j]);
    }
    LINNET_UNROLL for (int l = 0; l < outputs; l++) {
      int32x4_t sum[4] = {epilogue.bias[0], epilogue.bias[1], epilogue.bias[2],
                          epilogue.bias[3]};
      LINNET_UNROLL for (int j = 0; j < window; j++) {
        LINNET_UNROLL for (int d = 0; d < depth; d++) {
          // With one output line the packed weights of a pair begin with those of the first.
          const int8_t *w = weights + ((l * window + j) * depth + d) * 4 * BLOCK;
          LINNET_UNROLL for (int q = 0; q < 4; q++) {
            sum[q] = vdotq_s32(sum[q], columns[j].at[d][q], vld1q_s8(w + 16 * q));
          }
        }
      }
      vst1q_s8(row->outputs[l] + x * row->output_step, s8_finish(&epilogue, sum, false));
    }
    LINNET_UNROLL for (int j = 0; j < window - stride; j++) columns[j] = columns[j + stride];
  }
}

/// All blocks of channels of one or two output lines.
///
/// - line_count: input lines of a window, those of two output lines if the kernel computes two.
LINNET_INLINE void s8_window(const struct depthwise_params *params, const void *const *lines,
                             size_t first_channel, size_t channels, const void *packed,
                             int8_t *output, pixel_row_kernel *kernel, int line_count,
                             int outputs) {
  for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
    const int32_t *head = (const void *)((const char *)packed + c / BLOCK * params->block_stride);
    struct epilogue epilogue = load_epilogue(params, head, first_channel + channels - c);
    struct pixel_row row = {.params = params, .epilogue = &epilogue,
                            .weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK)};
    for (int i = 0; i < line_count; i++) row.lines[i] = (const int8_t *)lines[i] + c;
    row.outputs[0] = output + c;
    row.outputs[1] = row.outputs[0] + params->output_pixels * params->channels;
    block_of_lines(&row, kernel, (const int8_t *)params->padding + c, line_count, outputs);
  }
}

LINNET_TARGET_END
