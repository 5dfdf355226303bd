// SPDX-License-Identifier: Apache-2.0
// The child process that reads, and what becomes of it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "walk.h"

int linnet_temporary_file(void) {
  int file = memfd_create("linnet", MFD_CLOEXEC);
  return file < 0 ? -errno : file;
}

/// Address space that the process has now, in bytes.
static uint64_t address_space(void) {
  unsigned long long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (file == NULL) return 0;
  if (fscanf(file, "%llu", &pages) != 1) pages = 0;
  fclose(file);
  return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/// What the library itself takes beside the elements.
static const uint64_t working_memory = (uint64_t)256 << 20;

static void limit(int resource, uint64_t value) {
  struct rlimit bound = {.rlim_cur = value, .rlim_max = value};
  setrlimit(resource, &bound);
}

static void run_child(int input, int output, int report, const struct linnet_hdf5_limits *limits) {
  uint64_t space = address_space();
  if (space > 0) limit(RLIMIT_AS, space + working_memory + limits->byte_count);
  limit(RLIMIT_CPU, limits->seconds);
  limit(RLIMIT_CORE, 0);
  // What the library says of a crash would be read as ours.
  int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nothing >= 0) dup2(nothing, STDERR_FILENO);
  struct linnet_hdf5_result result = {.message = ""};
  linnet_hdf5_walk(input, output, limits, &result);
  ssize_t written = write(report, &result, sizeof result);
  _exit(written == (ssize_t)sizeof result ? 0 : 1);
}

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Reads the child's report; 0 where it ends or the time is over before it is whole.
static int await(int report, const struct linnet_hdf5_limits *limits,
                 struct linnet_hdf5_result *result) {
  int64_t end = milliseconds() + (int64_t)limits->seconds * 1000;
  size_t count = 0;
  while (count < sizeof *result) {
    int64_t left = end - milliseconds();
    struct pollfd waiting = {.fd = report, .events = POLLIN};
    int ready = left > 0 ? poll(&waiting, 1, (int)left) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return 0;
    ssize_t got = read(report, (char *)result + count, sizeof *result - count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    count += (size_t)got;
  }
  return 1;
}

static void fail(struct linnet_hdf5_result *result, const char *message) {
  memset(result, 0, sizeof *result);
  snprintf(result->message, sizeof result->message, "%s", message);
}

void linnet_hdf5_read(int input, int output, const struct linnet_hdf5_limits *limits,
                      struct linnet_hdf5_result *result) {
  int ends[2];
  memset(result, 0, sizeof *result);
  if (pipe2(ends, O_CLOEXEC) != 0) {
    fail(result, strerror(errno));
    return;
  }
  pid_t child = fork();
  if (child == 0) run_child(input, output, ends[1], limits);
  int fork_error = errno;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    fail(result, strerror(fork_error));
    return;
  }
  int complete = await(ends[0], limits, result);
  close(ends[0]);
  if (!complete) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (!complete) {
    fail(result, WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL
                     ? "it is damaged: the HDF5 library fails on it"
                     : "it is damaged or too large: the HDF5 library does not get through with it");
  }
  result->message[sizeof result->message - 1] = 0;
}
