// SPDX-License-Identifier: Apache-2.0
#pragma once
// What jpeglib.h uses without including it.
#include <stddef.h>
#include <stdio.h>

#include <jpeglib.h>
