// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "neondot/s8_line_window.h"

LINNET_TARGET_NEONDOT

void s8_depthwise__neondot_3x3s2(const struct depthwise_params *params, const void *const *lines,
                               size_t line_count, size_t first_channel, size_t channels,
                               const void *packed, void *output) {
  s8_window(params, lines, line_count, first_channel, channels, packed, output, 3, 2, 1);
}

LINNET_TARGET_END
#endif
