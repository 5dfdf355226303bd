// SPDX-License-Identifier: Apache-2.0
#ifdef __linux__
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "platform.h"

size_t linnet_peak_resident_bytes(void) {
  // getrusage would tell the peak of whoever started this program, where that was higher.
  const int descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  char text[4096];
  const ssize_t count = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  if (count < 0) return 0;
  text[count] = 0;
  // By hand: the C library's functions for it take 4 KB of a static program.
  static const char label[] = "\nVmHWM:";
  const char *line = text;
  while (*line != 0 && strncmp(line, label, sizeof label - 1) != 0) line++;
  if (*line == 0) return 0;
  size_t kilobytes = 0;
  for (line += sizeof label - 1; *line != 0 && *line != '\n'; line++) {
    if (*line >= '0' && *line <= '9') kilobytes = kilobytes * 10 + (size_t)(*line - '0');
  }
  return kilobytes * 1024;
}

int linnet_processor_count(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  const int count = CPU_COUNT(&allowed);
  return count > 0 ? count : 1;
}
#endif
