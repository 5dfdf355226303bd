// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "../include/softmax.h"

void f32_local_response_normalize(const void *x_bytes, void *y_bytes, size_t rows, size_t depth,
                                  const void *parameters) {
  const linnet_local_response *p = parameters;
  for (size_t row = 0; row < rows; row++) {
    const float *x = (const float *)x_bytes + row * depth;
    float *y = (float *)y_bytes + row * depth;
    for (size_t c = 0; c < depth; c++) {
      const size_t first = c > p->radius ? c - p->radius : 0;
      const size_t last = depth - c > p->radius ? c + p->radius + 1 : depth;
      float sum = 0;
      for (size_t i = first; i < last; i++) sum += x[i] * x[i];
      y[c] = x[c] * powf(p->bias + p->alpha * sum, -p->beta);
    }
  }
}
