// SPDX-License-Identifier: Apache-2.0
#include "depthwise.h"
#include "elementwise.h"

enum { TASKS_PER_THREAD = 5, MAX_LINES = 8 };

static size_t minimum(size_t a, size_t b) { return a < b ? a : b; }

static size_t divide_up(size_t a, size_t b) { return (a + b - 1) / b; }

void depthwise_plan_split(struct depthwise_plan *plan, size_t threads) {
  size_t lines = plan->variant->lines, block = plan->variant->block;
  size_t channels = plan->params.channels;
  plan->channel_block = channels == 0 ? 1 : channels;
  plan->line_block = plan->output_lines == 0 ? 1 : plan->output_lines;
  if (threads <= 1 || plan->images == 0 || plan->output_lines == 0 || channels == 0) return;
  size_t wanted = divide_up(threads * TASKS_PER_THREAD, plan->images);
  size_t steps = divide_up(plan->line_block, lines);
  plan->line_block = divide_up(steps, minimum(wanted, steps)) * lines;
  // A last block repeats channels of the one before it, which must not be made unsigned twice.
  if (plan->gives_unsigned) return;
  size_t pieces = divide_up(wanted, divide_up(plan->output_lines, plan->line_block));
  plan->channel_block = divide_up(divide_up(channels, block), pieces) * block;
}

static size_t line_blocks(const struct depthwise_plan *plan) {
  return divide_up(plan->output_lines, plan->line_block);
}

static size_t channel_blocks(const struct depthwise_plan *plan) {
  return divide_up(plan->params.channels, plan->channel_block);
}

size_t depthwise_task_count(const struct depthwise_plan *plan) {
  return plan->images * line_blocks(plan) * channel_blocks(plan);
}

void depthwise_run(const struct depthwise_plan *plan, const void *input, const void *packed,
                   void *output, size_t task) {
  const struct depthwise_params *params = &plan->params;
  size_t channel = task % channel_blocks(plan) * plan->channel_block;
  size_t channels = minimum(plan->channel_block, params->channels - channel);
  size_t first = task / channel_blocks(plan) % line_blocks(plan) * plan->line_block;
  size_t last = minimum(first + plan->line_block, plan->output_lines);
  size_t image = task / channel_blocks(plan) / line_blocks(plan);
  size_t input_stride = params->input_pixels * params->channels * plan->element_bytes;
  size_t output_stride = params->output_pixels * params->channels * plan->element_bytes;
  const char *image_input = (const char *)input + image * plan->input_lines * input_stride;
  char *image_output = (char *)output + image * plan->output_lines * output_stride;
  for (size_t y = first; y < last; y += plan->variant->lines) {
    size_t count = minimum(plan->variant->lines, last - y);
    // Variants that compute several lines take undilated windows of stride 1 only.
    const void *lines[DEPTHWISE_MAX_WINDOW_LINES + MAX_LINES];
    for (size_t i = 0; i < params->window_lines + plan->variant->lines - 1; i++) {
      size_t place = plan->repeated_lines != 0 ? i % plan->repeated_lines : i;
      // A line before the first wraps to a large number.
      size_t line = y * plan->stride_lines + place * plan->dilation_lines - plan->pad_lines;
      lines[i] = line < plan->input_lines ? image_input + line * input_stride : plan->padding_line;
    }
    plan->variant->run(params, lines, count, channel, channels, packed,
                       image_output + y * output_stride);
    // While they are still at hand.
    char *results = image_output + y * output_stride;
    if (plan->gives_unsigned) x8_flip_sign(results, results, count * output_stride, results);
  }
}
