// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "depthwise.h"
#include "gemm.h"
#include "timing.h"

/// A layer: `lines` and `pixels` are those of the output.
struct layer {
  const char *name;
  size_t lines, pixels, channels, outputs, window, stride;
};

static const struct layer products[] = {
    {"first 3x3 1>16", 28, 28, 1, 16, 3, 1},     {"first 3x3 s2 3>32", 112, 112, 3, 32, 3, 2},
    {"expand 16>96", 112, 112, 16, 96, 1, 1},    {"project 96>24", 56, 56, 96, 24, 1, 1},
    {"expand 24>144", 56, 56, 24, 144, 1, 1},    {"project 144>32", 28, 28, 144, 32, 1, 1},
    {"expand 64>384", 14, 14, 64, 384, 1, 1},    {"project 576>96", 14, 14, 576, 96, 1, 1},
    {"expand 160>960", 7, 7, 160, 960, 1, 1},    {"last 320>1280", 7, 7, 320, 1280, 1, 1},
    {"1x1 64>256", 56, 56, 64, 256, 1, 1},       {"3x3 64>64", 56, 56, 64, 64, 3, 1},
    {"3x3 128>128", 28, 28, 128, 128, 3, 1},     {"3x3 256>256", 14, 14, 256, 256, 3, 1},
    {"3x3 512>512", 7, 7, 512, 512, 3, 1},       {"1x1 2048>512", 7, 7, 2048, 512, 1, 1},
    {"dense 1280>1000", 1, 1, 1280, 1000, 1, 1},
};

static const struct layer depthwises[] = {
    {"dw 3x3 8", 48, 48, 8, 8, 3, 1},       {"dw 3x3 32", 112, 112, 32, 32, 3, 1},
    {"dw 3x3 s2 96", 56, 56, 96, 96, 3, 2}, {"dw 3x3 144", 56, 56, 144, 144, 3, 1},
    {"dw 3x3 88", 28, 28, 88, 88, 3, 1},    {"dw 3x3 384", 14, 14, 384, 384, 3, 1},
    {"dw 3x3 960", 7, 7, 960, 960, 3, 1},   {"dw 3x3 s2 576", 7, 7, 576, 576, 3, 2},
    {"dw 5x5 240", 14, 14, 240, 240, 5, 1}, {"dw 5x5 s2 672", 7, 7, 672, 672, 5, 2},
};

static void report(const char *kernel, const char *name, double macs, double best) {
  printf("%-32s %-20s %9.1f us %7.1f GMAC/s\n", kernel, name, best * 1e6, macs / best * 1e-9);
}

static void bench_product(enum gemm_kind kind, const struct layer *layer) {
  size_t element = kind == GEMM_F32 ? sizeof(float) : kind == GEMM_S16_S8 ? sizeof(int16_t) : 1;
  size_t output = kind == GEMM_S8 || kind == GEMM_S16_S8 ? element : sizeof(float);
  size_t run = layer->window * layer->channels, taps = layer->window;
  const struct gemm_variant *variant = gemm_selected(kind, false);
  size_t width = layer->pixels * layer->stride + layer->window;
  size_t height = layer->lines * layer->stride + layer->window;
  size_t input_bytes = (width * height * layer->channels + 64) * element;
  void *input = allocate(input_bytes), *weights = allocate(layer->outputs * taps * run * element);
  memset(input, 1, input_bytes);
  memset(weights, 1, layer->outputs * taps * run * element);
  int32_t *numbers = allocate(layer->outputs * sizeof(int32_t));
  for (size_t i = 0; i < layer->outputs; i++) numbers[i] = 1 << 30;
  int32_t *shifts = allocate(layer->outputs * sizeof(int32_t));
  for (size_t i = 0; i < layer->outputs; i++) shifts[i] = -8;
  int32_t offsets[16];
  for (size_t t = 0; t < taps; t++) offsets[t] = (int32_t)(t * width * layer->channels * element);
  void *packed = allocate(gemm_packed_bytes(kind, variant, taps, run, layer->outputs));
  struct gemm_columns columns = {.count = layer->outputs,
                                 .tap_count = taps,
                                 .run = run,
                                 .weights = weights,
                                 .mantissas = numbers,
                                 .shifts = shifts,
                                 .scales = (const float *)numbers};
  gemm_pack(kind, variant, &columns, packed);
  size_t rows = layer->lines * layer->pixels;
  void *result = allocate(rows * layer->outputs * output);
  struct gemm_plan plan = {
      .variant = variant,
      .params = {.tap_count = taps,
                 .run = gemm_padded_run(variant, run),
                 .tap_offsets = offsets,
                 .panel_stride = gemm_panel_bytes(kind, variant, taps, run),
                 .output_stride = layer->outputs * output,
                 .output_min = -128,
                 .output_max = 127,
                 .float_min = -1,
                 .float_max = 1},
      .images = 1,
      .lines = layer->lines,
      .pixels = layer->pixels,
      .line_step = (ptrdiff_t)(layer->stride * width * layer->channels * element),
      .pixel_step = (ptrdiff_t)(layer->stride * layer->channels * element),
      .columns = layer->outputs,
      .groups = 1,
      .output_element_bytes = output,
      .rows_per_quantization = rows};
  gemm_plan_split(&plan, 1);
  struct row_quantization quantization = {.scale = 1};
  size_t tasks = gemm_task_count(&plan);
  double best = best_of(for (size_t task = 0; task < tasks; task++) {
    gemm_run(&plan, input, packed, result, kind == GEMM_S8_TO_F32 ? &quantization : NULL, task);
  });
  report(variant->name, layer->name, (double)(rows * layer->outputs * taps * run), best);
  void *blocks[] = {input, weights, numbers, shifts, packed, result};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}

static void bench_depthwise(enum depthwise_kind kind, const struct layer *layer) {
  size_t element = kind == DEPTHWISE_F32   ? sizeof(float)
                   : kind == DEPTHWISE_S16 ? sizeof(int16_t)
                                           : 1;
  size_t window = layer->window, channels = layer->channels;
  struct depthwise_window shape = {window, window, layer->stride, layer->stride, 1, 1};
  const struct depthwise_variant *variant = depthwise_selected(kind, &shape, false);
  size_t width = layer->pixels * layer->stride, height = layer->lines * layer->stride;
  size_t input_bytes = width * height * channels * element;
  size_t packed_bytes = depthwise_packed_bytes(kind, variant, window, window, channels);
  void *input = allocate(input_bytes), *packed = allocate(packed_bytes);
  void *padding = allocate((width * channels + 64) * element);
  void *result = allocate(layer->lines * layer->pixels * channels * element);
  memset(input, 1, input_bytes);
  memset(packed, 1, packed_bytes);
  memset(padding, 0, (width * channels + 64) * element);
  struct depthwise_plan plan = {
      .variant = variant,
      .params = {.window_lines = window,
                 .window_pixels = window,
                 .stride_pixels = layer->stride,
                 .dilation_pixels = 1,
                 .input_pixels = width,
                 .output_pixels = layer->pixels,
                 .pad_pixels = (window - layer->stride) / 2,
                 .channels = channels,
                 .padding = padding,
                 .block_stride = depthwise_block_bytes(kind, variant, window, window),
                 .output_min = -128,
                 .output_max = 127,
                 .float_min = -1,
                 .float_max = 1},
      .images = 1,
      .input_lines = height,
      .output_lines = layer->lines,
      .stride_lines = layer->stride,
      .dilation_lines = 1,
      .pad_lines = (window - layer->stride) / 2,
      .element_bytes = element,
      .padding_line = padding};
  depthwise_plan_split(&plan, 1);
  size_t tasks = depthwise_task_count(&plan);
  double best = best_of(for (size_t task = 0; task < tasks;
                             task++) { depthwise_run(&plan, input, packed, result, task); });
  double macs = (double)(layer->lines * layer->pixels * channels * window * window);
  report(variant->name, layer->name, macs, best);
  void *blocks[] = {input, packed, padding, result};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}

void bench(void) {
  static const enum gemm_kind kinds[] = {GEMM_S8, GEMM_S16_S8, GEMM_S8_TO_F32, GEMM_F32};
  static const enum depthwise_kind depthwise_kinds[] = {DEPTHWISE_S8, DEPTHWISE_S16, DEPTHWISE_F32};
  for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
    for (size_t i = 0; i < sizeof products / sizeof products[0]; i++) {
      bench_product(kinds[k], &products[i]);
    }
  }
  for (size_t k = 0; k < sizeof depthwise_kinds / sizeof depthwise_kinds[0]; k++) {
    for (size_t i = 0; i < sizeof depthwises / sizeof depthwises[0]; i++) {
      bench_depthwise(depthwise_kinds[k], &depthwises[i]);
    }
  }
  bench_elementwise();
}
