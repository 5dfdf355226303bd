// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Builds the lite graph while TensorFlow nodes are converted one after the other.
///
/// Types and shapes are known as soon as a node is emitted, so a conversion may choose by them.
package struct Legalizer {
  package private(set) var graph: Graph
  private var inference = SizeInference()
  /// What has been widened, by the wide value: the value as it was.
  var narrowTwins: [ValueID: ValueID] = [:]
  /// Complex values that only stand for two others.
  var complexParts: [ValueID: ComplexParts] = [:]
  /// Lists of whose elements no shape is known yet.
  var pendingLists: [ValueID: PendingList] = [:]
  /// What handles stand for.
  var resources: [ValueID: Resource] = [:]
  /// The variables and tables of all graphs.
  let shared: Resources
  /// The TensorFlow node that is being converted.
  private var node: TensorFlowNode?

  init(graphName: String, sharing resources: Resources) {
    graph = Graph(name: graphName)
    shared = resources
  }

  // MARK: What is known

  /// What is known of a value of the new graph.
  package func known(_ value: ValueID) -> SizedValue {
    inference[value]!
  }

  package func type(of value: ValueID) -> ElementType {
    known(value).type
  }

  /// Rank of a value.
  ///
  /// - Throws: where it depends on the data.
  package func rank(of value: ValueID) throws(ConversionError) -> Int {
    try shape(of: value).count
  }

  /// Shape of a value; nil dimensions are known only when the model runs.
  package func shape(of value: ValueID) throws(ConversionError) -> [Int?] {
    guard let shape = known(value).shape else {
      throw error("the rank of '\(graph[value].name)' depends on the data")
    }
    return shape
  }

  /// The elements of a constant int32 or int64 value: axes, paddings, shapes.
  ///
  /// - Throws: where the value depends on the data or on a shape that is not fixed, or leaves 32 bits.
  package func constantIntegers(
    _ value: ValueID, called role: String
  ) throws(ConversionError) -> [Int] {
    let known = known(value)
    guard let integers = known.numbers else {
      throw error("'\(role)' must be a constant of type int32 or int64")
    }
    guard integers.allSatisfy({ Int32(exactly: $0) != nil }) else {
      throw error("'\(role)' has a number that 32 bits do not hold")
    }
    return integers
  }

  /// The one element of a constant int32 or int64 value.
  package func constantInteger(
    _ value: ValueID, called role: String
  ) throws(ConversionError) -> Int {
    let integers = try constantIntegers(value, called: role)
    guard integers.count == 1 else {
      throw error("'\(role)' has \(integers.count) elements, needs 1")
    }
    return integers[0]
  }

  /// `axis` counted from the start.
  package func resolved(
    axis: Int, rank: Int
  ) throws(ConversionError) -> Int {
    let resolved = axis < 0 ? axis + rank : axis
    guard (0..<rank).contains(resolved) else {
      throw error("axis \(axis) is outside of rank \(rank)")
    }
    return resolved
  }

  /// `axis` of a value counted from the start; as it is where the rank is open.
  ///
  /// - Parameter newAxes: how many axes are added before the axis is looked for.
  package func resolved(
    axis: Int, of value: ValueID, newAxes: Int = 0
  ) throws(ConversionError) -> Int {
    guard let rank = known(value).sizes?.count else { return axis }
    return try resolved(axis: axis, rank: rank + newAxes)
  }

  /// An error that names the TensorFlow node being converted.
  package func error(_ reason: String) -> ConversionError {
    node?.error(reason) ?? ConversionError(reason, stage: "legalize")
  }

  /// The size of an axis.
  ///
  /// - Throws: where there is no such axis, or the rank depends on the data.
  func size(of value: ValueID, along axis: Int) throws(ConversionError) -> RuntimeSize {
    let shape = try shape(of: value)
    guard shape.indices.contains(axis) else {
      throw error("'\(graph[value].name)' has rank \(shape.count), needs an axis \(axis)")
    }
    return RuntimeSize(known: shape[axis], value: value, axis: axis)
  }

  /// More elements than tables have that conversions make: 16 Mi.
  private static let tableLimit = 1 << 24
  /// More operators than one node is unrolled to.
  private static let unrolledLimit = 4096

  /// Refuses a table whose sizes follow from the model and that is too large to be written down.
  func checkTable(_ sizes: Int...) throws(ConversionError) {
    guard sizes.reduce(1, { $0.saturatingProduct(max($1, 0)) }) <= Self.tableLimit else {
      let text = sizes.map(String.init).joined(separator: " × ")
      throw error("a table of \(text) elements is too large")
    }
  }

  /// Refuses what is done for each of so many places that files would grow out of all bounds.
  func checkUnrolled(_ counts: [Int]) throws(ConversionError) {
    guard counts.reduce(1, { $0.saturatingProduct(max($1, 0)) }) <= Self.unrolledLimit else {
      let text = counts.map(String.init).joined(separator: " × ")
      throw error("\(text) places are too many to be computed one by one")
    }
  }

  // MARK: Emitting

  /// A constant of int32 elements.
  package mutating func constant(
    integers: [Int], shape: [Int]? = nil
  ) throws(ConversionError) -> ValueID {
    guard let data = ConstantData(integers: integers, as: .int32) else {
      throw error("\(integers) does not fit int32")
    }
    return try constant(data, type: .int32, shape: shape ?? [integers.count])
  }

  /// A scalar of the given floating-point or integer type.
  package mutating func constant(
    scalar: Float, type: ElementType
  ) throws(ConversionError) -> ValueID {
    let data: ConstantData? =
      switch type {
      case .float32: ConstantData([scalar])
      case .int32: Int32(exactly: scalar).map { ConstantData([$0]) }
      case .int64: Int64(exactly: scalar).map { ConstantData([$0]) }
      default: nil
      }
    guard let data else { throw error("there is no constant \(scalar) of type \(type.name) here") }
    return try constant(data, type: type, shape: [])
  }

  /// A constant with a name of its own, or that of the value it is made from.
  package mutating func constant(
    _ data: ConstantData, type: ElementType, shape: [Int], like original: ValueID? = nil
  ) throws(ConversionError) -> ValueID {
    let name =
      original.map { graph[$0].name } ?? "\(node?.name ?? graph.name)/\(graph.values.count)"
    return try define(constant: Value(name: name, type: type, shape: shape, constant: data))
  }

  /// Emits a node; its results are new values.
  ///
  /// Operands of 64 bits are narrowed where the operator takes no such ones; see ``Narrowing``.
  package mutating func emit(
    _ operation: Operator, _ inputs: [ValueID?], count: Int
  ) throws(ConversionError) -> [ValueID] {
    let narrowing = try narrowed(inputs, for: operation)
    let results = try append(operation, narrowing.inputs, count: count)
    return try widened(results, by: narrowing)
  }

  /// Appends a node to the graph.
  mutating func append(
    _ operation: Operator, _ inputs: [ValueID?], count: Int
  ) throws(ConversionError) -> [ValueID] {
    let name = node?.name ?? graph.name
    var results: [ValueID] = []
    for index in 0..<count {
      results.append(
        graph.add(
          Value(
            name: count == 1 ? name : "\(name):\(index)", type: .float32, shape: nil)))
    }
    do throws(OperatorError) {
      try inference.define(results, by: operation, inputs: inputs)
    } catch {
      throw self.error(error.message)
    }
    for result in results {
      graph[result].type = known(result).type
      graph[result].shape = known(result).shape
    }
    graph.nodes.append(
      Node(name: name, operation: .lite(operation), inputs: inputs, outputs: results))
    return results
  }

  /// Emits a node with one result.
  package mutating func emit(
    _ operation: Operator, _ inputs: ValueID?...
  ) throws(ConversionError) -> ValueID {
    try emit(operation, inputs, count: 1)[0]
  }

  // MARK: The graph around the nodes

  package mutating func define(constant value: Value) throws(ConversionError) -> ValueID {
    let id = graph.add(value)
    do throws(OperatorError) {
      try inference.define(constant: value, as: id)
    } catch {
      throw self.error(error.message)
    }
    return id
  }

  mutating func define(input value: Value) throws(ConversionError) -> ValueID {
    let id = try define(standIn: value)
    graph.inputs.append(id)
    return id
  }

  /// Defines what the graph is called with.
  ///
  /// - Parameter sizes: of this graph; nil for what is not known.
  mutating func define(argument name: String, type: ElementType, sizes: OpenShape?) -> ValueID {
    let id = define(standIn: name, type: type, sizes: sizes)
    graph.inputs.append(id)
    return id
  }

  /// A value of the sizes given, which no node gives.
  mutating func define(standIn name: String, type: ElementType, sizes: OpenShape?) -> ValueID {
    let id = graph.add(Value(name: name, type: type, shape: sizes?.map { $0?.number }))
    inference.define(id, type: type, sizes: sizes)
    return id
  }

  /// A size of which nothing is known.
  mutating func newSize() -> Size { inference.newSize() }

  /// Emits a node that calls graphs; its results are of the types and sizes given.
  mutating func emitCall(
    _ operation: Operator, _ inputs: [ValueID],
    results kinds: [(type: ElementType, sizes: OpenShape?)]
  ) -> [ValueID] {
    let name = node?.name ?? graph.name
    let results = kinds.enumerated().map {
      define(standIn: "\(name):\($0.offset)", type: $0.element.type, sizes: $0.element.sizes)
    }
    graph.nodes.append(
      Node(name: name, operation: .lite(operation), inputs: inputs, outputs: results))
    return results
  }

  /// Appends a node whose results are values of the graph already.
  mutating func append(_ node: Node) {
    graph.nodes.append(node)
  }

  /// Does something in the name of a TensorFlow node.
  mutating func converting<Result>(
    _ node: TensorFlowNode, _ body: (inout Legalizer) throws(ConversionError) -> Result
  ) throws(ConversionError) -> Result {
    let outer = self.node
    self.node = node
    defer { self.node = outer }
    return try body(&self)
  }

  /// A value that no node gives.
  mutating func define(standIn value: Value) throws(ConversionError) -> ValueID {
    let id = graph.add(value)
    do throws(OperatorError) {
      try inference.define(input: value, as: id)
    } catch {
      throw ConversionError(error.message, stage: "legalize")
    }
    return id
  }

  mutating func define(outputs: [ValueID]) {
    graph.outputs = outputs
  }

  /// Converts one node, whose name the emitted nodes then have.
  mutating func convert(
    _ node: TensorFlowNode, by way: NamedConversion.Way
  ) throws(ConversionError) -> [ValueID] {
    let results = try converting(node) { (legalizer) throws(ConversionError) in
      if let results = try legalizer.complexResults(of: node, by: way) { return results }
      return switch way {
      case .operation(let operation):
        try legalizer.emit(operation, node.inputs, count: node.resultCount)
      case .emission(let conversion): try conversion.convert(node, with: &legalizer)
      }
    }
    guard results.count == node.resultCount else {
      throw node.error("gives \(node.resultCount) results, \(results.count) are supported")
    }
    return results
  }

  /// Takes over a node that is in the lite format already.
  mutating func keep(
    _ operation: Operator, name: String, inputs: [ValueID], count: Int
  ) throws(ConversionError) -> [ValueID] {
    node = TensorFlowNode(
      name: name, operation: operation.name, inputs: inputs, resultCount: count,
      attributes: [:])
    defer { node = nil }
    return try emit(operation, inputs, count: count)
  }

  mutating func rename(_ value: ValueID, to name: String) {
    graph[value].name = name
  }
}
