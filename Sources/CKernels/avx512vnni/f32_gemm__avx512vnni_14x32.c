// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "gemm/gemm.list.h"
#include "gemm/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI

enum { NR = 16, MAX_MR = 14, MAX_PANELS = 2 };

LINNET_INLINE void f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                 const char *panels, size_t columns, char *output, int mr,
                                 int panel_count) {
  const char *x[MAX_MR];
  __m512 sums[MAX_MR][MAX_PANELS];
  size_t stride = params->panel_stride;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = rows->addresses[(size_t)m < rows->count ? (size_t)m : rows->count - 1];
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      sums[m][p] = _mm512_loadu_ps(panels + (size_t)p * stride + PANEL_BIAS * NR * sizeof(float));
    }
  }
  const char *weights = panels + PANEL_ARRAYS * NR * sizeof(float);
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t offset = params->tap_offsets[t];
    ptrdiff_t end = offset + (ptrdiff_t)(params->run * sizeof(float));
    for (ptrdiff_t k = offset; k < end; k += sizeof(float)) {
      __m512 w[MAX_PANELS];
      LINNET_UNROLL for (int p = 0; p < panel_count; p++) w[p] = _mm512_loadu_ps(weights + (size_t)p * stride);
      weights += NR * sizeof(float);
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        __m512 value = _mm512_set1_ps(*(const float *)(x[m] + k));
        LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
          sums[m][p] = _mm512_fmadd_ps(w[p], value, sums[m][p]);
        }
      }
    }
  }
  __m512 low = _mm512_set1_ps(params->float_min), high = _mm512_set1_ps(params->float_max);
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    if ((size_t)m >= rows->count) break;
    float *target = (float *)(output + (size_t)m * params->output_stride);
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      size_t left = columns - (size_t)p * NR;
      __mmask16 mask = left >= NR ? (__mmask16)0xFFFF : (__mmask16)((1u << left) - 1);
      // The bound comes first: of two operands one of which is no number, the second is given.
      __m512 y = _mm512_min_ps(high, _mm512_max_ps(low, sums[m][p]));
      _mm512_mask_storeu_ps(target + p * NR, mask, y);
    }
  }
}

void f32_gemm__avx512vnni_14x32(const struct gemm_params *params, const struct gemm_rows *rows,
                                const void *panels, size_t columns, void *output) {
  bool wide = columns > NR;
  if (rows->count > 7) {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, 14, 2)
         : f32_gemm_tile(params, rows, panels, columns, output, 14, 1);
  } else if (rows->count > 4) {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, 7, 2)
         : f32_gemm_tile(params, rows, panels, columns, output, 7, 1);
  } else if (rows->count > 1) {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, 4, 2)
         : f32_gemm_tile(params, rows, panels, columns, output, 4, 1);
  } else {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, 1, 2)
         : f32_gemm_tile(params, rows, panels, columns, output, 1, 1);
  }
}

LINNET_TARGET_END
#endif
