// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteVerifier {
  /// V14. A sparse constant is a tree: one level per dimension and one per block dimension, in
  /// the traversal order. A dense level has all its indices below each parent; a compressed one
  /// says which: `segments[p]..<segments[p + 1]` are the places of parent p's children in
  /// `indices`. The leaves are the elements that the buffer holds.
  func checkSparsity(
    _ sparsity: LiteModel.Sparsity, of tensor: LiteModel.Tensor
  ) throws(FormatError) {
    let rank = tensor.shape.count
    let levelCount = rank + sparsity.blockMap.count
    guard sparsity.dimensions.count == levelCount,
      isPermutation(sparsity.traversalOrder, count: levelCount)
    else {
      throw FormatError(  // V14
        "sparse with \(sparsity.dimensions.count) levels in the order "
          + "\(Shape(sparsity.traversalOrder).description), its dimensions and blocks are "
          + "\(levelCount)")
    }
    let sizes = try levelSizes(sparsity, of: tensor)
    var parentCount = 1
    for (level, dimension) in sparsity.dimensions.enumerated() {
      do throws(FormatError) {
        parentCount = try childCount(
          of: parentCount, dimension, size: sizes[sparsity.traversalOrder[level]])
      } catch {
        throw error.inside("sparse level \(level)")
      }
    }
    let byteCount = model.buffers[tensor.buffer].count
    guard let needed = tensor.type.byteCount(of: parentCount), needed == byteCount else {  // V14
      throw FormatError("sparse with \(parentCount) elements in \(byteCount) bytes")
    }
  }

  private func isPermutation(_ order: [Int], count: Int) -> Bool {
    var seen = [Bool](repeating: false, count: count)
    for index in order {
      guard index >= 0, index < count, !seen[index] else { return false }
      seen[index] = true
    }
    return order.count == count
  }

  /// The number of indices along each dimension, counted in blocks, and inside of each block.
  private func levelSizes(
    _ sparsity: LiteModel.Sparsity, of tensor: LiteModel.Tensor
  ) throws(FormatError) -> [Int] {
    let rank = tensor.shape.count
    var sizes = tensor.shape + [Int](repeating: 0, count: sparsity.blockMap.count)
    for (level, index) in sparsity.traversalOrder.enumerated() where index >= rank {
      let axis = sparsity.blockMap[index - rank]
      guard axis >= 0, axis < rank, case .dense(let size) = sparsity.dimensions[level], size > 0,
        sizes[axis] % size == 0
      else {  // V14
        throw FormatError(
          "sparse with blocks that do not divide axis \(axis) of "
            + Shape(tensor.shape).description)
      }
      sizes[index] = size
      sizes[axis] /= size
    }
    return sizes
  }

  /// How many nodes a level has below `parentCount` nodes.
  private func childCount(
    of parentCount: Int, _ dimension: LiteModel.SparseDimension, size: Int
  ) throws(FormatError) -> Int {
    switch dimension {
    case .dense(let found):
      guard found == size else {  // V14
        throw FormatError("dense with \(found) indices, allowed are \(size)")
      }
      let (count, overflow) = parentCount.multipliedReportingOverflow(by: size)
      if overflow { throw FormatError("too many elements") }  // V14
      return count
    case .compressed(let segments, let indices):
      guard parentCount < Int.max, segments.count == parentCount + 1, segments.first == 0,
        segments.last == indices.count
      else {  // V14
        throw FormatError(
          "\(segments.count) segments for \(parentCount) parents and \(indices.count) indices")
      }
      for index in 1..<segments.count where segments[index] < segments[index - 1] {  // V14
        throw FormatError("segment \(index) ends before it starts")
      }
      for index in indices where index < 0 || index >= size {  // V14
        throw FormatError("index \(index), allowed are 0 to \(size - 1)")
      }
      return indices.count
    }
  }
}
