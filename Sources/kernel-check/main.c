// SPDX-License-Identifier: Apache-2.0
// Checks every kernel variant that this machine can run against its scalar twin.
//
//     kernel-check                 all variants; the last line is `N passed, M failed`
//     kernel-check --bench         how fast the selected variants are; LINNET_ISA limits them
#include <stdio.h>
#include <string.h>

#include "check.h"

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "--bench") == 0) {
    bench();
    return 0;
  }
  if (argc > 1) {
    fprintf(stderr, "usage: kernel-check [--bench]\n");
    return 64;
  }
  struct tally tally = {0};
  check_gemm(&tally);
  check_depthwise(&tally);
  check_binary(&tally);
  check_unary(&tally);
  check_reduction(&tally);
  check_plain(&tally);
  check_nan(&tally);
  printf("%zu passed, %zu failed\n", tally.passed, tally.failed);
  return tally.failed == 0 ? 0 : 1;
}
