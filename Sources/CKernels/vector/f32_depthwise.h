// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution of floats, LANES channels at a time. A file that includes this defines LANES
// and switches on its instruction set; see `vector/f32_vector.h`.
#include "depthwise/depthwise.list.h"
#include "gemm/panel.h"
#include "vector/f32_vector.h"

enum { LARGEST_FIXED_WINDOW = 5 };

/// The channels of one pixel, or 0 before the first and after the last.
LINNET_INLINE vec pixel_at(const struct depthwise_params *params, const float *line,
                           ptrdiff_t pixel, size_t channels) {
  if ((size_t)pixel >= params->input_pixels) return (vec)0;
  const float *x = line + pixel * (ptrdiff_t)params->channels;
  return channels >= LANES ? vec_load(x) : vec_load_part(x, channels);
}

LINNET_INLINE void finish(const struct depthwise_params *params, vec sum, size_t channels,
                          float *output) {
  vec y = vec_clamp(sum, (vec)params->float_min, (vec)params->float_max);
  if (channels >= LANES) {
    vec_store(output, y);
  } else {
    vec_store_part(output, y, channels);
  }
}

/// One block of channels of an output line, for a window of `window` by `window` pixels, whose
/// weights stay in registers.
LINNET_INLINE void fixed_window(const struct depthwise_params *params, const void *const *lines,
                                int window, size_t channel, size_t channels, const float *head,
                                float *output) {
  vec weights[LARGEST_FIXED_WINDOW * LARGEST_FIXED_WINDOW];
  const float *x[LARGEST_FIXED_WINDOW];
  LINNET_UNROLL for (int i = 0; i < window * window; i++) {
    weights[i] = vec_load(head + (PANEL_ARRAYS + i) * LANES);
  }
  LINNET_UNROLL for (int i = 0; i < window; i++) x[i] = (const float *)lines[i] + channel;
  vec bias = vec_load(head + PANEL_BIAS * LANES);
  ptrdiff_t pixel = -(ptrdiff_t)params->pad_pixels;
  for (size_t p = 0; p < params->output_pixels; p++, pixel += (ptrdiff_t)params->stride_pixels) {
    vec sum = bias;
    ptrdiff_t last = pixel + window - 1;
    if (pixel >= 0 && (size_t)last < params->input_pixels && channels >= LANES) {
      ptrdiff_t offset = pixel * (ptrdiff_t)params->channels;
      LINNET_UNROLL for (int i = 0; i < window; i++) {
        LINNET_UNROLL for (int j = 0; j < window; j++) {
          const float *source = x[i] + offset + j * (ptrdiff_t)params->channels;
          sum = __builtin_elementwise_fma(vec_load(source), weights[i * window + j], sum);
        }
      }
    } else {
      LINNET_UNROLL for (int i = 0; i < window; i++) {
        LINNET_UNROLL for (int j = 0; j < window; j++) {
          sum = __builtin_elementwise_fma(pixel_at(params, x[i], pixel + j, channels),
                                          weights[i * window + j], sum);
        }
      }
    }
    finish(params, sum, channels, output + p * params->channels);
  }
}

/// The same for any window and dilation.
LINNET_INLINE void any_window(const struct depthwise_params *params, const void *const *lines,
                              size_t channel, size_t channels, const float *head, float *output) {
  for (size_t p = 0; p < params->output_pixels; p++) {
    vec sum = vec_load(head + PANEL_BIAS * LANES);
    const float *weights = head + PANEL_ARRAYS * LANES;
    for (size_t i = 0; i < params->window_lines; i++) {
      const float *line = (const float *)lines[i] + channel;
      for (size_t j = 0; j < params->window_pixels; j++, weights += LANES) {
        ptrdiff_t pixel = (ptrdiff_t)(p * params->stride_pixels + j * params->dilation_pixels) -
                          (ptrdiff_t)params->pad_pixels;
        sum = __builtin_elementwise_fma(pixel_at(params, line, pixel, channels), vec_load(weights),
                                        sum);
      }
    }
    finish(params, sum, channels, output + p * params->channels);
  }
}

LINNET_INLINE void f32_depthwise(const struct depthwise_params *params, const void *const *lines,
                                 size_t first_channel, size_t channels, const void *packed,
                                 float *output) {
  bool is_plain = params->dilation_pixels == 1 && params->window_lines == params->window_pixels;
  for (size_t c = first_channel; c < first_channel + channels; c += LANES) {
    const float *head = (const void *)((const char *)packed + c / LANES * params->block_stride);
    size_t left = first_channel + channels - c;
    if (is_plain && params->window_lines == 3) {
      fixed_window(params, lines, 3, c, left, head, output + c);
    } else if (is_plain && params->window_lines == 5) {
      fixed_window(params, lines, 5, c, left, head, output + c);
    } else {
      any_window(params, lines, c, left, head, output + c);
    }
  }
}
