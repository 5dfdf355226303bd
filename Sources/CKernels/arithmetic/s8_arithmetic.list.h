// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "elementwise.h"
#include "isa.h"

/// The variants of sums (and differences) of int8 and uint8, and of products of int8:
/// V(function, instruction set).

#define S8_ADD_VARIANTS(V)                                                                       \
  V(s8_add__scalar, LINNET_SCALAR)                                                               \
  LINNET_X86_ONLY(V(s8_add__avx2, LINNET_AVX2) V(s8_add__avx512vnni, LINNET_AVX512VNNI))         \
  LINNET_ARM_ONLY(V(s8_add__neon, LINNET_NEON))

#define U8_ADD_VARIANTS(V)                                                                       \
  V(u8_add__scalar, LINNET_SCALAR)                                                               \
  LINNET_X86_ONLY(V(u8_add__avx2, LINNET_AVX2) V(u8_add__avx512vnni, LINNET_AVX512VNNI))         \
  LINNET_ARM_ONLY(V(u8_add__neon, LINNET_NEON))

#define S8_MUL_VARIANTS(V)                                                                       \
  V(s8_mul__scalar, LINNET_SCALAR)                                                               \
  LINNET_X86_ONLY(V(s8_mul__avx2, LINNET_AVX2) V(s8_mul__avx512vnni, LINNET_AVX512VNNI))         \
  LINNET_ARM_ONLY(V(s8_mul__neon, LINNET_NEON))

#define S8_ARITHMETIC_DECLARE(function, set) LINNET_BINARY(function);
S8_ADD_VARIANTS(S8_ARITHMETIC_DECLARE)
U8_ADD_VARIANTS(S8_ARITHMETIC_DECLARE)
S8_MUL_VARIANTS(S8_ARITHMETIC_DECLARE)
#undef S8_ARITHMETIC_DECLARE
