// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "elementwise.h"
#include "isa.h"

/// The variants of the look-up of bytes: V(function, instruction set).
#define X8_TABLE_VARIANTS(V)                                                                     \
  V(x8_table__scalar, LINNET_SCALAR)                                                             \
  LINNET_X86_ONLY(V(x8_table__avx2, LINNET_AVX2) V(x8_table__avx512vnni, LINNET_AVX512VNNI))     \
  LINNET_ARM_ONLY(V(x8_table__neon, LINNET_NEON))

#define X8_TABLE_DECLARE(function, set) LINNET_UNARY(function);
X8_TABLE_VARIANTS(X8_TABLE_DECLARE)
#undef X8_TABLE_DECLARE
