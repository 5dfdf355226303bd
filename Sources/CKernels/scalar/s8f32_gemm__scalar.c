// SPDX-License-Identifier: Apache-2.0
#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "scalar/fixed_point.h"

LINNET_SMALL_CODE_BEGIN

enum { NR = 4 };

void s8f32_gemm__scalar(const struct gemm_params *params, const struct gemm_rows *rows,
                        const void *panels, size_t columns, void *output) {
  const int32_t *head = panels;
  const float *float_head = panels;
  const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * NR);
  for (size_t m = 0; m < rows->count; m++) {
    const int8_t *row = rows->addresses[m];
    float *out = (float *)((char *)output + m * params->output_stride);
    for (size_t n = 0; n < columns; n++) {
      int32_t sum = -rows->zero_points[m] * head[PANEL_SUM * NR + n];
      if (rows->terms != NULL) sum += rows->terms[m];
      const int8_t *w = weights + n;
      for (size_t t = 0; t < params->tap_count; t++) {
        const int8_t *x = row + params->tap_offsets[t];
        for (size_t k = 0; k < params->run; k++, w += NR) sum += x[k] * *w;
      }
      float y = (float)sum * (rows->scales[m] * float_head[PANEL_SCALE * NR + n]);
      y += float_head[PANEL_FLOAT_BIAS * NR + n];
      out[n] = clamp_f32(y, params->float_min, params->float_max);
    }
  }
}

LINNET_SMALL_CODE_END
