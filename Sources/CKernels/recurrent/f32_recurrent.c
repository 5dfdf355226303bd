// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <string.h>

#include "isa/targets.h"
#include "recurrent.h"

void f32_limit(float limit, float *x, size_t count) {
  const linnet_f32_limits limits = {.low = -limit, .high = limit};
  f32_clamp(x, x, count, &limits);
}

static void activate(enum recurrent_activation activation, const float *x, float *y, size_t count) {
  linnet_f32_limits limits = {.low = 0, .high = INFINITY};
  switch (activation) {
    case RECURRENT_TANH:
      f32_tanh(x, y, count, &limits);
      return;
    case RECURRENT_LINEAR:
      limits.low = -INFINITY;
      break;
    case RECURRENT_RELU:
      break;
    case RECURRENT_RELU_N1_TO_1:
      limits = (linnet_f32_limits){.low = -1, .high = 1};
      break;
    case RECURRENT_RELU6:
      limits.high = 6;
      break;
  }
  f32_clamp(x, y, count, &limits);
}

void f32_activated_sum(enum recurrent_activation activation, const float *a, const float *b,
                       float *y, size_t count) {
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) y[i] = a[i] + b[i];
  activate(activation, y, y, count);
}

void f32_accumulate(const float *x, float *y, size_t count) {
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) y[i] += x[i];
}

LINNET_SMALL_CODE_BEGIN

/// Brings the mean of `sums` to 0 and their variance to 1, then applies gains and offsets.
static void normalize(const float *gains, const float *offsets, float *sums, size_t count) {
  float total = 0;
  for (size_t i = 0; i < count; i++) total += sums[i];
  const float mean = total / (float)count;
  float squares = 0;
  for (size_t i = 0; i < count; i++) squares += (sums[i] - mean) * (sums[i] - mean);
  const float factor = 1.0f / sqrtf(squares / (float)count + 1e-8f);
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) {
    sums[i] = (sums[i] - mean) * factor * gains[i] + offsets[i];
  }
}

/// What goes into a gate's function: its sums with what the states add, normalized.
static void complete_sums(const struct lstm_cells *cells, size_t gate, const float *state,
                          float *sums) {
  const float *peepholes = cells->peepholes[gate];
  if (peepholes != NULL) {
    LINNET_ELEMENTWISE
    for (size_t i = 0; i < cells->count; i++) sums[i] += peepholes[i] * state[i];
  }
  if (cells->gains[gate] != NULL) {
    normalize(cells->gains[gate], cells->offsets[gate], sums, cells->count);
  }
}

static void open_gate(const struct lstm_cells *cells, size_t gate, const float *state,
                      float *sums) {
  complete_sums(cells, gate, state, sums);
  cells->logistic(sums, sums, cells->count, cells);
}

void f32_lstm_step(const struct lstm_cells *cells, const float *inputs, float *gates, float *state,
                   float *hidden) {
  const size_t count = cells->count;
  float *forget = gates + (cells->is_coupled ? 0 : count);
  float *candidate = forget + count, *output = candidate + count;
  f32_accumulate(inputs, gates, (size_t)(output + count - gates));
  open_gate(cells, 1, state, forget);
  if (!cells->is_coupled) open_gate(cells, 0, state, gates);
  complete_sums(cells, 2, state, candidate);
  activate(cells->activation, candidate, candidate, count);
  if (cells->is_coupled) {
    LINNET_ELEMENTWISE
    for (size_t i = 0; i < count; i++) {
      state[i] = forget[i] * state[i] + (1 - forget[i]) * candidate[i];
    }
  } else {
    LINNET_ELEMENTWISE
    for (size_t i = 0; i < count; i++) {
      state[i] = forget[i] * state[i] + gates[i] * candidate[i];
    }
  }
  f32_limit(cells->limit, state, count);
  open_gate(cells, 3, state, output);
  activate(cells->activation, state, hidden, count);
  LINNET_ELEMENTWISE
  for (size_t i = 0; i < count; i++) hidden[i] *= output[i];
}

LINNET_SMALL_CODE_END

void f32_svdf_step(const float *features, const float *times, float *state, float *sums,
                   size_t units, size_t rank, size_t memory) {
  for (size_t unit = 0; unit < units; unit++) {
    float sum = 0;
    for (size_t filter = unit * rank; filter < (unit + 1) * rank; filter++) {
      float *row = state + filter * memory;
      memmove(row, row + 1, (memory - 1) * sizeof *row);
      row[memory - 1] = features[filter];
      for (size_t i = 0; i < memory; i++) sum += row[i] * times[filter * memory + i];
    }
    sums[unit] = sum;
  }
}
