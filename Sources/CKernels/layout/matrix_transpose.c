// SPDX-License-Identifier: Apache-2.0
#include <stdint.h>

#include "matrix.h"

/// Elements of a square that stays in a first-level cache.
enum { SIDE = 16 };

#define TRANSPOSE(type)                                                            \
  for (size_t i = 0; i < rows; i += SIDE) {                                        \
    for (size_t j = 0; j < columns; j += SIDE) {                                   \
      for (size_t r = i; r < i + SIDE && r < rows; r++) {                          \
        for (size_t c = j; c < j + SIDE && c < columns; c++) {                     \
          ((type *)output)[c * rows + r] = ((const type *)input)[r * columns + c]; \
        }                                                                          \
      }                                                                            \
    }                                                                              \
  }

void matrix_transpose(const void *input, size_t rows, size_t columns, size_t element_bytes,
                      void *output) {
  if (element_bytes == 1) {
    TRANSPOSE(uint8_t)
  } else if (element_bytes == 2) {
    TRANSPOSE(uint16_t)
  } else {
    TRANSPOSE(uint32_t)
  }
}
