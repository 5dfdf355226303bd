// SPDX-License-Identifier: Apache-2.0
#include "dense/panel.h"
#include "layout/transpose_tile.h"

static size_t round_up(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

static size_t weight_bytes(enum gemm_kind kind) {
  return kind == GEMM_F32 ? sizeof(float) : kind == GEMM_S16_S16 ? sizeof(int16_t) : 1;
}

size_t gemm_padded_run(const struct gemm_variant *variant, size_t run) {
  return round_up(run, variant->granularity);
}

size_t gemm_panel_bytes(enum gemm_kind kind, const struct gemm_variant *variant, size_t tap_count,
                        size_t run) {
  uint64_t weights = (uint64_t)tap_count * gemm_padded_run(variant, run) * variant->nr;
  uint64_t head = PANEL_ARRAYS * variant->nr * sizeof(int32_t);
  return countable_bytes((head + weights * weight_bytes(kind) + 63) / 64 * 64);
}

size_t gemm_packed_bytes(enum gemm_kind kind, const struct gemm_variant *variant, size_t tap_count,
                         size_t run, size_t columns) {
  uint64_t panels = round_up(columns, variant->nr) / variant->nr;
  return countable_bytes(panels * gemm_panel_bytes(kind, variant, tap_count, run));
}

bool s8_contains_minus_128(const int8_t *weights, size_t count) {
  uint8_t found = 0;
  for (size_t i = 0; i < count; i++) found |= weights[i] == INT8_MIN;
  return found != 0;
}

/// Where column `n` begins, and how far its elements lie apart.
struct column {
  const char *start;
  size_t step;
};

static struct column column_at(enum gemm_kind kind, const struct gemm_columns *columns, size_t n) {
  size_t step =
      columns->column_step == 0 ? columns->tap_count * columns->run : columns->column_step;
  return (struct column){
      .start = (const char *)columns->weights + n * step * weight_bytes(kind),
      .step = columns->element_step == 0 ? 1 : columns->element_step,
  };
}

/// Σ (w − zero point) of column `n`.
static int32_t sum_of_column(enum gemm_kind kind, const struct gemm_columns *columns, size_t n) {
  size_t depth = columns->tap_count * columns->run;
  struct column column = column_at(kind, columns, n);
  const int8_t *weights = (const int8_t *)column.start;
  int32_t sum = 0;
  if (column.step == 1) {
    for (size_t i = 0; i < depth; i++) sum += weights[i];
  } else {
    for (size_t i = 0; i < depth; i++) sum += weights[i * column.step];
  }
  return (int32_t)((uint32_t)sum - (uint32_t)depth * (uint32_t)columns->zero_point);
}

/// Fills the arrays at a panel's head for column `j` of the panel, column `n` of all.
static void pack_head(enum gemm_kind kind, const struct gemm_columns *columns, size_t nr, size_t j,
                      size_t n, void *panel) {
  int32_t *integers = panel;
  float *floats = panel;
  switch (kind) {
    case GEMM_S8: {
      int32_t bias = columns->bias == NULL ? 0 : ((const int32_t *)columns->bias)[n];
      uint32_t zero =
          (uint32_t)columns->input_zero_point * (uint32_t)sum_of_column(kind, columns, n);
      integers[PANEL_BIAS * nr + j] = (int32_t)((uint32_t)bias - zero);
      if (columns->factors != NULL) {
        memcpy(integers + PANEL_FACTOR * nr + 2 * j, &columns->factors[n], sizeof(double));
        break;
      }
      int32_t shift = columns->shifts[n];
      integers[PANEL_MANTISSA * nr + j] = columns->mantissas[n];
      integers[PANEL_RIGHT_SHIFT * nr + j] = shift < 0 ? -shift : 0;
      integers[PANEL_LEFT_SHIFT * nr + j] = shift > 0 ? shift : 0;
      break;
    }
    case GEMM_S8_TO_F32:
      integers[PANEL_SUM * nr + j] = sum_of_column(kind, columns, n);
      floats[PANEL_SCALE * nr + j] = columns->scales[n];
      floats[PANEL_FLOAT_BIAS * nr + j] =
          columns->bias == NULL ? 0 : ((const float *)columns->bias)[n];
      break;
    case GEMM_S16_S8:
    case GEMM_S16_S16: {
      const int64_t bias = columns->bias == NULL ? 0 : ((const int64_t *)columns->bias)[n];
      const bool is_factor = columns->factors != NULL;
      fill_wide_head(panel, nr, j, bias, is_factor ? &columns->factors[n] : NULL,
                     is_factor ? 0 : columns->mantissas[n], is_factor ? 0 : columns->shifts[n],
                     columns->wraps_sums);
      break;
    }
    case GEMM_F32:
      floats[PANEL_BIAS * nr + j] = columns->bias == NULL ? 0 : ((const float *)columns->bias)[n];
      break;
  }
}

/// Copies `count` elements that lie `step` apart.
static void gather(char *target, const char *source, size_t count, size_t step, size_t bytes) {
  if (step == 1) {
    memcpy(target, source, count * bytes);
    return;
  }
  for (size_t i = 0; i < count; i++) memcpy(target + i * bytes, source + i * step * bytes, bytes);
}

/// Groups of one column and the groups after it in a panel change sides: `size` bytes each, one
/// tile after the other. What does not fill a tile is covered by one that overlaps the one before.
static void transpose_groups(const char *source, size_t column_bytes, char *target,
                             size_t group_stride, size_t columns, size_t groups, size_t size) {
  const size_t edge = 16 / size;
  for (size_t done = 0; done < columns; done += edge) {
    const size_t column = done + edge < columns ? done : columns - edge;
    for (size_t covered = 0; covered < groups; covered += edge) {
      const size_t group = covered + edge < groups ? covered : groups - edge;
      const uint8_t *from = (const uint8_t *)source + column * column_bytes + group * size;
      uint8_t *to = (uint8_t *)target + group * group_stride + column * size;
      if (size == 2) {
        x16_transpose_8x8(from, (ptrdiff_t)column_bytes, to, (ptrdiff_t)group_stride);
      } else {
        x32_transpose_4x4(from, (ptrdiff_t)column_bytes, to, (ptrdiff_t)group_stride);
      }
    }
  }
}

/// Copies columns `first` on to a panel's weights, group of kr by group.
static void pack_columns(enum gemm_kind kind, const struct gemm_variant *variant,
                         const struct gemm_columns *columns, size_t first, size_t count,
                         char *weights) {
  const size_t bytes = weight_bytes(kind), nr = variant->nr, kr = variant->kr, run = columns->run;
  const size_t padded = gemm_padded_run(variant, run);
  const struct column column = column_at(kind, columns, first);
  const size_t column_bytes = (size_t)(column_at(kind, columns, first + 1).start - column.start);
  const size_t size = kr * bytes, groups = run / kr;
  const bool fits =
      (size == 2 || size == 4) && column.step == 1 && groups >= 16 / size && count >= 16 / size;
  for (size_t t = 0; t < columns->tap_count; t++) {
    char *tap = weights + t * padded * nr * bytes;
    const char *source = column.start + t * run * column.step * bytes;
    if (fits) transpose_groups(source, column_bytes, tap, nr * size, count, groups, size);
    for (size_t j = 0; j < count; j++) {
      for (size_t k = fits ? groups * kr : 0; k < run; k += kr) {
        const size_t in_run = run - k < kr ? run - k : kr;
        const size_t group = padded - k < kr ? padded - k : kr;
        gather(tap + (k * nr + j * group) * bytes,
               source + j * column_bytes + k * column.step * bytes, in_run, column.step, bytes);
      }
    }
  }
}

void gemm_pack(enum gemm_kind kind, const struct gemm_variant *variant,
               const struct gemm_columns *columns, void *packed) {
  size_t nr = variant->nr;
  size_t stride = gemm_panel_bytes(kind, variant, columns->tap_count, columns->run);
  size_t head = PANEL_ARRAYS * nr * sizeof(int32_t);
  for (size_t first = 0; first < columns->count; first += nr) {
    char *panel = (char *)packed + first / nr * stride;
    memset(panel, 0, head);
    // What is beyond a run or the last column stands for 0.
    memset(panel + head, (int)columns->zero_point, stride - head);
    const size_t count = columns->count - first < nr ? columns->count - first : nr;
    for (size_t j = 0; j < count; j++) pack_head(kind, columns, nr, j, first + j, panel);
    pack_columns(kind, variant, columns, first, count, panel + head);
    if (variant->weight_offset == 0) continue;
    uint8_t *weights = (uint8_t *)panel + head;
    for (size_t i = 0; i < stride - head; i++) weights[i] += variant->weight_offset;
  }
}
