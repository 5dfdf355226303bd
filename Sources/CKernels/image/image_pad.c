// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "image.h"

/// One line of a padded image: where its pixels come from, if from anywhere.
struct line {
  size_t image;
  /// Index of the input line in all images; valid unless the line is all padding.
  size_t source;
  int is_padding;
};

static struct line line_at(const struct image_pad *pad, size_t index) {
  size_t image = index / pad->output_lines;
  size_t line = index % pad->output_lines;
  struct line result = {.image = image};
  result.is_padding = line < pad->top || line - pad->top >= pad->input_lines;
  if (!result.is_padding) result.source = image * pad->input_lines + line - pad->top;
  return result;
}

void s8_image_pad(const struct image_pad *pad, int8_t fill, const int8_t *input, int8_t *output,
                  size_t first, size_t count) {
  size_t length = pad->output_pixels * pad->channels;
  size_t before = pad->left * pad->channels, inside = pad->input_pixels * pad->channels;
  for (size_t i = first; i < first + count; i++) {
    struct line line = line_at(pad, i);
    int8_t *target = output + i * length;
    if (line.is_padding) {
      memset(target, fill, length);
      continue;
    }
    memset(target, fill, before);
    memcpy(target + before, input + line.source * inside, inside);
    memset(target + before + inside, fill, length - before - inside);
  }
}

void f32_image_pad(const struct image_pad *pad, const float *input, float *output, size_t first,
                   size_t count) {
  size_t length = pad->output_pixels * pad->channels;
  size_t before = pad->left * pad->channels, inside = pad->input_pixels * pad->channels;
  for (size_t i = first; i < first + count; i++) {
    struct line line = line_at(pad, i);
    float *target = output + i * length;
    if (line.is_padding) {
      memset(target, 0, length * sizeof(float));
      continue;
    }
    memset(target, 0, before * sizeof(float));
    memcpy(target + before, input + line.source * inside, inside * sizeof(float));
    memset(target + before + inside, 0, (length - before - inside) * sizeof(float));
  }
}

void f32_s8_image_pad(const struct image_pad *pad, const struct row_quantization *quantization,
                      const float *input, int8_t *output, size_t first, size_t count) {
  size_t length = pad->output_pixels * pad->channels;
  size_t before = pad->left * pad->channels, inside = pad->input_pixels * pad->channels;
  for (size_t i = first; i < first + count; i++) {
    struct line line = line_at(pad, i);
    int8_t *target = output + i * length;
    int fill = quantization[line.image].zero_point;
    if (line.is_padding) {
      memset(target, fill, length);
      continue;
    }
    memset(target, fill, before);
    f32_s8_quantize(input + line.source * inside, inside, quantization[line.image],
                    target + before);
    memset(target + before + inside, fill, length - before - inside);
  }
}
