// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "../include/strings.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

// Source: Pike, FarmHash (2014), farmhashna, whose 64-bit hash is its fingerprint. Words are little
// endian.

static const uint64_t K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

typedef struct {
  uint64_t first, second;
} word_pair;

static uint64_t word(const uint8_t *s) {
  uint64_t value;
  memcpy(&value, s, sizeof value);
  return value;
}

static uint64_t half_word(const uint8_t *s) {
  uint32_t value;
  memcpy(&value, s, sizeof value);
  return value;
}

static uint64_t rotated(uint64_t x, int count) { return x >> count | x << (64 - count); }

static uint64_t mixed(uint64_t x) { return x ^ x >> 47; }

static uint64_t joined(uint64_t u, uint64_t v, uint64_t factor) {
  return mixed((v ^ mixed((u ^ v) * factor)) * factor) * factor;
}

static uint64_t up_to_16(const uint8_t *s, size_t count) {
  const uint64_t factor = K2 + count * 2;
  if (count >= 8) {
    const uint64_t a = word(s) + K2, b = word(s + count - 8);
    return joined(rotated(b, 37) * factor + a, (rotated(a, 25) + b) * factor, factor);
  }
  if (count >= 4) return joined(count + (half_word(s) << 3), half_word(s + count - 4), factor);
  if (count == 0) return K2;
  const uint32_t y = s[0] + ((uint32_t)s[count >> 1] << 8);
  const uint32_t z = (uint32_t)count + ((uint32_t)s[count - 1] << 2);
  return mixed(y * K2 ^ z * K0) * K2;
}

static uint64_t up_to_32(const uint8_t *s, size_t count) {
  const uint64_t factor = K2 + count * 2;
  const uint64_t a = word(s) * K1, b = word(s + 8);
  const uint64_t c = word(s + count - 8) * factor, d = word(s + count - 16) * K2;
  return joined(rotated(a + b, 43) + rotated(c, 30) + d, a + rotated(b + K2, 18) + c, factor);
}

static uint64_t up_to_64(const uint8_t *s, size_t count) {
  const uint64_t factor = K2 + count * 2;
  const uint64_t a = word(s) * K2, b = word(s + 8);
  const uint64_t c = word(s + count - 8) * factor, d = word(s + count - 16) * K2;
  const uint64_t y = rotated(a + b, 43) + rotated(c, 30) + d;
  const uint64_t z = joined(y, a + rotated(b + K2, 18) + c, factor);
  const uint64_t e = word(s + 16) * factor, f = word(s + 24);
  const uint64_t g = (y + word(s + count - 32)) * factor;
  const uint64_t h = (z + word(s + count - 24)) * factor;
  return joined(rotated(e + f, 43) + rotated(g, 30) + h, e + rotated(f + a, 18) + g, factor);
}

/// Takes in 32 bytes.
static word_pair absorbed(const uint8_t *s, uint64_t a, uint64_t b) {
  const uint64_t last = word(s + 24);
  a += word(s);
  b = rotated(b + a + last, 21);
  const uint64_t c = a;
  a += word(s + 8) + word(s + 16);
  return (word_pair){a + last, b + rotated(a, 44) + c};
}

typedef struct {
  uint64_t x, y, z;
  word_pair v, w;
} hash_state;

/// Takes in 64 bytes; what weighs a part is 1 but for the last ones.
static void absorb(hash_state *state, const uint8_t *s, uint64_t factor, uint64_t weight) {
  hash_state h = *state;
  h.x = rotated(h.x + h.y + h.v.first + word(s + 8), 37) * factor;
  h.y = rotated(h.y + h.v.second + word(s + 48), 42) * factor;
  h.x ^= h.w.second * weight;
  h.y += h.v.first * weight + word(s + 40);
  h.z = rotated(h.z + h.w.first, 33) * factor;
  h.v = absorbed(s, h.v.second * factor, h.x + h.w.first);
  h.w = absorbed(s + 32, h.z + h.w.second, h.y + word(s + 16));
  state->x = h.z;
  state->y = h.y;
  state->z = h.x;
  state->v = h.v;
  state->w = h.w;
}

uint64_t linnet_fingerprint(const void *bytes, size_t count) {
  const uint8_t *s = bytes;
  if (count <= 16) return up_to_16(s, count);
  if (count <= 32) return up_to_32(s, count);
  if (count <= 64) return up_to_64(s, count);
  const uint64_t seed = 81, y = seed * K1 + 113;
  hash_state h = {seed * K2 + word(s), y, mixed(y * K2 + 113) * K2, {0, 0}, {0, 0}};
  const size_t rest = (count - 1) % 64, whole = count - 1 - rest;
  for (size_t i = 0; i < whole; i += 64) absorb(&h, s + i, K1, 1);
  const uint64_t factor = K1 + ((h.z & 0xff) << 1);
  h.w.first += rest;
  h.v.first += h.w.first;
  h.w.first += h.v.first;
  absorb(&h, s + count - 64, factor, 9);
  return joined(joined(h.v.first, h.w.first, factor) + mixed(h.y) * K0 + h.z,
                joined(h.v.second, h.w.second, factor) + h.x, factor);
}

LINNET_SMALL_CODE_END
