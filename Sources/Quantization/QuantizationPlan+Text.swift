// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import TensorCore

extension QuantizationPlan {
  /// The plan in readable form, a line for each rule, layer, constant and value:
  ///
  ///     rule 1: all: int8 weights per channel, int8 activations, scales by min_max
  ///     graph main
  ///       layer 0 FULLY_CONNECTED 'dense': int8 by rule 1
  ///         'w': int8, 2 scales on axis 0, 0.01 … 4.65661e-08
  ///       layer 1 LOG 'log': float32: has no int8 form
  ///       value 'x': int8, scale 0.01, zero point -28: seen -1.0 … 1.55
  package var text: String { lines.map { $0 + "\n" }.joined() }

  /// The lines of ``text``.
  package var lines: [String] {
    var lines = recipe.rules.enumerated().map { "rule \($0 + 1): \($1)" }
    for (graph, plan) in zip(program.graphs, graphs) {
      let type = plan.scheme.activationType.name
      lines.append("graph \(graph.name)")
      for (index, layer) in plan.layers.enumerated() {
        lines.append(
          "  layer \(index) \(layer.builtin.name) '\(layer.name)': \(layer.verdict(plan.scheme))")
        for (place, constant) in layer.constants.sorted(by: { $0.key < $1.key }) {
          let name = graph.nodes[index].inputs[place].map { graph[$0].name } ?? ""
          lines.append("    '\(name)': \(constant)")
        }
        for (place, result) in layer.fixedResults.sorted(by: { $0.key < $1.key }) {
          let name = graph[graph.nodes[index].outputs[place]].name
          lines.append(
            "    '\(name)': \(type), \(result.gridDescription): fixed by the format, then requantized"
          )
        }
      }
      for (value, activation) in plan.activations.sorted(by: { $0.key.index < $1.key.index }) {
        let shared = activation.sharedWith.map { "'\(graph[$0].name)'" }
        lines.append(
          "  value '\(graph[value].name)': \(type), \(activation.quantization.gridDescription): "
            + "\(activation.origin)"
            + (shared.isEmpty ? "" : ", shared with \(shared.joined(separator: ", "))"))
      }
    }
    return lines
  }
}

extension Quantization {
  /// As in `scale 0.01, zero point -28`, or `2 scales on axis 0, 0.01 … 0.02`.
  fileprivate var gridDescription: String {
    guard isPerChannel else { return "scale \(scale), zero point \(zeroPoint)" }
    return "\(scales.count) scales on axis \(axis), \(scales.min()!) … \(scales.max()!)"
  }
}

extension LayerPlan.Constant: CustomStringConvertible {
  package var description: String {
    type.name + (quantization.map { ", " + $0.gridDescription } ?? "")
  }
}

extension LayerPlan {
  fileprivate func verdict(_ scheme: IntegerScheme) -> String {
    let rule = rule.map { " by rule \($0)" } ?? ""
    return switch form {
    case .float(let reason): "float32: \(reason)"
    case .notFloat: "as it is: no floats"
    case .integer, .dynamicRange, .storedInteger, .float16: form.name(scheme) + rule
    }
  }
}

extension LayerPlan.Form {
  /// As printed: `int8`, `int16`, `int8 weights`, `stored int8 weights`, `float16 weights`, `float32`,
  /// or `as it is`.
  package func name(_ scheme: IntegerScheme) -> String {
    switch self {
    case .integer: scheme.activationType.name
    case .storedInteger: "stored int8 weights"
    case .dynamicRange: "int8 weights"
    case .float16: "float16 weights"
    case .float: "float32"
    case .notFloat: "as it is"
    }
  }
}

extension QuantizationPlan.Origin: CustomStringConvertible {
  package var description: String {
    switch self {
    case .seen(let range): "seen \(range.minimum) … \(range.maximum)"
    case .constant(let range): "constant, \(range.minimum) … \(range.maximum)"
    case .format: "fixed by the format"
    case .set(let range): "set to \(range.minimum) … \(range.maximum)"
    }
  }
}
