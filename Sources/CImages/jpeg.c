// SPDX-License-Identifier: Apache-2.0
// clang-format off
// Each needs those before it.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include "image.h"

/// A decoder and where its errors go.
struct decoder {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf on_error;
  char *message;
};

enum {
  /// The most passes that the file of a progressive image may make over its pixels.
  SCAN_LIMIT = 500,
};

static struct decoder *decoder_of(j_common_ptr jpeg) { return jpeg->client_data; }

static void fail(struct decoder *decoder, const char *reason) {
  snprintf(decoder->message, LINNET_IMAGE_MESSAGE_SIZE, "%s", reason);
  longjmp(decoder->on_error, 1);
}

static void on_error(j_common_ptr jpeg) {
  char text[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, text);
  fail(decoder_of(jpeg), text);
}

/// Warnings (levels below zero) after which pixels are made up are errors.
static void on_message(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_JPEG_EOF:
      fail(decoder_of(jpeg), "truncated");
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_MUST_RESYNC:
    case JWRN_NOT_SEQUENTIAL:
      on_error(jpeg);
  }
}

static void on_progress(j_common_ptr jpeg) {
  if (((j_decompress_ptr)jpeg)->input_scan_number > SCAN_LIMIT) {
    fail(decoder_of(jpeg), "it makes too many passes over its pixels");
  }
}

/// Reads everything behind the point to which errors jump.
static void read_image(struct decoder *decoder, const uint8_t *bytes, size_t count,
                       struct linnet_image *image) {
  j_decompress_ptr jpeg = &decoder->jpeg;
  jpeg_create_decompress(jpeg);
  jpeg->client_data = decoder;
  jpeg->progress = &decoder->progress;
  jpeg_mem_src(jpeg, bytes, count);
  jpeg_read_header(jpeg, TRUE);
  if (jpeg->num_components > 3) fail(decoder, "its colors are CMYK; save it as RGB");
  if (!linnet_allocate_image(image, jpeg->image_width, jpeg->image_height)) {
    fail(decoder, "too many pixels");
  }
  jpeg->out_color_space = JCS_EXT_RGBA;
  jpeg_start_decompress(jpeg);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = image->pixels + (size_t)jpeg->output_scanline * image->width * 4;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_decompress(jpeg);
}

bool linnet_read_jpeg(const uint8_t *bytes, size_t count, struct linnet_image *image,
                      char message[LINNET_IMAGE_MESSAGE_SIZE]) {
  *image = (struct linnet_image){0};
  struct decoder *decoder = calloc(1, sizeof *decoder);
  if (decoder == NULL) {
    snprintf(message, LINNET_IMAGE_MESSAGE_SIZE, "out of memory");
    return false;
  }
  decoder->message = message;
  decoder->jpeg.err = jpeg_std_error(&decoder->errors);
  decoder->jpeg.client_data = decoder;
  decoder->errors.error_exit = on_error;
  decoder->errors.emit_message = on_message;
  decoder->progress.progress_monitor = on_progress;
  volatile bool is_whole = false;
  if (setjmp(decoder->on_error) == 0) {
    read_image(decoder, bytes, count, image);
    is_whole = true;
  }
  jpeg_destroy_decompress(&decoder->jpeg);
  free(decoder);
  if (!is_whole) linnet_free_image(image);
  return is_whole;
}
