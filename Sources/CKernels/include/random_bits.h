// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Random words: those of a counter that is enciphered with a key, block by block.
///
/// Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011.

/// Philox4x32 of 10 rounds: four words for each counter, whose upper two words are `rest`. Returns
/// the counter after the last one used.
uint64_t philox_words(uint64_t key, uint64_t counter, uint64_t rest, uint32_t *words, size_t count);

/// Threefry2x32 of 20 rounds: two words for each counter.
uint64_t threefry_words(uint64_t key, uint64_t counter, uint32_t *words, size_t count);
