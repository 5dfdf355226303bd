// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stddef.h>
#include <stdint.h>

/// One loop of a copy: how often it runs, and how many bytes source and target step each time.
typedef struct {
  size_t extent;
  ptrdiff_t source_stride;
  ptrdiff_t target_stride;
} copy_loop;

/// Copies elements of `element_byte_count` bytes through `rank` nested loops, outermost first.
///
/// Of the outermost loop it runs the iterations from `begin` until `end`, so that several threads
/// can share the work; `rank` is at least 1. Strides may be 0 or negative. Regions must not
/// overlap unless source and target are the same, element by element.
void xx_strided_copy(size_t element_byte_count, size_t rank, const copy_loop *loops, size_t begin,
                     size_t end, const void *source, void *target);

/// Copies `count` bits from bit `from` of the source to bit `to` of the target, where the lowest bit
/// of a byte is its first; the bits beside them stay.
void xx_copy_bits(const void *source, size_t from, void *target, size_t to, size_t count);
