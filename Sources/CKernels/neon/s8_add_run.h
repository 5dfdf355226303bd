// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <arm_neon.h>
#include <stddef.h>

#include "isa/targets.h"

// The inner loop of int8 products of 4 rows by 16 columns, for weights above −128, with the order of
// its instructions laid down: a processor that executes in order waits for no result, as eight
// independent instructions lie between each and the next that needs it. Every register is in use,
// 16 of them for sums, so that a compiler that orders otherwise spills. Addresses are advanced by
// additions of their own: behind a load that does it, such a processor may wait.

// v0, v1 and v2, v3: the first and the second pairs of 16 columns. v4, v6: the first pairs of two
// rows; v5, v7: their second ones. v8 to v15: products.

#define MULTIPLY                    \
  "smull  v8.8h,  v0.8b,  v4.8b\n"  \
  "smull2 v9.8h,  v0.16b, v4.16b\n" \
  "smull  v10.8h, v1.8b,  v4.8b\n"  \
  "smull2 v11.8h, v1.16b, v4.16b\n" \
  "smull  v12.8h, v0.8b,  v6.8b\n"  \
  "smull2 v13.8h, v0.16b, v6.16b\n" \
  "smull  v14.8h, v1.8b,  v6.8b\n"  \
  "smull2 v15.8h, v1.16b, v6.16b\n" \
  "smlal  v8.8h,  v2.8b,  v5.8b\n"  \
  "smlal2 v9.8h,  v2.16b, v5.16b\n" \
  "smlal  v10.8h, v3.8b,  v5.8b\n"  \
  "smlal2 v11.8h, v3.16b, v5.16b\n" \
  "smlal  v12.8h, v2.8b,  v7.8b\n"  \
  "smlal2 v13.8h, v2.16b, v7.16b\n" \
  "smlal  v14.8h, v3.8b,  v7.8b\n"  \
  "smlal2 v15.8h, v3.16b, v7.16b\n"

#define ADD_PAIRS(sum, products) "sadalp %[" sum "].4s, " products ".8h\n"
#define ADD_FIRST(row)      \
  ADD_PAIRS(row "0", "v8")  \
  ADD_PAIRS(row "1", "v9")  \
  ADD_PAIRS(row "2", "v10") \
  ADD_PAIRS(row "3", "v11")
#define ADD_SECOND(row)     \
  ADD_PAIRS(row "0", "v12") \
  ADD_PAIRS(row "1", "v13") \
  ADD_PAIRS(row "2", "v14") \
  ADD_PAIRS(row "3", "v15")

#define LOAD_WEIGHTS "ld1 {v0.16b, v1.16b, v2.16b, v3.16b}, [%[w]]\n"
#define LOAD_PAIRS(first, second, row) "ld2r {" first ".8h, " second ".8h}, [%[" row "]]\n"
#define ADVANCE(address, bytes) "add %[" address "], %[" address "], #" bytes "\n"
#define LOAD_ROWS(row, next)   \
  LOAD_PAIRS("v4", "v5", row)  \
  ADVANCE(row, "4")            \
  LOAD_PAIRS("v6", "v7", next) \
  ADVANCE(next, "4")
#define STEP ADVANCE("w", "64") "subs %[run], %[run], #4\n"

/// Adds the products of `run` elements, a multiple of 4 and not 0, of each of four rows.
LINNET_INLINE const int8_t *add_run_4x16(const int8_t *weights, const int8_t *const x[4],
                                         ptrdiff_t offset, size_t run, int32x4_t sums[4][4]) {
  const int8_t *a = x[0] + offset, *b = x[1] + offset, *c = x[2] + offset, *d = x[3] + offset;
  __asm__ volatile(
      LOAD_WEIGHTS LOAD_ROWS("a", "b") STEP
      "b.eq 2f\n"
      "1:\n"
      MULTIPLY LOAD_ROWS("c", "d") ADD_FIRST("a") ADD_SECOND("b")
      MULTIPLY LOAD_WEIGHTS ADD_FIRST("c") LOAD_ROWS("a", "b") STEP ADD_SECOND("d")
      "b.ne 1b\n"
      "2:\n"
      MULTIPLY LOAD_ROWS("c", "d") ADD_FIRST("a") ADD_SECOND("b")
      MULTIPLY ADD_FIRST("c") ADD_SECOND("d")
      : [a0] "+w"(sums[0][0]), [a1] "+w"(sums[0][1]), [a2] "+w"(sums[0][2]),
        [a3] "+w"(sums[0][3]), [b0] "+w"(sums[1][0]), [b1] "+w"(sums[1][1]),
        [b2] "+w"(sums[1][2]), [b3] "+w"(sums[1][3]), [c0] "+w"(sums[2][0]),
        [c1] "+w"(sums[2][1]), [c2] "+w"(sums[2][2]), [c3] "+w"(sums[2][3]),
        [d0] "+w"(sums[3][0]), [d1] "+w"(sums[3][1]), [d2] "+w"(sums[3][2]),
        [d3] "+w"(sums[3][3]), [a] "+r"(a), [b] "+r"(b), [c] "+r"(c), [d] "+r"(d),
        [w] "+r"(weights), [run] "+r"(run)
      :
      : "v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10", "v11", "v12", "v13",
        "v14", "v15", "cc", "memory");
  return weights;
}
