// SPDX-License-Identifier: Apache-2.0
#include "isa/targets.h"
#include "text/string_order.h"

LINNET_SMALL_CODE_BEGIN

LINNET_BINARY(string_not_equal) {
  (void)parameters;
  const linnet_string *left = a, *right = b;
  uint8_t *result = y;
  for (size_t i = 0; i < count; i++, left += a_step, right += b_step)
    result[i] = string_order(*left, *right) != 0;
}

LINNET_BINARY(string_equal) {
  string_not_equal(a, a_step, b, b_step, y, count, parameters);
  uint8_t *result = y;
  for (size_t i = 0; i < count; i++) result[i] ^= 1;
}

LINNET_SMALL_CODE_END
