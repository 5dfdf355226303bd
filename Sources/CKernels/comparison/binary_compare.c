// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/fixed_point.h"
#include "arithmetic/loops.h"

LINNET_SMALL_CODE_BEGIN

// Comparisons give 0 or 1 in a byte. A NaN is unequal to everything and neither less nor greater;
// MAXIMUM and MINIMUM give NaN where one is.

#define DEFINE_EXTREMES(define, prefix, type)                         \
  define(prefix##_maximum, type, type, , left > right ? left : right) \
      define(prefix##_minimum, type, type, , left < right ? left : right)
DEFINE_BINARY(f32_maximum, float, float, , left > right || left != left ? left : right)
DEFINE_BINARY(f32_minimum, float, float, , left < right || left != left ? left : right)
DEFINE_EXTREMES(DEFINE_BINARY, s8, int8_t)
DEFINE_EXTREMES(DEFINE_BINARY, u8, uint8_t)
DEFINE_EXTREMES(DEFINE_SMALL_BINARY, s16, int16_t)
DEFINE_EXTREMES(DEFINE_SMALL_BINARY, s32, int32_t)
DEFINE_EXTREMES(DEFINE_SMALL_BINARY, s64, int64_t)

#define DEFINE_COMPARISONS(prefix, type)                                  \
  DEFINE_SMALL_BINARY(prefix##_equal, type, uint8_t, , left == right)     \
  DEFINE_SMALL_BINARY(prefix##_not_equal, type, uint8_t, , left != right) \
  DEFINE_SMALL_BINARY(prefix##_less, type, uint8_t, , left < right)       \
  DEFINE_SMALL_BINARY(prefix##_less_equal, type, uint8_t, , left <= right)
DEFINE_COMPARISONS(f32, float)
DEFINE_COMPARISONS(s8, int8_t)
DEFINE_COMPARISONS(u8, uint8_t)
DEFINE_COMPARISONS(s16, int16_t)
DEFINE_COMPARISONS(s32, int32_t)
DEFINE_COMPARISONS(s64, int64_t)

#define RESCALED_SETUP                                                                    \
  const linnet_quantized_comparison p = *(const linnet_quantized_comparison *)parameters; \
  const rescaling a_rescaling = make_rescaling(p.a_mantissa, p.a_shift);                  \
  const rescaling b_rescaling = make_rescaling(p.b_mantissa, p.b_shift)
#define RESCALED_LEFT rescale((p.a_offset + left) * (1 << p.left_shift), a_rescaling)
#define RESCALED_RIGHT rescale((p.b_offset + right) * (1 << p.left_shift), b_rescaling)
#define DEFINE_RESCALED(prefix, type, name, operator)                          \
  DEFINE_SMALL_BINARY(prefix##_rescaled_##name, type, uint8_t, RESCALED_SETUP, \
                      RESCALED_LEFT operator RESCALED_RIGHT)
#define DEFINE_RESCALED_COMPARISONS(prefix, type) \
  DEFINE_RESCALED(prefix, type, equal, ==)        \
  DEFINE_RESCALED(prefix, type, not_equal, !=)    \
  DEFINE_RESCALED(prefix, type, less, <)          \
  DEFINE_RESCALED(prefix, type, less_equal, <=)
DEFINE_RESCALED_COMPARISONS(s8, int8_t)
DEFINE_RESCALED_COMPARISONS(u8, uint8_t)
DEFINE_RESCALED_COMPARISONS(s16, int16_t)

LINNET_SMALL_CODE_END
