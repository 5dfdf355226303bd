// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A function from a tensor to one of the same or of half its size.
typealias ActivationFunction = @Sendable (GraphBuilder, Tensor) throws -> Tensor

/// The functions of `keras.activations` by their names.
enum Activations {
  static func function(_ name: String) -> ActivationFunction? {
    table[name]
  }

  private static let table: [String: ActivationFunction] = [
    "linear": { _, x in x },
    "relu": { b, x in try b.unary("Relu", x) },
    "relu6": { b, x in try b.unary("Relu6", x) },
    "elu": { b, x in try b.unary("Elu", x) },
    "selu": { b, x in try b.unary("Selu", x) },
    "celu": { b, x in try b.celu(x, alpha: 1) },
    "leaky_relu": { b, x in try b.leakyRelu(x, slope: 0.2) },
    "softplus": { b, x in try b.unary("Softplus", x) },
    "softsign": { b, x in try b.unary("Softsign", x) },
    "tanh": { b, x in try b.unary("Tanh", x) },
    "sigmoid": { b, x in try b.unary("Sigmoid", x) },
    "exponential": { b, x in try b.unary("Exp", x) },
    "hard_sigmoid": { b, x in try b.hardSigmoid(x) },
    "hard_tanh": { b, x in try b.minimum(b.maximum(x, -1), 1) },
    "hard_silu": { b, x in try b.multiply(x, b.roundedHardSigmoid(x)) },
    "hard_swish": { b, x in try b.multiply(x, b.roundedHardSigmoid(x)) },
    "hard_shrink": { b, x in try b.hardShrink(x, threshold: 0.5) },
    "soft_shrink": { b, x in try b.softShrink(x, threshold: 0.5) },
    "tanh_shrink": { b, x in try b.subtract(x, b.unary("Tanh", x)) },
    "swish": { b, x in try b.swish(x) },
    "silu": { b, x in try b.swish(x) },
    "gelu": { b, x in try b.gelu(x, isApproximate: false) },
    "mish": { b, x in try b.multiply(x, b.unary("Tanh", b.unary("Softplus", x))) },
    "glu": { b, x in try b.gatedLinear(x, axis: -1) },
    "log_sigmoid": { b, x in try b.unary("Neg", b.unary("Softplus", b.unary("Neg", x))) },
    "sparsemax": { b, x in try b.sparsemax(x, axis: -1) },
    "squareplus": { b, x in try b.squareplus(x, b: 4) },
    "sparse_plus": { b, x in try b.sparsePlus(x) },
    "sparse_sigmoid": { b, x in
      try b.minimum(b.maximum(b.multiply(b.add(x, 1), 0.5), 0), 1)
    },
    "softmax": { b, x in try b.softmax(x) },
    "softmax_v2": { b, x in try b.softmax(x) },
    "log_softmax": { b, x in try b.unary("LogSoftmax", x) },
    "log_softmax_v2": { b, x in try b.unary("LogSoftmax", x) },
  ]
}

extension GraphBuilder {
  func leakyRelu(_ x: Tensor, slope: Double) throws -> Tensor {
    try emit(
      "LeakyRelu", [x], ["T": .type(x.type), "alpha": .float(Float(slope))], shape: x.shape)
  }

  func swish(_ x: Tensor) throws -> Tensor {
    try multiply(x, unary("Sigmoid", x))
  }

  /// `x > 0 ? x : alpha · (exp(x) − 1)`.
  func elu(_ x: Tensor, alpha: Double) throws -> Tensor {
    guard alpha != 1 else { return try unary("Elu", x) }
    let positive = try unary("Relu", x)
    let negative = try unary("Elu", minimum(x, 0))
    return try add(positive, multiply(negative, alpha))
  }

  /// `max(x, 0) + min(alpha · (exp(x / alpha) − 1), 0)`.
  func celu(_ x: Tensor, alpha: Double) throws -> Tensor {
    guard alpha != 1 else { return try unary("Elu", x) }
    let negative = try unary("Elu", multiply(minimum(x, 0), 1 / alpha))
    return try add(unary("Relu", x), multiply(negative, alpha))
  }

  /// Keras 2 has its own slope, Keras 3 that of everybody else.
  func hardSigmoid(_ x: Tensor) throws -> Tensor {
    guard program.kerasVersion < 3 else { return try roundedHardSigmoid(x) }
    return try minimum(maximum(add(multiply(x, 0.2), 0.5), 0), 1)
  }

  /// `relu6(x + 3) / 6`.
  func roundedHardSigmoid(_ x: Tensor) throws -> Tensor {
    try multiply(unary("Relu6", add(x, 3)), 1.0 / 6)
  }

  func hardShrink(_ x: Tensor, threshold: Double) throws -> Tensor {
    let isKept = try comparison("Greater", unary("Abs", x), scalar(threshold))
    return try multiply(x, cast(isKept, to: x.type))
  }

  /// Towards zero by the threshold: `x − clip(x, −threshold, threshold)`.
  func softShrink(_ x: Tensor, threshold: Double) throws -> Tensor {
    try subtract(x, minimum(maximum(x, -threshold), threshold))
  }

  /// `(x + √(x² + b)) / 2`.
  func squareplus(_ x: Tensor, b: Double) throws -> Tensor {
    try multiply(add(x, unary("Sqrt", add(unary("Square", x), b))), 0.5)
  }

  /// 0 up to −1, `(x + 1)² / 4` up to 1, x beyond.
  func sparsePlus(_ x: Tensor) throws -> Tensor {
    let middle = try multiply(unary("Square", add(maximum(x, -1), 1)), 0.25)
    return try select(comparison("Less", x, scalar(1)), middle, x)
  }

  func gatedLinear(_ x: Tensor, axis: Int) throws -> Tensor {
    let halves = try split(x, 2, axis: axis)
    return try multiply(halves[0], unary("Sigmoid", halves[1]))
  }

  func gelu(_ x: Tensor, isApproximate: Bool) throws -> Tensor {
    let half = try multiply(x, 0.5)
    guard isApproximate else {
      let error = try unary("Erf", divide(x, scalar(2.0.squareRoot())))
      return try multiply(half, add(error, 1))
    }
    let cube = try binary("Pow", x, scalar(3))
    let inner = try multiply(add(x, multiply(cube, 0.044715)), (2 / Double.pi).squareRoot())
    return try multiply(half, add(unary("Tanh", inner), 1))
  }

  /// What is positive up to a bound, and a share of the rest.
  func relu(
    _ x: Tensor, slope: Double, maximum bound: Double?, threshold: Double
  ) throws -> Tensor {
    if slope != 0, bound == nil, threshold == 0 { return try leakyRelu(x, slope: slope) }
    var result: Tensor
    if threshold != 0 {
      result = try multiply(x, cast(comparison("Greater", x, scalar(threshold)), to: x.type))
      if let bound { result = try minimum(maximum(result, 0), bound) }
    } else if let bound {
      result =
        bound == 6 ? try unary("Relu6", x) : try minimum(unary("Relu", x), bound)
    } else {
      result = try unary("Relu", x)
    }
    guard slope != 0 else { return result }
    let rest = try unary("Relu", add(unary("Neg", x), threshold))
    return try subtract(result, multiply(rest, slope))
  }
}

extension LayerCall {
  /// The result with the function that a setting names.
  func activated(_ x: Tensor, by key: String = "activation") throws -> Tensor {
    try activation(config[key], default: "linear")(x)
  }

  /// The function that a setting stands for: a name, or a layer.
  func activation(
    _ json: JSON, default fallback: String
  ) throws -> (Tensor) throws -> Tensor {
    let builder = builder
    if json == .null {
      let function = Activations.function(fallback)!
      return { try function(builder, $0) }
    }
    if let inner = json["config"].object, json["class_name"].string != "function" {
      let name = json["class_name"].string ?? ""
      let config = LayerConfig(className: name, name: LayerConfig.snakeCase(name), settings: inner)
      let activation = try Layer(config)
      return { try self.call(activation, on: $0) }
    }
    let name = json.string ?? json["config"].string ?? json["class_name"].string ?? "?"
    guard let function = Activations.function(name) else {
      throw config.error(
        "activation '\(name)' is not known here; save the model with model.export(folder) and "
          + "convert the folder")
    }
    return { try function(builder, $0) }
  }
}

/// Layers that are functions of each element, or of the elements along an axis.
let activationLayers: [LayerKind] = [
  LayerKind(simple: "Activation", mask: .kept) { call, x in
    try call.activated(call.builder.cast(x, to: .float32))
  },
  LayerKind(simple: "ReLU", mask: .kept) { call, x in
    let config = call.config
    let bound = config["max_value"] == .null ? nil : try config.number("max_value")
    return try call.builder.relu(
      call.builder.cast(x, to: .float32), slope: config.number("negative_slope", default: 0),
      maximum: bound, threshold: config.number("threshold", default: 0))
  },
  LayerKind(simple: "LeakyReLU", mask: .kept) { call, x in
    let slope = try call.config.number(
      call.config["negative_slope"] == .null ? "alpha" : "negative_slope", default: 0.3)
    return try call.builder.leakyRelu(x, slope: slope)
  },
  LayerKind(simple: "ELU", mask: .kept) { call, x in
    try call.builder.elu(x, alpha: call.config.number("alpha", default: 1))
  },
  LayerKind(simple: "ThresholdedReLU", mask: .kept) { call, x in
    let isKept = try call.builder.comparison(
      "Greater", x, call.builder.scalar(call.config.number("theta", default: 1)))
    return try call.builder.multiply(x, call.builder.cast(isKept, to: x.type))
  },
  LayerKind(simple: "PReLU", mask: .kept, variables: named("alpha")) {
    call, x in
    let shared =
      call.config["shared_axes"].integers ?? call.config["shared_axes"].integer.map { [$0] }
    let shape: [Int?] = x.shape.enumerated().dropFirst().map { axis, size in
      (shared ?? []).contains(axis) ? 1 : size
    }
    let alpha = try call.weight("alpha", shape)
    let b = call.builder
    let negative = try b.multiply(b.unary("Neg", alpha), b.unary("Relu", b.unary("Neg", x)))
    return try b.add(b.unary("Relu", x), negative)
  },
  LayerKind("Softmax", mask: .kept) { call in
    let x = try call.floatInput()
    let axes = try call.config["axis"].integers ?? [call.config.integer("axis", default: -1)]
    let mask = call.argument(1, "mask")?.tensors.first?.tensor ?? call.inputs.first?.mask
    return [
      MaskedTensor(
        try call.builder.maskedSoftmax(
          x, axes: axes, mask: mask, zeroesMasked: call.builder.program.kerasVersion >= 3))
    ]
  },
]

extension GraphBuilder {
  /// The softmax of what a mask leaves; the mask broadcasts to the numbers.
  ///
  /// - Parameter zeroesMasked: whether what is masked is 0 even where all is.
  func maskedSoftmax(
    _ x: Tensor, axes: [Int], mask: Tensor?, zeroesMasked: Bool = false
  ) throws -> Tensor {
    let result = try softmax(x, axes: axes, mask: mask)
    guard zeroesMasked, let mask else { return result }
    return try multiply(result, cast(mask, to: .float32))
  }

  private func softmax(_ x: Tensor, axes: [Int], mask: Tensor?) throws -> Tensor {
    var numbers = x
    if let mask {
      // As many as a sum of others does not reach in float32, as in Keras.
      let rest = try multiply(subtract(scalar(1), cast(mask, to: .float32)), -1e9)
      numbers = try add(x, rest)
    }
    if axes.count == 1 { return try softmax(numbers, axis: axes[0]) }
    let largest = try reduce("Max", numbers, axes: axes, keepsAxes: true)
    let exponentials = try unary("Exp", subtract(numbers, largest))
    return try divide(exponentials, reduce("Sum", exponentials, axes: axes, keepsAxes: true))
  }
}
