// SPDX-License-Identifier: Apache-2.0
#include "image.h"
#include "isa/targets.h"

/// Adds `count` pixels of a line, from `first` of a window on, as far as they are in the image.
static void add_pixels(const struct image_spread *spread, const float *columns, ptrdiff_t first,
                       size_t count, float *line) {
  ptrdiff_t begin = first < 0 ? -first : 0;
  ptrdiff_t end = (ptrdiff_t)spread->output_pixels - first;
  if (end > (ptrdiff_t)count) end = (ptrdiff_t)count;
  if (begin >= end) return;
  const float *x = columns + (size_t)begin * spread->channels;
  float *y = line + (size_t)(first + begin) * spread->channels;
  const size_t elements = (size_t)(end - begin) * spread->channels;
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < elements; i++) y[i] += x[i];
}

void f32_spread_add(const struct image_spread *spread, const float *columns, float *image) {
  // Pixels of a window that lie side by side are added at once.
  const size_t run = spread->dilation_pixels == 1 ? spread->window_pixels : 1;
  for (size_t line = 0; line < spread->input_lines; line++) {
    for (size_t pixel = 0; pixel < spread->input_pixels; pixel++) {
      for (size_t place = 0; place < spread->window_lines; place++) {
        const size_t row = line * spread->stride_lines + place * spread->dilation_lines;
        const float *source = columns;
        columns += spread->window_pixels * spread->channels;
        if (row < spread->top || row - spread->top >= spread->output_lines) continue;
        float *target = image + (row - spread->top) * spread->output_pixels * spread->channels;
        for (size_t k = 0; k < spread->window_pixels; k += run) {
          const ptrdiff_t first = (ptrdiff_t)(pixel * spread->stride_pixels +
                                              k * spread->dilation_pixels - spread->left);
          add_pixels(spread, source + k * spread->channels, first, run, target);
        }
      }
    }
  }
}
