// SPDX-License-Identifier: Apache-2.0
// int8 depthwise convolution without the dot product instruction: products of two taps are summed
// in 16 bits, then added to 32-bit sums. A file that includes this defines WIDE: 1 if two products
// may overflow 16 bits, because weights of −128 occur, or if sums are shifted left.
#include "neon/s8_block.h"

enum { MAX_WINDOW = 5 };

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
LINNET_INLINE void add_two(int32x4_t sum[4], int8x16_t x, int8x16_t w, int8x16_t x2, int8x16_t w2) {
  if (WIDE) {
    add_one(sum, x, w);
    add_one(sum, x2, w2);
    return;
  }
  int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  int16x8_t high = vmull_high_s8(x, w);
  widen(sum, vmlal_s8(low, vget_low_s8(x2), vget_low_s8(w2)), vmlal_high_s8(high, x2, w2));
}

/// Output pixels side by side of one block of channels whose windows lie inside of the lines.
struct pixel_row {
  const struct epilogue *epilogue;
  const int8_t *weights;
  /// The first window's pixels; bytes from one pixel to the next, and from one window's.
  const int8_t *const *lines;
  size_t input_step, window_step;
  int8_t *output;
  size_t output_step, count;
};

enum { MAX_TAPS = MAX_WINDOW * MAX_WINDOW };

/// The result of a window of `window` by `window` pixels, which lie at `taps`.
LINNET_INLINE int8x16_t window_result(const struct epilogue *epilogue, const int8_t *weights,
                                      const int8_t *const taps[MAX_TAPS], int window) {
  int32x4_t sum[4] = {epilogue->bias[0], epilogue->bias[1], epilogue->bias[2], epilogue->bias[3]};
  int last = window * window - 1;
  LINNET_UNROLL for (int t = 0; t < last; t += 2) {
    add_two(sum, vld1q_s8(taps[t]), vld1q_s8(weights + t * BLOCK), vld1q_s8(taps[t + 1]),
            vld1q_s8(weights + (t + 1) * BLOCK));
  }
  add_one(sum, vld1q_s8(taps[last]), vld1q_s8(weights + last * BLOCK));
  return s8_finish(epilogue, sum, WIDE);
}

/// Windows inside of the lines.
LINNET_INLINE void inner_pixels(const struct pixel_row *row, int window) {
  const int8_t *x[MAX_WINDOW];
  LINNET_UNROLL for (int i = 0; i < window; i++) x[i] = row->lines[i];
  // Copies: what is stored through a pointer to bytes cannot change them.
  const struct epilogue epilogue = *row->epilogue;
  const int8_t *weights = row->weights;
  size_t pixel = row->input_step, step = row->window_step, output_step = row->output_step;
  int8_t *output = row->output;
  for (size_t left = row->count; left > 0; left--, output += output_step) {
    const int8_t *taps[MAX_TAPS];
    LINNET_UNROLL for (int t = 0; t < window * window; t++) {
      taps[t] = x[t / window] + (size_t)(t % window) * pixel;
    }
    vst1q_s8(output, window_result(&epilogue, weights, taps, window));
    LINNET_UNROLL for (int i = 0; i < window; i++) x[i] += step;
  }
}

static void inner_3x3(const struct pixel_row *row) { inner_pixels(row, 3); }

static void inner_5x5(const struct pixel_row *row) { inner_pixels(row, 5); }

/// Undilated windows anywhere, from output pixel `first` to `last`, of a whole block of channels.
LINNET_INLINE void edge_pixels(const struct depthwise_params *params, const void *const *lines,
                               size_t channel, const struct epilogue *epilogue,
                               const int8_t *weights, int window, size_t first, size_t last,
                               int8_t *output) {
  for (size_t p = first; p < last; p++) {
    const int8_t *taps[MAX_TAPS];
    LINNET_UNROLL for (int j = 0; j < window; j++) {
      // A pixel before the first wraps to a large number.
      size_t pixel = p * params->stride_pixels + (size_t)j - params->pad_pixels;
      bool is_inside = pixel < params->input_pixels;
      size_t offset = channel + (is_inside ? pixel * params->channels : 0);
      LINNET_UNROLL for (int i = 0; i < window; i++) {
        const int8_t *line = is_inside ? lines[i] : params->padding;
        taps[i * window + j] = line + offset;
      }
    }
    vst1q_s8(output + p * params->channels, window_result(epilogue, weights, taps, window));
  }
}

typedef void depthwise_edges(const struct depthwise_params *params, const void *const *lines,
                             size_t channel, const struct epilogue *epilogue, const int8_t *weights,
                             size_t first, size_t last, int8_t *output);

static void edges_3x3(const struct depthwise_params *params, const void *const *lines,
                      size_t channel, const struct epilogue *epilogue, const int8_t *weights,
                      size_t first, size_t last, int8_t *output) {
  edge_pixels(params, lines, channel, epilogue, weights, 3, first, last, output);
}

static void edges_5x5(const struct depthwise_params *params, const void *const *lines,
                      size_t channel, const struct epilogue *epilogue, const int8_t *weights,
                      size_t first, size_t last, int8_t *output) {
  edge_pixels(params, lines, channel, epilogue, weights, 5, first, last, output);
}

/// Output pixels from `first` to `last` of one block of channels, for any window and dilation.
static void any_pixels(const struct depthwise_params *params, const void *const *lines,
                       size_t channel, const struct epilogue *epilogue, const int8_t *weights,
                       size_t first, size_t last, int8_t *output) {
  size_t channels = epilogue->channels;
  for (size_t p = first; p < last; p++) {
    int32x4_t sum[4] = {epilogue->bias[0], epilogue->bias[1], epilogue->bias[2], epilogue->bias[3]};
    const int8_t *w = weights;
    for (size_t i = 0; i < params->window_lines; i++) {
      const int8_t *line = lines[i];
      for (size_t j = 0; j < params->window_pixels; j++, w += BLOCK) {
        // A pixel before the first wraps to a large number.
        size_t pixel = p * params->stride_pixels + j * params->dilation_pixels - params->pad_pixels;
        const int8_t *x =
            pixel < params->input_pixels ? line + pixel * params->channels : params->padding;
        add_one(sum, load16(x + channel, channels), vld1q_s8(w));
      }
    }
    store16(output + p * params->channels, s8_finish(epilogue, sum, WIDE), channels);
  }
}

/// The output pixels [`first`, `last`) whose undilated windows lie inside of the lines.
LINNET_INLINE void inner_range(const struct depthwise_params *params, size_t *first, size_t *last) {
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
  size_t window = params->window_lines, first = 0, last = 0;
  bool is_plain = params->dilation_pixels == 1 && params->window_pixels == window &&
                  (window == 3 || window == 5);
  if (is_plain) inner_range(params, &first, &last);
  size_t step = params->channels, pixel = first * params->stride_pixels - params->pad_pixels;
  for (size_t at = first_channel; at < first_channel + channels; at += BLOCK) {
    const int32_t *head = (const void *)((const char *)packed + at / BLOCK * params->block_stride);
    const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * BLOCK);
    size_t c = block_start(params, at, BLOCK);
    struct epilogue epilogue = load_epilogue(params, head, params->channels - c);
    if (!is_plain || epilogue.channels < BLOCK) {
      any_pixels(params, lines, c, &epilogue, weights, 0, params->output_pixels, output + c);
      continue;
    }
    if (first < last) {
      const int8_t *inner[MAX_WINDOW];
      for (size_t i = 0; i < window; i++) inner[i] = (const int8_t *)lines[i] + pixel * step + c;
      const struct pixel_row row = {.epilogue = &epilogue,
                                    .weights = weights,
                                    .lines = inner,
                                    .input_step = step,
                                    .window_step = step * params->stride_pixels,
                                    .output = output + first * step + c,
                                    .output_step = step,
                                    .count = last - first};
      (window == 3 ? inner_3x3 : inner_5x5)(&row);
    }
    // Wide sums are rare: their edges are worth no code of their own.
    depthwise_edges *edges = WIDE ? any_pixels : window == 3 ? edges_3x3 : edges_5x5;
    edges(params, lines, c, &epilogue, weights, 0, first, output + c);
    edges(params, lines, c, &epilogue, weights, last, params->output_pixels, output + c);
  }
}
