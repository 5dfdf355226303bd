// SPDX-License-Identifier: Apache-2.0
// int8 depthwise convolution, one source for all instruction sets that multiply some taps of a
// channel at once. A file that includes this has switched on its instruction set and included its
// `s8_depthwise.h`, which defines:
//
// - BLOCK channels a vector, LANES taps a lane, MAX_DEPTH groups of taps a pixel of a window;
// - vector: a sum for each of BLOCK channels, or LANES bytes for each; line_bytes: BLOCK bytes;
// - load_line, group_lines, load_weights, add_products, struct epilogue, load_epilogue, s8_finish.

enum { MAX_WINDOW = 5, MAX_LINES = MAX_WINDOW + 1, MAX_TAPS = 196 };

/// A pixel of some input lines, LANES lines a vector.
struct column {
  vector at[MAX_DEPTH];
};

/// The input lines of one block of channels, and as many times the pixel of padding.
struct window_lines {
  const int8_t *lines[MAX_LINES];
  const int8_t *padding[MAX_LINES];
};

/// Groups pixel `pixel` of all lines; before the first and after the last it is padding.
LINNET_INLINE struct column load_column(const struct depthwise_params *params,
                                        const struct window_lines *lines, int line_count,
                                        ptrdiff_t pixel, size_t channels) {
  struct column column;
  bool is_inside = (size_t)pixel < params->input_pixels;
  ptrdiff_t offset = is_inside ? pixel * (ptrdiff_t)params->channels : 0;
  const int8_t *const *sources = is_inside ? lines->lines : lines->padding;
  LINNET_UNROLL for (int d = 0; d * LANES < line_count; d++) {
    line_bytes x[LANES];
    LINNET_UNROLL for (int i = 0; i < LANES; i++) {
      // What has no line has no weight either.
      int line = d * LANES + i < line_count ? d * LANES + i : 0;
      x[i] = load_line(sources[line] + offset, channels);
    }
    column.at[d] = group_lines(x);
  }
  return column;
}

/// One block of channels of one or two output lines: each pixel's lines are grouped once and serve
/// every window that covers the pixel, in each of the output lines.
LINNET_INLINE void s8_window_block(const struct depthwise_params *shared_params,
                                   const struct window_lines *shared_lines, int line_count,
                                   int window, int stride, int outputs, size_t channels,
                                   const struct epilogue *shared_epilogue, int8_t *const *output) {
  int depth = (line_count + LANES - 1) / LANES;
  // Copies: what is stored through a pointer to bytes cannot change them.
  const struct depthwise_params params = *shared_params;
  const struct window_lines lines = *shared_lines;
  const struct epilogue epilogue = *shared_epilogue;
  vector space[2 * MAX_WINDOW * MAX_DEPTH];
  const vector *weights = load_weights((const char *)(epilogue.head + PANEL_ARRAYS * BLOCK),
                                       outputs * window * depth, space);
  struct column columns[MAX_WINDOW];
  ptrdiff_t pixel = -(ptrdiff_t)params.pad_pixels;
  LINNET_UNROLL for (int j = 0; j < window - stride; j++) {
    columns[j] = load_column(&params, &lines, line_count, pixel + j, channels);
  }
  for (size_t x = 0; x < params.output_pixels; x++, pixel += stride) {
    LINNET_UNROLL for (int j = window - stride; j < window; j++) {
      columns[j] = load_column(&params, &lines, line_count, pixel + j, channels);
    }
    LINNET_UNROLL for (int l = 0; l < outputs; l++) {
      vector sum = epilogue.bias;
      LINNET_UNROLL for (int j = 0; j < window; j++) {
        LINNET_UNROLL for (int d = 0; d < depth; d++) {
          sum = add_products(sum, columns[j].at[d], &weights[(l * window + j) * depth + d]);
        }
      }
      s8_finish(&params, &epilogue, channels, sum, output[l] + x * params.channels);
    }
    LINNET_UNROLL for (int j = 0; j < window - stride; j++) {
      LINNET_UNROLL for (int d = 0; d < depth; d++) columns[j].at[d] = columns[j + stride].at[d];
    }
  }
}

/// All blocks of channels of one or two output lines.
LINNET_INLINE void s8_window(const struct depthwise_params *params, const void *const *lines,
                             size_t line_count, size_t first_channel, size_t channels,
                             const void *packed, void *output, int window, int stride,
                             int outputs) {
  int input_lines = window + outputs - 1;
  for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
    const char *block = (const char *)packed + c / BLOCK * params->block_stride;
    struct epilogue epilogue = load_epilogue((const int32_t *)block);
    size_t start = block_start(params, c, BLOCK), left = params->channels - start;
    struct window_lines sources;
    for (int i = 0; i < input_lines; i++) {
      sources.lines[i] = (const int8_t *)lines[i] + start;
      sources.padding[i] = (const int8_t *)params->padding + start;
    }
    int8_t *targets[2];
    targets[0] = (int8_t *)output + start;
    targets[1] = targets[0] + params->output_pixels * params->channels;
    int count = outputs == 2 && line_count == 2 ? 2 : 1;
#define WINDOW_BLOCK(count, width) \
  s8_window_block(params, &sources, input_lines, window, stride, count, width, &epilogue, targets)
    if (left >= BLOCK) {
      count == 2 ? WINDOW_BLOCK(2, BLOCK) : WINDOW_BLOCK(1, BLOCK);
    } else {
      count == 2 ? WINDOW_BLOCK(2, left) : WINDOW_BLOCK(1, left);
    }
#undef WINDOW_BLOCK
  }
}

/// Where the channels of tap `tap` begin for the output pixel `x`.
LINNET_INLINE const int8_t *tap_address(const struct depthwise_params *params,
                                        const void *const *lines, size_t x, size_t tap) {
  if (tap >= params->window_lines * params->window_pixels) return params->padding;
  // A pixel before the first wraps to a large number.
  size_t pixel = x * params->stride_pixels + tap % params->window_pixels * params->dilation_pixels -
                 params->pad_pixels;
  if (pixel >= params->input_pixels) return params->padding;
  return (const int8_t *)lines[tap / params->window_pixels] + pixel * params->channels;
}

/// Output lines of windows of any size: taps are taken in their order, LANES at a time.
LINNET_INLINE void s8_any_window(const struct depthwise_params *params, const void *const *lines,
                                 size_t first_channel, size_t channels, const void *packed,
                                 int8_t *output) {
  size_t tap_count = params->window_lines * params->window_pixels;
  bool fits = tap_count <= MAX_TAPS;
  const int8_t *taps[MAX_TAPS + LANES];
  for (size_t x = 0; x < params->output_pixels; x++) {
    for (size_t t = 0; fits && t < tap_count + LANES - 1; t++) {
      taps[t] = tap_address(params, lines, x, t);
    }
    for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
      const char *block = (const char *)packed + c / BLOCK * params->block_stride;
      struct epilogue epilogue = load_epilogue((const int32_t *)block);
      const char *weights = block + PANEL_ARRAYS * BLOCK * sizeof(int32_t);
      size_t start = block_start(params, c, BLOCK), left = params->channels - start;
      vector sum = epilogue.bias;
      for (size_t t = 0; t < tap_count; t += LANES, weights += LANES * BLOCK) {
        line_bytes bytes[LANES];
        LINNET_UNROLL for (size_t i = 0; i < LANES; i++) {
          const int8_t *tap = fits ? taps[t + i] : tap_address(params, lines, x, t + i);
          bytes[i] = load_line(tap + start, left);
        }
        vector space;
        sum = add_products(sum, group_lines(bytes), load_weights(weights, 1, &space));
      }
      s8_finish(params, &epilogue, left, sum, output + x * params->channels + start);
    }
  }
}

/// Defines a kernel for square windows of one size and stride.
#define S8_WINDOW(function, window, stride, outputs)                                              \
  void function(const struct depthwise_params *params, const void *const *lines,                  \
                size_t line_count, size_t first_channel, size_t channels, const void *packed,     \
                void *output) {                                                                   \
    s8_window(params, lines, line_count, first_channel, channels, packed, output, window, stride, \
              outputs);                                                                           \
  }

/// Defines the kernel for all others.
#define S8_ANY_WINDOW(function)                                                               \
  void function(const struct depthwise_params *params, const void *const *lines,              \
                size_t line_count, size_t first_channel, size_t channels, const void *packed, \
                void *output) {                                                               \
    (void)line_count;                                                                         \
    s8_any_window(params, lines, first_channel, channels, packed, output);                    \
  }
