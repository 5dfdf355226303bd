// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

extension Program {
  /// All graphs and signatures in readable form.
  package var dump: String {
    let signatures = signatures.map { signature in
      let inputs = signature.inputs.map(\.name).joined(separator: ", ")
      let outputs = signature.outputs.map(\.name).joined(separator: ", ")
      let graph = graphs.indices.contains(signature.graph) ? graphs[signature.graph].name : "?"
      return "signature \(signature.key)(\(inputs)) -> (\(outputs)) = graph \(graph)\n"
    }
    return (signatures + graphs.map(\.dump)).joined(separator: "\n")
  }
}

extension Graph {
  /// The graph in readable form, a line for each node.
  ///
  /// Values are numbered in the order in which they appear, so that equal graphs have equal dumps:
  ///
  ///     graph main(%0 "x": float32[?, 4]) {
  ///       %1 "w" = constant float32[4, 2] (32 bytes)
  ///       %2 = MatMul(%0, %1) {transpose_a = false} : float32[?, 2]  // "dense/MatMul"
  ///       return %2
  ///     }
  ///
  /// A missing optional operand is `_`. Constants of up to eight elements are written out.
  package var dump: String {
    var writer = DumpWriter(graph: self)
    return writer.text()
  }
}

/// Numbers values as they appear and collects lines.
private struct DumpWriter {
  let graph: Graph
  var numbers: [ValueID: Int] = [:]
  var lines: [String] = []

  init(graph: Graph) {
    self.graph = graph
  }

  mutating func text() -> String {
    let inputs = graph.inputs.map {
      "\(reference($0)) \(quoted(graph[$0].name)): \(graph[$0].typeDescription)"
    }
    lines.append("graph \(graph.name)(\(inputs.joined(separator: ", "))) {")
    for node in graph.nodes { append(node) }
    for output in graph.outputs { declareConstant(output) }
    lines.append("  return " + graph.outputs.map { reference($0) }.joined(separator: ", "))
    lines.append("}\n")
    return lines.joined(separator: "\n")
  }

  private mutating func reference(_ value: ValueID) -> String {
    let number = numbers[value] ?? numbers.count
    numbers[value] = number
    return "%\(number)"
  }

  private mutating func declareConstant(_ value: ValueID) {
    guard numbers[value] == nil, let constant = graph[value].constant else { return }
    lines.append(
      "  \(reference(value)) \(quoted(graph[value].name)) = constant "
        + "\(graph[value].typeDescription) \(graph[value].contentDescription(of: constant))")
  }

  private mutating func append(_ node: Node) {
    for case let input? in node.inputs { declareConstant(input) }
    let operands = node.inputs.map { $0.map { reference($0) } ?? "_" }.joined(separator: ", ")
    let results = node.outputs.map { reference($0) }.joined(separator: ", ")
    let types = node.outputs.map { graph[$0].typeDescription }.joined(separator: ", ")
    let (name, attributes) = node.operation.described
    lines.append(
      "  " + (results.isEmpty ? "" : results + " = ") + "\(name)(\(operands))"
        + (attributes.isEmpty ? "" : " {\(attributes)}") + (types.isEmpty ? "" : " : \(types)")
        + "  // \(quoted(node.name))")
  }
}

private func quoted(_ text: String) -> String {
  "\""
    + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    .replacing("\n", with: "\\n") + "\""
}

extension Operation {
  /// The operator's name, and its attributes in the order of their names.
  fileprivate var described: (name: String, attributes: String) {
    switch self {
    case .tensorFlow(let name, let attributes):
      let texts = attributes.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.described)" }
      return (name, texts.joined(separator: ", "))
    case .lite(let operation):
      // The case's payload is the operator's own struct; its stored properties are attributes.
      let payload = Mirror(reflecting: operation).children.first
      let fields = payload.map { Mirror(reflecting: $0.value).children.compactMap(attribute) } ?? []
      return ("lite." + (payload?.label ?? "\(operation)"), fields.joined(separator: ", "))
    }
  }

  private func attribute(_ child: Mirror.Child) -> String? {
    child.label.map { "\($0) = \(child.value)" }
  }
}

extension Attribute {
  fileprivate var described: String {
    switch self {
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .bool(let flag): "\(flag)"
    case .string(let text): quoted(text)
    case .type(let type): type.name
    case .shape(let shape): shapeDescription(shape)
    case .tensor(let value):
      value.typeDescription
        + (value.constant.map { " " + value.contentDescription(of: $0) } ?? "")
    case .function(let name): "@\(name)"
    case .list(let list): "[" + list.map(\.described).joined(separator: ", ") + "]"
    }
  }
}

private func shapeDescription(_ shape: [Int?]?) -> String {
  guard let shape else { return "[*]" }
  return "[" + shape.map { $0.map { "\($0)" } ?? "?" }.joined(separator: ", ") + "]"
}

extension Value {
  /// As in `float32[?, 4]`, with the quantization if there is one.
  package var typeDescription: String {
    guard let quantization, let scale = quantization.scales.first else {
      return type.name + shapeDescription(shape)
    }
    let grid =
      quantization.isPerChannel
      ? "\(quantization.scales.count) scales on axis \(quantization.axis)"
      : "\(scale), \(quantization.zeroPoints.first ?? 0)"
    return type.name + shapeDescription(shape) + "<\(grid)>"
  }

  /// The elements if they are few, else how many bytes they take.
  fileprivate func contentDescription(of constant: ConstantData) -> String {
    guard let count = staticShape?.checkedElementCount, count <= 8,
      type.byteCount(of: count) == constant.bytes.count, let elements = elements(of: constant)
    else { return "(\(constant.bytes.count) bytes)" }
    return "= [" + elements.joined(separator: ", ") + "]"
  }

  private func elements(of constant: ConstantData) -> [String]? {
    switch type {
    case .float32: constant.elements(as: Float.self).map { "\($0)" }
    case .float64: constant.elements(as: Double.self).map { "\($0)" }
    case .int8: constant.elements(as: Int8.self).map { "\($0)" }
    case .uint8: constant.elements(as: UInt8.self).map { "\($0)" }
    case .int16: constant.elements(as: Int16.self).map { "\($0)" }
    case .int32: constant.elements(as: Int32.self).map { "\($0)" }
    case .int64: constant.elements(as: Int64.self).map { "\($0)" }
    case .bool: constant.elements(as: UInt8.self).map { $0 == 0 ? "false" : "true" }
    default: nil
    }
  }
}
