// SPDX-License-Identifier: Apache-2.0
#include "../include/signal.h"
#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

// Products and sums of integers wrap around, as unsigned ones do.

/// a · b + c · d with 15 bits behind the point, rounded.
static int16_t multiplied_16(int32_t a, int32_t b, int32_t c, int32_t d) {
  const uint32_t sum = (uint32_t)a * (uint32_t)b + (uint32_t)c * (uint32_t)d;
  return (int16_t)((int32_t)(sum + (1u << 14)) >> 15);
}

/// The same with 31 bits.
static int32_t multiplied_32(int64_t a, int64_t b, int64_t c, int64_t d) {
  const uint64_t sum = (uint64_t)a * (uint64_t)b + (uint64_t)c * (uint64_t)d;
  return (int32_t)((int64_t)(sum + (1u << 30)) >> 31);
}

#define NAME(name) s16_##name
#define ELEMENT int16_t
#define WIDE int32_t
#define ADD(a, b) ((a) + (b))
#define SUBTRACT(a, b) ((a) - (b))
#define MULTIPLY multiplied_16
#define SHARE(x, count) multiplied_16((x), INT16_MAX / (count), 0, 0)
#define HALF(x) (int16_t)((x) >> 1)
#include "real_transform.h"

#define NAME(name) s32_##name
#define ELEMENT int32_t
#define WIDE int64_t
#define ADD(a, b) (int32_t)((uint32_t)(a) + (uint32_t)(b))
#define SUBTRACT(a, b) (int32_t)((uint32_t)(a) - (uint32_t)(b))
#define MULTIPLY multiplied_32
#define SHARE(x, count) multiplied_32((x), INT32_MAX / (count), 0, 0)
#define HALF(x) ((x) >> 1)
#include "real_transform.h"

#define NAME(name) f32_##name
#define ELEMENT float
#define WIDE float
#define ADD(a, b) ((a) + (b))
#define SUBTRACT(a, b) ((a) - (b))
#define MULTIPLY(a, b, c, d) ((a) * (b) + (c) * (d))
#define SHARE(x, count) ((void)(count), (x))
#define HALF(x) ((x)*0.5f)
#include "real_transform.h"

LINNET_SMALL_CODE_END
