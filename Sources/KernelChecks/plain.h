// SPDX-License-Identifier: Apache-2.0
// Operands and parameters of the kernels in plain C.
#pragma once
#include "check.h"
#include "elementwise.h"
#include "pooling.h"
#include "reduction.h"
#include "softmax.h"

/// Element types, as the lists of kernels name them.
enum element { F32, S8, U8, S16, S32, S64, F16, BF16 };

/// What a kernel's parameters are, as the lists name them.
enum parameter_kind {
  NOTHING,
  FLOAT,
  F32_LIMITS,
  S32_LIMITS,
  S64_LIMITS,
  QUOTIENT,
  S32_QUOTIENT,
  EXPONENT,
  BINARY,
  PRODUCT,
  QUANTIZED_QUOTIENT,
  POWERS_OF_TWO,
  COMPARISON,
  RESCALING,
  TABLE,
  SIGMOID,
  CHANNELS,
};

/// Any kernel's parameters.
union parameters {
  float number;
  linnet_f32_limits f32_limits;
  linnet_s32_limits s32_limits;
  linnet_s64_limits s64_limits;
  linnet_quantized_binary binary;
  linnet_quantized_comparison comparison;
  linnet_rescaling rescaling;
  int16_t table[513];
  linnet_s16_sigmoid sigmoid;
  struct {
    linnet_channel_scales table;
    float scales[3];
    int32_t zero_points[3];
  } channels;
};

size_t element_bytes(enum element element);

/// Fills `values`: at random, floats with infinities and NaN among them, or with the type's ends.
void fill_elements(struct generator *generator, enum fill fill, enum element element, void *values,
                   size_t count);

/// Makes parameters such as operators prepare for `count` elements.
void make_parameters(struct generator *generator, enum parameter_kind kind, enum element in,
                     size_t count, union parameters *parameters);

/// Takes out of the right operand what its operator refuses: divisors of 0, negative exponents.
void restrict_right(enum parameter_kind kind, enum element element, void *values, size_t count);
