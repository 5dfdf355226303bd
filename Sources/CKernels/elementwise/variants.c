// SPDX-License-Identifier: Apache-2.0
#include "elementwise/s8_arithmetic.list.h"
#include "elementwise/x8_table.list.h"

#define ENTRY(function, set) {#function, set, function},
static const linnet_binary_variant add_table[] = {S8_ADD_VARIANTS(ENTRY)};
static const linnet_binary_variant mul_table[] = {S8_MUL_VARIANTS(ENTRY)};
static const linnet_unary_variant look_up_table[] = {X8_TABLE_VARIANTS(ENTRY)};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const linnet_binary_variant *linnet_binary_variants(linnet_binary_family family, size_t *count) {
  *count = family == LINNET_S8_ADD ? COUNT(add_table) : COUNT(mul_table);
  return family == LINNET_S8_ADD ? add_table : mul_table;
}

const linnet_binary_variant *linnet_binary_selected(linnet_binary_family family) {
  return family == LINNET_S8_ADD ? LINNET_SELECT(add_table) : LINNET_SELECT(mul_table);
}

const linnet_unary_variant *linnet_x8_table_variants(size_t *count) {
  *count = COUNT(look_up_table);
  return look_up_table;
}

const linnet_unary_variant *linnet_x8_table_selected(void) { return LINNET_SELECT(look_up_table); }
