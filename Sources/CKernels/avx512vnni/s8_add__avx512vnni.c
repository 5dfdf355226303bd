// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "elementwise/s8_arithmetic.list.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI
#include "vector/s8_arithmetic.h"

LINNET_BINARY(s8_add__avx512vnni) {
  const linnet_quantized_binary p = *(const linnet_quantized_binary *)parameters;
  if (shifts_left(&p)) {
    s8_add__scalar(a, a_step, b, b_step, y, count, parameters);
  } else {
    add_s8(a, a_step, b, b_step, y, count, p);
  }
}

LINNET_TARGET_END
#endif
