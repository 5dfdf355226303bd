// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import TensorCore

extension QuantizationPlan {
  /// The plan for programs to read: what ``text`` says, in keys and values.
  package var document: Document {
    Document(
      rules: recipe.rules.map(\.description),
      graphs: zip(program.graphs, graphs).map { Document.Graph($0, $1) })
  }

  package struct Document: Encodable, Sendable {
    let rules: [String]
    let graphs: [Graph]

    struct Graph: Encodable, Sendable {
      let name: String
      let layers: [Layer]
      let values: [Value]
    }

    struct Layer: Encodable, Sendable {
      let name: String
      let `operator`: String
      /// See ``LayerPlan/Form/name``.
      let form: String
      /// Counted from 1.
      let rule: Int?
      /// Why the layer stays float.
      let reason: String?
      let constants: [Constant]
    }

    struct Constant: Encodable, Sendable {
      let name: String
      let type: String
      let scales: [Float]?
      let axis: Int?
    }

    struct Value: Encodable, Sendable {
      let name: String
      let type: String
      let scale: Float
      let zeroPoint: Int
      /// `seen`, `constant`, `format` or `set`.
      let origin: String
      let minimum: Float?
      let maximum: Float?
      let sharedWith: [String]
    }
  }
}

extension QuantizationPlan.Document.Graph {
  fileprivate init(_ graph: Graph, _ plan: GraphPlan) {
    name = graph.name
    layers = zip(graph.nodes, plan.layers).map { node, layer in
      let reason: String? = if case .float(let reason) = layer.form { reason } else { nil }
      return QuantizationPlan.Document.Layer(
        name: layer.name, operator: layer.builtin.name, form: layer.form.name(plan.scheme),
        rule: layer.rule,
        reason: reason,
        constants: layer.constants.sorted { $0.key < $1.key }.map { place, constant in
          let axis = constant.quantization.flatMap { $0.isPerChannel ? $0.axis : nil }
          return QuantizationPlan.Document.Constant(
            name: node.inputs[place].map { graph[$0].name } ?? "", type: constant.type.name,
            scales: constant.quantization?.scales, axis: axis)
        })
    }
    values = plan.activations.sorted { $0.key.index < $1.key.index }.map { value, activation in
      QuantizationPlan.Document.Value(
        name: graph[value].name, type: plan.scheme.activationType.name,
        scale: activation.quantization.scale, zeroPoint: activation.quantization.zeroPoint,
        origin: activation.origin.word, minimum: activation.origin.range?.minimum,
        maximum: activation.origin.range?.maximum,
        sharedWith: activation.sharedWith.map { graph[$0].name })
    }
  }
}

extension QuantizationPlan.Origin {
  fileprivate var word: String {
    switch self {
    case .seen: "seen"
    case .constant: "constant"
    case .format: "format"
    case .set: "set"
    }
  }

  fileprivate var range: ValueRange? {
    switch self {
    case .seen(let range), .constant(let range), .set(let range): range
    case .format: nil
    }
  }
}
