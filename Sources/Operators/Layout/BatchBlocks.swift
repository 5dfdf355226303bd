// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// How blocks of positions along some axes lie as images of a larger batch.
///
/// Position `s · block + offset − before` of the image is position `s` of the batch's image
/// number `offset`, for each axis that has blocks.
struct BatchBlocks {
  /// The most blocks that are worth a copy each.
  static let countLimit = 1 << 16

  /// What keeping the copy of one block takes, about.
  static let copyByteCount = 512

  /// Elements along each axis that has blocks; these are axes 1, 2, ….
  let block: [Int]
  /// Elements of padding, or of cropping, before each of them.
  let before: [Int]
  let after: [Int]

  /// - Parameter margins: a row for each axis that has blocks: elements before and after.
  /// - Throws: if an operand is not constant, does not fit `shape`, or has an element that is
  ///   negative, or for blocks 0.
  init(
    block: Operand, margins: Operand, shape: Shape, _ name: StaticString
  ) throws(OperatorError) {
    guard block.shape.rank == 1, block.shape[0] >= 1, block.shape[0] < shape.rank else {
      throw OperatorError(
        "'block_shape' is \(block.shape.description), must have 1 to \(shape.rank - 1) elements")
    }
    let count = block.shape[0]
    self.block = try block.knownIntegers("block_shape")
    guard margins.shape == Shape([count, 2]) else {
      throw OperatorError("'\(name)' is \(margins.shape.description), must be [\(count), 2]")
    }
    let values = try margins.knownIntegers(name)
    before = (0..<count).map { values[2 * $0] }
    after = (0..<count).map { values[2 * $0 + 1] }
    var product = 1
    for size in self.block {
      guard size >= 1, size <= Self.countLimit else {
        throw OperatorError("block \(size) is out of range: allowed 1 to \(Self.countLimit)")
      }
      product *= size
      guard product <= Self.countLimit else {
        throw OperatorError("there are more than \(Self.countLimit) blocks")
      }
    }
    for value in values where value < 0 || value > Int(Int32.max) {
      throw OperatorError("'\(name)' has \(value), which is out of range")
    }
  }

  var count: Int { block.reduce(1, *) }

  /// One box for each block that has elements: its walk in the image, and in the batch.
  ///
  /// - Parameter image: the tensor whose positions are in blocks, without margins.
  /// - Parameter batch: the tensor with a multiple of its images.
  func boxes(
    image: Operand, batch: Operand
  ) -> [(extents: [Int], image: CopySide, batch: CopySide)] {
    guard image.elementCount > 0, batch.elementCount > 0 else { return [] }
    var strides = image.shape.rowMajorStrides
    for axis in block.indices { strides[axis + 1] *= block[axis] }
    var boxes: [(extents: [Int], image: CopySide, batch: CopySide)] = []
    for number in 0..<count {
      guard let box = box(number, image.shape, batch.shape) else { continue }
      let start = CopySide(image, from: box.imageStart).offset
      boxes.append(
        (
          box.extents, CopySide(.slot(image.slot), offset: start, strides: strides),
          CopySide(batch, from: box.batchStart)
        ))
    }
    return boxes
  }

  private func box(
    _ number: Int, _ image: Shape, _ batch: Shape
  ) -> (extents: [Int], imageStart: [Int], batchStart: [Int])? {
    var extents = image.dimensions
    var imageStart = [Int](repeating: 0, count: image.rank)
    var batchStart = imageStart
    batchStart[0] = number * image[0]
    var rest = number
    for axis in block.indices.reversed() {
      let offset = rest % block[axis]
      rest /= block[axis]
      let position = axis + 1
      let first = max(0, (before[axis] - offset + block[axis] - 1) / block[axis])
      let start = first * block[axis] + offset - before[axis]
      guard start < image[position] else { return nil }
      let count = min(
        (image[position] - 1 - start) / block[axis] + 1, batch[position] - first)
      guard count > 0 else { return nil }
      extents[position] = count
      imageStart[position] = start
      batchStart[position] = first
    }
    return (extents, imageStart, batchStart)
  }
}
