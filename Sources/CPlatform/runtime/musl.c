// SPDX-License-Identifier: Apache-2.0
// What the Swift runtime expects of the C library and musl 1.2.3 does not have.
#ifdef LINNET_MUSL
#include <stddef.h>
#include <stdlib.h>
#include <sys/random.h>

/// Fills the buffer with random bytes: the seed of the hash tables.
void arc4random_buf(void *buffer, size_t count) {
  char *next = buffer;
  while (count > 0) {
    const ssize_t got = getrandom(next, count, 0);
    if (got < 0) abort();
    next += got;
    count -= (size_t)got;
  }
}
#endif
