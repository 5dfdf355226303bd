// SPDX-License-Identifier: Apache-2.0
#include "dense/gemm.list.h"

/// ARM's variants walk over the rows themselves.
#define GEMM_WALKS(set) ((set) == LINNET_NEON || (set) == LINNET_NEONDOT)

#define GEMM_ENTRY(function, set, mr, nr, kr, granularity, panels, offset, takes, sums) \
  {#function, set, mr, nr, kr, granularity, panels, offset, takes, GEMM_WALKS(set), function, sums},

static const struct gemm_variant s8_table[] = {S8_GEMM_VARIANTS(GEMM_ENTRY)};
static const struct gemm_variant s8f32_table[] = {S8F32_GEMM_VARIANTS(GEMM_ENTRY)};
static const struct gemm_variant f32_table[] = {F32_GEMM_VARIANTS(GEMM_ENTRY)};
static const struct gemm_variant s16_s8_table[] = {S16_S8_GEMM_VARIANTS(GEMM_ENTRY)};
static const struct gemm_variant s16_s16_table[] = {S16_S16_GEMM_VARIANTS(GEMM_ENTRY)};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const struct gemm_variant *gemm_variants(enum gemm_kind kind, size_t *count) {
  switch (kind) {
    case GEMM_S8:
      *count = COUNT(s8_table);
      return s8_table;
    case GEMM_S8_TO_F32:
      *count = COUNT(s8f32_table);
      return s8f32_table;
    case GEMM_F32:
      *count = COUNT(f32_table);
      return f32_table;
    case GEMM_S16_S8:
      *count = COUNT(s16_s8_table);
      return s16_s8_table;
    case GEMM_S16_S16:
      *count = COUNT(s16_s16_table);
      return s16_s16_table;
  }
  *count = 0;
  return NULL;
}

const struct gemm_variant *gemm_selected(enum gemm_kind kind, bool has_minus_128) {
  size_t count;
  const struct gemm_variant *table = gemm_variants(kind, &count);
  size_t selected = 0;
  for (size_t i = 0; i < count; i++) {
    bool fits = table[i].is_general || !has_minus_128;
    if (fits && linnet_isa_is_allowed(table[i].isa)) selected = i;
  }
  return &table[selected];
}
