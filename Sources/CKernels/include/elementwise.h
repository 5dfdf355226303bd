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

/// One way to compute a binary kernel.
typedef struct {
  const char *name;
  enum linnet_isa isa;
  linnet_binary_kernel run;
} linnet_binary_variant;

/// Kernels that have variants by instruction set; parameters are a linnet_quantized_binary.
typedef enum { LINNET_S8_ADD, LINNET_U8_ADD, LINNET_S8_MUL } linnet_binary_family;

/// All variants that are compiled for this architecture, scalar first.
const linnet_binary_variant *linnet_binary_variants(linnet_binary_family family, size_t *count);

/// The variant to use here.
const linnet_binary_variant *linnet_binary_selected(linnet_binary_family family);

/// Comparison of quantized integers: both sides rescaled as the reference does before the test.
typedef struct {
  int32_t a_offset, b_offset;
  int32_t left_shift;
  int32_t a_mantissa, a_shift;
  int32_t b_mantissa, b_shift;
} linnet_quantized_comparison;

/// The binary kernels in plain C: `K(name, element of a and b, element of y, parameters)`.
///
/// The parameters are the linnet_f32_limits and so on that the column names, a
/// linnet_quantized_binary (`BINARY`, sums; `PRODUCT` without a left shift), a
/// linnet_quantized_comparison (`COMPARISON`) or nothing. Integers wrap. The divisor of a
/// `QUOTIENT`, and of `S32_QUOTIENT` with its limits, must not be 0.
///
/// Comparisons give 0 or 1 in a byte; `a > b` is `b < a`.
#define LINNET_PLAIN_BINARIES(K)                                                                \
  K(f32_add, F32, F32, F32_LIMITS)                                                              \
  K(f32_sub, F32, F32, F32_LIMITS)                                                              \
  K(f32_mul, F32, F32, F32_LIMITS)                                                              \
  K(f32_div, F32, F32, F32_LIMITS)                                                              \
  K(s32_add, S32, S32, S32_LIMITS)                                                              \
  K(s32_sub, S32, S32, S32_LIMITS)                                                              \
  K(s32_mul, S32, S32, S32_LIMITS)                                                              \
  K(s32_div, S32, S32, S32_QUOTIENT)                                                            \
  K(s64_add, S64, S64, S64_LIMITS)                                                              \
  K(s64_sub, S64, S64, S64_LIMITS)                                                              \
  K(s64_mul, S64, S64, S64_LIMITS)                                                              \
  K(s16_add_plain, S16, S16, S32_LIMITS)                                                        \
  K(s16_mul_plain, S16, S16, S32_LIMITS)                                                        \
  K(u32_mul, S32, S32, NOTHING)                                                                 \
  K(f32_squared_difference, F32, F32, NOTHING)                                                  \
  K(s32_squared_difference, S32, S32, NOTHING)                                                  \
  K(f32_pow, F32, F32, NOTHING)                                                                 \
  K(s32_pow, S32, S32, EXPONENT)                                                                \
  K(f32_floor_div, F32, F32, NOTHING)                                                           \
  K(f32_floor_mod, F32, F32, NOTHING)                                                           \
  LINNET_FLOORS(K, s8, S8)                                                                      \
  LINNET_FLOORS(K, s16, S16)                                                                    \
  LINNET_FLOORS(K, s32, S32)                                                                    \
  LINNET_FLOORS(K, s64, S64)                                                                    \
  K(bool_and, U8, U8, NOTHING)                                                                  \
  K(bool_or, U8, U8, NOTHING)                                                                   \
  K(x8_xor, U8, U8, NOTHING)                                                                    \
  K(x16_xor, S16, S16, NOTHING)                                                                 \
  K(x32_xor, S32, S32, NOTHING)                                                                 \
  LINNET_SHIFTS(K, 8, S8, U8)                                                                   \
  LINNET_SHIFTS(K, 16, S16, S16)                                                                \
  LINNET_SHIFTS(K, 32, S32, S32)                                                                \
  K(f32_atan2, F32, F32, NOTHING)                                                               \
  /* Numbers of 64 bits, whatever they say. */                                                  \
  K(f64_atan2, S64, S64, NOTHING)                                                               \
  K(f32_prelu, F32, F32, NOTHING)                                                               \
  LINNET_COMPARISONS(K, f32, F32)                                                               \
  LINNET_COMPARISONS(K, s8, S8)                                                                 \
  LINNET_COMPARISONS(K, u8, U8)                                                                 \
  LINNET_COMPARISONS(K, s16, S16)                                                               \
  LINNET_COMPARISONS(K, s32, S32)                                                               \
  LINNET_COMPARISONS(K, s64, S64)                                                               \
  LINNET_QUANTIZED_COMPARISONS(K, s8, S8)                                                       \
  LINNET_QUANTIZED_COMPARISONS(K, u8, U8)                                                       \
  LINNET_QUANTIZED_COMPARISONS(K, s16, S16)                                                     \
  K(s16_add, S16, S16, BINARY)                                                                  \
  K(s8_squared_difference, S8, S8, BINARY)                                                      \
  K(u8_mul, U8, U8, PRODUCT)                                                                    \
  K(s16_mul, S16, S16, PRODUCT)                                                                 \
  /* The parametric rectifier: multipliers a for x ≥ x₀ and b, with the slope, below. */    \
  K(s8_prelu, S8, S8, PRODUCT)                                                                  \
  K(u8_prelu, U8, U8, PRODUCT)                                                                  \
  K(s16_prelu, S16, S16, PRODUCT)                                                               \
  K(s8_div, S8, S8, QUANTIZED_QUOTIENT)                                                         \
  K(u8_div, U8, U8, QUANTIZED_QUOTIENT)                                                         \
  K(s16_div, S16, S16, QUANTIZED_QUOTIENT)                                                      \
  /* a · 2^a_shift + b · 2^b_shift, one shift 0 and none positive, saturated. */              \
  K(s16_add_power_of_two, S16, S16, POWERS_OF_TWO)                                              \
  /* The int8 product of two int16 fractions in [−1, 1), as the reference's mixed product. */ \
  K(s16_mul_s8, S16, S8, PRODUCT)                                                               \
  K(s16_mul_u8, S16, U8, PRODUCT)
#define LINNET_FLOORS(K, prefix, element)           \
  K(prefix##_floor_div, element, element, QUOTIENT) \
  K(prefix##_floor_mod, element, element, QUOTIENT)
#define LINNET_SHIFTS(K, bits, signed_element, unsigned_element)    \
  K(s##bits##_right_shift, signed_element, signed_element, NOTHING) \
  K(u##bits##_right_shift, unsigned_element, unsigned_element, NOTHING)
#define LINNET_COMPARISONS(K, prefix, element)   \
  K(prefix##_maximum, element, element, NOTHING) \
  K(prefix##_minimum, element, element, NOTHING) \
  K(prefix##_equal, element, U8, NOTHING)        \
  K(prefix##_not_equal, element, U8, NOTHING)    \
  K(prefix##_less, element, U8, NOTHING)         \
  K(prefix##_less_equal, element, U8, NOTHING)
#define LINNET_QUANTIZED_COMPARISONS(K, prefix, element)  \
  K(prefix##_rescaled_equal, element, U8, COMPARISON)     \
  K(prefix##_rescaled_not_equal, element, U8, COMPARISON) \
  K(prefix##_rescaled_less, element, U8, COMPARISON)      \
  K(prefix##_rescaled_less_equal, element, U8, COMPARISON)

#define LINNET_BINARY_PROTOTYPE(name, ...) LINNET_BINARY(name);
LINNET_PLAIN_BINARIES(LINNET_BINARY_PROTOTYPE)

/// Types of numbers, by the format's number of each.
enum {
  LINNET_F32 = 0,
  LINNET_F16 = 1,
  LINNET_S32 = 2,
  LINNET_U8 = 3,
  LINNET_S64 = 4,
  LINNET_BOOL = 6,
  LINNET_S16 = 7,
  LINNET_S8 = 9,
  LINNET_F64 = 10,
  LINNET_U64 = 12,
  LINNET_U32 = 15,
  LINNET_U16 = 16,
  LINNET_BF16 = 18,
};

/// What `number_combine` makes of two numbers.
enum {
  LINNET_SECOND,
  LINNET_ADD,
  LINNET_MULTIPLY,
  LINNET_MINIMUM,  // NaN where one is
  LINNET_MAXIMUM,
  LINNET_AND,         // of the bits
  LINNET_ALL,         // 1 where neither is 0, else 0
  LINNET_ANY,         // 1 where not both are 0, else 0
  LINNET_SHIFT_LEFT,  // 0 where no bit is left
  LINNET_ATAN2,
};

/// The parameters of `number_combine`: a type, the bytes of its elements, and a function.
typedef struct {
  uint8_t type, size, function;
} linnet_combination;

/// Functions of two numbers of any type. Slow, but small; steps may be any number of elements.
LINNET_BINARY(number_combine);

/// Products of complex numbers.
LINNET_BINARY(c64_mul);

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
/// y₀ + M · (x − x₀), clamped; another multiplier for x < x₀ where it says so.
typedef struct {
  int32_t x_offset, y_offset;
  int32_t mantissa, shift;
  int32_t negative_mantissa, negative_shift;
  int32_t negative_sign;  // 1, or -1 where the slope under x₀ is negative
  int32_t low, high;
} linnet_rescaling;
/// Logistic function and hyperbolic tangent of int16, by the reference's table.
typedef struct {
  int32_t multiplier;
  int32_t left_shift;
  uint16_t table[256];  // 2¹⁶ · logistic(i / 24)
} linnet_s16_sigmoid;
/// Quantization of float32 and back, for `outer · channels · inner` elements.
typedef struct {
  size_t channels, inner;
  const float *scales;         // one a channel
  const int32_t *zero_points;  // one a channel
} linnet_channel_scales;
/// The unary kernels in plain C: `K(name, element of x, element of y, parameters)`.
///
/// The parameters are the structure that the column names, a float (`FLOAT`), 513 int16 (`TABLE`) or
/// nothing.
#define LINNET_PLAIN_UNARIES(K)                                          \
  K(f32_abs, F32, F32, NOTHING)                                          \
  K(f32_neg, F32, F32, NOTHING)                                          \
  K(f32_sqrt, F32, F32, NOTHING)                                         \
  K(f32_rsqrt, F32, F32, NOTHING)                                        \
  K(f32_exp, F32, F32, NOTHING)                                          \
  K(f32_log, F32, F32, NOTHING)                                          \
  K(f32_sin, F32, F32, NOTHING)                                          \
  K(f32_cos, F32, F32, NOTHING)                                          \
  K(f32_floor, F32, F32, NOTHING)                                        \
  K(f32_ceil, F32, F32, NOTHING)                                         \
  K(f32_round, F32, F32, NOTHING)                                        \
  K(f32_square, F32, F32, NOTHING)                                       \
  K(f32_sign, F32, F32, NOTHING)                                         \
  K(f32_elu, F32, F32, NOTHING)                                          \
  K(f32_hard_swish, F32, F32, NOTHING)                                   \
  K(f32_gelu, F32, F32, NOTHING)                                         \
  K(f32_gelu_tanh, F32, F32, NOTHING)                                    \
  K(f32_tanh, F32, F32, NOTHING)                                         \
  K(f32_clamp, F32, F32, F32_LIMITS)                                     \
  /* x where positive, else x · parameter. */                           \
  K(f32_leaky_relu, F32, F32, FLOAT)                                     \
  /* x / parameter */                                                    \
  K(f32_divide, F32, F32, FLOAT)                                         \
  K(s8_neg, S8, S8, NOTHING)                                             \
  K(s16_neg, S16, S16, NOTHING)                                          \
  K(s32_neg, S32, S32, NOTHING)                                          \
  K(s64_neg, S64, S64, NOTHING)                                          \
  K(s16_abs, S16, S16, NOTHING)                                          \
  K(s32_abs, S32, S32, NOTHING)                                          \
  K(s32_sign, S32, S32, NOTHING)                                         \
  K(bool_not, U8, U8, NOTHING)                                           \
  /* Elements of 4 bytes as they are. */                                 \
  K(x32_copy, S32, S32, NOTHING)                                         \
  /* The highest bit turned: uint8 as int8, 128 lower, and back. */      \
  K(x8_flip_sign, U8, U8, NOTHING)                                       \
  /* Linear interpolation of a function of int16 at 513 points. */       \
  K(s16_table, S16, S16, TABLE)                                          \
  LINNET_RESCALES(K, s8, S8)                                             \
  LINNET_RESCALES(K, u8, U8)                                             \
  LINNET_RESCALES(K, s16, S16)                                           \
  LINNET_RESCALES(K, s32, S32)                                           \
  K(s16_rescale_slopes, S16, S16, RESCALING)                             \
  /* |x − x₀| rescaled; a mantissa of 0 stands for a factor of 1. */ \
  K(s16_rescale_abs, S16, S16, RESCALING)                                \
  K(s16_logistic, S16, S16, SIGMOID)                                     \
  K(s16_tanh, S16, S16, SIGMOID)                                         \
  K(f32_quantize_to_s8, F32, S8, CHANNELS)                               \
  K(f32_quantize_to_u8, F32, U8, CHANNELS)                               \
  K(f32_quantize_to_s16, F32, S16, CHANNELS)                             \
  K(s8_dequantize, S8, F32, CHANNELS)                                    \
  K(u8_dequantize, U8, F32, CHANNELS)                                    \
  K(s16_dequantize, S16, F32, CHANNELS)                                  \
  /* Two or four elements a byte, the lower bits first. */               \
  K(s4_dequantize, S8, F32, CHANNELS)                                    \
  K(s2_dequantize, S8, F32, CHANNELS)                                    \
  K(s4_unpack, S8, S8, NOTHING)                                          \
  K(s2_unpack, S8, S8, NOTHING)                                          \
  K(f16_dequantize, S16, F32, NOTHING)                                   \
  K(bf16_widen, S16, F32, NOTHING)                                       \
  /* The nearest half, ties to even. */                                  \
  K(f32_narrow_to_f16, F32, F16, NOTHING)                                \
  K(f32_narrow_to_bf16, F32, BF16, NOTHING)
#define LINNET_RESCALES(K, prefix, element)           \
  K(prefix##_rescale_to_s8, element, S8, RESCALING)   \
  K(prefix##_rescale_to_u8, element, U8, RESCALING)   \
  K(prefix##_rescale_to_s16, element, S16, RESCALING) \
  K(prefix##_rescale_to_s32, element, S32, RESCALING)

#define LINNET_UNARY_PROTOTYPE(name, ...) LINNET_UNARY(name);
LINNET_PLAIN_UNARIES(LINNET_UNARY_PROTOTYPE)

// Kernels that seldom take time, in one form.
LINNET_UNARY(f64_sign);
// Two elements a byte, the lower bits first; the parameters are linnet_channel_scales.
LINNET_UNARY(u4_dequantize);
LINNET_UNARY(f32_quantize_to_s4);
LINNET_UNARY(s4_pack);
LINNET_UNARY(s2_pack);
LINNET_UNARY(f32_quantize_to_u4);

/// Ascending numbers.
typedef struct {
  const float *values;
  size_t count;
} linnet_boundaries;

// How many boundaries each element has reached, in int32: all of them where it is no number. The
// parameters are a linnet_boundaries; integers are rounded to float first.
LINNET_UNARY(f32_bucketize);
LINNET_UNARY(f64_bucketize);
LINNET_UNARY(s32_bucketize);
LINNET_UNARY(s64_bucketize);

/// Steps of one size over a range.
typedef struct {
  float low, high, scale, inverse;
} linnet_steps;

/// The step nearest to each float, half away from zero; NaN for NaN. The parameters are a
/// linnet_steps.
LINNET_UNARY(f32_fake_quantize);

/// y[i] = condition[i · step] ? a[i · a_step] : b[i · b_step] for elements of 1, 2, 4 or 8 bytes.
void linnet_select_elements(const uint8_t *condition, ptrdiff_t step, const void *a,
                            ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y,
                            size_t count, size_t element_size);

/// A mantissa and a right shift for 1 / √x, as the reference's Newton iteration gives them.
void linnet_inverse_square_root(int32_t x, int32_t *mantissa, int32_t *shift);

#pragma clang assume_nonnull end
