// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>
#include <string.h>

#include "avx512vnni/requantize.h"
#include "dense/gemm.list.h"

LINNET_TARGET_AVX512VNNI

enum { NR = 16, MAX_MR = 14, MAX_PANELS = 2 };

/// A tile's sums, row by row, a vector for each panel; four more than a tile has, so that they can
/// be taken four at a time.
struct sums {
  __m512i at[MAX_MR * MAX_PANELS + 4];
};

/// Four consecutive int8 of a row in every lane.
LINNET_INLINE __m512i broadcast4(const int8_t *x) {
  int32_t four;
  memcpy(&four, x, sizeof four);
  return _mm512_set1_epi32(four);
}

/// Sums of a tile of `mr` rows by `panels` panels of 16 columns.
///
/// The instruction multiplies unsigned by signed, so the weights are stored with 128 added. Rows
/// beyond `rows->count` repeat the last one.
LINNET_INLINE void s8_tile_sums(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, int mr, int panel_count, bool has_bias,
                                struct sums *sums) {
  const int8_t *x[MAX_MR];
  __m512i acc[MAX_MR][MAX_PANELS];
  size_t stride = params->panel_stride;
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    size_t row = (size_t)m < rows->count ? (size_t)m : rows->count - 1;
    x[m] = rows->addresses[row];
    __m512i term = _mm512_set1_epi32(rows->terms[row]);
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
      const int32_t *bias = (const int32_t *)(panels + (size_t)p * stride) + PANEL_BIAS * NR;
      acc[m][p] = has_bias ? _mm512_add_epi32(term, _mm512_loadu_si512(bias)) : term;
    }
  }
  const char *weights = panels + PANEL_ARRAYS * NR * sizeof(int32_t);
  for (size_t t = 0; t < params->tap_count; t++) {
    ptrdiff_t offset = params->tap_offsets[t];
    ptrdiff_t end = offset + (ptrdiff_t)params->run;
    for (ptrdiff_t k = offset; k < end; k += 4) {
      __m512i w[MAX_PANELS];
      LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
        w[p] = _mm512_loadu_si512(weights + (size_t)p * stride);
      }
      weights += 4 * NR;
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        __m512i four = broadcast4(x[m] + k);
        LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
          acc[m][p] = _mm512_dpbusd_epi32(acc[m][p], w[p], four);
        }
      }
    }
  }
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    LINNET_UNROLL for (int p = 0; p < panel_count; p++) sums->at[m * panel_count + p] = acc[m][p];
  }
  LINNET_UNROLL for (int i = 0; i < 4; i++) {
    sums->at[mr * panel_count + i] = _mm512_setzero_si512();
  }
}

/// Packs four vectors of results to int8, adds the zero point and clamps.
LINNET_INLINE __m512i pack4(const struct gemm_params *params, __m512i a, __m512i b, __m512i c,
                            __m512i d) {
  __m512i zero_point = _mm512_set1_epi16((short)params->output_zero_point);
  __m512i ab = _mm512_adds_epi16(_mm512_packs_epi32(a, b), zero_point);
  __m512i cd = _mm512_adds_epi16(_mm512_packs_epi32(c, d), zero_point);
  __m512i y = _mm512_packs_epi16(ab, cd);
  y = _mm512_max_epi8(y, _mm512_set1_epi8((char)params->output_min));
  y = _mm512_min_epi8(y, _mm512_set1_epi8((char)params->output_max));
  // Packing works within quarters: gather each vector's four dwords.
  const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return _mm512_permutexvar_epi32(order, y);
}

/// Stores the four vectors packed in `y`, which are sums `first` to `first + 3`, but for rows and
/// columns that are not there.
LINNET_INLINE void store4(const struct gemm_params *params, const struct gemm_rows *rows,
                          size_t columns, int8_t *output, size_t first, int panel_count,
                          __m512i y) {
  if (panel_count == 2) {
    size_t m = first / 2;
    int8_t *target = output + m * params->output_stride;
    if (columns >= 32) {
      // A masked store takes far longer than a plain one.
      _mm256_storeu_si256((__m256i *)target, _mm512_castsi512_si256(y));
      if (m + 1 >= rows->count) return;
      _mm256_storeu_si256((__m256i *)(target + params->output_stride),
                          _mm512_extracti64x4_epi64(y, 1));
      return;
    }
    __mmask32 mask = (1u << columns) - 1;
    _mm256_mask_storeu_epi8(target, mask, _mm512_castsi512_si256(y));
    if (m + 1 >= rows->count) return;
    _mm256_mask_storeu_epi8(target + params->output_stride, mask, _mm512_extracti64x4_epi64(y, 1));
    return;
  }
  __mmask16 mask = columns >= 16 ? 0xFFFF : (__mmask16)((1u << columns) - 1);
  for (size_t i = 0; i < 4 && first + i < rows->count; i++) {
    __m128i quarter = _mm512_castsi512_si128(y);
    int8_t *target = output + (first + i) * params->output_stride;
    if (columns >= 16) {
      _mm_storeu_si128((__m128i *)target, quarter);
    } else {
      _mm_mask_storeu_epi8(target, mask, quarter);
    }
    y = _mm512_shuffle_i64x2(y, y, 0x39);
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
    __mmask16 mask = left >= NR ? 0xFFFF : (__mmask16)((1u << left) - 1);
    for (size_t m = 0; m < rows->count; m++) {
      __m512i x = sums->at[m * (size_t)panel_count + (size_t)p];
      __m512i y = params->rounds_once ? requantize_once(x, head + PANEL_FACTOR * NR)
                                      : requantize(x, &requantizer, params->shifts_left);
      __m128i packed =
          pack_s8(y, params->output_zero_point, params->output_min, params->output_max);
      _mm_mask_storeu_epi8(output + m * params->output_stride + p * NR, mask, packed);
    }
  }
}

typedef __m512i vector;
typedef __m512 distances;
#include "vector/s8_gemm.h"

LINNET_INLINE void s8f32_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                   const char *panels, size_t columns, char *output, int mr,
                                   int panel_count) {
  struct sums sums;
  s8_tile_sums(params, rows, panels, mr, panel_count, false, &sums);
  __m512 low = _mm512_set1_ps(params->float_min), high = _mm512_set1_ps(params->float_max);
  for (int p = 0; p < panel_count; p++) {
    const int32_t *head = (const int32_t *)(panels + (size_t)p * params->panel_stride);
    __m512i column_sum = _mm512_loadu_si512(head + PANEL_SUM * NR);
    __m512 scale = _mm512_loadu_ps(head + PANEL_SCALE * NR);
    __m512 bias = _mm512_loadu_ps(head + PANEL_FLOAT_BIAS * NR);
    size_t left = columns - (size_t)p * NR;
    __mmask16 mask = left >= NR ? 0xFFFF : (__mmask16)((1u << left) - 1);
    for (size_t m = 0; m < rows->count; m++) {
      __m512i zero = _mm512_mullo_epi32(column_sum, _mm512_set1_epi32(rows->zero_points[m]));
      __m512i x = _mm512_sub_epi32(sums.at[m * (size_t)panel_count + (size_t)p], zero);
      __m512 factor = _mm512_mul_ps(_mm512_set1_ps(rows->scales[m]), scale);
      __m512 y = _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(x), factor), bias);
      y = _mm512_min_ps(high, _mm512_max_ps(low, y));
      float *target = (float *)(output + m * params->output_stride) + p * NR;
      _mm512_mask_storeu_ps(target, mask, y);
    }
  }
}

/// Calls `tile` with the row and panel counts as constants, so that sums stay in registers.
#define DISPATCH_TILE(tile)                                      \
  do {                                                           \
    bool wide = columns > NR;                                    \
    if (rows->count > 7) {                                       \
      wide ? tile(params, rows, panels, columns, output, 14, 2)  \
           : tile(params, rows, panels, columns, output, 14, 1); \
    } else if (rows->count > 4) {                                \
      wide ? tile(params, rows, panels, columns, output, 7, 2)   \
           : tile(params, rows, panels, columns, output, 7, 1);  \
    } else if (rows->count > 1) {                                \
      wide ? tile(params, rows, panels, columns, output, 4, 2)   \
           : tile(params, rows, panels, columns, output, 4, 1);  \
    } else {                                                     \
      wide ? tile(params, rows, panels, columns, output, 1, 2)   \
           : tile(params, rows, panels, columns, output, 1, 1);  \
    }                                                            \
  } while (0)

LINNET_TARGET_END
