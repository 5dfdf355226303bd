// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Whether libflatbuffers' verifier, led by the binary form of the lite schema, accepts `count`
/// bytes, fewer than 2 GiB, as a model.
bool linnet_is_valid_lite_file(const void *bytes, size_t count);

#ifdef __cplusplus
}
#endif
