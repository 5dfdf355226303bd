// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arithmetic/unary.list.h"

/// `y = table[x]`, eight to a word: a byte loop in vectors would gather 32 bits for each byte, which
/// takes four times as long.
void x8_table__scalar(const void *x_bytes, void *y_bytes, size_t count, const void *parameters) {
  const uint8_t *table = parameters;
  const uint8_t *x = x_bytes;
  uint8_t *y = y_bytes;
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    uint64_t word, result = 0;
    memcpy(&word, x + i, sizeof word);
#pragma clang loop vectorize(disable) unroll(full)
    for (int j = 0; j < 64; j += 8) result |= (uint64_t)table[word >> j & 0xff] << j;
    memcpy(y + i, &result, sizeof result);
  }
#pragma clang loop vectorize(disable)
  for (; i < count; i++) y[i] = table[x[i]];
}
