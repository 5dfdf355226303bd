// SPDX-License-Identifier: Apache-2.0
// Matrix products of floats in tiles of up to MAX_MR rows by PANELS panels of LANES columns. A file
// that includes this defines the three and switches on its instruction set; see
// `vector/f32_vector.h`.
#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "vector/f32_vector.h"

/// Moves the sums to the totals, or from the second time on adds them, and starts them from 0.
LINNET_INLINE void bank_sums(vec sums[MAX_MR][PANELS], vec *totals, bool has_totals, int mr,
                             int panel_count) {
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      vec *total = &totals[m * PANELS + p];
      *total = has_totals ? *total + sums[m][p] : sums[m][p];
      sums[m][p] = (vec)0.0f;
    }
  }
}

LINNET_INLINE void f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                 const char *panels, size_t columns, char *output, int mr,
                                 int panel_count) {
  const char *x[MAX_MR];
  vec sums[MAX_MR][PANELS];
  // The compiler shall not see what they are, or it would take registers from the sums for them.
  vec memory[MAX_MR * PANELS], *totals = memory;
  __asm__("" : "+r"(totals));
  size_t stride = params->panel_stride;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    x[m] = rows->addresses[(size_t)m < rows->count ? (size_t)m : rows->count - 1];
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      const float *head = (const float *)(panels + (size_t)p * stride);
      sums[m][p] = vec_load(head + PANEL_BIAS * LANES);
    }
  }
  const char *weights = panels + PANEL_ARRAYS * LANES * sizeof(float);
  bool has_totals = false;
  size_t left = F32_CHUNK;
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t offset = params->tap_offsets[t];
    for (size_t first = 0; first < params->run;) {
      if (left == 0) {
        bank_sums(sums, totals, has_totals, mr, panel_count);
        has_totals = true;
        left = F32_CHUNK;
      }
      size_t count = params->run - first < left ? params->run - first : left;
      ptrdiff_t k = offset + (ptrdiff_t)(first * sizeof(float));
      ptrdiff_t end = k + (ptrdiff_t)(count * sizeof(float));
      for (; k < end; k += (ptrdiff_t)sizeof(float)) {
        vec w[PANELS];
        LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
          w[p] = vec_load((const float *)(weights + (size_t)p * stride));
        }
        weights += LANES * sizeof(float);
        LINNET_UNROLL for (int m = 0; m < mr; m++) {
          vec value = (vec)(*(const float *)(x[m] + k));
          LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
            sums[m][p] = __builtin_elementwise_fma(w[p], value, sums[m][p]);
          }
        }
      }
      first += count;
      left -= count;
    }
  }
  if (has_totals) {
    LINNET_UNROLL for (int m = 0; m < mr; m++) {
      LINNET_UNROLL for (int p = 0; p < panel_count; p++) sums[m][p] += totals[m * PANELS + p];
    }
  }
  vec low = (vec)params->float_min, high = (vec)params->float_max;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    if ((size_t)m >= rows->count) break;
    float *target = (float *)(output + (size_t)m * params->output_stride);
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      vec y = vec_clamp(sums[m][p], low, high);
      size_t left = columns - (size_t)p * LANES;
      if (left >= LANES) {
        vec_store(target + p * LANES, y);
      } else {
        vec_store_part(target + p * LANES, y, left);
      }
    }
  }
}

/// Calls the tile with its row and panel counts as constants, so that sums stay in registers.
LINNET_INLINE void f32_gemm(const struct gemm_params *params, const struct gemm_rows *rows,
                            const char *panels, size_t columns, char *output) {
  bool wide = columns > LANES;
  if (rows->count > MAX_MR / 2) {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, MAX_MR, PANELS)
         : f32_gemm_tile(params, rows, panels, columns, output, MAX_MR, 1);
  } else if (rows->count > 1) {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, MAX_MR / 2, PANELS)
         : f32_gemm_tile(params, rows, panels, columns, output, MAX_MR / 2, 1);
  } else {
    wide ? f32_gemm_tile(params, rows, panels, columns, output, 1, PANELS)
         : f32_gemm_tile(params, rows, panels, columns, output, 1, 1);
  }
}
