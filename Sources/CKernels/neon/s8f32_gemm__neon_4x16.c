// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
enum { WIDE = 0 };
#include "neon/s8_dot_tile.h"

void s8f32_gemm__neon_4x16(const struct gemm_params *params, const struct gemm_rows *rows,
                           const void *panels, size_t columns, void *output) {
  FOR_EACH_TILE(s8f32_gemm_tile);
}
#endif
