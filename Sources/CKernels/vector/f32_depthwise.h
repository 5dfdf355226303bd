// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution of floats, LANES channels at a time. A file that includes this defines LANES
// and switches on its instruction set; see `vector/f32_vector.h`.
#include "convolution/depthwise.list.h"
#include "dense/panel.h"
#include "vector/f32_vector.h"

/// PIXELS are computed together.
enum { LARGEST_FIXED_WINDOW = 5, PIXELS = 4 };

LINNET_INLINE void finish(const struct depthwise_params *params, vec sum, size_t channels,
                          float *output) {
  vec y = vec_clamp(sum, (vec)params->float_min, (vec)params->float_max);
  if (channels >= LANES) {
    vec_store(output, y);
  } else {
    vec_store_part(output, y, channels);
  }
}

/// The output pixels of one block of channels, for any window and dilation.
LINNET_INLINE void any_pixels(const struct depthwise_params *params, const void *const *lines,
                              size_t channel, size_t channels, const float *head, float *output) {
  for (size_t p = 0; p < params->output_pixels; p++) {
    vec sum = vec_load(head + PANEL_BIAS * LANES);
    const float *weights = head + PANEL_ARRAYS * LANES;
    for (size_t i = 0; i < params->window_lines; i++) {
      const float *line = (const float *)lines[i] + channel;
      for (size_t j = 0; j < params->window_pixels; j++, weights += LANES) {
        // A pixel before the first wraps to a large number.
        size_t pixel = p * params->stride_pixels + j * params->dilation_pixels - params->pad_pixels;
        if (pixel >= params->input_pixels) continue;
        const float *x = line + pixel * params->channels;
        vec value = channels >= LANES ? vec_load(x) : vec_load_part(x, channels);
        sum = __builtin_elementwise_fma(value, vec_load(weights), sum);
      }
    }
    finish(params, sum, channels, output + p * params->channels);
  }
}

/// The windows of PIXELS output pixels from pixel `p` on, of a block of channels from `channel` on.
///
/// Each input pixel is loaded once for all windows that it lies in. With `is_edge` some may lie
/// outside of the lines.
LINNET_INLINE void window_pixels(const struct depthwise_params *params, const void *const *lines,
                                 int window, int stride, bool is_edge, size_t channel,
                                 const vec *weights, vec bias, size_t p, float *output) {
  size_t channels = params->channels;
  size_t pixel = p * (size_t)stride - params->pad_pixels;
  vec sums[PIXELS];
  LINNET_UNROLL for (int q = 0; q < PIXELS; q++) sums[q] = bias;
  LINNET_UNROLL for (int i = 0; i < window; i++) {
    LINNET_UNROLL for (int c = 0; c < window + (PIXELS - 1) * stride; c++) {
      size_t at = pixel + (size_t)c;
      bool is_inside = !is_edge || at < params->input_pixels;
      const float *line = is_inside ? lines[i] : params->padding;
      vec x = vec_load(line + (is_inside ? at * channels : 0) + channel);
      LINNET_UNROLL for (int q = 0; q < PIXELS; q++) {
        int j = c - q * stride;
        if (j < 0 || j >= window) continue;
        sums[q] = __builtin_elementwise_fma(x, weights[i * window + j], sums[q]);
      }
    }
  }
  LINNET_UNROLL for (int q = 0; q < PIXELS; q++) {
    finish(params, sums[q], LANES, output + (p + (size_t)q) * channels);
  }
}

/// A line of at least PIXELS output pixels of one block of channels.
LINNET_INLINE void fixed_window(const struct depthwise_params *params, const void *const *lines,
                                int window, int stride, size_t channel, const float *head,
                                float *output) {
  vec weights[LARGEST_FIXED_WINDOW * LARGEST_FIXED_WINDOW];
  LINNET_UNROLL for (int t = 0; t < window * window; t++) {
    weights[t] = vec_load(head + (PANEL_ARRAYS + t) * LANES);
  }
  vec bias = vec_load(head + PANEL_BIAS * LANES);
  size_t pad = params->pad_pixels, count = params->output_pixels;
  size_t reach = (size_t)(window + (PIXELS - 1) * stride);
  for (size_t p = 0; p < count; p += PIXELS) {
    // The last few may have been computed before.
    if (p + PIXELS > count) p = count - PIXELS;
    size_t from = p * (size_t)stride;
    if (from >= pad && from + reach <= params->input_pixels + pad) {
      window_pixels(params, lines, window, stride, false, channel, weights, bias, p, output);
    } else {
      window_pixels(params, lines, window, stride, true, channel, weights, bias, p, output);
    }
  }
}

LINNET_INLINE void f32_depthwise(const struct depthwise_params *params, const void *const *lines,
                                 size_t first_channel, size_t channels, const void *packed,
                                 float *output) {
  bool is_plain = params->window_lines == params->window_pixels && params->dilation_pixels == 1 &&
                  params->output_pixels >= PIXELS && params->stride_pixels < 10;
  size_t kind = is_plain ? params->window_lines * 10 + params->stride_pixels : 0;
  for (size_t c = first_channel; c < first_channel + channels; c += LANES) {
    const float *head = (const void *)((const char *)packed + c / LANES * params->block_stride);
    size_t start = block_start(params, c, LANES), left = params->channels - start;
    if (left < LANES) {
      any_pixels(params, lines, start, left, head, output + start);
    } else if (kind == 31) {
      fixed_window(params, lines, 3, 1, start, head, output + start);
    } else if (kind == 32) {
      fixed_window(params, lines, 3, 2, start, head, output + start);
    } else if (kind == 51) {
      fixed_window(params, lines, 5, 1, start, head, output + start);
    } else if (kind == 52) {
      fixed_window(params, lines, 5, 2, start, head, output + start);
    } else {
      any_pixels(params, lines, start, LANES, head, output + start);
    }
  }
}
