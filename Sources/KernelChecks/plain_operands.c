// SPDX-License-Identifier: Apache-2.0
#include <float.h>
#include <math.h>
#include <string.h>

#include "plain.h"

size_t element_bytes(enum element element) {
  static const size_t bytes[] = {
      [F32] = 4, [S8] = 1, [U8] = 1, [S16] = 2, [S32] = 4, [S64] = 8, [F16] = 2, [BF16] = 2};
  return bytes[element];
}

static float any_float(struct generator *generator, enum fill fill) {
  static const float extremes[] = {0, -0.0f, INFINITY, -INFINITY, NAN, FLT_MAX, 1e-40f, 0.5f, -2};
  if (fill == FILL_LOWEST) return -FLT_MAX;
  if (fill == FILL_HIGHEST) return 8;
  if (fill == FILL_ALTERNATING) return 3 * next_float(generator);
  const int32_t choice = next_between(generator, 0, 60);
  return choice < 9 ? extremes[choice] : 100 * next_float(generator) * next_float(generator);
}

/// A number of `bytes` bytes, its sign extended.
static int64_t any_integer(struct generator *generator, enum fill fill, size_t bytes, size_t i) {
  const int64_t low = INT64_MIN >> (64 - 8 * bytes);
  if (fill == FILL_LOWEST || (fill == FILL_ALTERNATING && i % 2 == 0)) return low;
  if (fill != FILL_RANDOM) return -(low + 1);
  const uint64_t bits = (uint64_t)next_bits(generator) << 32 | next_bits(generator);
  const int64_t value = (int64_t)(bits << (64 - 8 * bytes)) >> (64 - 8 * bytes);
  return next_between(generator, 0, 3) == 0 ? value % 10 : value;
}

void fill_elements(struct generator *generator, enum fill fill, enum element element, void *values,
                   size_t count) {
  const size_t bytes = element_bytes(element);
  for (size_t i = 0; i < count; i++) {
    const float number = any_float(generator, fill);
    const int64_t integer = any_integer(generator, fill, bytes, i);
    memcpy((char *)values + i * bytes, element == F32 ? (const void *)&number : &integer, bytes);
  }
}

static int32_t any_mantissa(struct generator *generator) {
  return next_between(generator, 1 << 30, INT32_MAX);
}

static linnet_quantized_binary any_binary(struct generator *generator, enum parameter_kind kind,
                                          enum element in) {
  linnet_quantized_binary p = {0};
  // int16 has no zero points.
  if (in != S16) {
    p.a_offset = next_between(generator, -127, 128);
    p.b_offset = kind == QUANTIZED_QUOTIENT ? 0 : next_between(generator, -127, 128);
    p.y_offset = next_between(generator, 0, 20);
  }
  p.left_shift = kind != BINARY ? 0 : in == S16 ? 15 : in == S8 ? 7 : 20;
  p.a_mantissa = any_mantissa(generator);
  p.b_mantissa = any_mantissa(generator);
  p.y_mantissa = any_mantissa(generator);
  p.a_shift = next_between(generator, -9, 0);
  p.b_shift = next_between(generator, -9, 0);
  p.y_shift = next_between(generator, -14, 2);
  if (kind == POWERS_OF_TWO) *(next_bits(generator) & 1 ? &p.a_shift : &p.b_shift) = 0;
  p.low = next_between(generator, 0, 20);
  p.high = next_between(generator, 21, 120);
  p.b_sign = next_bits(generator) & 1 ? 1 : -1;
  return p;
}

static linnet_rescaling any_rescaling(struct generator *generator, enum element in) {
  linnet_rescaling p = {0};
  p.x_offset = in == S16 ? 0 : next_between(generator, -128, 127);
  p.y_offset = next_between(generator, 0, 50);
  p.mantissa = next_between(generator, 0, 7) == 0 ? 0 : any_mantissa(generator);
  p.shift = next_between(generator, -14, 2);
  p.negative_mantissa = any_mantissa(generator);
  p.negative_shift = next_between(generator, -14, 2);
  p.negative_sign = next_bits(generator) & 1 ? 1 : -1;
  p.low = next_between(generator, 0, 20);
  p.high = next_between(generator, 21, 120);
  return p;
}

void make_parameters(struct generator *generator, enum parameter_kind kind, enum element in,
                     size_t count, union parameters *parameters) {
  memset(parameters, 0, sizeof *parameters);
  const int32_t low = next_between(generator, -90, -1), high = next_between(generator, 0, 90);
  switch (kind) {
    case FLOAT:
      parameters->number = 0.3f;
      break;
    case F32_LIMITS:
      parameters->f32_limits = (linnet_f32_limits){(float)low, (float)high};
      break;
    case S32_LIMITS:
    case S32_QUOTIENT:
      parameters->s32_limits = (linnet_s32_limits){low, high};
      break;
    case S64_LIMITS:
      parameters->s64_limits = (linnet_s64_limits){low, high};
      break;
    case BINARY:
    case PRODUCT:
    case QUANTIZED_QUOTIENT:
    case POWERS_OF_TWO:
      parameters->binary = any_binary(generator, kind, in);
      break;
    case COMPARISON:
      parameters->comparison =
          (linnet_quantized_comparison){.a_offset = in == S16 ? 0 : low,
                                        .b_offset = in == S16 ? 0 : high,
                                        .left_shift = 8,
                                        .a_mantissa = any_mantissa(generator),
                                        .b_mantissa = any_mantissa(generator),
                                        .a_shift = next_between(generator, -9, 0),
                                        .b_shift = next_between(generator, -9, 0)};
      break;
    case RESCALING:
      parameters->rescaling = any_rescaling(generator, in);
      break;
    case TABLE:
      fill_elements(generator, FILL_RANDOM, S16, parameters->table, 513);
      break;
    case SIGMOID:
      parameters->sigmoid.multiplier = next_between(generator, 1, 30000);
      parameters->sigmoid.left_shift = next_between(generator, 0, 13);
      for (int i = 0; i < 256; i++) parameters->sigmoid.table[i] = (uint16_t)(32768 + 128 * i);
      break;
    case CHANNELS: {
      const size_t channels = count % 3 == 0 ? 3 : 1;
      for (int i = 0; i < 3; i++) {
        parameters->channels.scales[i] = 0.01f + next_float(generator) * 0.005f;
        parameters->channels.zero_points[i] = next_between(generator, 0, 100);
      }
      parameters->channels.table =
          (linnet_channel_scales){channels, count / channels, parameters->channels.scales,
                                  parameters->channels.zero_points};
      break;
    }
    default:
      break;
  }
}

void restrict_right(enum parameter_kind kind, enum element element, void *values, size_t count) {
  const size_t bytes = element_bytes(element);
  const bool divides = kind == QUOTIENT || kind == S32_QUOTIENT || kind == QUANTIZED_QUOTIENT;
  if (element == F32 || (!divides && kind != EXPONENT)) return;
  for (size_t i = 0; i < count; i++) {
    char *value = (char *)values + i * bytes;
    if (kind == EXPONENT) {
      const int32_t exponent = (int32_t)((uint8_t)value[0] % 40);
      memcpy(value, &exponent, bytes);
    } else {
      const int64_t zero = 0, three = 3;
      if (memcmp(value, &zero, bytes) == 0) memcpy(value, &three, bytes);
    }
  }
}
