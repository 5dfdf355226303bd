// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

/// Sets `output`, [columns][rows], to the transpose of `input`, [rows][columns].
///
/// Elements are 1, 2 or 4 bytes.
void matrix_transpose(const void *input, size_t rows, size_t columns, size_t element_bytes,
                      void *output);
