// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "../include/gradient.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

/// Adds to a pixel of the input what one pixel of the filter makes of one of the output.
static void add_input(const float *filter, const float *gradient, float *pixel,
                      const linnet_convolution_gradient *p) {
  const ptrdiff_t group_outputs = p->output_depth * p->group_depth / p->input_depth;
  for (ptrdiff_t c = 0; c < p->input_depth; c++) {
    const ptrdiff_t start = c / p->group_depth * group_outputs;
    const float *weights = filter + c % p->group_depth * p->output_depth + start;
    float sum = 0;
    for (ptrdiff_t o = 0; o < group_outputs; o++) sum += weights[o] * gradient[start + o];
    pixel[c] += sum;
  }
}

void f32_convolution_input_gradient(const float *filter, const float *gradient, float *result,
                                    size_t first, size_t last,
                                    const linnet_convolution_gradient *p) {
  const ptrdiff_t tap_step = p->group_depth * p->output_depth;
  for (ptrdiff_t row = (ptrdiff_t)first; row < (ptrdiff_t)last; row++) {
    const ptrdiff_t image = row / p->input_height, y = row % p->input_height;
    float *pixel = result + row * p->input_width * p->input_depth;
    memset(pixel, 0, (size_t)(p->input_width * p->input_depth) * sizeof(float));
    for (ptrdiff_t x = 0; x < p->input_width; x++, pixel += p->input_depth) {
      for (ptrdiff_t i = 0; i < p->filter_height; i++) {
        const ptrdiff_t top = y + p->pad_top - i * p->dilation_height;
        if (top < 0 || top % p->stride_height != 0 || top / p->stride_height >= p->output_height)
          continue;
        const ptrdiff_t line = image * p->output_height + top / p->stride_height;
        for (ptrdiff_t j = 0; j < p->filter_width; j++) {
          const ptrdiff_t left = x + p->pad_left - j * p->dilation_width;
          if (left < 0 || left % p->stride_width != 0 || left / p->stride_width >= p->output_width)
            continue;
          const ptrdiff_t place = line * p->output_width + left / p->stride_width;
          add_input(filter + (i * p->filter_width + j) * tap_step,
                    gradient + place * p->output_depth, pixel, p);
        }
      }
    }
  }
}

/// Adds to a pixel of the filter what one pixel of the input makes of one of the output.
static void add_filter(const float *pixel, const float *gradient, float *tap,
                       const linnet_convolution_gradient *p) {
  const ptrdiff_t group_outputs = p->output_depth * p->group_depth / p->input_depth;
  for (ptrdiff_t c = 0; c < p->input_depth; c++) {
    const ptrdiff_t start = c / p->group_depth * group_outputs;
    float *sums = tap + c % p->group_depth * p->output_depth + start;
    const float x = pixel[c];
    for (ptrdiff_t o = 0; o < group_outputs; o++) sums[o] += x * gradient[start + o];
  }
}

void f32_convolution_filter_gradient(const float *input, const float *gradient, float *result,
                                     size_t first, size_t last,
                                     const linnet_convolution_gradient *p) {
  const ptrdiff_t tap_step = p->group_depth * p->output_depth;
  const ptrdiff_t pixel_count = p->batch * p->output_height * p->output_width;
  for (ptrdiff_t tap = (ptrdiff_t)first; tap < (ptrdiff_t)last; tap++) {
    float *sums = result + tap * tap_step;
    memset(sums, 0, (size_t)tap_step * sizeof(float));
    const ptrdiff_t down = tap / p->filter_width * p->dilation_height - p->pad_top;
    const ptrdiff_t right = tap % p->filter_width * p->dilation_width - p->pad_left;
    for (ptrdiff_t place = 0; place < pixel_count; place++) {
      const ptrdiff_t line = place / p->output_width;
      const ptrdiff_t y = line % p->output_height * p->stride_height + down;
      const ptrdiff_t x = place % p->output_width * p->stride_width + right;
      if (y < 0 || y >= p->input_height || x < 0 || x >= p->input_width) continue;
      const ptrdiff_t row = line / p->output_height * p->input_height + y;
      add_filter(input + (row * p->input_width + x) * p->input_depth,
                 gradient + place * p->output_depth, sums, p);
    }
  }
}

LINNET_SMALL_CODE_END
