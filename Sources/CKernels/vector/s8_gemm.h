// SPDX-License-Identifier: Apache-2.0
// Tiles of int8 products, one source for all instruction sets that round their sums in float. A file
// that includes this has switched on its instruction set and defines:
//
// - vector: NR sums; distances: as many floats; struct sums: a tile's sums, MAX_PANELS a row;
// - s8_tile_sums, quick_requantize and what goes with it, pack4, store4, s8_store_exactly.

/// Rounds all sums by `quick_requantize`; false if some result may be wrong.
LINNET_INLINE bool s8_store_quickly(const struct gemm_params *params, const struct gemm_rows *rows,
                                    const char *panels, size_t columns, int8_t *output,
                                    int panel_count, const struct sums *sums) {
  struct quick_requantizer r[MAX_PANELS];
  LINNET_UNROLL for (int p = 0; p < panel_count; p++) {
    r[p] = load_quick_requantizer((const int32_t *)(panels + (size_t)p * params->panel_stride), NR);
  }
  int last = panel_count - 1;
  distances farthest = {0};
  size_t count = rows->count * (size_t)panel_count;
  for (size_t i = 0; i < count; i += 4) {
    vector a = quick_requantize(sums->at[i], &r[0], &farthest);
    vector b = quick_requantize(sums->at[i + 1], &r[last], &farthest);
    vector c = quick_requantize(sums->at[i + 2], &r[0], &farthest);
    vector d = quick_requantize(sums->at[i + 3], &r[last], &farthest);
    store4(params, rows, columns, output, i, panel_count, pack4(params, a, b, c, d));
  }
  return !may_be_wrong(farthest);
}

LINNET_INLINE void s8_gemm_tile(const struct gemm_params *params, const struct gemm_rows *rows,
                                const char *panels, size_t columns, char *output, int mr,
                                int panel_count) {
  struct sums sums;
  s8_tile_sums(params, rows, panels, mr, panel_count, true, &sums);
  bool is_plain = !params->rounds_once && !params->shifts_left;
  int8_t *target = (int8_t *)output;
  if (is_plain && s8_store_quickly(params, rows, panels, columns, target, panel_count, &sums)) {
    return;
  }
  s8_store_exactly(params, rows, panels, columns, target, panel_count, &sums);
}
