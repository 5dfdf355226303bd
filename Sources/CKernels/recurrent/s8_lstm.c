// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/fixed_point.h"
#include "isa/targets.h"
#include "recurrent/integer_sums.h"

// Fixed-point functions of 16 bits as the reference has them: products of fractions are rounded half
// up in the 16th bit, sums wrap, shifts to the left saturate.

static inline int32_t wrapped16(int32_t x) { return (int16_t)(uint16_t)(uint32_t)x; }

static inline int32_t product16(int32_t a, int32_t b) {
  return saturated16((a * b + (1 << 14)) >> 15);
}

LINNET_SMALL_CODE_BEGIN

/// eᵃ as a fraction for a ≤ 0 with `integer_bits` bits before the point.
static int32_t exp16(int32_t a, int32_t integer_bits) {
  static const int32_t factors[7] = {// exp(−2^k) for k from −2 to 4
                                     25520, 19875, 12055, 4435, 600, 11, 0};
  const int32_t fraction_bits = 15 - integer_bits;
  const int32_t quarter = 1 << (fraction_bits - 2);
  const int32_t residue = (a & (quarter - 1)) - quarter;
  // A polynomial of degree four around −1/8.
  const int32_t constant = 28918, third = 10923;
  const int32_t x = saturated16((int64_t)residue * (1 << integer_bits)) + (1 << 12);
  const int32_t x2 = product16(x, x);
  const int32_t x3 = product16(x2, x);
  const int32_t quartic = rounding_shift(product16(x2, x2), 2);
  const int32_t sum = rounding_shift(product16(quartic + x3, third) + x2, 1);
  int32_t result = saturated16(constant + product16(constant, wrapped16(x + sum)));
  const int32_t remainder = wrapped16(residue - a);
  for (int32_t k = 0; k < 7 && k - 2 < integer_bits; k++) {
    if (remainder & (1 << (fraction_bits + k - 2))) result = product16(result, factors[k]);
  }
  if (integer_bits > 5 && a < -(32 << fraction_bits)) result = 0;
  return a == 0 ? INT16_MAX : result;
}

/// 2 / (1 + a) with two bits before the point, for a fraction a ≥ 0: three steps of Newton's.
static int32_t twice_reciprocal16(int32_t a) {
  const int32_t half = (a + INT16_MAX + 1) / 2;
  // 48/17 and −32/17 with two bits before the point.
  int32_t x = 23130 + product16(half, -15420);
  for (int i = 0; i < 3; i++) {
    const int32_t error = wrapped16((1 << 13) - product16(half, x));
    x = wrapped16(x + saturated16(product16(x, error) * 4));
  }
  return x;
}

static int32_t logistic16(int32_t x) {
  if (x == 0) return 1 << 14;
  const int32_t positive = saturated16(twice_reciprocal16(exp16(x > 0 ? -x : x, 3)) * 2);
  return x > 0 ? positive : INT16_MAX - positive;
}

static int32_t tanh16(int32_t x, int32_t integer_bits) {
  if (x == 0) return 0;
  const int32_t reciprocal = twice_reciprocal16(exp16(x < 0 ? x : -x, integer_bits + 1));
  const int32_t magnitude = saturated16((reciprocal - (1 << 13)) * 4);
  return x < 0 ? -magnitude : magnitude;
}

LINNET_SMALL_CODE_END

void s8_add_sums(const int8_t *x, const int8_t *weights, const int32_t *bias,
                 linnet_multiplier multiplier, int16_t *sums, size_t count, size_t depth) {
  for (size_t i = 0; i < count; i++) {
    // Unsigned, since sums wrap.
    uint32_t sum = (uint32_t)bias[i];
    const int8_t *row = weights + i * depth;
    for (size_t k = 0; k < depth; k++) sum += (uint32_t)(x[k] * row[k]);
    sums[i] = (int16_t)saturated16((int64_t)scaled((int32_t)sum, multiplier) + sums[i]);
  }
}

LINNET_SMALL_CODE_BEGIN

/// 2²⁰ / √x as mantissa and shift to the right.
static linnet_multiplier inverse_root(int32_t x) {
  linnet_multiplier result = {INT32_MAX, 0};
  if (x <= 1) return result;
  int32_t shift = 11;
  for (; x >= 1 << 29; shift++) x /= 4;
  const int32_t shifts = __builtin_clz((uint32_t)x) / 2 - 1;
  x <<= 2 * shifts;
  shift -= shifts;
  // Newton's iteration with three bits before the point.
  x >>= 1;
  const int32_t half = x == 0 ? 0 : (int32_t)(((int64_t)x + 1) / 2);
  int32_t y = 1 << 28;
  for (int i = 0; i < 5; i++) {
    const int64_t cube = high_multiply(high_multiply(y, y), y) * INT64_C(64);
    const int32_t y3 = cube > INT32_MAX ? INT32_MAX : (int32_t)cube;
    const int64_t next =
        ((int64_t)high_multiply(3 << 27, y) - high_multiply(half, y3)) * INT64_C(8);
    y = next > INT32_MAX ? INT32_MAX : next < INT32_MIN ? INT32_MIN : (int32_t)next;
  }
  y = high_multiply(y, 1518500250);  // √½
  if (shift < 0) {
    y = (int32_t)((uint32_t)y << -shift);
    shift = 0;
  }
  result.mantissa = y;
  result.shift = -shift;
  return result;
}

/// Sums less their mean, over their deviation, with gains and offsets.
static void normalize(const s8_lstm_gate *gate, int16_t *sums, size_t count) {
  int64_t total = 0, squares = 0;
  for (size_t i = 0; i < count; i++) {
    total += sums[i];
    squares += sums[i] * sums[i];
  }
  const int32_t mean = (int32_t)(total * 1024 / (int64_t)count);
  const int64_t variance = squares * ((1 << 20) / (int64_t)count) - (int64_t)mean * (int64_t)mean;
  int32_t reduced = (int32_t)(variance / (1 << 20));
  if (reduced < 1) reduced = gate->least_variance;
  const linnet_multiplier root = inverse_root(reduced);
  for (size_t i = 0; i < count; i++) {
    const int32_t centred = scaled(1024 * sums[i] - mean, root);
    const int64_t gained = (int64_t)centred * gate->gains[i] + gate->offsets[i];
    const int32_t rounded = (int32_t)((gained > 0 ? gained + 512 : gained - 512) / 1024);
    sums[i] = (int16_t)saturated16(scaled(rounded, gate->gain));
  }
}

/// What goes into a gate's function.
static void complete_sums(const s8_lstm_gate *gate, const int16_t *state, int16_t *sums,
                          size_t count) {
  if (gate->peepholes != NULL) {
    for (size_t i = 0; i < count; i++) {
      const int32_t part = scaled(gate->peepholes[i] * state[i], gate->peephole);
      sums[i] = (int16_t)saturated16((int64_t)part + sums[i]);
    }
  }
  if (gate->gains != NULL) normalize(gate, sums, count);
}

static void open_gate(const s8_lstm_gate *gate, const int16_t *state, int16_t *sums, size_t count) {
  complete_sums(gate, state, sums, count);
  for (size_t i = 0; i < count; i++) sums[i] = (int16_t)logistic16(sums[i]);
}

void s8_lstm_step(const s8_lstm_cells *cells, int16_t *sums, int16_t *state, int8_t *hidden) {
  const size_t count = cells->count;
  int16_t *forget = sums + (cells->is_coupled ? 0 : count);
  int16_t *candidate = forget + count, *output = candidate + count;
  open_gate(&cells->gates[1], state, forget, count);
  if (!cells->is_coupled) open_gate(&cells->gates[0], state, sums, count);
  complete_sums(&cells->gates[2], state, candidate, count);
  for (size_t i = 0; i < count; i++) {
    const int32_t input = cells->is_coupled ? INT16_MAX - forget[i] : sums[i];
    const int32_t kept = rounding_shift(forget[i] * state[i], 15);
    const int32_t taken = rounding_shift(input * tanh16(candidate[i], 3), 15 + cells->state_bits);
    state[i] = (int16_t)clamp_s32(saturated16(wrapped16(kept) + wrapped16(taken)), -cells->limit,
                                  cells->limit);
  }
  open_gate(&cells->gates[3], state, output, count);
  for (size_t i = 0; i < count; i++) {
    const int32_t result = output[i] * tanh16(state[i], cells->state_bits);
    hidden[i] =
        (int8_t)clamp_s32(scaled(result, cells->hidden) + cells->hidden_zero_point, -128, 127);
  }
}

/// x · multiplier, rounded twice, halves up.
static inline int32_t scaled_up(int32_t x, linnet_multiplier by) {
  const uint32_t left = by.shift > 0 ? (uint32_t)by.shift : 0;
  const uint32_t right = by.shift < 0 ? (uint32_t)-by.shift : 0;
  const int64_t high = high_multiply((int32_t)((uint32_t)x << left), by.mantissa);
  return (int32_t)((high + (INT64_C(1) << right >> 1)) >> right);
}

void u8_lstm_step(const u8_lstm *layer, const uint8_t *row, int16_t *sums, int16_t *state,
                  uint8_t *hidden) {
  const size_t count = layer->count;
  const uint8_t *weights = layer->weights;
  for (size_t i = 0; i < 4 * count; i++, weights += layer->depth) {
    uint32_t sum = (uint32_t)layer->bias[i];
    for (size_t k = 0; k < layer->depth; k++) {
      sum += (uint32_t)((row[k] - 128) * (weights[k] - layer->zero_point));
    }
    sums[i] = (int16_t)saturated16(scaled_up((int32_t)sum, layer->multiplier));
  }
  for (size_t i = 0; i < count; i++) {
    const int32_t taken = product16(logistic16(sums[i]), tanh16(sums[count + i], 3));
    const int32_t kept = product16(logistic16(sums[2 * count + i]), state[i]);
    state[i] = (int16_t)saturated16(rounding_shift(taken, 4) + kept);
    const int32_t result =
        product16(logistic16(sums[3 * count + i]), tanh16(saturated16(state[i] * 2), 3));
    hidden[i] = (uint8_t)(128 + clamp_s32(rounding_shift(result, 8), -128, 127));
  }
}

void s8_narrow_sums(const int16_t *sums, int32_t zero_point, int32_t limit, int8_t *y,
                    size_t count) {
  for (size_t i = 0; i < count; i++) {
    y[i] = (int8_t)clamp_s32(clamp_s32(sums[i] + zero_point, -128, 127), -limit, limit);
  }
}

LINNET_SMALL_CODE_END
