// SPDX-License-Identifier: Apache-2.0
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"

/// What of the file is not read yet.
struct source {
  const uint8_t *bytes;
  size_t count;
};

static void read_bytes(png_structp png, png_bytep to, size_t count) {
  struct source *source = png_get_io_ptr(png);
  if (count > source->count) png_error(png, "truncated");
  memcpy(to, source->bytes, count);
  source->bytes += count;
  source->count -= count;
}

static void on_error(png_structp png, png_const_charp text) {
  snprintf(png_get_error_ptr(png), LINNET_IMAGE_MESSAGE_SIZE, "%s", text);
  png_longjmp(png, 1);
}

/// Warnings are of chunks that say nothing of the pixels.
static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

/// Asks for red, green, blue and opacity of 8 bits each, whatever the file holds.
static void set_transformations(png_structp png) {
  png_set_palette_to_rgb(png);
  png_set_expand_gray_1_2_4_to_8(png);
  png_set_tRNS_to_alpha(png);
  png_set_strip_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
  png_set_interlace_handling(png);
}

/// Reads everything behind the point to which errors jump.
static void read_image(png_structp png, png_infop info, struct linnet_image *image,
                       png_bytep **rows) {
  png_read_info(png, info);
  size_t width = png_get_image_width(png, info), height = png_get_image_height(png, info);
  if (!linnet_allocate_image(image, width, height)) png_error(png, "too many pixels");
  set_transformations(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != width * 4) png_error(png, "an unknown form of pixels");
  *rows = malloc(height * sizeof(png_bytep));
  if (*rows == NULL) png_error(png, "too many rows");
  for (size_t row = 0; row < height; row++) (*rows)[row] = image->pixels + row * width * 4;
  png_read_image(png, *rows);
  png_read_end(png, NULL);
}

bool linnet_read_png(const uint8_t *bytes, size_t count, struct linnet_image *image,
                     char message[LINNET_IMAGE_MESSAGE_SIZE]) {
  *image = (struct linnet_image){0};
  snprintf(message, LINNET_IMAGE_MESSAGE_SIZE, "out of memory");
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  struct source source = {bytes, count};
  // Its address is known elsewhere, so that it holds behind longjmp what was stored there.
  png_bytep *rows = NULL;
  volatile bool is_whole = false;
  if (info != NULL && setjmp(png_jmpbuf(png)) == 0) {
    png_set_read_fn(png, &source, read_bytes);
    png_set_user_limits(png, LINNET_IMAGE_PIXEL_LIMIT, LINNET_IMAGE_PIXEL_LIMIT);
    png_set_chunk_malloc_max(png, 1 << 26);
    read_image(png, info, image, &rows);
    is_whole = true;
  }
  free(rows);
  png_destroy_read_struct(&png, &info, NULL);
  if (!is_whole) linnet_free_image(image);
  return is_whole;
}
