// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gemm.h"

/// The variants of each kind of product:
/// V(function, instruction set, mr, nr, kr, granularity, panels, weight offset, is general, row terms)

#define S8_GEMM_VARIANTS(V)                                                                      \
  V(s8_gemm__scalar, LINNET_SCALAR, 4, 4, 1, 1, 1, 0, true, NULL)                                \
  LINNET_X86_ONLY(                                                                               \
    V(s8_gemm__avx2_6x16, LINNET_AVX2, 6, 8, 2, 2, 2, 0, true, s8_row_terms__avx2)               \
    V(s8_gemm__avxvnni_6x16, LINNET_AVXVNNI, 6, 8, 4, 4, 2, 128, true, s8_row_terms__avx2)       \
    V(s8_gemm__avx512vnni_14x32, LINNET_AVX512VNNI, 14, 16, 4, 4, 2, 128, true,                  \
      s8_row_terms__avx512vnni))                                                                 \
  LINNET_ARM_ONLY(                                                                               \
    V(s8_gemm__neon_4x16w, LINNET_NEON, 4, 16, 2, 4, 1, 0, true, NULL)                           \
    V(s8_gemm__neon_4x16, LINNET_NEON, 4, 16, 2, 4, 1, 0, false, NULL)                           \
    V(s8_gemm__neondot_8x8, LINNET_NEONDOT, 8, 8, 4, 4, 1, 0, true, NULL))

#define S8F32_GEMM_VARIANTS(V)                                                                   \
  V(s8f32_gemm__scalar, LINNET_SCALAR, 4, 4, 1, 1, 1, 0, true, NULL)                             \
  LINNET_X86_ONLY(                                                                               \
    V(s8f32_gemm__avx2_6x16, LINNET_AVX2, 6, 8, 2, 2, 2, 0, true, s8_row_terms__avx2)            \
    V(s8f32_gemm__avxvnni_6x16, LINNET_AVXVNNI, 6, 8, 4, 4, 2, 128, true, s8_row_terms__avx2)    \
    V(s8f32_gemm__avx512vnni_14x32, LINNET_AVX512VNNI, 14, 16, 4, 4, 2, 128, true,               \
      s8_row_terms__avx512vnni))                                                                 \
  LINNET_ARM_ONLY(LINNET_BESIDE_INT8(                                                            \
    V(s8f32_gemm__neon_4x16w, LINNET_NEON, 4, 16, 2, 4, 1, 0, true, NULL)                        \
    V(s8f32_gemm__neon_4x16, LINNET_NEON, 4, 16, 2, 4, 1, 0, false, NULL)                        \
    V(s8f32_gemm__neondot_8x8, LINNET_NEONDOT, 8, 8, 4, 4, 1, 0, true, NULL)))

#define F32_GEMM_VARIANTS(V)                                                                     \
  V(f32_gemm__scalar, LINNET_SCALAR, 4, 4, 1, 1, 1, 0, true, NULL)                               \
  LINNET_X86_ONLY(                                                                               \
    V(f32_gemm__avx2_6x16, LINNET_AVX2, 6, 8, 1, 1, 2, 0, true, NULL)                            \
    V(f32_gemm__avx512vnni_14x32, LINNET_AVX512VNNI, 14, 16, 1, 1, 2, 0, true, NULL))            \
  LINNET_ARM_ONLY(LINNET_BESIDE_INT8(                                                            \
    V(f32_gemm__neon_8x8, LINNET_NEON, 8, 4, 1, 1, 2, 0, true, NULL)))

/// In plain C a panel is one column whose weights lie in a row: the compiler makes vectors of its
/// products.
#define S16_S8_GEMM_VARIANTS(V)                                                                  \
  V(s16_s8_gemm, LINNET_SCALAR, 4, 1, 1, 1, 4, 0, true, NULL)                                    \
  LINNET_X86_ONLY(                                                                               \
    V(s16_s8_gemm__avx2_4x16, LINNET_AVX2, 4, 16, 2, 2, 1, 0, true, NULL)                        \
    V(s16_s8_gemm__avx512vnni_12x16, LINNET_AVX512VNNI, 12, 16, 2, 2, 1, 0, true, NULL))         \
  LINNET_ARM_ONLY(LINNET_BESIDE_INT8(                                                            \
    V(s16_s8_gemm__neon_4x16, LINNET_NEON, 4, 16, 1, 1, 1, 0, true, NULL)))
#define S16_S16_GEMM_VARIANTS(V)                                                                 \
  V(s16_s16_gemm, LINNET_SCALAR, 4, 1, 1, 1, 4, 0, true, NULL)

#define GEMM_DECLARE(function, ...) gemm_tile function;
S8_GEMM_VARIANTS(GEMM_DECLARE)
S8F32_GEMM_VARIANTS(GEMM_DECLARE)
F32_GEMM_VARIANTS(GEMM_DECLARE)
S16_S8_GEMM_VARIANTS(GEMM_DECLARE)
S16_S16_GEMM_VARIANTS(GEMM_DECLARE)
#undef GEMM_DECLARE

gemm_row_terms s8_row_terms__scalar;
LINNET_X86_ONLY(gemm_row_terms s8_row_terms__avx2, s8_row_terms__avx512vnni;)
