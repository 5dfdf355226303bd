// SPDX-License-Identifier: Apache-2.0
// What is in a file: attributes that are texts, and datasets.
#define _GNU_SOURCE
#include "walk.h"

#include <errno.h>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MAXIMUM_RANK = 16 };

/// A walk under way.
struct walk {
  int input;
  int output;
  uint64_t input_byte_count;
  /// Bytes written to the output so far.
  uint64_t output_byte_count;
  uint32_t object_count;
  const struct linnet_hdf5_limits *limits;
  char *index;
  size_t index_count;
  size_t index_capacity;
  char *message;
};

static int fail(struct walk *walk, const char *name, const char *reason) {
  if (walk->message[0] == 0) {
    snprintf(walk->message, sizeof((struct linnet_hdf5_result *)0)->message, "%.100s%s%s", name,
             name[0] == 0 ? "" : ": ", reason);
  }
  return -1;
}

// ── The index

static int put(struct walk *walk, const void *bytes, size_t count) {
  if (count > walk->limits->byte_count ||
      walk->index_count + count > walk->limits->byte_count - walk->output_byte_count) {
    return fail(walk, "", "it holds more than can be read");
  }
  if (walk->index_count + count > walk->index_capacity) {
    size_t capacity = 2 * walk->index_capacity + count + 4096;
    char *index = realloc(walk->index, capacity);
    if (index == NULL) return fail(walk, "", "it holds more than fits in memory");
    walk->index = index;
    walk->index_capacity = capacity;
  }
  memcpy(walk->index + walk->index_count, bytes, count);
  walk->index_count += count;
  return 0;
}

static int put32(struct walk *walk, uint32_t value) { return put(walk, &value, sizeof value); }

static int put64(struct walk *walk, uint64_t value) { return put(walk, &value, sizeof value); }

static int put_text(struct walk *walk, const char *text, size_t count) {
  if (count > UINT32_MAX) return fail(walk, "", "it holds a text that is too long");
  return put32(walk, (uint32_t)count) != 0 ? -1 : put(walk, text, count);
}

// ── Attributes

/// Appends the strings of `bytes`, as the attribute's memory type lays them out.
static int put_strings(struct walk *walk, const char *bytes, size_t count, hid_t type) {
  int is_variable = H5Tis_variable_str(type) > 0;
  size_t size = H5Tget_size(type);
  if (put32(walk, (uint32_t)count) != 0) return -1;
  for (size_t i = 0; i < count; i++) {
    const char *text = bytes + i * size;
    size_t length = size;
    if (is_variable) {
      memcpy(&text, bytes + i * sizeof text, sizeof text);
      if (text == NULL) text = "";
      length = strlen(text);
    } else {
      length = strnlen(text, size);
    }
    if (put_text(walk, text, length) != 0) return -1;
  }
  return 0;
}

static int read_strings(struct walk *walk, hid_t attribute, hid_t type, hid_t space, size_t count) {
  size_t size = H5Tis_variable_str(type) > 0 ? sizeof(char *) : H5Tget_size(type);
  if (size == 0 || count > walk->limits->byte_count / size) {
    return fail(walk, "", "it holds a text that is too long");
  }
  char *bytes = calloc(count + 1, size);
  if (bytes == NULL) return fail(walk, "", "it holds more than fits in memory");
  int status = 0;
  if (count > 0 && H5Aread(attribute, type, bytes) < 0) {
    status = fail(walk, "", "a text cannot be read");
  } else {
    status = put_strings(walk, bytes, count, type);
  }
  if (count > 0 && H5Tis_variable_str(type) > 0) H5Dvlen_reclaim(type, space, H5P_DEFAULT, bytes);
  free(bytes);
  return status;
}

struct attribute_visit {
  struct walk *walk;
  const char *path;
};

static herr_t visit_attribute(hid_t object, const char *name, const H5A_info_t *info, void *data) {
  (void)info;
  struct attribute_visit *visit = data;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) return fail(visit->walk, visit->path, "an attribute cannot be read");
  hid_t type = H5Aget_type(attribute);
  hid_t space = H5Aget_space(attribute);
  hssize_t count = H5Sget_simple_extent_npoints(space);
  int status = 0;
  // h5py writes a list without elements as one of numbers.
  if (count == 0 || (count > 0 && H5Tget_class(type) == H5T_STRING)) {
    char path[4096];
    int length = snprintf(path, sizeof path, "%s@%s", visit->path, name);
    if (length < 0 || length >= (int)sizeof path) {
      status = fail(visit->walk, visit->path, "a name is too long");
    } else if (put32(visit->walk, LINNET_HDF5_ATTRIBUTE) != 0 ||
               put_text(visit->walk, path, (size_t)length) != 0) {
      status = -1;
    } else {
      status = count == 0 ? put32(visit->walk, 0)
                          : read_strings(visit->walk, attribute, type, space, (size_t)count);
    }
  }
  H5Sclose(space);
  H5Tclose(type);
  H5Aclose(attribute);
  return status;
}

// ── Datasets

/// The element type, and the same as this machine lays it out.
static enum linnet_hdf5_type element_type(hid_t type, hid_t *native) {
  size_t size = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      *native = size == 8 ? H5T_IEEE_F64LE : size == 4 ? H5T_IEEE_F32LE : -1;
      if (size == 2) {
        *native = H5Tcopy(H5T_IEEE_F32LE);
        H5Tset_fields(*native, 15, 10, 5, 0, 10);
        H5Tset_size(*native, 2);
        H5Tset_ebias(*native, 15);
      }
      return size == 8   ? LINNET_HDF5_FLOAT64
             : size == 4 ? LINNET_HDF5_FLOAT32
             : size == 2 ? LINNET_HDF5_FLOAT16
                         : LINNET_HDF5_OTHER;
    case H5T_INTEGER: {
      int is_signed = H5Tget_sign(type) != H5T_SGN_NONE;
      switch (size) {
        case 1:
          *native = is_signed ? H5T_STD_I8LE : H5T_STD_U8LE;
          return is_signed ? LINNET_HDF5_INT8 : LINNET_HDF5_UINT8;
        case 2:
          *native = is_signed ? H5T_STD_I16LE : H5T_STD_U16LE;
          return is_signed ? LINNET_HDF5_INT16 : LINNET_HDF5_UINT16;
        case 4:
          *native = is_signed ? H5T_STD_I32LE : H5T_STD_U32LE;
          return is_signed ? LINNET_HDF5_INT32 : LINNET_HDF5_UINT32;
        case 8:
          *native = is_signed ? H5T_STD_I64LE : H5T_STD_U64LE;
          return is_signed ? LINNET_HDF5_INT64 : LINNET_HDF5_UINT64;
        default:
          return LINNET_HDF5_OTHER;
      }
    }
    case H5T_ENUM:
      *native = type;
      return size == 1 ? LINNET_HDF5_BOOL : LINNET_HDF5_OTHER;
    case H5T_OPAQUE:
      *native = type;
      return size == 2 ? LINNET_HDF5_BYTES2 : LINNET_HDF5_OTHER;
    case H5T_STRING:
      return LINNET_HDF5_STRING;
    default:
      return LINNET_HDF5_OTHER;
  }
}

/// Reads the elements into the output, from the next multiple of 64 bytes on.
static int copy_elements(struct walk *walk, hid_t dataset, hid_t type, const char *name,
                         uint64_t byte_count, uint64_t *offset) {
  uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
  uint64_t start = (walk->output_byte_count + 63) / 64 * 64;
  if (byte_count > walk->limits->byte_count ||
      start + byte_count + walk->index_count > walk->limits->byte_count) {
    return fail(walk, name, "it holds more than can be read");
  }
  uint64_t base = start / page * page;
  size_t count = (size_t)(start + byte_count - base);
  if (ftruncate(walk->output, (off_t)(start + byte_count)) != 0) {
    return fail(walk, name, strerror(errno));
  }
  char *bytes = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_SHARED, walk->output, (off_t)base);
  if (bytes == MAP_FAILED) return fail(walk, name, strerror(errno));
  herr_t status = H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes + (start - base));
  munmap(bytes, count);
  if (status < 0) return fail(walk, name, "its elements cannot be read");
  walk->output_byte_count = start + byte_count;
  *offset = start;
  return 0;
}

/// Where the elements stand in the input as they are; HADDR_UNDEF where they do not.
static haddr_t plain_offset(struct walk *walk, hid_t dataset, hid_t type, hid_t native,
                            H5D_layout_t layout, uint64_t byte_count) {
  if (layout != H5D_CONTIGUOUS || H5Tequal(type, native) <= 0) return HADDR_UNDEF;
  haddr_t offset = H5Dget_offset(dataset);
  if (offset == HADDR_UNDEF || offset > walk->input_byte_count ||
      byte_count > walk->input_byte_count - offset) {
    return HADDR_UNDEF;
  }
  return offset;
}

static int put_elements(struct walk *walk, hid_t dataset, hid_t type, hid_t native,
                        const char *name, uint64_t byte_count) {
  hid_t creation = H5Dget_create_plist(dataset);
  H5D_layout_t layout = H5Pget_layout(creation);
  int is_elsewhere = layout == H5D_VIRTUAL || H5Pget_external_count(creation) != 0;
  H5Pclose(creation);
  if (is_elsewhere) return fail(walk, name, "its elements are in another file");
  haddr_t place = plain_offset(walk, dataset, type, native, layout, byte_count);
  uint64_t offset = place;
  if (place == HADDR_UNDEF && byte_count > 0 &&
      copy_elements(walk, dataset, native, name, byte_count, &offset) != 0) {
    return -1;
  }
  if (byte_count == 0) offset = 0;
  if (put32(walk, place == HADDR_UNDEF) != 0 || put64(walk, offset) != 0) return -1;
  return put64(walk, byte_count);
}

/// The product of the sizes and of an element's bytes; UINT64_MAX where it is too large.
static uint64_t total_byte_count(const hsize_t *sizes, int rank, size_t element) {
  uint64_t count = element;
  for (int i = 0; i < rank; i++) {
    if (__builtin_mul_overflow(count, (uint64_t)sizes[i], &count)) return UINT64_MAX;
  }
  return count;
}

static int put_dataset(struct walk *walk, hid_t dataset, const char *name) {
  hid_t type = H5Dget_type(dataset);
  hid_t space = H5Dget_space(dataset);
  hsize_t sizes[MAXIMUM_RANK];
  int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > MAXIMUM_RANK || H5Sget_simple_extent_dims(space, sizes, NULL) < 0) {
    return fail(walk, name, "its shape cannot be read");
  }
  // A dataset without a shape holds nothing.
  if (H5Sget_simple_extent_type(space) == H5S_NULL) return 0;
  hid_t native = -1;
  enum linnet_hdf5_type kind = element_type(type, &native);
  uint64_t byte_count = total_byte_count(sizes, rank, H5Tget_size(type));
  if (byte_count == UINT64_MAX) return fail(walk, name, "it holds more than can be read");
  if (put32(walk, LINNET_HDF5_DATASET) != 0 || put_text(walk, name, strlen(name)) != 0 ||
      put32(walk, kind) != 0 || put32(walk, (uint32_t)rank) != 0) {
    return -1;
  }
  for (int i = 0; i < rank; i++) {
    if (put64(walk, sizes[i]) != 0) return -1;
  }
  if (kind == LINNET_HDF5_OTHER || kind == LINNET_HDF5_STRING) {
    return put32(walk, 1) != 0 || put64(walk, 0) != 0 ? -1 : put64(walk, 0);
  }
  int status = put_elements(walk, dataset, type, native, name, byte_count);
  H5Sclose(space);
  H5Tclose(type);
  return status;
}

// ── Objects

static int is_skipped(const struct walk *walk, const char *name) {
  const char *skipped = walk->limits->skipped_group;
  if (skipped == NULL) return 0;
  size_t length = strlen(skipped);
  return strncmp(name, skipped, length) == 0 && (name[length] == '/' || name[length] == 0);
}

static herr_t visit_object(hid_t root, const char *name, const H5O_info_t *info, void *data) {
  struct walk *walk = data;
  if (strcmp(name, ".") == 0) name = "";
  if (is_skipped(walk, name)) return 0;
  if (++walk->object_count > walk->limits->object_count) {
    return fail(walk, "", "it holds more objects than can be read");
  }
  if (info->type != H5O_TYPE_GROUP && info->type != H5O_TYPE_DATASET) return 0;
  hid_t object = H5Oopen(root, name[0] == 0 ? "." : name, H5P_DEFAULT);
  if (object < 0) return fail(walk, name, "it cannot be read");
  struct attribute_visit visit = {walk, name};
  hsize_t start = 0;
  int status = H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_NATIVE, &start, visit_attribute, &visit);
  if (status < 0) {
    fail(walk, name, "its attributes cannot be read");
  } else if (info->type == H5O_TYPE_DATASET) {
    status = put_dataset(walk, object, name);
  }
  H5Oclose(object);
  return status < 0 ? -1 : 0;
}

/// Appends the index to the output.
static int write_index(struct walk *walk, struct linnet_hdf5_result *result) {
  result->index_offset = walk->output_byte_count;
  result->index_byte_count = walk->index_count;
  size_t written = 0;
  while (written < walk->index_count) {
    ssize_t count = pwrite(walk->output, walk->index + written, walk->index_count - written,
                           (off_t)(walk->output_byte_count + written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(walk, "", strerror(errno));
    written += (size_t)count;
  }
  return 0;
}

void linnet_hdf5_walk(int input, int output, const struct linnet_hdf5_limits *limits,
                      struct linnet_hdf5_result *result) {
  struct walk walk = {
      .input = input, .output = output, .limits = limits, .message = result->message};
  off_t end = lseek(input, 0, SEEK_END);
  void *bytes =
      end > 0 ? mmap(NULL, (size_t)end, PROT_READ | PROT_WRITE, MAP_PRIVATE, input, 0) : MAP_FAILED;
  if (bytes == MAP_FAILED) {
    fail(&walk, "", end == 0 ? "it is empty" : strerror(errno));
    return;
  }
  walk.input_byte_count = (uint64_t)end;
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state(0);
  // The library opens no file by a path, which one without a name does not have.
  hid_t file = H5LTopen_file_image(bytes, (size_t)end,
                                   H5LT_FILE_IMAGE_DONT_COPY | H5LT_FILE_IMAGE_DONT_RELEASE);
  if (file < 0) {
    fail(&walk, "", "it is damaged or no HDF5 file");
    return;
  }
  herr_t status =
      H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_NATIVE, visit_object, &walk, H5O_INFO_BASIC);
  if (status < 0) {
    fail(&walk, "", "it is damaged");
    return;
  }
  write_index(&walk, result);
}
