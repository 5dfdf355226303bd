// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Instruction sets that kernels are written for.
///
/// How a kernel family is made (`dense/gemm.list.h` is the model to follow):
///
/// 1. Its list, an X-macro `FAMILY_VARIANTS(V)`, has one line a variant, the scalar one first and
///    the fastest last: function name, instruction set, and what else callers must know of it.
///    Lines of one architecture stand inside `LINNET_X86_ONLY(…)` or `LINNET_ARM_ONLY(…)`.
/// 2. The list yields the prototypes (`GEMM_DECLARE there`), the table, and the entry of
///    `kernel-check`, so a variant that is not tested cannot exist.
/// 3. A table's element starts with `const char *name; enum linnet_isa isa;`.
///    `LINNET_SELECT(table)` is the last element that this machine can run.
/// 4. A variant is a file named as its function, `<types>_<kernel>__<isa>[_<tile>].c`, in the
///    folder of its instruction set; variants that differ in constants only share a file. The whole
///    file is inside `#if LINNET_X86` or `#if LINNET_ARM`; instructions beyond the compiler's baseline
///    are switched on for the whole file by `LINNET_TARGET_AVX2` … `LINNET_TARGET_END` of
///    `isa/targets.h`, after all includes but those from `vector/`.
/// 5. Loops in plain C are compiled for each instruction set by `LINNET_PLAIN_KERNEL`, and have a
///    line in `plain.list.h`.
/// 6. A kernel is pure, takes sizes in elements, handles tails itself and equals `__scalar` bit
///    for bit; floats are multiplied and added in one rounding, in the same order.
enum linnet_isa {
  LINNET_SCALAR,
  LINNET_AVX2,
  LINNET_AVXVNNI,
  LINNET_AVX512VNNI,
  LINNET_NEON,
  LINNET_NEONDOT,
};
enum { LINNET_ISA_COUNT = LINNET_NEONDOT + 1 };

#if defined(__x86_64__)
#define LINNET_X86 1
#define LINNET_X86_ONLY(...) __VA_ARGS__
#else
#define LINNET_X86 0
#define LINNET_X86_ONLY(...)
#endif

#if defined(__aarch64__)
#define LINNET_ARM 1
#define LINNET_ARM_ONLY(...) __VA_ARGS__
#else
#define LINNET_ARM 0
#define LINNET_ARM_ONLY(...)
#endif

/// Variants of float and int16 layers, which int8 models do without: a build for these alone
/// (-DLINNET_INT8_MODELS) computes such layers, if it is given any, by the scalar kernels.
#ifdef LINNET_INT8_MODELS
#define LINNET_BESIDE_INT8(...)
#else
#define LINNET_BESIDE_INT8(...) __VA_ARGS__
#endif

/// The name users know, as in `avx512vnni`.
const char *linnet_isa_name(enum linnet_isa isa);

/// Whether this processor and its operating system can run `isa`.
bool linnet_isa_is_supported(enum linnet_isa isa);

/// Whether kernels of `isa` may be chosen: supported, and not above what `LINNET_ISA` allows.
bool linnet_isa_is_allowed(enum linnet_isa isa);

/// Limits what is chosen from now on to `name` and what it builds on; null lifts the limit.
///
/// Returns false, and changes nothing, if `name` is unknown or unsupported here.
bool linnet_isa_limit(const char *name);

/// The value of the environment variable `LINNET_ISA` if this machine cannot honour it, else null.
const char *linnet_isa_refused(void);

/// The instruction set that kernels in plain C run with: the best one allowed that the compiler makes
/// something of; `LINNET_SCALAR` where there is a single form of them.
enum linnet_isa linnet_plain_isa(void);

/// The name of the form in which a kernel in plain C runs here, as in `f32_add__avx2`; null for what
/// has a single form.
const char *linnet_plain_name(const void *kernel);

/// Index of the last of `count` elements of `size` bytes each, beginning with a name and an
/// instruction set, that may be chosen.
size_t linnet_select(const void *table, size_t count, size_t size);

#define LINNET_SELECT(table) \
  (&(table)[linnet_select((table), sizeof(table) / sizeof((table)[0]), sizeof((table)[0]))])
