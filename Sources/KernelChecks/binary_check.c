// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "elementwise.h"

enum { LIMIT = 131, GUARD = 16 };

/// One call of a kernel and of the scalar one on the same operands.
struct call {
  const linnet_binary_variant *variant, *scalar;
  const int8_t *a, *b;
  ptrdiff_t a_step, b_step;
  size_t count;
  linnet_quantized_binary parameters;
};

/// Whether both give the same, over an operand too, and nothing is written around the result.
static bool agrees(const struct call *call, size_t misalignment) {
  int8_t found[LIMIT + 2 * GUARD], wanted[LIMIT + 2 * GUARD];
  memset(wanted, 77, sizeof wanted);
  call->scalar->run(call->a, call->a_step, call->b, call->b_step, wanted + misalignment,
                    call->count, &call->parameters);
  memset(found, 77, sizeof found);
  call->variant->run(call->a, call->a_step, call->b, call->b_step, found + misalignment,
                     call->count, &call->parameters);
  if (memcmp(found, wanted, sizeof found) != 0) return false;
  memset(found, 77, sizeof found);
  int8_t *y = found + misalignment;
  memcpy(y, call->a_step != 0 ? call->a : call->b, call->count);
  call->variant->run(call->a_step != 0 ? y : call->a, call->a_step, call->a_step != 0 ? call->b : y,
                     call->b_step, y, call->count, &call->parameters);
  return memcmp(found, wanted, sizeof found) == 0;
}

/// Multipliers under 1 as of common scales, and for one in eight calls one above it. One operand of
/// most sums is halved, as the one of the larger scale is. In one of four calls all are powers of
/// two, so that results in the middle of two integers are many.
static linnet_quantized_binary random_parameters(struct generator *generator,
                                                 linnet_binary_family family) {
  const bool is_sum = family != LINNET_S8_MUL;
  linnet_quantized_binary p = {0};
  p.a_offset = next_between(generator, -127, 128);
  p.b_offset = next_between(generator, -127, 128);
  p.y_offset = next_between(generator, -128, 127);
  p.left_shift = is_sum ? 20 : 0;
  p.a_mantissa = next_between(generator, 1 << 30, INT32_MAX);
  p.b_mantissa = next_between(generator, 1 << 30, INT32_MAX);
  p.y_mantissa = next_between(generator, 1 << 30, INT32_MAX);
  if (next_between(generator, 0, 3) == 0) p.a_mantissa = p.b_mantissa = p.y_mantissa = 1 << 30;
  p.a_shift = next_between(generator, -9, 0);
  p.b_shift = next_between(generator, -9, 0);
  const int32_t halved = is_sum ? next_between(generator, 0, 2) : 2;
  if (halved == 0) p.a_mantissa = 1 << 30, p.a_shift = 0;
  if (halved == 1) p.b_mantissa = 1 << 30, p.b_shift = 0;
  p.y_shift = is_sum ? next_between(generator, -21, -15) : next_between(generator, -12, 0);
  if (next_between(generator, 0, 7) == 0) p.y_shift = next_between(generator, 1, 3);
  p.low = next_between(generator, -128, 0);
  p.high = next_between(generator, 1, 127);
  p.b_sign = next_between(generator, 0, 1) == 0 ? 1 : -1;
  if (family == LINNET_U8_ADD) {
    p.a_offset -= 128, p.b_offset -= 128, p.y_offset += 128;
    p.low += 128, p.high += 128;
  }
  return p;
}

static void check_variant(struct tally *tally, linnet_binary_family family,
                          const linnet_binary_variant *variant,
                          const linnet_binary_variant *scalar) {
  static const ptrdiff_t steps[3][2] = {{1, 1}, {1, 0}, {0, 1}};
  struct generator generator = {.state = 20};
  int8_t a[LIMIT + GUARD], b[LIMIT + GUARD];
  for (enum fill fill = 0; fill < FILL_COUNT; fill++) {
    for (size_t count = 0; count <= LIMIT; count++) {
      for (size_t kind = 0; kind < 3; kind++) {
        const size_t misalignment = (size_t)next_between(&generator, 0, GUARD - 1);
        fill_s8(&generator, fill, -128, 127, a, LIMIT + GUARD);
        fill_s8(&generator, fill == FILL_RANDOM ? fill : FILL_ALTERNATING, -128, 127, b,
                LIMIT + GUARD);
        const struct call call = {.variant = variant,
                                  .scalar = scalar,
                                  .a = a + misalignment,
                                  .b = b,
                                  .a_step = steps[kind][0],
                                  .b_step = steps[kind][1],
                                  .count = count,
                                  .parameters = random_parameters(&generator, family)};
        char detail[80];
        snprintf(detail, sizeof detail, "%zu elements, steps %d and %d, misaligned by %zu", count,
                 (int)call.a_step, (int)call.b_step, misalignment);
        expect(tally, agrees(&call, misalignment), variant->name, detail);
      }
    }
  }
}

void check_binary(struct tally *tally) {
  for (linnet_binary_family family = LINNET_S8_ADD; family <= LINNET_S8_MUL; family++) {
    size_t count;
    const linnet_binary_variant *variants = linnet_binary_variants(family, &count);
    for (size_t i = 1; i < count; i++) {
      if (linnet_isa_is_supported(variants[i].isa)) {
        const struct tally before = *tally;
        check_variant(tally, family, &variants[i], &variants[0]);
        printf("%s: %zu passed, %zu failed\n", variants[i].name, tally->passed - before.passed,
               tally->failed - before.failed);
      }
    }
  }
}
