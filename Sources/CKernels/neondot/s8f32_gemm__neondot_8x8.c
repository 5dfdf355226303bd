// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "neondot/s8_tile.h"

LINNET_TARGET_NEONDOT

void s8f32_gemm__neondot_8x8(const struct gemm_params *params, const struct gemm_rows *rows,
                             const void *panels, size_t columns, void *output) {
  FOR_EACH_TILE(s8f32_gemm_tile);
}

LINNET_TARGET_END
#endif
