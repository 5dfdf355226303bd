// SPDX-License-Identifier: Apache-2.0
#include <float.h>

#include "../include/pooling.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

/// Takes in pixel (i, j) of a window.
static void take_in(const float *pixel, float place, float *y, float *places, size_t channels) {
  for (size_t c = 0; c < channels; c++) {
    if (!(pixel[c] > y[c])) continue;
    y[c] = pixel[c];
    places[c] = place;
  }
}

void f32_max_pool_places(const void *x, float *y, float *places, size_t first, size_t last,
                         const linnet_pooling *p) {
  const size_t channels = p->channels, image = (size_t)(p->input_height * p->input_width);
  y += first * (size_t)p->output_width * channels;
  places += first * (size_t)p->output_width * channels;
  for (size_t row = first; row < last; row++) {
    const float *pixels = (const float *)x + row / (size_t)p->output_height * image * channels;
    const ptrdiff_t top =
        (ptrdiff_t)(row % (size_t)p->output_height) * p->stride_height - p->pad_top;
    for (ptrdiff_t column = 0; column < p->output_width; column++) {
      const ptrdiff_t left = column * p->stride_width - p->pad_left;
      for (size_t c = 0; c < channels; c++) {
        y[c] = -FLT_MAX;
        places[c] = 0.1f;
      }
      for (ptrdiff_t i = 0; i < p->filter_height; i++) {
        for (ptrdiff_t j = 0; j < p->filter_width; j++) {
          const ptrdiff_t line = top + i, pixel = left + j;
          if (line < 0 || line >= p->input_height || pixel < 0 || pixel >= p->input_width) continue;
          const size_t place = (size_t)(line * p->input_width + pixel);
          take_in(pixels + place * channels, (float)(i * p->filter_width + j) + 0.1f, y, places,
                  channels);
        }
      }
      for (size_t c = 0; c < channels; c++) {
        y[c] = y[c] < p->low ? p->low : p->high < y[c] ? p->high : y[c];
      }
      y += channels;
      places += channels;
    }
  }
}

LINNET_SMALL_CODE_END
