// SPDX-License-Identifier: Apache-2.0
#include "isa/targets.h"
#include "text/string_order.h"

LINNET_SMALL_CODE_BEGIN

static bool is_before(const linnet_entry *a, const linnet_entry *b) {
  const int order = string_order(a->key, b->key);
  return order < 0 || (order == 0 && a->place < b->place);
}

/// Lets an entry sink in a heap whose root comes last.
static void sink(linnet_entry *heap, size_t count, size_t place, linnet_entry entry) {
  for (size_t child; (child = 2 * place + 1) < count; place = child) {
    if (child + 1 < count && is_before(&heap[child], &heap[child + 1])) child++;
    if (!is_before(&entry, &heap[child])) break;
    heap[place] = heap[child];
  }
  heap[place] = entry;
}

size_t linnet_sort_entries(linnet_entry *entries, size_t count) {
  for (size_t i = count / 2; i-- > 0;) sink(entries, count, i, entries[i]);
  for (size_t i = count; i-- > 1;) {
    const linnet_entry last = entries[i];
    entries[i] = entries[0];
    sink(entries, i, 0, last);
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || string_order(entries[kept - 1].key, entries[i].key) != 0)
      entries[kept++] = entries[i];
  return kept;
}

ptrdiff_t linnet_entries_size(const linnet_entry *entries, size_t count) {
  ptrdiff_t size = (ptrdiff_t)(count * sizeof *entries);
  for (size_t i = 0; i < count; i++)
    if (__builtin_add_overflow(size, entries[i].key.count, &size) ||
        __builtin_add_overflow(size, entries[i].value.count, &size))
      return PTRDIFF_MAX;
  return size;
}

static linnet_string copied(linnet_string string, uint8_t **text) {
  const linnet_string copy = {(uintptr_t)*text, string.count};
  if (string.count > 0) memcpy(*text, string_bytes(string), (size_t)string.count);
  *text += string.count;
  return copy;
}

void linnet_copy_entries(const linnet_entry *entries, size_t count, void *copy) {
  linnet_entry *target = copy;
  uint8_t *text = (uint8_t *)(target + count);
  for (size_t i = 0; i < count; i++) {
    target[i].key = copied(entries[i].key, &text);
    target[i].value = copied(entries[i].value, &text);
    target[i].place = i;
  }
}

const void *linnet_entry_value(const void *entries, size_t count, const void *key) {
  const linnet_entry *table = entries;
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = string_order(*(const linnet_string *)key, table[middle].key);
    if (order == 0) return &table[middle].value;
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

LINNET_SMALL_CODE_END
