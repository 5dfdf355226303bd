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
  size_t source = (line - pad->top) / pad->spread_lines;
  result.is_padding =
      line < pad->top || (line - pad->top) % pad->spread_lines != 0 || source >= pad->input_lines;
  if (!result.is_padding) result.source = image * pad->input_lines + source;
  return result;
}

/// How many of a line's input pixels have a place in the output.
static size_t placed_pixels(const struct image_pad *pad) {
  size_t room = pad->output_pixels - pad->left;
  size_t places = (room + pad->spread_pixels - 1) / pad->spread_pixels;
  return places < pad->input_pixels ? places : pad->input_pixels;
}

void x8_image_pad(const struct image_pad *pad, uint8_t fill, const uint8_t *input, uint8_t *output,
                  size_t first, size_t count) {
  size_t length = pad->output_pixels * pad->channels;
  size_t before = pad->left * pad->channels, inside = pad->input_pixels * pad->channels;
  for (size_t i = first; i < first + count; i++) {
    struct line line = line_at(pad, i);
    uint8_t *target = output + i * length;
    if (line.is_padding) {
      memset(target, fill, length);
      continue;
    }
    const uint8_t *source = input + line.source * inside;
    if (pad->spread_pixels > 1) {
      size_t step = pad->spread_pixels * pad->channels;
      memset(target, fill, length);
      for (size_t x = 0; x < placed_pixels(pad); x++) {
        memcpy(target + before + x * step, source + x * pad->channels, pad->channels);
      }
      continue;
    }
    memset(target, fill, before);
    memcpy(target + before, source, inside);
    memset(target + before + inside, fill, length - before - inside);
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
    const float *source = input + line.source * inside;
    if (pad->spread_pixels > 1) {
      size_t step = pad->spread_pixels * pad->channels;
      memset(target, fill, length);
      for (size_t x = 0; x < placed_pixels(pad); x++) {
        f32_s8_quantize(source + x * pad->channels, pad->channels, quantization[line.image],
                        target + before + x * step);
      }
      continue;
    }
    memset(target, fill, before);
    f32_s8_quantize(source, inside, quantization[line.image], target + before);
    memset(target + before + inside, fill, length - before - inside);
  }
}
