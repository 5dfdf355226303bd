// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "copy.h"

typedef struct {
  uint64_t halves[2];
} x128;

/// Elements of a fixed size through one loop; memcpy of a constant size is one load or store and
/// asks for no alignment.
#define COPY_RUN(type, count, source, source_stride, target, target_stride) \
  do {                                                                      \
    for (size_t i = 0; i < (count); i++) {                                  \
      type value;                                                           \
      memcpy(&value, (source) + (ptrdiff_t)i * (source_stride), sizeof(type)); \
      memcpy((target) + (ptrdiff_t)i * (target_stride), &value, sizeof(type)); \
    }                                                                       \
  } while (0)

#define FILL_RUN(type, count, source, target)                     \
  do {                                                            \
    type value;                                                   \
    memcpy(&value, (source), sizeof(type));                       \
    for (size_t i = 0; i < (count); i++)                          \
      memcpy((target) + i * sizeof(type), &value, sizeof(type));  \
  } while (0)

/// Source contiguous along `rows`, target contiguous along `columns`: in tiles whose lines stay in
/// the first cache.
#define COPY_TRANSPOSED(type, rows, columns, source, column_stride, target, row_stride)      \
  do {                                                                                       \
    const size_t tile = 64 / sizeof(type) < 16 ? 64 / sizeof(type) : 16;                     \
    for (size_t r0 = 0; r0 < (rows); r0 += tile) {                                           \
      const size_t r1 = (rows) - r0 < tile ? (rows) : r0 + tile;                             \
      for (size_t c0 = 0; c0 < (columns); c0 += tile) {                                      \
        const size_t c1 = (columns) - c0 < tile ? (columns) : c0 + tile;                     \
        for (size_t r = r0; r < r1; r++)                                                     \
          COPY_RUN(type, c1 - c0,                                                            \
                   (source) + r * sizeof(type) + (ptrdiff_t)c0 * (column_stride),            \
                   (column_stride), (target) + (ptrdiff_t)r * (row_stride) + c0 * sizeof(type), \
                   (ptrdiff_t)sizeof(type));                                                 \
      }                                                                                      \
    }                                                                                        \
  } while (0)

static void copy_run(size_t size, size_t count, const uint8_t *source, ptrdiff_t source_stride,
                     uint8_t *target, ptrdiff_t target_stride) {
  const ptrdiff_t step = (ptrdiff_t)size;
  if (target_stride == step && source_stride == step) {
    memcpy(target, source, size * count);
    return;
  }
  if (target_stride == step && source_stride == 0) {
    switch (size) {
      case 1: memset(target, *source, count); return;
      case 2: FILL_RUN(uint16_t, count, source, target); return;
      case 4: FILL_RUN(uint32_t, count, source, target); return;
      case 8: FILL_RUN(uint64_t, count, source, target); return;
      default: break;
    }
  }
  switch (size) {
    case 1: COPY_RUN(uint8_t, count, source, source_stride, target, target_stride); return;
    case 2: COPY_RUN(uint16_t, count, source, source_stride, target, target_stride); return;
    case 4: COPY_RUN(uint32_t, count, source, source_stride, target, target_stride); return;
    case 8: COPY_RUN(uint64_t, count, source, source_stride, target, target_stride); return;
    case 16: COPY_RUN(x128, count, source, source_stride, target, target_stride); return;
    default: break;
  }
  for (size_t i = 0; i < count; i++)
    memcpy(target + (ptrdiff_t)i * target_stride, source + (ptrdiff_t)i * source_stride, size);
}

/// Two loops of a transposition; false where they are none.
static int copy_transposed(size_t size, size_t rows, ptrdiff_t row_stride, size_t columns,
                           ptrdiff_t column_stride, const uint8_t *source, uint8_t *target) {
  switch (size) {
    case 1: COPY_TRANSPOSED(uint8_t, rows, columns, source, column_stride, target, row_stride); break;
    case 2: COPY_TRANSPOSED(uint16_t, rows, columns, source, column_stride, target, row_stride); break;
    case 4: COPY_TRANSPOSED(uint32_t, rows, columns, source, column_stride, target, row_stride); break;
    case 8: COPY_TRANSPOSED(uint64_t, rows, columns, source, column_stride, target, row_stride); break;
    default: return 0;
  }
  return 1;
}

void xx_strided_copy(size_t element_byte_count, size_t rank, const copy_loop *loops, size_t begin,
                     size_t end, const void *source, void *target) {
  const size_t count = end - begin;
  const uint8_t *from = (const uint8_t *)source + (ptrdiff_t)begin * loops->source_stride;
  uint8_t *to = (uint8_t *)target + (ptrdiff_t)begin * loops->target_stride;
  if (rank == 1) {
    copy_run(element_byte_count, count, from, loops->source_stride, to, loops->target_stride);
    return;
  }
  const ptrdiff_t step = (ptrdiff_t)element_byte_count;
  if (rank == 2 && loops[0].source_stride == step && loops[1].target_stride == step &&
      loops[1].source_stride != step &&
      copy_transposed(element_byte_count, count, loops[0].target_stride, loops[1].extent,
                      loops[1].source_stride, from, to))
    return;
  for (size_t i = 0; i < count; i++) {
    xx_strided_copy(element_byte_count, rank - 1, loops + 1, 0, loops[1].extent, from, to);
    from += loops->source_stride;
    to += loops->target_stride;
  }
}
