// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "copy.h"
#include "transpose_tile.h"

typedef struct {
  uint64_t halves[2];
} x128;

/// Elements of the size of `type` through one loop; memcpy of a constant size is one load or store
/// and asks for no alignment.
#define COPY_RUN(type)                    \
  for (size_t i = 0; i < count; i++) {    \
    type value;                           \
    memcpy(&value, source, sizeof(type)); \
    memcpy(target, &value, sizeof(type)); \
    source += source_stride;              \
    target += target_stride;              \
  }                                       \
  return

/// Elements of up to twice the size of `type`: their first and their last bytes.
#define COPY_PAIRS(type)                                       \
  for (size_t i = 0; i < count; i++) {                         \
    type first, last;                                          \
    memcpy(&first, source, sizeof(type));                      \
    memcpy(&last, source + size - sizeof(type), sizeof(type)); \
    memcpy(target, &first, sizeof(type));                      \
    memcpy(target + size - sizeof(type), &last, sizeof(type)); \
    source += source_stride;                                   \
    target += target_stride;                                   \
  }                                                            \
  return

#define FILL_RUN(type)                                                                          \
  {                                                                                             \
    type value;                                                                                 \
    memcpy(&value, source, sizeof(type));                                                       \
    for (size_t i = 0; i < count; i++) memcpy(target + i * sizeof(type), &value, sizeof(type)); \
  }                                                                                             \
  return

static void copy_run(size_t size, size_t count, const uint8_t *source, ptrdiff_t source_stride,
                     uint8_t *target, ptrdiff_t target_stride) {
  const ptrdiff_t step = (ptrdiff_t)size;
  if (target_stride == step && source_stride == step) {
    memcpy(target, source, size * count);
    return;
  }
  if (target_stride == step && source_stride == 0) {
    switch (size) {
      case 1:
        memset(target, *source, count);
        return;
      case 2:
        FILL_RUN(uint16_t);
      case 4:
        FILL_RUN(uint32_t);
      case 8:
        FILL_RUN(uint64_t);
      default:
        break;
    }
  }
  switch (size) {
    case 1:
      COPY_RUN(uint8_t);
    case 2:
      COPY_RUN(uint16_t);
    case 4:
      COPY_RUN(uint32_t);
    case 8:
      COPY_RUN(uint64_t);
    case 16:
      COPY_RUN(x128);
    default:
      break;
  }
  if (size == 3) {
    COPY_PAIRS(uint16_t);
  }
  if (size < 8) {
    COPY_PAIRS(uint32_t);
  }
  if (size < 16) {
    COPY_PAIRS(uint64_t);
  }
  if (size <= 32) {
    COPY_PAIRS(x128);
  }
  for (size_t i = 0; i < count; i++)
    memcpy(target + (ptrdiff_t)i * target_stride, source + (ptrdiff_t)i * source_stride, size);
}

/// A part of a transposition that fills no tile, column by column.
static void copy_rest(const transposition *t, size_t row, size_t row_end, size_t column,
                      size_t column_end) {
  for (; column < column_end; column++)
    copy_run(t->size, row_end - row,
             t->source + row * t->size + (ptrdiff_t)column * t->column_stride, (ptrdiff_t)t->size,
             t->target + (ptrdiff_t)row * t->row_stride + column * t->size, t->row_stride);
}

static void copy_transposed(const transposition *t) {
  const size_t edge = 16 / t->size;
  const size_t whole_rows = t->rows - t->rows % edge;
  const size_t whole_columns = t->columns - t->columns % edge;
  for (size_t row = 0; row < whole_rows; row += edge)
    for (size_t column = 0; column < whole_columns; column += edge) {
      const uint8_t *source = t->source + row * t->size + (ptrdiff_t)column * t->column_stride;
      uint8_t *target = t->target + (ptrdiff_t)row * t->row_stride + column * t->size;
      switch (t->size) {
        case 1:
          x8_transpose_16x16(source, t->column_stride, target, t->row_stride);
          break;
        case 2:
          x16_transpose_8x8(source, t->column_stride, target, t->row_stride);
          break;
        case 4:
          x32_transpose_4x4(source, t->column_stride, target, t->row_stride);
          break;
        default:
          x64_transpose_2x2(source, t->column_stride, target, t->row_stride);
          break;
      }
    }
  copy_rest(t, 0, whole_rows, whole_columns, t->columns);
  copy_rest(t, whole_rows, t->rows, 0, t->columns);
}

void xx_strided_copy(size_t element_byte_count, size_t rank, const copy_loop *loops, size_t begin,
                     size_t end, const void *source, void *target) {
  const size_t size = element_byte_count;
  const size_t count = end - begin;
  const uint8_t *from = (const uint8_t *)source + (ptrdiff_t)begin * loops->source_stride;
  uint8_t *to = (uint8_t *)target + (ptrdiff_t)begin * loops->target_stride;
  if (rank == 1) {
    copy_run(size, count, from, loops->source_stride, to, loops->target_stride);
    return;
  }
  const ptrdiff_t step = (ptrdiff_t)size;
  if (rank == 2 && loops[0].source_stride == step && loops[1].target_stride == step &&
      (size == 1 || size == 2 || size == 4 || size == 8)) {
    const transposition t = {.size = size,
                             .rows = count,
                             .columns = loops[1].extent,
                             .source = from,
                             .column_stride = loops[1].source_stride,
                             .target = to,
                             .row_stride = loops[0].target_stride};
    copy_transposed(&t);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    xx_strided_copy(size, rank - 1, loops + 1, 0, loops[1].extent, from, to);
    from += loops->source_stride;
    to += loops->target_stride;
  }
}
