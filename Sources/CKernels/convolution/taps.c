// SPDX-License-Identifier: Apache-2.0
#include "convolution/depthwise.list.h"

static size_t divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

/// The tap at `line` and `pixel` of the window; −1 outside.
static int tap_at(size_t window_lines, size_t window_pixels, size_t line, size_t pixel) {
  return line < window_lines ? (int)(line * window_pixels + pixel) : -1;
}

size_t in_order_count(size_t window_lines, size_t window_pixels, size_t lanes) {
  return divide_up(window_lines * window_pixels, lanes);
}

int in_order_tap(size_t window_lines, size_t window_pixels, size_t lanes, size_t group,
                 size_t lane) {
  size_t tap = group * lanes + lane;
  return tap < window_lines * window_pixels ? (int)tap : -1;
}

size_t line_pair_count(size_t window_lines, size_t window_pixels, size_t lanes) {
  return 2 * window_pixels * divide_up(window_lines + 1, lanes);
}

int line_pair_tap(size_t window_lines, size_t window_pixels, size_t lanes, size_t group,
                  size_t lane) {
  size_t depth = divide_up(window_lines + 1, lanes);
  size_t second = group / (window_pixels * depth);
  size_t pixel = group / depth % window_pixels;
  size_t line = group % depth * lanes + lane;
  // The second output line's window starts one input line later.
  return line < second ? -1 : tap_at(window_lines, window_pixels, line - second, pixel);
}

size_t column_count(size_t window_lines, size_t window_pixels, size_t lanes) {
  return window_pixels * divide_up(window_lines, lanes);
}

int column_tap(size_t window_lines, size_t window_pixels, size_t lanes, size_t group, size_t lane) {
  size_t depth = divide_up(window_lines, lanes);
  return tap_at(window_lines, window_pixels, group % depth * lanes + lane, group / depth);
}
