// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include <immintrin.h>

#include "arithmetic/unary.list.h"
#include "isa/targets.h"

LINNET_TARGET("avx2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi")

/// 64 look-ups: the lower seven bits choose in each half, the eighth between the halves.
LINNET_INLINE __m512i look_up(const __m512i table[4], __m512i index) {
  const __m512i low = _mm512_permutex2var_epi8(table[0], index, table[1]);
  const __m512i high = _mm512_permutex2var_epi8(table[2], index, table[3]);
  return _mm512_mask_blend_epi8(_mm512_movepi8_mask(index), low, high);
}

static void look_up_all(const uint8_t *x, uint8_t *y, size_t count, const uint8_t *bytes) {
  __m512i table[4];
  for (int k = 0; k < 4; k++) table[k] = _mm512_loadu_si512(bytes + 64 * k);
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    _mm512_storeu_si512(y + i, look_up(table, _mm512_loadu_si512(x + i)));
  }
  if (i < count) {
    const __mmask64 rest = ~0ull >> (64 - (count - i));
    const __m512i index = _mm512_maskz_loadu_epi8(rest, x + i);
    _mm512_mask_storeu_epi8(y + i, rest, look_up(table, index));
  }
}

LINNET_TARGET_END

/// The first processors with this instruction set cannot permute bytes.
LINNET_UNARY(x8_table__avx512vnni) {
  if (__builtin_cpu_supports("avx512vbmi")) {
    look_up_all(x, y, count, parameters);
  } else {
    x8_table__avx2(x, y, count, parameters);
  }
}
#endif
