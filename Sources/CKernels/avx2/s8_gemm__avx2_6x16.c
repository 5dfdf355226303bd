// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "avx2/s8_products.h"

LINNET_TARGET_AVX2
#include "avx2/s8_tile.h"

void s8_gemm__avx2_6x16(const struct gemm_params *params, const struct gemm_rows *rows,
                        const void *panels, size_t columns, void *output) {
  DISPATCH_TILE(s8_gemm_tile);
}

LINNET_TARGET_END
#endif
