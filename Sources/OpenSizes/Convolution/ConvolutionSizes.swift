// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

// Sizes of what convolutions give.

/// How many windows fit, as ``WindowAxis`` counts them; `dilation` and `stride` positive.
func windowCount(
  _ input: Size?, window: Size?, stride: Int, dilation: Int = 1, padding: Padding
) -> Size? {
  switch padding {
  case .same: return .ceilingQuotient(input, stride)
  case .valid:
    let reach = (window - 1) * Size(dilation) + 1
    return .floorQuotient(input - reach, Size(stride)) + 1
  }
}

/// An image of batch, height, width, channels, or a volume, which has a depth before the height.
func checkedImage(_ sizes: OpenShape, rank: Int = 4) throws(OperatorError) -> OpenShape {
  guard sizes.count == rank else {
    throw OperatorError("input is \(text(of: sizes)), must have \(rank) axes")
  }
  return sizes
}

/// A shape of which only the rank is known.
private func unknown(rank: Int) -> OpenShape { Array(repeating: nil, count: rank) }

extension Conv2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let filter: OpenShape = try checkedImage(operands.sizes(1) ?? [nil, nil, nil, nil])
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [
      [
        input[0],
        windowCount(
          input[1], window: filter[1], stride: strideHeight, dilation: dilationHeight,
          padding: padding),
        windowCount(
          input[2], window: filter[2], stride: strideWidth, dilation: dilationWidth,
          padding: padding), filter[0],
      ]
    ]
  }
}

extension DepthwiseConv2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let filter: OpenShape = try checkedImage(operands.sizes(1) ?? [nil, nil, nil, nil])
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [
      [
        input[0],
        windowCount(
          input[1], window: filter[1], stride: strideHeight, dilation: dilationHeight,
          padding: padding),
        windowCount(
          input[2], window: filter[2], stride: strideWidth, dilation: dilationWidth,
          padding: padding), filter[3],
      ]
    ]
  }
}

extension TransposeConv: SizedOperator {
  package var sizeOperands: [Int] { [0] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let weights: OpenShape = try checkedImage(operands.sizes(1) ?? [nil, nil, nil, nil])
    let input: OpenShape = try checkedImage(operands.sizes(2) ?? [nil, nil, nil, nil])
    let shape: OpenShape = operands.elements(0) ?? [nil, nil, nil, nil]
    guard shape.count == 4 else {
      throw OperatorError("'shape' has \(shape.count) elements, must have 4")
    }
    return [[try agreed(shape[0], input[0]), shape[1], shape[2], try agreed(shape[3], weights[0])]]
  }
}

extension Conv3D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let filter = try checkedImage(operands.sizes(1) ?? unknown(rank: 5), rank: 5)
    let input = try checkedImage(operands.sizes(0) ?? unknown(rank: 5), rank: 5)
    var result: OpenShape = [input[0]]
    for axis in 0..<3 {
      result.append(
        windowCount(
          input[axis + 1], window: filter[axis], stride: window.strides[axis],
          dilation: window.dilations[axis], padding: window.padding))
    }
    return [result + [filter[4]]]
  }
}

extension Conv3DTranspose: SizedOperator {
  package var sizeOperands: [Int] { [0] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let weights = try checkedImage(operands.sizes(1) ?? unknown(rank: 5), rank: 5)
    let input = try checkedImage(operands.sizes(2) ?? unknown(rank: 5), rank: 5)
    let shape: OpenShape = operands.elements(0) ?? unknown(rank: 5)
    guard shape.count == 5 else {
      throw OperatorError("'shape' has \(shape.count) elements, must have 5")
    }
    return [
      [try agreed(shape[0], input[0])] + shape[1..<4] + [try agreed(shape[4], weights[3])]
    ]
  }
}
