// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "CImages.h"

/// Makes room for an image's pixels; false if it is empty or too large.
bool linnet_allocate_image(struct linnet_image *image, size_t width, size_t height);
