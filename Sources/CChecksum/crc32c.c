// SPDX-License-Identifier: Apache-2.0
// CRC-32C, bit-reflected polynomial 0x82f63b78, by the processor's instruction where it has one.
//
// The instruction takes three cycles to give a result but starts anew each cycle, so three streams
// run side by side over neighbouring stretches; their checksums are then joined: the checksum of a
// concatenation is the first one's, advanced over as many zero bytes as the second is long, xor the
// second one's (started from 0).
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "CChecksum.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#endif

enum { STRETCH = 4096 };

static const uint32_t polynomial = 0x82f63b78u;

/// tables[k][b]: the checksum of byte b followed by k zero bytes.
static uint32_t tables[8][256];
/// advance[k][b]: the register whose byte k is b, advanced over STRETCH zero bytes.
static uint32_t advance[4][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill_tables(void) {
  for (uint32_t b = 0; b < 256; b++) {
    uint32_t crc = b;
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
    tables[0][b] = crc;
  }
  for (int k = 1; k < 8; k++)
    for (int b = 0; b < 256; b++)
      tables[k][b] = tables[k - 1][b] >> 8 ^ tables[0][tables[k - 1][b] & 255];
  // Advancing is linear, so the images of the 32 single bits give all others.
  uint32_t images[32];
  for (int bit = 0; bit < 32; bit++) {
    uint32_t crc = 1u << bit;
    for (int i = 0; i < STRETCH; i++) crc = crc >> 8 ^ tables[0][crc & 255];
    images[bit] = crc;
  }
  for (int k = 0; k < 4; k++)
    for (int b = 0; b < 256; b++) {
      uint32_t image = 0;
      for (int bit = 0; bit < 8; bit++)
        if (b >> bit & 1) image ^= images[8 * k + bit];
      advance[k][b] = image;
    }
}

static uint64_t load(const uint8_t *p) {
  uint64_t word;
  memcpy(&word, p, sizeof word);
  return word;
}

uint32_t linnet_crc32c_tables(uint32_t crc, const void *bytes, size_t count) {
  pthread_once(&once, fill_tables);
  const uint8_t *p = bytes;
  uint32_t r = ~crc;
  for (; count >= 8; count -= 8, p += 8) {
    uint64_t word = load(p) ^ r;
    r = 0;
    for (int k = 0; k < 8; k++) r ^= tables[7 - k][word >> (8 * k) & 255];
  }
  for (; count > 0; count--, p++) r = r >> 8 ^ tables[0][(r ^ *p) & 255];
  return ~r;
}

#if defined(__x86_64__)
#define WITH_CRC __attribute__((target("sse4.2")))
#define CRC_WORD(r, word) ((uint32_t)_mm_crc32_u64((r), (word)))
#define CRC_BYTE(r, byte) _mm_crc32_u8((r), (byte))
static bool has_instruction(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__)
#define WITH_CRC __attribute__((target("crc")))
#define CRC_WORD(r, word) __crc32cd((r), (word))
#define CRC_BYTE(r, byte) __crc32cb((r), (byte))
static bool has_instruction(void) { return getauxval(AT_HWCAP) >> 7 & 1; }
#endif

#ifdef WITH_CRC
static uint32_t advanced(uint32_t r) {
  return advance[0][r & 255] ^ advance[1][r >> 8 & 255] ^ advance[2][r >> 16 & 255] ^
         advance[3][r >> 24];
}

WITH_CRC static uint32_t by_instruction(uint32_t crc, const uint8_t *p, size_t count) {
  uint32_t r = ~crc;
  for (; count >= 3 * STRETCH; count -= 3 * STRETCH, p += 3 * STRETCH) {
    uint32_t second = 0, third = 0;
    for (size_t i = 0; i < STRETCH; i += 8) {
      r = CRC_WORD(r, load(p + i));
      second = CRC_WORD(second, load(p + STRETCH + i));
      third = CRC_WORD(third, load(p + 2 * STRETCH + i));
    }
    r = advanced(advanced(r) ^ second) ^ third;
  }
  for (; count >= 8; count -= 8, p += 8) r = CRC_WORD(r, load(p));
  for (; count > 0; count--, p++) r = CRC_BYTE(r, *p);
  return ~r;
}
#endif

uint32_t linnet_crc32c(uint32_t crc, const void *bytes, size_t count) {
#ifdef WITH_CRC
  if (has_instruction()) {
    pthread_once(&once, fill_tables);
    return by_instruction(crc, bytes, count);
  }
#endif
  return linnet_crc32c_tables(crc, bytes, count);
}
