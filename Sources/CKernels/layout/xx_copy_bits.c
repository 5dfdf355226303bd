// SPDX-License-Identifier: Apache-2.0
#include "copy.h"

void xx_copy_bits(const void *source, size_t from, void *target, size_t to, size_t count) {
  const uint8_t *bits = source;
  uint8_t *result = target;
  for (size_t i = 0; i < count; i++) {
    const size_t x = from + i, y = to + i;
    const uint32_t bit = (uint32_t)bits[x / 8] >> x % 8 & 1;
    result[y / 8] = (uint8_t)((result[y / 8] & ~(1u << y % 8)) | bit << y % 8);
  }
}
