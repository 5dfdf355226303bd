// SPDX-License-Identifier: Apache-2.0
#include "../include/softmax.h"

#include <math.h>

#include "arithmetic/fixed_point_functions.h"
#include "arithmetic/float_functions.h"
#include "arithmetic/loops.h"

// SOFTMAX, LOG_SOFTMAX and L2_NORMALIZATION over the last axis. Sums of floats are taken in LANES
// partial sums, the same on every machine.

enum { LANES = 16 };

static inline float largest(const float *x, size_t count) {
  float lanes[LANES];
  for (int i = 0; i < LANES; i++) lanes[i] = x[0];
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) lanes[j] = lanes[j] < x[i + j] ? x[i + j] : lanes[j];
  }
  for (; i < count; i++) lanes[0] = lanes[0] < x[i] ? x[i] : lanes[0];
  for (int half = LANES / 2; half > 0; half /= 2) {
    for (int j = 0; j < half; j++)
      lanes[j] = lanes[j] < lanes[j + half] ? lanes[j + half] : lanes[j];
  }
  return lanes[0];
}

static inline float sum_of_lanes(float *lanes) {
  for (int half = LANES / 2; half > 0; half /= 2) {
    for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
  }
  return lanes[0];
}

static inline float sum(const float *x, size_t count) {
  float lanes[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    for (int j = 0; j < LANES; j++) lanes[j] += x[i + j];
  }
  for (; i < count; i++) lanes[i % LANES] += x[i];
  return sum_of_lanes(lanes);
}

LINNET_PLAIN_KERNEL(void, f32_softmax, LINNET_ROW_PARAMETERS, LINNET_ROW_ARGUMENTS) {
  const float factor = *(const float *)parameters;
  for (size_t row = 0; row < rows; row++) {
    const float *x = (const float *)x_bytes + row * depth;
    float *y = (float *)y_bytes + row * depth;
    const float maximum = largest(x, depth);
    LINNET_ELEMENTWISE
    for (size_t i = 0; i < depth; i++) y[i] = exp_f32((x[i] - maximum) * factor);
    const float total = sum(y, depth);
    for (size_t i = 0; i < depth; i++) y[i] = y[i] / total;
  }
}

LINNET_SMALL_CODE_BEGIN

void f32_log_softmax(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,
                     const void *parameters) {
  (void)parameters;
  for (size_t row = 0; row < rows; row++) {
    const float *x = (const float *)x_bytes + row * depth;
    float *y = (float *)y_bytes + row * depth;
    const float maximum = largest(x, depth);
    float lanes[LANES] = {0};
    for (size_t i = 0; i < depth; i++) lanes[i % LANES] += exp_f32(x[i] - maximum);
    const float logarithm = logf(sum_of_lanes(lanes));
    for (size_t i = 0; i < depth; i++) y[i] = x[i] - maximum - logarithm;
  }
}

void f32_l2_normalize(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,
                      const void *parameters) {
  (void)parameters;
  for (size_t row = 0; row < rows; row++) {
    const float *x = (const float *)x_bytes + row * depth;
    float *y = (float *)y_bytes + row * depth;
    float lanes[LANES] = {0};
    for (size_t i = 0; i < depth; i++) lanes[i % LANES] += x[i] * x[i];
    const float root = sqrtf(sum_of_lanes(lanes));
    const float length = root < 1e-6f ? 1e-6f : root;
    for (size_t i = 0; i < depth; i++) y[i] = x[i] / length;
  }
}

void linnet_fill_exponentials(linnet_x8_exponentials *tables, int32_t mantissa, int32_t shift,
                              int32_t last) {
  for (int32_t i = 0; i < 256; i++) {
    const int32_t scaled = high_multiply((int32_t)((uint32_t)-i << shift), mantissa);
    const int is_used = i <= last;
    tables->scaled[i] = scaled;
    tables->exponentials[i] = is_used ? exp_of_negative(scaled, 5) : 0;
    tables->addends[i] = is_used ? rounding_shift(tables->exponentials[i], 12) : 0;
  }
  tables->last = last;
}

LINNET_SMALL_CODE_END

/// Defines a softmax of 8-bit rows: 1/Σ as a mantissa, times each exponential, shifted; `hint` stands
/// before that loop.
#define DEFINE_SOFTMAX(name, in, in_least, out, out_least, out_largest, out_bits, hint)          \
  LINNET_PLAIN_KERNEL(void, name, LINNET_ROW_PARAMETERS, LINNET_ROW_ARGUMENTS) {                 \
    const linnet_x8_exponentials *tables = parameters;                                           \
    const int32_t last = tables->last;                                                           \
    for (size_t row = 0; row < rows; row++) {                                                    \
      const in *x = (const in *)x_bytes + row * depth;                                           \
      out *y = (out *)y_bytes + row * depth;                                                     \
      in maximum = in_least;                                                                     \
      for (size_t i = 0; i < depth; i++) maximum = maximum < x[i] ? x[i] : maximum;              \
      uint64_t total = 0;                                                                        \
      for (size_t i = 0; i < depth; i++) total += (uint32_t)tables->addends[maximum - x[i]];     \
      int32_t over, halvings;                                                                    \
      const int32_t scale = reciprocal(halved_sum(total, &halvings), 12, &over);                 \
      const int32_t exponent = clamp_int32(over + halvings + 31 - out_bits, 0, 31);              \
      hint for (size_t i = 0; i < depth; i++) {                                                  \
        const int32_t difference = maximum - x[i];                                               \
        const int32_t product = high_multiply(scale, tables->exponentials[difference]);          \
        const int32_t shifted = rounding_shift(product, exponent) + out_least;                   \
        y[i] =                                                                                   \
            (out)(difference > last ? out_least : clamp_int32(shifted, out_least, out_largest)); \
      }                                                                                          \
    }                                                                                            \
  }
DEFINE_SOFTMAX(s8_softmax, int8_t, INT8_MIN, int8_t, INT8_MIN, INT8_MAX, 8, LINNET_ELEMENTWISE)

LINNET_SMALL_CODE_BEGIN
DEFINE_SOFTMAX(u8_softmax, uint8_t, 0, uint8_t, 0, UINT8_MAX, 8, )
DEFINE_SOFTMAX(s8_softmax_to_s16, int8_t, INT8_MIN, int16_t, INT16_MIN, INT16_MAX, 16, )
DEFINE_SOFTMAX(u8_softmax_to_s16, uint8_t, 0, int16_t, INT16_MIN, INT16_MAX, 16, )

static inline int32_t saturated(int64_t x) {
  return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : (int32_t)x;
}

/// The natural logarithm with 26 bits after the point of a sum ≥ 1 with 19 bits after the point.
///
/// x, the sum halved until it fits, is 2ᵏ · r with r near 1, by whichever of two normalizations gives
/// the smaller r; log r is a rational function of r − 2^(−1/4).
static int32_t log_of_sum(uint64_t sum) {
  int32_t halvings;
  const int32_t x = halved_sum(sum, &halvings);
  const int32_t log2 = 1488522236, fourth_root_half = 1805811301, root_half = 1518500250;
  const int32_t alpha_n = 117049297, alpha_d = 127690142, alpha_i = 1057819769;
  const int32_t alpha_f = 638450708;
  const int32_t quarter = rounding_shift(536870912, 6);
  const int32_t leading = x == 0 ? 32 : __builtin_clz((uint32_t)x);
  const int32_t r_a =
      saturating_shift_left(high_multiply(saturating_shift_left(x, leading - 1), root_half), 1);
  const int32_t power_a = saturated((int64_t)saturating_shift_left(12 - leading, 25) + quarter);
  const int32_t z_b = high_multiply(x, root_half);
  const int32_t headroom_b = (z_b == 0 ? 32 : __builtin_clz((uint32_t)z_b)) - 1;
  const int32_t r_b = saturating_shift_left(x, headroom_b);
  const int32_t power_b = saturated((int64_t)saturating_shift_left(12 - headroom_b, 25) - quarter);
  const int32_t r = r_a < r_b ? r_a : r_b;
  const int32_t power = power_a > power_b ? power_a : power_b;

  const int64_t half_sum = (int64_t)r + fourth_root_half;
  const int32_t p = (int32_t)((half_sum + (half_sum >= 0 ? 1 : -1)) / 2);
  const int32_t difference = wrapping_sub(r, fourth_root_half);
  const int32_t q = wrapping_add(difference, difference);
  const int32_t square = high_multiply(q, q);
  const int32_t numerator =
      wrapping_add(high_multiply(q, r), high_multiply(high_multiply(q, square), alpha_n));
  const int32_t denominator = wrapping_add(
      high_multiply(p, wrapping_add(wrapping_add(alpha_i, q), high_multiply(alpha_d, square))),
      high_multiply(alpha_f, q));
  const int32_t inverse = reciprocal_of_one_plus(denominator);
  const int32_t logarithm = wrapping_add(high_multiply(power, log2),
                                         high_multiply(rounding_shift(numerator, 6), inverse));
  const int64_t log2_26 = 46516320;
  return saturated((int64_t)logarithm * 2 + halvings * log2_26);
}

#define DEFINE_LOG_SOFTMAX(name, type, least, largest_value)                                   \
  void name(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,                     \
            const void *parameters) {                                                          \
    const linnet_x8_exponentials *tables = parameters;                                         \
    const rescaling reverse = make_rescaling(tables->reverse_mantissa, tables->reverse_shift); \
    for (size_t row = 0; row < rows; row++) {                                                  \
      const type *x = (const type *)x_bytes + row * depth;                                     \
      type *y = (type *)y_bytes + row * depth;                                                 \
      type maximum = least;                                                                    \
      for (size_t i = 0; i < depth; i++) maximum = maximum < x[i] ? x[i] : maximum;            \
      uint64_t total = 0;                                                                      \
      for (size_t i = 0; i < depth; i++) total += (uint32_t)tables->addends[maximum - x[i]];   \
      const int32_t logarithm = log_of_sum(total);                                             \
      const int32_t reached = rescale(wrapping_add(logarithm, INT32_MIN), reverse);            \
      const int32_t limit = -tables->last - 1 > reached ? -tables->last - 1 : reached;         \
      for (size_t i = 0; i < depth; i++) {                                                     \
        const int32_t difference = maximum - x[i];                                             \
        const int32_t value =                                                                  \
            rounding_shift(wrapping_sub(tables->scaled[difference], logarithm), 22) +          \
            largest_value;                                                                     \
        y[i] = (type)(-difference > limit ? clamp_int32(value, least, largest_value) : least); \
      }                                                                                        \
    }                                                                                          \
  }
DEFINE_LOG_SOFTMAX(s8_log_softmax, int8_t, INT8_MIN, INT8_MAX)
DEFINE_LOG_SOFTMAX(u8_log_softmax, uint8_t, 0, UINT8_MAX)

static inline int32_t line(int32_t x, const int16_t *table) {
  const int32_t index = 256 + (x >> 7);
  const int16_t slope = (int16_t)(table[index + 1] - table[index]);
  return (int16_t)(table[index] + ((slope * (x & 0x7f) + 64) >> 7));
}

void s16_softmax(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,
                 const void *parameters) {
  const linnet_s16_softmax *p = parameters;
  const rescaling scaling = make_rescaling(p->mantissa, p->shift);
  for (size_t row = 0; row < rows; row++) {
    const int16_t *x = (const int16_t *)x_bytes + row * depth;
    int16_t *y = (int16_t *)y_bytes + row * depth;
    int32_t maximum = INT16_MIN;
    for (size_t i = 0; i < depth; i++) maximum = maximum < x[i] ? x[i] : maximum;
    uint64_t ones = 0;
    for (size_t i = 0; i < depth; i++) {
      const int32_t scaled = wrapping_add(rescale(x[i] - maximum, scaling), 32767);
      y[i] = (int16_t)line(clamp_int32(scaled, INT16_MIN, INT16_MAX), p->exponential);
      ones += (uint64_t)y[i];
    }
    int32_t halvings;
    const int32_t total = halved_sum(ones, &halvings);
    const int32_t headroom = total == 0 ? 32 : __builtin_clz((uint32_t)total);
    const int32_t sum = (int32_t)((((int64_t)total << (headroom - 1)) + (1 << 13)) >> 14);
    const int32_t index = clamp_int32(sum - ((1 << 15) + (1 << 16)), INT16_MIN, INT16_MAX);
    const int64_t inverse = line(index, p->reciprocal);
    const int32_t right = clamp_int32(31 - headroom + halvings, 1, 62);
    for (size_t i = 0; i < depth; i++) {
      const int64_t result = (y[i] * inverse + (INT64_C(1) << (right - 1))) >> right;
      y[i] = (int16_t)clamp_int32((int32_t)result, 0, INT16_MAX);
    }
  }
}

LINNET_SMALL_CODE_END
