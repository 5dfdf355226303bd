// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string.h>

#include "../include/strings.h"

static inline const void *string_bytes(linnet_string string) {
  return (const void *)(uintptr_t)string.address;
}

/// Below, at or above 0 as `a` comes before `b`, equals it, or comes behind: shorter strings first,
/// those of one length in the order of their bytes.
static inline int string_order(linnet_string a, linnet_string b) {
  if (a.count != b.count) return a.count < b.count ? -1 : 1;
  if (a.count == 0 || a.address == b.address) return 0;
  return memcmp(string_bytes(a), string_bytes(b), (size_t)a.count);
}
