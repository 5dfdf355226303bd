// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "reduction.h"

enum { ROWS = 11, LIMIT = 70, STRIDE = LIMIT + 5 };

/// What each accumulator holds after `element` of each row has been taken in; all is exact.
static void sum_up(int32_t *wanted, const int8_t *x, bool is_signed, ptrdiff_t step, size_t rows,
                   size_t count, size_t stride) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t i = 0; i < count; i++) {
      const int8_t value = x[row * stride + i];
      wanted[step != 0 ? i : row] += is_signed ? value : (uint8_t)value;
    }
  }
}

static void check_sums(struct tally *tally, ptrdiff_t step, size_t rows, size_t count,
                       size_t stride) {
  struct generator generator = {.state = rows * 100 + count};
  int8_t x[ROWS * STRIDE];
  float reals[ROWS * STRIDE];
  const enum fill fill = (enum fill)(count % FILL_COUNT);
  fill_s8(&generator, fill, -128, 127, x, sizeof x);
  for (size_t i = 0; i < sizeof x; i++) reals[i] = x[i];
  int32_t signed_sums[STRIDE], unsigned_sums[STRIDE], found[STRIDE];
  float real_sums[STRIDE];
  for (size_t i = 0; i < STRIDE; i++) {
    signed_sums[i] = unsigned_sums[i] = (int32_t)i - 3;
    real_sums[i] = (float)i - 3;
  }
  memcpy(found, signed_sums, sizeof found);
  sum_up(signed_sums, x, true, step, rows, count, stride);
  sum_up(unsigned_sums, x, false, step, rows, count, stride);
  char detail[80];
  snprintf(detail, sizeof detail, "%zu rows of %zu, %zu apart, step %d", rows, count, stride,
           (int)step);
  int32_t bytes[STRIDE];
  memcpy(bytes, found, sizeof found);
  s8_sum(bytes, step, x, rows, count, stride);
  expect(tally, memcmp(bytes, signed_sums, sizeof bytes) == 0, "s8_sum", detail);
  memcpy(bytes, found, sizeof found);
  u8_sum(bytes, step, x, rows, count, stride);
  expect(tally, memcmp(bytes, unsigned_sums, sizeof bytes) == 0, "u8_sum", detail);
  f32_sum(real_sums, step, reals, rows, count, stride);
  bool agrees = true;
  for (size_t i = 0; i < STRIDE; i++) agrees &= real_sums[i] == (float)signed_sums[i];
  expect(tally, agrees, "f32_sum", detail);
}

void check_reduction(struct tally *tally) {
  const struct tally before = *tally;
  for (size_t rows = 0; rows <= ROWS; rows++) {
    for (size_t count = 0; count <= LIMIT; count++) {
      check_sums(tally, 1, rows, count, count);
      check_sums(tally, 1, rows, count, STRIDE);
      check_sums(tally, 0, rows, count, count);
    }
  }
  printf("row_sums: %zu passed, %zu failed\n", tally->passed - before.passed,
         tally->failed - before.failed);
}
