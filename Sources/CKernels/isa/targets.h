// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "isa.h"

/// Switch on instructions for all functions that follow in a file, after its last include.

#define LINNET_PRAGMA(text) _Pragma(#text)
#define LINNET_TARGET(features) \
  LINNET_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define LINNET_TARGET_END _Pragma("clang attribute pop")

#define LINNET_TARGET_AVX2 LINNET_TARGET("avx2,fma")
/// A build with -DLINNET_AVXVNNI_BY_AVX512 encodes AVX-VNNI kernels for AVX-512 processors without
/// AVX-VNNI, so that they can be checked there.
#ifdef LINNET_AVXVNNI_BY_AVX512
#define LINNET_TARGET_AVXVNNI LINNET_TARGET("avx2,fma,avx512vl,avx512vnni")
#else
#define LINNET_TARGET_AVXVNNI LINNET_TARGET("avx2,fma,avxvnni")
#endif
#define LINNET_TARGET_AVX512VNNI \
  LINNET_TARGET("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")
#define LINNET_TARGET_NEONDOT LINNET_TARGET("arch=armv8.2-a+dotprod")

/// Between these two lines functions are compiled to be small: for kernels that are many and seldom
/// take time, and for scalar ones that others are compared with. The device tool holds them all.
#define LINNET_SMALL_CODE_BEGIN \
  _Pragma("clang attribute push(__attribute__((minsize)), apply_to = function)")
#define LINNET_SMALL_CODE_END _Pragma("clang attribute pop")

/// Before a loop of constant bounds whose arrays are to stay in registers.
#define LINNET_UNROLL _Pragma("clang loop unroll(full)")

/// Before a loop over elements whose arrays are the same, element by element, or do not overlap.
///
/// Operators write over their inputs, so without it the compiler's own look at the addresses would
/// end in the loop without vectors.
///
/// Vectors of 32-bit ARM lose subnormal floats. The compiler makes none of floats unless it is asked
/// to, so that it is left to itself there.
#ifdef __arm__
#define LINNET_ELEMENTWISE
#else
#define LINNET_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")
#endif

/// Before a loop that is to stay one.
#define LINNET_STEPWISE _Pragma("clang loop vectorize(disable)")

#define LINNET_INLINE static inline __attribute__((always_inline))

/// A function that several places of a plain kernel call: inline where that is compiled for several
/// sets, so that it is, too.
#if LINNET_X86
#define LINNET_SHARED LINNET_INLINE
#else
#define LINNET_SHARED LINNET_APART
#endif

/// A function of a header that is called seldom.
#define LINNET_APART static inline __attribute__((noinline))

/// Defines the function `name`, a kernel in plain C, of which the compiler makes what an instruction
/// set allows: its body follows, and is compiled for each set. Results depend on none of them.
///
/// Which one runs is said by `linnet_plain_isa`. Each has a line in a list of its family's header,
/// from which `kernel-check` compares all of them with the scalar one.
#if LINNET_X86
/// What x86-64-v4 has and vectors profit from; naming that architecture itself would also bring the
/// habits of its first processors, which did better with half as wide vectors.
#define LINNET_V4_FEATURES \
  "avx2,fma,f16c,bmi,bmi2,lzcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl"
#define LINNET_PLAIN_KERNEL(result, name, parameters, arguments)                        \
  LINNET_INLINE result name##__plain parameters;                                        \
  static result name##__scalar parameters { return name##__plain arguments; }           \
  __attribute__((target("avx2,fma"))) static result name##__avx2 parameters {           \
    return name##__plain arguments;                                                     \
  }                                                                                     \
  __attribute__((target(LINNET_V4_FEATURES))) static result name##__avx512 parameters { \
    return name##__plain arguments;                                                     \
  }                                                                                     \
  result name parameters {                                                              \
    switch (linnet_plain_isa()) {                                                       \
      case LINNET_AVX512VNNI:                                                           \
        return name##__avx512 arguments;                                                \
      case LINNET_AVX2:                                                                 \
        return name##__avx2 arguments;                                                  \
      default:                                                                          \
        return name##__scalar arguments;                                                \
    }                                                                                   \
  }                                                                                     \
  LINNET_INLINE result name##__plain parameters
#else
#define LINNET_PLAIN_KERNEL(result, name, parameters, arguments) result name parameters
#endif
