// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "hdf5_reader.h"

/// Walks the file in this process, which a damaged file may end at any time.
void linnet_hdf5_walk(int input, int output, const struct linnet_hdf5_limits *limits,
                      struct linnet_hdf5_result *result);
