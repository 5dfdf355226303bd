// SPDX-License-Identifier: Apache-2.0
#ifdef __linux__
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
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
  const char *line = strstr(text, "\nVmHWM:");
  return line == NULL ? 0 : (size_t)strtoull(line + 7, NULL, 10) * 1024;
}

int linnet_processor_count(void) {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;
  const int count = CPU_COUNT(&allowed);
  return count > 0 ? count : 1;
}
#endif
