// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An image of 8 bits a channel: red, green, blue and opacity of each pixel, row after row.
struct linnet_image {
  uint8_t *pixels;
  size_t width;
  size_t height;
};

enum {
  /// The most pixels that an image may have.
  LINNET_IMAGE_PIXEL_LIMIT = 1 << 26,
  /// What a message takes, its final zero included.
  LINNET_IMAGE_MESSAGE_SIZE = 256,
};

/// Decodes a PNG that lies in memory; 16 bits a channel are cut to their upper 8.
///
/// Nothing is corrected for gamma or a color profile.
/// - Returns: whether that went well; if not, why stands in `message`, and there is no image.
bool linnet_read_png(const uint8_t *bytes, size_t count, struct linnet_image *image,
                     char message[LINNET_IMAGE_MESSAGE_SIZE]);

/// Decodes a JPEG that lies in memory as it was stored, whatever orientation it notes.
///
/// Bits that cannot be decoded, which libjpeg would replace by grey, are an error.
/// - Returns: whether that went well; if not, why stands in `message`, and there is no image.
bool linnet_read_jpeg(const uint8_t *bytes, size_t count, struct linnet_image *image,
                      char message[LINNET_IMAGE_MESSAGE_SIZE]);

/// Frees the pixels.
void linnet_free_image(struct linnet_image *image);
