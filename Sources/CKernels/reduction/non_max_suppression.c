// SPDX-License-Identifier: Apache-2.0
#include "../include/non_max_suppression.h"

#include <math.h>
#include <stdbool.h>

#include "isa/targets.h"

LINNET_SMALL_CODE_BEGIN

// Of equal scores the reference takes the one that its heap has first. So this one is the same: the
// place of what leaves sinks to a leaf, along the right one of equal children, and the last
// candidate rises from there.

static void rise(linnet_candidate *heap, size_t place, linnet_candidate candidate) {
  while (place > 0 && heap[(place - 1) / 2].score < candidate.score) {
    heap[place] = heap[(place - 1) / 2];
    place = (place - 1) / 2;
  }
  heap[place] = candidate;
}

static linnet_candidate taken_first(linnet_candidate *heap, size_t *count) {
  const linnet_candidate first = heap[0];
  const size_t last = --*count;
  size_t place = 0;
  while (2 * place + 2 < last) {
    const size_t right = 2 * place + 2;
    const size_t child = right - (heap[right].score < heap[right - 1].score);
    heap[place] = heap[child];
    place = child;
  }
  if (2 * place + 1 < last) {
    heap[place] = heap[2 * place + 1];
    place = 2 * place + 1;
  }
  if (last > 0) rise(heap, place, heap[last]);
  return first;
}

static float smaller(float a, float b) { return b < a ? b : a; }
static float larger(float a, float b) { return a < b ? b : a; }

static float area(const float *box) {
  return (larger(box[0], box[2]) - smaller(box[0], box[2])) *
         (larger(box[1], box[3]) - smaller(box[1], box[3]));
}

/// How far two boxes overlap along axis 0 or 1.
static float common(const float *a, const float *b, int axis) {
  const float high = smaller(larger(a[axis], a[axis + 2]), larger(b[axis], b[axis + 2]));
  const float low = larger(smaller(a[axis], a[axis + 2]), smaller(b[axis], b[axis + 2]));
  return larger(high - low, 0);
}

/// Intersection over union; 0 for boxes without area.
static float overlap(const float *a, const float *b) {
  const float a_area = area(a), b_area = area(b);
  if (a_area <= 0 || b_area <= 0) return 0;
  const float intersection = common(a, b, 0) * common(a, b, 1);
  const float together = a_area + b_area - intersection;
  return together == 0 ? 0 : intersection / together;
}

/// Lowers the score of `candidate` by the boxes kept since it was looked at last.
///
/// Returns whether one of them leaves it out.
static bool is_suppressed(linnet_candidate *candidate, const float *boxes, const int32_t *kept,
                          int32_t kept_count, const linnet_suppression *suppression) {
  const float factor = suppression->sigma > 0 ? -0.5f / suppression->sigma : 0;
  const float *box = boxes + 4 * (size_t)candidate->box;
  for (int32_t i = kept_count - 1; i >= candidate->compared; i--) {
    const float shared = overlap(box, boxes + 4 * (size_t)kept[i]);
    if (shared >= suppression->overlap) return true;
    if (suppression->sigma > 0) candidate->score *= expf(factor * shared * shared);
    if (candidate->score <= suppression->score) break;
  }
  candidate->compared = kept_count;
  return false;
}

int32_t f32_suppress_non_maxima(const float *boxes, const float *scores, size_t count,
                                const linnet_suppression *suppression, int32_t *kept,
                                float *kept_scores, linnet_candidate *candidates) {
  size_t waiting = 0;
  for (size_t i = 0; i < count; i++) {
    if (!(scores[i] > suppression->score)) continue;
    rise(candidates, waiting++, (linnet_candidate){scores[i], (int32_t)i, 0});
  }
  const size_t limit = waiting < suppression->capacity ? waiting : suppression->capacity;
  size_t kept_count = 0;
  while (kept_count < limit && waiting > 0) {
    linnet_candidate next = taken_first(candidates, &waiting);
    const float score = next.score;
    if (is_suppressed(&next, boxes, kept, (int32_t)kept_count, suppression)) continue;
    if (next.score == score) {
      kept[kept_count] = next.box;
      if (kept_scores) kept_scores[kept_count] = score;
      kept_count++;
    }
    // What is kept waits again, too, and is left out for its overlap with itself: a box without
    // area is not.
    if (next.score > suppression->score) rise(candidates, waiting++, next);
  }
  for (size_t i = kept_count; i < suppression->capacity; i++) {
    kept[i] = 0;
    if (kept_scores) kept_scores[i] = 0;
  }
  return (int32_t)kept_count;
}

LINNET_SMALL_CODE_END
