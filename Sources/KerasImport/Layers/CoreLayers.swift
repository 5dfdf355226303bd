// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The weights of layers that may have a bias.
func kernelAndBias(_ config: LayerConfig) throws -> [LayerVariable] {
  LayerVariable.list(
    "kernel", adapted: config, behind: try config.bool("use_bias", default: true) ? ["bias"] : [])
}

/// Weights that a layer has whatever its settings are.
func named(_ names: String...) -> @Sendable (LayerConfig) throws -> [LayerVariable] {
  { _ in LayerVariable.list(names) }
}

/// The kernel of a sum of products, and a bias along axes.
private func kernelAndBiasAlongAxes(_ config: LayerConfig) -> [LayerVariable] {
  LayerVariable.list(
    "kernel", adapted: config, behind: config["bias_axes"] == .null ? [] : ["bias"])
}

private func embeddings(_ config: LayerConfig) -> [LayerVariable] {
  LayerVariable.list("embeddings", adapted: config, behind: [])
}

/// Dense layers, embeddings, and those that only training knows.
let coreLayers: [LayerKind] = [
  LayerKind("InputLayer", mask: .kept) { call in call.inputs },
  LayerKind(
    "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianDropout",
    "GaussianNoise", "AlphaDropout", "ActivityRegularization", "Identity", mask: .kept
  ) { call in call.inputs.map { MaskedTensor($0.tensor) } },
  LayerKind("Dense", mask: .kept, variables: kernelAndBias) { call in
    [MaskedTensor(try denseLayer(call))]
  },
  LayerKind(
    "EinsumDense", mask: .kept,
    variables: kernelAndBiasAlongAxes
  ) { call in [MaskedTensor(try einsumDense(call))] },
  LayerKind("Embedding", mask: .own, variables: embeddings) { call in [try embedding(call)] },
  LayerKind("Masking", mask: .own) { call in [try masking(call)] },
]

private func denseLayer(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let units = try call.config.integer("units")
  guard x.rank >= 2 else { throw call.config.error("its input has rank \(x.rank), needs 2") }
  let kernel = try call.weight("kernel", [x.shape[x.rank - 1], units])
  var result = try call.builder.dense(x, kernel)
  if try call.config.bool("use_bias", default: true) {
    result = try call.builder.biasAdd(result, call.weight("bias", [units]))
  }
  return try call.activated(result)
}

private func einsumDense(_ call: LayerCall) throws -> Tensor {
  let x = try call.floatInput()
  let equation = try call.config.string("equation")
  guard let term = equation.split(separator: ",").last?.split(separator: "-").first else {
    throw call.config.error("equation '\(equation)' is not one of two operands")
  }
  let rank = term.count { $0 != " " }
  let kernel = try call.weight("kernel", Array(repeating: nil, count: rank), isScaled: false)
  var result = try call.builder.einsum(equation, [x, kernel])
  if let scale = call.layer.weights["kernel_scale"], call.config.isInt8 {
    // The scales of whole-number weights are those of the results.
    result = try call.builder.divide(
      result, call.weight("kernel_scale", scale.shape.map { $0 }))
  }
  if let axes = call.config["bias_axes"].string {
    let output = equation.split(separator: ">").last.map { Array($0.filter { $0 != " " }) } ?? []
    let labels = output.filter { $0 != "." }
    // The bias has an axis for each of its labels, and one of size 1 behind the first of them.
    let first = labels.firstIndex { axes.contains($0) } ?? labels.count
    let bias = try call.array(
      "bias", Array(repeating: nil, count: labels.count - first).map { $0 })
    result = try call.builder.add(
      result, call.builder.constant(bias, name: "\(call.builder.scope)/bias"))
  }
  return try call.activated(result)
}

private func embedding(_ call: LayerCall) throws -> MaskedTensor {
  let x = try call.input()
  let b = call.builder
  let table = try call.weight(
    "embeddings", [call.config["input_dim"].integer, try call.config.integer("output_dim")])
  let indices = x.type == .int64 ? x : b.cast(x, to: .int32)
  let result = try b.gather(table, indices, axis: 0)
  let zero = b.scalar(0, like: x)
  let mask =
    try call.config.bool("mask_zero", default: false)
    ? try b.comparison("NotEqual", x, zero) : nil
  return MaskedTensor(result, mask: mask)
}

private func masking(_ call: LayerCall) throws -> MaskedTensor {
  let x = try call.floatInput()
  let b = call.builder
  let value = b.scalar(try call.config.number("mask_value", default: 0))
  let differs = try b.comparison("NotEqual", x, value)
  let mask = try b.reduce("Any", differs, axes: [-1], keepsAxes: true)
  return MaskedTensor(
    try b.multiply(x, b.cast(mask, to: .float32)), mask: try b.squeeze(mask, axes: [-1]))
}

/// Layers whose meaning is not in the file, or that work on texts.
let refusedLayers: [LayerKind] = [
  LayerKind("Lambda") { call in
    throw call.config.error(
      "its function is Python code, which is not converted from a file; save the model with "
        + "model.export(folder) and convert the folder, or use a layer of keras.layers instead")
  },
  LayerKind(
    "TextVectorization", "Hashing", "HashedCrossing", "FeatureSpace"
  ) { call in
    throw call.config.error(
      "it works on texts, which .tflite files have no operators for; save the model "
        + "without it, as keras.Model(layer.output, model.output), and apply it to the data before")
  },
]
