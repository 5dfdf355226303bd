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

/// What the pixels of a call have in common.
struct depthwise_block {
  const struct depthwise_params *params;
  const void *const *lines;
  /// The first channel, and how many there are.
  size_t channel, count;
  const int8_t *weights;
  struct wide_head head;
};

/// Copies a pixel of at most 16 channels; a call would take longer than the copy.
LINNET_INLINE void copy_pixel(int16_t *target, const int16_t *x, size_t count) {
  if (count == BLOCK) {
    memcpy(target, x, BLOCK * sizeof *x);
    return;
  }
  size_t done = 0;
  if (count >= 8) {
    memcpy(target, x, 8 * sizeof *x);
    done = 8;
  }
  LINNET_STEPWISE
  for (; done < count; done++) target[done] = x[done];
}

/// Adds the products of a tap, of 16 bits by 16.
LINNET_INLINE void add_products(const int16_t *x, const int8_t *weights, s32_row *sums) {
  s16_row elements;
  memcpy(&elements, x, sizeof elements);
  s8_row bytes;
  memcpy(&bytes, weights, sizeof bytes);
  const s16_row wide = __builtin_convertvector(bytes, s16_row);
  *sums += __builtin_convertvector(elements, s32_row) * __builtin_convertvector(wide, s32_row);
}

LINNET_INLINE void move_on(s32_row *part, f64_row *sums) {
  *sums += __builtin_convertvector(*part, f64_row);
  *part = (s32_row){};
}

/// Rounds the sums of a pixel, which lies at `output`.
LINNET_SHARED void store_pixel(const struct depthwise_block *block, const f64_row *sums,
                               int16_t *output) {
  const struct depthwise_params *params = block->params;
  int16_t y[BLOCK];
  if (params->wraps_sums) {
    wrap_row(sums, &block->head, false, params->output_min, params->output_max, y);
  } else {
    round_row(sums, &block->head, false, params->output_min, params->output_max, y);
  }
  copy_pixel(output, y, block->count);
}

/// One pixel, of whose window taps may lie outside of the input and count as 0.
LINNET_INLINE void compute_pixel(const struct depthwise_block *block, ptrdiff_t first,
                                 int16_t *output) {
  const struct depthwise_params *params = block->params;
  f64_row sums = {};
  s32_row part = {};
  const int8_t *weights = block->weights;
  size_t used = 0;
  for (size_t i = 0; i < params->window_lines; i++) {
    const int16_t *line = (const int16_t *)block->lines[i] + block->channel;
    for (size_t j = 0; j < params->window_pixels; j++, weights += BLOCK) {
      const ptrdiff_t at = first + (ptrdiff_t)(j * params->dilation_pixels);
      if (at < 0 || at >= (ptrdiff_t)params->input_pixels) continue;
      const int16_t *x = line + at * (ptrdiff_t)params->channels;
      int16_t few[BLOCK] = {0};
      if (block->count < BLOCK) copy_pixel(few, x, block->count);
      add_products(block->count < BLOCK ? few : x, weights, &part);
      if (++used % CHUNK == 0) move_on(&part, &sums);
    }
  }
  move_on(&part, &sums);
  store_pixel(block, &sums, output);
}

/// `PIXELS` pixels whose windows lie inside of the input. Of fewer channels than a block has, those of
/// the next pixels are read as well.
LINNET_INLINE void compute_inner(const struct depthwise_block *block, ptrdiff_t first,
                                 int16_t *output) {
  const struct depthwise_params *params = block->params;
  const size_t step = params->stride_pixels * params->channels;
  f64_row sums[PIXELS] = {};
  s32_row part[PIXELS] = {};
  const int8_t *weights = block->weights;
  size_t used = 0;
  for (size_t i = 0; i < params->window_lines; i++) {
    const int16_t *line = (const int16_t *)block->lines[i] + block->channel;
    const int16_t *x = line + first * (ptrdiff_t)params->channels;
    for (size_t j = 0; j < params->window_pixels; j++, weights += BLOCK) {
      LINNET_UNROLL for (size_t p = 0; p < PIXELS; p++) {
        add_products(x + p * step, weights, &part[p]);
      }
      x += params->dilation_pixels * params->channels;
      if (++used % CHUNK != 0) continue;
      LINNET_UNROLL for (size_t p = 0; p < PIXELS; p++) move_on(&part[p], &sums[p]);
    }
  }
  for (size_t p = 0; p < PIXELS; p++) {
    move_on(&part[p], &sums[p]);
    store_pixel(block, &sums[p], output + p * params->channels);
  }
}

/// One output line of a block of channels.
LINNET_INLINE void compute_line(const struct depthwise_block *block, int16_t *output) {
  const struct depthwise_params *params = block->params;
  const size_t reach = (params->window_pixels - 1) * params->dilation_pixels;
  const size_t stride = params->stride_pixels, pad = params->pad_pixels;
  // What is read beyond a pixel's channels.
  const size_t more = (BLOCK - block->count + params->channels - 1) / params->channels;
  for (size_t x = 0; x < params->output_pixels;) {
    const size_t last = x + PIXELS - 1;
    const bool is_inner = x * stride >= pad && last < params->output_pixels &&
                          last * stride + reach + more < params->input_pixels + pad;
    const ptrdiff_t first = (ptrdiff_t)(x * stride) - (ptrdiff_t)pad;
    if (is_inner) {
      compute_inner(block, first, output + x * params->channels);
      x += PIXELS;
    } else {
      compute_pixel(block, first, output + x * params->channels);
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
        .count = params->channels < BLOCK ? params->channels : BLOCK,
        .weights = (const int8_t *)panel + PANEL_ARRAYS * BLOCK * sizeof(int32_t)};
    load_wide_head(panel, &block.head);
    compute_line(&block, (int16_t *)output + start);
  }
}
