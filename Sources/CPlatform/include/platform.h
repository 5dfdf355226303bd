// SPDX-License-Identifier: Apache-2.0
// What device code needs of the operating system: files, time, memory figures, threads.
//
// A platform is the files that implement this header: `posix/` is what Unix systems have in common,
// `linux/` what Linux alone tells; each file is empty elsewhere. `runtime/` is no part of it: what
// Swift's runtime asks of the C library.
//
// Functions that can fail return 0 or the system's error number, which linnet_error_text names.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ── Files (posix)

/// Maps a regular file read-only. An empty file gives an address that must not be read, count 0; one
/// of more bytes than half of what a signed count holds fails, so that positions can be added.
int linnet_map_file(const char *path, const void **bytes, size_t *count);
/// Ends a mapping; `bytes` and `count` as linnet_map_file gave them.
void linnet_unmap_file(const void *bytes, size_t count);
/// Writes head and body to `path`, as a whole or not at all: beside it first, synced, then renamed.
int linnet_write_file(const char *path, const void *head, size_t head_count, const void *body,
                      size_t body_count);
/// As linnet_map_file and linnet_write_file, for `path` in `folder`: parts between slashes, none of them
/// `.` or `..`. Fails where one of them is a symbolic link.
int linnet_map_file_in(const char *folder, const char *path, const void **bytes, size_t *count);
int linnet_write_file_in(const char *folder, const char *path, const void *bytes, size_t count);
/// Makes the directory and those above it, where they are missing.
int linnet_make_directories(const char *path);
/// Writes all bytes to a file descriptor, as often as that takes.
int linnet_write(int descriptor, const void *bytes, size_t count);
/// Whether anything is there under the path.
bool linnet_exists(const char *path);
/// What an error number means, in English.
const char *linnet_error_text(int error);

// ── Process (posix, linux)

/// A monotonic clock.
uint64_t linnet_nanoseconds(void);
/// The most memory this program has held so far, in bytes; 0 if the system does not tell.
size_t linnet_peak_resident_bytes(void);
/// How many processors this process may run on; at least 1.
int linnet_processor_count(void);
/// A variable of the environment, or null.
const char *linnet_environment(const char *name);
/// Whether a file descriptor is a terminal.
bool linnet_is_terminal(int descriptor);

// ── Threads (posix)

/// Threads that wait for work together with the thread that made them.
typedef struct linnet_pool linnet_pool;

/// A pool in which `thread_count` threads work, the caller's included; null if the system refuses.
linnet_pool *linnet_pool_create(int thread_count);
/// Ends the threads. Null is allowed.
void linnet_pool_destroy(linnet_pool *pool);
/// Calls `task(context, i)` once for each i below `task_count`, spread over the threads, and
/// returns when all have returned. Only the thread that made the pool may call it, and no task may.
void linnet_pool_run(linnet_pool *pool, size_t task_count, void (*task)(void *, size_t),
                     void *context);
