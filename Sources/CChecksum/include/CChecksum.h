// SPDX-License-Identifier: Apache-2.0
// The checksum of TensorFlow's checkpoints.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The CRC-32C (Castagnoli) of bytes whose predecessors have the CRC `crc`; start with 0.
uint32_t linnet_crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same by tables alone, on every machine; what the instructions are tested against.
uint32_t linnet_crc32c_tables(uint32_t crc, const void *bytes, size_t count);
