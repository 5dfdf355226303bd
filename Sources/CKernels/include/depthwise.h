// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isa.h"

/// Depthwise convolutions: each channel has a window of its own.
///
/// `y[c] = f(bias[c] + Σ_i Σ_j (x[i, j, c] − x₀) · w[i, j, c])`
///
/// A kernel computes whole output lines, some channels at a time. It is given the input lines that
/// the windows cover; a line outside of the image is one of padding.
enum depthwise_kind {
  /// int8, rounded twice as TensorFlow Lite's reference does.
  DEPTHWISE_S8,
  DEPTHWISE_F32,
  /// int16 with int8 weights; sums of 64 bits.
  DEPTHWISE_S16,
};

/// What all lines of one convolution share. Counts are of elements unless they say bytes.
struct depthwise_params {
  size_t window_lines, window_pixels;
  size_t stride_pixels, dilation_pixels;
  size_t input_pixels, output_pixels;
  /// Pixels of padding before an input line's first.
  size_t pad_pixels;
  size_t channels;
  /// A pixel of padding: `channels` elements, and as many more as a vector holds.
  const void *padding;
  /// Bytes from one block of packed weights to the next.
  size_t block_stride;
  int32_t output_zero_point, output_min, output_max;
  float float_min, float_max;
  bool shifts_left;
  /// DEPTHWISE_S16: sums are taken modulo 2³², as with an int32 bias.
  bool wraps_sums;
};

/// Computes channels [first_channel, first_channel + channels) of `line_count` output lines.
///
/// - lines: the input lines of the first output line's window, then those that each further output
///   line adds.
/// - packed: all blocks of packed weights.
/// - output: the first output line; the next one follows it.
///
/// `first_channel` is a multiple of the variant's block; `channels` too unless they are the last.
typedef void depthwise_lines(const struct depthwise_params *params, const void *const *lines,
                             size_t line_count, size_t first_channel, size_t channels,
                             const void *packed, void *output);

/// Which tap a lane of packed weights holds: the tap's index in the window, or −1 for none.
typedef int depthwise_tap(size_t window_lines, size_t window_pixels, size_t lanes, size_t group,
                          size_t lane);

/// How many groups of `lanes` taps a window has.
typedef size_t depthwise_group_count(size_t window_lines, size_t window_pixels, size_t lanes);

/// One way to compute a depthwise convolution, and how its weights are packed.
///
/// A block is `block` channels; the last one ends with the last channel, so it repeats some of those
/// before, unless there are fewer in all. It holds four arrays of 32-bit numbers (as in
/// `dense/panel.h`), then groups of `lanes` taps: for each group, for each channel, its taps' weights
/// side by side.
struct depthwise_variant {
  const char *name;
  enum linnet_isa isa;
  uint8_t block;
  uint8_t lanes;
  /// The only window and stride it takes, undilated; 0 for any.
  uint8_t window, stride;
  /// Output lines that a call can compute.
  uint8_t lines;
  /// What the kernel adds to each input element before it multiplies.
  uint8_t input_offset;
  /// False if weights of −128 or sums shifted left are beyond it.
  bool is_general;
  depthwise_lines *run;
  /// Groups of a window, and which taps they hold.
  depthwise_group_count *group_count;
  depthwise_tap *tap;
};

/// All variants of a kind that are compiled for this architecture, scalar first.
const struct depthwise_variant *depthwise_variants(enum depthwise_kind kind, size_t *count);

/// What decides which variant fits.
struct depthwise_window {
  size_t lines, pixels;
  size_t stride_lines, stride_pixels;
  size_t dilation_lines, dilation_pixels;
};

/// Whether `variant` computes such windows.
bool depthwise_fits(const struct depthwise_variant *variant, const struct depthwise_window *window);

/// The variant to use here.
const struct depthwise_variant *depthwise_selected(enum depthwise_kind kind,
                                                   const struct depthwise_window *window,
                                                   bool needs_general);

/// Weights [lines][pixels][channels] and what is applied per channel.
struct depthwise_weights {
  size_t window_lines, window_pixels, channels;
  /// int8 or float.
  const void *weights;
  /// int32, float or, for DEPTHWISE_S16, int64; null for none.
  const void *bias;
  int32_t input_zero_point;
  const int32_t *mantissas, *shifts;
  /// DEPTHWISE_S16: as in `depthwise_params`.
  bool wraps_sums;
};

/// Bytes of one block, a multiple of 64.
size_t depthwise_block_bytes(enum depthwise_kind kind, const struct depthwise_variant *variant,
                             size_t window_lines, size_t window_pixels);

/// Bytes of all blocks.
size_t depthwise_packed_bytes(enum depthwise_kind kind, const struct depthwise_variant *variant,
                              size_t window_lines, size_t window_pixels, size_t channels);

/// Packs weights into `packed`, aligned to 64 bytes and as long as `depthwise_packed_bytes` says.
void depthwise_pack(enum depthwise_kind kind, const struct depthwise_variant *variant,
                    const struct depthwise_weights *weights, void *packed);

/// The most lines a window may have.
enum { DEPTHWISE_MAX_WINDOW_LINES = 64 };

/// A whole depthwise convolution and how it is cut into tasks.
struct depthwise_plan {
  const struct depthwise_variant *variant;
  struct depthwise_params params;
  size_t images, input_lines, output_lines;
  size_t stride_lines, dilation_lines, pad_lines;
  size_t element_bytes;
  /// After how many lines of the window its input lines come again: what weights of int8 cannot hold
  /// is in as many lines more. 0 where the window has each input line once.
  size_t repeated_lines;
  /// DEPTHWISE_S8: results are written as uint8, 128 above what the kernel gives.
  bool gives_unsigned;
  /// `input_pixels · channels` elements of padding, and a vector more.
  const void *padding_line;
  /// Output lines and channels of one task.
  size_t line_block, channel_block;
};

/// Chooses `line_block` and `channel_block` for `threads` threads.
void depthwise_plan_split(struct depthwise_plan *plan, size_t threads);

/// How many tasks a plan has.
size_t depthwise_task_count(const struct depthwise_plan *plan);

/// Runs one task.
void depthwise_run(const struct depthwise_plan *plan, const void *input, const void *packed,
                   void *output, size_t task);
