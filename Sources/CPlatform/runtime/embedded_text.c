// SPDX-License-Identifier: Apache-2.0
// What the Swift runtime asks about Unicode scalars, answered as if none were composed of others:
// on the device texts are equal if their bytes are, and a scalar is a character.
//
// Swift's own answers are tables of 45 KB, which any comparison of two strings would link.
#ifdef LINNET_EMBEDDED
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Combining class and quick checks of the normal forms: 0 is class 0, normal in all of them.
uint16_t _swift_stdlib_getNormData(uint32_t scalar) {
  (void)scalar;
  return 0;
}

const uint8_t *_swift_stdlib_nfd_decompositions = NULL;

/// Where the parts of a scalar stand; asked only of those that have some.
uint32_t _swift_stdlib_getDecompositionEntry(uint32_t scalar) {
  (void)scalar;
  return 0;
}

/// The scalar that two others compose: none.
uint32_t _swift_stdlib_getComposition(uint32_t first, uint32_t second) {
  (void)first;
  (void)second;
  return UINT32_MAX;
}

/// The class of a scalar for breaks between characters: no special one.
uint8_t _swift_stdlib_getGraphemeBreakProperty(uint32_t scalar) {
  (void)scalar;
  return UINT8_MAX;
}

bool _swift_stdlib_isExtendedPictographic(uint32_t scalar) {
  (void)scalar;
  return false;
}

bool _swift_stdlib_isInCB_Consonant(uint32_t scalar) {
  (void)scalar;
  return false;
}
#endif
