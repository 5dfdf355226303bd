// SPDX-License-Identifier: Apache-2.0
// How sums of 16 columns become int16 results; see `scalar/wide_sum.h`. A file that includes this has
// switched on its instruction set, or compiles it for several.
#pragma once

enum { NR = 16 };

typedef int16_t s16_row __attribute__((vector_size(NR * sizeof(int16_t))));
typedef int32_t s32_row __attribute__((vector_size(NR * sizeof(int32_t))));
typedef double f64_row __attribute__((vector_size(NR * sizeof(double))));

/// What is at the head of a panel of 16 columns.
struct wide_head {
  f64_row bias;
  union {
    f64_row factors;
    union wide_multiplier multipliers[NR];
  };
};

LINNET_INLINE void load_wide_head(const void *panel, struct wide_head *head) {
  const int32_t *arrays = panel;
  memcpy(&head->bias, arrays + PANEL_WIDE_BIAS * NR, sizeof head->bias);
  memcpy(&head->factors, arrays + PANEL_WIDE_MULTIPLIER * NR, sizeof head->factors);
}

/// Results of sums that do not wrap.
LINNET_INLINE void round_row(const f64_row *sums, const struct wide_head *head, bool rounds_once,
                             int32_t least, int32_t largest, int16_t *results) {
  const f64_row products = (*sums + head->bias) * head->factors;
  f64_row y = __builtin_elementwise_floor(products + 0.5);
  if (rounds_once) {
    const f64_row whole = __builtin_elementwise_trunc(products);
    const f64_row rest = products - whole;
    // What holds is −1.
    y = whole - __builtin_convertvector(rest >= 0.5, f64_row) +
        __builtin_convertvector(rest <= -0.5, f64_row);
  }
  y = __builtin_elementwise_max(y, (f64_row){} + least);
  y = __builtin_elementwise_min(y, (f64_row){} + largest);
  const s16_row found = __builtin_convertvector(__builtin_convertvector(y, s32_row), s16_row);
  memcpy(results, &found, sizeof found);
}

/// Results of sums that wrap.
LINNET_APART void wrap_row(const f64_row *sums, const struct wide_head *head, bool rounds_once,
                           int32_t least, int32_t largest, int16_t *results) {
  for (size_t n = 0; n < NR; n++) {
    results[n] = (int16_t)wide_result((*sums)[n] + head->bias[n], &head->multipliers[n], true,
                                      rounds_once, least, largest);
  }
}
