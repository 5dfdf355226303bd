// SPDX-License-Identifier: Apache-2.0
#include "../include/signal.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

uint32_t u64_root(uint64_t x) {
  const uint64_t limit = x >> 32 == 0 ? 0xFFFF : 0xFFFFFFFF;
  uint64_t root = 0;
  for (uint64_t bit = UINT64_C(1) << 62; bit != 0; bit >>= 2) {
    const uint64_t trial = root + bit;
    root >>= 1;
    if (x < trial) continue;
    x -= trial;
    root += bit;
  }
  return (uint32_t)(x > root && root != limit ? root + 1 : root);
}

/// 2¹⁶ · (log₂(1 + k / 128) − k / 128), rounded.
static const uint16_t log_table[] = {
    0,    224,  442,  654,  861,  1063, 1259, 1450, 1636, 1817, 1992, 2163, 2329, 2490, 2646,
    2797, 2944, 3087, 3224, 3358, 3487, 3611, 3732, 3848, 3960, 4068, 4172, 4272, 4368, 4460,
    4549, 4633, 4714, 4791, 4864, 4934, 5001, 5063, 5123, 5178, 5231, 5280, 5326, 5368, 5408,
    5444, 5477, 5507, 5533, 5557, 5578, 5595, 5610, 5622, 5631, 5637, 5640, 5641, 5638, 5633,
    5626, 5615, 5602, 5586, 5568, 5547, 5524, 5498, 5470, 5439, 5406, 5370, 5332, 5291, 5249,
    5203, 5156, 5106, 5054, 5000, 4944, 4885, 4825, 4762, 4697, 4630, 4561, 4490, 4416, 4341,
    4264, 4184, 4103, 4020, 3935, 3848, 3759, 3668, 3575, 3481, 3384, 3286, 3186, 3084, 2981,
    2875, 2768, 2659, 2549, 2437, 2323, 2207, 2090, 1971, 1851, 1729, 1605, 1480, 1353, 1224,
    1094, 963,  830,  695,  559,  421,  282,  142,  0,    0};

uint32_t u32_scaled_log(uint32_t x, uint32_t scale) {
  const uint32_t whole = 31 - (uint32_t)__builtin_clz(x);
  // What is behind the leading bit, 16 bits of it.
  const uint64_t rest = x - (UINT64_C(1) << whole);
  const uint32_t part = (uint32_t)(whole < 16 ? rest << (16 - whole) : rest >> (whole - 16));
  const uint32_t segment = part >> 9;
  const int32_t low = log_table[segment], high = log_table[segment + 1];
  const int32_t between = ((high - low) * (int32_t)(part - (segment << 9))) >> 16;
  const uint32_t log2 = (whole << 16) + part + (uint32_t)(low + between);
  // 45426 is 2¹⁶ · ln 2.
  const uint32_t log = (uint32_t)((UINT64_C(45426) * log2 + 32768) >> 16);
  return (scale * log + 32768) >> 16;
}

int16_t u32_gain(uint32_t x, const int16_t *table) {
  if (x <= 2) return table[x];
  const int bits = 32 - __builtin_clz(x);
  const int16_t *piece = table + 4 * bits - 6;
  const int32_t part = (int16_t)((bits < 11 ? x << (11 - bits) : x >> (bits - 11)) & 0x3FF);
  int32_t result = (piece[2] * part) >> 5;
  result = (int32_t)((uint32_t)result + ((uint32_t)piece[1] << 5));
  result = (int32_t)((uint32_t)result * (uint32_t)part);
  result = (int32_t)((uint32_t)result + (1u << 14)) >> 15;
  return (int16_t)(result + piece[0]);
}

LINNET_SMALL_CODE_END
