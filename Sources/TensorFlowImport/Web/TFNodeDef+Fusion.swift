// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR

extension TFNodeDef {
  /// The operators that TensorFlow.js's converter has joined in this one, the last under its name.
  ///
  /// ```
  /// y = _FusedConv2D(x, w, b) [fused_ops = BiasAdd, Relu]
  ///   ⇒  c = Conv2D(x, w)   a = BiasAdd(c, b)   y = Relu(a)
  /// ```
  ///
  /// `_FusedMatMul` and `FusedDepthwiseConv2dNative` likewise; `Prelu` becomes
  /// `Relu(x) − slope · Relu(−x)`.
  func withoutFusion() throws -> [TFNodeDef] {
    let base: String
    switch op {
    case "_FusedConv2D": base = "Conv2D"
    case "_FusedMatMul": base = "MatMul"
    case "FusedDepthwiseConv2dNative": base = "DepthwiseConv2dNative"
    case "Prelu": return try unfoldedPrelu()
    default: return [self]
    }
    let steps = (attribute("fused_ops")?.list.s ?? []).map { String(decoding: $0, as: UTF8.self) }
    var operands = dataInputs[...]
    guard operands.count >= 2 else { throw importError("it has no two operands", node: name) }
    var first = self
    first.op = base
    first.name = steps.isEmpty ? name : "\(name)/\(base)"
    first.input = [operands.removeFirst(), operands.removeFirst()]
    first.attr.removeAll {
      ["fused_ops", "num_args", "epsilon", "leakyrelu_alpha"].contains($0.key)
    }
    var nodes = [first]
    for (index, step) in steps.enumerated() {
      let isLast = index == steps.count - 1
      let stepName = isLast ? name : "\(name)/\(step)"
      let needsOperand = step == "BiasAdd" || step == "Prelu"
      guard !needsOperand || !operands.isEmpty else {
        throw importError("it has too few operands for \(step)", node: name)
      }
      guard Self.activations.contains(step) || needsOperand else {
        throw importError("it fuses '\(step)', which is not supported", node: name)
      }
      var node = TFNodeDef()
      node.name = stepName
      node.op = step
      node.input = [nodes[nodes.count - 1].name] + (needsOperand ? [operands.removeFirst()] : [])
      node.attr = attr.filter { $0.key == "T" || (step == "BiasAdd" && $0.key == "data_format") }
      if step == "LeakyRelu", let alpha = attribute("leakyrelu_alpha") {
        var entry = AttrEntry()
        entry.key = "alpha"
        entry.value = alpha
        node.attr.append(entry)
      }
      nodes += step == "Prelu" ? try node.unfoldedPrelu() : [node]
    }
    return nodes
  }

  private static let activations: Set<String> = [
    "Relu", "Relu6", "Elu", "LeakyRelu", "Sigmoid", "Tanh",
  ]

  private func unfoldedPrelu() throws -> [TFNodeDef] {
    let operands = dataInputs
    guard operands.count == 2 else { throw importError("it has no two operands", node: name) }
    let type = attr.filter { $0.key == "T" }
    func node(_ operation: String, _ name: String, _ input: [String]) -> TFNodeDef {
      var node = TFNodeDef()
      (node.op, node.name, node.input, node.attr) = (operation, name, input, type)
      return node
    }
    let (positive, opposite) = ("\(name)/positive", "\(name)/opposite")
    let (negative, scaled) = ("\(name)/negative", "\(name)/scaled")
    return [
      node("Relu", positive, [operands[0]]), node("Neg", opposite, [operands[0]]),
      node("Relu", negative, [opposite]), node("Mul", scaled, [negative, operands[1]]),
      node("Sub", name, [positive, scaled]),
    ]
  }
}
