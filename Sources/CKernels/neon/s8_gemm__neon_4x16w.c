// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
enum { WIDE = 1 };
#include "neon/s8_dot_tile.h"

void s8_gemm__neon_4x16w(const struct gemm_params *params, const struct gemm_rows *rows,
                         const void *panels, size_t columns, void *output) {
  FOR_EACH_TILE(s8_gemm_tile);
}
#endif
