// SPDX-License-Identifier: Apache-2.0
#include "convolution/depthwise.list.h"

#define DEPTHWISE_ENTRY(function, set, block, lanes, window, stride, lines, offset, takes, taps) \
  {#function, set,    block, lanes,    window,       stride,                                     \
   lines,     offset, takes, function, taps##_count, taps##_tap},

static const struct depthwise_variant s8_table[] = {S8_DEPTHWISE_VARIANTS(DEPTHWISE_ENTRY)};
static const struct depthwise_variant f32_table[] = {F32_DEPTHWISE_VARIANTS(DEPTHWISE_ENTRY)};
static const struct depthwise_variant s16_table[] = {S16_DEPTHWISE_VARIANTS(DEPTHWISE_ENTRY)};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const struct depthwise_variant *depthwise_variants(enum depthwise_kind kind, size_t *count) {
  switch (kind) {
    case DEPTHWISE_S8:
      *count = COUNT(s8_table);
      return s8_table;
    case DEPTHWISE_F32:
      *count = COUNT(f32_table);
      return f32_table;
    case DEPTHWISE_S16:
      *count = COUNT(s16_table);
      return s16_table;
  }
  *count = 0;
  return NULL;
}

bool depthwise_fits(const struct depthwise_variant *variant,
                    const struct depthwise_window *window) {
  if (variant->window != 0) {
    if (window->lines != variant->window || window->pixels != variant->window) return false;
    if (window->dilation_lines != 1 || window->dilation_pixels != 1) return false;
  }
  return variant->stride == 0 ||
         (window->stride_lines == variant->stride && window->stride_pixels == variant->stride);
}

const struct depthwise_variant *depthwise_selected(enum depthwise_kind kind,
                                                   const struct depthwise_window *window,
                                                   bool needs_general) {
  size_t count;
  const struct depthwise_variant *table = depthwise_variants(kind, &count);
  size_t selected = 0;
  for (size_t i = 0; i < count; i++) {
    if (needs_general && !table[i].is_general) continue;
    if (depthwise_fits(&table[i], window) && linnet_isa_is_allowed(table[i].isa)) selected = i;
  }
  return &table[selected];
}
