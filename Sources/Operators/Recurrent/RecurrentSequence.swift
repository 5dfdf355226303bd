// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The steps of a recurrent layer's input, and where their rows lie.
package struct RecurrentSequence {
  let steps: Int
  /// Rows of a step, each of a sequence of its own.
  let batch: Int
  /// Elements of a row.
  let depth: Int
  private let leading: [Int]
  private let isTimeMajor: Bool

  /// - Parameters:
  ///   - rank: 3 for `[batch, steps, depth]`, or steps first; 2 for one step, `[batch, depth]`.
  /// - Throws: if the input has another rank, or rows without elements.
  init(_ input: Operand, rank: Int, isTimeMajor: Bool = false) throws(OperatorError) {
    let shape = input.shape
    guard shape.rank == rank, shape[rank - 1] > 0 else {
      throw OperatorError("input \(shape.description) must have rank \(rank) and elements")
    }
    leading = Array(shape.dimensions.dropLast())
    self.isTimeMajor = isTimeMajor
    depth = shape[rank - 1]
    if rank == 2 {
      (steps, batch) = (1, shape[0])
    } else {
      (steps, batch) = isTimeMajor ? (shape[0], shape[1]) : (shape[1], shape[0])
    }
  }

  var rowCount: Int { steps * batch }

  /// The number of a row in memory.
  func row(step: Int, item: Int) -> Int {
    isTimeMajor ? step * batch + item : item * steps + step
  }

  /// The shape of results of `width` elements a row.
  func shape(width: Int) -> Shape {
    Shape(leading + [width])
  }

  /// Bytes of `width` floats a row, for `rows` of them.
  ///
  /// - Throws: if they are more than a tensor may have.
  static func byteCount(rows: Int, width: Int) throws(OperatorError) -> Int {
    try Shape.checked([rows, width]).elementCount.saturatingProduct(MemoryLayout<Float>.size)
  }
}

/// The rows of a recurrent layer's result: each a part of the operator's.
struct RecurrentResult {
  let slot: Int
  /// Elements from one row of the operator's result to the next.
  let width: Int
  /// Where the layer's part of a row begins.
  var offset = 0

  /// Copies a state, `[batch, count]`, to the rows of a step.
  func store<Element: BitwiseCopyable>(
    _ state: UnsafePointer<Element>, count: Int, step: Int, _ sequence: RecurrentSequence,
    _ tensors: TensorTable
  ) {
    let rows = tensors.elements(slot, as: Element.self) + offset
    for item in 0..<sequence.batch {
      (rows + sequence.row(step: step, item: item) * width).update(
        from: state + item * count, count: count)
    }
  }
}

extension Operand {
  /// - Throws: if the operand has another shape.
  func requireShape(_ name: StaticString, _ dimensions: [Int]) throws(OperatorError) {
    guard shape.dimensions == dimensions else {
      throw OperatorError(
        "'\(name)' is \(shape.description), must be \(Shape(dimensions).description)")
    }
  }

  /// - Throws: if a state has another number of elements than `batch` rows of `count`.
  func requireState(_ name: StaticString, batch: Int, count: Int) throws(OperatorError) {
    guard elementCount == batch.saturatingProduct(count) else {
      throw OperatorError(
        "'\(name)' is \(shape.description), must have \(batch) rows of \(count)")
    }
  }
}
