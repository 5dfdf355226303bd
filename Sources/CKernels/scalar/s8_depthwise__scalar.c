// SPDX-License-Identifier: Apache-2.0
#include "convolution/depthwise.list.h"
#include "dense/panel.h"
#include "scalar/fixed_point.h"

/// The sum over one channel's window; `pixel` is the first input pixel, before it is padding.
static int32_t window_sum(const struct depthwise_params *params, const void *const *lines,
                          ptrdiff_t pixel, size_t channel, int32_t bias, const int8_t *weights) {
  uint32_t sum = (uint32_t)bias;
  for (size_t i = 0; i < params->window_lines; i++) {
    for (size_t j = 0; j < params->window_pixels; j++) {
      ptrdiff_t at = pixel + (ptrdiff_t)(j * params->dilation_pixels);
      const int8_t *x = at >= 0 && at < (ptrdiff_t)params->input_pixels
                            ? (const int8_t *)lines[i] + at * (ptrdiff_t)params->channels
                            : params->padding;
      sum += (uint32_t)(x[channel] * weights[i * params->window_pixels + j]);
    }
  }
  return (int32_t)sum;
}

void s8_depthwise__scalar(const struct depthwise_params *params, const void *const *lines,
                          size_t line_count, size_t first_channel, size_t channels,
                          const void *packed, void *output) {
  (void)line_count;
  for (size_t c = first_channel; c < first_channel + channels; c++) {
    const int32_t *head = (const void *)((const char *)packed + c * params->block_stride);
    const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS);
    for (size_t x = 0; x < params->output_pixels; x++) {
      ptrdiff_t pixel = (ptrdiff_t)(x * params->stride_pixels) - (ptrdiff_t)params->pad_pixels;
      int32_t sum = window_sum(params, lines, pixel, c, head[PANEL_BIAS], weights);
      int32_t y = fixed_point_multiply(sum, head[PANEL_MANTISSA], head[PANEL_RIGHT_SHIFT],
                                       head[PANEL_LEFT_SHIFT]);
      y = (int32_t)((uint32_t)y + (uint32_t)params->output_zero_point);
      ((int8_t *)output)[x * params->channels + c] =
          (int8_t)clamp_s32(y, params->output_min, params->output_max);
    }
  }
}
