// SPDX-License-Identifier: Apache-2.0
#include "pooling.h"

#include <float.h>
#include <math.h>

#include "elementwise/loops.h"

// Channels are taken in blocks that stay in registers while the window's pixels are walked, rows
// first, as the reference does.

/// The part of a window that lies in its image.
typedef struct {
  ptrdiff_t top, bottom, left, right;
} window;

static inline ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }
static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

static inline window window_at(const linnet_pooling *p, ptrdiff_t row, ptrdiff_t column) {
  const ptrdiff_t y = row * p->stride_height - p->pad_top;
  const ptrdiff_t x = column * p->stride_width - p->pad_left;
  const window w = {larger(y, 0), smaller(y + p->filter_height, p->input_height), larger(x, 0),
                    smaller(x + p->filter_width, p->input_width)};
  return w;
}

/// Pools `count` of a block of `size` channels from channel `c` on.
#define POOL_BLOCK(size, count, type, state, first_state, update, finish)           \
  {                                                                                 \
    state states[size];                                                             \
    for (size_t i = 0; i < size; i++) states[i] = first_state;                      \
    for (ptrdiff_t r = w.top; r < w.bottom; r++) {                                  \
      const type *values = image + (size_t)r * line + (size_t)w.left * pixel + c;   \
      for (ptrdiff_t k = w.left; k < w.right; k++, values += pixel) {               \
        for (size_t i = 0; i < count; i++) {                                        \
          const type value = values[i];                                             \
          update(states[i], value);                                                 \
        }                                                                           \
      }                                                                             \
    }                                                                               \
    for (size_t i = 0; i < count; i++) y[c + i] = (type)finish(states[i], area, p); \
  }

/// Pools all channels in blocks; the last overlaps the one before if they do not divide evenly.
#define POOL_BLOCKS(size, ...)                               \
  for (size_t end = size; end < pixel + size; end += size) { \
    const size_t c = (end < pixel ? end : pixel) - size;     \
    POOL_BLOCK(size, size, __VA_ARGS__)                      \
  }

/// Defines a pooling kernel: `state` elements begin as `first_state`, take in each `value` by
/// `update`, and give the result `finish`, for which `area` is the number of pixels.
#define DEFINE_POOLING(name, type, ...)                                                        \
  LINNET_CLONES void name(const void *x_bytes, void *y_bytes, size_t first, size_t last,       \
                          const linnet_pooling *pooling) {                                     \
    const linnet_pooling parameters = *pooling, *p = &parameters;                              \
    const type *x = x_bytes;                                                                   \
    type *y = (type *)y_bytes + first * (size_t)p->output_width * p->channels;                 \
    const size_t pixel = p->channels, line = (size_t)p->input_width * pixel;                   \
    for (size_t row = first; row < last; row++) {                                              \
      const type *image = x + row / (size_t)p->output_height * (size_t)p->input_height * line; \
      for (ptrdiff_t column = 0; column < p->output_width; column++, y += pixel) {             \
        const window w = window_at(p, (ptrdiff_t)(row % (size_t)p->output_height), column);    \
        const int32_t area = (int32_t)((w.bottom - w.top) * (w.right - w.left));               \
        if (pixel >= 16) {                                                                     \
          POOL_BLOCKS(16, type, __VA_ARGS__)                                                   \
        } else if (pixel >= 8) {                                                               \
          POOL_BLOCKS(8, type, __VA_ARGS__)                                                    \
        } else {                                                                               \
          const size_t c = 0;                                                                  \
          POOL_BLOCK(8, pixel, type, __VA_ARGS__)                                              \
        }                                                                                      \
      }                                                                                        \
    }                                                                                          \
  }

#define ADD(state, value) state += value
#define ADD_SQUARE(state, value) state += value * value
#define KEEP_LARGER(state, value) state = state < value ? value : state

static inline float limited_f32(float x, const linnet_pooling *p) {
  x = x < p->low ? p->low : x;
  return p->high < x ? p->high : x;
}
static inline int32_t limited_s32(int32_t x, const linnet_pooling *p) {
  x = x < p->quantized_low ? p->quantized_low : x;
  return x > p->quantized_high ? p->quantized_high : x;
}

static inline float mean_f32(float sum, int32_t area, const linnet_pooling *p) {
  return limited_f32(sum / (float)area, p);
}
static inline float root_mean_f32(float sum, int32_t area, const linnet_pooling *p) {
  return limited_f32(sqrtf(sum / (float)area), p);
}
/// The quotient is exact in double precision to well within what truncation could miss: it is
/// under 2¹⁶, and its distance to the next integer at least 2⁻³¹.
static inline int32_t mean_s32(int32_t sum, int32_t area, const linnet_pooling *p) {
  const int32_t half = area / 2;
  const double nudged = sum > 0 ? sum + half : sum - half;
  return limited_s32((int32_t)(nudged / area), p);
}
static inline float larger_f32(float x, int32_t area, const linnet_pooling *p) {
  (void)area;
  return limited_f32(x, p);
}
static inline int32_t larger_s32(int32_t x, int32_t area, const linnet_pooling *p) {
  (void)area;
  return limited_s32(x, p);
}

DEFINE_POOLING(f32_average_pool, float, float, 0, ADD, mean_f32)
DEFINE_POOLING(s8_average_pool, int8_t, int32_t, 0, ADD, mean_s32)
DEFINE_POOLING(f32_max_pool, float, float, -FLT_MAX, KEEP_LARGER, larger_f32)
DEFINE_POOLING(s8_max_pool, int8_t, int8_t, INT8_MIN, KEEP_LARGER, larger_s32)

LINNET_SMALL_CODE_BEGIN
DEFINE_POOLING(u8_average_pool, uint8_t, int32_t, 0, ADD, mean_s32)
DEFINE_POOLING(s16_average_pool, int16_t, int32_t, 0, ADD, mean_s32)
DEFINE_POOLING(u8_max_pool, uint8_t, uint8_t, 0, KEEP_LARGER, larger_s32)
DEFINE_POOLING(s16_max_pool, int16_t, int16_t, INT16_MIN, KEEP_LARGER, larger_s32)
DEFINE_POOLING(f32_l2_pool, float, float, 0, ADD_SQUARE, root_mean_f32)
LINNET_SMALL_CODE_END
