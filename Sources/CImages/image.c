// SPDX-License-Identifier: Apache-2.0
#include "image.h"

#include <stdlib.h>

bool linnet_allocate_image(struct linnet_image *image, size_t width, size_t height) {
  if (width == 0 || height == 0 || height > LINNET_IMAGE_PIXEL_LIMIT / width) return false;
  image->pixels = malloc(width * height * 4);
  image->width = width;
  image->height = height;
  return image->pixels != NULL;
}

void linnet_free_image(struct linnet_image *image) {
  free(image->pixels);
  *image = (struct linnet_image){0};
}
