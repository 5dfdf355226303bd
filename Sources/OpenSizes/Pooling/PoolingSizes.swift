// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of pooled and of resized pictures.

extension Pooling {
  func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [
      [
        input[0],
        windowCount(input[1], window: Size(filterHeight), stride: strideHeight, padding: padding),
        windowCount(input[2], window: Size(filterWidth), stride: strideWidth, padding: padding),
        input[3],
      ]
    ]
  }
}

extension AveragePool2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try pooling.resultSizes(operands)
  }
}

extension L2Pool2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try pooling.resultSizes(operands)
  }
}

extension MaxPool2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try pooling.resultSizes(operands)
  }
}

extension ResizeBilinear: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try resizedSizes(operands)
  }
}

extension ResizeNearestNeighbor: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    try resizedSizes(operands)
  }
}

private func resizedSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
  let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
  let size: OpenShape = operands.elements(1) ?? [nil, nil]
  guard size.count == 2 else {
    throw OperatorError("'size' has \(size.count) elements, must have 2")
  }
  return [[input[0], size[0], size[1], input[3]]]
}
