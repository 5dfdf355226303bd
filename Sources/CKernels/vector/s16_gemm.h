// SPDX-License-Identifier: Apache-2.0
// Tiles of products of int16 activations and int8 weights, one source for all instruction sets. A file
// that includes this has switched on its instruction set and defines:
//
// - MR: rows of a tile;
// - add_products: adds the products of `count` elements of each of `rows` rows and 16 columns.

enum {
  /// As many products of int16 and int8 as surely sum up in 32 bits; a multiple of all steps.
  CHUNK = 504,
};

/// Rounds the sums of `count` rows and writes `columns` results of each.
LINNET_APART void store_rows(const struct gemm_params *params, const char *panel, size_t count,
                             size_t columns, const f64_row *sums, char *output) {
  struct wide_head head;
  load_wide_head(panel, &head);
  for (size_t m = 0; m < count; m++) {
    int16_t y[NR];
    if (params->wraps_sums) {
      wrap_row(&sums[m], &head, params->rounds_once, params->output_min, params->output_max, y);
    } else {
      round_row(&sums[m], &head, params->rounds_once, params->output_min, params->output_max, y);
    }
    char *target = output + m * params->output_stride;
    if (columns == NR) {
      memcpy(target, y, sizeof y);
    } else {
      memcpy(target, y, columns * sizeof(int16_t));
    }
  }
}

/// A tile of `mr` rows.
LINNET_INLINE void s16_gemm_rows(const struct gemm_params *params, const void *const *addresses,
                                 const char *panel, size_t columns, char *output, int mr) {
  const int8_t *weights = (const int8_t *)panel + PANEL_ARRAYS * NR * sizeof(int32_t);
  f64_row sums[MR];
  s32_row part[MR];
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    sums[m] = (f64_row){};
    part[m] = (s32_row){};
  }
  size_t used = 0;
  for (size_t t = 0; t < params->tap_count; t++) {
    for (size_t first = 0; first < params->run;) {
      const size_t left = params->run - first;
      const size_t count = left < CHUNK - used ? left : CHUNK - used;
      const int16_t *x[MR];
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        const char *row = (const char *)addresses[m] + params->tap_offsets[t];
        x[m] = (const int16_t *)(const void *)row + first;
      }
      add_products(part, x, weights, count, mr);
      weights += count * NR;
      first += count;
      used += count;
      if (used < CHUNK) continue;
      used = 0;
      LINNET_UNROLL for (int m = 0; m < mr; m++) {
        sums[m] += __builtin_convertvector(part[m], f64_row);
        part[m] = (s32_row){};
      }
    }
  }
  LINNET_UNROLL for (int m = 0; m < mr; m++) {
    sums[m] += __builtin_convertvector(part[m], f64_row);
  }
  store_rows(params, panel, (size_t)mr, columns, sums, output);
}

LINNET_INLINE void s16_gemm(const struct gemm_params *params, const struct gemm_rows *rows,
                            const char *panel, size_t columns, char *output) {
  const void *const *addresses = rows->addresses;
  size_t m = 0;
  for (; m + MR <= rows->count; m += MR) {
    s16_gemm_rows(params, addresses + m, panel, columns, output + m * params->output_stride, MR);
  }
  for (; m < rows->count; m++) {
    s16_gemm_rows(params, addresses + m, panel, columns, output + m * params->output_stride, 1);
  }
}
