// SPDX-License-Identifier: Apache-2.0
#pragma once
// clang-format off
// What jpeglib.h uses without including it comes first.
#include <stddef.h>
#include <stdio.h>
#include <jpeglib.h>
// clang-format on
