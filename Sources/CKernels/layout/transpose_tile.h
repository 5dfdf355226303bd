// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// A matrix of elements of 1, 2, 4 or 8 bytes whose columns are contiguous in the source and whose
/// rows are contiguous in the target. Strides are in bytes.
typedef struct {
  size_t size;
  size_t rows;
  size_t columns;
  const uint8_t *source;
  ptrdiff_t column_stride;
  uint8_t *target;
  ptrdiff_t row_stride;
} transposition;

typedef uint8_t x8x16 __attribute__((vector_size(16)));
typedef uint16_t x16x8 __attribute__((vector_size(16)));
typedef uint32_t x32x4 __attribute__((vector_size(16)));
typedef uint64_t x64x2 __attribute__((vector_size(16)));

#define LOWER_8(a, b) \
  __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define UPPER_8(a, b) \
  __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOWER_16(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define UPPER_16(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#define LOWER_32(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define UPPER_32(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#define LOWER_64(a, b) __builtin_shufflevector(a, b, 0, 2)
#define UPPER_64(a, b) __builtin_shufflevector(a, b, 1, 3)

/// Defines a function that transposes one tile of `edge` × `edge` elements in registers.
///
/// Interleaving line i with line i + edge / 2 moves the top bit of a line's number to the bottom of
/// an element's place; after log₂ edge rounds the two numbers have changed sides.
#define DEFINE_TRANSPOSE(name, vector, edge, rounds, lower, upper)                          \
  static inline void name(const uint8_t *source, ptrdiff_t source_stride, uint8_t *target,  \
                          ptrdiff_t target_stride) {                                        \
    vector lines[edge], next[edge];                                                         \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < edge; i++)                       \
        memcpy(&lines[i], source + i * source_stride, 16);                                  \
    _Pragma("clang loop unroll(full)") for (int round = 0; round < rounds; round++) {       \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < edge / 2; i++) {               \
        next[2 * i] = lower(lines[i], lines[i + edge / 2]);                                 \
        next[2 * i + 1] = upper(lines[i], lines[i + edge / 2]);                             \
      }                                                                                     \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < edge; i++) lines[i] = next[i]; \
    }                                                                                       \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < edge; i++)                       \
        memcpy(target + i * target_stride, &lines[i], 16);                                  \
  }

DEFINE_TRANSPOSE(x8_transpose_16x16, x8x16, 16, 4, LOWER_8, UPPER_8)
DEFINE_TRANSPOSE(x16_transpose_8x8, x16x8, 8, 3, LOWER_16, UPPER_16)
DEFINE_TRANSPOSE(x32_transpose_4x4, x32x4, 4, 2, LOWER_32, UPPER_32)
DEFINE_TRANSPOSE(x64_transpose_2x2, x64x2, 2, 1, LOWER_64, UPPER_64)
