// SPDX-License-Identifier: Apache-2.0
#include "elementwise.h"
#include "isa.h"
#include "pooling.h"
#include "reduction.h"
#include "softmax.h"

#if LINNET_X86
/// A kernel in plain C, and what its forms are called.
struct entry {
  const void *kernel;
  const char *scalar, *avx2, *avx512;
};

#define ENTRY(name, ...) \
  {(const void *)name, #name "__scalar", #name "__avx2", #name "__avx512vnni"},
static const struct entry table[] = {LINNET_PLAIN_BINARIES(ENTRY) LINNET_PLAIN_UNARIES(
    ENTRY) LINNET_PLAIN_ROWS(ENTRY) LINNET_PLAIN_POOLINGS(ENTRY) LINNET_PLAIN_REDUCTIONS(ENTRY)};

const char *linnet_plain_name(const void *kernel) {
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    if (table[i].kernel != kernel) continue;
    switch (linnet_plain_isa()) {
      case LINNET_AVX512VNNI:
        return table[i].avx512;
      case LINNET_AVX2:
        return table[i].avx2;
      default:
        return table[i].scalar;
    }
  }
  return NULL;
}
#else
const char *linnet_plain_name(const void *kernel) {
  (void)kernel;
  return NULL;
}
#endif
