// SPDX-License-Identifier: Apache-2.0
#pragma once
// What jpeglib.h uses without including it.
#include <jpeglib.h>
#include <stddef.h>
#include <stdio.h>
