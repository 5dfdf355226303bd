// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>

#include "dense/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX2

/// What `fixed_point_multiply` gives for eight sums.
///
/// With P = x · mantissa and a right shift of e: one floor shift of P + 2³⁰ + 2^(30 + e) − [x < 0] ·
/// 2³¹ by 31 + e for e ≥ 1, and of P + 2³⁰ by 31 for e = 0, is both roundings at once. There is no
/// arithmetic shift of 64 bits, so 2⁶³ is added before a logical one and what became of it is
/// subtracted. Even and odd lanes are multiplied apart; what counts is the lower half of a lane.
struct requantizer_half {
  __m256i mantissa, addend, shift;
  /// 2³¹ where e ≥ 1.
  __m256i sign;
  /// What 2⁶³ is after the shift.
  __m256i excess;
};

struct requantizer {
  struct requantizer_half even, odd;
  __m256i left;
};

LINNET_INLINE __m256i odd_halves(__m256i value) { return _mm256_srli_epi64(value, 32); }

LINNET_INLINE struct requantizer_half load_half(__m256i mantissa, __m256i right) {
  const __m256i half = _mm256_set1_epi64x(1ll << 30), top = _mm256_set1_epi64x(INT64_MIN);
  __m256i e = _mm256_and_si256(right, _mm256_set1_epi64x(0xFFFFFFFF));
  __m256i is_zero = _mm256_cmpeq_epi64(e, _mm256_setzero_si256());
  __m256i more = _mm256_andnot_si256(is_zero, _mm256_sllv_epi64(half, e));
  struct requantizer_half r = {
      .mantissa = mantissa,
      .addend = _mm256_add_epi64(_mm256_add_epi64(half, top), more),
      .shift = _mm256_add_epi64(e, _mm256_set1_epi64x(31)),
      .sign = _mm256_andnot_si256(is_zero, _mm256_set1_epi64x(1ll << 31)),
  };
  r.excess = _mm256_srlv_epi64(top, r.shift);
  return r;
}

LINNET_INLINE struct requantizer load_requantizer(const int32_t *head, size_t nr) {
  __m256i mantissa = _mm256_loadu_si256((const __m256i *)(head + PANEL_MANTISSA * nr));
  __m256i right = _mm256_loadu_si256((const __m256i *)(head + PANEL_RIGHT_SHIFT * nr));
  struct requantizer r;
  r.even = load_half(mantissa, right);
  r.odd = load_half(odd_halves(mantissa), odd_halves(right));
  r.left = _mm256_loadu_si256((const __m256i *)(head + PANEL_LEFT_SHIFT * nr));
  return r;
}

LINNET_INLINE __m256i requantize_half(__m256i x, const struct requantizer_half *r) {
  __m256i product = _mm256_mul_epi32(x, r->mantissa);
  __m256i nudge = _mm256_sub_epi64(r->addend, _mm256_and_si256(x, r->sign));
  __m256i shifted = _mm256_srlv_epi64(_mm256_add_epi64(product, nudge), r->shift);
  return _mm256_sub_epi64(shifted, r->excess);
}

LINNET_INLINE __m256i requantize(__m256i x, const struct requantizer *r, bool shifts_left) {
  if (shifts_left) x = _mm256_sllv_epi32(x, r->left);
  __m256i even = requantize_half(x, &r->even);
  __m256i odd = requantize_half(odd_halves(x), &r->odd);
  return _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA);
}

/// The same in float, which is right unless a result lies very close to the middle between two
/// integers.
///
/// The two roundings of x · s, with s = mantissa · 2^(−31 − e), equal the nearest integer to x · s + h
/// for x ≥ 0 and to x · s − h for x < 0, where h = 2^(−1 − e), or 0 for e = 0. Three roundings to 24
/// bits move a result below 260 by less than 2⁻¹⁴; larger ones are clamped anyway. So what is
/// farther than that from a middle is right.
struct quick_requantizer {
  __m256 factor, nudge;
};

/// 2^`exponent`, which is above −127.
LINNET_INLINE __m256 power_of_two(__m256i exponent) {
  __m256i biased = _mm256_add_epi32(exponent, _mm256_set1_epi32(127));
  return _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23));
}

LINNET_INLINE struct quick_requantizer load_quick_requantizer(const int32_t *head, size_t nr) {
  __m256i mantissa = _mm256_loadu_si256((const __m256i *)(head + PANEL_MANTISSA * nr));
  __m256i right = _mm256_loadu_si256((const __m256i *)(head + PANEL_RIGHT_SHIFT * nr));
  __m256i is_zero = _mm256_cmpeq_epi32(right, _mm256_setzero_si256());
  __m256 scale = power_of_two(_mm256_sub_epi32(_mm256_set1_epi32(-31), right));
  __m256 h = power_of_two(_mm256_sub_epi32(_mm256_set1_epi32(-1), right));
  struct quick_requantizer r;
  // Below 1, so that no product leaves the range of integers.
  r.factor = _mm256_min_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(mantissa), scale),
                           _mm256_set1_ps(0x1.fffffep-1f));
  r.nudge = _mm256_andnot_ps(_mm256_castsi256_ps(is_zero), h);
  return r;
}

/// Rounds eight sums; `farthest` keeps the largest distance to the nearest integer.
LINNET_INLINE __m256i quick_requantize(__m256i x, const struct quick_requantizer *r,
                                       __m256 *farthest) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  __m256 nudge = _mm256_or_ps(_mm256_and_ps(_mm256_castsi256_ps(x), sign), r->nudge);
  __m256 y = _mm256_fmadd_ps(_mm256_cvtepi32_ps(x), r->factor, nudge);
  __m256i rounded = _mm256_cvtps_epi32(y);
  __m256 distance = _mm256_sub_ps(y, _mm256_cvtepi32_ps(rounded));
  *farthest = _mm256_max_ps(*farthest, _mm256_andnot_ps(sign, distance));
  return rounded;
}

/// Whether a result was so close to a middle that it has to be rounded exactly.
LINNET_INLINE bool may_be_wrong(__m256 farthest) {
  const __m256 limit = _mm256_set1_ps(0.5f - 1.0f / 16384);
  return _mm256_movemask_ps(_mm256_cmp_ps(farthest, limit, _CMP_GT_OQ)) != 0;
}

/// What `round_once` gives for four sums.
LINNET_INLINE __m128i round_once_x4(__m128i x, __m256d factor) {
  __m256d product = _mm256_mul_pd(_mm256_cvtepi32_pd(x), factor);
  product = _mm256_max_pd(_mm256_set1_pd(-1e9), _mm256_min_pd(product, _mm256_set1_pd(1e9)));
  __m256d whole = _mm256_round_pd(product, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  __m256d rest = _mm256_sub_pd(product, whole);
  const __m256d one = _mm256_set1_pd(1);
  __m256d up = _mm256_cmp_pd(rest, _mm256_set1_pd(0.5), _CMP_GE_OQ);
  __m256d down = _mm256_cmp_pd(rest, _mm256_set1_pd(-0.5), _CMP_LE_OQ);
  whole = _mm256_add_pd(whole, _mm256_and_pd(up, one));
  whole = _mm256_sub_pd(whole, _mm256_and_pd(down, one));
  return _mm256_cvtpd_epi32(whole);
}

/// What `round_once` gives for eight sums; `factors` are the columns' doubles.
LINNET_INLINE __m256i requantize_once(__m256i x, const int32_t *factors) {
  __m128i low = round_once_x4(_mm256_castsi256_si128(x), _mm256_loadu_pd((const double *)factors));
  __m128i high =
      round_once_x4(_mm256_extracti128_si256(x, 1), _mm256_loadu_pd((const double *)(factors + 8)));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

/// Adds the zero point to eight results, packs them to int8 and clamps.
LINNET_INLINE __m128i pack1(__m256i y, int32_t zero_point, int32_t low, int32_t high) {
  __m128i packed = _mm_packs_epi32(_mm256_castsi256_si128(y), _mm256_extracti128_si256(y, 1));
  packed = _mm_adds_epi16(packed, _mm_set1_epi16((short)zero_point));
  packed = _mm_packs_epi16(packed, packed);
  packed = _mm_max_epi8(packed, _mm_set1_epi8((char)low));
  return _mm_min_epi8(packed, _mm_set1_epi8((char)high));
}

LINNET_TARGET_END
