// SPDX-License-Identifier: Apache-2.0
#include "dense/gemm.list.h"
#include "elementwise.h"

enum {
  /// Rows of a block: what the arrays on the stack hold.
  MAX_ROW_BLOCK = 256,
  /// Bytes of activations that a block may touch, so that they stay in a second-level cache.
  BLOCK_BYTES = 192 * 1024,
  /// Tasks for each thread, so that a late thread delays little.
  TASKS_PER_THREAD = 5,
};

static size_t minimum(size_t a, size_t b) { return a < b ? a : b; }

static size_t divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

static size_t row_count(const struct gemm_plan *plan) {
  return plan->images * plan->lines * plan->pixels;
}

void gemm_plan_split(struct gemm_plan *plan, size_t threads) {
  size_t mr = plan->variant->mr;
  size_t unit = (size_t)plan->variant->nr * plan->variant->panels;
  size_t rows = row_count(plan);
  size_t row_bytes = plan->params.tap_count * plan->params.run;
  size_t block = minimum(BLOCK_BYTES / (row_bytes + 1) / mr * mr, MAX_ROW_BLOCK / mr * mr);
  if (block < 4 * mr) block = 4 * mr;
  if (block > MAX_ROW_BLOCK) block = MAX_ROW_BLOCK / mr * mr;
  if (block > rows) block = rows;
  size_t columns = plan->columns;
  if (threads > 1) {
    size_t wanted = divide_up(threads * TASKS_PER_THREAD, plan->groups);
    size_t tiles = divide_up(rows, mr);
    if (tiles >= wanted * 2) {
      block = minimum(block, divide_up(tiles, wanted) * mr);
    } else {
      size_t row_blocks = divide_up(rows, block == 0 ? 1 : block);
      size_t pieces = divide_up(wanted, row_blocks == 0 ? 1 : row_blocks);
      columns = divide_up(divide_up(columns, unit), pieces) * unit;
    }
  }
  plan->row_block = block == 0 ? 1 : block;
  plan->column_block = columns == 0 ? 1 : columns;
}

static size_t column_blocks(const struct gemm_plan *plan) {
  return divide_up(plan->columns, plan->column_block);
}

size_t gemm_task_count(const struct gemm_plan *plan) {
  return plan->groups * divide_up(row_count(plan), plan->row_block) * column_blocks(plan);
}

/// Writes the addresses of `count` rows from row `first` on.
static void fill_addresses(const struct gemm_plan *plan, const char *input, size_t first,
                           size_t count, const void **addresses) {
  size_t pixel = first % plan->pixels;
  size_t line = first / plan->pixels % plan->lines;
  size_t image = first / plan->pixels / plan->lines;
  const char *line_start =
      input + (ptrdiff_t)image * plan->image_step + (ptrdiff_t)line * plan->line_step;
  const char *address = line_start + (ptrdiff_t)pixel * plan->pixel_step;
  for (size_t i = 0; i < count; i++) {
    addresses[i] = address;
    address += plan->pixel_step;
    if (++pixel < plan->pixels) continue;
    pixel = 0;
    line_start += plan->line_step;
    if (++line == plan->lines) {
      line = 0;
      image++;
      line_start = input + (ptrdiff_t)image * plan->image_step;
    }
    address = line_start;
  }
}

struct block {
  size_t first_row, rows, first_column, columns;
  const char *packed;
  char *output;
  struct gemm_rows tile_rows;
};

/// All tiles of a block: for each few panels of weights, all rows.
static void run_block(const struct gemm_plan *plan, const struct block *block) {
  const struct gemm_variant *variant = plan->variant;
  size_t unit = (size_t)variant->nr * variant->panels;
  for (size_t n = 0; n < block->columns; n += unit) {
    size_t column = block->first_column + n;
    const char *panels = block->packed + column / variant->nr * plan->params.panel_stride;
    size_t columns = minimum(unit, block->columns - n);
    size_t step = variant->walks_rows ? block->rows : variant->mr;
    for (size_t m = 0; m < block->rows; m += step) {
      struct gemm_rows rows = block->tile_rows;
      rows.count = minimum(step, block->rows - m);
      rows.addresses += m;
      if (rows.terms != NULL) rows.terms += m;
      if (rows.scales != NULL) rows.scales += m;
      if (rows.zero_points != NULL) rows.zero_points += m;
      char *output = block->output + (block->first_row + m) * plan->params.output_stride +
                     column * plan->output_element_bytes;
      variant->tile(&plan->params, &rows, panels, columns, output);
    }
  }
}

/// Makes a block's results unsigned while they are still at hand.
static void flip_signs(const struct gemm_plan *plan, const struct block *block) {
  for (size_t m = 0; m < block->rows; m++) {
    char *row =
        block->output + (block->first_row + m) * plan->params.output_stride + block->first_column;
    x8_flip_sign(row, row, block->columns, row);
  }
}

void gemm_run(const struct gemm_plan *plan, const void *input, const void *packed, void *output,
              const struct row_quantization *quantization, size_t task) {
  size_t blocks = column_blocks(plan);
  size_t row_blocks = divide_up(row_count(plan), plan->row_block);
  size_t group = task / blocks / row_blocks;
  struct block block = {
      .first_row = task / blocks % row_blocks * plan->row_block,
      .first_column = task % blocks * plan->column_block,
      .packed = (const char *)packed + (ptrdiff_t)group * plan->group_packed_step,
      .output = (char *)output + (ptrdiff_t)group * plan->group_output_step,
  };
  block.rows = minimum(plan->row_block, row_count(plan) - block.first_row);
  block.columns = minimum(plan->column_block, plan->columns - block.first_column);

  const void *addresses[MAX_ROW_BLOCK];
  int32_t terms[MAX_ROW_BLOCK], zero_points[MAX_ROW_BLOCK];
  float scales[MAX_ROW_BLOCK];
  const char *group_input = (const char *)input + (ptrdiff_t)group * plan->group_input_step;
  fill_addresses(plan, group_input, block.first_row, block.rows, addresses);
  block.tile_rows.addresses = addresses;
  int32_t weights_offset = plan->variant->weight_offset + plan->weights_zero_point;
  if (plan->variant->weight_offset != 0 || plan->weights_zero_point != 0) {
    gemm_row_terms *fill =
        plan->variant->row_terms != NULL ? plan->variant->row_terms : s8_row_terms__scalar;
    fill(&plan->params, block.rows, (const int8_t *const *)addresses, -weights_offset, terms);
    block.tile_rows.terms = terms;
  }
  if (quantization != NULL) {
    for (size_t i = 0; i < block.rows; i++) {
      size_t index = (block.first_row + i) / plan->rows_per_quantization;
      zero_points[i] = quantization[index].zero_point;
      scales[i] = quantization[index].scale;
    }
    block.tile_rows.zero_points = zero_points;
    block.tile_rows.scales = scales;
  }
  run_block(plan, &block);
  if (plan->gives_unsigned) flip_signs(plan, &block);
}
