// SPDX-License-Identifier: Apache-2.0
#ifdef __unix__
#define _GNU_SOURCE
// Sizes of files have 64 bits where addresses have 32.
#define _FILE_OFFSET_BITS 64
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform.h"

static const char empty_file[1];

/// Maps a file that is open, and closes it. A negative descriptor is an error that has just come up.
static int map_descriptor(int descriptor, const void **bytes, size_t *count) {
  if (descriptor < 0) return errno;
  struct stat status;
  int error = 0;
  if (fstat(descriptor, &status) != 0) {
    error = errno;
  } else if (S_ISDIR(status.st_mode)) {
    error = EISDIR;
  } else if (!S_ISREG(status.st_mode)) {
    error = ENOTSUP;
  } else if (status.st_size > PTRDIFF_MAX / 2) {
    error = EFBIG;
  } else if (status.st_size == 0) {
    *bytes = empty_file;
    *count = 0;
  } else {
    void *address = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) {
      error = errno;
    } else {
      *bytes = address;
      *count = (size_t)status.st_size;
    }
  }
  close(descriptor);
  return error;
}

int linnet_map_file(const char *path, const void **bytes, size_t *count) {
  // Not to block on a FIFO: what is not a regular file is refused.
  return map_descriptor(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), bytes, count);
}

void linnet_unmap_file(const void *bytes, size_t count) {
  if (count > 0) munmap((void *)bytes, count);
}

int linnet_write(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    const ssize_t written = write(descriptor, next, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    next += written;
    count -= (size_t)written;
  }
  return 0;
}

/// Writes and syncs an open file, then closes it.
static int fill_file(int descriptor, const void *head, size_t head_count, const void *body,
                     size_t body_count) {
  int error = linnet_write(descriptor, head, head_count);
  if (error == 0) error = linnet_write(descriptor, body, body_count);
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  return error;
}

/// `path`, a number of this process, and `.partial`; null if there is no memory.
static char *path_beside(const char *path) {
  static const char suffix[] = ".partial";
  const size_t length = strlen(path);
  char *beside = malloc(length + 1 + sizeof(long) * 3 + sizeof suffix);
  if (beside == NULL) return NULL;
  memcpy(beside, path, length);
  char *next = beside + length;
  *next++ = '.';
  // Written by hand: the library's formatting would add 20 KB to the device tool.
  for (long rest = (long)getpid(); rest > 0; rest /= 10) *next++ = (char)('0' + rest % 10);
  memcpy(next, suffix, sizeof suffix);
  return beside;
}

int linnet_write_file(const char *path, const void *head, size_t head_count, const void *body,
                      size_t body_count) {
  char *beside = path_beside(path);
  if (beside == NULL) return ENOMEM;
  const int descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  int error = 0;
  if (descriptor < 0) {
    error = errno;
  } else {
    error = fill_file(descriptor, head, head_count, body, body_count);
    if (error == 0 && rename(beside, path) != 0) error = errno;
    if (error != 0) unlink(beside);
  }
  free(beside);
  return error;
}

/// Opens the folder in which the last part of a path lies; no part before may be a symbolic link.
static int open_parent(const char *folder, const char *path, int *parent, const char **name) {
  int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (const char *end; descriptor >= 0 && (end = strchr(path, '/')) != NULL; path = end + 1) {
    char *part = strndup(path, (size_t)(end - path));
    const int next =
        part == NULL ? -1
                     : openat(descriptor, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    const int error = errno;
    free(part);
    close(descriptor);
    errno = error;
    descriptor = next;
  }
  *parent = descriptor;
  *name = path;
  return descriptor < 0 ? errno : 0;
}

int linnet_map_file_in(const char *folder, const char *path, const void **bytes, size_t *count) {
  int parent;
  const char *name;
  int error = open_parent(folder, path, &parent, &name);
  if (error != 0) return error;
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW;
  error = map_descriptor(openat(parent, name, flags), bytes, count);
  close(parent);
  return error;
}

int linnet_write_file_in(const char *folder, const char *path, const void *bytes, size_t count) {
  int parent;
  const char *name;
  int error = open_parent(folder, path, &parent, &name);
  if (error != 0) return error;
  struct stat status;
  char *beside = path_beside(name);
  if (beside == NULL) {
    error = ENOMEM;
  } else if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode)) {
    error = ELOOP;
  } else {
    unlinkat(parent, beside, 0);
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const int descriptor = openat(parent, beside, flags, 0666);
    error = descriptor < 0 ? errno : fill_file(descriptor, bytes, count, NULL, 0);
    if (error == 0 && renameat(parent, beside, parent, name) != 0) error = errno;
    if (error != 0 && descriptor >= 0) unlinkat(parent, beside, 0);
  }
  free(beside);
  close(parent);
  return error;
}

static int make_directory(const char *path) {
  if (mkdir(path, 0777) == 0) return 0;
  const int error = errno;
  struct stat status;
  if (stat(path, &status) != 0) return error;
  return S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
}

int linnet_make_directories(const char *path) {
  char *prefix = strdup(path);
  if (prefix == NULL) return ENOMEM;
  int error = 0;
  for (char *next = prefix; *next != 0 && error == 0; ++next) {
    if (*next != '/' || next == prefix) continue;
    *next = 0;
    error = make_directory(prefix);
    *next = '/';
  }
  if (error == 0) error = make_directory(prefix);
  free(prefix);
  return error;
}

bool linnet_exists(const char *path) { return access(path, F_OK) == 0; }

const char *linnet_error_text(int error) { return strerror(error); }
#endif
