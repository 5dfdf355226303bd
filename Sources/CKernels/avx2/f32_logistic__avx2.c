// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "arithmetic/unary.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2
enum { LANES = 8 };
#include "vector/f32_logistic.h"

LINNET_UNARY(f32_logistic__avx2) {
  (void)parameters;
  f32_logistic(x, y, count);
}

LINNET_TARGET_END
#endif
