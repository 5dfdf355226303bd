// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The vectors along one axis of an index tensor, each of which tells where a slice begins.
struct IndexVectors {
  /// The other axes, in order.
  let batch: [Int]
  /// Elements of a vector.
  let length: Int
  private let reader: IndexReader
  /// Elements from one of a vector to the next.
  private let step: Int

  /// - Parameter axis: that of the vectors; where it is one beyond the last, they have one element.
  /// - Throws: if there is no such axis.
  init(_ indices: Operand, axis: Int) throws(OperatorError) {
    let shape = indices.shape
    guard axis >= 0, axis <= shape.rank else {
      throw OperatorError("index_vector_dim \(axis) is no axis of \(shape.description)")
    }
    var batch = shape.dimensions
    length = axis == shape.rank ? 1 : batch.remove(at: axis)
    step = axis == shape.rank ? 1 : shape.elementCount(in: axis + 1..<shape.rank)
    self.batch = batch
    reader = IndexReader(indices)
  }

  /// How many vectors there are.
  var count: Int { batch.reduce(1, *) }

  /// One element of a vector.
  func value(_ element: Int, of vector: Int, in tensors: TensorTable) -> Int {
    let (outer, inner) = vector.quotientAndRemainder(dividingBy: step)
    return reader.value((outer * length + element) * step + inner, in: tensors)
  }

  /// Where vector `number` lies along `strides`, one for each axis of ``batch``.
  func offset(of number: Int, along strides: [Int]) -> Int {
    var (rest, offset) = (number, 0)
    for axis in batch.indices.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: batch[axis])
      offset += index * strides[axis]
      rest = quotient
    }
    return offset
  }
}

/// - Throws: unless `axes` are some of `rank`, each once.
func requireAxes(
  _ axes: [Int], of rank: Int, _ name: StaticString, ascending: Bool = true
) throws(OperatorError) {
  for (position, axis) in axes.enumerated() {
    let isNew =
      ascending ? position == 0 || axis > axes[position - 1] : !axes[..<position].contains(axis)
    guard axis >= 0, axis < rank, isNew else {
      throw OperatorError("\(name) has \(axis), which is no axis of \(rank), or not in its place")
    }
  }
}
