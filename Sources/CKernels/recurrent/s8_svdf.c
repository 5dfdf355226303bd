// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "isa/targets.h"
#include "recurrent/integer_sums.h"

LINNET_SMALL_CODE_BEGIN

/// What a filter makes of a row: a feature, as it stands in the state.
static int32_t feature(const s8_svdf *layer, const int8_t *x, size_t filter) {
  const int8_t *weights = layer->features + filter * layer->depth;
  uint32_t sum = 0;  // Unsigned, since sums wrap.
  for (size_t i = 0; i < layer->depth; i++) {
    sum += (uint32_t)((x[i] - layer->input_zero_point) * weights[i]);
  }
  const int32_t value = scaled((int32_t)sum, layer->feature);
  return layer->is_narrow ? clamp_s32(value, -128, 127) : saturated16(value);
}

/// Takes a feature into a filter's memory, and gives that memory's product with the weights of time.
static uint32_t remembered(const s8_svdf *layer, void *memory, const int16_t *times,
                           int32_t newest) {
  const size_t last = layer->memory - 1;
  const int32_t zero = layer->state_zero_point;
  uint32_t sum = 0;
  if (layer->is_narrow) {
    int8_t *row = memory;
    memmove(row, row + 1, last);
    row[last] = (int8_t)(newest + zero);
    for (size_t i = 0; i <= last; i++) sum += (uint32_t)((row[i] - zero) * times[i]);
  } else {
    int16_t *row = memory;
    memmove(row, row + 1, last * sizeof *row);
    row[last] = (int16_t)newest;
    for (size_t i = 0; i <= last; i++) sum += (uint32_t)(row[i] * times[i]);
  }
  return sum;
}

void s8_svdf_step(const s8_svdf *layer, const int8_t *x, void *state, int8_t *y) {
  const size_t row = layer->memory * (layer->is_narrow ? 1 : sizeof(int16_t));
  for (size_t unit = 0; unit < layer->units; unit++) {
    uint32_t sum = (uint32_t)layer->bias[unit];
    for (size_t filter = unit * layer->rank; filter < (unit + 1) * layer->rank; filter++) {
      sum += remembered(layer, (char *)state + filter * row, layer->times + filter * layer->memory,
                        feature(layer, x, filter));
    }
    const int32_t result = scaled((int32_t)sum, layer->result);
    y[unit] = (int8_t)clamp_s32((int32_t)((uint32_t)result + (uint32_t)layer->output_zero_point),
                                -128, 127);
  }
}

LINNET_SMALL_CODE_END
