// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "convolution/depthwise.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "scalar/wide_sum.h"
#include "vector/s16_rounding.h"

enum {
  BLOCK = NR,
  /// Pixels of the output that are computed together where no tap is padding.
  PIXELS = 4,
  /// As many products of int16 and int8 as surely sum up in 32 bits.
  CHUNK = 256,
};

typedef int8_t s8_row __attribute__((vector_size(BLOCK)));

/// Adds `count` products, of 16 bits by 16.
LINNET_INLINE void add_products(const int16_t *x, size_t count, const s16_row *weights,
                                s32_row *sums) {
  s16_row elements = {};
  memcpy(&elements, x, count == BLOCK ? sizeof elements : count * sizeof *x);
  *sums += __builtin_convertvector(elements, s32_row) * __builtin_convertvector(*weights, s32_row);
}

/// What the pixels of a call have in common.
struct depthwise_block {
  const struct depthwise_params *params;
  const void *const *lines;
  /// The first channel, and how many there are.
  size_t channel, count;
  const int8_t *weights;
  struct wide_head head;
};

/// `pixels` results of the output line from `x` on. Taps outside of the input count as 0; unless
/// `is_inside`, there may be some.
LINNET_INLINE void compute_pixels(const struct depthwise_block *block, size_t x, int pixels,
                                  bool is_inside, int16_t *output) {
  const struct depthwise_params *params = block->params;
  const ptrdiff_t first = (ptrdiff_t)(x * params->stride_pixels) - (ptrdiff_t)params->pad_pixels;
  const size_t step = params->stride_pixels * params->channels;
  f64_row sums[PIXELS] = {};
  s32_row part[PIXELS] = {};
  const int8_t *weights = block->weights;
  size_t used = 0;
  for (size_t i = 0; i < params->window_lines; i++) {
    const int16_t *line = (const int16_t *)block->lines[i] + block->channel;
    for (size_t j = 0; j < params->window_pixels; j++, weights += BLOCK) {
      const ptrdiff_t at = first + (ptrdiff_t)(j * params->dilation_pixels);
      if (!is_inside && (at < 0 || at >= (ptrdiff_t)params->input_pixels)) continue;
      const int16_t *tap = line + at * (ptrdiff_t)params->channels;
      s8_row bytes;
      memcpy(&bytes, weights, sizeof bytes);
      const s16_row wide = __builtin_convertvector(bytes, s16_row);
      LINNET_UNROLL for (int p = 0; p < pixels; p++) {
        add_products(tap + (size_t)p * step, block->count, &wide, &part[p]);
      }
      if (++used < CHUNK) continue;
      used = 0;
      LINNET_UNROLL for (int p = 0; p < pixels; p++) {
        sums[p] += __builtin_convertvector(part[p], f64_row);
        part[p] = (s32_row){};
      }
    }
  }
  LINNET_UNROLL for (int p = 0; p < pixels; p++) {
    sums[p] += __builtin_convertvector(part[p], f64_row);
    int16_t y[BLOCK];
    if (params->wraps_sums) {
      wrap_row(&sums[p], &block->head, false, params->output_min, params->output_max, y);
    } else {
      round_row(&sums[p], &block->head, false, params->output_min, params->output_max, y);
    }
    int16_t *target = output + (x + (size_t)p) * params->channels;
    memcpy(target, y, block->count == BLOCK ? sizeof y : block->count * sizeof *y);
  }
}

/// One output line of a block of channels.
LINNET_INLINE void compute_line(const struct depthwise_block *block, int16_t *output) {
  const struct depthwise_params *params = block->params;
  const size_t reach = (params->window_pixels - 1) * params->dilation_pixels;
  const size_t stride = params->stride_pixels, pad = params->pad_pixels;
  size_t x = 0;
  while (x < params->output_pixels) {
    const size_t last = x + PIXELS - 1;
    const bool is_inside = x * stride >= pad && last < params->output_pixels &&
                           last * stride + reach < params->input_pixels + pad;
    if (is_inside) {
      compute_pixels(block, x, PIXELS, true, output);
      x += PIXELS;
    } else {
      compute_pixels(block, x, 1, false, output);
      x++;
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
    const char *panel = (const char *)packed + c / BLOCK * params->block_stride;
    const size_t start = block_start(params, c, BLOCK);
    struct depthwise_block block = {
        .params = params,
        .lines = lines,
        .channel = start,
        .count = BLOCK,
        .weights = (const int8_t *)panel + PANEL_ARRAYS * BLOCK * sizeof(int32_t)};
    load_wide_head(panel, &block.head);
    int16_t *y = (int16_t *)output + start;
    if (params->channels >= BLOCK) {
      compute_line(&block, y);
    } else {
      block.count = params->channels;
      compute_line(&block, y);
    }
  }
}
