// SPDX-License-Identifier: Apache-2.0
// Reads HDF5 files in a process of its own, since the library is known to crash on damaged ones.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// The element types that are told apart.
enum linnet_hdf5_type {
  LINNET_HDF5_OTHER = 0,
  LINNET_HDF5_FLOAT16 = 1,
  LINNET_HDF5_FLOAT32 = 2,
  LINNET_HDF5_FLOAT64 = 3,
  LINNET_HDF5_INT8 = 4,
  LINNET_HDF5_INT16 = 5,
  LINNET_HDF5_INT32 = 6,
  LINNET_HDF5_INT64 = 7,
  LINNET_HDF5_UINT8 = 8,
  LINNET_HDF5_UINT16 = 9,
  LINNET_HDF5_UINT32 = 10,
  LINNET_HDF5_UINT64 = 11,
  LINNET_HDF5_BOOL = 12,
  LINNET_HDF5_STRING = 13,
  /// Two bytes without a meaning, as Keras stores bfloat16.
  LINNET_HDF5_BYTES2 = 14
};

/// What a record of the index says.
enum linnet_hdf5_record {
  /// path, count, then for each string its byte count and its bytes
  LINNET_HDF5_ATTRIBUTE = 1,
  /// path, type, rank, sizes (64 bits), whether the bytes are in the output, offset and byte count
  /// (64 bits)
  LINNET_HDF5_DATASET = 2
};

/// What may be read, and for how long.
struct linnet_hdf5_limits {
  /// Of everything that is written to the output.
  uint64_t byte_count;
  uint32_t object_count;
  uint32_t seconds;
  /// Group at the root whose objects are left out; NULL for none.
  const char *skipped_group;
};

/// Where the index is in the output, or why there is none.
struct linnet_hdf5_result {
  uint64_t index_offset;
  uint64_t index_byte_count;
  /// Empty where all is well.
  char message[200];
};

/// Lists attributes that are texts and all datasets of the file behind `input`.
///
/// A child process walks the file and writes to `output`: an index, records one after the other
/// (numbers of 32 bits unless said otherwise, little-endian; a text is its byte count and its
/// bytes), and the elements of datasets that do not stand in the input as they are (compressed,
/// in pieces, of another byte order), each from a multiple of 64 bytes on. An attribute's path is
/// that of its object, `@` and its name.
///
/// The index is to be read like any data from outside: the child may have been led astray.
void linnet_hdf5_read(int input, int output, const struct linnet_hdf5_limits *limits,
                      struct linnet_hdf5_result *result);

/// A file without a name for temporary data; negative: the error's number.
int linnet_temporary_file(void);
