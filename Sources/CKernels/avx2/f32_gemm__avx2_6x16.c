// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "isa/targets.h"

LINNET_TARGET_AVX2
enum { LANES = 8, MAX_MR = 6, PANELS = 2 };
#include "vector/f32_gemm.h"

void f32_gemm__avx2_6x16(const struct gemm_params *params, const struct gemm_rows *rows,
                         const void *panels, size_t columns, void *output) {
  f32_gemm(params, rows, panels, columns, output);
}

LINNET_TARGET_END
#endif
