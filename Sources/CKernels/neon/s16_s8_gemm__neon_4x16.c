// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include <arm_neon.h>

#include "dense/gemm.list.h"
#include "dense/panel.h"
#include "isa/targets.h"
#include "vector/s16_rounding.h"

enum { MR = 4 };

/// Adds the products of element `lane` of each row and its 16 weights.
#define ADD_LANE(lane)                                                            \
  {                                                                               \
    const int8x16_t w = vld1q_s8(weights + 16 * (k + (lane)));                    \
    const int16x8_t low = vmovl_s8(vget_low_s8(w)), high = vmovl_high_s8(w);      \
    LINNET_UNROLL for (int m = 0; m < rows; m++) {                                \
      acc[m][0] = vmlal_laneq_s16(acc[m][0], vget_low_s16(low), eight[m], lane);  \
      acc[m][1] = vmlal_high_laneq_s16(acc[m][1], low, eight[m], lane);           \
      acc[m][2] = vmlal_laneq_s16(acc[m][2], vget_low_s16(high), eight[m], lane); \
      acc[m][3] = vmlal_high_laneq_s16(acc[m][3], high, eight[m], lane);          \
    }                                                                             \
  }

LINNET_INLINE void add_products(s32_row *sums, const int16_t *const *x, const int8_t *weights,
                                size_t count, int rows) {
  int32x4_t acc[MR][4];
  LINNET_UNROLL for (int m = 0; m < rows; m++) memcpy(acc[m], &sums[m], sizeof sums[m]);
  size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    int16x8_t eight[MR];
    LINNET_UNROLL for (int m = 0; m < rows; m++) eight[m] = vld1q_s16(x[m] + k);
    ADD_LANE(0) ADD_LANE(1) ADD_LANE(2) ADD_LANE(3) ADD_LANE(4) ADD_LANE(5) ADD_LANE(6) ADD_LANE(7)
  }
  for (; k < count; k++) {
    int16x8_t eight[MR];
    LINNET_UNROLL for (int m = 0; m < rows; m++) eight[m] = vld1q_dup_s16(x[m] + k);
    ADD_LANE(0)
  }
  LINNET_UNROLL for (int m = 0; m < rows; m++) memcpy(&sums[m], acc[m], sizeof sums[m]);
}

#include "vector/s16_gemm.h"

void s16_s8_gemm__neon_4x16(const struct gemm_params *params, const struct gemm_rows *rows,
                            const void *panels, size_t columns, void *output) {
  s16_gemm(params, rows, panels, columns, output);
}
#endif
