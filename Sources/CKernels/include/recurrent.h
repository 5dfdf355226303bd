// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "elementwise.h"

#pragma clang assume_nonnull begin

/// What the cells of recurrent layers apply, by the format's numbers.
enum recurrent_activation {
  RECURRENT_LINEAR,
  RECURRENT_RELU,
  RECURRENT_RELU_N1_TO_1,
  RECURRENT_RELU6,
  RECURRENT_TANH,
};

/// The cells of an LSTM. Its gates are numbered: input 0, forget 1, cell 2, output 3.
struct lstm_cells {
  size_t count;
  /// Whether the input gate is what the forget gate leaves of 1; then there are no sums of it.
  bool is_coupled;
  enum recurrent_activation activation;
  linnet_unary_kernel _Nullable logistic;
  /// The most that a state may differ from 0; infinite for no limit.
  float limit;
  /// What the states add to each gate's sums; null for nothing.
  const float *_Nullable peepholes[4];
  /// Factors and addends of each gate's normalized sums; null where sums are not normalized.
  const float *_Nullable gains[4], *_Nullable offsets[4];
};

/// One step of one row of an LSTM.
///
/// `inputs` and `gates` are the sums over the input and over the last result, gate by gate, of which
/// `gates` is overwritten; `state` goes on to the next step. `hidden` is the result.
void f32_lstm_step(const struct lstm_cells *cells, const float *inputs, float *gates, float *state,
                   float *hidden);

/// y = f(a + b); `y` may be `a` or `b`.
void f32_activated_sum(enum recurrent_activation activation, const float *a, const float *b,
                       float *y, size_t count);

/// y += x.
void f32_accumulate(const float *x, float *y, size_t count);

/// Each x becomes one of [−limit, limit].
void f32_limit(float limit, float *x, size_t count);

/// One step of an SVDF of `units` times `rank` filters: each forgets the oldest of the `memory`
/// features that its row of `state` holds, takes in a new one, and adds their product with its row of
/// `times` to its unit's sum.
void f32_svdf_step(const float *features, const float *times, float *state, float *sums,
                   size_t units, size_t rank, size_t memory);

/// A factor as mantissa · 2^(shift − 31).
typedef struct {
  int32_t mantissa, shift;
} linnet_multiplier;

/// sums[i] += bias[i] + Σ x · weights, scaled and saturated; rows of weights have `depth` elements.
void s8_add_sums(const int8_t *x, const int8_t *weights, const int32_t *bias,
                 linnet_multiplier multiplier, int16_t *sums, size_t count, size_t depth);

/// An SVDF in integers of `units` times `rank` filters; see `f32_svdf_step`.
typedef struct {
  size_t depth, units, rank, memory;
  const int8_t *features;
  const int16_t *times;
  const int32_t *bias;
  int32_t input_zero_point, state_zero_point, output_zero_point;
  /// Whether the state is of int8 rather than int16.
  bool is_narrow;
  /// What sums over features become in the state, and sums over time in the result.
  linnet_multiplier feature, result;
} s8_svdf;

/// One row of an integer SVDF, bit for bit the reference's.
void s8_svdf_step(const s8_svdf *layer, const int8_t *x, void *state, int8_t *y);

/// What one gate of an integer LSTM does with its sums, which have 12 bits after the point.
typedef struct {
  /// What the states add; null for nothing.
  const int16_t *_Nullable peepholes;
  linnet_multiplier peephole;
  /// Factors and addends of normalized sums; null where sums are not normalized.
  const int16_t *_Nullable gains;
  const int32_t *_Nullable offsets;
  /// 12 bits larger than the gains' scale.
  linnet_multiplier gain;
  /// What stands for a variance that rounds to 0.
  int32_t least_variance;
} s8_lstm_gate;

/// The cells of an integer LSTM; see `lstm_cells`.
typedef struct {
  size_t count;
  bool is_coupled;
  /// Bits before the point of a state; 15 less are after it.
  int32_t state_bits;
  int32_t limit;
  linnet_multiplier hidden;
  int32_t hidden_zero_point;
  s8_lstm_gate gates[4];
} s8_lstm_cells;

/// One step of one row of an integer LSTM, bit for bit the reference's: `sums` are those over the
/// input and the last result, and are overwritten.
void s8_lstm_step(const s8_lstm_cells *cells, int16_t *sums, int16_t *state, int8_t *hidden);

/// A basic LSTM of uint8 rows and int16 sums, which have 12 bits after the point; states have 11. Its
/// gates are input, cell, forget, output gate.
typedef struct {
  /// Elements of a row, which are those of the input and of the last result, and cells.
  size_t depth, count;
  const uint8_t *weights;
  int32_t zero_point;
  const int32_t *bias;
  /// What becomes of sums over a row.
  linnet_multiplier multiplier;
} u8_lstm;

/// One step of one row, bit for bit the reference's; `sums` has room for the gates of all cells.
void u8_lstm_step(const u8_lstm *layer, const uint8_t *row, int16_t *sums, int16_t *state,
                  uint8_t *hidden);

/// What one gate of an LSTM with 8-bit sums does: with those over the input and over the last
/// result.
typedef struct {
  const int8_t *_Nonnull weights[2];
  /// What sums become in int8, and these in what is normalized.
  linnet_multiplier products[2], parts[2];
  int32_t zero_points[2];
  const int16_t *gains;
  const int32_t *offsets;
  /// The gains' scale.
  float gain;
} s8_narrow_gate;

/// An LSTM with 8-bit sums whose gates are normalized, whose input gate is what the forget gate leaves
/// of 1, and whose results are projected. Gates are forget, cell and output gate.
typedef struct {
  /// Elements of a row, cells, and results.
  size_t depth, count, outputs;
  /// Of rows and last results.
  int32_t input_zero_point, output_zero_point;
  int32_t state_limit, output_limit;
  s8_narrow_gate gates[3];
  const int8_t *projection;
  const int32_t *bias;
  linnet_multiplier projected;
} s8_narrow_lstm;

/// One step of one row; `sums` has room for the gates of all cells.
void s8_narrow_lstm_step(const s8_narrow_lstm *layer, const int8_t *x, int16_t *sums,
                         int16_t *state, int8_t *hidden);

/// Sums as int8: y[i] = sums[i] + zero point, within int8 and ± limit.
void s8_narrow_sums(const int16_t *sums, int32_t zero_point, int32_t limit, int8_t *y,
                    size_t count);

#pragma clang assume_nonnull end
