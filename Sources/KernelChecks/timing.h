// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <time.h>

static inline double seconds(void) {
  struct timespec time;
  timespec_get(&time, TIME_UTC);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/// Does something again and again for a while, and gives the shortest time in seconds.
#define best_of(...)                                                  \
  ({                                                                  \
    double best = 1;                                                  \
    for (double start = seconds(), now = start; now - start < 0.1;) { \
      __VA_ARGS__;                                                    \
      double end = seconds();                                         \
      if (end - now < best) best = end - now;                         \
      now = end;                                                      \
    }                                                                 \
    best;                                                             \
  })
