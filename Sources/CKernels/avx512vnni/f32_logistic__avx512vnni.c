// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "arithmetic/unary.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI
enum { LANES = 16 };
#include "vector/f32_logistic.h"

LINNET_UNARY(f32_logistic__avx512vnni) {
  (void)parameters;
  f32_logistic(x, y, count);
}

LINNET_TARGET_END
#endif
