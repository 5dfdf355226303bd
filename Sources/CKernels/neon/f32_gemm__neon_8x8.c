// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "isa/targets.h"

enum { LANES = 4, MAX_MR = 8, PANELS = 2 };
#include "vector/f32_gemm.h"

void f32_gemm__neon_8x8(const struct gemm_params *params, const struct gemm_rows *rows,
                        const void *panels, size_t columns, void *output) {
  struct gemm_rows part = *rows;
  for (size_t first = 0; first < rows->count; first += MAX_MR) {
    size_t left = rows->count - first;
    part.count = left < MAX_MR ? left : MAX_MR;
    part.addresses = rows->addresses + first;
    f32_gemm(params, &part, panels, columns, (char *)output + first * params->output_stride);
  }
}
#endif
