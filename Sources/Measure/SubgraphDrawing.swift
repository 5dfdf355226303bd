// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// The part of a ``GraphDrawing`` that is one subgraph.
struct SubgraphDrawing {
  private let file: ModelFile
  private let index: Int
  private let summary: ModelInspection.Subgraph
  private let subgraph: LiteModel.Subgraph
  private let signatures: [ModelInspection.Signature]
  /// The part of an arrow's ends that gives a tensor.
  private var givers: [Int: String] = [:]
  private(set) var source = ""

  /// Constants and results beyond so many are counted, not listed.
  private static let rowLimit = 8

  /// - Parameter callers: which operators call it, and what for.
  init(file: ModelFile, index: Int, inspection: ModelInspection, callers: [String]) {
    self.file = file
    self.index = index
    summary = inspection.subgraphs[index]
    subgraph = file.model.subgraphs[index]
    signatures = inspection.signatures.filter { $0.subgraph == index }
    let keys = signatures.compactMap(\.key).map { "signature '\($0)'" }
    var lines = ["subgraph \(index)" + (summary.name.isEmpty ? "" : " '\(summary.name)'")]
    lines += (keys + callers).prefix(Self.rowLimit)
    source = """
        subgraph cluster_\(index) {
          graph [label="\(lines.map(DotText.escaped).joined(separator: "\\n"))", style=rounded, \
      color="#c3c9ce", fontcolor="#4a5258", margin=14, tooltip=" "]

      """
    addInputs()
    for entry in summary.operators { add(entry) }
    addOutputs()
    source += "  }\n"
  }

  // MARK: Nodes

  private mutating func addInputs() {
    for (position, tensor) in subgraph.inputs.enumerated() {
      let name = signatures.first?.inputs.first { $0.tensor.index == tensor }?.name
      let node = "g\(index)_in\(position)"
      addEnd(node, "input", tensor, name: name, ground: "#dcefe0")
      givers[tensor] = node
    }
    // Side by side, in their order.
    let nodes = subgraph.inputs.indices.map { "g\(index)_in\($0)" }
    guard (2...Self.rowLimit).contains(nodes.count) else { return }
    source += "    { rank=same; \(nodes.joined(separator: " -> ")) [style=invis] }\n"
  }

  private mutating func addOutputs() {
    for (position, tensor) in subgraph.outputs.enumerated() {
      let name = signatures.first?.outputs.first { $0.tensor.index == tensor }?.name
      let node = "g\(index)_out\(position)"
      addEnd(node, "output", tensor, name: name, ground: "#fbe3d6")
      if let giver = givers[tensor] { addArrow(giver, node, tensor, "") }
    }
  }

  private mutating func addEnd(
    _ node: String, _ kind: String, _ tensor: Int, name: String?, ground: String
  ) {
    let described = summary.tensors[tensor]
    let title = DotText.escaped(DotText.short(name ?? described.name))
    let row = DotText.Row(
      lines: ["\(kind) <b>\(title)</b>", Self.kind(described)], ground: ground, isCentered: true)
    addNode(node, [row], tip: tip(of: described))
  }

  private mutating func add(_ entry: ModelInspection.Operator) {
    let stored = subgraph.operators[entry.index]
    let operation = Self.operation(of: stored, in: file)
    let node = "g\(index)_op\(entry.index)"
    var rows = [
      DotText.Row(
        lines: [
          "<font color=\"white\">\(entry.index) <b>\(DotText.escaped(entry.name))</b></font>"
        ], ground: Self.color(of: entry, operation), isCentered: true)
    ]
    let options = Self.options(of: stored, in: file)
    if !options.isEmpty { rows.append(DotText.Row(lines: options.map(DotText.escaped))) }
    let lines = entry.inputs.enumerated().filter { $1 >= 0 && givers[$1] == nil }
      .map { held(name(of: $0, operation), $1) }
    if !lines.isEmpty {
      rows.append(DotText.Row(lines: Self.limited(lines, of: "operands").map(DotText.escaped)))
    }
    for (position, tensor) in entry.outputs.enumerated().prefix(Self.rowLimit) {
      let kind = Self.kind(summary.tensors[tensor])
      rows.append(
        DotText.Row(
          lines: [entry.outputs.count > 1 ? "\(position): \(kind)" : kind], ground: "#f1f3f5",
          port: "o\(position)", isCentered: true))
    }
    if entry.outputs.count > Self.rowLimit {
      let more = entry.outputs.count - Self.rowLimit
      rows.append(
        DotText.Row(lines: ["\(more) more results"], ground: "#f1f3f5", port: "more"))
    }
    let results = entry.outputs.prefix(Self.rowLimit).map { tip(of: summary.tensors[$0]) }
    let tips = ["\(entry.name) version \(entry.version)"] + results
    addNode(node, rows, tip: tips.joined(separator: "; "))
    for (position, tensor) in entry.inputs.enumerated() {
      guard let giver = givers[tensor] else { continue }
      addArrow(giver, node, tensor, "\(name(of: position, operation)) of \(entry.index): ")
    }
    for (position, tensor) in entry.outputs.enumerated() {
      givers[tensor] = node + (position < Self.rowLimit ? ":o\(position)" : ":more") + ":s"
    }
  }

  private mutating func addNode(_ node: String, _ rows: [DotText.Row], tip: String) {
    source += "    \(node) [tooltip=\"\(DotText.escaped(tip))\", label=\(DotText.table(rows))]\n"
  }

  private mutating func addArrow(_ giver: String, _ node: String, _ tensor: Int, _ use: String) {
    let tip = DotText.escaped(use + tip(of: summary.tensors[tensor]))
    source += "    \(giver) -> \(node):n [tooltip=\"\(tip)\"]\n"
  }

  // MARK: Texts

  /// As in `[1, 28, 28, 1] float32`.
  private static func kind(_ tensor: ModelInspection.Tensor) -> String {
    DotText.escaped("\(DotText.shape(tensor.shape)) \(tensor.type)")
  }

  private func tip(of tensor: ModelInspection.Tensor) -> String {
    let kind = "\(DotText.shape(tensor.shape)) \(tensor.type)"
    var text = "tensor \(tensor.index) '\(tensor.name)' \(kind)"
    if let quantization = tensor.quantization {
      text +=
        quantization.axis.map { ", \(quantization.scales.count) scales along axis \($0)" }
        ?? ", scale \(quantization.scales[0]), zero point \(quantization.zeroPoints.first ?? 0)"
    }
    return text
  }

  /// What an operand is for.
  private func name(of position: Int, _ operation: Operator?) -> String {
    guard let rules = operation?.operandRules, let rule = rules.input(position) else {
      return "operand \(position)"
    }
    let repeats = rules.repeatsLastInput && position >= rules.inputs.count - 1
    return repeats ? "\(rule.name) \(position)" : "\(rule.name)"
  }

  /// An operand that no operator gives: a constant, or a tensor that keeps its value.
  private func held(_ name: String, _ tensor: Int) -> String {
    let described = summary.tensors[tensor]
    let text = "\(name) \(DotText.shape(described.shape)) \(described.type)"
    if described.isVariable { return text + ", kept" }
    return text + (fewValues(of: tensor).map { " = \($0)" } ?? "")
  }

  /// The elements of a constant of up to four numbers.
  private func fewValues(of tensor: Int) -> String? {
    let stored = subgraph.tensors[tensor]
    let count = Shape(stored.shape).elementCount
    let bytes = file.bytes(of: file.model.buffers[stored.buffer])
    guard (1...4).contains(count), stored.sparsity == nil,
      bytes.count == stored.type.byteCount(of: count),
      let values = RealValues(
        bytes, count: count, type: stored.type, quantization: stored.quantization?.parameters)
    else { return nil }
    return values.real.map { Int(exactly: $0).map(String.init) ?? "\(Float($0))" }
      .joined(separator: ", ")
  }

  private static func limited(_ lines: [String], of what: String) -> [String] {
    guard lines.count > rowLimit else { return lines }
    return lines.prefix(rowLimit - 1) + ["\(lines.count - rowLimit + 1) more \(what)"]
  }

  private static func operation(
    of entry: LiteModel.OperatorEntry, in file: ModelFile
  ) -> Operator? {
    try? Operator(entry, in: RawSpan(_unsafeBytes: file.bytes), of: file.model)
  }

  /// Blue for what multiplies weights, violet for calls and state, amber for conversions.
  private static func color(
    of entry: ModelInspection.Operator, _ operation: Operator?
  ) -> String {
    guard let operation else { return "#b3372f" }
    guard case .kernels = operation.action else { return "#7a4fa3" }
    if entry.multiplyAccumulates != nil { return "#2a629e" }
    return entry.arithmetic == "conversion" ? "#a36a12" : "#4c6670"
  }

  /// Options that do not say what the format takes for granted; heights and widths in one line.
  private static func options(
    of entry: LiteModel.OperatorEntry, in file: ModelFile
  ) -> [String] {
    let defaults = entry.defaultOptionTexts
    let always: Set = ["padding", "axis"]
    var texts = entry.optionTexts(in: file.bytes).filter { key, value in
      always.contains(key) || key.hasSuffix("subgraph_index") || defaults[key] != value
    }
    var lines: [String] = []
    for (name, height, width) in [
      ("filter", "filter_height", "filter_width"), ("stride", "stride_h", "stride_w"),
      ("dilation", "dilation_h_factor", "dilation_w_factor"),
    ] where texts[height] != nil || texts[width] != nil {
      let sizes = [height, width].map { texts[$0] ?? defaults[$0] ?? "" }
      lines.append("\(name) \(sizes[0])×\(sizes[1])")
      (texts[height], texts[width]) = (nil, nil)
    }
    if texts["depth_multiplier"] == "1" { texts["depth_multiplier"] = nil }
    if let function = texts.removeValue(forKey: "fused_activation_function") {
      lines.append("then \(function)")
    }
    return texts.sorted { $0.key < $1.key }.map {
      "\($0.key.replacing("_index", with: "").replacing("_", with: " ")) \($0.value)"
    } + lines
  }
}
