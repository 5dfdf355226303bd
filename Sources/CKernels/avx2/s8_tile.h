// SPDX-License-Identifier: Apache-2.0
// Tiles of int8 products in vectors of eight columns. A file that includes this has switched on the
// instruction set and included a header that defines `s8_tile_sums`.
#include "avx2/requantize.h"

/// Adds the zero point to four vectors of results, packs them to int8 and clamps.
LINNET_INLINE __m256i pack4(const struct gemm_params *params, __m256i a, __m256i b, __m256i c,
                            __m256i d) {
  __m256i zero_point = _mm256_set1_epi16((short)params->output_zero_point);
  __m256i ab = _mm256_adds_epi16(_mm256_packs_epi32(a, b), zero_point);
  __m256i cd = _mm256_adds_epi16(_mm256_packs_epi32(c, d), zero_point);
  __m256i y = _mm256_packs_epi16(ab, cd);
  y = _mm256_max_epi8(y, _mm256_set1_epi8((char)params->output_min));
  y = _mm256_min_epi8(y, _mm256_set1_epi8((char)params->output_max));
  // Packing works within halves: bring each vector's two dwords together.
  return _mm256_permutevar8x32_epi32(y, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

/// Stores the four vectors packed in `y`, which are sums `first` to `first + 3`, but for rows and
/// columns that are not there.
LINNET_INLINE void store4(const struct gemm_params *params, const struct gemm_rows *rows,
                          size_t columns, int8_t *output, size_t first, int panel_count,
                          __m256i y) {
  size_t width = (size_t)panel_count * NR, m = first / (size_t)panel_count;
  int8_t *target = output + m * params->output_stride;
  if (panel_count == 2 && columns >= width) {
    _mm_storeu_si128((__m128i *)target, _mm256_castsi256_si128(y));
    if (m + 1 >= rows->count) return;
    _mm_storeu_si128((__m128i *)(target + params->output_stride), _mm256_extracti128_si256(y, 1));
    return;
  }
  int8_t bytes[4 * NR];
  _mm256_storeu_si256((__m256i *)bytes, y);
  for (size_t i = 0; i < sizeof bytes && m < rows->count; i += width, m++) {
    memcpy(target, bytes + i, columns < width ? columns : width);
    target += params->output_stride;
  }
}

/// Rounds all sums exactly.
static void s8_store_exactly(const struct gemm_params *params, const struct gemm_rows *rows,
                             const char *panels, size_t columns, int8_t *output, int panel_count,
                             const struct sums *sums) {
  for (int p = 0; p < panel_count; p++) {
    const int32_t *head = (const int32_t *)(panels + (size_t)p * params->panel_stride);
    struct requantizer requantizer = load_requantizer(head, NR);
    size_t left = columns - (size_t)p * NR;
    for (size_t m = 0; m < rows->count; m++) {
      __m256i x = sums->at[m * (size_t)panel_count + (size_t)p];
      __m256i y = params->rounds_once ? requantize_once(x, head + PANEL_FACTOR * NR)
                                      : requantize(x, &requantizer, params->shifts_left);
      int8_t bytes[16];
      _mm_storeu_si128((__m128i *)bytes,
                       pack1(y, params->output_zero_point, params->output_min, params->output_max));
      memcpy(output + m * params->output_stride + p * NR, bytes, left < NR ? left : NR);
    }
  }
}

typedef __m256i vector;
typedef __m256 distances;
#include "vector/s8_gemm.h"

LINNET_INLINE void s8f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                   const char *panels, size_t columns, char *output, int mr,
                                   int panel_count) {
  struct sums sums;
  s8_tile_sums(params, rows, panels, mr, panel_count, false, &sums);
  __m256 low = _mm256_set1_ps(params->float_min), high = _mm256_set1_ps(params->float_max);
  for (int p = 0; p < panel_count; p++) {
    const int32_t *head = (const int32_t *)(panels + (size_t)p * params->panel_stride);
    __m256i column_sum = _mm256_loadu_si256((const __m256i *)(head + PANEL_SUM * NR));
    __m256 scale = _mm256_loadu_ps((const float *)head + PANEL_SCALE * NR);
    __m256 bias = _mm256_loadu_ps((const float *)head + PANEL_FLOAT_BIAS * NR);
    size_t left = columns - (size_t)p * NR;
    for (size_t m = 0; m < rows->count; m++) {
      __m256i zero = _mm256_mullo_epi32(column_sum, _mm256_set1_epi32(rows->zero_points[m]));
      __m256i x = _mm256_sub_epi32(sums.at[m * (size_t)panel_count + (size_t)p], zero);
      __m256 factor = _mm256_mul_ps(_mm256_set1_ps(rows->scales[m]), scale);
      __m256 y = _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(x), factor), bias);
      y = _mm256_min_ps(high, _mm256_max_ps(low, y));
      float *target = (float *)(output + m * params->output_stride) + p * NR;
      if (left >= NR) {
        _mm256_storeu_ps(target, y);
      } else {
        float part[NR];
        _mm256_storeu_ps(part, y);
        memcpy(target, part, left * sizeof(float));
      }
    }
  }
}

/// Calls `tile` with the row and panel counts as constants, so that sums stay in registers.
#define DISPATCH_TILE(tile)                                     \
  do {                                                          \
    bool wide = columns > NR;                                   \
    if (rows->count > 3) {                                      \
      wide ? tile(params, rows, panels, columns, output, 6, 2)  \
           : tile(params, rows, panels, columns, output, 6, 1); \
    } else if (rows->count > 1) {                               \
      wide ? tile(params, rows, panels, columns, output, 3, 2)  \
           : tile(params, rows, panels, columns, output, 3, 1); \
    } else {                                                    \
      wide ? tile(params, rows, panels, columns, output, 1, 2)  \
           : tile(params, rows, panels, columns, output, 1, 1); \
    }                                                           \
  } while (0)
