// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Sets `output`, [columns][rows], to the transpose of `input`, [rows][columns].
///
/// Elements are 1, 2 or 4 bytes.
void matrix_transpose(const void *input, size_t rows, size_t columns, size_t element_bytes,
                      void *output);

/// How many elements lie between neighbours: rows of x, columns of y, and the elements of each.
typedef struct {
  size_t x_row, x_step, y_column, y_step;
} s8_matrix_strides;

/// z[i, j] = Σₖ x[i, k] · y[k, j], wrapping.
void s8_matrix_sums(const int8_t *x, const int8_t *y, int32_t *z, s8_matrix_strides strides,
                    size_t rows, size_t columns, size_t depth);
