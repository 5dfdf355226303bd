// SPDX-License-Identifier: Apache-2.0
#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "scalar/fixed_point.h"

enum { NR = 4 };

void f32_gemm__scalar(const struct gemm_params *params, const struct gemm_rows *rows,
                      const void *panels, size_t columns, void *output) {
  const float *bias = (const float *)panels + PANEL_BIAS * NR;
  const float *weights = (const float *)panels + PANEL_ARRAYS * NR;
  for (size_t m = 0; m < rows->count; m++) {
    const char *row = rows->addresses[m];
    float *out = (float *)((char *)output + m * params->output_stride);
    for (size_t n = 0; n < columns; n++) {
      float sum = bias[n], total = 0;
      size_t left = F32_CHUNK;
      const float *w = weights + n;
      for (size_t t = 0; t < params->tap_count; t++) {
        const float *x = (const float *)(row + params->tap_offsets[t]);
        for (size_t k = 0; k < params->run; k++, w += NR, left--) {
          if (left == 0) {
            total += sum;
            sum = 0;
            left = F32_CHUNK;
          }
          sum = __builtin_fmaf(x[k], *w, sum);
        }
      }
      out[n] = clamp_f32(total + sum, params->float_min, params->float_max);
    }
  }
}
