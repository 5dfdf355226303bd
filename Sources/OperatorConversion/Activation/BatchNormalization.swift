// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Batch normalization with trained statistics, as a product and a sum for each channel.
///
/// `y = x · m + a` with `m = γ / √(σ² + ε)` and `a = β − μ · m`; `m` and `a` are computed when
/// constants are folded.
enum BatchNormalization: TensorFlowConversion {
  static let tensorFlowNames = ["FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    guard try !node.bool("is_training", default: true) else {
      throw node.error(
        "normalizes by the statistics of the batch; save the model for inference (training=False)")
    }
    let format = try node.string("data_format", default: "NHWC")
    guard format == "NHWC" || format == "NCHW" else {
      throw node.error("data_format \(format) is not supported, use NHWC")
    }
    let (gamma, beta) = (try node.input(1), try node.input(2))
    let (mean, variance) = (try node.input(3), try node.input(4))
    // TensorFlow's default is 0.0001, and cuDNN's least is 1.001e-5.
    let epsilon = try legalizer.constant(
      scalar: node.float("epsilon", default: 0.0001), type: .float32)
    let shifted = try legalizer.emit(.add(Add()), variance, epsilon)
    let inverse = try legalizer.emit(.rsqrt(Rsqrt()), shifted)
    var factor = try legalizer.emit(.mul(Mul()), gamma, inverse)
    let offset = try legalizer.emit(.mul(Mul()), mean, factor)
    var addend = try legalizer.emit(.sub(Sub()), beta, offset)
    if format == "NCHW" {
      factor = try legalizer.reshaped(factor, to: [-1, 1, 1])
      addend = try legalizer.reshaped(addend, to: [-1, 1, 1])
    }
    let product = try legalizer.emit(.mul(Mul()), node.input(0), factor)
    let result = try legalizer.emit(.add(Add()), product, addend)
    // The other results repeat the statistics, for training only.
    return [result] + (1..<max(node.resultCount, 1)).map { $0 % 2 == 1 ? mean : variance }
  }
}
