// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#if LINNET_X86
#include "avx512vnni/s8_depthwise.h"

LINNET_TARGET_AVX512VNNI

enum { MAX_TAPS = 196, MAX_LINES = DEPTHWISE_MAX_WINDOW_LINES };

/// Where each tap's channels begin for the output pixel `x`.
static size_t tap_addresses(const struct depthwise_params *params, const void *const *lines,
                            size_t x, const int8_t **taps) {
  size_t count = 0;
  for (size_t i = 0; i < params->window_lines; i++) {
    for (size_t j = 0; j < params->window_pixels; j++) {
      // A pixel before the first wraps to a large number.
      size_t pixel = x * params->stride_pixels + j * params->dilation_pixels - params->pad_pixels;
      taps[count++] = pixel < params->input_pixels
                          ? (const int8_t *)lines[i] + pixel * params->channels
                          : params->padding;
    }
  }
  while (count % 4 != 0) taps[count++] = params->padding;
  return count;
}

/// One output pixel of a window of any size: taps are taken four at a time from `lines`.
static void large_window(const struct depthwise_params *params, const void *const *lines, size_t x,
                         size_t channel, const struct epilogue *epilogue, int8_t *output) {
  const char *weights = (const char *)(epilogue->head + PANEL_ARRAYS * BLOCK);
  size_t taps = params->window_lines * params->window_pixels;
  __m512i sum = epilogue->bias;
  for (size_t t = 0; t < taps; t += 4, weights += 4 * BLOCK) {
    __m128i x4[4];
    for (size_t lane = 0; lane < 4; lane++) {
      size_t tap = t + lane < taps ? t + lane : 0;
      size_t pixel = x * params->stride_pixels +
                     tap % params->window_pixels * params->dilation_pixels - params->pad_pixels;
      const int8_t *source = pixel < params->input_pixels
                                 ? (const int8_t *)lines[tap / params->window_pixels] +
                                       pixel * params->channels
                                 : params->padding;
      x4[lane] = load16(source + channel, epilogue->mask);
    }
    sum = _mm512_dpbusd_epi32(sum, interleave4(x4[0], x4[1], x4[2], x4[3]),
                              _mm512_loadu_si512(weights));
  }
  s8_finish(params, epilogue, sum, output);
}

void s8_depthwise__avx512vnni(const struct depthwise_params *params, const void *const *lines,
                              size_t line_count, size_t first_channel, size_t channels,
                              const void *packed, void *output) {
  (void)line_count;
  const int8_t *taps[MAX_TAPS + 4];
  bool fits = params->window_lines * params->window_pixels <= MAX_TAPS;
  for (size_t x = 0; x < params->output_pixels; x++) {
    size_t count = fits ? tap_addresses(params, lines, x, taps) : 0;
    for (size_t c = first_channel; c < first_channel + channels; c += BLOCK) {
      const char *block = (const char *)packed + c / BLOCK * params->block_stride;
      struct epilogue epilogue =
          load_epilogue((const int32_t *)block, first_channel + channels - c);
      int8_t *target = (int8_t *)output + x * params->channels + c;
      if (!fits) {
        large_window(params, lines, x, c, &epilogue, target);
        continue;
      }
      const char *weights = block + PANEL_ARRAYS * BLOCK * sizeof(int32_t);
      __m512i sum = epilogue.bias;
      for (size_t t = 0; t < count; t += 4, weights += 4 * BLOCK) {
        __m512i four = interleave4(
            load16(taps[t] + c, epilogue.mask), load16(taps[t + 1] + c, epilogue.mask),
            load16(taps[t + 2] + c, epilogue.mask), load16(taps[t + 3] + c, epilogue.mask));
        sum = _mm512_dpbusd_epi32(sum, four, _mm512_loadu_si512(weights));
      }
      s8_finish(params, &epilogue, sum, target);
    }
  }
}

LINNET_TARGET_END
#endif
