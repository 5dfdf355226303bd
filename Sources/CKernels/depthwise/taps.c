// SPDX-License-Identifier: Apache-2.0
#include "depthwise/depthwise.list.h"

size_t single_count(size_t window_lines, size_t window_pixels) {
  return window_lines * window_pixels;
}

int single_tap(size_t window_lines, size_t window_pixels, size_t group, size_t lane) {
  (void)window_lines, (void)window_pixels, (void)lane;
  return (int)group;
}

size_t quads_count(size_t window_lines, size_t window_pixels) {
  return (window_lines * window_pixels + 3) / 4;
}

int quads_tap(size_t window_lines, size_t window_pixels, size_t group, size_t lane) {
  size_t tap = group * 4 + lane;
  return tap < window_lines * window_pixels ? (int)tap : -1;
}

/// The tap at `line` and `pixel` of the window; −1 outside.
static int tap_at(size_t window_lines, size_t window_pixels, size_t line, size_t pixel) {
  return line < window_lines ? (int)(line * window_pixels + pixel) : -1;
}

size_t line_pair_count(size_t window_lines, size_t window_pixels) {
  return 2 * window_pixels * ((window_lines + 1 + 3) / 4);
}

int line_pair_tap(size_t window_lines, size_t window_pixels, size_t group, size_t lane) {
  size_t depth = (window_lines + 1 + 3) / 4;
  size_t second = group / (window_pixels * depth);
  size_t pixel = group / depth % window_pixels;
  size_t line = group % depth * 4 + lane;
  // The second output line's window starts one input line later.
  return line < second ? -1 : tap_at(window_lines, window_pixels, line - second, pixel);
}

size_t column_count(size_t window_lines, size_t window_pixels) {
  return window_pixels * ((window_lines + 3) / 4);
}

int column_tap(size_t window_lines, size_t window_pixels, size_t group, size_t lane) {
  size_t depth = (window_lines + 3) / 4;
  return tap_at(window_lines, window_pixels, group % depth * 4 + lane, group / depth);
}
