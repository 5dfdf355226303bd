// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "elementwise.h"
#include "isa.h"

/// The variants of unary kernels: V(function, instruction set).

#define X8_TABLE_VARIANTS(V)                                                                     \
  V(x8_table__scalar, LINNET_SCALAR)                                                             \
  LINNET_X86_ONLY(V(x8_table__avx2, LINNET_AVX2) V(x8_table__avx512vnni, LINNET_AVX512VNNI))     \
  LINNET_ARM_ONLY(V(x8_table__neon, LINNET_NEON))

// On ARM the compiler makes vectors of the scalar loop.
#define F32_LOGISTIC_VARIANTS(V)             \
  V(f32_logistic__scalar, LINNET_SCALAR)     \
  LINNET_X86_ONLY(                           \
      V(f32_logistic__avx2, LINNET_AVX2)     \
      V(f32_logistic__avx512vnni, LINNET_AVX512VNNI))

#define UNARY_DECLARE(function, set) LINNET_UNARY(function);
X8_TABLE_VARIANTS(UNARY_DECLARE)
F32_LOGISTIC_VARIANTS(UNARY_DECLARE)
#undef UNARY_DECLARE
