// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_ARM
#include "neondot/s8_line_window.h"

LINNET_TARGET_NEONDOT

static void one_line(const struct window_row *row) {
  // The packed weights expect the lines of a pair; the last of them is not read.
  square_window(row, 3, 1, 1);
}

static void two_lines(const struct window_row *row) { square_window(row, 3, 1, 2); }

void s8_depthwise__neondot_3x3(const struct depthwise_params *params, const void *const *lines,
                               size_t line_count, size_t first_channel, size_t channels,
                               const void *packed, void *output) {
  if (line_count == 2) {
    s8_window(params, lines, first_channel, channels, packed, output, two_lines, 4, 2);
  } else {
    s8_window(params, lines, first_channel, channels, packed, output, one_line, 3, 1);
  }
}

LINNET_TARGET_END
#endif
