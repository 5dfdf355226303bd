// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// A pool's windows, of 2 × 2 and stride 1 unless said.
func windows(
  _ height: Int = 2, _ width: Int = 2, stride: (height: Int, width: Int) = (1, 1),
  padding: Padding = .valid
) -> Pooling {
  Pooling(filter: (height, width), stride: stride, padding: padding)
}

/// Rows 0 1 2, 3 4 5 and 6 7 8.
var pooledImage: DirectTensor { tensor((0..<9).map { Float($0) }, [1, 3, 3, 1]) }

/// Expects that a pool refuses windows and images that do not go together.
func expectGeometryRefusals<Operation: PoolingOperator>(
  _: Operation.Type, sourceLocation: SourceLocation = #_sourceLocation
) {
  let cases: [(Pooling, DirectTensor, String)] = [
    (windows(), tensor([1] as [Float], [1, 1, 1]), "must have 4 axes"),
    (windows(), tensor([1] as [Float], [1, 1, 1, 1, 1]), "must have 4 axes"),
    (windows(stride: (0, 1)), pooledImage, "stride 0"),
    (windows(stride: (1, -1)), pooledImage, "stride -1"),
    (windows(0, 2), pooledImage, "window 0 over 3"),
    (windows(2, -1), pooledImage, "window -1 over 3"),
    (windows(4, 1), pooledImage, "window reaches over 4 elements, the input has 3"),
    (windows(1, 4), pooledImage, "window reaches over 4 elements, the input has 3"),
    (windows(32769, 1, padding: .same), pooledImage, "larger than 32768 pixels"),
    (windows(182, 182, padding: .same), pooledImage, "larger than 32768 pixels"),
    (windows(1 << 31 - 1, 1 << 31 - 1, padding: .same), pooledImage, "larger than 32768 pixels"),
  ]
  for (pooling, image, part) in cases {
    expectRefusal(Operation(pooling), [image], part, sourceLocation: sourceLocation)
  }
}

/// Expects that a pool refuses a result of another type, scale or zero point than its image's.
func expectPooledKindRefusals<Operation: PoolingOperator>(
  _: Operation.Type, sourceLocation: SourceLocation = #_sourceLocation
) {
  let operation = Operation(windows(1, 1))
  let types = resultTypes(of: operation)
  for input in types {
    for output in types where output != input {
      expectRefusal(
        operation, types: [input, output], shapes: [[1, 1, 1, 1]],
        "input 0 is \(input.name) but the output is \(output.name)", sourceLocation: sourceLocation)
    }
  }
  expectQuantizationRefusals(
    operation, "input and output must have the same scale and zero point", shape: [1, 1, 1, 1],
    sourceLocation: sourceLocation)
}
