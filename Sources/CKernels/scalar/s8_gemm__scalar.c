// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "scalar/fixed_point.h"

LINNET_SMALL_CODE_BEGIN

enum { NR = 4 };

static int32_t scaled(const struct gemm_params *params, const int32_t *head, size_t n,
                      int32_t sum) {
  if (params->rounds_once) {
    double factor;
    memcpy(&factor, head + PANEL_FACTOR * NR + 2 * n, sizeof factor);
    return round_once(sum, factor);
  }
  return fixed_point_multiply(sum, head[PANEL_MANTISSA * NR + n], head[PANEL_RIGHT_SHIFT * NR + n],
                              head[PANEL_LEFT_SHIFT * NR + n]);
}

void s8_gemm__scalar(const struct gemm_params *params, const struct gemm_rows *rows,
                     const void *panels, size_t columns, void *output) {
  const int32_t *head = panels;
  const int8_t *weights = (const int8_t *)(head + PANEL_ARRAYS * NR);
  for (size_t m = 0; m < rows->count; m++) {
    const int8_t *row = rows->addresses[m];
    int8_t *out = (int8_t *)output + m * params->output_stride;
    for (size_t n = 0; n < columns; n++) {
      uint32_t sum = (uint32_t)head[PANEL_BIAS * NR + n];
      if (rows->terms != NULL) sum += (uint32_t)rows->terms[m];
      const int8_t *w = weights + n;
      for (size_t t = 0; t < params->tap_count; t++) {
        const int8_t *x = row + params->tap_offsets[t];
        for (size_t k = 0; k < params->run; k++, w += NR) sum += (uint32_t)(x[k] * *w);
      }
      int32_t y = scaled(params, head, n, (int32_t)sum);
      y = (int32_t)((uint32_t)y + (uint32_t)params->output_zero_point);
      out[n] = (int8_t)clamp_s32(y, params->output_min, params->output_max);
    }
  }
}

LINNET_SMALL_CODE_END
