// SPDX-License-Identifier: Apache-2.0
// What the Swift runtime expects of the C library and musl 1.2.3 does not have, or not as fast.
#ifdef LINNET_MUSL
#include <errno.h>
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

/// Memory as the Swift runtime asks for it, nearly always at an alignment that musl's `malloc`
/// has anyhow. Musl's own function looks into the heap's books even then, a quarter of the time
/// of an allocation.
int posix_memalign(void **result, size_t alignment, size_t byte_count) {
  enum { MALLOC_ALIGNMENT = 16 };
  void *memory =
      alignment <= MALLOC_ALIGNMENT ? malloc(byte_count) : aligned_alloc(alignment, byte_count);
  if (memory == NULL) return errno;
  *result = memory;
  return 0;
}
#endif
