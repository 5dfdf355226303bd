// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Counts of one run.
struct tally {
  size_t passed, failed;
};

/// A generator of the same numbers on every machine.
struct generator {
  uint64_t state;
};

/// The next 32 random bits.
uint32_t next_bits(struct generator *generator);

/// A number in [low, high].
int32_t next_between(struct generator *generator, int32_t low, int32_t high);

/// A float in [−1, 1).
float next_float(struct generator *generator);

/// How int8 data is filled.
enum fill { FILL_RANDOM, FILL_LOWEST, FILL_HIGHEST, FILL_ALTERNATING, FILL_COUNT };

/// Fills with values in [low, high], or with those ends.
void fill_s8(struct generator *generator, enum fill fill, int8_t low, int8_t high, int8_t *values,
             size_t count);

/// Memory of at least one byte, aligned to 64, or the program ends.
void *allocate(size_t bytes);

/// Adds to `tally` whether `condition` holds; says what failed, the first few times.
void expect(struct tally *tally, bool condition, const char *name, const char *detail);

void check_gemm(struct tally *tally);
void check_depthwise(struct tally *tally);
void check_binary(struct tally *tally);
void check_unary(struct tally *tally);
void check_reduction(struct tally *tally);
void check_plain(struct tally *tally);
/// How many checks `check_plain` makes for each instruction set beyond the scalar one.
size_t plain_checks_of_a_set(void);
/// Whether what is no number stays so.
void check_nan(struct tally *tally);
/// How many checks `check_nan` makes for each instruction set, the scalar one among them.
size_t nan_checks_of_a_set(void);

/// Prints how fast each kind of layer of some well-known networks is.
void bench(void);
void bench_elementwise(void);
