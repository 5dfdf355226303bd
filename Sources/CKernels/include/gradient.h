// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

#include "pooling.h"

#pragma clang assume_nonnull begin

/// A convolution whose derivatives are taken: pixels of `input_depth` and `output_depth` channels in
/// rows, a filter of rows, columns, `group_depth` input channels, and `output_depth` channels. Input
/// channels are in groups of `group_depth`, and output channels in as many groups.
typedef struct {
  ptrdiff_t batch;
  ptrdiff_t input_height, input_width, input_depth;
  ptrdiff_t output_height, output_width, output_depth;
  ptrdiff_t filter_height, filter_width, group_depth;
  ptrdiff_t stride_height, stride_width;
  ptrdiff_t dilation_height, dilation_width;
  ptrdiff_t pad_top, pad_left;
} linnet_convolution_gradient;

/// The derivative by the input, from that by the output: rows [first, last) of all images together.
void f32_convolution_input_gradient(const float *filter, const float *gradient, float *result,
                                    size_t first, size_t last,
                                    const linnet_convolution_gradient *convolution);

/// The derivative by the filter, from that by the output: pixels [first, last) of the filter, row by
/// row. Their sums over all pixels of the output are taken in order.
void f32_convolution_filter_gradient(const float *input, const float *gradient, float *result,
                                     size_t first, size_t last,
                                     const linnet_convolution_gradient *convolution);

/// The derivative by the input of a pool of largest elements: each window's goes to the first of its
/// largest pixels. Images [first, last).
void f32_max_pool_gradient(const float *input, const float *gradient, float *result, size_t first,
                           size_t last, const linnet_pooling *pooling);

/// The derivative by the input of a pool of means: each window's is shared out among its pixels.
/// Images [first, last).
void f32_average_pool_gradient(const float *gradient, float *result, size_t first, size_t last,
                               const linnet_pooling *pooling);

#pragma clang assume_nonnull end
