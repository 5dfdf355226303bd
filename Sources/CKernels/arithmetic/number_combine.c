// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "../include/elementwise.h"
#include "conversion/float16.h"
#include "isa/targets.h"

// Functions of two numbers of any type, one after the other: real numbers in double precision and
// then rounded, which gives the same as the type's own precision; integers in 64 bits, cut off.

/// An element's number: real or an integer, by its type.
typedef union {
  double real;
  int64_t integer;
} number;

LINNET_SMALL_CODE_BEGIN

#define LOAD(type, field)            \
  {                                  \
    type value;                      \
    memcpy(&value, x, sizeof value); \
    return (number){.field = value}; \
  }

static number load(const void *x, int type) {
  switch (type) {
    case LINNET_F32:
      LOAD(float, real)
    case LINNET_F64:
      LOAD(double, real)
    case LINNET_F16: {
      uint16_t bits;
      memcpy(&bits, x, sizeof bits);
      return (number){.real = widened(bits)};
    }
    case LINNET_BF16: {
      uint16_t bits;
      memcpy(&bits, x, sizeof bits);
      return (number){.real = f32_from_bits((uint32_t)bits << 16)};
    }
    case LINNET_S8:
      LOAD(int8_t, integer)
    case LINNET_S16:
      LOAD(int16_t, integer)
    case LINNET_S32:
      LOAD(int32_t, integer)
    case LINNET_U8:
      LOAD(uint8_t, integer)
    case LINNET_U16:
      LOAD(uint16_t, integer)
    case LINNET_U32:
      LOAD(uint32_t, integer)
    case LINNET_BOOL:
      return (number){.integer = *(const uint8_t *)x != 0};
    default:
      LOAD(int64_t, integer)
  }
}

static void store(number number, void *y, int type, size_t size) {
  switch (type) {
    case LINNET_F32: {
      const float value = (float)number.real;
      memcpy(y, &value, sizeof value);
      return;
    }
    case LINNET_F16:
    case LINNET_BF16: {
      const float value = (float)number.real;
      const uint16_t bits = type == LINNET_F16 ? narrowed(value) : upper_half(value);
      memcpy(y, &bits, sizeof bits);
      return;
    }
    case LINNET_BOOL:
      *(uint8_t *)y = number.integer != 0;
      return;
    default:  // The lowest bytes come first on every machine that there is a build for.
      memcpy(y, &number, size);
  }
}

static double real_result(double a, double b, int function) {
  switch (function) {
    case LINNET_ADD:
      return a + b;
    case LINNET_MULTIPLY:
      return a * b;
    case LINNET_MINIMUM:
      return a != a || a < b ? a : b;
    case LINNET_MAXIMUM:
      return a != a || a > b ? a : b;
    case LINNET_ALL:
      return a != 0 && b != 0;
    case LINNET_ANY:
      return a != 0 || b != 0;
    case LINNET_ATAN2:
      return atan2(a, b);
    default:
      return b;
  }
}

static int64_t integer_result(int64_t a, int64_t b, int function, int type, size_t size) {
  // Unsigned numbers of 64 bits are ordered as signed ones with the highest bit turned.
  const int64_t turn = type == LINNET_U64 ? INT64_MIN : 0;
  switch (function) {
    case LINNET_ADD:
      return (int64_t)((uint64_t)a + (uint64_t)b);
    case LINNET_MULTIPLY:
      return (int64_t)((uint64_t)a * (uint64_t)b);
    case LINNET_MINIMUM:
      return (a ^ turn) < (b ^ turn) ? a : b;
    case LINNET_MAXIMUM:
      return (a ^ turn) > (b ^ turn) ? a : b;
    case LINNET_AND:
      return a & b;
    case LINNET_ALL:
      return a != 0 && b != 0;
    case LINNET_ANY:
      return a != 0 || b != 0;
    case LINNET_SHIFT_LEFT:
      return (uint64_t)b < 8 * size ? (int64_t)((uint64_t)a << b) : 0;
    default:
      return b;
  }
}

void c64_mul(const void *a, ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y,
             size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) {
    const float *left = (const float *)a + 2 * (ptrdiff_t)i * a_step;
    const float *right = (const float *)b + 2 * (ptrdiff_t)i * b_step;
    const float real = left[0] * right[0] - left[1] * right[1];
    const float imaginary = left[0] * right[1] + left[1] * right[0];
    ((float *)y)[2 * i] = real;
    ((float *)y)[2 * i + 1] = imaginary;
  }
}

void f64_sign(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) {
    const double value = ((const double *)x)[i];
    ((double *)y)[i] = value > 0 ? 1 : value < 0 ? -1 : value == value ? 0 : value;
  }
}

void number_combine(const void *a, ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y,
                    size_t count, const void *parameters) {
  const linnet_combination combination = *(const linnet_combination *)parameters;
  const int type = combination.type, function = combination.function;
  const size_t size = combination.size;
  const int is_real =
      type == LINNET_F32 || type == LINNET_F64 || type == LINNET_F16 || type == LINNET_BF16;
  for (size_t i = 0; i < count; i++) {
    number left = load((const char *)a + (ptrdiff_t)i * a_step * (ptrdiff_t)size, type);
    number right = load((const char *)b + (ptrdiff_t)i * b_step * (ptrdiff_t)size, type);
    if (is_real) {
      left.real = real_result(left.real, right.real, function);
    } else {
      left.integer = integer_result(left.integer, right.integer, function, type, size);
    }
    store(left, (char *)y + i * size, type, size);
  }
}

LINNET_SMALL_CODE_END
