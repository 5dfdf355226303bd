// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string.h>

#include "depthwise/depthwise.list.h"
#include "neon/requantize.h"

/// Blocks of 16 channels of int8 depthwise convolutions.
enum { BLOCK = 16 };

/// The first `count` of 16 bytes; those beyond are 0 and not read.
LINNET_INLINE int8x16_t load16(const int8_t *x, size_t count) {
  if (count >= BLOCK) return vld1q_s8(x);
  int8_t part[BLOCK] = {0};
  memcpy(part, x, count);
  return vld1q_s8(part);
}

/// What turns the sums of one block of channels into results.
struct epilogue {
  int32x4_t bias[4], mantissa[4], minus_right[4], left[4];
  /// How many of the block's channels there are.
  size_t channels;
};

LINNET_INLINE struct epilogue load_epilogue(const int32_t *head, size_t channels) {
  struct epilogue epilogue = {.channels = channels};
  for (int q = 0; q < 4; q++) {
    epilogue.bias[q] = vld1q_s32(head + PANEL_BIAS * BLOCK + 4 * q);
    epilogue.mantissa[q] = vld1q_s32(head + PANEL_MANTISSA * BLOCK + 4 * q);
    epilogue.minus_right[q] = vnegq_s32(vld1q_s32(head + PANEL_RIGHT_SHIFT * BLOCK + 4 * q));
    epilogue.left[q] = vld1q_s32(head + PANEL_LEFT_SHIFT * BLOCK + 4 * q);
  }
  return epilogue;
}

/// Rounds, clamps and stores 16 sums.
LINNET_INLINE void s8_finish(const struct depthwise_params *params,
                             const struct epilogue *epilogue, const int32x4_t sum[4],
                             int8_t *output) {
  int32x4_t y[4];
  LINNET_UNROLL for (int q = 0; q < 4; q++) {
    y[q] = requantize(sum[q], epilogue->mantissa[q], epilogue->minus_right[q], epilogue->left[q],
                      params->shifts_left);
  }
  int16x8_t zero_point = vdupq_n_s16((int16_t)params->output_zero_point);
  int16x8_t low = vqaddq_s16(vcombine_s16(vqmovn_s32(y[0]), vqmovn_s32(y[1])), zero_point);
  int16x8_t high = vqaddq_s16(vcombine_s16(vqmovn_s32(y[2]), vqmovn_s32(y[3])), zero_point);
  int8x16_t packed = vcombine_s8(vqmovn_s16(low), vqmovn_s16(high));
  packed = vmaxq_s8(packed, vdupq_n_s8((int8_t)params->output_min));
  packed = vminq_s8(packed, vdupq_n_s8((int8_t)params->output_max));
  if (epilogue->channels >= BLOCK) {
    vst1q_s8(output, packed);
    return;
  }
  int8_t part[BLOCK];
  vst1q_s8(part, packed);
  memcpy(output, part, epilogue->channels);
}
