// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What pools and resizes refuse.
enum PoolingRejections {
  @RejectionTable static var table: [Rejection] {
    geometry(AveragePool2D.self)
    geometry(L2Pool2D.self)
    geometry(MaxPool2D.self)
    mixedKinds(AveragePool2D.self)
    mixedKinds(MaxPool2D.self)
    resizeBilinear
    resizeNearestNeighbor
  }

  /// Windows and images that do not go together.
  private static func geometry<Operation: PoolingOperator>(
    _: Operation.Type, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    let image = zero(.float32, nil, [1, 3, 3, 1])
    let cases: [(Pooling, DirectTensor, String)] = [
      (windows(), zero(.float32, nil, [1, 1, 1]), "must have 4 axes"),
      (windows(), zero(.float32, nil, [1, 1, 1, 1, 1]), "must have 4 axes"),
      (windows(stride: (0, 1)), image, "stride 0"),
      (windows(stride: (1, -1)), image, "stride -1"),
      (windows(0, 2), image, "window 0 over 3"),
      (windows(2, -1), image, "window -1 over 3"),
      (windows(4, 1), image, "window reaches over 4 elements, the input has 3"),
      (windows(1, 4), image, "window reaches over 4 elements, the input has 3"),
      (windows(32769, 1, padding: .same), image, "larger than 32768 pixels"),
      (windows(182, 182, padding: .same), image, "larger than 32768 pixels"),
      (windows(1 << 31 - 1, 1 << 31 - 1, padding: .same), image, "larger than 32768 pixels"),
    ]
    return cases.map { (pooling, image, part) in
      Rejection(.c1, Operation(pooling), [image], part, sourceLocation: sourceLocation)
    }
  }

  /// A result of another type, scale or zero point than its image's.
  private static func mixedKinds<Operation: PoolingOperator>(
    _: Operation.Type, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    let operation = Operation(windows(1, 1))
    let types = Rejection.mixedTypes(
      .c2, operation, shape: [1, 1, 1, 1], sourceLocation: sourceLocation)
    return types
      + Rejection.mixedScales(
        .c2, operation, "input and output must have the same scale and zero point",
        shape: [1, 1, 1, 1], sourceLocation: sourceLocation)
  }

  @RejectionTable private static var resizeBilinear: [Rejection] {
    let pixel = zero(.float32, nil, [1, 1, 1, 1])
    Rejection(.c1, ResizeBilinear(), [zero(.float32), control([1, 1])], "rank 4")
    Rejection(.c2, ResizeBilinear(), [pixel, control([0, 1])], "out of range")
    Rejection(
      .c3, ResizeBilinear(grid: ResizeGrid(alignsCorners: true, hasHalfPixelCenters: true)),
      [pixel, control([1, 1])], "exclude each other")
  }

  @RejectionTable private static var resizeNearestNeighbor: [Rejection] {
    let resize = ResizeNearestNeighbor()
    Rejection(.c1, resize, [zero(.float32, nil, [1, 1, 1]), control([1, 1])], "rank 4")
    Rejection(.c1, resize, [zero(.float32, nil, [1, 0, 1, 1]), control([1, 1])], "pixels")
    let image = zero(.int8, nil, [1, 2, 2, 1])
    Rejection(.c2, resize, [image, control([0, 1])], "size 0 is out of range")
    Rejection(.c2, resize, [image, control([1, -1])], "size -1 is out of range")
    Rejection(.c2, resize, [image, control([1 << 21, 1])], "is out of range")
    Rejection(.c2, resize, [image, control([1])], "must be [2]")
    Rejection(.c2, resize, [image, control([1, 1])], "must be constant", constantInputs: [0])
  }
}
