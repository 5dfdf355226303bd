// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "elementwise.h"

enum { LIMIT = 300, GUARD = 64 };

/// Whether `variant` looks up every byte, in place too, and writes nothing around the result.
static void check_variant(struct tally *tally, const linnet_unary_variant *variant) {
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

void check_table(struct tally *tally) {
  size_t count;
  const linnet_unary_variant *variants = linnet_x8_table_variants(&count);
  for (size_t i = 0; i < count; i++) {
    if (linnet_isa_is_supported(variants[i].isa)) {
      const struct tally before = *tally;
      check_variant(tally, &variants[i]);
      printf("%s: %zu passed, %zu failed\n", variants[i].name, tally->passed - before.passed,
             tally->failed - before.failed);
    }
  }
}
