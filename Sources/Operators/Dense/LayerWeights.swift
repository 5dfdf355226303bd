// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A layer's weights in the form that kernels read: float32, int16, or int8, which int4, int2 and uint8
/// become.
///
/// Constants are brought into it while the layer prepares. Weights that are computed wait in a slot;
/// the same is done to them whenever the layer runs, by ``stages(_:)``.
struct LayerWeights {
  /// float32, int16 or int8.
  private(set) var type: ElementType
  private(set) var elementCount: Int
  /// The elements of constants; none where the weights are computed.
  private(set) var values: UnsafeRawBufferPointer
  /// Whether they are the same however often the layer prepares.
  let isLasting: Bool
  /// Whether the columns of a product's weights lie side by side, [depth][columns] instead of
  /// [columns][depth].
  var hasColumnsLast = false
  /// What keeps the values alive where they are no constant of the file.
  private var owner: PreparedBuffer?
  /// Where weights lie that are computed; nil for constants.
  private let slot: Int?
  /// What is done to weights that are computed.
  private var changes: [Change] = []

  private struct Change {
    let byteCount: Int
    let run: (UnsafeRawPointer, UnsafeMutableRawPointer) -> Void
  }

  /// - Parameters:
  ///   - isUnsigned: whether bytes are unsigned, and so become 128 less.
  ///   - mayBeComputed: whether the layer can wait for them.
  /// - Throws: if the weights are not constant, unless they may be computed.
  init(
    _ operand: Operand, isUnsigned: Bool, mayBeComputed: Bool = false
  ) throws(OperatorError) {
    guard operand.constant != nil || mayBeComputed else {
      throw OperatorError("'weights' must be constant")
    }
    values = operand.constant ?? UnsafeRawBufferPointer(start: nil, count: 0)
    slot = operand.constant == nil ? operand.slot : nil
    isLasting = operand.isLasting
    elementCount = operand.elementCount
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
    let count = elementCount
    change(byteCount: count) { kernel($0, $1, count, $1) }
  }

  /// Weights of several operands, one below the other, of which uint8 ones hold int8.
  ///
  /// - Throws: if they are not constant.
  init(_ operands: [Operand]) throws(OperatorError) {
    self = try LayerWeights(operands[0], isUnsigned: false)
    guard operands.count > 1 else { return }
    var parts: [UnsafeRawBufferPointer] = []
    for operand in operands { parts.append(try LayerWeights(operand, isUnsigned: false).values) }
    change(byteCount: parts.reduce(0) { $0 + $1.count }) { _, target in
      var target = target
      for part in parts where part.count > 0 {
        target.copyMemory(from: part.baseAddress!, byteCount: part.count)
        target += part.count
      }
    }
  }

  /// Makes other bytes of the weights: now, or whenever the layer runs.
  private mutating func change(
    byteCount: Int, _ run: @escaping (UnsafeRawPointer, UnsafeMutableRawPointer) -> Void
  ) {
    elementCount = byteCount / elementBytes
    guard slot == nil else {
      changes.append(Change(byteCount: byteCount, run: run))
      return
    }
    let buffer = PreparedBuffer(byteCount: byteCount)
    run(values.baseAddress ?? UnsafeRawPointer(buffer.base), buffer.base)
    values = UnsafeRawBufferPointer(start: buffer.base, count: byteCount)
    owner = buffer
  }

  var isComputed: Bool { slot != nil }

  /// Where the weights lie as an operator runs.
  enum Place {
    case constant(LayerWeights)
    case slot(Int)

    func address(in tensors: TensorTable) -> UnsafeRawPointer {
      switch self {
      case .constant(let weights): weights.values.baseAddress!
      case .slot(let slot): UnsafeRawPointer(tensors[slot])
      }
    }
  }

  /// Where the weights lie once they are in the form that kernels read, and the stages that bring
  /// them into it.
  func stages(_ context: inout PrepareContext) -> (place: Place, stages: [Stage]) {
    guard var place = slot else { return (.constant(self), []) }
    var stages: [Stage] = []
    for change in changes {
      let (source, target) = (place, context.scratch(byteCount: change.byteCount))
      stages.append(
        Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
          change.run(UnsafeRawPointer(tensors[source]), tensors[target])
        })
      place = target
    }
    return (.slot(place), stages)
  }

  var elementBytes: Int { type.byteCount(of: 1)! }

  /// Whether a weight of −128 is among them, or may be.
  var mayHoldMinus128: Bool {
    type == .int8
      && (isComputed
        || s8_contains_minus_128(
          values.assumingMemoryBound(to: Int8.self).baseAddress, values.count))
  }

  /// The weights in another order, in pieces of `piece` elements.
  ///
  /// - Parameter source: which piece comes at a place.
  func reordered(piece: Int, _ source: @escaping (Int) -> Int) -> LayerWeights {
    let (pieceBytes, byteCount) = (piece * elementBytes, elementCount * elementBytes)
    var copy = self
    copy.change(byteCount: byteCount) { from, target in
      for place in 0..<byteCount / pieceBytes {
        (target + place * pieceBytes).copyMemory(
          from: from + source(place) * pieceBytes, byteCount: pieceBytes)
      }
    }
    return copy
  }

  /// Filters `[outputs, kh, kw, channels]` with their lines and pixels in reverse order.
  func turned(_ shape: Shape) -> LayerWeights {
    let taps = shape[1] * shape[2]
    return reordered(piece: shape[3]) { $0 / taps * taps + taps - 1 - $0 % taps }
  }

  /// One of `count` equal parts of the weights.
  func part(_ index: Int, of count: Int) -> LayerWeights {
    let (offset, byteCount) = (
      index * (elementCount / count) * elementBytes, elementCount / count * elementBytes
    )
    var copy = self
    if slot == nil {
      copy.values = UnsafeRawBufferPointer(rebasing: values[offset..<offset + byteCount])
      copy.elementCount /= count
    } else {
      copy.change(byteCount: byteCount) { from, target in
        target.copyMemory(from: from + offset, byteCount: byteCount)
      }
    }
    return copy
  }

  /// Constant int8 weights less their zero point, as a sum of as many int8 parts as that takes: the first
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
    copy.change(byteCount: count * partCount) { _, target in
      let parts = target.assumingMemoryBound(to: Int8.self)
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

  /// int8 weights in float32: each times the scale of its channel, of which `scales.count` lie side
  /// by side.
  func restored(scales: [Float]) -> LayerWeights {
    let count = elementCount
    var copy = self
    copy.type = .float32
    copy.change(byteCount: count * MemoryLayout<Float>.size) { from, target in
      let elements = from.assumingMemoryBound(to: Int8.self)
      let reals = target.assumingMemoryBound(to: Float.self)
      for index in 0..<count {
        reals[index] = Float(elements[index]) * scales[index % scales.count]
      }
    }
    return copy
  }
}
