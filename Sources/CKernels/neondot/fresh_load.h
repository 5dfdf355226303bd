// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>

#include "isa/targets.h"

/// Loads eight numbers into two registers.
///
/// Loads are free beside dot products, copies of registers are not: the compiler is not told that
/// several sums start from the same numbers.
LINNET_INLINE void load_fresh(const int32_t *from, int32x4_t to[2]) {
  __asm__ volatile("ldp %q0, %q1, [%2]" : "=w"(to[0]), "=w"(to[1]) : "r"(from), "m"(*from));
}
