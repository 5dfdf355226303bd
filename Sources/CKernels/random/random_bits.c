// SPDX-License-Identifier: Apache-2.0
#include "../include/random_bits.h"

static void philox(uint32_t x[4], uint32_t key, uint32_t other_key) {
  for (int round = 0; round < 10; round++) {
    const uint64_t a = UINT64_C(0xD2511F53) * x[0], b = UINT64_C(0xCD9E8D57) * x[2];
    const uint32_t first = (uint32_t)(b >> 32) ^ x[1] ^ key;
    const uint32_t third = (uint32_t)(a >> 32) ^ x[3] ^ other_key;
    x[0] = first;
    x[1] = (uint32_t)b;
    x[2] = third;
    x[3] = (uint32_t)a;
    key += 0x9E3779B9;
    other_key += 0xBB67AE85;
  }
}

static void threefry(uint32_t x[2], uint32_t key, uint32_t other_key) {
  static const uint8_t rotations[2][4] = {{13, 15, 26, 6}, {17, 29, 16, 24}};
  const uint32_t keys[3] = {key, other_key, key ^ other_key ^ 0x1BD11BDA};
  x[0] += keys[0];
  x[1] += keys[1];
  for (uint32_t group = 1; group <= 5; group++) {
    for (int i = 0; i < 4; i++) {
      const int rotation = rotations[(group - 1) % 2][i];
      x[0] += x[1];
      x[1] = (x[1] << rotation | x[1] >> (32 - rotation)) ^ x[0];
    }
    x[0] += keys[group % 3];
    x[1] += keys[(group + 1) % 3] + group;
  }
}

uint64_t philox_words(uint64_t key, uint64_t counter, uint64_t rest, uint32_t *words,
                      size_t count) {
  for (size_t i = 0; i < count; counter++) {
    uint32_t block[4] = {(uint32_t)counter, (uint32_t)(counter >> 32), (uint32_t)rest,
                         (uint32_t)(rest >> 32)};
    philox(block, (uint32_t)key, (uint32_t)(key >> 32));
    for (int j = 0; j < 4 && i < count; j++) words[i++] = block[j];
  }
  return counter;
}

uint64_t threefry_words(uint64_t key, uint64_t counter, uint32_t *words, size_t count) {
  for (size_t i = 0; i < count; counter++) {
    uint32_t block[2] = {(uint32_t)counter, (uint32_t)(counter >> 32)};
    threefry(block, (uint32_t)key, (uint32_t)(key >> 32));
    for (int j = 0; j < 2 && i < count; j++) words[i++] = block[j];
  }
  return counter;
}
