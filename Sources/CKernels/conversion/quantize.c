// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/fixed_point.h"
#include "arithmetic/float_functions.h"
#include "arithmetic/loops.h"
#include "conversion/float16.h"

// float32 to quantized integers and back, per tensor (one channel of all elements) or per channel.
// Quotients are single-precision and round half away from zero, as in the reference; out of range
// and NaN saturate.

static inline int32_t quantized(float x, float scale, int32_t zero_point, int32_t low,
                                int32_t high) {
  float quotient = x / scale;
  quotient = quotient > -4194304.0f ? quotient : -4194304.0f;
  quotient = quotient < 4194304.0f ? quotient : 4194304.0f;
  return clamp_int32((int32_t)round_away_f32(quotient) + zero_point, low, high);
}

#define FOR_EACH_CHANNEL                                \
  const linnet_channel_scales *p = parameters;          \
  const size_t block = p->channels * p->inner;          \
  for (size_t start = 0; start < count; start += block) \
    for (size_t channel = 0; channel < p->channels; channel++)

#define DEFINE_QUANTIZE(name, type, low, high)                                       \
  LINNET_PLAIN_KERNEL(void, name, LINNET_UNARY_PARAMETERS, LINNET_UNARY_ARGUMENTS) { \
    FOR_EACH_CHANNEL {                                                               \
      const float *x = (const float *)x_bytes + start + channel * p->inner;          \
      type *y = (type *)y_bytes + start + channel * p->inner;                        \
      const float scale = p->scales[channel];                                        \
      const int32_t zero_point = p->zero_points[channel];                            \
      const size_t inner = p->inner; /* bytes that are stored might alias p's */     \
      LINNET_ELEMENTWISE                                                             \
      for (size_t i = 0; i < inner; i++)                                             \
        y[i] = (type)quantized(x[i], scale, zero_point, low, high);                  \
    }                                                                                \
  }
DEFINE_QUANTIZE(f32_quantize_to_s8, int8_t, INT8_MIN, INT8_MAX)
DEFINE_QUANTIZE(f32_quantize_to_u8, uint8_t, 0, UINT8_MAX)
DEFINE_QUANTIZE(f32_quantize_to_s16, int16_t, INT16_MIN, INT16_MAX)

#define DEFINE_DEQUANTIZE(name, type)                                                  \
  LINNET_PLAIN_KERNEL(void, name, LINNET_UNARY_PARAMETERS, LINNET_UNARY_ARGUMENTS) {   \
    FOR_EACH_CHANNEL {                                                                 \
      const type *x = (const type *)x_bytes + start + channel * p->inner;              \
      float *y = (float *)y_bytes + start + channel * p->inner;                        \
      const float scale = p->scales[channel];                                          \
      const int32_t zero_point = p->zero_points[channel];                              \
      LINNET_ELEMENTWISE                                                               \
      for (size_t i = 0; i < p->inner; i++) y[i] = scale * (float)(x[i] - zero_point); \
    }                                                                                  \
  }
DEFINE_DEQUANTIZE(s8_dequantize, int8_t)
DEFINE_DEQUANTIZE(u8_dequantize, uint8_t)
DEFINE_DEQUANTIZE(s16_dequantize, int16_t)

/// Element `i` of packed signed elements of `bits` bits.
static inline int32_t packed_element(const uint8_t *x, size_t i, int bits) {
  const size_t per_byte = 8 / (size_t)bits;
  const uint32_t byte = x[i / per_byte];
  const uint32_t field = byte >> (i % per_byte * (size_t)bits);
  return (int32_t)(field << (32 - bits)) >> (32 - bits);
}
#define DEFINE_PACKED_DEQUANTIZE(name, bits)                                          \
  LINNET_PLAIN_KERNEL(void, name, LINNET_UNARY_PARAMETERS, LINNET_UNARY_ARGUMENTS) {  \
    FOR_EACH_CHANNEL {                                                                \
      const size_t first = start + channel * p->inner;                                \
      for (size_t i = first; i < first + p->inner; i++) {                             \
        const int32_t x = packed_element(x_bytes, i, bits) - p->zero_points[channel]; \
        ((float *)y_bytes)[i] = p->scales[channel] * (float)x;                        \
      }                                                                               \
    }                                                                                 \
  }
DEFINE_PACKED_DEQUANTIZE(s4_dequantize, 4)
DEFINE_PACKED_DEQUANTIZE(s2_dequantize, 2)

#define DEFINE_UNPACK(name, bits)                                                       \
  LINNET_PLAIN_KERNEL(void, name, LINNET_UNARY_PARAMETERS, LINNET_UNARY_ARGUMENTS) {    \
    (void)parameters;                                                                   \
    int8_t *y = y_bytes;                                                                \
    for (size_t i = 0; i < count; i++) y[i] = (int8_t)packed_element(x_bytes, i, bits); \
  }
DEFINE_UNPACK(s4_unpack, 4)
DEFINE_UNPACK(s2_unpack, 2)

DEFINE_UNARY(f16_dequantize, uint16_t, float, , widened(value))
DEFINE_UNARY(bf16_widen, uint16_t, float, , f32_from_bits((uint32_t)value << 16))
DEFINE_UNARY(f32_narrow_to_f16, float, uint16_t, , narrowed(value))
DEFINE_UNARY(f32_narrow_to_bf16, float, uint16_t, , upper_half(value))

LINNET_SMALL_CODE_BEGIN

void u4_dequantize(const void *x_bytes, void *y_bytes, size_t count, const void *parameters) {
  FOR_EACH_CHANNEL {
    const size_t first = start + channel * p->inner;
    for (size_t i = first; i < first + p->inner; i++) {
      const int32_t x = ((const uint8_t *)x_bytes)[i / 2] >> i % 2 * 4 & 15;
      ((float *)y_bytes)[i] = p->scales[channel] * (float)(x - p->zero_points[channel]);
    }
  }
}

#define DEFINE_PACKED_QUANTIZE(name, low, high)                                            \
  void name(const void *x_bytes, void *y_bytes, size_t count, const void *parameters) {    \
    uint8_t *y = y_bytes;                                                                  \
    FOR_EACH_CHANNEL {                                                                     \
      const size_t first = start + channel * p->inner;                                     \
      for (size_t i = first; i < first + p->inner; i++) {                                  \
        const int32_t element = quantized(((const float *)x_bytes)[i], p->scales[channel], \
                                          p->zero_points[channel], low, high);             \
        const uint32_t lower = i % 2 == 0 ? 0 : y[i / 2];                                  \
        y[i / 2] = (uint8_t)(lower | (uint32_t)(element & 15) << i % 2 * 4);               \
      }                                                                                    \
    }                                                                                      \
  }
DEFINE_PACKED_QUANTIZE(f32_quantize_to_s4, -8, 7)
DEFINE_PACKED_QUANTIZE(f32_quantize_to_u4, 0, 15)

/// The lower bits of bytes, several to a byte; what is left of the last one is 0.
#define DEFINE_PACK(name, bits)                                                           \
  void name(const void *x_bytes, void *y_bytes, size_t count, const void *parameters) {   \
    (void)parameters;                                                                     \
    uint8_t *y = y_bytes;                                                                 \
    for (size_t i = 0; i < count; i++) {                                                  \
      const size_t place = i * bits;                                                      \
      const uint32_t field = ((const uint8_t *)x_bytes)[i] & ((1u << bits) - 1);          \
      y[place / 8] = (uint8_t)((place % 8 == 0 ? 0 : y[place / 8]) | field << place % 8); \
    }                                                                                     \
  }
DEFINE_PACK(s4_pack, 4)
DEFINE_PACK(s2_pack, 2)

void f32_fake_quantize(const void *x, void *y, size_t count, const void *parameters) {
  const linnet_steps steps = *(const linnet_steps *)parameters;
  for (size_t i = 0; i < count; i++) {
    const float value = ((const float *)x)[i];
    const float low = steps.low < value ? value : steps.low;
    const float clamped = low < steps.high ? low : steps.high;
    const float step = round_away_f32((clamped - steps.low) * steps.inverse);
    ((float *)y)[i] = value != value ? value : step * steps.scale + steps.low;
  }
}

LINNET_SMALL_CODE_END
