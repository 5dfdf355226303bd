// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CImages
import Foundation
import TensorCore

/// A decoded image: red, green, blue and opacity of each pixel, row after row.
struct Image {
  let width: Int
  let height: Int
  private let pixels: [UInt8]

  /// - Throws: where the file is neither a whole PNG nor a whole JPEG, whatever its name.
  init(_ file: Data) throws(ArrayFileError) {
    var decoded = linnet_image()
    var message = [CChar](repeating: 0, count: LINNET_IMAGE_MESSAGE_SIZE)
    let isPNG = file.starts(with: [0x89, 0x50, 0x4E, 0x47])
    guard isPNG || file.starts(with: [0xFF, 0xD8]) else {
      throw ArrayFileError("neither a PNG nor a JPEG: its first bytes are others")
    }
    let isRead = file.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return isPNG
        ? linnet_read_png(start, bytes.count, &decoded, &message)
        : linnet_read_jpeg(start, bytes.count, &decoded, &message)
    }
    defer { linnet_free_image(&decoded) }
    guard isRead else {
      let end = message.firstIndex(of: 0) ?? message.count
      let reason = String(decoding: message[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      throw ArrayFileError("damaged \(isPNG ? "PNG" : "JPEG"): \(reason)")
    }
    width = decoded.width
    height = decoded.height
    pixels = Array(UnsafeBufferPointer(start: decoded.pixels, count: width * height * 4))
  }

  /// The channels as floats, 0 … 255, those of a pixel together.
  ///
  /// One channel is the brightness, `0.299 · red + 0.587 · green + 0.114 · blue` in steps of 1; three
  /// leave the opacity out, four are all.
  ///
  /// Source: ITU-R BT.601, as Pillow rounds it.
  func channels(_ count: Int, isBlueFirst: Bool) -> [Float] {
    var elements: [Float] = []
    elements.reserveCapacity(width * height * count)
    for pixel in stride(from: 0, to: pixels.count, by: 4) {
      let (red, green, blue) = (pixels[pixel], pixels[pixel + 1], pixels[pixel + 2])
      if count == 1 {
        let sum = 19595 * Int(red) + 38470 * Int(green) + 7471 * Int(blue)
        elements.append(Float((sum + 0x8000) >> 16))
        continue
      }
      elements.append(Float(isBlueFirst ? blue : red))
      elements.append(Float(green))
      elements.append(Float(isBlueFirst ? red : blue))
      if count == 4 { elements.append(Float(pixels[pixel + 3])) }
    }
    return elements
  }
}
