// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Rows of `depth` elements each; `y` may be `x` where the element sizes agree.
typedef void (*linnet_row_kernel)(const void *x, void *y, size_t rows, size_t depth,
                                  const void *parameters);

#define LINNET_ROWS(name) \
  void name(const void *x, void *y, size_t rows, size_t depth, const void *parameters)

/// x − max − log Σ e^(x − max); no parameters.
LINNET_ROWS(f32_log_softmax);
/// x / √max(Σ x², 1e−6); no parameters.
LINNET_ROWS(f32_l2_normalize);

/// x · (bias + α · Σ x²)^−β, the sum over [c − radius, c + radius] of the row.
typedef struct {
  size_t radius;
  float bias, alpha, beta;
} linnet_local_response;
LINNET_ROWS(f32_local_response_normalize);

/// Exponentials of the 256 differences to a row's largest element, and what rescales them.
typedef struct {
  int32_t exponentials[256];  // of −difference, 31 bits after the point
  int32_t addends[256];       // the same with 19 bits after the point
  int32_t scaled[256];        // −difference · β · scale with 26 bits after the point
  int32_t last;               // differences beyond it give the least value
  int32_t reverse_mantissa, reverse_shift;  // LOG_SOFTMAX: from 26 bits to the input's scale
} linnet_x8_exponentials;

/// Fills the tables for the multiplier (mantissa, shift) of −difference.
void linnet_fill_exponentials(linnet_x8_exponentials *tables, int32_t mantissa, int32_t shift,
                              int32_t last);

/// The row kernels in plain C of which the compiler makes vectors:
/// `K(name, element of x, element of y)`.
///
/// e^(β·(x − max)) over its row's sum; the parameter is the float β, or linnet_x8_exponentials.
#define LINNET_PLAIN_ROWS(K)    \
  K(f32_softmax, F32, F32)      \
  K(s8_softmax, S8, S8)         \
  K(u8_softmax, U8, U8)         \
  K(s8_softmax_to_s16, S8, S16) \
  K(u8_softmax_to_s16, U8, S16)

#define LINNET_ROW_PROTOTYPE(name, ...) LINNET_ROWS(name);
LINNET_PLAIN_ROWS(LINNET_ROW_PROTOTYPE)

LINNET_ROWS(s8_log_softmax);
LINNET_ROWS(u8_log_softmax);

typedef struct {
  int32_t mantissa, shift;
  int16_t exponential[513];  // of [−10, 0]
  int16_t reciprocal[513];   // 1 / (1 + x) for x in [0, 1]
} linnet_s16_softmax;
LINNET_ROWS(s16_softmax);

/// Rows divided by their length; the parameter is the int32 zero point. Results have scale 1/128.
LINNET_ROWS(s8_l2_normalize);
LINNET_ROWS(u8_l2_normalize);

#pragma clang assume_nonnull end
