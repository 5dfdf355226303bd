// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers that run a cell over the steps of a sequence.
let recurrentLayers: [LayerKind] = [
  LayerKind(
    "LSTM", "GRU", "SimpleRNN", "CuDNNLSTM", "CuDNNGRU", mask: .own,
    variables: cellVariables(["cell"])
  ) { call in try recurrent(call, cellOf: call.layer) },
  LayerKind(
    "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", mask: .own, variables: cellVariables(["cell"])
  ) { call in try recurrent(call, cellOf: call.layer) },
  LayerKind("RNN", mask: .own, sublayers: cellSublayer) { call in
    try recurrent(call, cellOf: call.layer.sublayer("cell"))
  },
  LayerKind("LSTMCell", "GRUCell", "SimpleRNNCell", variables: cellVariables([])) { call in
    try single(call)
  },
  LayerKind("StackedRNNCells", sublayers: stackedCells) { call in try single(call) },
]

private func cellSublayer(_ config: LayerConfig) throws -> [Sublayer] {
  let json = config["cell"]
  if let list = json.array {
    let settings: [String: JSON] = ["cells": .array(list)]
    let stack = LayerConfig(
      className: "StackedRNNCells", name: "stacked_rnn_cells", settings: settings)
    return [Sublayer(key: "cell", parts: ["cell"], config: stack)]
  }
  return [Sublayer(key: "cell", parts: ["cell"], config: try LayerConfig(json))]
}

private func stackedCells(_ config: LayerConfig) throws -> [Sublayer] {
  var counts: [String: Int] = [:]
  return try (config["cells"].array ?? []).enumerated().map { index, json in
    let cell = try LayerConfig(json)
    let base = LayerConfig.snakeCase(cell.className)
    let count = counts[base, default: 0]
    counts[base] = count + 1
    let name = count == 0 ? base : "\(base)_\(count)"
    return Sublayer(key: "\(index)", parts: ["cells/\(name)"], config: cell)
  }
}

/// A cell called by itself, with its states as the second argument.
private func single(_ call: LayerCall) throws -> [MaskedTensor] {
  let x = try call.floatInput()
  let cell = try RecurrentCell(call, input: x.shape)
  let states = call.argument(1, "states")?.tensors.map(\.tensor) ?? []
  guard states.count == cell.stateShapes.count else {
    throw call.config.error(
      "it is called with \(states.count) states, needs \(cell.stateShapes.count)")
  }
  let result = try cell.step(call.builder, x, states)
  return ([result.output] + result.states).map { MaskedTensor($0) }
}

/// What is asked of a recurrent layer.
private struct RecurrentOptions {
  let returnsSequences: Bool
  let returnsState: Bool
  let goesBackwards: Bool
  let isUnrolled: Bool
  let isTimeMajor: Bool
  let zeroesMasked: Bool

  init(_ config: LayerConfig) throws {
    returnsSequences = try config.bool("return_sequences", default: false)
    returnsState = try config.bool("return_state", default: false)
    goesBackwards = try config.bool("go_backwards", default: false)
    isUnrolled = try config.bool("unroll", default: false)
    isTimeMajor = try config.bool("time_major", default: false)
    zeroesMasked = try config.bool("zero_output_for_mask", default: false)
  }
}

private func recurrent(_ call: LayerCall, cellOf layer: Layer) throws -> [MaskedTensor] {
  let options = try RecurrentOptions(call.config)
  let b = call.builder
  let x = try call.floatInput()
  guard x.rank >= 3 else { throw call.config.error("its input has rank \(x.rank), needs 3") }
  var order = Array(0..<x.rank)
  order.swapAt(0, 1)
  var steps = options.isTimeMajor ? x : try b.transpose(x, order)
  if options.goesBackwards { steps = try b.reverse(steps, axes: [0]) }
  let cellCall = LayerCall(builder: b, layer: layer, arguments: [], keywords: [:])
  let cell = try RecurrentCell(cellCall, input: Array(steps.shape[1...]))
  let batch = try b.size(of: steps, 1)
  let variables =
    try call.config.bool("stateful", default: false) ? keptStates(call, cell, batch) : []
  let states = try initialStates(call, cell, batch, kept: variables)
  let mask = try call.mask.map { mask in
    var mask = try b.expand(mask, axis: 2)
    if !options.isTimeMajor { mask = try b.transpose(mask, [1, 0, 2]) }
    return options.goesBackwards ? try b.reverse(mask, axes: [0]) : mask
  }
  let sequence = RecurrentSequence(
    builder: b, cell: cell, steps: steps, mask: mask, batch: batch,
    keepsAll: options.returnsSequences, zeroesMasked: options.zeroesMasked)
  var (output, final) =
    try options.isUnrolled ? sequence.unrolled(states) : sequence.looped(states)
  for (variable, state) in zip(variables, final) {
    _ = try b.emit(
      "AssignVariableOp", [variable, state], ["dtype": .type(.float32)], results: [])
  }
  if options.returnsSequences, !options.isTimeMajor {
    var back = Array(0..<output.rank)
    back.swapAt(0, 1)
    output = try b.transpose(output, back)
  }
  let outputMask = options.returnsSequences ? call.mask : nil
  return [MaskedTensor(output, mask: outputMask)]
    + (options.returnsState ? final.map { MaskedTensor($0) } : [])
}

/// Variables that hold the states from one call to the next, zeros before the first one.
private func keptStates(
  _ call: LayerCall, _ cell: RecurrentCell, _ batch: AxisSize
) throws -> [Tensor] {
  let b = call.builder
  guard let batch = batch.known else {
    throw call.config.error("it keeps its state between calls, which needs a fixed batch")
  }
  return try cell.stateShapes.enumerated().map { index, shape in
    let sizes = [batch] + shape.compactMap { $0 }
    guard sizes.count == shape.count + 1 else {
      throw call.config.error("the size of its state is open; fix the shape of the model's input")
    }
    let name = "\(b.scope)/state_\(index)"
    let count = sizes.reduce(1) { $0.saturatingProduct($1) }
    guard count <= 1 << 26 else { throw call.config.error("its state is too large") }
    let zeros = ConstantData(Array(repeating: Float(0), count: count))
    let initial = Value(name: name, type: .float32, shape: sizes, constant: zeros)
    return try b.emit(
      "VarHandleOp", [],
      [
        "dtype": .type(.float32), "shape": .shape(sizes), "shared_name": .string(name),
        "container": .string(""), "initial_value": .tensor(initial),
      ], type: .resource, shape: [])
  }
}

/// The states given with the call, else those that are kept, else zeros.
private func initialStates(
  _ call: LayerCall, _ cell: RecurrentCell, _ batch: AxisSize, kept: [Tensor]
) throws -> [Tensor] {
  var given = call.argument(1, "initial_state")?.tensors.map(\.tensor) ?? []
  // Keras 2 passes them behind the sequence.
  if given.isEmpty { given = call.inputs.dropFirst().map(\.tensor) }
  guard given.isEmpty || given.count == cell.stateShapes.count else {
    throw call.config.error(
      "it is called with \(given.count) states, needs \(cell.stateShapes.count)")
  }
  let b = call.builder
  guard !given.isEmpty else {
    return try zip(cell.stateShapes.indices, cell.stateShapes).map { index, shape in
      guard kept.indices.contains(index) else { return try zeros(b, batch, shape) }
      return try b.emit(
        "ReadVariableOp", [kept[index]], ["dtype": .type(.float32)], type: .float32,
        shape: [batch.known] + shape)
    }
  }
  guard batch.known == nil else { return given }
  // An open batch of states is the sequence's, which their own shapes do not say.
  return try zip(given, cell.stateShapes).map { state, shape in
    let sizes = [batch] + shape.map { AxisSize.known($0 ?? -1) }
    return try b.reshape(state, by: b.vector(sizes), shape: [nil] + shape)
  }
}

private func zeros(_ b: GraphBuilder, _ batch: AxisSize, _ shape: [Int?]) throws -> Tensor {
  let sizes = try shape.map { size in
    guard let size else {
      throw importError("the size of its state is open; fix the shape of the model's input")
    }
    return AxisSize.known(size)
  }
  return try b.fill([batch] + sizes, with: b.scalar(0))
}

/// A cell and the steps that it runs over; steps come before the batch.
private struct RecurrentSequence {
  let builder: GraphBuilder
  let cell: RecurrentCell
  let steps: Tensor
  /// Which steps of which samples count, with an axis of size 1 behind.
  let mask: Tensor?
  let batch: AxisSize
  let keepsAll: Bool
  let zeroesMasked: Bool

  /// Every step one after the other in the graph itself.
  func unrolled(_ initial: [Tensor]) throws -> (Tensor, [Tensor]) {
    let inputs = try builder.unstack(steps, axis: 0)
    let masks = try mask.map { try builder.unstack($0, axis: 0) }
    guard masks == nil || masks!.count == inputs.count else {
      throw importError("its mask is for \(masks!.count) steps, its sequence has \(inputs.count)")
    }
    var states = initial
    var previous = try zeros(builder, batch, cell.outputShape)
    var outputs: [Tensor] = []
    for (index, input) in inputs.enumerated() {
      var (output, new) = try cell.step(builder, input, states)
      if let mask = masks?[index] {
        let kept = try chosen(builder, mask, output, previous)
        // The next step goes on from what is kept; zeros are only shown.
        let zero = try zeros(builder, batch, cell.outputShape)
        previous = kept
        output = zeroesMasked ? try chosen(builder, mask, output, zero) : kept
        new = try zip(new, states).map { try chosen(builder, mask, $0, $1) }
      }
      states = new
      outputs.append(output)
    }
    guard let last = outputs.last else { throw importError("its sequence has no steps") }
    return (keepsAll ? try builder.pack(outputs, axis: 0) : last, states)
  }

  /// A loop over lists of the steps, as TensorFlow traces it.
  func looped(_ initial: [Tensor]) throws -> (Tensor, [Tensor]) {
    let b = builder
    let count = try b.size(of: steps, 0)
    let limit = try scalar(count)
    let element = [nil] + cell.outputShape
    let results = try b.emit(
      "TensorListReserve",
      [elementShape(element), keepsAll ? limit : b.constant([1], shape: [])],
      ["element_dtype": .type(.float32), "shape_type": .type(.int32)], type: .variant, shape: [])
    let previous = mask == nil ? [] : [try zeros(b, batch, cell.outputShape)]
    let zero = b.constant([0], shape: [])
    let lists = try [list(of: steps)] + (mask.map { [try list(of: $0)] } ?? [])
    // Shapes must hold for every turn: the batch is as open as the sequence's.
    let carried = (previous + initial).map { tensor in
      Tensor(
        value: tensor.value, type: tensor.type, shape: [steps.shape[1]] + tensor.shape.dropFirst())
    }
    let operands = [zero, limit, zero, results] + carried + lists
    let names = try functions(operands, maskCount: previous.count)
    let shapes = operands.map { operand in
      Attribute.shape(operand.type == .variant ? [] : operand.shape)
    }
    let outcome = try b.emit(
      "While", operands,
      [
        "T": .list(operands.map { .type($0.type) }), "cond": .function(names.condition),
        "body": .function(names.body), "output_shapes": .list(shapes),
        "parallel_iterations": .integer(32),
      ], results: operands.map { ($0.type, $0.shape) })
    let stacked = try b.emit(
      "TensorListStack", [outcome[3], elementShape(element)],
      [
        "element_dtype": .type(.float32),
        "num_elements": .integer(keepsAll ? count.known ?? -1 : 1),
      ], type: .float32,
      shape: [keepsAll ? count.known : 1, steps.shape[1]] + cell.outputShape)
    let states = Array(outcome[(4 + previous.count)..<(4 + carried.count)])
    return (keepsAll ? stacked : try b.index(stacked, axis: 0, at: -1), states)
  }

  private func scalar(_ size: AxisSize) throws -> Tensor {
    switch size {
    case .known(let size): builder.constant([size], shape: [])
    case .computed(let tensor): tensor
    }
  }

  private func elementShape(_ shape: [Int?], in b: GraphBuilder? = nil) -> Tensor {
    (b ?? builder).constant(shape.map { $0 ?? -1 })
  }

  private func list(of x: Tensor) throws -> Tensor {
    try builder.emit(
      "TensorListFromTensor", [x, elementShape([nil] + x.shape.dropFirst(2))],
      ["element_dtype": .type(x.type), "shape_type": .type(.int32)], type: .variant, shape: [])
  }

  /// The graphs that the loop asks and runs.
  private func functions(
    _ operands: [Tensor], maskCount: Int
  ) throws -> (condition: String, body: String) {
    let base = "\(builder.scope)/while".replacing("/", with: "_")
    let condition = GraphBuilder(
      name: builder.program.newGraphName(base + "_cond"), program: builder.program,
      scope: "\(builder.scope)/while")
    let asked = try arguments(of: operands, in: condition)
    let isLess = try condition.comparison("Less", asked[2], asked[1])
    let isAllowed = try condition.comparison("Less", asked[0], asked[1])
    condition.define(outputs: [
      try condition.emit("LogicalAnd", [isAllowed, isLess], type: .bool, shape: [])
    ])
    let body = GraphBuilder(
      name: builder.program.newGraphName(base + "_body"), program: builder.program,
      scope: "\(builder.scope)/while")
    body.define(outputs: try turn(body, arguments(of: operands, in: body), maskCount: maskCount))
    builder.program.functions += [condition.graph, body.graph]
    return (condition.graph.name, body.graph.name)
  }

  private func arguments(of operands: [Tensor], in b: GraphBuilder) throws -> [Tensor] {
    try operands.enumerated().map { index, operand in
      try b.addInput("while_\(index)", type: operand.type, shape: operand.shape)
    }
  }

  /// One turn: what the loop carries on.
  private func turn(
    _ b: GraphBuilder, _ arguments: [Tensor], maskCount: Int
  ) throws -> [Tensor] {
    let time = arguments[2]
    let listCount = 1 + maskCount
    let lists = Array(arguments.suffix(listCount))
    let old = Array(arguments[(4 + maskCount)..<(arguments.count - listCount)])
    let input = try element(b, lists[0], time, like: steps)
    let (output, new) = try cell.step(b, input, old)
    var (shown, kept, states) = (output, [Tensor](), new)
    if maskCount > 0, let mask {
      let counts = try element(b, lists[1], time, like: mask)
      let other =
        zeroesMasked ? b.scalar(0) : arguments[4]
      shown = try chosen(b, counts, output, other)
      kept = [shown]
      states = try zip(new, old).map { try chosen(b, counts, $0, $1) }
    }
    let position = keepsAll ? time : b.constant([0], shape: [])
    let results = try b.emit(
      "TensorListSetItem", [arguments[3], position, shown],
      ["element_dtype": .type(.float32), "resize_if_index_out_of_bounds": .bool(false)],
      type: .variant, shape: [])
    return try [b.add(arguments[0], 1), arguments[1], b.add(time, 1), results] + kept + states
      + lists
  }

  private func element(
    _ b: GraphBuilder, _ list: Tensor, _ index: Tensor, like x: Tensor
  ) throws -> Tensor {
    let shape = Array(x.shape[1...])
    return try b.emit(
      "TensorListGetItem", [list, index, elementShape([nil] + shape.dropFirst(), in: b)],
      ["element_dtype": .type(x.type), "Tshape": .type(.int32)], type: x.type, shape: shape)
  }

  /// `x` where the step counts, else `y`.
  private func chosen(_ b: GraphBuilder, _ mask: Tensor, _ x: Tensor, _ y: Tensor) throws -> Tensor
  {
    var condition = mask
    while condition.rank < x.rank { condition = try b.expand(condition, axis: condition.rank) }
    return try b.select(condition, x, y)
  }
}
