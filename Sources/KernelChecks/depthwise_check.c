// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "depthwise.h"

/// One depthwise convolution that two variants compute.
struct problem {
  enum depthwise_kind kind;
  struct depthwise_window window;
  size_t images, lines, pixels, channels;
  size_t output_lines, output_pixels, pad_lines, pad_pixels;
  const void *input, *weights, *bias;
  int32_t *mantissas, *shifts;
  int32_t input_zero_point, output_zero_point, output_min, output_max;
  bool shifts_left;
};

static size_t element_bytes(const struct problem *problem) {
  return problem->kind == DEPTHWISE_F32 ? sizeof(float) : 1;
}

static void compute(const struct problem *problem, const struct depthwise_variant *variant,
                    size_t threads, void *output) {
  size_t lines = problem->window.lines, pixels = problem->window.pixels;
  size_t element = element_bytes(problem);
  void *packed =
      allocate(depthwise_packed_bytes(problem->kind, variant, lines, pixels, problem->channels));
  struct depthwise_weights weights = {.window_lines = lines,
                                      .window_pixels = pixels,
                                      .channels = problem->channels,
                                      .weights = problem->weights,
                                      .bias = problem->bias,
                                      .input_zero_point = problem->input_zero_point,
                                      .mantissas = problem->mantissas,
                                      .shifts = problem->shifts};
  depthwise_pack(problem->kind, variant, &weights, packed);
  size_t padding_bytes = (problem->pixels * problem->channels + 64) * element;
  void *padding = allocate(padding_bytes);
  memset(padding, problem->kind == DEPTHWISE_S8 ? problem->input_zero_point : 0, padding_bytes);
  struct depthwise_plan plan = {
      .variant = variant,
      .params = {.window_lines = lines,
                 .window_pixels = pixels,
                 .stride_pixels = problem->window.stride_pixels,
                 .dilation_pixels = problem->window.dilation_pixels,
                 .input_pixels = problem->pixels,
                 .output_pixels = problem->output_pixels,
                 .pad_pixels = problem->pad_pixels,
                 .channels = problem->channels,
                 .padding = padding,
                 .block_stride = depthwise_block_bytes(problem->kind, variant, lines, pixels),
                 .output_zero_point = problem->output_zero_point,
                 .output_min = problem->output_min,
                 .output_max = problem->output_max,
                 .float_min = -1,
                 .float_max = 2,
                 .shifts_left = problem->shifts_left},
      .images = problem->images,
      .input_lines = problem->lines,
      .output_lines = problem->output_lines,
      .stride_lines = problem->window.stride_lines,
      .dilation_lines = problem->window.dilation_lines,
      .pad_lines = problem->pad_lines,
      .element_bytes = element,
      .padding_line = padding};
  depthwise_plan_split(&plan, threads);
  for (size_t task = 0; task < depthwise_task_count(&plan); task++) {
    depthwise_run(&plan, problem->input, packed, output, task);
  }
  free(packed);
  free(padding);
}

/// Whether two results agree in every bit.
static bool agree(const struct problem *problem, const void *a, const void *b, size_t count) {
  return memcmp(a, b, count * element_bytes(problem)) == 0;
}

static void compare(struct tally *tally, const struct problem *problem,
                    const struct depthwise_variant *variant, size_t threads) {
  size_t count =
      problem->images * problem->output_lines * problem->output_pixels * problem->channels;
  size_t bytes = count * element_bytes(problem), guard = 64;
  size_t variants;
  const struct depthwise_variant *scalar = depthwise_variants(problem->kind, &variants);
  char *expected = allocate(bytes), *found = allocate(bytes + guard);
  memset(found, 0x5A, bytes + guard);
  compute(problem, scalar, 1, expected);
  compute(problem, variant, threads, found);
  bool is_guarded = true;
  for (size_t i = 0; i < guard; i++) is_guarded &= found[bytes + i] == 0x5A;
  char detail[160];
  snprintf(detail, sizeof detail,
           "%zu channels, %zu x %zu, window %zu x %zu, stride %zu, dilation %zu%s",
           problem->channels, problem->lines, problem->pixels, problem->window.lines,
           problem->window.pixels, problem->window.stride_pixels, problem->window.dilation_pixels,
           is_guarded ? "" : ", wrote too far");
  expect(tally, is_guarded && agree(problem, expected, found, count), variant->name, detail);
  free(expected);
  free(found);
}

/// Output elements along an axis whose windows, with SAME padding or none, step by `stride`.
static size_t output_size(size_t input, size_t window, size_t stride, size_t dilation, bool pads,
                          size_t *pad) {
  size_t reach = (window - 1) * dilation + 1;
  *pad = 0;
  if (!pads && input >= reach) return (input - reach) / stride + 1;
  size_t output = (input + stride - 1) / stride;
  size_t span = (output - 1) * stride + reach;
  *pad = span > input ? (span - input) / 2 : 0;
  return output;
}

static void fill_quantization(struct generator *generator, struct problem *problem, bool is_general,
                              uint32_t seed) {
  static const int32_t zero_points[] = {-128, 127, 0, 3};
  problem->input_zero_point = zero_points[seed % 4];
  problem->output_zero_point = zero_points[seed / 4 % 4];
  problem->output_min = -128;
  problem->output_max = seed % 3 == 0 ? 90 : 127;
  for (size_t c = 0; c < problem->channels; c++) {
    problem->mantissas[c] = next_between(generator, 1 << 30, INT32_MAX);
    problem->shifts[c] = next_between(generator, -12, is_general && seed % 5 == 0 ? 2 : 0);
    if (problem->shifts[c] > 0) problem->shifts_left = true;
  }
}

static void check_size(struct tally *tally, const struct depthwise_variant *variant,
                       struct problem problem, uint32_t seed) {
  struct generator generator = {.state = seed * 2654435761u + 99};
  const struct depthwise_window *window = &problem.window;
  problem.images = 1 + seed % 2;
  problem.output_lines = output_size(problem.lines, window->lines, window->stride_lines,
                                     window->dilation_lines, seed % 3 != 0, &problem.pad_lines);
  problem.output_pixels = output_size(problem.pixels, window->pixels, window->stride_pixels,
                                      window->dilation_pixels, seed % 3 != 0, &problem.pad_pixels);
  size_t element = element_bytes(&problem), taps = window->lines * window->pixels;
  size_t elements = problem.images * problem.lines * problem.pixels * problem.channels;
  size_t misalignment = problem.kind == DEPTHWISE_F32 ? 0 : seed % 4;
  // No byte beyond the input may be read: it ends where the memory ends.
  char *memory = malloc(elements * element + misalignment);
  void *weights = allocate(taps * problem.channels * element);
  int32_t *bias = allocate(problem.channels * sizeof(int32_t));
  problem.mantissas = allocate(problem.channels * sizeof(int32_t));
  problem.shifts = allocate(problem.channels * sizeof(int32_t));
  if (memory == NULL) abort();
  if (problem.kind == DEPTHWISE_F32) {
    for (size_t i = 0; i < elements; i++) ((float *)memory)[i] = next_float(&generator);
    for (size_t i = 0; i < taps * problem.channels; i++) {
      ((float *)weights)[i] = next_float(&generator);
    }
  } else {
    int8_t lowest = variant->is_general ? -128 : -127;
    fill_s8(&generator, seed % FILL_COUNT, -128, 127, (int8_t *)memory + misalignment, elements);
    fill_s8(&generator, seed / FILL_COUNT % FILL_COUNT, lowest, 127, weights,
            taps * problem.channels);
  }
  for (size_t c = 0; c < problem.channels; c++) {
    if (problem.kind == DEPTHWISE_S8) {
      bias[c] = next_between(&generator, -20000, 20000);
    } else {
      ((float *)bias)[c] = next_float(&generator);
    }
  }
  problem.input = memory + misalignment;
  problem.weights = weights;
  problem.bias = seed % 6 == 0 ? NULL : bias;
  fill_quantization(&generator, &problem, variant->is_general, seed);
  compare(tally, &problem, variant, seed % 2 == 0 ? 1 : 3);
  void *blocks[] = {memory, weights, bias, problem.mantissas, problem.shifts};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}

/// Whether a NaN reaches the results of the windows that it lies in, and no others.
static void check_nan_pixel(struct tally *tally, const struct depthwise_variant *variant) {
  enum { SIDE = 7, CHANNELS = 37, PLACE = 2, CHANNEL = 36 };
  struct problem problem = {.kind = DEPTHWISE_F32,
                            .window = {3, 3, 1, 1, 1, 1},
                            .images = 1,
                            .lines = SIDE,
                            .pixels = SIDE,
                            .channels = CHANNELS,
                            .output_lines = SIDE,
                            .output_pixels = SIDE,
                            .pad_lines = 1,
                            .pad_pixels = 1};
  float input[SIDE * SIDE * CHANNELS] = {0}, weights[9 * CHANNELS] = {0};
  float y[SIDE * SIDE * CHANNELS];
  input[(PLACE * SIDE + PLACE) * CHANNELS + CHANNEL] = NAN;
  problem.input = input;
  problem.weights = weights;
  compute(&problem, variant, 1, y);
  bool holds = true;
  for (size_t i = 0; i < SIDE * SIDE * CHANNELS; i++) {
    const size_t line = i / CHANNELS / SIDE, pixel = i / CHANNELS % SIDE;
    const bool is_near =
        line + 1 >= PLACE && line <= PLACE + 1 && pixel + 1 >= PLACE && pixel <= PLACE + 1;
    holds &= isnan(y[i]) == (is_near && i % CHANNELS == CHANNEL);
  }
  expect(tally, holds, variant->name, "loses what is no number");
}

static void check_variant(struct tally *tally, enum depthwise_kind kind,
                          const struct depthwise_variant *variant) {
  static const struct depthwise_window windows[] = {
      {3, 3, 1, 1, 1, 1}, {3, 3, 2, 2, 1, 1}, {5, 5, 1, 1, 1, 1}, {5, 5, 2, 2, 1, 1},
      {3, 3, 1, 1, 2, 2}, {1, 7, 1, 1, 1, 1}, {4, 1, 2, 1, 1, 1}, {7, 7, 1, 1, 1, 1},
      {2, 2, 3, 2, 1, 3}, {9, 1, 1, 1, 1, 1}};
  uint32_t seed = 0;
  if (kind == DEPTHWISE_F32) check_nan_pixel(tally, variant);
  for (size_t w = 0; w < sizeof windows / sizeof windows[0]; w++) {
    if (!depthwise_fits(variant, &windows[w])) continue;
    for (size_t channels = 1; channels <= 70; channels++) {
      struct problem problem = {.kind = kind,
                                .window = windows[w],
                                .channels = channels,
                                .lines = 1 + seed % 8,
                                .pixels = 1 + seed / 3 % 9};
      check_size(tally, variant, problem, seed++);
    }
    for (size_t pixels = 1; pixels <= 20; pixels++) {
      struct problem problem = {.kind = kind,
                                .window = windows[w],
                                .channels = 16 + pixels % 3 * 8,
                                .lines = 5 + pixels % 4,
                                .pixels = pixels};
      check_size(tally, variant, problem, seed++);
    }
  }
}

void check_depthwise(struct tally *tally) {
  static const enum depthwise_kind kinds[] = {DEPTHWISE_S8, DEPTHWISE_F32};
  for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
    size_t count;
    const struct depthwise_variant *variants = depthwise_variants(kinds[k], &count);
    for (size_t i = 0; i < count; i++) {
      if (!linnet_isa_is_supported(variants[i].isa)) continue;
      struct tally before = *tally;
      check_variant(tally, kinds[k], &variants[i]);
      printf("%s: %zu passed, %zu failed\n", variants[i].name, tally->passed - before.passed,
             tally->failed - before.failed);
    }
  }
}
