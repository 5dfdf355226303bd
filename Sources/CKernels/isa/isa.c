// SPDX-License-Identifier: Apache-2.0
#include "isa.h"

#include <stdint.h>
#include <string.h>

extern char *getenv(const char *name);

static const char *const names[LINNET_ISA_COUNT] = {
    [LINNET_SCALAR] = "scalar",         [LINNET_AVX2] = "avx2", [LINNET_AVXVNNI] = "avxvnni",
    [LINNET_AVX512VNNI] = "avx512vnni", [LINNET_NEON] = "neon", [LINNET_NEONDOT] = "neondot",
};

/// A set of instruction sets, one bit each.
typedef uint32_t isa_set;

static isa_set bit(enum linnet_isa isa) { return (isa_set)1 << isa; }

/// An instruction set and those that its processors always have.
static isa_set with_ancestors(enum linnet_isa isa) {
  isa_set set = bit(isa) | bit(LINNET_SCALAR);
  if (isa == LINNET_AVXVNNI || isa == LINNET_AVX512VNNI) set |= bit(LINNET_AVX2);
  if (isa == LINNET_NEONDOT) set |= bit(LINNET_NEON);
  return set;
}

#if LINNET_X86
#include <cpuid.h>

static bool cpuid_bit(unsigned subleaf, int register_index, int bit_index) {
  unsigned registers[4] = {0};
  if (!__get_cpuid_count(7, subleaf, &registers[0], &registers[1], &registers[2], &registers[3])) {
    return false;
  }
  return registers[register_index] >> bit_index & 1;
}

static isa_set detect(void) {
  isa_set set = bit(LINNET_SCALAR);
  __builtin_cpu_init();
  // The builtin looks at XCR0, too: what the system does not save is not reported.
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (!avx2) return set;
  set |= bit(LINNET_AVX2);
  if (cpuid_bit(1, 0, 4)) set |= bit(LINNET_AVXVNNI);
  if (__builtin_cpu_supports("x86-64-v4") && __builtin_cpu_supports("avx512vnni")) {
    set |= bit(LINNET_AVX512VNNI);
#ifdef LINNET_AVXVNNI_BY_AVX512
    set |= bit(LINNET_AVXVNNI);
#endif
  }
  return set;
}
#elif LINNET_ARM
#if defined(__linux__)
extern unsigned long getauxval(unsigned long type);
enum { AUXILIARY_HWCAP = 16, HWCAP_ROUNDING_PRODUCT_SUM = 1 << 12, HWCAP_DOT_PRODUCT = 1 << 20 };

static isa_set detect(void) {
  isa_set set = bit(LINNET_SCALAR) | bit(LINNET_NEON);
  const unsigned long needed = HWCAP_ROUNDING_PRODUCT_SUM | HWCAP_DOT_PRODUCT;
  if ((getauxval(AUXILIARY_HWCAP) & needed) == needed) set |= bit(LINNET_NEONDOT);
  return set;
}
#else
static isa_set detect(void) { return bit(LINNET_SCALAR) | bit(LINNET_NEON); }
#endif
#else
static isa_set detect(void) { return bit(LINNET_SCALAR); }
#endif

// Each is written with one value only, except by `linnet_isa_limit`; 0 stands for not yet known.
static isa_set supported_set;
static isa_set allowed_set;

static isa_set supported(void) {
  isa_set set = __atomic_load_n(&supported_set, __ATOMIC_RELAXED);
  if (set == 0) {
    set = detect();
    __atomic_store_n(&supported_set, set, __ATOMIC_RELAXED);
  }
  return set;
}

/// The set that `name` stands for, or 0 if it is unknown or not supported here.
static isa_set set_named(const char *name) {
  for (int isa = 0; isa < LINNET_ISA_COUNT; isa++) {
    if (strcmp(name, names[isa]) == 0 && (supported() & bit(isa))) return with_ancestors(isa);
  }
  return 0;
}

static isa_set allowed(void) {
  isa_set set = __atomic_load_n(&allowed_set, __ATOMIC_RELAXED);
  if (set == 0) {
    const char *name = getenv("LINNET_ISA");
    set = name == NULL ? 0 : set_named(name);
    if (set == 0) set = supported();
    __atomic_store_n(&allowed_set, set, __ATOMIC_RELAXED);
  }
  return set;
}

const char *linnet_isa_name(enum linnet_isa isa) { return names[isa]; }

bool linnet_isa_is_supported(enum linnet_isa isa) { return supported() & bit(isa); }

bool linnet_isa_is_allowed(enum linnet_isa isa) { return allowed() & supported() & bit(isa); }

bool linnet_isa_limit(const char *name) {
  isa_set set = name == NULL ? supported() : set_named(name);
  if (set != 0) __atomic_store_n(&allowed_set, set, __ATOMIC_RELAXED);
  return set != 0;
}

enum linnet_isa linnet_plain_isa(void) {
  const isa_set set = allowed() & supported();
  if (set & bit(LINNET_AVX512VNNI)) return LINNET_AVX512VNNI;
  return set & bit(LINNET_AVX2) ? LINNET_AVX2 : LINNET_SCALAR;
}

const char *linnet_isa_refused(void) {
  const char *name = getenv("LINNET_ISA");
  return name == NULL || set_named(name) != 0 ? NULL : name;
}

size_t linnet_select(const void *table, size_t count, size_t size) {
  struct entry {
    const char *name;
    enum linnet_isa isa;
  };
  size_t selected = 0;
  for (size_t i = 0; i < count; i++) {
    const struct entry *entry = (const void *)((const char *)table + i * size);
    if (linnet_isa_is_allowed(entry->isa)) selected = i;
  }
  return selected;
}
