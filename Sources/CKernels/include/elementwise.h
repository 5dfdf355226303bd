// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

#pragma clang assume_nonnull begin

/// y[i] = f(a[i · a_step], b[i · b_step]); steps are 0 or 1, count is in elements.
///
/// `y` may be `a` or `b` where the step is 1 and the element sizes agree.
typedef void (*linnet_binary_kernel)(const void *a, ptrdiff_t a_step, const void *b,
                                     ptrdiff_t b_step, void *y, size_t count,
                                     const void *parameters);

/// y[i] = f(x[i]); `y` may be `x` where the element sizes agree.
typedef void (*linnet_unary_kernel)(const void *x, void *y, size_t count, const void *parameters);

/// Limits of a fused activation, in the element's type.
typedef struct {
  float low, high;
} linnet_f32_limits;
typedef struct {
  int32_t low, high;
} linnet_s32_limits;
typedef struct {
  int64_t low, high;
} linnet_s64_limits;

/// Addition, subtraction, multiplication, division and squared difference of quantized integers.
///
/// Offsets are added: the inputs' are the negated zero points. A multiplier is a mantissa and a
/// shift, as in TensorCore's FixedPointMultiplier.
typedef struct {
  int32_t a_offset, b_offset, y_offset;
  int32_t left_shift;
  int32_t a_mantissa, a_shift;
  int32_t b_mantissa, b_shift;
  int32_t y_mantissa, y_shift;
  int32_t low, high;
  int32_t b_sign;  // 1 for a sum, -1 for a difference
} linnet_quantized_binary;

#define LINNET_BINARY(name)                                                            \
  void name(const void *a, ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y, \
            size_t count, const void *parameters)
#define LINNET_UNARY(name) void name(const void *x, void *y, size_t count, const void *parameters)

// Plain arithmetic; parameters are the element's limits. Integers wrap.
LINNET_BINARY(f32_add);
LINNET_BINARY(f32_sub);
LINNET_BINARY(f32_mul);
LINNET_BINARY(f32_div);
LINNET_BINARY(s32_add);
LINNET_BINARY(s32_sub);
LINNET_BINARY(s32_mul);
LINNET_BINARY(s64_add);
LINNET_BINARY(s64_sub);
LINNET_BINARY(s64_mul);
LINNET_BINARY(s16_add_plain);
LINNET_BINARY(s16_mul_plain);
LINNET_BINARY(u32_mul);
/// The divisor must not be 0.
LINNET_BINARY(s32_div);

/// One way to compute a binary kernel.
typedef struct {
  const char *name;
  enum linnet_isa isa;
  linnet_binary_kernel run;
} linnet_binary_variant;

/// Kernels that have variants by instruction set; parameters are a linnet_quantized_binary.
typedef enum { LINNET_S8_ADD, LINNET_S8_MUL } linnet_binary_family;

/// All variants that are compiled for this architecture, scalar first.
const linnet_binary_variant *linnet_binary_variants(linnet_binary_family family, size_t *count);

/// The variant to use here.
const linnet_binary_variant *linnet_binary_selected(linnet_binary_family family);

// Quantized arithmetic; parameters are a linnet_quantized_binary.
LINNET_BINARY(u8_add);
LINNET_BINARY(s16_add);
LINNET_BINARY(u8_mul);
LINNET_BINARY(s16_mul);
LINNET_BINARY(s8_div);
LINNET_BINARY(u8_div);
LINNET_BINARY(s16_div);
LINNET_BINARY(s8_squared_difference);
/// a · 2^a_shift + b · 2^b_shift, one shift 0 and none positive, saturated.
LINNET_BINARY(s16_add_power_of_two);
/// The int8 product of two int16 fractions in [−1, 1), as the reference's mixed product.
LINNET_BINARY(s16_mul_s8);
LINNET_BINARY(s16_mul_u8);

// No parameters.
#define LINNET_FOR_EACH_NUMBER(apply)                                                            \
  apply(f32, float) apply(s8, int8_t) apply(u8, uint8_t) apply(s16, int16_t) apply(s32, int32_t) \
      apply(s64, int64_t)
#define LINNET_COMPARISONS(prefix, type) \
  LINNET_BINARY(prefix##_maximum);       \
  LINNET_BINARY(prefix##_minimum);       \
  LINNET_BINARY(prefix##_equal);         \
  LINNET_BINARY(prefix##_not_equal);     \
  LINNET_BINARY(prefix##_less);          \
  LINNET_BINARY(prefix##_less_equal);    \
  LINNET_BINARY(prefix##_greater);       \
  LINNET_BINARY(prefix##_greater_equal);
LINNET_FOR_EACH_NUMBER(LINNET_COMPARISONS)
LINNET_BINARY(bool_and);
LINNET_BINARY(bool_or);
LINNET_BINARY(f32_squared_difference);
LINNET_BINARY(s32_squared_difference);
LINNET_BINARY(f32_pow);
LINNET_BINARY(s32_pow);
LINNET_BINARY(f32_floor_div);
LINNET_BINARY(f32_floor_mod);
#define LINNET_FLOORS(prefix, type)  \
  LINNET_BINARY(prefix##_floor_div); \
  LINNET_BINARY(prefix##_floor_mod);
LINNET_FLOORS(s8, int8_t)
LINNET_FLOORS(s16, int16_t)
LINNET_FLOORS(s32, int32_t)
LINNET_FLOORS(s64, int64_t)

/// Comparison of quantized integers: both sides rescaled as the reference does before the test.
typedef struct {
  int32_t a_offset, b_offset;
  int32_t left_shift;
  int32_t a_mantissa, a_shift;
  int32_t b_mantissa, b_shift;
} linnet_quantized_comparison;
#define LINNET_QUANTIZED_COMPARISONS(prefix)   \
  LINNET_BINARY(prefix##_rescaled_equal);      \
  LINNET_BINARY(prefix##_rescaled_not_equal);  \
  LINNET_BINARY(prefix##_rescaled_less);       \
  LINNET_BINARY(prefix##_rescaled_less_equal); \
  LINNET_BINARY(prefix##_rescaled_greater);    \
  LINNET_BINARY(prefix##_rescaled_greater_equal);
LINNET_QUANTIZED_COMPARISONS(s8)
LINNET_QUANTIZED_COMPARISONS(u8)
LINNET_QUANTIZED_COMPARISONS(s16)

// Functions of one float32; no parameters.
LINNET_UNARY(f32_abs);
LINNET_UNARY(f32_neg);
LINNET_UNARY(f32_sqrt);
LINNET_UNARY(f32_rsqrt);
LINNET_UNARY(f32_exp);
LINNET_UNARY(f32_log);
LINNET_UNARY(f32_sin);
LINNET_UNARY(f32_cos);
LINNET_UNARY(f32_floor);
LINNET_UNARY(f32_ceil);
LINNET_UNARY(f32_round);
LINNET_UNARY(f32_square);
LINNET_UNARY(f32_sign);
LINNET_UNARY(f32_elu);
LINNET_UNARY(f32_hard_swish);
LINNET_UNARY(f32_gelu);
LINNET_UNARY(f32_gelu_tanh);
LINNET_UNARY(f32_tanh);
/// min(max(x, low), high); parameters are linnet_f32_limits.
LINNET_UNARY(f32_clamp);
/// x where positive, else x · slope; the parameter is a float.
LINNET_UNARY(f32_leaky_relu);
/// x / divisor; the parameter is a float.
LINNET_UNARY(f32_divide);

LINNET_UNARY(s8_neg);
LINNET_UNARY(s16_neg);
LINNET_UNARY(s32_neg);
LINNET_UNARY(s64_neg);
LINNET_UNARY(s16_abs);
LINNET_UNARY(s32_abs);
LINNET_UNARY(s32_sign);
LINNET_UNARY(bool_not);
/// Elements of 4 bytes as they are.
LINNET_UNARY(x32_copy);

/// One way to compute a unary kernel.
typedef struct {
  const char *name;
  enum linnet_isa isa;
  linnet_unary_kernel run;
} linnet_unary_variant;

/// Kernels that have variants by instruction set.
typedef enum {
  LINNET_X8_TABLE,      // table[x] for 8-bit x taken as unsigned; the parameters are 256 bytes
  LINNET_F32_LOGISTIC,  // 1 / (1 + e⁻ˣ); no parameters
} linnet_unary_family;

/// All variants that are compiled for this architecture, scalar first.
const linnet_unary_variant *linnet_unary_variants(linnet_unary_family family, size_t *count);

/// The variant to use here.
const linnet_unary_variant *linnet_unary_selected(linnet_unary_family family);
/// Linear interpolation of a function of int16 at 513 points; the parameters are those int16.
LINNET_UNARY(s16_table);

/// y₀ + M · (x − x₀), clamped; another multiplier for x < x₀ where it says so.
typedef struct {
  int32_t x_offset, y_offset;
  int32_t mantissa, shift;
  int32_t negative_mantissa, negative_shift;
  int32_t negative_sign;  // 1, or -1 where the slope under x₀ is negative
  int32_t low, high;
} linnet_rescaling;
LINNET_UNARY(s16_rescale_slopes);
#define LINNET_RESCALES(prefix)          \
  LINNET_UNARY(prefix##_rescale_to_s8);  \
  LINNET_UNARY(prefix##_rescale_to_u8);  \
  LINNET_UNARY(prefix##_rescale_to_s16); \
  LINNET_UNARY(prefix##_rescale_to_s32);
LINNET_RESCALES(s8)
LINNET_RESCALES(u8)
LINNET_RESCALES(s16)
LINNET_RESCALES(s32)

/// |x − x₀| rescaled as linnet_rescaling says; a mantissa of 0 stands for a factor of 1.
LINNET_UNARY(s16_rescale_abs);

/// The parametric rectifier: multipliers a for x ≥ x₀ and b, with the slope, below.
LINNET_BINARY(f32_prelu);
LINNET_BINARY(s8_prelu);
LINNET_BINARY(u8_prelu);
LINNET_BINARY(s16_prelu);

/// Logistic function and hyperbolic tangent of int16, by the reference's table.
typedef struct {
  int32_t multiplier;
  int32_t left_shift;
  uint16_t table[256];  // 2¹⁶ · logistic(i / 24)
} linnet_s16_sigmoid;
LINNET_UNARY(s16_logistic);
LINNET_UNARY(s16_tanh);

/// Quantization of float32 and back, for `outer · channels · inner` elements.
typedef struct {
  size_t channels, inner;
  const float *scales;         // one a channel
  const int32_t *zero_points;  // one a channel
} linnet_channel_scales;
LINNET_UNARY(f32_quantize_to_s8);
LINNET_UNARY(f32_quantize_to_u8);
LINNET_UNARY(f32_quantize_to_s16);
LINNET_UNARY(s8_dequantize);
LINNET_UNARY(u8_dequantize);
LINNET_UNARY(s16_dequantize);
LINNET_UNARY(f16_dequantize);
/// Two or four elements a byte, the lower bits first; the parameters as for s8_dequantize.
LINNET_UNARY(s4_dequantize);
LINNET_UNARY(s2_dequantize);

/// y[i] = condition[i · step] ? a[i · a_step] : b[i · b_step] for elements of 1, 2, 4 or 8 bytes.
void linnet_select_elements(const uint8_t *condition, ptrdiff_t step, const void *a,
                            ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y,
                            size_t count, size_t element_size);

/// A mantissa and a right shift for 1 / √x, as the reference's Newton iteration gives them.
void linnet_inverse_square_root(int32_t x, int32_t *mantissa, int32_t *shift);

#pragma clang assume_nonnull end
