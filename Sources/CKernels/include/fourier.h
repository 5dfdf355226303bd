// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// The sizes of one discrete Fourier transform of real numbers in two dimensions.
typedef struct {
  /// Of what is given; it is cut, or filled up with zeros, to the next two.
  size_t input_height, input_width;
  /// Of the transform: powers of two.
  size_t height, width;
} linnet_fourier;

/// Writes count / 2 roots of unity, exp(−2πi · k / count), as pairs of their parts.
void linnet_fourier_roots(double *roots, size_t count);

/// Transforms `count` numbers, a power of two, that lie `stride` pairs of their parts apart, in place.
/// `spacing` is how many of the roots lie between two of order `count`.
void f64_fourier(double *z, size_t count, size_t stride, const double *roots, size_t spacing);

/// y[v, u] = Σ x[j, k] · exp(−2πi · (v · j / height + u · k / width)) for u from 0 to width / 2, as
/// pairs of the real and the imaginary part. `roots` are those of the larger of height and width;
/// `work` holds height · width pairs. Computed in double precision, rounded at the end.
void f32_real_fourier(const float *x, float *y, const linnet_fourier *sizes, const double *roots,
                      double *work);

#pragma clang assume_nonnull end
