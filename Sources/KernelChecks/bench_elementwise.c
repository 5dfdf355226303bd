// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "elementwise.h"
#include "image.h"
#include "softmax.h"
#include "timing.h"

enum { COUNT = 56 * 56 * 96 };

static void report(const char *kernel, double best) {
  printf("%-32s %-20s %9.1f us %7.3f ns/element\n", kernel, "56x56x96", best * 1e6,
         best * 1e9 / COUNT);
}

void bench_elementwise(void) {
  struct generator generator = {.state = 22};
  int8_t *a = allocate(COUNT), *b = allocate(COUNT), *y = allocate(COUNT);
  float *x = allocate(COUNT * sizeof *x), *z = allocate(COUNT * sizeof *z);
  fill_s8(&generator, FILL_RANDOM, -128, 127, a, COUNT);
  fill_s8(&generator, FILL_RANDOM, -128, 127, b, COUNT);
  for (size_t i = 0; i < COUNT; i++) x[i] = 4 * next_float(&generator);
  const linnet_quantized_binary p = {.a_offset = 3,
                                     .b_offset = -7,
                                     .y_offset = 5,
                                     .left_shift = 20,
                                     .a_mantissa = 1 << 30,
                                     .b_mantissa = 1518500250,
                                     .y_mantissa = 1743230801,
                                     .a_shift = 0,
                                     .b_shift = -1,
                                     .y_shift = -18,
                                     .low = -128,
                                     .high = 127,
                                     .b_sign = 1};
  const linnet_binary_variant *add = linnet_binary_selected(LINNET_S8_ADD);
  report(add->name, best_of(add->run(a, 1, b, 1, y, COUNT, &p)));
  linnet_quantized_binary q = p;
  q.y_shift = -7;
  const linnet_binary_variant *mul = linnet_binary_selected(LINNET_S8_MUL);
  report(mul->name, best_of(mul->run(a, 1, b, 1, y, COUNT, &q)));
  const linnet_unary_variant *table = linnet_unary_selected(LINNET_X8_TABLE);
  report(table->name, best_of(table->run(a, y, COUNT, b)));
  const float scale = 0.02f;
  const int32_t zero_point = -3;
  const linnet_channel_scales scales = {1, COUNT, &scale, &zero_point};
  report("f32_quantize_to_s8", best_of(f32_quantize_to_s8(x, y, COUNT, &scales)));
  report("s8_dequantize", best_of(s8_dequantize(a, z, COUNT, &scales)));
  const struct row_quantization quantization = {.scale = 0.02f};
  report("f32_row_quantization", best_of(f32_row_quantization(x, COUNT)));
  report("f32_s8_quantize", best_of(f32_s8_quantize(x, COUNT, quantization, y)));
  const linnet_unary_variant *logistic = linnet_unary_selected(LINNET_F32_LOGISTIC);
  report(logistic->name, best_of(logistic->run(x, z, COUNT, &scale)));
  report("f32_gelu", best_of(f32_gelu(x, z, COUNT, &scale)));
  const float beta = 1;
  report("f32_softmax", best_of(f32_softmax(x, z, COUNT / 64, 64, &beta)));
  linnet_x8_exponentials exponentials;
  linnet_fill_exponentials(&exponentials, 1518500250, 24, 255);
  report("s8_softmax", best_of(s8_softmax(a, y, COUNT / 64, 64, &exponentials)));
  void *blocks[] = {a, b, y, x, z};
  for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) free(blocks[i]);
}
