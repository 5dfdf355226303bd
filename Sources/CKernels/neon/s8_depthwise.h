// SPDX-License-Identifier: Apache-2.0
// int8 depthwise convolution without the dot product instruction: products of two taps are summed
// in 16 bits, then added to 32-bit sums. A file that includes this defines WIDE: 1 if two products
// may overflow 16 bits, because weights of −128 occur.
#include "neon/s8_block.h"

LINNET_INLINE void widen(int32x4_t sum[4], int16x8_t low, int16x8_t high) {
  sum[0] = vaddw_s16(sum[0], vget_low_s16(low));
  sum[1] = vaddw_high_s16(sum[1], low);
  sum[2] = vaddw_s16(sum[2], vget_low_s16(high));
  sum[3] = vaddw_high_s16(sum[3], high);
}

/// Adds the products of one tap.
LINNET_INLINE void add_one(int32x4_t sum[4], int8x16_t x, int8x16_t w) {
  widen(sum, vmull_s8(vget_low_s8(x), vget_low_s8(w)), vmull_high_s8(x, w));
}

/// Adds the products of two taps.
LINNET_INLINE void add_two(int32x4_t sum[4], int8x16_t x, int8x16_t w, int8x16_t x2,
                           int8x16_t w2) {
  if (WIDE) {
    add_one(sum, x, w);
    add_one(sum, x2, w2);
    return;
  }
  int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  int16x8_t high = vmull_high_s8(x, w);
  widen(sum, vmlal_s8(low, vget_low_s8(x2), vget_low_s8(w2)), vmlal_high_s8(high, x2, w2));
}

/// One block of channels of an output line, for undilated windows of `window` by `window` pixels,
/// where all of them lie inside of the lines: output pixels [first, last).
LINNET_INLINE void inner_pixels(const struct depthwise_params *params, const void *const *lines,
                                int window, size_t channel, const struct epilogue *epilogue,
                                const int8_t *weights, size_t first, size_t last,
                                int8_t *output) {
  const int8_t *x[5];
  LINNET_UNROLL for (int i = 0; i < window; i++) {
    size_t pixel = first * params->stride_pixels - params->pad_pixels;
    x[i] = (const int8_t *)lines[i] + pixel * params->channels + channel;
  }
  size_t step = params->stride_pixels * params->channels;
  for (size_t p = first; p < last; p++) {
    int32x4_t sum[4] = {epilogue->bias[0], epilogue->bias[1], epilogue->bias[2],
                        epilogue->bias[3]};
    LINNET_UNROLL for (int t = 0; t + 1 < window * window; t += 2) {
      int u = t + 1;
      add_two(sum, vld1q_s8(x[t / window] + (size_t)(t % window) * params->channels),
              vld1q_s8(weights + t * BLOCK),
              vld1q_s8(x[u / window] + (size_t)(u % window) * params->channels),
              vld1q_s8(weights + u * BLOCK));
    }
    add_one(sum, vld1q_s8(x[window - 1] + (size_t)(window - 1) * params->channels),
            vld1q_s8(weights + (window * window - 1) * BLOCK));
    s8_finish(params, epilogue, sum, output + p * params->channels);
    LINNET_UNROLL for (int i = 0; i < window; i++) x[i] += step;
  }
}

/// The same for any window, dilation and place.
static void any_pixels(const struct depthwise_params *params, const void *const *lines,
                       size_t channel, const struct epilogue *epilogue, const int8_t *weights,
                       size_t first, size_t last, int8_t *output) {
  for (size_t p = first; p < last; p++) {
    int32x4_t sum[4] = {epilogue->bias[0], epilogue->bias[1], epilogue->bias[2],
                        epilogue->bias[3]};
    const int8_t *w = weights;
    for (size_t i = 0; i < params->window_lines; i++) {
      const int8_t *line = lines[i];
      for (size_t j = 0; j < params->window_pixels; j++, w += BLOCK) {
        // A pixel before the first wraps to a large number.
        size_t pixel =
            p * params->stride_pixels + j * params->dilation_pixels - params->pad_pixels;
        const int8_t *x =
            pixel < params->input_pixels ? line + pixel * params->channels : params->padding;
        add_one(sum, load16(x + channel, epilogue->channels), vld1q_s8(w));
      }
    }
    s8_finish(params, epilogue, sum, output + p * params->channels);
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

LINNET_INLINE void s8_depthwise(const struct depthwise_params *params, const void *const *lines,
                                size_t first_channel, size_t channels, const void *packed,
                                int8_t *output) {
  size_t window = params->window_lines;
  bool is_plain = params->dilation_pixels == 1 && params->window_pixels == window &&
                  (window == 3 || window == 5);
  for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
    const int32_t *head = (const void *)((const char *)packed + c / BLOCK * params->block_stride);
    const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK);
    struct epilogue epilogue = load_epilogue(head, first_channel + channels - c);
    size_t first = 0, last = 0;
    if (is_plain && epilogue.channels >= BLOCK) inner_range(params, &first, &last);
    any_pixels(params, lines, c, &epilogue, weights, 0, first, output + c);
    if (window == 3) {
      inner_pixels(params, lines, 3, c, &epilogue, weights, first, last, output + c);
    } else if (window == 5) {
      inner_pixels(params, lines, 5, c, &epilogue, weights, first, last, output + c);
    }
    any_pixels(params, lines, c, &epilogue, weights, last, params->output_pixels, output + c);
  }
}
