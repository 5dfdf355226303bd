// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension ElementTypeSet {
  /// What paddings may be counted in.
  package static let paddings: ElementTypeSet = [.int8, .int16, .int32, .int64]
}

/// How many elements to add before and after each axis of a shape.
package struct Paddings {
  package let before: [Int]
  package let after: [Int]
  private let shape: Shape

  /// - Throws: if `operand` is not constant, has not a row of two for each axis of `shape`, or has
  ///   negative elements.
  package init(_ operand: Operand, shape: Shape) throws(OperatorError) {
    guard operand.shape == Shape([shape.rank, 2]) else {
      throw OperatorError(
        "'paddings' is \(operand.shape.description), must be [\(shape.rank), 2] for "
          + shape.description)
    }
    let values = try operand.knownIntegers("paddings")
    for value in values where value < 0 {
      throw OperatorError("padding \(value) is negative")
    }
    before = (0..<shape.rank).map { values[2 * $0] }
    after = (0..<shape.rank).map { values[2 * $0 + 1] }
    self.shape = shape
  }

  package var paddedShape: Shape {
    get throws(OperatorError) {
      var dimensions = shape.dimensions
      for axis in dimensions.indices {
        for padding in [before[axis], after[axis]] {
          let (sum, overflow) = dimensions[axis].addingReportingOverflow(padding)
          guard !overflow else {
            throw OperatorError("padding \(padding) of axis \(axis) is too large")
          }
          dimensions[axis] = sum
        }
      }
      return try Shape.checked(dimensions)
    }
  }

  /// The copy of the input into the middle of the output.
  package func interior(from input: Operand, to output: Operand) -> RegionCopy {
    RegionCopy(
      shape.dimensions, of: input.type, from: CopySide(input), to: CopySide(output, from: before))
  }

  /// Copies of one element over the border of the output, each place once.
  package func border(of output: Operand, filledWith value: CopySide.Memory) -> [RegionCopy] {
    let still = CopySide(value, strides: [Int](repeating: 0, count: shape.rank))
    var regions: [RegionCopy] = []
    var start = [Int](repeating: 0, count: shape.rank)
    var extents = output.shape.dimensions
    for axis in shape.dimensions.indices {
      let end = before[axis] + shape[axis]
      for (first, count) in [(0, before[axis]), (end, after[axis])] where count > 0 {
        start[axis] = first
        extents[axis] = count
        regions.append(
          RegionCopy(extents, of: output.type, from: still, to: CopySide(output, from: start)))
      }
      start[axis] = before[axis]
      extents[axis] = shape[axis]
    }
    return regions
  }
}
