// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A value of the graph that is being built, and what is known of it.
struct Tensor {
  let value: ValueID
  let type: ElementType
  /// A nil size is known only when the model runs.
  let shape: [Int?]

  var rank: Int { shape.count }

  /// An axis counted from the start.
  func axis(_ axis: Int) throws -> Int {
    let resolved = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(resolved) else {
      throw importError("axis \(axis) is outside of rank \(rank)")
    }
    return resolved
  }

  /// Checks the number of axes.
  func requireRank(_ ranks: ClosedRange<Int>) throws {
    guard ranks.contains(rank) else {
      let allowed = ranks.count == 1 ? "" : " to \(ranks.upperBound)"
      throw importError("its input has rank \(rank), needs \(ranks.lowerBound)\(allowed)")
    }
  }
}

/// What the graphs of one model share while they are built.
final class ProgramBuilder {
  /// The version of Keras that wrote the file, which decides what some names mean.
  let kerasVersion: Int
  /// Graphs that loops run.
  var functions: [Graph] = []
  private var names: [String: Int] = [:]
  private(set) var nodeCount = 0

  private static let nodeLimit = 200_000

  init(kerasVersion: Int) {
    self.kerasVersion = kerasVersion
  }

  /// The name itself, or with a number behind it if a graph has it already.
  func newGraphName(_ name: String) -> String {
    let count = names[name, default: 0]
    names[name] = count + 1
    return count == 0 ? name : "\(name)_\(count)"
  }

  func countNode() throws {
    nodeCount += 1
    guard nodeCount <= Self.nodeLimit else {
      throw importError("its layers expand to more than \(Self.nodeLimit) nodes")
    }
  }
}

/// Builds a graph of TensorFlow operators, each result with its type and shape.
final class GraphBuilder {
  private(set) var graph: Graph
  let program: ProgramBuilder
  /// The names of the layers that are being called, outermost first.
  private var scopes: [String]
  /// Constants by where their bytes are, so that each is in the graph once.
  private var constants: [UnsafeRawPointer: Tensor] = [:]
  private var callDepth = 0

  init(name: String, program: ProgramBuilder, scope: String = "") {
    graph = Graph(name: name)
    self.program = program
    scopes = scope.isEmpty ? [] : [scope]
  }

  /// The names of the layers, as in `encoder/dense`.
  var scope: String { scopes.isEmpty ? graph.name : scopes.joined(separator: "/") }

  // MARK: Values

  func addInput(_ name: String, type: ElementType, shape: [Int?]) throws -> Tensor {
    try check(shape)
    let value = graph.add(Value(name: name, type: type, shape: shape))
    graph.inputs.append(value)
    return Tensor(value: value, type: type, shape: shape)
  }

  func define(outputs: [Tensor]) {
    graph.outputs = outputs.map(\.value)
    graph.removeDeadNodes()
  }

  func constant(_ array: FloatArray, name: String) -> Tensor {
    constant(array.data, type: .float32, shape: array.shape, name: name)
  }

  func constant(
    _ data: ConstantData, type: ElementType, shape: [Int], name: String
  ) -> Tensor {
    if let address = data.bytes.baseAddress, let known = constants[address], known.shape == shape,
      known.type == type
    {
      return known
    }
    let value = graph.add(Value(name: name, type: type, shape: shape, constant: data))
    let tensor = Tensor(value: value, type: type, shape: shape)
    if let address = data.bytes.baseAddress { constants[address] = tensor }
    return tensor
  }

  func constant(_ numbers: [Float], shape: [Int]? = nil) -> Tensor {
    constant(
      ConstantData(numbers), type: .float32, shape: shape ?? [numbers.count],
      name: "\(scope)/Const")
  }

  func constant(_ integers: [Int], shape: [Int]? = nil, type: ElementType = .int32) -> Tensor {
    let data =
      type == .int64
      ? ConstantData(integers.map { Int64($0) })
      : ConstantData(integers.map { Int32(clamping: $0) })
    return constant(
      data, type: type, shape: shape ?? [integers.count], name: "\(scope)/Const")
  }

  /// A number of the type of `tensor`.
  func scalar(_ number: Double, like tensor: Tensor) -> Tensor {
    let data: ConstantData
    switch tensor.type {
    case .int32: data = ConstantData([Int32(clamping: Int(clampedFrom: number))])
    case .int64: data = ConstantData([Int64(clamping: Int(clampedFrom: number))])
    case .uint8: data = ConstantData([UInt8(clamping: Int(clampedFrom: number))])
    case .int8: data = ConstantData([Int8(clamping: Int(clampedFrom: number))])
    case .int16: data = ConstantData([Int16(clamping: Int(clampedFrom: number))])
    case .bool: data = ConstantData([UInt8(number == 0 ? 0 : 1)])
    default:
      return constant(
        ConstantData([Float(number)]), type: .float32, shape: [], name: "\(scope)/Const")
    }
    return constant(data, type: tensor.type, shape: [], name: "\(scope)/Const")
  }

  func scalar(_ number: Double) -> Tensor {
    constant([Float(number)], shape: [])
  }

  // MARK: Nodes

  /// Checks that a shape is one that a tensor can have: neither a size nor the product of some of them
  /// leaves its range.
  private func check(_ shape: [Int?]) throws {
    let known = shape.compactMap { $0 }
    guard known.allSatisfy({ (0...Int(Int32.max)).contains($0) }),
      Shape(known).checkedElementCount != nil
    else { throw importError("there is no tensor of shape \(text(shape))") }
  }

  /// Appends a node with several results.
  ///
  /// - Throws: where there are no tensors of these shapes, or too many nodes.
  func emit(
    _ operation: String, _ inputs: [Tensor], _ attributes: [String: Attribute] = [:],
    results: [(type: ElementType, shape: [Int?])]
  ) throws -> [Tensor] {
    try program.countNode()
    for result in results { try check(result.shape) }
    let name = "\(scope)/\(operation)"
    let values = results.enumerated().map { index, result in
      Value(
        name: results.count == 1 ? name : "\(name):\(index)", type: result.type,
        shape: result.type == .variant ? [] : result.shape)
    }
    let ids = graph.append(
      .tensorFlow(operation, attributes), name: name, inputs: inputs.map(\.value), results: values)
    return zip(ids, results).map { Tensor(value: $0, type: $1.type, shape: $1.shape) }
  }

  /// Appends a node with one result.
  func emit(
    _ operation: String, _ inputs: [Tensor], _ attributes: [String: Attribute] = [:],
    type: ElementType? = nil, shape: [Int?]
  ) throws -> Tensor {
    try emit(
      operation, inputs, attributes, results: [(type ?? inputs.first?.type ?? .float32, shape)])[0]
  }

  // MARK: Layers

  private static let callDepthLimit = 64

  /// What a layer makes of its arguments.
  ///
  /// - Throws: an error that names the layer.
  func call(
    _ layer: Layer, _ arguments: [Argument], _ keywords: [String: Argument]
  ) throws -> [MaskedTensor] {
    callDepth += 1
    scopes.append(layer.config.name)
    defer {
      scopes.removeLast()
      callDepth -= 1
    }
    guard callDepth <= Self.callDepthLimit else {
      throw layer.config.error("calls are nested too deep")
    }
    // Models that do nothing but call models multiply as well.
    try program.countNode()
    let call = LayerCall(builder: self, layer: layer, arguments: arguments, keywords: keywords)
    do {
      var results = try layer.kind.call(call)
      guard !results.isEmpty else { throw layer.config.error("it gives no result") }
      switch layer.kind.mask {
      case .kept: for index in results.indices { results[index].mask = call.mask }
      case .dropped: for index in results.indices { results[index].mask = nil }
      case .own: break
      }
      return results
    } catch let error as ConversionError where !error.reason.hasPrefix("layer '") {
      throw layer.config.error(error.reason)
    }
  }
}
