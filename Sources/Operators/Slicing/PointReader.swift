// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Reads rows of an index tensor as places in a tensor.
struct PointReader {
  private let indices: IndexReader
  private let extents: [Int]
  private let strides: [Int]
  /// How many points there are.
  let count: Int
  /// How many elements lie at each.
  let sliceCount: Int

  /// - Parameter indices: `[…, axes]`, with at most as many axes as `shape` has.
  init(_ indices: Operand, into shape: Shape) {
    let rank = indices.shape.rank
    let depth = indices.shape[rank - 1]
    self.indices = IndexReader(indices)
    extents = Array(shape.dimensions[..<depth])
    strides = Array(shape.rowMajorStrides[..<depth])
    count = indices.shape.elementCount(in: 0..<rank - 1)
    sliceCount = shape.elementCount(in: depth..<shape.rank)
  }

  /// The place of the first element at a point.
  ///
  /// - Throws: if an index is outside of its axis.
  func offset(_ point: Int, in tensors: TensorTable) throws(OperatorError) -> Int {
    var offset = 0
    for axis in extents.indices {
      let index = indices.value(point * extents.count + axis, in: tensors)
      guard index >= 0, index < extents[axis] else {
        throw OperatorError(
          "index \(index) is out of range for axis \(axis): allowed 0 to \(extents[axis] - 1)")
      }
      offset += index * strides[axis]
    }
    return offset
  }
}
