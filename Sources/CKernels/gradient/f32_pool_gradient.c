// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "../include/gradient.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

/// The pixels of an image that a window holds.
typedef struct {
  ptrdiff_t top, bottom, left, right;
} window_pixels;

static window_pixels window(ptrdiff_t row, ptrdiff_t column, const linnet_pooling *p) {
  const ptrdiff_t top = row * p->stride_height - p->pad_top;
  const ptrdiff_t left = column * p->stride_width - p->pad_left;
  const ptrdiff_t bottom = top + p->filter_height, right = left + p->filter_width;
  return (window_pixels){top < 0 ? 0 : top, bottom < p->input_height ? bottom : p->input_height,
                         left < 0 ? 0 : left, right < p->input_width ? right : p->input_width};
}

/// Adds one channel of a window's derivative to the first of its largest pixels.
static void add_largest(const float *input, float gradient, float *result, window_pixels w,
                        const linnet_pooling *p) {
  ptrdiff_t largest = w.top * p->input_width + w.left;
  for (ptrdiff_t y = w.top; y < w.bottom; y++) {
    for (ptrdiff_t x = w.left; x < w.right; x++) {
      const ptrdiff_t place = y * p->input_width + x;
      if (input[place * (ptrdiff_t)p->channels] > input[largest * (ptrdiff_t)p->channels])
        largest = place;
    }
  }
  result[largest * (ptrdiff_t)p->channels] += gradient;
}

/// Adds a pixel's share of a window's derivative to all pixels of the window.
static void add_shares(const float *gradient, float *result, window_pixels w,
                       const linnet_pooling *p) {
  const float count = (float)((w.bottom - w.top) * (w.right - w.left));
  for (ptrdiff_t y = w.top; y < w.bottom; y++) {
    for (ptrdiff_t x = w.left; x < w.right; x++) {
      float *pixel = result + (y * p->input_width + x) * (ptrdiff_t)p->channels;
      for (size_t c = 0; c < p->channels; c++) pixel[c] += gradient[c] / count;
    }
  }
}

void f32_max_pool_gradient(const float *input, const float *gradient, float *result, size_t first,
                           size_t last, const linnet_pooling *p) {
  const size_t image = (size_t)(p->input_height * p->input_width) * p->channels;
  const size_t windows = (size_t)(p->output_height * p->output_width) * p->channels;
  memset(result + first * image, 0, (last - first) * image * sizeof(float));
  for (size_t b = first; b < last; b++) {
    const float *next = gradient + b * windows;
    for (ptrdiff_t i = 0; i < p->output_height; i++) {
      for (ptrdiff_t j = 0; j < p->output_width; j++, next += p->channels) {
        const window_pixels w = window(i, j, p);
        for (size_t c = 0; c < p->channels; c++)
          add_largest(input + b * image + c, next[c], result + b * image + c, w, p);
      }
    }
  }
}

void f32_average_pool_gradient(const float *gradient, float *result, size_t first, size_t last,
                               const linnet_pooling *p) {
  const size_t image = (size_t)(p->input_height * p->input_width) * p->channels;
  const size_t windows = (size_t)(p->output_height * p->output_width) * p->channels;
  memset(result + first * image, 0, (last - first) * image * sizeof(float));
  for (size_t b = first; b < last; b++) {
    const float *next = gradient + b * windows;
    for (ptrdiff_t i = 0; i < p->output_height; i++)
      for (ptrdiff_t j = 0; j < p->output_width; j++, next += p->channels)
        add_shares(next, result + b * image, window(i, j, p), p);
  }
}

LINNET_SMALL_CODE_END
