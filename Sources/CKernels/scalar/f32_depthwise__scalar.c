// SPDX-License-Identifier: Apache-2.0
#include "convolution/depthwise.list.h"
#include "dense/panel.h"
#include "scalar/fixed_point.h"

void f32_depthwise__scalar(const struct depthwise_params *params, const void *const *lines,
                           size_t line_count, size_t first_channel, size_t channels,
                           const void *packed, void *output) {
  (void)line_count;
  for (size_t c = first_channel; c < first_channel + channels; c++) {
    const float *head = (const void *)((const char *)packed + c * params->block_stride);
    const float *weights = head + PANEL_ARRAYS;
    for (size_t x = 0; x < params->output_pixels; x++) {
      ptrdiff_t pixel = (ptrdiff_t)(x * params->stride_pixels) - (ptrdiff_t)params->pad_pixels;
      float sum = head[PANEL_BIAS];
      for (size_t i = 0; i < params->window_lines; i++) {
        for (size_t j = 0; j < params->window_pixels; j++) {
          ptrdiff_t at = pixel + (ptrdiff_t)(j * params->dilation_pixels);
          if (at < 0 || at >= (ptrdiff_t)params->input_pixels) continue;
          const float *input = (const float *)lines[i] + at * (ptrdiff_t)params->channels;
          sum = __builtin_fmaf(input[c], weights[i * params->window_pixels + j], sum);
        }
      }
      ((float *)output)[x * params->channels + c] =
          clamp_f32(sum, params->float_min, params->float_max);
    }
  }
}
