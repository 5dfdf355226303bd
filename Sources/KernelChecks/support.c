// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <stdlib.h>

#include "check.h"

uint32_t next_bits(struct generator *generator) {
  generator->state = generator->state * 6364136223846793005ull + 1442695040888963407ull;
  return (uint32_t)(generator->state >> 32);
}

int32_t next_between(struct generator *generator, int32_t low, int32_t high) {
  uint64_t count = (uint64_t)((int64_t)high - low + 1);
  return (int32_t)(low + (int64_t)((uint64_t)next_bits(generator) * count >> 32));
}

float next_float(struct generator *generator) {
  return (float)(int32_t)next_bits(generator) / 2147483648.0f;
}

void fill_s8(struct generator *generator, enum fill fill, int8_t low, int8_t high, int8_t *values,
             size_t count) {
  for (size_t i = 0; i < count; i++) {
    switch (fill) {
      case FILL_LOWEST:
        values[i] = low;
        break;
      case FILL_HIGHEST:
        values[i] = high;
        break;
      case FILL_ALTERNATING:
        values[i] = i % 2 == 0 ? low : high;
        break;
      default:
        values[i] = (int8_t)next_between(generator, low, high);
    }
  }
}

void *allocate(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 127) / 64 * 64);
  if (memory == NULL) abort();
  return memory;
}

void expect(struct tally *tally, bool condition, const char *name, const char *detail) {
  if (condition) {
    tally->passed++;
    return;
  }
  if (tally->failed++ < 20) printf("FAILED %s: %s\n", name, detail);
}
