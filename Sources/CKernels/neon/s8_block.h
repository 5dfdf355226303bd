// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string.h>

#include "convolution/depthwise.list.h"
#include "neon/requantize.h"

/// Blocks of 16 channels of int8 depthwise convolutions.
enum { BLOCK = 16 };

/// The first `count` of 16 bytes; those beyond are 0 and not read.
LINNET_INLINE int8x16_t load16(const int8_t *x, size_t count) {
  if (count >= BLOCK) return vld1q_s8(x);
  if (count == BLOCK / 2) return vcombine_s8(vld1_s8(x), vdup_n_s8(0));
  int8_t part[BLOCK] = {0};
  memcpy(part, x, count);
  return vld1q_s8(part);
}

/// Stores the first `count` of 16 bytes.
LINNET_INLINE void store16(int8_t *y, int8x16_t bytes, size_t count) {
  if (count >= BLOCK) {
    vst1q_s8(y, bytes);
  } else if (count == BLOCK / 2) {
    vst1_s8(y, vget_low_s8(bytes));
  } else {
    int8_t part[BLOCK];
    vst1q_s8(part, bytes);
    memcpy(y, part, count);
  }
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  int32x4_t bias[4], left[4];
  struct rescaling rescaling[4];
  struct limits limits;
  /// How many of the block's channels there are.
  size_t channels;
};

LINNET_INLINE struct epilogue load_epilogue(const struct depthwise_params *params,
                                            const int32_t *head, size_t channels) {
  struct epilogue epilogue = {.channels = channels};
  epilogue.limits = load_limits(params->output_zero_point, params->output_min, params->output_max);
  for (int q = 0; q < 4; q++) {
    epilogue.bias[q] = vld1q_s32(head + PANEL_BIAS * BLOCK + 4 * q);
    epilogue.rescaling[q] = load_rescaling(head + PANEL_MANTISSA * BLOCK + 4 * q,
                                           head + PANEL_RIGHT_SHIFT * BLOCK + 4 * q);
    epilogue.left[q] = vld1q_s32(head + PANEL_LEFT_SHIFT * BLOCK + 4 * q);
  }
  return epilogue;
}

/// Rounds, clamps and packs 16 sums.
LINNET_INLINE int8x16_t s8_finish(const struct epilogue *epilogue, const int32x4_t sum[4],
                                  bool shifts_left) {
  int32x4_t y[4];
  LINNET_UNROLL for (int q = 0; q < 4; q++) {
    int32x4_t x = shifts_left ? vshlq_s32(sum[q], epilogue->left[q]) : sum[q];
    y[q] = requantize(x, epilogue->rescaling[q]);
  }
  return clamp16(pack16(y, epilogue->limits), epilogue->limits);
}
