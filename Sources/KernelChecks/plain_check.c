// SPDX-License-Identifier: Apache-2.0
// Kernels in plain C: what the compiler makes of them for each instruction set gives the same.
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "depthwise.h"
#include "gemm.h"
#include "image.h"
#include "isa.h"
#include "plain.h"

enum { LIMIT = 131, GUARD = 16, OUTPUT_BYTES = 4096 };

static const size_t counts[] = {0, 1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 70, LIMIT};
enum { COUNTS = sizeof counts / sizeof counts[0] };

/// Whether two results are the same; of what is no number the bits do not count.
static bool agree(enum element element, const void *found, const void *wanted) {
  if (element != F32) return memcmp(found, wanted, OUTPUT_BYTES) == 0;
  for (size_t i = 0; i < OUTPUT_BYTES; i += sizeof(float)) {
    float a, b;
    memcpy(&a, (const char *)found + i, sizeof a);
    memcpy(&b, (const char *)wanted + i, sizeof b);
    if (!(isnan(a) && isnan(b)) && memcmp(&a, &b, sizeof a) != 0) return false;
  }
  return true;
}

/// Runs something with the scalar kernels and with those of each set beyond, and compares.
static void compare(struct tally *tally, const char *name, const char *detail, enum element element,
                    void (*run)(const void *context, void *y), const void *context) {
  static const enum linnet_isa sets[] = {LINNET_AVX2, LINNET_AVX512VNNI};
  _Alignas(64) char wanted[OUTPUT_BYTES], found[OUTPUT_BYTES];
  memset(wanted, 77, sizeof wanted);
  linnet_isa_limit(linnet_isa_name(LINNET_SCALAR));
  run(context, wanted);
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
    if (!linnet_isa_limit(linnet_isa_name(sets[i])) || linnet_plain_isa() != sets[i]) continue;
    memset(found, 77, sizeof found);
    run(context, found);
    expect(tally, agree(element, found, wanted), name, detail);
  }
  linnet_isa_limit(NULL);
}

/// Says how many checks a kernel has passed, on machines that have more than its scalar form.
static void report(const struct tally *tally, const char *name, struct tally before) {
  if (tally->passed == before.passed && tally->failed == before.failed) return;
  printf("%s: %zu passed, %zu failed\n", name, tally->passed - before.passed,
         tally->failed - before.failed);
}

// Element-wise kernels.

struct binary_call {
  linnet_binary_kernel run;
  const void *a, *b;
  ptrdiff_t a_step, b_step;
  size_t count;
  const union parameters *parameters;
};

static void run_binary(const void *context, void *y) {
  const struct binary_call *call = context;
  call->run(call->a, call->a_step, call->b, call->b_step, y, call->count, call->parameters);
}

static void check_binary_kernel(struct tally *tally, const char *name, linnet_binary_kernel kernel,
                                enum element in, enum element out, enum parameter_kind kind) {
  static const ptrdiff_t steps[3][2] = {{1, 1}, {1, 0}, {0, 1}};
  const struct tally before = *tally;
  struct generator generator = {.state = 31};
  for (enum fill fill = 0; fill < FILL_COUNT; fill++) {
    for (size_t c = 0; c < COUNTS; c++) {
      for (size_t s = 0; s < 3; s++) {
        _Alignas(64) char a[8 * (LIMIT + GUARD)], b[8 * (LIMIT + GUARD)];
        union parameters parameters;
        const size_t misaligned = (size_t)next_between(&generator, 0, 3);
        fill_elements(&generator, fill, in, a, LIMIT + GUARD);
        fill_elements(&generator, fill == FILL_HIGHEST ? FILL_RANDOM : fill, in, b, LIMIT + GUARD);
        make_parameters(&generator, kind, in, counts[c], &parameters);
        restrict_right(kind, in, b, LIMIT + GUARD);
        const struct binary_call call = {
            kernel,     a + misaligned * element_bytes(in), b, steps[s][0], steps[s][1], counts[c],
            &parameters};
        char detail[80];
        snprintf(detail, sizeof detail, "%zu elements, steps %d and %d, fill %d", counts[c],
                 (int)call.a_step, (int)call.b_step, (int)fill);
        compare(tally, name, detail, out, run_binary, &call);
      }
    }
  }
  report(tally, name, before);
}

struct unary_call {
  linnet_unary_kernel run;
  const void *x;
  size_t count;
  const union parameters *parameters;
};

static void run_unary(const void *context, void *y) {
  const struct unary_call *call = context;
  call->run(call->x, y, call->count, call->parameters);
}

static void check_unary_kernel(struct tally *tally, const char *name, linnet_unary_kernel kernel,
                               enum element in, enum element out, enum parameter_kind kind) {
  const struct tally before = *tally;
  struct generator generator = {.state = 32};
  for (enum fill fill = 0; fill < FILL_COUNT; fill++) {
    for (size_t c = 0; c < COUNTS; c++) {
      _Alignas(64) char x[8 * (LIMIT + GUARD)];
      union parameters parameters;
      fill_elements(&generator, fill, in, x, LIMIT + GUARD);
      make_parameters(&generator, kind, in, counts[c], &parameters);
      const struct unary_call call = {kernel, x, counts[c], &parameters};
      char detail[80];
      snprintf(detail, sizeof detail, "%zu elements, fill %d", counts[c], (int)fill);
      compare(tally, name, detail, out, run_unary, &call);
    }
  }
  report(tally, name, before);
}

// Kernels over rows, windows and axes.

struct row_call {
  linnet_row_kernel run;
  const void *x;
  size_t rows, depth;
  const void *parameters;
};

static void run_rows(const void *context, void *y) {
  const struct row_call *call = context;
  call->run(call->x, y, call->rows, call->depth, call->parameters);
}

static void check_row_kernel(struct tally *tally, const char *name, linnet_row_kernel kernel,
                             enum element in, enum element out) {
  const struct tally before = *tally;
  struct generator generator = {.state = 33};
  static linnet_x8_exponentials exponentials;
  linnet_fill_exponentials(&exponentials, 1518500250, 24, 255);
  const float beta = 0.75f;
  for (enum fill fill = 0; fill < FILL_COUNT; fill++) {
    for (size_t c = 1; c < COUNTS; c++) {
      _Alignas(64) char x[4 * 3 * LIMIT];
      fill_elements(&generator, fill, in, x, 3 * LIMIT);
      const struct row_call call = {kernel, x, 3, counts[c],
                                    in == F32 ? (const void *)&beta : &exponentials};
      char detail[80];
      snprintf(detail, sizeof detail, "3 rows of %zu, fill %d", counts[c], (int)fill);
      compare(tally, name, detail, out, run_rows, &call);
    }
  }
  report(tally, name, before);
}

struct pooling_call {
  linnet_pooling_kernel run;
  const void *x;
  linnet_pooling pooling;
};

static void run_pooling(const void *context, void *y) {
  const struct pooling_call *call = context;
  const size_t rows = 2 * (size_t)call->pooling.output_height;
  call->run(call->x, y, 0, rows, &call->pooling);
}

static void check_pooling_kernel(struct tally *tally, const char *name,
                                 linnet_pooling_kernel kernel, enum element element) {
  enum { HEIGHT = 5, WIDTH = 6, CHANNELS = 50 };
  const struct tally before = *tally;
  struct generator generator = {.state = 34};
  for (enum fill fill = 0; fill < FILL_COUNT; fill++) {
    for (size_t channels = 1; channels <= CHANNELS; channels++) {
      _Alignas(64) char x[4 * 2 * HEIGHT * WIDTH * CHANNELS];
      fill_elements(&generator, fill, element, x, 2 * HEIGHT * WIDTH * CHANNELS);
      // Windows of 3 by 4, of which the first begins outside of the image: 3 by 3 of them.
      const struct pooling_call call = {kernel,
                                        x,
                                        {.channels = channels,
                                         .input_height = HEIGHT,
                                         .input_width = WIDTH,
                                         .output_height = 3,
                                         .output_width = 3,
                                         .stride_height = 2,
                                         .stride_width = 2,
                                         .filter_height = 3,
                                         .filter_width = 4,
                                         .pad_top = 1,
                                         .pad_left = 1,
                                         .low = -50,
                                         .high = 60,
                                         .quantized_low = element == U8 ? 3 : -100,
                                         .quantized_high = 110}};
      char detail[80];
      snprintf(detail, sizeof detail, "%zu channels, fill %d", channels, (int)fill);
      compare(tally, name, detail, element, run_pooling, &call);
    }
  }
  report(tally, name, before);
}

struct reduction_call {
  linnet_reduction_kernel run;
  enum element state;
  const void *x, *initial;
  ptrdiff_t step;
  size_t rows, count, stride;
};

static void run_reduction(const void *context, void *y) {
  const struct reduction_call *call = context;
  memcpy(y, call->initial, LIMIT * element_bytes(call->state));
  call->run(y, call->step, call->x, call->rows, call->count, call->stride);
}

static void check_reduction_kernel(struct tally *tally, const char *name,
                                   linnet_reduction_kernel kernel, enum element in,
                                   enum element state) {
  enum { ROWS = 9 };
  const struct tally before = *tally;
  struct generator generator = {.state = 35};
  for (size_t rows = 0; rows <= ROWS; rows++) {
    for (size_t c = 0; c < COUNTS; c++) {
      for (ptrdiff_t step = 0; step <= 1; step++) {
        _Alignas(64) char x[8 * ROWS * (LIMIT + 3)], initial[8 * LIMIT];
        const enum fill fill = (enum fill)(c % FILL_COUNT);
        fill_elements(&generator, fill, in, x, ROWS * (LIMIT + 3));
        fill_elements(&generator, FILL_RANDOM, state, initial, LIMIT);
        const struct reduction_call call = {kernel, state, x,         initial,
                                            step,   rows,  counts[c], counts[c] + 3};
        char detail[80];
        snprintf(detail, sizeof detail, "%zu rows of %zu, step %d", rows, counts[c], (int)step);
        compare(tally, name, detail, state, run_reduction, &call);
      }
    }
  }
  report(tally, name, before);
}

// Quantization at run time.

struct quantize_call {
  const float *x;
  size_t count;
};

static void run_quantization(const void *context, void *y) {
  const struct quantize_call *call = context;
  const struct row_quantization symmetric = f32_symmetric_row_quantization(call->x, call->count);
  const struct row_quantization quantization = f32_row_quantization(call->x, call->count);
  memcpy(y, &symmetric, sizeof symmetric);
  memcpy((char *)y + sizeof symmetric, &quantization, sizeof quantization);
  f32_s8_quantize(call->x, call->count, quantization, (int8_t *)y + 2 * sizeof quantization);
}

static void check_row_quantization(struct tally *tally) {
  const struct tally before = *tally;
  struct generator generator = {.state = 36};
  for (size_t count = 0; count <= LIMIT; count++) {
    float x[LIMIT];
    for (size_t i = 0; i < count; i++) x[i] = 10 * next_float(&generator) + 3;
    const struct quantize_call call = {x, count};
    char detail[80];
    snprintf(detail, sizeof detail, "%zu elements", count);
    compare(tally, "f32_row_quantization", detail, S8, run_quantization, &call);
  }
  report(tally, "f32_row_quantization", before);
}

static void run_range(const void *context, void *y) {
  const struct quantize_call *call = context;
  const linnet_finite_range range = f32_finite_range(call->x, call->count);
  const float found[] = {range.low, range.high, range.is_complete};
  memcpy(y, found, sizeof found);
}

static const float guests[] = {1, 100, -100, INFINITY, -INFINITY, NAN, FLT_MAX};
enum { GUESTS = sizeof guests / sizeof guests[0] };

static void check_finite_range(struct tally *tally) {
  const struct tally before = *tally;
  struct generator generator = {.state = 37};
  for (size_t count = 0; count <= LIMIT; count++) {
    for (size_t guest = 0; guest < GUESTS; guest++) {
      float x[LIMIT];
      for (size_t i = 0; i < count; i++) x[i] = next_float(&generator);
      if (count > 0) x[next_between(&generator, 0, (int)count - 1)] = guests[guest];
      const struct quantize_call call = {x, count};
      char detail[80];
      snprintf(detail, sizeof detail, "%zu elements, %g among them", count, (double)guests[guest]);
      compare(tally, "f32_finite_range", detail, F32, run_range, &call);
    }
  }
  report(tally, "f32_finite_range", before);
}

// Layers of int16.

enum { WIDE_ROWS = 3, WIDE_COLUMNS = 4, WIDE_TAPS = 2, WIDE_MODES = 3 };

struct wide_call {
  const struct gemm_variant *variant;
  size_t columns, run, panel_stride;
  bool rounds_once, wraps_sums;
  const int16_t *x;
  const void *panels;
};

static void run_wide_tile(const void *context, void *y) {
  const struct wide_call *call = context;
  // Runs overlap, as those of a convolution do.
  const int32_t offsets[WIDE_TAPS] = {0, 6};
  const struct gemm_params params = {.tap_count = WIDE_TAPS,
                                     .run = call->run,
                                     .tap_offsets = offsets,
                                     .panel_stride = call->panel_stride,
                                     .output_stride = call->columns * sizeof(int16_t),
                                     .output_min = -30000,
                                     .output_max = INT16_MAX,
                                     .rounds_once = call->rounds_once,
                                     .wraps_sums = call->wraps_sums};
  const void *const addresses[WIDE_ROWS] = {call->x, call->x + 1, call->x + 5};
  const struct gemm_rows rows = {.count = WIDE_ROWS, .addresses = addresses};
  call->variant->tile(&params, &rows, call->panels, call->columns, y);
}

/// Numbers of so many columns.
struct wide_columns {
  int64_t bias[LIMIT];
  int32_t mantissas[LIMIT], shifts[LIMIT];
  double factors[LIMIT];
};

static void fill_columns(struct generator *generator, struct wide_columns *columns) {
  for (size_t n = 0; n < LIMIT; n++) {
    columns->bias[n] = next_between(generator, -100000, 100000);
    columns->mantissas[n] = next_between(generator, 1 << 30, INT32_MAX);
    columns->shifts[n] = next_between(generator, -12, 2);
    columns->factors[n] = 0.01 * (double)(n + 1);
  }
}

/// A product's tile: every run of `counts`, one to four columns, the ways to round.
static void check_wide_tile(struct tally *tally, enum gemm_kind kind) {
  size_t count;
  const struct gemm_variant *variant = gemm_variants(kind, &count);
  const struct tally before = *tally;
  struct generator generator = {.state = 37};
  for (size_t c = 0; c < COUNTS; c++) {
    for (size_t columns = 1; columns <= WIDE_COLUMNS; columns++) {
      for (size_t mode = 0; mode < WIDE_MODES; mode++) {
        int16_t x[LIMIT + 8], weights[WIDE_COLUMNS * WIDE_TAPS * LIMIT];
        fill_elements(&generator, (enum fill)(c % FILL_COUNT), S16, x, LIMIT + 8);
        fill_elements(&generator, FILL_RANDOM, S16, weights, WIDE_COLUMNS * WIDE_TAPS * LIMIT);
        struct wide_columns numbers;
        fill_columns(&generator, &numbers);
        const struct gemm_columns packing = {.count = columns,
                                             .tap_count = WIDE_TAPS,
                                             .run = counts[c],
                                             .weights = weights,
                                             .bias = numbers.bias,
                                             .mantissas = numbers.mantissas,
                                             .shifts = numbers.shifts,
                                             .factors = mode == 2 ? numbers.factors : NULL,
                                             .wraps_sums = mode == 1};
        void *panels = allocate(gemm_packed_bytes(kind, variant, WIDE_TAPS, counts[c], columns));
        gemm_pack(kind, variant, &packing, panels);
        const struct wide_call call = {
            variant,   columns,   counts[c], gemm_panel_bytes(kind, variant, WIDE_TAPS, counts[c]),
            mode == 2, mode == 1, x,         panels};
        char detail[80];
        snprintf(detail, sizeof detail, "runs of %zu, %zu columns, mode %zu", counts[c], columns,
                 mode);
        compare(tally, variant->name, detail, S16, run_wide_tile, &call);
        free(panels);
      }
    }
  }
  report(tally, variant->name, before);
}

struct wide_depthwise_call {
  const struct depthwise_variant *variant;
  size_t channels, block_stride;
  bool wraps_sums;
  const int16_t *x;
  const void *packed;
};

enum { WIDE_SIDE = 3, WIDE_PIXELS = 5 };

static void run_wide_depthwise(const void *context, void *y) {
  const struct wide_depthwise_call *call = context;
  const struct depthwise_params params = {.window_lines = WIDE_SIDE,
                                          .window_pixels = WIDE_SIDE,
                                          .stride_pixels = 1,
                                          .dilation_pixels = 1,
                                          .input_pixels = WIDE_PIXELS,
                                          .output_pixels = WIDE_PIXELS,
                                          .pad_pixels = 1,
                                          .channels = call->channels,
                                          .block_stride = call->block_stride,
                                          .output_min = INT16_MIN,
                                          .output_max = 30000,
                                          .wraps_sums = call->wraps_sums};
  const int16_t *x = call->x;
  const size_t line = WIDE_PIXELS * call->channels;
  const void *const lines[WIDE_SIDE] = {x, x + line, x + 2 * line};
  call->variant->run(&params, lines, 1, 0, call->channels, call->packed, y);
}

/// The depthwise kernel on one to `LIMIT` channels.
static void check_wide_depthwise(struct tally *tally) {
  const struct tally before = *tally;
  struct generator generator = {.state = 38};
  size_t count;
  const struct depthwise_variant *variant = depthwise_variants(DEPTHWISE_S16, &count);
  for (size_t channels = 1; channels <= LIMIT; channels++) {
    int16_t x[WIDE_SIDE * WIDE_PIXELS * LIMIT];
    int8_t weights[WIDE_SIDE * WIDE_SIDE * LIMIT];
    fill_elements(&generator, (enum fill)(channels % FILL_COUNT), S16, x,
                  WIDE_SIDE * WIDE_PIXELS * channels);
    fill_elements(&generator, FILL_RANDOM, S8, weights, sizeof weights);
    struct wide_columns numbers;
    fill_columns(&generator, &numbers);
    const struct depthwise_weights packing = {.window_lines = WIDE_SIDE,
                                              .window_pixels = WIDE_SIDE,
                                              .channels = channels,
                                              .weights = weights,
                                              .bias = numbers.bias,
                                              .mantissas = numbers.mantissas,
                                              .shifts = numbers.shifts,
                                              .wraps_sums = channels % 2 == 0};
    void *packed =
        allocate(depthwise_packed_bytes(DEPTHWISE_S16, variant, WIDE_SIDE, WIDE_SIDE, channels));
    depthwise_pack(DEPTHWISE_S16, variant, &packing, packed);
    const struct wide_depthwise_call call = {
        variant,
        channels,
        depthwise_block_bytes(DEPTHWISE_S16, variant, WIDE_SIDE, WIDE_SIDE),
        packing.wraps_sums,
        x,
        packed};
    char detail[80];
    snprintf(detail, sizeof detail, "%zu channels", channels);
    compare(tally, "s16_depthwise", detail, S16, run_wide_depthwise, &call);
    free(packed);
  }
  report(tally, "s16_depthwise", before);
}

size_t plain_checks_of_a_set(void) {
#define ONE(...) +1
  const size_t binaries = 0 LINNET_PLAIN_BINARIES(ONE), unaries = 0 LINNET_PLAIN_UNARIES(ONE);
  const size_t rows = 0 LINNET_PLAIN_ROWS(ONE), reductions = 0 LINNET_PLAIN_REDUCTIONS(ONE);
  const size_t poolings = 0 LINNET_PLAIN_POOLINGS(ONE);
  return FILL_COUNT * (COUNTS * (3 * binaries + unaries) + (COUNTS - 1) * rows + 50 * poolings) +
         10 * COUNTS * 2 * reductions + (LIMIT + 1) * (1 + GUESTS) +
         2 * COUNTS * WIDE_COLUMNS * WIDE_MODES + LIMIT;
}

void check_plain(struct tally *tally) {
#define CHECK_BINARY(name, in, out, kind) check_binary_kernel(tally, #name, name, in, out, kind);
  LINNET_PLAIN_BINARIES(CHECK_BINARY)
#define CHECK_UNARY(name, in, out, kind) check_unary_kernel(tally, #name, name, in, out, kind);
  LINNET_PLAIN_UNARIES(CHECK_UNARY)
#define CHECK_ROWS(name, in, out) check_row_kernel(tally, #name, name, in, out);
  LINNET_PLAIN_ROWS(CHECK_ROWS)
#define CHECK_POOLING(name, element) check_pooling_kernel(tally, #name, name, element);
  LINNET_PLAIN_POOLINGS(CHECK_POOLING)
#define CHECK_REDUCTION(name, in, state) check_reduction_kernel(tally, #name, name, in, state);
  LINNET_PLAIN_REDUCTIONS(CHECK_REDUCTION)
  check_row_quantization(tally);
  check_finite_range(tally);
  check_wide_tile(tally, GEMM_S16_S8);
  check_wide_tile(tally, GEMM_S16_S16);
  check_wide_depthwise(tally);
}
