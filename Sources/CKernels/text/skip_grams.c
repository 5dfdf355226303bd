// SPDX-License-Identifier: Apache-2.0
#include "isa/targets.h"
#include "text/string_order.h"

LINNET_SMALL_CODE_BEGIN

static bool is_space(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

size_t linnet_words(const void *text, linnet_string *words) {
  const linnet_string whole = *(const linnet_string *)text;
  const uint8_t *bytes = string_bytes(whole);
  size_t count = 0, start = 0;
  for (size_t end = 1; end <= whole.count; end++) {
    const bool is_last = end == whole.count;
    if (!is_last && !is_space(bytes[end])) continue;
    if (end > start && (is_last || !is_space(bytes[start]))) {
      if (words) words[count] = (linnet_string){(uintptr_t)(bytes + start), end - start};
      count++;
    }
    start = end + 1;
  }
  return count;
}

/// Whether another word may follow `depth` chosen ones, and, where short n-grams do not count, enough
/// behind it.
static bool can_choose(const linnet_grams *options, const size_t *chosen, size_t depth,
                       size_t word_count) {
  if (depth >= options->size) return false;
  const size_t wanted = options->has_shorter ? 0 : options->size - depth - 1;
  if (chosen[depth] + 1 + wanted >= word_count) return false;
  return depth == 0 || (int64_t)(chosen[depth] - chosen[depth - 1]) <= options->longest_skip;
}

/// Joins words by spaces; without `text`, only counts.
static size_t joined(const linnet_string *words, const size_t *chosen, size_t count,
                     uint8_t *text) {
  size_t size = 0;
  for (size_t i = 0; i < count; i++) {
    const linnet_string word = words[chosen[i]];
    if (text) {
      if (i > 0) text[size] = ' ';
      memcpy(text + size + (i > 0), string_bytes(word), (size_t)word.count);
    }
    size += (i > 0) + (size_t)word.count;
  }
  return size;
}

size_t linnet_skip_grams(const linnet_string *words, size_t word_count, const linnet_grams *options,
                         size_t *chosen, size_t byte_limit, size_t *byte_count,
                         linnet_string *grams, uint8_t *text) {
  size_t count = 0, depth = 1;
  *byte_count = 0;
  chosen[0] = 0;
  if (options->size > 1) chosen[1] = 0;
  while (*byte_count <= byte_limit) {
    if (can_choose(options, chosen, depth, word_count)) {
      chosen[depth++]++;
      if (depth < options->size) chosen[depth] = chosen[depth - 1];
      continue;
    }
    if (depth == 0) break;
    if (depth == options->size || options->has_shorter) {
      const size_t size = joined(words, chosen, depth, text);
      if (grams) grams[count] = (linnet_string){(uintptr_t)text, size};
      if (text) text += size;
      *byte_count += size + sizeof *grams;
      count++;
    }
    depth--;
  }
  return count;
}

LINNET_SMALL_CODE_END
