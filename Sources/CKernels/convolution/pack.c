// SPDX-License-Identifier: Apache-2.0
#include "dense/panel.h"
#include "depthwise.h"

static size_t round_up(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

size_t depthwise_block_bytes(enum depthwise_kind kind, const struct depthwise_variant *variant,
                             size_t window_lines, size_t window_pixels) {
  uint64_t weight = kind == DEPTHWISE_F32 ? sizeof(float) : 1;
  uint64_t groups = variant->group_count(window_lines, window_pixels, variant->lanes);
  uint64_t head = PANEL_ARRAYS * variant->block * sizeof(int32_t);
  uint64_t bytes = head + groups * variant->lanes * variant->block * weight;
  return countable_bytes((bytes + 63) / 64 * 64);
}

size_t depthwise_packed_bytes(enum depthwise_kind kind, const struct depthwise_variant *variant,
                              size_t window_lines, size_t window_pixels, size_t channels) {
  uint64_t blocks = round_up(channels, variant->block) / variant->block;
  return countable_bytes(blocks *
                         depthwise_block_bytes(kind, variant, window_lines, window_pixels));
}

/// Fills the arrays at a block's head for channel `j` of the block, channel `c` of all.
static void pack_s8_head(const struct depthwise_variant *variant,
                         const struct depthwise_weights *weights, size_t j, size_t c,
                         int32_t *head) {
  size_t taps = weights->window_lines * weights->window_pixels;
  int32_t sum = 0;
  for (size_t t = 0; t < taps; t++) {
    sum += ((const int8_t *)weights->weights)[t * weights->channels + c];
  }
  int32_t bias = weights->bias == NULL ? 0 : ((const int32_t *)weights->bias)[c];
  int32_t offset = weights->input_zero_point + variant->input_offset;
  size_t block = variant->block;
  int32_t shift = weights->shifts[c];
  head[PANEL_BIAS * block + j] = (int32_t)((uint32_t)bias - (uint32_t)offset * (uint32_t)sum);
  head[PANEL_MANTISSA * block + j] = weights->mantissas[c];
  head[PANEL_RIGHT_SHIFT * block + j] = shift < 0 ? -shift : 0;
  head[PANEL_LEFT_SHIFT * block + j] = shift > 0 ? shift : 0;
}

/// Fills a block's head for channel `j` of the block, channel `c` of all.
static void pack_head(enum depthwise_kind kind, const struct depthwise_variant *variant,
                      const struct depthwise_weights *weights, size_t j, size_t c, void *head) {
  if (kind == DEPTHWISE_S8) {
    pack_s8_head(variant, weights, j, c, head);
  } else if (kind == DEPTHWISE_S16) {
    int64_t bias = weights->bias == NULL ? 0 : ((const int64_t *)weights->bias)[c];
    fill_wide_head(head, variant->block, j, bias, NULL, weights->mantissas[c], weights->shifts[c],
                   weights->wraps_sums);
  } else if (weights->bias != NULL) {
    ((float *)head)[PANEL_BIAS * variant->block + j] = ((const float *)weights->bias)[c];
  }
}

void depthwise_pack(enum depthwise_kind kind, const struct depthwise_variant *variant,
                    const struct depthwise_weights *weights, void *packed) {
  size_t lines = weights->window_lines, pixels = weights->window_pixels;
  size_t block = variant->block, lanes = variant->lanes, channels = weights->channels;
  size_t bytes = depthwise_block_bytes(kind, variant, lines, pixels);
  size_t element = kind == DEPTHWISE_F32 ? sizeof(float) : 1;
  memset(packed, 0, depthwise_packed_bytes(kind, variant, lines, pixels, channels));
  for (size_t i = 0; i < channels; i += block) {
    char *head = (char *)packed + i / block * bytes;
    char *groups = head + PANEL_ARRAYS * block * sizeof(int32_t);
    // The last block ends with the last channel.
    const size_t first = i + block > channels && channels >= block ? channels - block : i;
    const size_t count = channels < block ? channels : block;
    for (size_t j = 0; j < count; j++) pack_head(kind, variant, weights, j, first + j, head);
    for (size_t g = 0; g < variant->group_count(lines, pixels, lanes); g++) {
      for (size_t lane = 0; lane < lanes; lane++) {
        int tap = variant->tap(lines, pixels, lanes, g, lane);
        if (tap < 0) continue;
        const char *source =
            (const char *)weights->weights + ((size_t)tap * channels + first) * element;
        char *target = groups + (g * block * lanes + lane) * element;
        for (size_t j = 0; j < count; j++) {
          memcpy(target + j * lanes * element, source + j * element, element);
        }
      }
    }
  }
}
