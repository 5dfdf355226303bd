// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "../include/complex.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

void c64_abs(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  const float *pairs = x;
  for (size_t i = 0; i < count; i++) {
    // No square of a float is too large or too small for double precision.
    const double real = pairs[2 * i], imaginary = pairs[2 * i + 1];
    const double magnitude = sqrt(real * real + imaginary * imaginary);
    // Infinite is larger than whatever number the other part stands for.
    ((float *)y)[i] = isinf(real) || isinf(imaginary) ? INFINITY : (float)magnitude;
  }
}

void c64_real(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((float *)y)[i] = ((const float *)x)[2 * i];
}

void c64_imaginary(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((float *)y)[i] = ((const float *)x)[2 * i + 1];
}

void c128_abs(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  const double *pairs = x;
  for (size_t i = 0; i < count; i++) {
    const double real = fabs(pairs[2 * i]), imaginary = fabs(pairs[2 * i + 1]);
    const double large = real > imaginary ? real : imaginary;
    // A quotient at most 1 has a square that does not overflow.
    const double part = (real > imaginary ? imaginary : real) / large;
    const int is_plain = large > 0 && large <= 0x1.fffffffffffffp1023;
    ((double *)y)[i] = is_plain ? large * sqrt(1 + part * part) : real + imaginary;
  }
}

void c128_real(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((double *)y)[i] = ((const double *)x)[2 * i];
}

void c128_imaginary(const void *x, void *y, size_t count, const void *parameters) {
  (void)parameters;
  for (size_t i = 0; i < count; i++) ((double *)y)[i] = ((const double *)x)[2 * i + 1];
}

LINNET_SMALL_CODE_END
