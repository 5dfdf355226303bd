// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <stdbool.h>

#include "arithmetic/float_functions.h"
#include "image.h"
#include "isa/targets.h"

struct extremes {
  float low, high;
};

/// The smallest and the largest of `count` floats and 0; NaN where one is.
LINNET_INLINE struct extremes f32_extremes(const float *values, size_t count) {
  // Several running extremes let the compiler use vectors without reordering one of them.
  enum { LANES = 16 };
  float low[LANES] = {0}, high[LANES] = {0};
  // Of magnitudes as integers; that of a NaN is above all others.
  uint32_t largest[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) {
      float x = values[i + j];
      uint32_t magnitude = f32_bits(x) & 0x7fffffff;
      low[j] = x < low[j] ? x : low[j];
      high[j] = x > high[j] ? x : high[j];
      largest[j] = magnitude > largest[j] ? magnitude : largest[j];
    }
  }
  for (; i < count; i++) {
    uint32_t magnitude = f32_bits(values[i]) & 0x7fffffff;
    low[0] = values[i] < low[0] ? values[i] : low[0];
    high[0] = values[i] > high[0] ? values[i] : high[0];
    largest[0] = magnitude > largest[0] ? magnitude : largest[0];
  }
  for (int j = 1; j < LANES; j++) {
    low[0] = low[j] < low[0] ? low[j] : low[0];
    high[0] = high[j] > high[0] ? high[j] : high[0];
    largest[0] = largest[j] > largest[0] ? largest[j] : largest[0];
  }
  const bool has_nan = largest[0] > 0x7f800000;
  return (struct extremes){.low = has_nan ? NAN : low[0], .high = has_nan ? NAN : high[0]};
}

LINNET_PLAIN_KERNEL(struct row_quantization, f32_symmetric_row_quantization,
                    (const float *values, size_t count), (values, count)) {
  const struct extremes extremes = f32_extremes(values, count);
  const float range = -extremes.low > extremes.high ? -extremes.low : extremes.high;
  const bool is_flat = range <= 1e-30f;
  return (struct row_quantization){.scale = is_flat ? 1 : range / 127, .zero_point = 0};
}

LINNET_PLAIN_KERNEL(struct row_quantization, f32_row_quantization,
                    (const float *values, size_t count), (values, count)) {
  const struct extremes extremes = f32_extremes(values, count);
  float range = extremes.high - extremes.low;
  if (range <= 1e-30f) return (struct row_quantization){.scale = 1, .zero_point = 0};
  float scale = range / 255;
  // An infinite range, or one that is no number, leaves nothing to tell apart: such are all results.
  if (!(range <= 3.4e38f)) return (struct row_quantization){.scale = range, .zero_point = 0};
  float zero = -128 - extremes.low / scale;
  int32_t zero_point = (int32_t)(zero + (zero < 0 ? -0.5f : 0.5f));
  if (zero_point < -128) zero_point = -128;
  if (zero_point > 127) zero_point = 127;
  return (struct row_quantization){.scale = scale, .zero_point = zero_point};
}

LINNET_PLAIN_KERNEL(float, f32_largest_magnitude, (const float *values, size_t count),
                    (values, count)) {
  enum { LANES = 16 };
  // Magnitudes are ordered as their bits are; those of NaN are above infinity's.
  uint32_t largest[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) {
      uint32_t magnitude = f32_bits(values[i + j]) & 0x7fffffff;
      magnitude = magnitude > 0x7f800000 ? 0 : magnitude;
      largest[j] = magnitude > largest[j] ? magnitude : largest[j];
    }
  }
  for (; i < count; i++) {
    uint32_t magnitude = f32_bits(values[i]) & 0x7fffffff;
    if (magnitude <= 0x7f800000 && magnitude > largest[0]) largest[0] = magnitude;
  }
  for (int j = 1; j < LANES; j++) largest[0] = largest[j] > largest[0] ? largest[j] : largest[0];
  return f32_from_bits(largest[0]);
}

LINNET_PLAIN_KERNEL(void, f32_s8_quantize,
                    (const float *input, size_t count, struct row_quantization quantization,
                     int8_t *output),
                    (input, count, quantization, output)) {
  const float inverse = 1 / quantization.scale;
  const float low = (float)(-128 - quantization.zero_point);
  const float high = (float)(127 - quantization.zero_point);
  for (size_t i = 0; i < count; i++) {
    float x = input[i] * inverse;
    x = x > low ? x : low;
    x = x < high ? x : high;
    // With the largest float below a half, cutting off the sum rounds halves away from zero.
    int32_t rounded = (int32_t)(x + __builtin_copysignf(0.49999997f, x));
    output[i] = (int8_t)(rounded + quantization.zero_point);
  }
}
