// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteModel.Sparsity {
  /// Writes the elements of a sparse constant to where they are among all of its elements.
  ///
  /// - Parameters:
  ///   - stored: the elements that the file has, as verified (V14).
  ///   - shape: that of the constant.
  ///   - elementByteCount: of whole bytes.
  ///   - target: room for all elements; those that are not stored are left as they are.
  package func spread(
    _ stored: UnsafeRawBufferPointer, shape: [Int], elementByteCount: Int,
    into target: UnsafeMutableRawPointer
  ) {
    guard !shape.contains(0) else { return }
    // The elements below each node of a level start here. There are no more nodes than the file has
    // bytes: those of a dense level are each listed in a later one, or stored.
    var starts = [0]
    for (dimension, step) in zip(dimensions, steps(shape)) {
      var children: [Int] = []
      for (parent, start) in starts.enumerated() {
        switch dimension {
        case .dense(let size):
          for index in 0..<size { children.append(start + index * step) }
        case .compressed(let segments, let indices):
          for place in segments[parent]..<segments[parent + 1] {
            children.append(start + indices[place] * step)
          }
        }
      }
      starts = children
    }
    for (element, start) in starts.enumerated() {
      (target + start * elementByteCount).copyMemory(
        from: stored.baseAddress! + element * elementByteCount, byteCount: elementByteCount)
    }
  }

  /// How many elements lie between neighbours of each level.
  private func steps(_ shape: [Int]) -> [Int] {
    var ofAxes = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      ofAxes[axis] = ofAxes[axis + 1] * shape[axis + 1]
    }
    var steps = [Int](repeating: 0, count: traversalOrder.count)
    // Blocks are parts of their axes, which then step over all of a block.
    for level in traversalOrder.indices.reversed() where traversalOrder[level] >= shape.count {
      guard case .dense(let size) = dimensions[level] else { continue }
      let axis = blockMap[traversalOrder[level] - shape.count]
      steps[level] = ofAxes[axis]
      ofAxes[axis] *= size
    }
    for level in traversalOrder.indices where traversalOrder[level] < shape.count {
      steps[level] = ofAxes[traversalOrder[level]]
    }
    return steps
  }
}
