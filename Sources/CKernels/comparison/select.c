// SPDX-License-Identifier: Apache-2.0
#include "../include/elementwise.h"

#define SELECT(type)                                                          \
  {                                                                           \
    const type *left = a, *right = b;                                         \
    type *result = y;                                                         \
    for (size_t i = 0; i < count; i++) {                                      \
      const ptrdiff_t k = (ptrdiff_t)i;                                       \
      result[i] = condition[k * step] ? left[k * a_step] : right[k * b_step]; \
    }                                                                         \
    break;                                                                    \
  }

void linnet_select_elements(const uint8_t *condition, ptrdiff_t step, const void *a,
                            ptrdiff_t a_step, const void *b, ptrdiff_t b_step, void *y,
                            size_t count, size_t element_size) {
  switch (element_size) {
    case 1:
      SELECT(uint8_t)
    case 2:
      SELECT(uint16_t)
    case 4:
      SELECT(uint32_t)
    default:
      SELECT(uint64_t)
  }
}
