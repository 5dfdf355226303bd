// SPDX-License-Identifier: Apache-2.0
#include "isa/targets.h"
#include "matrix.h"

LINNET_SMALL_CODE_BEGIN

void s8_matrix_sums(const int8_t *x, const int8_t *y, int32_t *z, s8_matrix_strides strides,
                    size_t rows, size_t columns, size_t depth) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j++) {
      const int8_t *left = x + i * strides.x_row, *right = y + j * strides.y_column;
      uint32_t sum = 0;  // Unsigned, since sums wrap.
      for (size_t k = 0; k < depth; k++) {
        sum += (uint32_t)(left[k * strides.x_step] * right[k * strides.y_step]);
      }
      z[i * columns + j] = (int32_t)sum;
    }
  }
}

LINNET_SMALL_CODE_END
