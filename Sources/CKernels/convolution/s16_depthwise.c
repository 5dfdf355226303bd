// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "convolution/depthwise.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "scalar/wide_sum.h"

enum {
  BLOCK = 8,
  /// As many products of int16 and int8 as surely sum up in 32 bits.
  CHUNK = 256,
};

/// Adds one line of the window to the sums of `count` channels; what is padding is 0.
LINNET_INLINE void add_line(const struct depthwise_params *params, const int16_t *line,
                            ptrdiff_t pixel, const int8_t *weights, size_t count, int64_t *sums) {
  for (size_t first = 0; first < params->window_pixels; first += CHUNK) {
    size_t left = params->window_pixels - first;
    size_t end = left < CHUNK ? params->window_pixels : first + CHUNK;
    int32_t part[BLOCK] = {0};
    for (size_t j = first; j < end; j++) {
      ptrdiff_t at = pixel + (ptrdiff_t)(j * params->dilation_pixels);
      if (at < 0 || at >= (ptrdiff_t)params->input_pixels) continue;
      const int16_t *x = line + at * (ptrdiff_t)params->channels;
      for (size_t c = 0; c < count; c++) part[c] += x[c] * weights[j * BLOCK + c];
    }
    for (size_t c = 0; c < count; c++) sums[c] += part[c];
  }
}

/// One output line of the `count` channels that begin at the lines' first element.
LINNET_INLINE void compute_block(const struct depthwise_params *params, const void *const *lines,
                                 size_t channel, size_t count, const int32_t *head,
                                 int16_t *output) {
  const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK);
  for (size_t x = 0; x < params->output_pixels; x++) {
    ptrdiff_t pixel = (ptrdiff_t)(x * params->stride_pixels) - (ptrdiff_t)params->pad_pixels;
    int64_t sums[BLOCK];
    memcpy(sums, head + PANEL_WIDE_BIAS * BLOCK, sizeof sums);
    for (size_t i = 0; i < params->window_lines; i++) {
      add_line(params, (const int16_t *)lines[i] + channel, pixel,
               weights + i * params->window_pixels * BLOCK, count, sums);
    }
    for (size_t c = 0; c < count; c++) {
      int32_t y = wide_scaled(sums[c], head[PANEL_WIDE_MANTISSA * BLOCK + c],
                              head[PANEL_WIDE_SHIFT * BLOCK + c], params->wraps_sums);
      output[x * params->channels + c] =
          (int16_t)clamp_s32(y, params->output_min, params->output_max);
    }
  }
}

LINNET_PLAIN_KERNEL(void, s16_depthwise,
                    (const struct depthwise_params *params, const void *const *lines,
                     size_t line_count, size_t first_channel, size_t channels, const void *packed,
                     void *output),
                    (params, lines, line_count, first_channel, channels, packed, output)) {
  (void)line_count;
  for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
    const void *head = (const char *)packed + c / BLOCK * params->block_stride;
    size_t start = block_start(params, c, BLOCK);
    int16_t *y = (int16_t *)output + start;
    if (params->channels >= BLOCK) {
      compute_block(params, lines, start, BLOCK, head, y);
    } else {
      compute_block(params, lines, start, params->channels, head, y);
    }
  }
}
