// SPDX-License-Identifier: Apache-2.0
#ifdef __unix__
#define _GNU_SOURCE
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "platform.h"

uint64_t linnet_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

const char *linnet_environment(const char *name) { return getenv(name); }

bool linnet_is_terminal(int descriptor) { return isatty(descriptor) == 1; }
#endif
