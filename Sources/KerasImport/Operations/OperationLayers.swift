// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// What an operation computes.
typealias OperationBody = @Sendable (LayerCall) throws -> [Tensor]

/// What operations of some names, of `keras.ops` and of TensorFlow, compute.
typealias OperationRow = (names: [String], body: OperationBody)

/// An operation of one tensor.
///
/// - Parameter isReal: whether it is computed in float32, of whole numbers as well.
private func unary(_ operation: String, isReal: Bool = false) -> OperationBody {
  { call in
    var x = try call.operand(0, "x", "features", "a", "input")
    if isReal, x.type != .complex64 { x = call.builder.cast(x, to: .float32) }
    return [try call.builder.unary(operation, x)]
  }
}

/// An operation of one tensor that is computed in float32.
private func function(_ name: String) -> OperationBody {
  { call in
    let x = try call.builder.cast(call.operand(0, "x", "features"), to: .float32)
    return [try Activations.function(name)!(call.builder, x)]
  }
}

private func binary(_ operation: String) -> OperationBody {
  { call in
    let (x, y) = try call.operands(["x1", "x", "a"], ["x2", "y", "b"])
    return [try call.builder.binary(operation, x, y)]
  }
}

private func comparison(_ operation: String) -> OperationBody {
  { call in
    let (x, y) = try call.operands(["x1", "x"], ["x2", "y"])
    return [try call.builder.comparison(operation, x, y)]
  }
}

private func logical(_ operation: String) -> OperationBody {
  { call in
    let (x, y) = try call.operands(["x1", "x"], ["x2", "y"])
    let b = call.builder
    return [
      try b.emit(
        operation, [b.cast(x, to: .bool), b.cast(y, to: .bool)], type: .bool,
        shape: b.broadcast(x.shape, y.shape))
    ]
  }
}

/// Operations of each element, by the names of `keras.ops` and of TensorFlow.
private let elementwise: [OperationRow] = [
  (["Add", "math.add", "add", "__operators__.add"], binary("AddV2")),
  (["Subtract", "math.subtract", "subtract"], binary("Sub")),
  (["Multiply", "math.multiply", "multiply"], binary("Mul")),
  (
    ["math.add_n"],
    { call in
      guard let first = call.inputs.first else { throw call.config.error("it adds nothing") }
      return [
        try call.inputs.dropFirst().reduce(first.tensor) { try call.builder.add($0, $1.tensor) }
      ]
    }
  ),
  (
    ["Divide", "TrueDivide", "math.divide", "math.truediv", "divide", "truediv"],
    { call in
      let (x, y) = try call.operands(["x1", "x"], ["x2", "y"])
      let b = call.builder
      return [try b.divide(b.cast(x, to: .float32), b.cast(y, to: .float32))]
    }
  ),
  (["DivideNoNan", "math.divide_no_nan"], binary("DivNoNan")),
  (["FloorDivide", "math.floordiv", "compat.v1.floor_div", "floor_div"], binary("FloorDiv")),
  (["Mod", "Remainder", "math.floormod", "math.mod"], binary("FloorMod")),
  (["Power", "math.pow", "pow"], binary("Pow")),
  (["Maximum", "math.maximum", "maximum"], binary("Maximum")),
  (["Minimum", "math.minimum", "minimum"], binary("Minimum")),
  (["SquaredDifference", "math.squared_difference"], binary("SquaredDifference")),
  (["Equal", "math.equal"], comparison("Equal")),
  (["NotEqual", "math.not_equal"], comparison("NotEqual")),
  (["Greater", "math.greater"], comparison("Greater")),
  (["GreaterEqual", "math.greater_equal"], comparison("GreaterEqual")),
  (["Less", "math.less"], comparison("Less")),
  (["LessEqual", "math.less_equal"], comparison("LessEqual")),
  (["LogicalAnd", "math.logical_and"], logical("LogicalAnd")),
  (["LogicalOr", "math.logical_or"], logical("LogicalOr")),
  (
    ["LogicalNot", "math.logical_not"],
    { call in
      let x = call.builder.cast(try call.operand(0, "x"), to: .bool)
      return [try call.builder.emit("LogicalNot", [x], type: .bool, shape: x.shape)]
    }
  ),
  (
    ["Absolute", "Abs", "math.abs", "abs"],
    { call in
      let x = try call.operand(0, "x")
      return [
        x.type == .complex64
          ? try call.builder.real(x, "ComplexAbs") : try call.builder.unary("Abs", x)
      ]
    }
  ),
  (["Negative", "math.negative", "negative"], unary("Neg")),
  (["Exp", "math.exp", "exp"], unary("Exp", isReal: true)),
  (["Expm1", "math.expm1"], unary("Expm1", isReal: true)),
  (["Log", "math.log"], unary("Log", isReal: true)),
  (["Log1p", "math.log1p"], unary("Log1p", isReal: true)),
  (["Sqrt", "math.sqrt", "sqrt"], unary("Sqrt", isReal: true)),
  (["Rsqrt", "math.rsqrt"], unary("Rsqrt", isReal: true)),
  (["Square", "math.square", "square"], unary("Square")),
  (["Sin", "math.sin", "sin"], unary("Sin", isReal: true)),
  (["Cos", "math.cos", "cos"], unary("Cos", isReal: true)),
  (["Tan", "math.tan"], unary("Tan", isReal: true)),
  (["Sinh", "math.sinh"], unary("Sinh", isReal: true)),
  (["Cosh", "math.cosh"], unary("Cosh", isReal: true)),
  (
    ["Arctan2", "math.atan2"],
    { call in
      let (x, y) = try call.operands(["x1", "y"], ["x2", "x"])
      return [try call.builder.binary("Atan2", x, y)]
    }
  ),
  (["Floor", "math.floor", "floor"], unary("Floor", isReal: true)),
  (["Ceil", "math.ceil"], unary("Ceil", isReal: true)),
  (["Round", "math.round", "round"], { [try $0.rounded()] }),
  (["Sign", "math.sign", "sign"], unary("Sign")),
  (["Erf", "math.erf"], unary("Erf", isReal: true)),
  (["Reciprocal", "math.reciprocal"], unary("Reciprocal", isReal: true)),
  (
    ["ZerosLike", "zeros_like"],
    { [$0.typed(try $0.builder.unary("ZerosLike", $0.operand(0, "x", "input")))] }
  ),
  (
    ["OnesLike", "ones_like"],
    { [$0.typed(try $0.builder.unary("OnesLike", $0.operand(0, "x", "input")))] }
  ),
  (
    ["StopGradient", "stop_gradient", "identity", "Copy", "ensure_shape", "convert_to_tensor"],
    { call in [try call.operand(0, "x", "input", "variable")] }
  ),
  (
    ["Cast", "cast", "compat.v1.cast"],
    { call in
      let name = call.option(1, "dtype").string ?? ""
      guard let type = ElementType(kerasName: name) else {
        throw call.config.error("type '\(name)' is not known")
      }
      return [call.builder.cast(try call.operand(0, "x"), to: type)]
    }
  ),
  (
    ["Clip", "clip_by_value"],
    { call in
      let x = try call.operand(0, "x", "t")
      let b = call.builder
      func bound(_ position: Int, _ names: [String]) throws -> Tensor {
        for name in names {
          if call.argument(position, name) != nil {
            return try call.operand(position, name, like: x)
          }
          if let number = call.config[name].number { return b.scalar(number, like: x) }
        }
        throw call.config.error("its bounds are not in the file")
      }
      let least = try bound(1, ["x_min", "clip_value_min"])
      return [try b.minimum(b.maximum(x, least), bound(2, ["x_max", "clip_value_max"]))]
    }
  ),
  (
    ["Where", "where", "compat.v1.where"],
    { call in
      let b = call.builder
      let condition = b.cast(try call.operand(0, "condition"), to: .bool)
      let tensors = [
        call.argument(1, "x1") ?? call.argument(1, "x"),
        call.argument(2, "x2") ?? call.argument(2, "y"),
      ]
      .compactMap { $0?.tensors.first?.tensor }
      let x = try call.operand(1, "x1", "x", like: tensors.first)
      let y = try call.operand(2, "x2", "y", like: tensors.first ?? x)
      return [try b.select(condition, x, y)]
    }
  ),
]

/// Activation functions, by the names of `keras.ops` and of TensorFlow.
private let activations: [OperationRow] = [
  (["Relu", "nn.relu"], function("relu")),
  (["Relu6", "nn.relu6"], function("relu6")),
  (["Sigmoid", "math.sigmoid", "nn.sigmoid"], function("sigmoid")),
  (["Tanh", "math.tanh", "nn.tanh"], function("tanh")),
  (["Softplus", "math.softplus", "nn.softplus"], function("softplus")),
  (["Softsign", "nn.softsign"], function("softsign")),
  (["Silu", "nn.silu", "nn.swish"], function("silu")),
  (["LogSigmoid", "math.log_sigmoid"], function("log_sigmoid")),
  (["HardSigmoid"], function("hard_sigmoid")),
  (["HardSilu"], function("hard_silu")),
  (["HardTanh"], function("hard_tanh")),
  (["TanhShrink"], function("tanh_shrink")),
  (["SparsePlus"], function("sparse_plus")),
  (["SparseSigmoid"], function("sparse_sigmoid")),
  (["Selu", "nn.selu"], function("selu")),
  (
    ["Elu", "nn.elu"],
    { call in
      let alpha = call.option(1, "alpha").number ?? 1
      return [try call.builder.elu(call.operand(0, "x", "features"), alpha: alpha)]
    }
  ),
  (
    ["Celu"],
    { call in
      [try call.builder.celu(call.operand(0, "x"), alpha: call.option(1, "alpha").number ?? 1)]
    }
  ),
  (
    ["LeakyRelu", "nn.leaky_relu"],
    { call in
      let slope = call.option(1, "negative_slope", "alpha").number ?? 0.2
      return [try call.builder.leakyRelu(call.operand(0, "x", "features"), slope: slope)]
    }
  ),
  (
    ["Gelu", "nn.gelu"],
    { call in
      let fallback = call.config.isOperation
      let isApproximate = call.option(1, "approximate").bool ?? fallback
      return [try call.builder.gelu(call.operand(0, "x", "features"), isApproximate: isApproximate)]
    }
  ),
  (
    ["Glu"],
    { call in
      [
        try call.builder.gatedLinear(
          call.operand(0, "x"), axis: call.option(1, "axis").integer ?? -1)
      ]
    }
  ),
  (
    ["HardShrink"],
    { call in
      [
        try call.builder.hardShrink(
          call.operand(0, "x"), threshold: call.option(1, "threshold").number ?? 0.5)
      ]
    }
  ),
  (
    ["SoftShrink"],
    { call in
      [
        try call.builder.softShrink(
          call.operand(0, "x"), threshold: call.option(1, "threshold").number ?? 0.5)
      ]
    }
  ),
  (
    ["Squareplus"],
    { call in
      [try call.builder.squareplus(call.operand(0, "x"), b: call.option(1, "b").number ?? 4)]
    }
  ),
  (
    ["Softmax", "nn.softmax"],
    { call in
      let (x, axis) = try call.scores()
      let result = try call.builder.softmax(x, axis: axis ?? -1)
      return [try call.shaped(result, withoutAxis: axis)]
    }
  ),
  (
    ["LogSoftmax", "nn.log_softmax"],
    { call in
      let (x, axis) = try call.scores()
      let result = try call.builder.logSoftmax(x, axis: axis ?? -1)
      return [try call.shaped(result, withoutAxis: axis)]
    }
  ),
]

private let allOperations: [OperationRow] = [
  elementwise, activations, numericOperations, otherNumericOperations, arrayOperations,
  rearrangements, indexing, products, statisticOperations, partialStatistics, networkOperations,
  pictureOperations, spectra, matrixOperations,
].flatMap { $0 }

extension LayerCall {
  /// The operand and its axis; where Keras is told none, all its elements in a row.
  fileprivate func scores() throws -> (Tensor, Int?) {
    let x = try operand(0, "x", "logits")
    if let axis = option(1, "axis").integer { return (x, axis) }
    guard config.isOperation, config.has("axis") else { return (x, -1) }
    return (try builder.reshape(x, [-1]), nil)
  }

  /// A row in the shape that its elements had.
  fileprivate func shaped(_ row: Tensor, withoutAxis axis: Int?) throws -> Tensor {
    guard axis == nil else { return row }
    return try builder.reshape(row, to: builder.sizes(of: operand(0, "x", "logits")))
  }

  /// To whole numbers, or to decimals.
  fileprivate func rounded() throws -> Tensor {
    let x = try operand(0, "x", "input")
    let decimals = config.isOperation ? option(9, "decimals").integer ?? 0 : 0
    if x.type != .float32, decimals >= 0 { return x }
    let b = builder
    guard decimals != 0 else { return try b.unary("Round", x) }
    let factor = b.scalar(pow(10, Double(decimals)))
    let numbers = try b.unary("Round", b.multiply(b.cast(x, to: .float32), factor))
    return b.cast(try b.divide(numbers, factor), to: x.type)
  }
}

/// The operations of `keras.ops` that are called as layers are.
let operationLayers: [LayerKind] = allOperations.flatMap { names, body in
  names.filter { $0.first?.isUppercase ?? false }.map { name in
    LayerKind(name) { call in try body(call).map { MaskedTensor($0) } }
  }
}

private let tensorFlowFunctions: [String: OperationBody] = {
  var table: [String: OperationBody] = [:]
  for (names, body) in allOperations { for name in names { table[name] = body } }
  return table
}()

/// Functions of TensorFlow that Keras 2 notes by name.
let lambdaLayers: [LayerKind] = [
  LayerKind("TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer", mask: .dropped) { call in
    let name = call.config["function"].string ?? call.config["node_def"].string ?? "?"
    guard let body = tensorFlowFunctions[name] else {
      throw call.config.error(
        "function tf.\(name) is not known here; save the model with model.export(folder) and "
          + "convert the folder")
    }
    return try body(call).map { MaskedTensor($0) }
  }
]
