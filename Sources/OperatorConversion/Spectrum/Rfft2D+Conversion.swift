// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import OpenSizes
import Operators
import TensorCore

extension Rfft2D: TensorFlowConversion {
  package static let tensorFlowNames = ["RFFT", "RFFT2D"]

  /// One dimension is two, the first of which has size 1.
  package static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, lengths) = (try node.input(0), try node.input(1))
    let isLine = node.operation == "RFFT"
    if let numbers = legalizer.known(lengths).numbers,
      let length = numbers.first(where: { $0 < 1 || $0 & ($0 - 1) != 0 })
    {
      guard isLine, length > 0 else {
        throw node.error("length \(length) is no power of two")
      }
      return [try product(x, length, with: &legalizer)]
    }
    guard isLine else { return [try legalizer.emit(.rfft2D(Rfft2D()), x, lengths)] }
    let rank = try legalizer.rank(of: x)
    let length = try legalizer.constantInteger(lengths, called: "fft_length")
    let axis = try legalizer.constant(integers: [rank - 1], shape: [])
    let row = try legalizer.emit(.expandDims(ExpandDims()), x, axis)
    let sizes = try legalizer.constant(integers: [1, length])
    let spectrum = try legalizer.emit(.rfft2D(Rfft2D()), row, sizes)
    return [try legalizer.emit(.squeeze(Squeeze(axes: [rank - 1])), spectrum)]
  }

  /// Elements of the matrices that take the place of a transform: 16 MiB each.
  private static let matrixLimit = 1 << 22

  /// The transform of a length that is no power of two, which runtimes do not have: the product with
  /// two matrices, one for each part. Columns are missing where `x` is shorter than the length, and 0 where
  /// it is longer.
  private static func product(
    _ x: ValueID, _ length: Int, with legalizer: inout Legalizer
  ) throws(ConversionError) -> ValueID {
    let shape = try legalizer.shape(of: x)
    let kept = length / 2 + 1
    guard let count = shape.last ?? nil, count.saturatingProduct(kept) <= matrixLimit else {
      throw legalizer.error(
        "length \(length) is no power of two, and the last axis of '\(legalizer.graph[x].name)' is "
          + "open or too long for a matrix to take its place")
    }
    let row =
      shape.count > 1
      ? x
      : try legalizer.emit(
        .expandDims(ExpandDims()), x, legalizer.constant(integers: [0], shape: []))
    var parts: [ValueID] = []
    for part in [{ Elementary.cos($0) }, { -Elementary.sin($0) }] as [(Double) -> Double] {
      let elements = (0..<count * kept).map { index in
        let (k, j) = index.quotientAndRemainder(dividingBy: count)
        // Whole turns taken off first: angles stay small.
        return j < length ? Float(part(2 * .pi * Double(j * k % length) / Double(length))) : 0
      }
      let matrix = try legalizer.constant(
        ConstantData(elements), type: .float32, shape: [kept, count])
      let layer = FullyConnected(keepsDimensions: true)
      let product = try legalizer.emit(.fullyConnected(layer), row, matrix, nil)
      parts.append(
        shape.count > 1
          ? product : try legalizer.emit(.squeeze(Squeeze(axes: [0])), product))
    }
    return try legalizer.complexValue(ComplexParts(real: parts[0], imaginary: parts[1]))
  }
}

extension Rfft2D: WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    Rfft2dOptionsValue()
  }
}
