// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of what changes how elements lie; the elements of a few integers move along.

extension ShapeOf: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[operands.sizes(0).map { Size($0.count) }]]
  }

  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    operands.sizes(0).map { [$0] }
  }
}

extension Rank: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[]]
  }

  package func resultElements(_ operands: SizeOperands) -> [OpenShape]? {
    operands.sizes(0).map { [[Size($0.count)]] }
  }
}

extension BroadcastTo: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.elements(1) ?? operands.unknown(rank: operands.elementCount(ofVector: 1))]
  }
}

extension ExpandDims: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    guard let axis = operands.numbers(1)?.first else {
      return [operands.unknown(rank: input.count + 1)]
    }
    var result: OpenShape = input
    let place = axis < 0 ? axis + input.count + 1 : axis
    guard (0...input.count).contains(place) else {
      throw OperatorError(
        "axis \(axis) is out of range: allowed \(-input.count - 1) to \(input.count)")
    }
    result.insert(1, at: place)
    return [result]
  }
}

extension Squeeze: MovingOperator {
  /// Without axes, those of size 1 vanish: where a size may be 1, the rank is open.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    guard !axes.isEmpty else {
      let isOpen = input.contains { $0.number == nil && $0.range.contains(1) }
      return [isOpen ? nil : input.filter { $0 != 1 }]
    }
    var isRemoved = [Bool](repeating: false, count: input.count)
    for axis in axes {
      let resolved = try checkedAxis(axis, of: input)
      guard input[resolved].range.contains(1) else {
        throw OperatorError("axis \(axis) of \(text(of: input)) is not 1")
      }
      isRemoved[resolved] = true
    }
    return [zip(input, isRemoved).filter { !$0.1 }.map { $0.0 }]
  }
}

extension Transpose: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0), let permutation = operands.numbers(1) else {
      let rank = operands.sizes(0)?.count ?? operands.elementCount(ofVector: 1)
      return [operands.unknown(rank: rank)]
    }
    guard permutation.count == input.count else {
      throw OperatorError(
        "'permutation' has \(permutation.count) elements, must have \(input.count)")
    }
    var result: OpenShape = []
    for axis in permutation { result.append(input[try checkedAxis(axis, of: input)]) }
    return [result]
  }
}

extension ReverseV2: ShapeKeepingOperator, MovingOperator {
  package var sizeOperands: [Int] { [1] }
}

extension Tile: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else {
      return [operands.unknown(rank: operands.elementCount(ofVector: 1))]
    }
    guard let multiples = operands.elements(1) else {
      return [operands.unknown(rank: input.count)]
    }
    guard multiples.count == input.count else {
      throw OperatorError(
        "'multiples' has \(multiples.count) elements, must have \(input.count)")
    }
    return [zip(input, multiples).map { $0 * $1 }]
  }
}

// MARK: Several tensors and one

extension Concatenation: MovingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    var result: OpenShape?
    for input in operands.inputs {
      guard let sizes = input?.sizes else { return [nil] }
      guard let known = result else {
        result = sizes
        continue
      }
      let axis = try checkedAxis(axis, of: known)
      guard sizes.count == known.count else {
        throw OperatorError("inputs \(text(of: known)) and \(text(of: sizes)) differ in rank")
      }
      var sum: OpenShape = []
      for other in known.indices {
        if other == axis {
          sum.append(known[other] + sizes[other])
        } else if let size = try? agreed(known[other], sizes[other]) {
          sum.append(size)
        } else {
          throw OperatorError(
            "inputs \(text(of: known)) and \(text(of: sizes)) differ in axis \(other)")
        }
      }
      result = sum
    }
    return [result]
  }
}

extension Pack: MovingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let shape = try operands.agreedShape()[0] else { return [nil] }
    let place = axis < 0 ? axis + shape.count + 1 : axis
    guard (0...shape.count).contains(place) else {
      throw OperatorError("axis \(axis) is out of range for \(text(of: shape))")
    }
    var result = shape
    result.insert(Size(operands.inputs.count), at: place)
    return [result]
  }
}

extension Unpack: MovingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return operands.unknown }
    let place = try checkedAxis(axis, of: input)
    guard input[place].range.contains(count), count == operands.resultCount else {
      throw OperatorError(
        "num is \(count), axis \(axis) of \(text(of: input)), there are "
          + "\(operands.resultCount) outputs")
    }
    var result: OpenShape = input
    result.remove(at: place)
    return Array(repeating: result, count: count)
  }
}

// MARK: Padding

extension Pad: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try paddedSizes(operands)
  }
}

extension PadV2: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try paddedSizes(operands)
  }
}

extension MirrorPad: MovingOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try paddedSizes(operands)
  }
}

extension StablehloPad: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return [nil] }
    return [
      try spacedSizes(input, low: low, high: high, steps: interior.map { $0.axis(plus: 1) })
    ]
  }
}

/// Sizes of what is spread out, and then lengthened or cut at both ends.
///
/// - Throws: if there are not as many numbers as axes.
func spacedSizes(
  _ input: [Size], low: [Int], high: [Int], steps: [Int]
) throws(OperatorError) -> OpenShape {
  guard low.count == input.count, high.count == input.count, steps.count == input.count else {
    throw OperatorError("paddings do not fit the \(input.count) axes of \(text(of: input))")
  }
  var result: OpenShape = []
  for (axis, size) in input.enumerated() {
    var inner: Size? = size
    // Of no elements nothing is spread out, so that an open size gives two expressions.
    if steps[axis] != 1 {
      inner = size.number.flatMap { $0 == 0 ? 0 : (size - 1) * Size(steps[axis]) + 1 }
    }
    result.append(inner + Size(low[axis]) + Size(high[axis]))
  }
  return result
}

/// The sizes of input 0 plus two elements of input 1 each.
private func paddedSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
  guard let input = operands.sizes(0) else { return [nil] }
  guard let paddings = operands.elements(1) else { return [operands.unknown(rank: input.count)] }
  guard paddings.count == 2 * input.count else {
    throw OperatorError(
      "'paddings' has \(paddings.count) elements, must have \(2 * input.count) for "
        + text(of: input))
  }
  return [
    input.indices.map { axis in
      guard let sum = input[axis] + paddings[2 * axis] else { return nil }
      return sum + paddings[2 * axis + 1]
    }
  ]
}

// MARK: Space, depth and batch

extension SpaceToDepth: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    let block = Size(blockSize)
    return [
      [
        input[0], .floorQuotient(input[1], block), .floorQuotient(input[2], block),
        input[3] * block * block,
      ]
    ]
  }
}

extension DepthToSpace: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    let block = Size(blockSize)
    return [
      [input[0], input[1] * block, input[2] * block, .floorQuotient(input[3], block * block)]
    ]
  }
}

extension SpaceToBatchND: SizedOperator {
  package var sizeOperands: [Int] { [1, 2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let blocks = OpenBlocks(operands) else { return [operands.batchShape] }
    var result = blocks.shape
    result[0] = result[0] * .product(blocks.block)
    for (axis, block) in blocks.block.enumerated() {
      let padded = result[axis + 1] + blocks.before[axis] + blocks.after[axis]
      result[axis + 1] = .floorQuotient(padded, block)
    }
    return [result]
  }
}

extension BatchToSpaceND: SizedOperator {
  package var sizeOperands: [Int] { [1, 2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let blocks = OpenBlocks(operands) else { return [operands.batchShape] }
    var result = blocks.shape
    result[0] = .floorQuotient(result[0], .product(blocks.block))
    for (axis, block) in blocks.block.enumerated() {
      result[axis + 1] = result[axis + 1] * block - blocks.before[axis] - blocks.after[axis]
    }
    return [result]
  }
}

extension SizeOperands {
  /// The rank that blocks leave as it is.
  fileprivate var batchShape: OpenShape? {
    unknown(rank: sizes(0)?.count)
  }
}

/// The operands of an operator that exchanges space and batch.
private struct OpenBlocks {
  let shape: OpenShape
  let block: [Size]
  let before: [Size]
  let after: [Size]

  /// Nil where their elements are not known, or do not fit each other.
  init?(_ operands: SizeOperands) {
    guard let shape = operands.sizes(0), let block = operands.elements(1),
      let margins = operands.elements(2), block.count < shape.count,
      margins.count == 2 * block.count
    else { return nil }
    self.shape = shape
    self.block = block
    before = block.indices.map { margins[2 * $0] }
    after = block.indices.map { margins[2 * $0 + 1] }
  }
}
