// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "../include/elementwise.h"
#include "isa/targets.h"

#define LINNET_BINARY_PARAMETERS                                                                \
  (const void *a_bytes, ptrdiff_t a_step, const void *b_bytes, ptrdiff_t b_step, void *y_bytes, \
   size_t count, const void *parameters)
#define LINNET_BINARY_ARGUMENTS (a_bytes, a_step, b_bytes, b_step, y_bytes, count, parameters)
#define LINNET_UNARY_PARAMETERS \
  (const void *x_bytes, void *y_bytes, size_t count, const void *parameters)
#define LINNET_UNARY_ARGUMENTS (x_bytes, y_bytes, count, parameters)
#define LINNET_ROW_PARAMETERS \
  (const void *x_bytes, void *y_bytes, size_t rows, size_t depth, const void *parameters)
#define LINNET_ROW_ARGUMENTS (x_bytes, y_bytes, rows, depth, parameters)

// The loops of element-wise kernels. Each of the three ways to step gets a loop of its own, so
// that the compiler vectorizes it.

/// Defines the binary kernel `name`: `expression` of `left` and `right` of type `in` gives an
/// `out`; `setup` declares what it takes from `parameters`.
#define DEFINE_BINARY(name, in, out, setup, expression)                                \
  LINNET_PLAIN_KERNEL(void, name, LINNET_BINARY_PARAMETERS, LINNET_BINARY_ARGUMENTS) { \
    const in *a = a_bytes;                                                             \
    const in *b = b_bytes;                                                             \
    out *y = y_bytes;                                                                  \
    (void)parameters;                                                                  \
    setup;                                                                             \
    if (a_step != 0 && b_step != 0) {                                                  \
      LINNET_ELEMENTWISE                                                               \
      for (size_t i = 0; i < count; i++) {                                             \
        const in left = a[i], right = b[i];                                            \
        y[i] = expression;                                                             \
      }                                                                                \
    } else if (a_step != 0) {                                                          \
      const in right = *b;                                                             \
      LINNET_ELEMENTWISE                                                               \
      for (size_t i = 0; i < count; i++) {                                             \
        const in left = a[i];                                                          \
        y[i] = expression;                                                             \
      }                                                                                \
    } else {                                                                           \
      const in left = *a;                                                              \
      LINNET_ELEMENTWISE                                                               \
      for (size_t i = 0; i < count; i++) {                                             \
        const in right = b[b_step ? i : 0];                                            \
        y[i] = expression;                                                             \
      }                                                                                \
    }                                                                                  \
  }

/// The same by one loop that walks by the steps, without vectors: small, and what variants are
/// compared with.
#define DEFINE_STEPPED_BINARY(name, in, out, setup, expression)    \
  void name LINNET_BINARY_PARAMETERS {                             \
    const in *a = a_bytes;                                         \
    const in *b = b_bytes;                                         \
    out *y = y_bytes;                                              \
    (void)parameters;                                              \
    setup;                                                         \
    LINNET_STEPWISE                                                \
    for (size_t i = 0; i < count; i++, a += a_step, b += b_step) { \
      const in left = *a, right = *b;                              \
      y[i] = expression;                                           \
    }                                                              \
  }

/// Defines a binary kernel that seldom takes time: where the device tool's size counts, the smallest
/// form will do.
#if LINNET_X86
#define DEFINE_SMALL_BINARY DEFINE_BINARY
#else
#define DEFINE_SMALL_BINARY DEFINE_STEPPED_BINARY
#endif

/// Defines the unary kernel `name`: `expression` of `value` of type `in` gives an `out`.
#define DEFINE_UNARY(name, in, out, setup, expression)                               \
  LINNET_PLAIN_KERNEL(void, name, LINNET_UNARY_PARAMETERS, LINNET_UNARY_ARGUMENTS) { \
    const in *x = x_bytes;                                                           \
    out *y = y_bytes;                                                                \
    (void)parameters;                                                                \
    setup;                                                                           \
    LINNET_ELEMENTWISE                                                               \
    for (size_t i = 0; i < count; i++) {                                             \
      const in value = x[i];                                                         \
      y[i] = expression;                                                             \
    }                                                                                \
  }
