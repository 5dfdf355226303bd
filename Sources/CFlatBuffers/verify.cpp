// SPDX-License-Identifier: Apache-2.0
#include <flatbuffers/reflection.h>

#include "CFlatBuffers.h"

namespace {

#pragma clang diagnostic ignored "-Wc23-extensions"  // #embed
alignas(16) const unsigned char lite_schema[] = {
#embed "../../Toolchain/schema/lite.bfbs"
};

}  // namespace

bool linnet_is_valid_lite_file(const void *bytes, size_t count) {
  if (bytes == nullptr || count < 8 || count >= FLATBUFFERS_MAX_BUFFER_SIZE) return false;
  const auto *schema = reflection::GetSchema(lite_schema);
  const auto *data = static_cast<const uint8_t *>(bytes);
  if (!flatbuffers::BufferHasIdentifier(data, schema->file_ident()->c_str())) return false;
  return flatbuffers::Verify(*schema, *schema->root_table(), data, count);
}
