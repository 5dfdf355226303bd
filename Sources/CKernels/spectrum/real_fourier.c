// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "../include/fourier.h"

void linnet_fourier_roots(double *roots, size_t count) {
  if (count < 2) return;
  // The root of order 2, then of 4, 8 …: half the angle each time, without sine and cosine. Each
  // doubles the roots that are known: the rest are products with it, log2(count) at most.
  double real = -1, imaginary = 0;
  roots[0] = 1;
  roots[1] = 0;
  for (size_t spacing = count / 2; spacing > 1; spacing /= 2) {
    const double half = sqrt((1 + real) / 2);
    imaginary = spacing == count / 2 ? -1 : imaginary / (2 * half);
    real = half;
    const size_t step = spacing / 2;
    for (size_t k = step; k < count / 2; k += spacing) {
      const double *before = roots + 2 * (k - step);
      roots[2 * k] = before[0] * real - before[1] * imaginary;
      roots[2 * k + 1] = before[0] * imaginary + before[1] * real;
    }
  }
}

static void exchange(double *a, double *b) {
  const double held = *a;
  *a = *b;
  *b = held;
}

/// By halves (Cooley and Tukey).
void f64_fourier(double *z, size_t count, size_t stride, const double *roots, size_t spacing) {
  for (size_t i = 1, reversed = 0; i < count; i++) {
    size_t bit = count >> 1;
    for (; reversed & bit; bit >>= 1) reversed ^= bit;
    reversed ^= bit;
    if (i >= reversed) continue;
    exchange(z + 2 * i * stride, z + 2 * reversed * stride);
    exchange(z + 2 * i * stride + 1, z + 2 * reversed * stride + 1);
  }
  for (size_t half = 1; half < count; half *= 2) {
    const size_t step = spacing * (count / (2 * half));
    for (size_t first = 0; first < count; first += 2 * half) {
      for (size_t k = 0; k < half; k++) {
        const double *root = roots + 2 * k * step;
        double *a = z + 2 * (first + k) * stride;
        double *b = a + 2 * half * stride;
        const double real = b[0] * root[0] - b[1] * root[1];
        const double imaginary = b[0] * root[1] + b[1] * root[0];
        b[0] = a[0] - real;
        b[1] = a[1] - imaginary;
        a[0] += real;
        a[1] += imaginary;
      }
    }
  }
}

void f32_real_fourier(const float *x, float *y, const linnet_fourier *sizes, const double *roots,
                      double *work) {
  const size_t height = sizes->height, width = sizes->width;
  const size_t order = height > width ? height : width;
  for (size_t row = 0; row < height; row++) {
    double *z = work + 2 * row * width;
    for (size_t column = 0; column < width; column++) {
      const int is_given = row < sizes->input_height && column < sizes->input_width;
      z[2 * column] = is_given ? x[row * sizes->input_width + column] : 0;
      z[2 * column + 1] = 0;
    }
    f64_fourier(z, width, 1, roots, order / width);
  }
  const size_t kept = width / 2 + 1;
  for (size_t column = 0; column < kept; column++) {
    f64_fourier(work + 2 * column, height, width, roots, order / height);
    for (size_t row = 0; row < height; row++) {
      y[2 * (row * kept + column)] = (float)work[2 * (row * width + column)];
      y[2 * (row * kept + column) + 1] = (float)work[2 * (row * width + column) + 1];
    }
  }
}
