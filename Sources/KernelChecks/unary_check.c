// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "elementwise.h"

enum { LIMIT = 300, GUARD = 64 };

/// Whether `variant` looks up every byte, in place too, and writes nothing around the result.
static void check_look_up(struct tally *tally, const linnet_unary_variant *variant) {
  struct generator generator = {.state = 21};
  uint8_t table[256], x[LIMIT + GUARD];
  for (size_t count = 0; count <= LIMIT; count++) {
    const size_t misalignment = (size_t)next_between(&generator, 0, GUARD - 1);
    fill_s8(&generator, FILL_RANDOM, -128, 127, (int8_t *)table, sizeof table);
    // Every index occurs where there is room; an odd factor keeps them apart.
    for (size_t i = 0; i < sizeof x; i++) x[i] = (uint8_t)(i * 37 + count);
    uint8_t wanted[LIMIT + 2 * GUARD], found[LIMIT + 2 * GUARD];
    memset(wanted, 77, sizeof wanted);
    for (size_t i = 0; i < count; i++) wanted[misalignment + i] = table[x[misalignment + i]];
    char detail[80];
    snprintf(detail, sizeof detail, "%zu elements, misaligned by %zu", count, misalignment);
    memset(found, 77, sizeof found);
    variant->run(x + misalignment, found + misalignment, count, table);
    expect(tally, memcmp(found, wanted, sizeof found) == 0, variant->name, detail);
    memset(found, 77, sizeof found);
    memcpy(found + misalignment, x + misalignment, count);
    variant->run(found + misalignment, found + misalignment, count, table);
    expect(tally, memcmp(found, wanted, sizeof found) == 0, variant->name, detail);
  }
}

/// Whether `found` is what the scalar function gives, and the logistic function of `x` up to some
/// roundings.
static bool is_logistic(float found, float scalar, float x) {
  if (isnan(x)) return isnan(found);
  if (found != scalar) return false;
  const double wanted = 1 / (1 + exp(-(double)x));
  // Where e⁻ˣ is no more a normal number, any result that is next to nothing will do.
  return fabs(found - wanted) <= (x < -20 ? 2e-6 : 6e-7) * wanted + 1e-37;
}

/// Whether `variant` is the logistic function, in place too, and writes nothing around the result.
static void check_logistic(struct tally *tally, const linnet_unary_variant *variant,
                           const linnet_unary_variant *scalar) {
  static const float extremes[] = {0,     -0.0f,  20,       -20,       87,     88,      -87, -88,
                                   1e30f, -1e30f, INFINITY, -INFINITY, 1e-30f, -1e-30f, NAN};
  enum { EXTREMES = sizeof extremes / sizeof extremes[0] };
  struct generator generator = {.state = 23};
  for (size_t count = 0; count <= LIMIT; count++) {
    float x[LIMIT], y[LIMIT + 1], wanted[LIMIT];
    for (size_t i = 0; i < count; i++) {
      const bool is_extreme = next_between(&generator, 0, 7) == 0;
      x[i] = is_extreme ? extremes[next_between(&generator, 0, EXTREMES - 1)]
                        : 100 * next_float(&generator) * next_float(&generator);
    }
    bool agrees = true;
    y[count] = 77;
    scalar->run(x, wanted, count, x);
    variant->run(x, y, count, x);
    for (size_t i = 0; i < count; i++) agrees &= is_logistic(y[i], wanted[i], x[i]);
    memcpy(y, x, count * sizeof y[0]);
    variant->run(y, y, count, x);
    for (size_t i = 0; i < count; i++) agrees &= is_logistic(y[i], wanted[i], x[i]);
    char detail[80];
    snprintf(detail, sizeof detail, "%zu elements", count);
    expect(tally, agrees && y[count] == 77, variant->name, detail);
  }
}

void check_unary(struct tally *tally) {
  for (linnet_unary_family family = LINNET_X8_TABLE; family <= LINNET_F32_LOGISTIC; family++) {
    size_t count;
    const linnet_unary_variant *variants = linnet_unary_variants(family, &count);
    for (size_t i = 0; i < count; i++) {
      if (!linnet_isa_is_supported(variants[i].isa)) continue;
      const struct tally before = *tally;
      if (family == LINNET_X8_TABLE) {
        check_look_up(tally, &variants[i]);
      } else {
        check_logistic(tally, &variants[i], &variants[0]);
      }
      printf("%s: %zu passed, %zu failed\n", variants[i].name, tally->passed - before.passed,
             tally->failed - before.failed);
    }
  }
}
