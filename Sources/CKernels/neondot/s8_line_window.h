// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa/targets.h"

LINNET_TARGET_NEONDOT

#define REQUANTIZE_BY_SQRDMLAH
#include "neon/s8_block.h"
#include "neondot/fresh_load.h"

/// Square windows slid along lines: four input lines of one pixel are interleaved once and serve
/// every window that covers the pixel, in each of the output lines computed together.

enum { MAX_WINDOW = 5, MAX_OUTPUTS = 2, MAX_LINES = MAX_WINDOW + MAX_OUTPUTS - 1, PIXELS = 2 };
enum { MAX_DEPTH = 2, MAX_STRIDE = 2, MAX_WIDTH = MAX_WINDOW + (PIXELS - 1) * MAX_STRIDE };

/// A pixel of up to eight input lines: for each four lines, for each four of 16 channels, a vector
/// of the channels' four lines.
struct column {
  int8x16_t at[MAX_DEPTH][4];
};

/// Output pixels side by side of one block of channels.
struct window_row {
  const struct epilogue *epilogue;
  const int32_t *bias;
  const int8_t *weights;
  /// The input lines' first pixels; for each line a pixel of padding.
  const int8_t *lines[MAX_LINES], *padding[MAX_LINES];
  size_t input_pixels;
  /// Bytes from one pixel to the next.
  size_t input_step, output_step;
  /// The first window's first pixel; one before the line's first wraps to a large number.
  size_t first;
  int8_t *outputs[MAX_OUTPUTS];
  size_t count;
};

typedef void window_row_kernel(const struct window_row *row);

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

/// Interleaves a pixel of four lines, or of those that there are.
LINNET_INLINE void load_column(const struct window_row *row, int line_count, size_t pixel,
                               struct column *column) {
  bool is_inside = pixel < row->input_pixels;
  const int8_t *const *lines = is_inside ? row->lines : row->padding;
  size_t offset = is_inside ? pixel * row->input_step : 0;
  int8x16_t x[4 * MAX_DEPTH];
  LINNET_UNROLL for (int i = 0; i < 4 * MAX_DEPTH; i++) {
    // What has no line has no weight either.
    x[i] = i < line_count ? vld1q_s8(lines[i] + offset) : x[0];
  }
  interleave4(x[0], x[1], x[2], x[3], column->at[0]);
  if (line_count > 4) interleave4(x[4], x[5], x[6], x[7], column->at[1]);
}

/// Windows of `window` by `window` pixels of one or two output lines, PIXELS at a time.
LINNET_INLINE void square_window(const struct window_row *given, int window, int stride,
                                 int outputs) {
  int line_count = window + outputs - 1, depth = line_count > 4 ? 2 : 1;
  int kept = window - stride, width = window + (PIXELS - 1) * stride;
  // Copies: what is stored through a pointer to bytes cannot change them.
  const struct window_row row = *given;
  const struct epilogue epilogue = *row.epilogue;
  struct column columns[MAX_WIDTH];
  size_t pixel = row.first;
  LINNET_UNROLL for (int j = 0; j < kept; j++) {
    load_column(&row, line_count, pixel++, &columns[j]);
  }
  for (size_t x = 0; x < row.count; x += PIXELS) {
    LINNET_UNROLL for (int j = kept; j < width; j++) {
      load_column(&row, line_count, pixel++, &columns[j]);
    }
    LINNET_UNROLL for (int l = 0; l < outputs; l++) {
      int32x4_t sums[PIXELS][4];
      LINNET_UNROLL for (int p = 0; p < PIXELS; p++) {
        load_fresh(row.bias, sums[p]);
        load_fresh(row.bias + 8, sums[p] + 2);
      }
      LINNET_UNROLL for (int j = 0; j < window; j++) {
        LINNET_UNROLL for (int d = 0; d < depth; d++) {
          // With one output line the packed weights of a pair begin with those of the first.
          const int8_t *w = row.weights + ((l * window + j) * depth + d) * 4 * BLOCK;
          LINNET_UNROLL for (int q = 0; q < 4; q++) {
            int8x16_t four = vld1q_s8(w + 16 * q);
            LINNET_UNROLL for (int p = 0; p < PIXELS; p++) {
              sums[p][q] = vdotq_s32(sums[p][q], columns[p * stride + j].at[d][q], four);
            }
          }
        }
      }
      int8_t *output = row.outputs[l] + x * row.output_step;
      LINNET_UNROLL for (int p = PIXELS - 1; p >= 0; p--) {
        // A last pixel without a neighbour is stored over what was computed for one.
        bool is_inside = p == 0 || x + (size_t)p < row.count;
        vst1q_s8(output + (is_inside ? (size_t)p * row.output_step : 0),
                 s8_finish(&epilogue, sums[p], false));
      }
    }
    LINNET_UNROLL for (int j = 0; j < kept; j++) columns[j] = columns[j + PIXELS * stride];
  }
}

/// Computes the output pixels of a block of less than 16 channels, each from a copy of its window.
static void partial_block(const struct depthwise_params *params, const struct window_row *whole,
                          window_row_kernel *kernel, int line_count, int outputs) {
  int8_t copy[MAX_LINES][MAX_WINDOW][BLOCK], results[MAX_OUTPUTS][BLOCK];
  size_t channels = whole->epilogue->channels;
  struct window_row row = *whole;
  row.input_pixels = params->window_pixels;
  row.input_step = BLOCK;
  row.first = 0;
  row.count = 1;
  for (int i = 0; i < line_count; i++) row.lines[i] = row.padding[i] = copy[i][0];
  for (int l = 0; l < outputs; l++) row.outputs[l] = results[l];
  for (size_t x = 0; x < params->output_pixels; x++) {
    for (size_t j = 0; j < params->window_pixels; j++) {
      size_t pixel = whole->first + x * params->stride_pixels + j;
      for (int i = 0; i < line_count; i++) {
        const int8_t *source = pixel < whole->input_pixels
                                   ? whole->lines[i] + pixel * whole->input_step
                                   : whole->padding[i];
        vst1q_s8(copy[i][j], load16(source, channels));
      }
    }
    kernel(&row);
    for (int l = 0; l < outputs; l++) {
      store16(whole->outputs[l] + x * whole->output_step, vld1q_s8(results[l]), channels);
    }
  }
}

/// All blocks of channels of one or two output lines.
///
/// - line_count: input lines of a window, those of two output lines if the kernel computes two.
LINNET_INLINE void s8_window(const struct depthwise_params *params, const void *const *lines,
                             size_t first_channel, size_t channels, const void *packed,
                             int8_t *output, window_row_kernel *kernel, int line_count,
                             int outputs) {
  struct window_row row = {
      .input_pixels = params->input_pixels,
      .input_step = params->channels,
      .output_step = params->channels,
      .first = (size_t)0 - params->pad_pixels,
      .count = params->output_pixels,
  };
  for (size_t at = first_channel; at < first_channel + channels; at += BLOCK) {
    const int32_t *head = (const void *)((const char *)packed + at / BLOCK * params->block_stride);
    size_t c = block_start(params, at, BLOCK);
    struct epilogue epilogue = load_epilogue(params, head, params->channels - c);
    row.epilogue = &epilogue;
    row.bias = head + PANEL_BIAS * BLOCK;
    row.weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK);
    for (int i = 0; i < line_count; i++) {
      row.lines[i] = (const int8_t *)lines[i] + c;
      row.padding[i] = (const int8_t *)params->padding + c;
    }
    row.outputs[0] = output + c;
    row.outputs[1] = row.outputs[0] + params->output_pixels * params->channels;
    if (epilogue.channels >= BLOCK) {
      kernel(&row);
    } else {
      partial_block(params, &row, kernel, line_count, outputs);
    }
  }
}

LINNET_TARGET_END
