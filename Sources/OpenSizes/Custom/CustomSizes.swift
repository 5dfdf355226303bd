// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

// Sizes of what custom operators give.

extension AudioSpectrogram: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = operands.sizes(0) ?? [nil, nil]
    guard input.count == 2, stride > 0 else { return [nil] }
    let count = Size.floorQuotient(input[0] - Size(windowSize) + Size(stride), Size(stride))
    return [[input[1], .maximum(count, 0), Size(length / 2 + 1)]]
  }
}

extension Convolution2DTransposeBias: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let weights: OpenShape = try checkedImage(operands.sizes(1) ?? [nil, nil, nil, nil])
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [
      [
        input[0], spread(input[1], weights[1], strideHeight),
        spread(input[2], weights[2], strideWidth), weights[0],
      ]
    ]
  }

  private func spread(_ input: Size?, _ window: Size?, _ stride: Int) -> Size? {
    guard stride > 0 else { return nil }
    let full = (input - 1) * Size(stride) + window
    if padding == .valid { return full }
    return full - .maximum(window - 1 - .floorRemainder(input - 1, Size(stride)), 0)
  }
}

extension DetectionPostProcess: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let count = Size(maxDetections.saturatingProduct(maxClassesPerDetection))
    return [[1, count, 4], [1, count], [1, count], [1]]
  }
}

extension Landmarks2TransformMatrix: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [[1, 4, 4]]
  }
}

extension MaxPoolingWithArgmax2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let sizes = try pooling.resultSizes(operands)[0]
    return [sizes, sizes]
  }
}

extension MaxUnpooling2D: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [
      [
        input[0], input[1] * Size(pooling.filterHeight), input[2] * Size(pooling.filterWidth),
        input[3],
      ]
    ]
  }
}

extension Mfcc: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = operands.sizes(0) ?? [nil, nil, nil]
    return input.count == 3 ? [[input[0], input[1], Size(coefficientCount)]] : [nil]
  }
}

extension TransformLandmarks: ShapeKeepingOperator {}

extension TransformTensorBilinear: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    let input: OpenShape = try checkedImage(operands.sizes(0) ?? [nil, nil, nil, nil])
    return [[1, Size(height), Size(width), input[3]]]
  }
}
