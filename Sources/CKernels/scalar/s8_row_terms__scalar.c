// SPDX-License-Identifier: Apache-2.0
#include "dense/gemm.list.h"

void s8_row_terms__scalar(const struct gemm_params *params, size_t count, const int8_t *const *rows,
                          int32_t factor, int32_t *terms) {
  for (size_t m = 0; m < count; m++) {
    int32_t sum = 0;
    for (size_t t = 0; t < params->tap_count; t++) {
      const int8_t *x = rows[m] + params->tap_offsets[t];
      for (size_t k = 0; k < params->run; k++) sum += x[k];
    }
    terms[m] = (int32_t)((uint32_t)sum * (uint32_t)factor);
  }
}
