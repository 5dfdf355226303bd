// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A layer's constant weights in the form that kernels read: float32, int16, or int8, which int4,
/// int2 and uint8 become.
struct LayerWeights {
  /// float32, int16 or int8.
  let type: ElementType
  private(set) var values: UnsafeRawBufferPointer
  /// Whether they are the same however often the layer prepares.
  let isLasting: Bool
  /// What keeps the values alive where they are no constant of the file.
  private var owner: PreparedBuffer?

  /// - Parameter isUnsigned: whether bytes are unsigned, and so become 128 less.
  /// - Throws: if the weights are not constant.
  init(_ operand: Operand, isUnsigned: Bool) throws(OperatorError) {
    guard let constant = operand.constant else {
      throw OperatorError("'weights' must be constant")
    }
    values = constant
    isLasting = operand.isLasting
    switch operand.type {
    case .float32, .int16: type = operand.type
    default: type = .int8
    }
    let kernel: linnet_unary_kernel
    switch operand.type {
    case .int4: kernel = s4_unpack
    case .int2: kernel = s2_unpack
    default:
      guard isUnsigned else { return }
      kernel = x8_flip_sign
    }
    let count = operand.elementCount
    rearrange(byteCount: count) { kernel(constant.baseAddress!, $0, count, $0) }
  }

  /// Weights of several operands, one below the other, of which uint8 ones hold int8.
  ///
  /// - Throws: if they are not constant.
  init(_ operands: [Operand]) throws(OperatorError) {
    self = try LayerWeights(operands[0], isUnsigned: false)
    guard operands.count > 1 else { return }
    var parts: [UnsafeRawBufferPointer] = []
    for operand in operands { parts.append(try LayerWeights(operand, isUnsigned: false).values) }
    rearrange(byteCount: parts.reduce(0) { $0 + $1.count }) {
      var target = $0
      for part in parts where part.count > 0 {
        target.copyMemory(from: part.baseAddress!, byteCount: part.count)
        target += part.count
      }
    }
  }

  private mutating func rearrange(
    byteCount: Int, _ fill: (UnsafeMutableRawPointer) -> Void
  ) {
    let buffer = PreparedBuffer(byteCount: byteCount)
    fill(buffer.base)
    values = UnsafeRawBufferPointer(start: buffer.base, count: byteCount)
    owner = buffer
  }

  var elementBytes: Int { type.byteCount(of: 1)! }

  /// The weights in another order, in pieces of `piece` elements.
  ///
  /// - Parameter source: which piece comes at a place.
  func reordered(piece: Int, _ source: (Int) -> Int) -> LayerWeights {
    let (pieceBytes, byteCount) = (piece * elementBytes, values.count)
    var copy = self
    copy.rearrange(byteCount: byteCount) { target in
      for place in 0..<byteCount / pieceBytes {
        (target + place * pieceBytes).copyMemory(
          from: values.baseAddress! + source(place) * pieceBytes, byteCount: pieceBytes)
      }
    }
    return copy
  }

  /// Filters `[outputs, kh, kw, channels]` with their lines and pixels in reverse order.
  func turned(_ shape: Shape) -> LayerWeights {
    let taps = shape[1] * shape[2]
    return reordered(piece: shape[3]) { $0 / taps * taps + taps - 1 - $0 % taps }
  }

  /// int8 weights less their zero point, as a sum of as many int8 parts as that takes: the first
  /// parts of all weights, then the second ones, and so on.
  func withoutZeroPoint(_ zeroPoint: Int32) -> (weights: LayerWeights, partCount: Int) {
    if zeroPoint == 0 { return (self, 1) }
    let count = values.count
    let elements = values.bindMemory(to: Int8.self)
    var (least, largest) = (Int32(0), Int32(0))
    for element in elements {
      least = min(least, Int32(element) - zeroPoint)
      largest = max(largest, Int32(element) - zeroPoint)
    }
    // −128 is beyond some kernels: parts avoid it, unless one part holds all.
    let holdsAll = least >= -128 && largest <= 127
    let limit: Int32 = holdsAll ? 128 : 127
    let partCount = holdsAll ? 1 : Int((max(-least, largest) + limit - 1) / limit)
    var copy = self
    copy.rearrange(byteCount: count * partCount) {
      let parts = $0.assumingMemoryBound(to: Int8.self)
      for index in 0..<count {
        var rest = Int32(elements[index]) - zeroPoint
        for part in 0..<partCount {
          let piece = min(max(rest, -limit), limit)
          parts[part * count + index] = Int8(piece)
          rest -= piece
        }
      }
    }
    return (copy, partCount)
  }

  /// The weights in float32: each times the scale of its channel, of which `scales.count` lie side
  /// by side.
  func restored(scales: [Float]) -> PreparedBuffer {
    let elements = values.bindMemory(to: Int8.self)
    let buffer = PreparedBuffer(byteCount: values.count * MemoryLayout<Float>.size)
    for index in 0..<values.count {
      buffer.elements(as: Float.self)[index] = Float(elements[index]) * scales[index % scales.count]
    }
    return buffer
  }
}
