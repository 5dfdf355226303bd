// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "gemm.h"

/// One product that two variants compute.
struct problem {
  enum gemm_kind kind;
  size_t rows, columns, taps, run;
  /// Elements from one row to the next: a kernel may read beyond a run.
  size_t pitch;
  const void *input, *weights, *bias;
  int32_t *mantissas, *shifts;
  double *factors;
  float *scales;
  struct row_quantization *quantization;
  bool rounds_once, shifts_left, wraps_sums;
  int32_t weights_zero_point;
  int32_t input_zero_point, output_zero_point, output_min, output_max;
};

/// Bytes of an element of the rows.
static size_t element_bytes(const struct problem *problem) {
  switch (problem->kind) {
    case GEMM_F32:
      return sizeof(float);
    case GEMM_S16_S8:
      return sizeof(int16_t);
    default:
      return sizeof(int8_t);
  }
}

/// Bytes of a result.
static size_t result_bytes(const struct problem *problem) {
  switch (problem->kind) {
    case GEMM_S8:
      return sizeof(int8_t);
    case GEMM_S16_S8:
      return sizeof(int16_t);
    default:
      return sizeof(float);
  }
}

/// Packs and runs `problem` with `variant`.
static void compute(const struct problem *problem, const struct gemm_variant *variant,
                    size_t threads, void *output) {
  size_t output_bytes = result_bytes(problem);
  int32_t *offsets = allocate(problem->taps * sizeof(int32_t));
  for (size_t t = 0; t < problem->taps; t++) {
    // Runs overlap, as those of a convolution do.
    offsets[t] = (int32_t)(t * (problem->run / 2 + 1) * element_bytes(problem));
  }
  void *packed = allocate(
      gemm_packed_bytes(problem->kind, variant, problem->taps, problem->run, problem->columns));
  struct gemm_columns columns = {.count = problem->columns,
                                 .tap_count = problem->taps,
                                 .run = problem->run,
                                 .weights = problem->weights,
                                 .zero_point = problem->weights_zero_point,
                                 .bias = problem->bias,
                                 .input_zero_point = problem->input_zero_point,
                                 .mantissas = problem->mantissas,
                                 .shifts = problem->shifts,
                                 .factors = problem->rounds_once ? problem->factors : NULL,
                                 .wraps_sums = problem->wraps_sums,
                                 .scales = problem->scales};
  gemm_pack(problem->kind, variant, &columns, packed);
  struct gemm_plan plan = {.variant = variant,
                           .params = {.tap_count = problem->taps,
                                      .run = gemm_padded_run(variant, problem->run),
                                      .tap_offsets = offsets,
                                      .panel_stride = gemm_panel_bytes(problem->kind, variant,
                                                                       problem->taps, problem->run),
                                      .output_stride = problem->columns * output_bytes,
                                      .output_zero_point = problem->output_zero_point,
                                      .output_min = problem->output_min,
                                      .output_max = problem->output_max,
                                      .float_min = -40,
                                      .float_max = 60,
                                      .shifts_left = problem->shifts_left,
                                      .rounds_once = problem->rounds_once,
                                      .wraps_sums = problem->wraps_sums},
                           .images = 1,
                           .lines = 1,
                           .pixels = problem->rows,
                           .pixel_step = (ptrdiff_t)(problem->pitch * element_bytes(problem)),
                           .columns = problem->columns,
                           .groups = 1,
                           .output_element_bytes = output_bytes,
                           .weights_zero_point = problem->weights_zero_point,
                           .rows_per_quantization = 2};
  gemm_plan_split(&plan, threads);
  for (size_t task = 0; task < gemm_task_count(&plan); task++) {
    gemm_run(&plan, problem->input, packed, output,
             problem->kind == GEMM_S8_TO_F32 ? problem->quantization : NULL, task);
  }
  free(packed);
  free(offsets);
}

/// Whether two results agree in every bit.
static bool agree(const struct problem *problem, const void *a, const void *b) {
  return memcmp(a, b, problem->rows * problem->columns * result_bytes(problem)) == 0;
}

static void compare(struct tally *tally, const struct problem *problem,
                    const struct gemm_variant *variant, size_t threads) {
  size_t count = problem->rows * problem->columns;
  size_t element = result_bytes(problem);
  size_t guard = 64;
  size_t variants;
  const struct gemm_variant *scalar = gemm_variants(problem->kind, &variants);
  char *expected = allocate(count * element), *found = allocate(count * element + guard);
  memset(found, 0x5A, count * element + guard);
  compute(problem, scalar, 1, expected);
  compute(problem, variant, threads, found);
  bool is_guarded = true;
  for (size_t i = 0; i < guard; i++) is_guarded &= found[count * element + i] == 0x5A;
  char detail[160];
  snprintf(detail, sizeof detail, "%zu rows, %zu columns, %zu taps of %zu%s", problem->rows,
           problem->columns, problem->taps, problem->run, is_guarded ? "" : ", wrote too far");
  expect(tally, is_guarded && agree(problem, expected, found), variant->name, detail);
  free(expected);
  free(found);
}

/// Multipliers over all shifts, the extremes of mantissas among them.
static void fill_multipliers(struct generator *generator, struct problem *problem) {
  problem->shifts_left = false;
  for (size_t n = 0; n < problem->columns; n++) {
    static const int32_t mantissas[] = {1 << 30, INT32_MAX, (1 << 30) + 1};
    uint32_t pick = next_bits(generator) % 8;
    problem->mantissas[n] =
        pick < 3 ? mantissas[pick] : next_between(generator, 1 << 30, INT32_MAX);
    problem->shifts[n] = next_between(generator, -14, pick == 7 ? 3 : -4);
    if (pick == 6) problem->shifts[n] = next_between(generator, -31, 0);
    if (problem->shifts[n] > 0) problem->shifts_left = true;
    problem->factors[n] = ldexp((double)problem->mantissas[n], problem->shifts[n] - 31);
    problem->scales[n] = (float)problem->factors[n];
  }
}

/// Fills a problem of the given size and compares.
static void check_size(struct tally *tally, enum gemm_kind kind, const struct gemm_variant *variant,
                       size_t rows, size_t columns, size_t taps, size_t run, uint32_t seed) {
  struct generator generator = {.state = seed * 2654435761u + 12345};
  struct problem problem = {.kind = kind,
                            .rows = rows,
                            .columns = columns,
                            .taps = taps,
                            .run = run,
                            .pitch = run + seed % 3};
  size_t element = element_bytes(&problem);
  size_t depth = taps * run, misalignment = element == 1 ? seed % 4 : 0;
  size_t elements = rows * problem.pitch + taps * (run / 2 + 1) + run + 64;
  char *memory = allocate((elements + 4) * element);
  void *weights = allocate(columns * depth * (kind == GEMM_F32 ? sizeof(float) : 1));
  void *bias = allocate(columns * sizeof(int64_t));
  int8_t lowest = variant->is_general ? -128 : -127;
  if (kind == GEMM_F32) {
    for (size_t i = 0; i < elements; i++) ((float *)memory)[i] = next_float(&generator);
    for (size_t i = 0; i < columns * depth; i++) ((float *)weights)[i] = next_float(&generator);
  } else {
    fill_s8(&generator, seed % FILL_COUNT, -128, 127, (int8_t *)memory, elements * element);
    fill_s8(&generator, seed / FILL_COUNT % FILL_COUNT, lowest, 127, weights, columns * depth);
  }
  for (size_t n = 0; n < columns; n++) {
    const int32_t whole = next_between(&generator, -100000, 100000);
    switch (kind) {
      case GEMM_S8:
        ((int32_t *)bias)[n] = whole;
        break;
      case GEMM_S16_S8:
        ((int64_t *)bias)[n] = whole;
        break;
      default:
        ((float *)bias)[n] = next_float(&generator);
    }
  }
  static const int32_t zero_points[] = {-128, 127, 0, 3};
  problem.input_zero_point = zero_points[seed % 4];
  problem.output_zero_point = zero_points[seed / 4 % 4];
  problem.output_min = seed % 5 == 0 ? problem.output_zero_point : -128;
  problem.output_max = seed % 7 == 0 ? 100 : 127;
  if (problem.output_min > problem.output_max) problem.output_min = -128;
  problem.rounds_once = (kind == GEMM_S8 || kind == GEMM_S16_S8) && seed % 3 == 0;
  if (kind == GEMM_S16_S8) {
    problem.output_min = seed % 5 == 0 ? 0 : INT16_MIN;
    problem.output_max = seed % 7 == 0 ? 30000 : INT16_MAX;
    problem.wraps_sums = seed % 13 == 0;
  } else if (kind != GEMM_F32 && seed % 11 == 0) {
    problem.weights_zero_point = zero_points[seed / 11 % 4];
  }
  problem.input = memory + misalignment;
  problem.weights = weights;
  problem.bias = seed % 6 == 0 ? NULL : bias;
  problem.mantissas = allocate(columns * sizeof(int32_t));
  problem.shifts = allocate(columns * sizeof(int32_t));
  problem.factors = allocate(columns * sizeof(double));
  problem.scales = allocate(columns * sizeof(float));
  problem.quantization = allocate(rows * sizeof(struct row_quantization));
  fill_multipliers(&generator, &problem);
  for (size_t m = 0; m < rows; m++) {
    problem.quantization[m].scale = next_float(&generator) + 1.5f;
    problem.quantization[m].zero_point = zero_points[m % 4];
  }
  compare(tally, &problem, variant, seed % 2 == 0 ? 1 : 3);
  void *blocks[] = {memory,         weights,         bias,           problem.mantissas,
                    problem.shifts, problem.factors, problem.scales, problem.quantization};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}

/// Whether a NaN among the elements of a row, or as the scale of two, makes that row's sums NaN, and
/// no others.
static void check_nan_row(struct tally *tally, enum gemm_kind kind,
                          const struct gemm_variant *variant) {
  enum { RUN = 9, PLACE = 2 };
  const size_t rows = 2 * (size_t)variant->mr + 1;
  const size_t columns = (size_t)variant->nr * variant->panels + 1;
  struct problem problem = {
      .kind = kind, .rows = rows, .columns = columns, .taps = 1, .run = RUN, .pitch = RUN};
  float *input = allocate((rows * RUN + 64) * sizeof(float));
  float *weights = allocate(columns * RUN * sizeof(float));
  float *scales = allocate(columns * sizeof(float)), *y = allocate(rows * columns * sizeof(float));
  struct row_quantization *quantization = allocate(rows * sizeof *quantization);
  memset(input, 0, (rows * RUN + 64) * sizeof(float));
  memset(weights, 0, columns * RUN * sizeof(float));
  for (size_t n = 0; n < columns; n++) scales[n] = 1;
  for (size_t m = 0; m < rows; m++) quantization[m] = (struct row_quantization){.scale = 1};
  if (kind == GEMM_F32) {
    input[PLACE * RUN + RUN - 1] = NAN;
  } else {
    quantization[PLACE / 2].scale = NAN;
  }
  problem.input = input;
  problem.weights = weights;
  problem.scales = scales;
  problem.quantization = quantization;
  compute(&problem, variant, 1, y);
  bool holds = true;
  for (size_t i = 0; i < rows * columns; i++) {
    const size_t row = i / columns;
    holds &= isnan(y[i]) == (kind == GEMM_F32 ? row == PLACE : row / 2 == PLACE / 2);
  }
  expect(tally, holds, variant->name, "loses what is no number");
  void *blocks[] = {input, weights, scales, y, quantization};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}

static void check_variant(struct tally *tally, enum gemm_kind kind,
                          const struct gemm_variant *variant) {
  uint32_t seed = 0;
  size_t mr = variant->mr, nr = (size_t)variant->nr * variant->panels;
  for (size_t run = 1; run <= 70; run++) {
    check_size(tally, kind, variant, 1, nr, 1, run, seed++);
    check_size(tally, kind, variant, mr, nr, 1, run, seed++);
    check_size(tally, kind, variant, run % mr + 1, run % nr + 1, 1 + run % 3, run, seed++);
  }
  for (size_t rows = 1; rows <= 2 * mr + 1; rows++) {
    for (size_t columns = 1; columns <= nr + 2; columns++) {
      check_size(tally, kind, variant, rows, columns, 1 + columns % 2, 8 + rows % 5, seed++);
    }
  }
  for (size_t i = 0; i < 8; i++) {
    check_size(tally, kind, variant, 3 * mr + i, 3 * nr + 5, 3, 300, seed++);
  }
  if (kind == GEMM_F32 || kind == GEMM_S8_TO_F32) check_nan_row(tally, kind, variant);
}

void check_gemm(struct tally *tally) {
  static const enum gemm_kind kinds[] = {GEMM_S8, GEMM_S8_TO_F32, GEMM_F32, GEMM_S16_S8};
  for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
    size_t count;
    const struct gemm_variant *variants = gemm_variants(kinds[k], &count);
    for (size_t i = 0; i < count; i++) {
      if (!linnet_isa_is_supported(variants[i].isa)) continue;
      struct tally before = *tally;
      check_variant(tally, kinds[k], &variants[i]);
      printf("%s: %zu passed, %zu failed\n", variants[i].name, tally->passed - before.passed,
             tally->failed - before.failed);
    }
  }
}
