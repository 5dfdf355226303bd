// SPDX-License-Identifier: Apache-2.0
// What is no number reaches the results that are computed from it, and no others, in every form of
// every kernel of floats: checked by itself, so on machines with a single form of them, too.
#include <math.h>
#include <string.h>

#include "check.h"
#include "gemm.h"
#include "image.h"
#include "isa.h"
#include "plain.h"

enum { LENGTH = 67, ROWS = 3 };

static void fill(float *x, size_t count, float value) {
  for (size_t i = 0; i < count; i++) x[i] = value;
}

/// Whether of `count` numbers those from `first` to before `last` are NaN, and no others.
static bool are_nan(const float *y, size_t count, size_t first, size_t last) {
  for (size_t i = 0; i < count; i++) {
    if (isnan(y[i]) != (i >= first && i < last)) return false;
  }
  return true;
}

/// Something that is to hold in each form of a kernel.
struct claim {
  const char *name;
  bool (*holds)(const struct claim *claim, size_t place);
  union {
    linnet_binary_kernel binary;
    linnet_unary_kernel unary;
    linnet_row_kernel rows;
    linnet_reduction_kernel reduction;
    linnet_pooling_kernel pooling;
    linnet_arg_kernel arg;
  } kernel;
  enum parameter_kind parameters;
  enum element out;
};

static void check_claim(struct tally *tally, struct claim claim) {
  static const enum linnet_isa sets[] = {LINNET_SCALAR, LINNET_AVX2, LINNET_AVX512VNNI};
  for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
    if (!linnet_isa_limit(linnet_isa_name(sets[i])) || linnet_plain_isa() != sets[i]) continue;
    bool holds = true;
    for (size_t place = 0; place < LENGTH; place++) holds &= claim.holds(&claim, place);
    expect(tally, holds, claim.name, "loses what is no number");
  }
  linnet_isa_limit(NULL);
}

static bool passes_binary(const struct claim *claim, size_t place) {
  struct generator generator = {.state = place};
  union parameters parameters;
  make_parameters(&generator, claim->parameters, F32, LENGTH, &parameters);
  bool holds = true;
  for (int side = 0; side < 2; side++) {
    float a[LENGTH], b[LENGTH], y[LENGTH];
    fill(a, LENGTH, -1.5f);
    fill(b, LENGTH, 2);
    (side == 0 ? a : b)[place] = NAN;
    claim->kernel.binary(a, 1, b, 1, y, LENGTH, &parameters);
    holds &= are_nan(y, LENGTH, place, place + 1);
    claim->kernel.binary(a + place, 0, b, 1, y, LENGTH, &parameters);
    holds &= are_nan(y, LENGTH, side == 0 ? 0 : place, side == 0 ? LENGTH : place + 1);
    claim->kernel.binary(a, 1, b + place, 0, y, LENGTH, &parameters);
    holds &= are_nan(y, LENGTH, side == 1 ? 0 : place, side == 1 ? LENGTH : place + 1);
  }
  return holds;
}

/// Whether an element of another type stands for what is no number: halves have such, integers take
/// their least.
static bool is_like_nan(enum element element, const void *y, size_t place) {
  const int16_t *words = y;
  switch (element) {
    case F16:
      return (words[place] & INT16_MAX) > 0x7C00;
    case BF16:
      return (words[place] & INT16_MAX) > 0x7F80;
    case S16:
      return words[place] == INT16_MIN;
    case S8:
      return ((const int8_t *)y)[place] == INT8_MIN;
    default:
      return ((const uint8_t *)y)[place] == 0;
  }
}

static bool passes_unary(const struct claim *claim, size_t place) {
  struct generator generator = {.state = place};
  union parameters parameters;
  make_parameters(&generator, claim->parameters, F32, LENGTH, &parameters);
  float x[LENGTH], y[LENGTH];
  fill(x, LENGTH, 0.75f);
  x[place] = NAN;
  claim->kernel.unary(x, y, LENGTH, &parameters);
  return claim->out == F32 ? are_nan(y, LENGTH, place, place + 1)
                           : is_like_nan(claim->out, y, place);
}

static bool passes_rows(const struct claim *claim, size_t place) {
  const linnet_local_response response = {.radius = LENGTH, .bias = 1, .alpha = 1, .beta = 1};
  const float beta = 0.75f;
  float x[ROWS * LENGTH], y[ROWS * LENGTH];
  fill(x, ROWS * LENGTH, 0.75f);
  x[LENGTH + place] = NAN;
  const bool is_response = claim->kernel.rows == f32_local_response_normalize;
  claim->kernel.rows(x, y, ROWS, LENGTH, is_response ? (const void *)&response : &beta);
  return are_nan(y, ROWS * LENGTH, LENGTH, 2 * LENGTH);
}

static bool passes_reduction(const struct claim *claim, size_t place) {
  float x[ROWS * LENGTH], single[ROWS], wide[LENGTH];
  fill(x, ROWS * LENGTH, 0.75f);
  fill(single, ROWS, 1);
  fill(wide, LENGTH, 1);
  x[LENGTH + place] = NAN;
  claim->kernel.reduction(single, 0, x, ROWS, LENGTH, LENGTH);
  claim->kernel.reduction(wide, 1, x, ROWS, LENGTH, LENGTH);
  return are_nan(single, ROWS, 1, 2) && are_nan(wide, LENGTH, place, place + 1);
}

/// Windows of 2 by 2 of a picture of 4 by 4, in whose first window is a NaN. Maxima pass over it.
static bool passes_pooling(const struct claim *claim, size_t place) {
  enum { SIDE = 4 };
  const linnet_pooling pooling = {.channels = LENGTH,
                                  .input_height = SIDE,
                                  .input_width = SIDE,
                                  .output_height = SIDE / 2,
                                  .output_width = SIDE / 2,
                                  .stride_height = 2,
                                  .stride_width = 2,
                                  .filter_height = 2,
                                  .filter_width = 2,
                                  .low = -50,
                                  .high = 60};
  float x[SIDE * SIDE * LENGTH], y[SIDE * LENGTH];
  fill(x, SIDE * SIDE * LENGTH, 0.75f);
  x[LENGTH + place] = NAN;
  claim->kernel.pooling(x, y, 0, SIDE / 2, &pooling);
  const size_t count = claim->kernel.pooling == f32_max_pool ? 0 : 1;
  return are_nan(y, SIDE * LENGTH, place, place + count);
}

/// No NaN is the largest or the smallest.
static bool passes_arg(const struct claim *claim, size_t place) {
  float x[LENGTH];
  int64_t y;
  fill(x, LENGTH, NAN);
  x[place] = 0.75f;
  claim->kernel.arg(x, &y, 1, LENGTH, 1);
  return (size_t)y == place;
}

static bool passes_row_quantization(const struct claim *claim, size_t place) {
  (void)claim;
  float x[LENGTH];
  fill(x, LENGTH, 0.75f);
  x[place] = NAN;
  return isnan(f32_row_quantization(x, LENGTH).scale) &&
         isnan(f32_symmetric_row_quantization(x, LENGTH).scale);
}

#define IF_FLOAT_(element, ...) IF_##element(__VA_ARGS__)
#define IF_FLOAT(element, ...) IF_FLOAT_(element, __VA_ARGS__)
#define IF_F32(...) __VA_ARGS__
#define IF_S8(...)
#define IF_U8(...)
#define IF_S16(...)
#define IF_S32(...)
#define IF_S64(...)

/// All claims: those of the lists' kernels on floats, and of kernels that have a single form.
#define CLAIMS(C)                                                                    \
  LINNET_PLAIN_BINARIES(C##_BINARY)                                                  \
  LINNET_PLAIN_UNARIES(C##_UNARY)                                                    \
  LINNET_PLAIN_ROWS(C##_ROWS)                                                        \
  LINNET_PLAIN_POOLINGS(C##_POOLING)                                                 \
  LINNET_PLAIN_REDUCTIONS(C##_REDUCTION)                                             \
  C##_ROWS(f32_log_softmax, F32, F32) C##_ROWS(f32_l2_normalize, F32, F32) C##_ROWS( \
      f32_local_response_normalize, F32, F32) C##_UNARY(f32_fake_quantize, F32, F32, FLOAT)

#define CHECK_BINARY(name, in, out, kind)                   \
  IF_FLOAT(in,                                              \
           IF_FLOAT(out, check_claim(tally, (struct claim){ \
                                                #name, passes_binary, {.binary = name}, kind});))
#define CHECK_UNARY(name, in, element, kind) \
  IF_FLOAT(in, check_claim(tally,            \
                           (struct claim){#name, passes_unary, {.unary = name}, kind, element});)
#define CHECK_ROWS(name, in, out) \
  IF_FLOAT(in, check_claim(tally, (struct claim){#name, passes_rows, {.rows = name}});)
#define CHECK_POOLING(name, element) \
  IF_FLOAT(element, check_claim(tally, (struct claim){#name, passes_pooling, {.pooling = name}});)
#define CHECK_REDUCTION(name, in, state) \
  IF_FLOAT(in, check_claim(tally, (struct claim){#name, passes_reduction, {.reduction = name}});)
#define COUNT_BINARY(name, in, out, kind) IF_FLOAT(in, IF_FLOAT(out, +1))
#define COUNT_UNARY(name, in, ...) IF_FLOAT(in, +1)
#define COUNT_ROWS(name, in, ...) IF_FLOAT(in, +1)
#define COUNT_POOLING(name, element) IF_FLOAT(element, +1)
#define COUNT_REDUCTION(name, in, ...) IF_FLOAT(in, +1)

size_t nan_checks_of_a_set(void) { return 3 CLAIMS(COUNT); }

void check_nan(struct tally *tally) {
  CLAIMS(CHECK)
  check_claim(tally, (struct claim){"f32_arg_max", passes_arg, {.arg = f32_arg_max}});
  check_claim(tally, (struct claim){"f32_arg_min", passes_arg, {.arg = f32_arg_min}});
  check_claim(tally, (struct claim){"f32_row_quantization", passes_row_quantization, {NULL}});
}
