// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "elementwise/s8_arithmetic.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2
#include "vector/s8_arithmetic.h"

LINNET_BINARY(s8_mul__avx2) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  if (shifts_left(&p)) {
    s8_mul__scalar(a, a_step, b, b_step, y, count, parameters);
  } else {
    mul_s8(a, a_step, b, b_step, y, count, p);
  }
}

LINNET_TARGET_END
#endif
