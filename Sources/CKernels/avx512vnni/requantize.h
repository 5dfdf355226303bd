// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <immintrin.h>

#include "dense/panel.h"
#include "isa/targets.h"

LINNET_TARGET_AVX512VNNI

/// What `fixed_point_multiply` gives for 16 sums.
///
/// With P = x · mantissa and a right shift of e: one floor shift of P + 2³⁰ + 2^(30 + e) − [x < 0] ·
/// 2³¹ by 31 + e for e ≥ 1, and of P + 2³⁰ by 31 for e = 0, is both roundings at once. Even and odd
/// lanes are multiplied apart; the odd ones' results are left in the upper halves.
struct requantizer {
  __m512i mantissa_even, mantissa_odd;
  __m512i addend_even, addend_odd;
  __m512i shift_even, shift_odd;
  /// 2³¹ where e ≥ 1.
  __m512i sign_even, sign_odd;
  __m512i left;
};

LINNET_INLINE __m512i odd_halves(__m512i value) { return _mm512_srli_epi64(value, 32); }

LINNET_INLINE __m512i even_halves(__m512i value) {
  return _mm512_and_si512(value, _mm512_set1_epi64(0xFFFFFFFF));
}

/// For right shifts `e`, zero-extended: the addend, and 2³¹ unless e is 0.
LINNET_INLINE void rounding_of(__m512i e, __m512i *addend, __m512i *sign) {
  __mmask8 shifts = _mm512_test_epi64_mask(e, e);
  __m512i half = _mm512_set1_epi64(1ll << 30);
  *addend = _mm512_mask_add_epi64(half, shifts, half, _mm512_sllv_epi64(half, e));
  *sign = _mm512_maskz_set1_epi64(shifts, 1ll << 31);
}

LINNET_INLINE struct requantizer load_requantizer(const int32_t *head, size_t nr) {
  struct requantizer r;
  __m512i mantissa = _mm512_loadu_si512(head + PANEL_MANTISSA * nr);
  __m512i right = _mm512_loadu_si512(head + PANEL_RIGHT_SHIFT * nr);
  r.left = _mm512_loadu_si512(head + PANEL_LEFT_SHIFT * nr);
  r.mantissa_even = mantissa;
  r.mantissa_odd = odd_halves(mantissa);
  rounding_of(even_halves(right), &r.addend_even, &r.sign_even);
  rounding_of(odd_halves(right), &r.addend_odd, &r.sign_odd);
  r.shift_even = _mm512_add_epi64(even_halves(right), _mm512_set1_epi64(31));
  r.shift_odd = _mm512_add_epi64(odd_halves(right), _mm512_set1_epi64(31));
  return r;
}

LINNET_INLINE __m512i requantize_half(__m512i x, __m512i mantissa, __m512i addend, __m512i sign,
                                      __m512i shift) {
  __m512i product = _mm512_mul_epi32(x, mantissa);
  __m512i nudge = _mm512_sub_epi64(addend, _mm512_and_si512(x, sign));
  return _mm512_srav_epi64(_mm512_add_epi64(product, nudge), shift);
}

LINNET_INLINE __m512i requantize(__m512i x, const struct requantizer *r, bool shifts_left) {
  if (shifts_left) x = _mm512_sllv_epi32(x, r->left);
  __m512i even = requantize_half(x, r->mantissa_even, r->addend_even, r->sign_even, r->shift_even);
  __m512i odd =
      requantize_half(odd_halves(x), r->mantissa_odd, r->addend_odd, r->sign_odd, r->shift_odd);
  return _mm512_mask_blend_epi32(0xAAAA, even, _mm512_slli_epi64(odd, 32));
}

/// The same in float, which is right unless a result lies very close to the middle between two
/// integers.
///
/// The two roundings of x · s, with s = mantissa · 2^(−31 − e), equal the nearest integer to x · s + h
/// for x ≥ 0 and to x · s − h for x < 0, where h = 2^(−1 − e), or 0 for e = 0. Three roundings to 24
/// bits move a result below 260 by less than 2⁻¹⁴; larger ones are clamped anyway. So what is
/// farther than that from a middle is right.
struct quick_requantizer {
  __m512 factor, nudge;
};

LINNET_INLINE struct quick_requantizer load_quick_requantizer(const int32_t *head, size_t nr) {
  __m512 mantissa = _mm512_cvtepi32_ps(_mm512_loadu_si512(head + PANEL_MANTISSA * nr));
  __m512i right = _mm512_loadu_si512(head + PANEL_RIGHT_SHIFT * nr);
  __m512 exponent = _mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_set1_epi32(-31), right));
  struct quick_requantizer r;
  // Below 1, so that no product leaves the range of integers.
  r.factor = _mm512_min_ps(_mm512_scalef_ps(mantissa, exponent), _mm512_set1_ps(0x1.fffffep-1f));
  __m512 h = _mm512_scalef_ps(_mm512_set1_ps(1073741824.0f), exponent);
  r.nudge = _mm512_maskz_mov_ps(_mm512_test_epi32_mask(right, right), h);
  return r;
}

/// Rounds 16 sums; `farthest` keeps the largest distance to the nearest integer.
LINNET_INLINE __m512i quick_requantize(__m512i x, const struct quick_requantizer *r,
                                       __m512 *farthest) {
  // The nudge takes the sum's sign: a | (b & c).
  __m512i nudge = _mm512_ternarylogic_epi32(_mm512_castps_si512(r->nudge), x,
                                            _mm512_set1_epi32(INT32_MIN), 0xF8);
  __m512 y = _mm512_fmadd_ps(_mm512_cvtepi32_ps(x), r->factor, _mm512_castsi512_ps(nudge));
  __m512 distance = _mm512_reduce_ps(y, _MM_FROUND_TO_NEAREST_INT);
  // The larger of two magnitudes.
  *farthest = _mm512_range_ps(*farthest, distance, 0xB);
  return _mm512_cvtps_epi32(y);
}

/// Whether a result was so close to a middle that it has to be rounded exactly.
LINNET_INLINE bool may_be_wrong(__m512 farthest) {
  const __m512 limit = _mm512_set1_ps(0.5f - 1.0f / 16384);
  return _mm512_cmp_ps_mask(farthest, limit, _CMP_GT_OQ) != 0;
}

/// What `round_once` gives for eight sums.
LINNET_INLINE __m256i round_once_x8(__m256i x, __m512d factor) {
  __m512d product = _mm512_mul_pd(_mm512_cvtepi32_pd(x), factor);
  product = _mm512_max_pd(_mm512_set1_pd(-1e9), _mm512_min_pd(product, _mm512_set1_pd(1e9)));
  __m512d whole = _mm512_roundscale_pd(product, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
  __m512d rest = _mm512_sub_pd(product, whole);
  __mmask8 up = _mm512_cmp_pd_mask(rest, _mm512_set1_pd(0.5), _CMP_GE_OQ);
  __mmask8 down = _mm512_cmp_pd_mask(rest, _mm512_set1_pd(-0.5), _CMP_LE_OQ);
  whole = _mm512_mask_add_pd(whole, up, whole, _mm512_set1_pd(1));
  whole = _mm512_mask_sub_pd(whole, down, whole, _mm512_set1_pd(1));
  return _mm512_cvtpd_epi32(whole);
}

/// What `round_once` gives for 16 sums; `factors` are the columns' doubles.
LINNET_INLINE __m512i requantize_once(__m512i x, const int32_t *factors) {
  __m256i low = round_once_x8(_mm512_castsi512_si256(x), _mm512_loadu_pd(factors));
  __m256i high = round_once_x8(_mm512_extracti64x4_epi64(x, 1), _mm512_loadu_pd(factors + 16));
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

/// Adds the zero point, packs to int8 and clamps.
LINNET_INLINE __m128i pack_s8(__m512i y, int32_t zero_point, int32_t low, int32_t high) {
  __m128i packed = _mm512_cvtsepi32_epi8(_mm512_add_epi32(y, _mm512_set1_epi32(zero_point)));
  packed = _mm_max_epi8(packed, _mm_set1_epi8((char)low));
  return _mm_min_epi8(packed, _mm_set1_epi8((char)high));
}

LINNET_TARGET_END
