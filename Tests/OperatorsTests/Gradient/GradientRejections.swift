// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// What the operators that training needs refuse.
enum GradientRejections {
  @RejectionTable static var table: [Rejection] {
    activations
    entropies
    arguments
    convolutions
    pools
  }

  private static func floats(_ shape: [Int]) -> DirectTensor { zero(.float32, nil, shape) }

  @RejectionTable private static var activations: [Rejection] {
    Rejection(
      .c1, ActivationGradient(.relu), [floats([2, 3]), floats([3])], "must have the same shape")
    Rejection(.c1, BiasGradient(), [floats([3])], "two axes or more")
    Rejection(.c1, of: BiasGradient.self, "must be NHWC") {
      let options = flexOptions("BiasAddGrad", [("data_format", [18, 4] + Array("NCHW".utf8))])
      let entry = LiteModel.OperatorEntry(
        code: .custom, customCode: BiasGradient.customName, version: 1, inputs: [], outputs: [],
        customOptions: ByteRange(offset: 0, count: options.count))
      _ = try Operator(entry, in: options.span.bytes)
    }
  }

  @RejectionTable private static var entropies: [Rejection] {
    for labels in [[2, 4], [3], [1, 3]] {
      Rejection(
        .c1, SoftmaxCrossEntropy(), [floats([2, 3]), floats(labels)], "[batch, classes]",
        resultTypes: [.float32, .float32])
    }
    for (logits, labels) in [([2, 3], [1, 1]), ([2], [0, 0]), ([2, 3], [0, 0, 0])] {
      Rejection(
        .c1, SparseSoftmaxCrossEntropy(),
        [floats(logits), control(labels, labels == [1, 1] ? [2, 1] : nil)],
        "[batch, classes] and [batch]", resultTypes: [.float32, .float32])
    }
    for label in [-1, 3] {
      Rejection(
        .c2, SparseSoftmaxCrossEntropy(), [floats([2, 3]), control([0, label])],
        "is none of 3 classes", resultTypes: [.float32, .float32])
    }
  }

  @RejectionTable private static var arguments: [Rejection] {
    let types: [ElementType] = [.int32, .int32]
    Rejection(
      .c1, BroadcastGradientArguments(), [control([2]), control([2])], "must be constant",
      resultTypes: types, constantInputs: [])
    for (first, second) in [([2], [3]), ([-1], [1])] {
      Rejection(
        .c2, BroadcastGradientArguments(), [control(first), control(second)], "do not broadcast",
        resultTypes: types)
    }
    Rejection(
      .c2, BroadcastGradientArguments(), [control([2]), tensor([2] as [Int64])], "of one type",
      resultTypes: types)
    Rejection(.c1, InvertPermutation(), [control([0, 1], [1, 2])], "one axis")
    for places in [[0, 0], [2, 0], [-1, 0]] {
      Rejection(.c1, InvertPermutation(), [control(places)], "is twice, or no place of 2")
    }
  }

  @RejectionTable private static var convolutions: [Rejection] {
    let byInput = ConvolutionGradient(.input, padding: .same, stride: (1, 1))
    let byFilter = ConvolutionGradient(.filter, padding: .valid, stride: (2, 2))
    let (filter, gradient) = (floats([3, 3, 2, 4]), floats([1, 5, 5, 4]))
    Rejection(
      .c1, byInput, [control([1, 5, 5, 2]), filter, gradient], "must be constant",
      constantInputs: [])
    Rejection(.c1, byInput, [control([5, 5, 2]), filter, gradient], "must have 4")
    Rejection(.c2, byInput, [control([1, 5, 6, 2]), filter, gradient], "of one convolution")
    Rejection(.c2, byInput, [control([1, 5, 5, 3]), filter, gradient], "of one convolution")
    Rejection(.c2, byInput, [control([1, 5, 5, 2]), floats([3, 3, 2]), gradient], "four axes")
    Rejection(
      .c2, byFilter, [floats([1, 2, 5, 2]), control([3, 3, 2, 4]), gradient], "reaches over 3")
    Rejection(
      .c2, ConvolutionGradient(.depthwiseInput, padding: .same, stride: (1, 1)),
      [control([1, 5, 5, 4]), filter, gradient], "of one convolution")
    Rejection(
      .c2, ConvolutionGradient(.input, padding: .same, stride: (0, 1)),
      [control([1, 5, 5, 2]), filter, gradient], "is not positive")
  }

  @RejectionTable private static var pools: [Rejection] {
    let pooling = Pooling(filter: (2, 2), stride: (2, 2), padding: .valid)
    let (image, small) = (floats([1, 4, 4, 1]), floats([1, 2, 2, 1]))
    Rejection(
      .c1, PoolGradient(.average, pooling), [control([1, 4, 4, 1]), small], "must be constant",
      constantInputs: [])
    Rejection(.c1, PoolGradient(.average, pooling), [control([4, 4, 1]), small], "must have 4")
    Rejection(.c2, PoolGradient(.max, pooling), [image, small, image], "of the pool's result")
    Rejection(
      .c2, PoolGradient(.average, pooling), [control([1, 4, 6, 1]), small], "of the pool's result")
    let wide = Pooling(filter: (1 << 9, 1 << 9), stride: (4, 4), padding: .same)
    Rejection(
      .c2, PoolGradient(.max, wide), [image, floats([1, 1, 1, 1]), floats([1, 1, 1, 1])], "32768")
  }
}
