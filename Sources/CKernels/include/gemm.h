// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

/// Matrix products of activations and packed constant weights: dense layers and convolutions.
///
/// `y[m, n] = f(bias[n] + Σ_t Σ_k (x[row(m) + tap(t) + k] − x₀) · w[n, t, k])`
///
/// Row m is one output pixel. Its inputs are `tap_count` runs of `run` consecutive elements; a run
/// begins at the row's own address plus the tap's offset. A dense layer or a 1×1 convolution has
/// one tap; another convolution has one tap a kernel line, since the pixels of a kernel line lie
/// side by side, or one a kernel pixel if it is dilated or grouped. There is no padding here: the
/// caller copies an input that needs it into a larger one, so nothing is looked up per element.

/// What a product is made of and what it gives.
enum gemm_kind {
  /// int8 in, int8 out; rounded twice as TensorFlow Lite's reference does.
  GEMM_S8,
  /// int8 in, scaled per row and per column to float.
  GEMM_S8_TO_F32,
  /// float in, float out.
  GEMM_F32,
  /// int16 in and out, int8 weights.
  GEMM_S16_S8,
  /// int16 in and out, int16 weights.
  GEMM_S16_S16,
};

/// What all tiles of one product share. Offsets and strides are in bytes.
struct gemm_params {
  size_t tap_count;
  /// Elements of a run: a multiple of the variant's `granularity`.
  size_t run;
  const int32_t *tap_offsets;
  /// Bytes from one panel of packed weights to the next.
  size_t panel_stride;
  size_t output_stride;
  int32_t output_zero_point, output_min, output_max;
  float float_min, float_max;
  /// Some column's multiplier is 1 or more: its sum is shifted left first.
  bool shifts_left;
  /// Integer results: sums are multiplied in double and rounded once, halves away from zero, as
  /// TensorFlow Lite's reference does for dense layers.
  bool rounds_once;
  /// int16 results: sums are taken modulo 2³² and rounded twice, as the reference does with an int32
  /// bias.
  bool wraps_sums;
};

/// The rows of one tile.
struct gemm_rows {
  size_t count;
  const void *const *addresses;
  /// What each row's sums have added, in every column; null for nothing. It undoes what was added
  /// to the weights, and accounts for their zero point.
  const int32_t *terms;
  /// GEMM_S8_TO_F32 only.
  const int32_t *zero_points;
  const float *scales;
};

/// Computes `rows->count` rows, ≤ mr unless the variant walks rows, by `columns` ≤ nr · panels
/// columns.
///
/// `panels` is the first panel of packed weights, `output` the tile's first element.
typedef void gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                       const void *panels, size_t columns, void *output);

/// Sums of the elements of each of `count` rows, all taps together, times `factor`.
typedef void gemm_row_terms(const struct gemm_params *params, size_t count,
                            const int8_t *const *rows, int32_t factor, int32_t *terms);

/// One way to compute a product, and how its weights are packed.
///
/// A panel is nr columns: four arrays of nr 32-bit numbers each (see `dense/pack.c`), then for each
/// tap, for each group of kr elements, nr · kr weights, column by column. int8 weights are stored
/// with `weight_offset` added, modulo 256.
struct gemm_variant {
  const char *name;
  enum linnet_isa isa;
  uint8_t mr, nr, kr;
  /// What a run is a multiple of: some kr, or a divisor of kr; then a run's last group is shorter.
  uint8_t granularity;
  /// How many panels a call may cover.
  uint8_t panels;
  /// 128 where the instruction wants unsigned weights; the rows' terms undo it.
  uint8_t weight_offset;
  /// False if weights of −128 could overflow: then another variant is chosen.
  bool is_general;
  /// Whether a call may cover any number of rows.
  bool walks_rows;
  gemm_tile *tile;
  /// Null where none is written for the instruction set.
  gemm_row_terms *row_terms;
};

/// All variants of a kind that are compiled for this architecture, scalar first.
const struct gemm_variant *gemm_variants(enum gemm_kind kind, size_t *count);

/// The variant to use here for weights that are, or are not, all above −128.
const struct gemm_variant *gemm_selected(enum gemm_kind kind, bool has_minus_128);

/// Weights of one product (one group of a convolution) and what is applied per column.
struct gemm_columns {
  size_t count, tap_count;
  /// Elements of a run as the weights have them; the packed run may be longer.
  size_t run;
  /// [count][tap_count][run]; int8 or float by kind.
  const void *weights;
  /// Elements from one column to the next, and from one element of all its taps to the next; 0 where
  /// the weights are dense.
  size_t column_step, element_step;
  /// int8: what stands for 0.
  int32_t zero_point;
  /// int32 for GEMM_S8, int64 for int16 results, float otherwise; null for none.
  const void *bias;
  /// GEMM_S8: the input's zero point.
  int32_t input_zero_point;
  /// Integer results: each column's multiplier.
  const int32_t *mantissas, *shifts;
  /// Where they are rounded once: each column's factor, in place of mantissas and shifts.
  const double *factors;
  /// int16 results: as in `gemm_params`.
  bool wraps_sums;
  /// GEMM_S8_TO_F32: each column's scale.
  const float *scales;
};

/// `run` rounded up to what the variant takes.
size_t gemm_padded_run(const struct gemm_variant *variant, size_t run);

/// Bytes of one panel, a multiple of 64.
size_t gemm_panel_bytes(enum gemm_kind kind, const struct gemm_variant *variant, size_t tap_count,
                        size_t run);

/// Bytes of all panels.
size_t gemm_packed_bytes(enum gemm_kind kind, const struct gemm_variant *variant, size_t tap_count,
                         size_t run, size_t columns);

/// Packs weights into `packed`, aligned to 64 bytes and as long as `gemm_packed_bytes` says.
void gemm_pack(enum gemm_kind kind, const struct gemm_variant *variant,
               const struct gemm_columns *columns, void *packed);

/// Whether any of `count` weights is −128.
bool s8_contains_minus_128(const int8_t *weights, size_t count);

/// How one row, or one image, was quantized at run time.
struct row_quantization {
  float scale;
  int32_t zero_point;
};

/// A whole product: where its rows lie and how it is cut into tasks.
struct gemm_plan {
  const struct gemm_variant *variant;
  struct gemm_params params;
  /// Rows are numbered through images, lines and pixels; a step is in bytes of input.
  size_t images, lines, pixels;
  ptrdiff_t image_step, line_step, pixel_step;
  /// Columns of a group; groups lie side by side in the output.
  size_t columns, groups;
  /// Bytes from one group's input, packed weights and output to the next's.
  ptrdiff_t group_input_step, group_packed_step, group_output_step;
  size_t output_element_bytes;
  /// int8: the weights' zero point.
  int32_t weights_zero_point;
  /// GEMM_S8: results are written as uint8, 128 above what the kernel gives.
  bool gives_unsigned;
  /// GEMM_S8_TO_F32: how many rows share one `struct row_quantization`.
  size_t rows_per_quantization;
  /// Rows and columns of one task.
  size_t row_block, column_block;
};

/// Chooses `row_block` and `column_block` for `threads` threads.
void gemm_plan_split(struct gemm_plan *plan, size_t threads);

/// How many tasks a plan has.
size_t gemm_task_count(const struct gemm_plan *plan);

/// Runs one task. `quantization` is null unless the kind is GEMM_S8_TO_F32.
void gemm_run(const struct gemm_plan *plan, const void *input, const void *packed, void *output,
              const struct row_quantization *quantization, size_t task);
