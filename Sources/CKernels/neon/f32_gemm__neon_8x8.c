// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "isa/targets.h"

enum { LANES = 4, MAX_MR = 8, PANELS = 2 };
#include "vector/f32_gemm.h"

void f32_gemm__neon_8x8(const struct gemm_params *params, const struct gemm_rows *rows,
                     const void *panels, size_t columns, void *output) {
  f32_gemm(params, rows, panels, columns, output);
}
#endif
