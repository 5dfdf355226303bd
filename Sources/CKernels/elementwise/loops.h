// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../include/elementwise.h"
#include "../isa/targets.h"

// The loops of element-wise kernels. Each of the three ways to step gets a loop of its own, so
// that the compiler vectorizes it.

/// Between these two lines functions are compiled to be small: for kernels that are many and seldom
/// take time. The device tool holds them all.
#define LINNET_SMALL_CODE_BEGIN \
  _Pragma("clang attribute push(__attribute__((minsize)), apply_to = function)")
#define LINNET_SMALL_CODE_END _Pragma("clang attribute pop")

/// Defines the binary kernel `name`: `expression` of `left` and `right` of type `in` gives an
/// `out`; `setup` declares what it takes from `parameters`.
#define DEFINE_BINARY(name, in, out, setup, expression)                                            \
  LINNET_CLONES void name(const void *a_bytes, ptrdiff_t a_step, const void *b_bytes,              \
                          ptrdiff_t b_step, void *y_bytes, size_t count, const void *parameters) { \
    const in *a = a_bytes;                                                                         \
    const in *b = b_bytes;                                                                         \
    out *y = y_bytes;                                                                              \
    (void)parameters;                                                                              \
    setup;                                                                                         \
    if (a_step != 0 && b_step != 0) {                                                              \
      LINNET_ELEMENTWISE                                                                           \
      for (size_t i = 0; i < count; i++) {                                                         \
        const in left = a[i], right = b[i];                                                        \
        y[i] = expression;                                                                         \
      }                                                                                            \
    } else if (a_step != 0) {                                                                      \
      const in right = *b;                                                                         \
      LINNET_ELEMENTWISE                                                                           \
      for (size_t i = 0; i < count; i++) {                                                         \
        const in left = a[i];                                                                      \
        y[i] = expression;                                                                         \
      }                                                                                            \
    } else {                                                                                       \
      const in left = *a;                                                                          \
      LINNET_ELEMENTWISE                                                                           \
      for (size_t i = 0; i < count; i++) {                                                         \
        const in right = b[b_step ? i : 0];                                                        \
        y[i] = expression;                                                                         \
      }                                                                                            \
    }                                                                                              \
  }

/// Defines the unary kernel `name`: `expression` of `value` of type `in` gives an `out`.
#define DEFINE_UNARY(name, in, out, setup, expression)                      \
  LINNET_CLONES void name(const void *x_bytes, void *y_bytes, size_t count, \
                          const void *parameters) {                         \
    const in *x = x_bytes;                                                  \
    out *y = y_bytes;                                                       \
    (void)parameters;                                                       \
    setup;                                                                  \
    LINNET_ELEMENTWISE                                                      \
    for (size_t i = 0; i < count; i++) {                                    \
      const in value = x[i];                                                \
      y[i] = expression;                                                    \
    }                                                                       \
  }
