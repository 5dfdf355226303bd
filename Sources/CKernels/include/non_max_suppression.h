// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Which boxes are kept of those that overlap.
typedef struct {
  /// A box is left out whose overlap with one that is kept is no less: intersection over union.
  float overlap;
  /// A box is left out whose score is no more.
  float score;
  /// Where positive, overlaps lower a score by a factor of exp(-overlap² / 2 sigma).
  float sigma;
  /// How many boxes are kept at most.
  size_t capacity;
} linnet_suppression;

/// A box that may be kept.
typedef struct {
  float score;
  int32_t box;
  /// How many of the kept boxes have had their effect on the score.
  int32_t compared;
} linnet_candidate;

/// Keeps the boxes of the highest scores that overlap none that is kept.
///
/// - boxes: `count` pairs of opposite corners: y, x, y, x.
/// - kept, kept_scores: `capacity` elements each, highest score first, then zeros.
/// - candidates: room for `count`.
/// - Returns: how many are kept.
int32_t f32_suppress_non_maxima(const float *boxes, const float *scores, size_t count,
                                const linnet_suppression *suppression, int32_t *kept,
                                float *_Nullable kept_scores, linnet_candidate *candidates);

#pragma clang assume_nonnull end
