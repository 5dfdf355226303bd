// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What operators that draw random numbers refuse.
enum RandomRejections {
  @RejectionTable static var table: [Rejection] {
    tensors(RandomUniform(seeds: RandomSeeds()))
    tensors(RandomStandardNormal(seeds: RandomSeeds()))
    multinomial
    randomBits
  }

  @RejectionTable private static func tensors(_ operation: some LiteOperator) -> [Rejection] {
    Rejection(.c1, operation, [control([2], [])], "a shape is a vector")
    Rejection(.c1, operation, [control([2, 2], [1, 2])], "a shape is a vector")
    Rejection(.c1, operation, [control([2, -1])], "not valid")
    Rejection(.c1, operation, [control([1 << 16, 1 << 16])], "not valid")
    Rejection(.c1, operation, [control([2])], "must be constant", constantInputs: [])
  }

  @RejectionTable private static var multinomial: [Rejection] {
    let operation = Multinomial(seeds: RandomSeeds())
    let logits = zero(.float32, nil, [2, 3])
    Rejection(
      .c1, operation, [zero(.float32, nil, [3]), control([1], [])], "a batch of classes")
    Rejection(
      .c1, operation, [zero(.float32, nil, [2, 0]), control([1], [])], "a batch of classes")
    Rejection(.c2, operation, [logits, control([1])], "samples are a scalar")
    Rejection(.c2, operation, [logits, control([-1], [])], "not valid")
    Rejection(.c2, operation, [logits, control([Int(Int32.max)], [])], "not valid")
    Rejection(.c2, operation, [logits, control([1], [])], "must be constant", constantInputs: [0])
  }

  @RejectionTable private static var randomBits: [Rejection] {
    for (algorithm, state) in [
      (.threefry, [1, 2, 3] as [UInt64]), (.philox, [1]), (.default, [1, 2, 3, 4]),
    ] as [(RngAlgorithm, [UInt64])] {
      Rejection(
        .c1, StablehloRngBitGenerator(algorithm, shape: [1]), [tensor(state)],
        "'state' is [\(state.count)]", resultTypes: [.uint64, .int32])
    }
  }
}
