// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// One step of a recurrent layer: from an input and states to an output and new states.
struct RecurrentCell {
  /// The states' shapes behind the batch.
  let stateShapes: [[Int?]]
  /// The output's shape behind the batch.
  let outputShape: [Int?]
  /// Made anew in every graph that runs it.
  let step: (GraphBuilder, Tensor, [Tensor]) throws -> (output: Tensor, states: [Tensor])
}

/// The weights of a cell in the order of its variables.
func cellVariables(_ parts: [String]) -> @Sendable (LayerConfig) throws -> [LayerVariable] {
  { config in
    let isFixed = config.className.hasPrefix("CuDNN")
    let hasBias = try isFixed || config.bool("use_bias", default: true)
    return LayerVariable.list(
      ["kernel", "recurrent_kernel"] + (hasBias ? ["bias"] : []), in: isFixed ? [] : parts)
  }
}

extension RecurrentCell {
  /// The cell of a recurrent layer, or a layer that is a cell.
  ///
  /// - Parameter input: the shape of an input of one step, with the batch.
  init(_ call: LayerCall, input: [Int?]) throws {
    let name = call.config.className
    guard input.count >= 2 else {
      throw call.config.error("its input has rank \(input.count), needs 2")
    }
    switch name {
    case "LSTM", "LSTMCell", "CuDNNLSTM": self = try .longShortTerm(call, input)
    case "GRU", "GRUCell", "CuDNNGRU": self = try .gated(call, input)
    case "SimpleRNN", "SimpleRNNCell": self = try .simple(call, input)
    case "StackedRNNCells": self = try .stacked(call, input)
    case _ where name.hasPrefix("ConvLSTM"): self = try .convolutional(call, input)
    default:
      throw call.config.error(
        "a cell that is not known here; save the model with model.export(folder) and convert "
          + "the folder")
    }
  }

  private static func simple(_ call: LayerCall, _ input: [Int?]) throws -> RecurrentCell {
    let units = try call.config.integer("units")
    let kernel = try call.array("kernel", [input.last ?? nil, units])
    let recurrent = try call.array("recurrent_kernel", [units, units])
    let bias = try call.cellBias([units])
    return RecurrentCell(stateShapes: [[units]], outputShape: [units]) { b, x, states in
      let own = call.within(b)
      var sum = try b.dense(x, own.define(kernel, "kernel"))
      if let bias { sum = try b.biasAdd(sum, own.define(bias, "bias")) }
      sum = try b.add(sum, b.dense(states[0], own.define(recurrent, "recurrent_kernel")))
      let output = try own.activation(call.config["activation"], default: "tanh")(sum)
      return (output, [output])
    }
  }

  private static func longShortTerm(_ call: LayerCall, _ input: [Int?]) throws -> RecurrentCell {
    let units = try call.config.integer("units")
    let kernel = try call.array("kernel", [input.last ?? nil, 4 * units])
    let recurrent = try call.array("recurrent_kernel", [units, 4 * units])
    let bias = try longShortTermBias(call, units)
    return RecurrentCell(stateShapes: [[units], [units]], outputShape: [units]) { b, x, states in
      let own = call.within(b)
      var sum = try b.add(
        b.dense(x, own.define(kernel, "kernel")),
        b.dense(states[0], own.define(recurrent, "recurrent_kernel")))
      if let bias { sum = try b.biasAdd(sum, own.define(bias, "bias")) }
      let parts = try b.split(sum, 4, axis: 1)
      return try own.longShortTermStep(parts, carry: states[1])
    }
  }

  /// cuDNN adds one bias to the input's part and one to the state's.
  private static func longShortTermBias(_ call: LayerCall, _ units: Int) throws -> FloatArray? {
    guard call.config.className == "CuDNNLSTM" else { return try call.cellBias([4 * units]) }
    let both = try call.array("bias", [8 * units]).numbers
    return FloatArray(
      (0..<4 * units).map { both[$0] + both[$0 + 4 * units] }, shape: [4 * units])
  }

  private static func gated(_ call: LayerCall, _ input: [Int?]) throws -> RecurrentCell {
    let units = try call.config.integer("units")
    let isFixed = call.config.className == "CuDNNGRU"
    let resetsAfter = try isFixed || call.config.bool("reset_after", default: false)
    let kernel = try call.array("kernel", [input.last ?? nil, 3 * units])
    let recurrent = try call.array("recurrent_kernel", [units, 3 * units])
    var biases: [FloatArray] = []
    if isFixed || resetsAfter, call.hasWeight("bias") {
      let both = try call.array("bias", isFixed ? [6 * units] : [2, 3 * units]).numbers
      biases = [both.prefix(3 * units), both.suffix(3 * units)].map {
        FloatArray(Array($0), shape: [3 * units])
      }
    } else if let bias = try call.cellBias([3 * units]) {
      biases = [bias]
    }
    let gates = resetsAfter ? recurrent : recurrent.columns(0..<2 * units)
    let candidate = resetsAfter ? nil : recurrent.columns(2 * units..<3 * units)
    return RecurrentCell(stateShapes: [[units]], outputShape: [units]) { [biases] b, x, states in
      let own = call.within(b)
      var fromInput = try b.dense(x, own.define(kernel, "kernel"))
      if let bias = biases.first { fromInput = try b.biasAdd(fromInput, own.define(bias, "bias")) }
      var fromState = try b.dense(states[0], own.define(gates, "recurrent_kernel"))
      if biases.count > 1 {
        fromState = try b.biasAdd(fromState, own.define(biases[1], "recurrent_bias"))
      }
      let output = try own.gatedStep(
        b.split(fromInput, 3, axis: 1), b.split(fromState, candidate == nil ? 3 : 2, axis: 1),
        state: states[0], candidate: candidate)
      return (output, [output])
    }
  }

  private static func convolutional(_ call: LayerCall, _ input: [Int?]) throws -> RecurrentCell {
    let axes = input.count - 2
    let config = call.config
    let (window, _) = try config.window(axes: axes)
    guard !config.isChannelsFirst else {
      throw config.error("data_format channels_first is not supported; use channels_last")
    }
    let filters = try config.integer("filters")
    let kernel = try call.array("kernel", window.sizes + [input.last ?? nil, 4 * filters])
    let recurrent = try call.array("recurrent_kernel", window.sizes + [filters, 4 * filters])
    let bias = try call.cellBias([4 * filters])
    let space = try window.results(Array(input[1..<input.count - 1]))
    let ones = Array(repeating: 1, count: axes)
    let inner = Window(sizes: window.sizes, strides: ones, dilations: ones, isSame: true)
    let shape = space + [filters]
    return RecurrentCell(stateShapes: [shape, shape], outputShape: shape) { b, x, states in
      let own = call.within(b)
      var fromInput = try b.convolve(x, own.define(kernel, "kernel"), window)
      if let bias { fromInput = try b.biasAdd(fromInput, own.define(bias, "bias")) }
      let fromState = try b.convolve(
        states[0], own.define(recurrent, "recurrent_kernel"), inner)
      let parts = try b.split(b.add(fromInput, fromState), 4, axis: -1)
      return try own.longShortTermStep(parts, carry: states[1], gate: "hard_sigmoid")
    }
  }

  private static func stacked(_ call: LayerCall, _ input: [Int?]) throws -> RecurrentCell {
    var cells: [RecurrentCell] = []
    var shape = input
    for (_, _, layer) in call.layer.sublayers {
      let inner = LayerCall(builder: call.builder, layer: layer, arguments: [], keywords: [:])
      let cell = try RecurrentCell(inner, input: shape)
      shape = [input[0]] + cell.outputShape
      cells.append(cell)
    }
    guard let last = cells.last else { throw call.config.error("it has no cells") }
    return RecurrentCell(
      stateShapes: cells.flatMap(\.stateShapes), outputShape: last.outputShape
    ) { [cells] b, x, states in
      var output = x
      var new: [Tensor] = []
      for cell in cells {
        let own = Array(states[new.count..<new.count + cell.stateShapes.count])
        let result = try cell.step(b, output, own)
        output = result.output
        new += result.states
      }
      return (output, new)
    }
  }
}

extension LayerCall {
  /// This call in another graph.
  fileprivate func within(_ builder: GraphBuilder) -> LayerCall {
    LayerCall(builder: builder, layer: layer, arguments: [], keywords: [:])
  }

  fileprivate func define(_ array: FloatArray, _ name: String) -> Tensor {
    builder.constant(array, name: "\(config.name)/\(name)")
  }

  fileprivate func cellBias(_ shape: [Int?]) throws -> FloatArray? {
    try config.bool("use_bias", default: true) ? try array("bias", shape) : nil
  }

  /// New output and carry from the sums for input gate, forget gate, candidate and output gate.
  fileprivate func longShortTermStep(
    _ sums: [Tensor], carry: Tensor, gate: String = "sigmoid"
  ) throws -> (output: Tensor, states: [Tensor]) {
    let gate = try activation(config["recurrent_activation"], default: gate)
    let squash = try activation(config["activation"], default: "tanh")
    let b = builder
    let kept = try b.multiply(gate(sums[1]), carry)
    let taken = try b.multiply(gate(sums[0]), squash(sums[2]))
    let newCarry = try b.add(kept, taken)
    let output = try b.multiply(gate(sums[3]), squash(newCarry))
    return (output, [output, newCarry])
  }

  /// The new state from the sums for update gate, reset gate and candidate.
  ///
  /// - Parameter candidate: the weights of the state that is reset before it is multiplied; nil where
  ///   it is reset behind.
  fileprivate func gatedStep(
    _ input: [Tensor], _ recurrent: [Tensor], state: Tensor, candidate: FloatArray?
  ) throws -> Tensor {
    let gate = try activation(config["recurrent_activation"], default: "sigmoid")
    let squash = try activation(config["activation"], default: "tanh")
    let b = builder
    let update = try gate(b.add(input[0], recurrent[0]))
    let reset = try gate(b.add(input[1], recurrent[1]))
    let fromState =
      if let candidate {
        try b.dense(b.multiply(reset, state), define(candidate, "candidate_kernel"))
      } else {
        try b.multiply(reset, recurrent[2])
      }
    let new = try squash(b.add(input[2], fromState))
    return try b.add(
      b.multiply(update, state), b.multiply(b.subtract(b.scalar(1), update), new))
  }
}
