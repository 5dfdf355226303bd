// SPDX-License-Identifier: Apache-2.0
#include "arithmetic/s8_arithmetic.list.h"
#include "arithmetic/unary.list.h"

#define ENTRY(function, set) {#function, set, function},
static const linnet_binary_variant add_table[] = {S8_ADD_VARIANTS(ENTRY)};
static const linnet_binary_variant u8_add_table[] = {U8_ADD_VARIANTS(ENTRY)};
static const linnet_binary_variant mul_table[] = {S8_MUL_VARIANTS(ENTRY)};
static const linnet_unary_variant x8_table_table[] = {X8_TABLE_VARIANTS(ENTRY)};
static const linnet_unary_variant logistic_table[] = {F32_LOGISTIC_VARIANTS(ENTRY)};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const linnet_binary_variant *linnet_binary_variants(linnet_binary_family family, size_t *count) {
  switch (family) {
    case LINNET_S8_ADD:
      *count = COUNT(add_table);
      return add_table;
    case LINNET_U8_ADD:
      *count = COUNT(u8_add_table);
      return u8_add_table;
    case LINNET_S8_MUL:
      *count = COUNT(mul_table);
      return mul_table;
  }
}

const linnet_binary_variant *linnet_binary_selected(linnet_binary_family family) {
  switch (family) {
    case LINNET_S8_ADD:
      return LINNET_SELECT(add_table);
    case LINNET_U8_ADD:
      return LINNET_SELECT(u8_add_table);
    case LINNET_S8_MUL:
      return LINNET_SELECT(mul_table);
  }
}

const linnet_unary_variant *linnet_unary_variants(linnet_unary_family family, size_t *count) {
  *count = family == LINNET_X8_TABLE ? COUNT(x8_table_table) : COUNT(logistic_table);
  return family == LINNET_X8_TABLE ? x8_table_table : logistic_table;
}

const linnet_unary_variant *linnet_unary_selected(linnet_unary_family family) {
  return family == LINNET_X8_TABLE ? LINNET_SELECT(x8_table_table) : LINNET_SELECT(logistic_table);
}
