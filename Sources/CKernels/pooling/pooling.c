// SPDX-License-Identifier: Apache-2.0
#include "../include/pooling.h"

#include <float.h>
#include <math.h>

#include "../isa/targets.h"

// Channels are taken in blocks of a constant size, which stay in registers while the window's pixels
// are walked, rows first, as the reference does. What a last block lacks it takes from the one
// before it.

#if LINNET_X86
enum { LARGE_BLOCK = 64 };
#else
enum { LARGE_BLOCK = 16 };
#endif

/// The part of a window that lies in its image.
typedef struct {
  ptrdiff_t top, bottom, left, right;
} window;

static inline ptrdiff_t larger(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }
static inline size_t smaller_size(size_t a, size_t b) { return a < b ? a : b; }
static inline ptrdiff_t smaller(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

static inline window window_at(const linnet_pooling *p, ptrdiff_t row, ptrdiff_t column) {
  const ptrdiff_t y = row * p->stride_height - p->pad_top;
  const ptrdiff_t x = column * p->stride_width - p->pad_left;
  const window w = {larger(y, 0), smaller(y + p->filter_height, p->input_height), larger(x, 0),
                    smaller(x + p->filter_width, p->input_width)};
  return w;
}

#define ADD(state, value) (state) + (value)
#define ADD_SQUARE(state, value) (state) + (value) * (value)
/// What is no number is passed over, as the reference does.
#define KEEP_LARGER(state, value) __builtin_elementwise_max(state, value)

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
/// The quotient is exact in float to well within what truncation could miss: it is under 2⁸, and its
/// distance to the next integer at least 2⁻¹⁵.
static inline int32_t mean_s8(int32_t sum, int32_t area, const linnet_pooling *p) {
  const int32_t half = area / 2;
  const float nudged = (float)(sum > 0 ? sum + half : sum - half);
  return limited_s32((int32_t)(nudged / (float)area), p);
}
/// As `mean_s8`: under 2¹⁶ and in double.
static inline int32_t mean_s16(int32_t sum, int32_t area, const linnet_pooling *p) {
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

/// Defines the pooling of one window's `count` channels: states begin as `first_state`, take in the
/// pixels by `update`, and give the results by `finish`, for which `area` is the number of pixels.
#define DEFINE_BLOCK(function, count, type, state, first_state, update, finish)                  \
  LINNET_INLINE void function(const type *image, size_t line, window w, const linnet_pooling *p, \
                              type *y) {                                                         \
    typedef type elements __attribute__((ext_vector_type(count)));                               \
    typedef state vector __attribute__((ext_vector_type(count)));                                \
    vector sums = (vector)(state)(first_state);                                                  \
    for (ptrdiff_t r = w.top; r < w.bottom; r++) {                                               \
      const type *pixel = image + (size_t)r * line + (size_t)w.left * p->channels;               \
      for (ptrdiff_t k = w.left; k < w.right; k++, pixel += p->channels) {                       \
        elements loaded;                                                                         \
        __builtin_memcpy(&loaded, pixel, (count) * sizeof(type));                                \
        vector values = __builtin_convertvector(loaded, vector);                                 \
        sums = update(sums, values);                                                             \
      }                                                                                          \
    }                                                                                            \
    const int32_t area = (int32_t)((w.bottom - w.top) * (w.right - w.left));                     \
    state states[count];                                                                         \
    __builtin_memcpy(states, &sums, (count) * sizeof(state));                                    \
    for (size_t i = 0; i < (count); i++) y[i] = (type)finish(states[i], area, p);                \
  }

#define POOLING_PARAMETERS \
  (const void *x, void *y_bytes, size_t first, size_t last, const linnet_pooling *p)

/// Defines a pooling kernel.
#define DEFINE_POOLING(name, type, ...)                                               \
  DEFINE_BLOCK(name##_large, LARGE_BLOCK, type, __VA_ARGS__)                          \
  DEFINE_BLOCK(name##_16, 16, type, __VA_ARGS__)                                      \
  DEFINE_BLOCK(name##_4, 4, type, __VA_ARGS__)                                        \
  DEFINE_BLOCK(name##_1, 1, type, __VA_ARGS__)                                        \
                                                                                      \
  LINNET_PLAIN_KERNEL(void, name, POOLING_PARAMETERS, (x, y_bytes, first, last, p)) { \
    const size_t channels = p->channels, line = (size_t)p->input_width * channels;    \
    type *y = (type *)y_bytes + first * (size_t)p->output_width * channels;           \
    for (size_t row = first; row < last; row++) {                                     \
      const size_t index = row / (size_t)p->output_height;                            \
      const ptrdiff_t image_row = (ptrdiff_t)(row % (size_t)p->output_height);        \
      const type *image = (const type *)x + index * (size_t)p->input_height * line;   \
      for (ptrdiff_t column = 0; column < p->output_width; column++, y += channels) { \
        const window w = window_at(p, image_row, column);                             \
        size_t c = 0;                                                                 \
        for (; LARGE_BLOCK > 16 && c + LARGE_BLOCK <= channels; c += LARGE_BLOCK) {   \
          name##_large(image + c, line, w, p, y + c);                                 \
        }                                                                             \
        if (channels >= 16) {                                                         \
          for (; c < channels; c += 16) {                                             \
            c = smaller_size(c, channels - 16);                                       \
            name##_16(image + c, line, w, p, y + c);                                  \
          }                                                                           \
        } else if (channels >= 4) {                                                   \
          for (; c < channels; c += 4) {                                              \
            c = smaller_size(c, channels - 4);                                        \
            name##_4(image + c, line, w, p, y + c);                                   \
          }                                                                           \
        } else {                                                                      \
          for (; c < channels; c++) name##_1(image + c, line, w, p, y + c);           \
        }                                                                             \
      }                                                                               \
    }                                                                                 \
  }

DEFINE_POOLING(f32_average_pool, float, float, 0, ADD, mean_f32)
DEFINE_POOLING(s8_average_pool, int8_t, int32_t, 0, ADD, mean_s8)
DEFINE_POOLING(f32_max_pool, float, float, -FLT_MAX, KEEP_LARGER, larger_f32)
DEFINE_POOLING(s8_max_pool, int8_t, int8_t, INT8_MIN, KEEP_LARGER, larger_s32)

LINNET_SMALL_CODE_BEGIN
DEFINE_POOLING(u8_average_pool, uint8_t, int32_t, 0, ADD, mean_s8)
DEFINE_POOLING(s16_average_pool, int16_t, int32_t, 0, ADD, mean_s16)
DEFINE_POOLING(u8_max_pool, uint8_t, uint8_t, 0, KEEP_LARGER, larger_s32)
DEFINE_POOLING(s16_max_pool, int16_t, int16_t, INT16_MIN, KEEP_LARGER, larger_s32)
DEFINE_POOLING(f32_l2_pool, float, float, 0, ADD_SQUARE, root_mean_f32)
LINNET_SMALL_CODE_END
