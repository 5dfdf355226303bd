// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "neondot/s8_line_window.h"

LINNET_TARGET_NEONDOT

static void one_line(const struct window_row *row) { square_window(row, 3, 2, 1); }

void s8_depthwise__neondot_3x3s2(const struct depthwise_params *params, const void *const *lines,
                                 size_t line_count, size_t first_channel, size_t channels,
                                 const void *packed, void *output) {
  (void)line_count;
  s8_window(params, lines, first_channel, channels, packed, output, one_line, 3, 1);
}

LINNET_TARGET_END
#endif
