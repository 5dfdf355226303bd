// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "elementwise.h"

#pragma clang assume_nonnull begin

/// An element of a tensor of strings: where its bytes are, and how many. Without bytes, the address
/// is never followed.
typedef struct {
  uint64_t address, count;
} linnet_string;

/// Whether strings have the same bytes, as 0 or 1; no parameters.
LINNET_BINARY(string_equal);
LINNET_BINARY(string_not_equal);

/// An entry of a table.
typedef struct {
  linnet_string key, value;
  /// Where it was before entries were sorted.
  uint64_t place;
} linnet_entry;

/// Sorts entries by their keys; of equal keys the one of the first place stays. Keys are in the order
/// of their lengths, then of their bytes.
///
/// - Returns: how many entries stay.
size_t linnet_sort_entries(linnet_entry *entries, size_t count);

/// Bytes of entries with their texts; PTRDIFF_MAX where they cannot be counted.
ptrdiff_t linnet_entries_size(const linnet_entry *entries, size_t count);

/// Copies entries, and behind them their texts.
void linnet_copy_entries(const linnet_entry *entries, size_t count, void *copy);

/// The value of a key, both strings, among sorted entries; null where it has none.
const void *_Nullable linnet_entry_value(const void *entries, size_t count, const void *key);

/// The words of a text, a string, which white space ends. One that begins the text with white space
/// is lost.
///
/// - words: null to count them only.
/// - Returns: how many there are.
size_t linnet_words(const void *text, linnet_string *_Nullable words);

/// Which n-grams are made.
typedef struct {
  /// How many words they have; at least 1.
  size_t size;
  /// How many words are left out between two at most.
  int64_t longest_skip;
  /// Whether those of fewer words are made, too.
  bool has_shorter;
} linnet_grams;

/// All n-grams of `word_count` words, which are no fewer than those of an n-gram: joined by spaces.
///
/// - chosen: room for the numbers of the words of an n-gram.
/// - byte_count: what they take in all; nothing is made beyond `byte_limit`.
/// - grams, text: null to count only.
/// - Returns: how many there are.
size_t linnet_skip_grams(const linnet_string *words, size_t word_count, const linnet_grams *options,
                         size_t *chosen, size_t byte_limit, size_t *byte_count,
                         linnet_string *_Nullable grams, uint8_t *_Nullable text);

/// The 64-bit fingerprint of FarmHash, which is the same on all machines.
uint64_t linnet_fingerprint(const void *bytes, size_t count);

#pragma clang assume_nonnull end
