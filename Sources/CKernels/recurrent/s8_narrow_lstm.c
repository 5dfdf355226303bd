// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "arithmetic/fixed_point.h"
#include "arithmetic/float_functions.h"
#include "isa/targets.h"
#include "recurrent/integer_sums.h"

// Gates are normalized and opened in single precision, in the reference's order of operations.

LINNET_SMALL_CODE_BEGIN

/// What a part of a gate's sum comes to: in int8, and of that in 16 bits.
static int32_t part(const s8_narrow_gate *gate, int side, size_t cell, const int8_t *x,
                    int32_t zero_point, size_t depth) {
  const int8_t *weights = gate->weights[side] + cell * depth;
  uint32_t sum = 0;  // Unsigned, since sums wrap.
  for (size_t i = 0; i < depth; i++) sum += (uint32_t)((x[i] - zero_point) * weights[i]);
  const int32_t zero = gate->zero_points[side];
  const int32_t narrow =
      clamp_s32(scaled((int32_t)sum, gate->products[side]), -128 - zero, 127 - zero);
  return scaled(narrow, gate->parts[side]);
}

/// Cut off toward zero, and saturated.
static int16_t cut16(float x) {
  return (int16_t)(x >= INT16_MAX ? INT16_MAX : x <= INT16_MIN ? INT16_MIN : (int32_t)x);
}

static void normalize(const s8_narrow_gate *gate, int16_t *sums, size_t count) {
  float sum = 0, squares = 0;
  for (size_t i = 0; i < count; i++) {
    const float value = sums[i];
    sum += value;
    squares += value * value;
  }
  const float mean = sum / (float)count;
  const float variance = squares / (float)count - mean * mean;
  const float inverse = 1 / sqrtf(variance > 0 ? variance : 1e-8f);
  for (size_t i = 0; i < count; i++) {
    const float normal = ((float)sums[i] - mean) * inverse;
    const float value =
        normal * gate->gains[i] * gate->gain + (float)gate->offsets[i] * (0x1p-10f * gate->gain);
    sums[i] = cut16(roundf(value * 4096));
  }
}

static int16_t logistic(int16_t x) { return cut16(32768 / (1 + exp_f32((float)-x * 0x1p-12f))); }

static int16_t tangent(int16_t x, float scale) { return cut16(32768 * tanh_f32(x * scale)); }

static int16_t product(int32_t a, int32_t b) { return (int16_t)rounding_shift(a * b, 15); }

/// A sum of 64 bits times a multiplier of which 16 bits count.
static int32_t scaled_wide(int64_t sum, linnet_multiplier by) {
  const int64_t mantissa = by.mantissa < 0x7fff0000 ? (by.mantissa + (1 << 15)) >> 16 : 0x7fff;
  const int32_t shift = 15 - by.shift;
  const int64_t result = (sum * mantissa + (INT64_C(1) << (shift - 1))) >> shift;
  return (int32_t)(result > 1 << 30 ? 1 << 30 : result < -(1 << 30) ? -(1 << 30) : result);
}

void s8_narrow_lstm_step(const s8_narrow_lstm *layer, const int8_t *x, int16_t *sums,
                         int16_t *state, int8_t *hidden) {
  const size_t count = layer->count;
  int16_t *forget = sums, *candidate = sums + count, *output = sums + 2 * count;
  for (size_t g = 0; g < 3; g++) {
    const s8_narrow_gate *gate = &layer->gates[g];
    int16_t *own = sums + g * count;
    for (size_t i = 0; i < count; i++) {
      own[i] =
          (int16_t)saturated16((int64_t)part(gate, 0, i, x, layer->input_zero_point, layer->depth) +
                               part(gate, 1, i, hidden, layer->output_zero_point, layer->outputs));
    }
    normalize(gate, own, count);
  }
  for (size_t i = 0; i < count; i++) {
    const int16_t kept = logistic(forget[i]);
    const int32_t next =
        product(kept, state[i]) + product(INT16_MAX - kept, tangent(candidate[i], 0x1p-12f));
    state[i] = (int16_t)clamp_s32(saturated16(next), -layer->state_limit, layer->state_limit);
    output[i] = product(logistic(output[i]), tangent(state[i], 0x1p-15f));
  }
  for (size_t i = 0; i < layer->outputs; i++) {
    const int8_t *weights = layer->projection + i * count;
    int64_t sum = layer->bias[i];
    for (size_t k = 0; k < count; k++) sum += output[k] * weights[k];
    const int32_t result = scaled_wide(sum, layer->projected) + layer->output_zero_point;
    hidden[i] =
        (int8_t)clamp_s32(clamp_s32(result, -128, 127), -layer->output_limit, layer->output_limit);
  }
}

LINNET_SMALL_CODE_END
