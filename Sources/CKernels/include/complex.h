// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

// Parts of complex numbers, which are pairs of floats, or of doubles.
void c64_abs(const void *x, void *y, size_t count, const void *parameters);
void c64_real(const void *x, void *y, size_t count, const void *parameters);
void c64_imaginary(const void *x, void *y, size_t count, const void *parameters);
void c128_abs(const void *x, void *y, size_t count, const void *parameters);
void c128_real(const void *x, void *y, size_t count, const void *parameters);
void c128_imaginary(const void *x, void *y, size_t count, const void *parameters);

#pragma clang assume_nonnull end
