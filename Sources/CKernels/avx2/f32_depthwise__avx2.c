// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "isa/targets.h"

LINNET_TARGET_AVX2
enum { LANES = 8 };
#include "vector/f32_depthwise.h"

void f32_depthwise__avx2(const struct depthwise_params *params, const void *const *lines,
                         size_t line_count, size_t first_channel, size_t channels,
                         const void *packed, void *output) {
  (void)line_count;
  f32_depthwise(params, lines, first_channel, channels, packed, output);
}

LINNET_TARGET_END
#endif
