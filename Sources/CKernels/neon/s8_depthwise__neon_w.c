// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
enum { WIDE = 1 };
#include "neon/s8_depthwise.h"

void s8_depthwise__neon_w(const struct depthwise_params *params, const void *const *lines,
                          size_t line_count, size_t first_channel, size_t channels,
                          const void *packed, void *output) {
  (void)line_count;
  s8_depthwise(params, lines, first_channel, channels, packed, output);
}
#endif
