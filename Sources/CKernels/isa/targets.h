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

/// Before a loop of constant bounds whose arrays are to stay in registers.
#define LINNET_UNROLL _Pragma("clang loop unroll(full)")

/// Before a loop over elements whose arrays are the same, element by element, or do not overlap.
///
/// Operators write over their inputs, so without it the compiler's own look at the addresses would
/// end in the loop without vectors.
#define LINNET_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")

/// Compiles a function for several instruction sets, of which one is chosen when the program is
/// loaded: for plain loops, whose results depend on none of them.
#if LINNET_X86
#define LINNET_CLONES __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#else
#define LINNET_CLONES
#endif

#define LINNET_INLINE static inline __attribute__((always_inline))

/// A function of a header that is called seldom.
#define LINNET_APART static inline __attribute__((noinline))
