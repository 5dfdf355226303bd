// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "avxvnni/s8_products.h"

LINNET_TARGET_AVXVNNI
#include "avx2/s8_tile.h"

void s8f32_gemm__avxvnni_6x16(const struct gemm_params *params, const struct gemm_rows *rows,
                              const void *panels, size_t columns, void *output) {
  DISPATCH_TILE(s8f32_gemm_tile);
}

LINNET_TARGET_END
#endif
