// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// A sound in a WAV file: PCM of 8, 16, 24 or 32 bits, or floats of 32 or 64.
///
/// Integers are divided by what would be 1, 2⁷ to 2³¹; 8 bits are without a sign.
///
/// Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0, RIFF
/// WAVE; WAVEFORMATEXTENSIBLE.
struct WaveFile {
  private enum Coding: Hashable {
    case integers, floats
  }

  /// Frames a second.
  let rate: Int
  let channelCount: Int
  let frameCount: Int
  private let coding: Coding
  private let sampleByteCount: Int
  private let bytes: Data

  init(_ file: Data) throws(ArrayFileError) {
    guard file.count >= 12, file.starts(with: Data("RIFF".utf8)),
      file.dropFirst(8).starts(with: Data("WAVE".utf8))
    else { throw ArrayFileError("not a WAV file: its first bytes are others") }
    var format: Data?
    var position = 12
    while file.count - position >= 8 {
      let name = file.dropFirst(position).prefix(4)
      let noted = Int(file.integer(UInt32.self, at: position + 4))
      let rest = file.count - position - 8
      if name.elementsEqual("data".utf8) {
        guard let format else { break }
        // Written to a pipe, a file does not know its length.
        let count = noted == Int(UInt32.max) ? rest : noted
        guard count <= rest else {
          throw ArrayFileError("truncated: its sound takes \(count) bytes, \(rest) are there")
        }
        try self.init(format, Data(file.dropFirst(position + 8).prefix(count)))
        return
      }
      guard noted <= rest else { break }
      if name.elementsEqual("fmt ".utf8) {
        format = Data(file.dropFirst(position + 8).prefix(noted))
      }
      position += 8 + noted + noted % 2
    }
    throw ArrayFileError("truncated: it has no \(format == nil ? "format" : "sound")")
  }

  /// - Parameters:
  ///   - format: the chunk that tells what the bytes are.
  ///   - bytes: what frames take; a last one that is not whole is left out.
  private init(_ format: Data, _ bytes: Data) throws(ArrayFileError) {
    guard format.count >= 16 else { throw ArrayFileError("damaged: its format is not whole") }
    let number = format.integer(UInt16.self, at: 0)
    let isExtensible = number == 0xFFFE && format.count >= 26
    let tag = isExtensible ? format.integer(UInt16.self, at: 24) : number
    let bits = Int(format.integer(UInt16.self, at: 14))
    switch (tag, bits) {
    case (1, 8), (1, 16), (1, 24), (1, 32): coding = .integers
    case (3, 32), (3, 64): coding = .floats
    default:
      throw ArrayFileError(
        "its coding \(tag) with \(bits) bits is not supported; save it as PCM of 16 bits")
    }
    channelCount = Int(format.integer(UInt16.self, at: 2))
    rate = Int(format.integer(UInt32.self, at: 4))
    sampleByteCount = bits / 8
    guard channelCount > 0, Int(format.integer(UInt16.self, at: 12)) == channelCount * bits / 8
    else { throw ArrayFileError("damaged: its frames do not have the size of their channels") }
    self.bytes = bytes
    frameCount = bytes.count / (channelCount * sampleByteCount)
  }

  /// The frames of a range, the channels of a frame together, −1 … 1.
  func frames(_ range: Range<Int>) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      (range.lowerBound * channelCount..<range.upperBound * channelCount).map {
        sample(bytes, at: $0 * sampleByteCount)
      }
    }
  }

  private func sample(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Float {
    func number<Number: BitwiseCopyable>(_: Number.Type) -> Number {
      bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
    }
    switch (coding, sampleByteCount) {
    case (.floats, 4): return number(Float.self)
    case (.floats, _): return Float(number(Double.self))
    case (.integers, 1): return (Float(number(UInt8.self)) - 128) / 128
    case (.integers, 2): return Float(number(Int16.self)) / 32768
    case (.integers, 3):
      let low = UInt32(number(UInt16.self))
      let high = UInt32(bytes[offset + 2])
      return Float(Int32(bitPattern: high << 24 | low << 8) >> 8) / 8_388_608
    case (.integers, _): return Float(number(Int32.self)) / 2_147_483_648
    }
  }
}

extension Data {
  /// The integer, little endian, at an offset from the first byte; it must be there.
  fileprivate func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _: Integer.Type, at offset: Int
  ) -> Integer {
    withUnsafeBytes {
      Integer(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Integer.self))
    }
  }
}
