// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "avx512vnni/s8_depthwise.h"

LINNET_TARGET_AVX512VNNI

/// Square windows slid along lines: four input lines of one pixel are interleaved once and serve
/// every window that covers the pixel, in each of the output lines computed together.

enum { MAX_WINDOW = 5, MAX_DEPTH = 2 };

/// A pixel of up to eight input lines, four lines a vector.
struct column {
  __m512i at[MAX_DEPTH];
};

/// The input lines of one block of channels.
struct window_lines {
  const int8_t *lines[4 * MAX_DEPTH];
  const int8_t *padding;
  __mmask16 mask;
};

/// Interleaves pixel `pixel` of all lines; before the first and after the last it is padding.
LINNET_INLINE struct column load_column(const struct depthwise_params *params,
                                        const struct window_lines *lines, int line_count,
                                        ptrdiff_t pixel) {
  struct column column;
  bool is_inside = (size_t)pixel < params->input_pixels;
  ptrdiff_t offset = is_inside ? pixel * (ptrdiff_t)params->channels : 0;
  __m128i x[4 * MAX_DEPTH];
  LINNET_UNROLL for (int i = 0; i < 4 * MAX_DEPTH; i++) {
    x[i] = _mm_setzero_si128();
    if (i < line_count) {
      x[i] = load16((is_inside ? lines->lines[i] : lines->padding) + offset, lines->mask);
    }
  }
  column.at[0] = interleave4(x[0], x[1], x[2], x[3]);
  if (line_count > 4) column.at[1] = interleave4(x[4], x[5], x[6], x[7]);
  return column;
}

/// Adds one pixel of the window to the sum of a window.
LINNET_INLINE __m512i add_column(__m512i sum, const struct column *column, const __m512i *weights,
                                 int depth) {
  sum = _mm512_dpbusd_epi32(sum, column->at[0], weights[0]);
  if (depth > 1) sum = _mm512_dpbusd_epi32(sum, column->at[1], weights[1]);
  return sum;
}

/// One block of channels of one or two output lines.
///
/// `line_count` input lines serve `outputs` output lines.
LINNET_INLINE void s8_window_block(const struct depthwise_params *params,
                                   const struct window_lines *lines, int line_count, int window,
                                   int stride, int outputs, const struct epilogue *epilogue,
                                   int8_t *const *output) {
  int depth = line_count > 4 ? 2 : 1;
  const char *packed = (const char *)(epilogue->head + PANEL_ARRAYS * BLOCK);
  struct column columns[MAX_WINDOW];
  ptrdiff_t pixel = -(ptrdiff_t)params->pad_pixels;
  LINNET_UNROLL for (int j = 0; j < window - stride; j++) {
    columns[j] = load_column(params, lines, line_count, pixel + j);
  }
  for (size_t x = 0; x < params->output_pixels; x++, pixel += stride) {
    LINNET_UNROLL for (int j = window - stride; j < window; j++) {
      columns[j] = load_column(params, lines, line_count, pixel + j);
    }
    LINNET_UNROLL for (int l = 0; l < outputs; l++) {
      __m512i sum = epilogue->bias;
      LINNET_UNROLL for (int j = 0; j < window; j++) {
        __m512i weights[MAX_DEPTH];
        LINNET_UNROLL for (int d = 0; d < depth; d++) {
          weights[d] = _mm512_loadu_si512(packed + ((l * window + j) * depth + d) * 4 * BLOCK);
        }
        sum = add_column(sum, &columns[j], weights, depth);
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
    const char *block = (const char *)packed + c / BLOCK * params->block_stride;
    struct epilogue epilogue =
        load_epilogue((const int32_t *)block, first_channel + channels - c);
    struct window_lines sources = {.padding = (const int8_t *)params->padding + c,
                                   .mask = epilogue.mask};
    for (int i = 0; i < input_lines; i++) sources.lines[i] = (const int8_t *)lines[i] + c;
    int8_t *targets[2];
    targets[0] = (int8_t *)output + c;
    targets[1] = targets[0] + params->output_pixels * params->channels;
    if (outputs == 2 && line_count == 2) {
      s8_window_block(params, &sources, input_lines, window, stride, 2, &epilogue, targets);
    } else {
      s8_window_block(params, &sources, input_lines, window, stride, 1, &epilogue, targets);
    }
  }
}

LINNET_TARGET_END
