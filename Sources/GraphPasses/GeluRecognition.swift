// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Finds the Gaussian error linear unit in its parts, before they become lite operators: there is
/// none for the error function.
///
/// ```
/// n = Neg(x)
/// s = Mul(n, 0.70710677)
/// e = Erfc(s)                ⇒    y = GELU(x)
/// h = Mul(0.5, x)
/// y = Mul(h, e)
/// ```
///
/// Instead of `erfc(−x / √2)` it may say `1 + erf(x / √2)` or `1 + tanh(√(2/π) · (x + 0.044715 x³))`,
/// the factors of each product in any order. What else uses a part still finds it; the others are
/// ``DeadCodeRemoval``'s. Not for other constants, nor where one of the factors is not `x`.
package struct GeluRecognition: LocalRewrite {
  package static let requires: Set<GraphProperty> = []

  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], case .tensorFlow("Mul", _) = node.operation,
      graph[node.outputs[0]].type == .float32
    else { return nil }
    for gate in graph.partialProducts(of: node.outputs[0]) {
      for (x, isApproximate) in graph.gatedValues(by: gate) {
        let product = graph.product(node.outputs[0], upTo: [x, gate])
        guard product.isTimes(0.5), product.matches([x, gate]) else { continue }
        var edit = GraphEdit(of: graph)
        edit.remove(id)
        edit.append(
          .gelu(Gelu(isApproximate: isApproximate)), name: node.name, inputs: [x],
          outputs: node.outputs)
        return edit
      }
    }
    return nil
  }
}

/// A number times values.
private struct Product {
  var factor = 1.0
  var values: [ValueID] = []

  /// Whether the number is the one given, as far as single precision tells.
  func isTimes(_ expected: Double) -> Bool {
    abs(factor / expected - 1) < 1e-5
  }

  func matches(_ expected: [ValueID]) -> Bool {
    values.sorted { $0.index < $1.index } == expected.sorted { $0.index < $1.index }
  }
}

extension IndexedGraph {
  /// The TensorFlow operator that gives a value, and its operands.
  private func source(of value: ValueID) -> (operation: String, inputs: [ValueID])? {
    guard let id = producer(of: value), let node = self[id],
      case .tensorFlow(let operation, _) = node.operation
    else { return nil }
    return (operation, node.inputs.compactMap { $0 })
  }

  /// A float constant of one element, or the root of one.
  private func number(_ value: ValueID) -> Double? {
    if let (operation, inputs) = source(of: value) {
      guard operation == "Sqrt", inputs.count == 1 else { return nil }
      return number(inputs[0])?.squareRoot()
    }
    guard self[value].type == .float32, self[value].staticShape?.elementCount == 1 else {
      return nil
    }
    return self[value].constant?.elements(as: Float.self).first.map(Double.init)
  }

  /// A value as a product, taken apart down to the values of `ends`, which stay whole.
  fileprivate func product(_ value: ValueID, upTo ends: [ValueID]) -> Product {
    var result = Product()
    var pending = [value]
    while let next = pending.popLast() {
      if ends.contains(next) {
        result.values.append(next)
      } else if let number = number(next) {
        result.factor *= number
      } else if result.values.count < 8, let factors = factors(of: next) {
        result.factor *= factors.factor
        pending += factors.values
      } else {
        result.values.append(next)
      }
    }
    return result
  }

  /// What one node multiplies; nil where it does something else.
  private func factors(of value: ValueID) -> Product? {
    guard let (operation, inputs) = source(of: value) else { return nil }
    switch (operation, inputs.count) {
    case ("Mul", 2): return Product(values: inputs)
    case ("Neg", 1): return Product(factor: -1, values: inputs)
    case ("Square", 1): return Product(values: [inputs[0], inputs[0]])
    case ("RealDiv", 2):
      return number(inputs[1]).map { Product(factor: 1 / $0, values: [inputs[0]]) }
    case ("Pow", 2):
      guard let exponent = number(inputs[1]), exponent == 2 || exponent == 3 else { return nil }
      return Product(values: Array(repeating: inputs[0], count: Int(exponent)))
    default: return nil
    }
  }

  /// The values that are multiplied with each other to give `value`, those of inner products too.
  fileprivate func partialProducts(of value: ValueID) -> [ValueID] {
    var result: [ValueID] = []
    var pending = [(value, 0)]
    while let (next, depth) = pending.popLast() {
      result.append(next)
      guard depth < 3, let (operation, inputs) = source(of: next), operation == "Mul" else {
        continue
      }
      pending += inputs.map { ($0, depth + 1) }
    }
    return result
  }

  /// Every `x` of which `gate` is `2 Φ(x)`, and whether it is so approximately.
  fileprivate func gatedValues(by gate: ValueID) -> [(x: ValueID, isApproximate: Bool)] {
    guard let (operation, inputs) = source(of: gate) else { return [] }
    switch operation {
    case "Erfc":
      return bases(of: inputs[0], times: -0.5.squareRoot()).map { ($0, false) }
    case "Add", "AddV2":
      guard inputs.count == 2 else { return [] }
      for (one, function) in [(inputs[0], inputs[1]), (inputs[1], inputs[0])]
      where number(one) == 1 {
        guard let (name, arguments) = source(of: function), arguments.count == 1 else { continue }
        if name == "Erf" {
          return bases(of: arguments[0], times: 0.5.squareRoot()).map { ($0, false) }
        }
        if name == "Tanh" { return cubicBases(of: arguments[0]).map { ($0, true) } }
      }
      return []
    default: return []
    }
  }

  /// Every value that times `factor` is `value`.
  private func bases(of value: ValueID, times factor: Double) -> [ValueID] {
    var result: [ValueID] = []
    var next = value
    for _ in 0..<4 {
      let product = product(value, upTo: [next])
      if product.values == [next], product.isTimes(factor) { result.append(next) }
      guard let (operation, inputs) = source(of: next),
        ["Mul", "Neg", "RealDiv"].contains(operation),
        let inner = inputs.first(where: { number($0) == nil })
      else { break }
      next = inner
    }
    return result
  }

  /// Every `x` of which `value` is `√(2/π) · (x + 0.044715 x³)`, the `x` factored out or not.
  private func cubicBases(of value: ValueID) -> [ValueID] {
    let root = (2 / Double.pi).squareRoot()
    for sum in partialProducts(of: value) {
      guard let (operation, inputs) = source(of: sum), operation == "AddV2" || operation == "Add",
        inputs.count == 2
      else { continue }
      let outer = product(value, upTo: [sum])
      guard outer.isTimes(root) else { continue }
      for (first, second) in [(inputs[0], inputs[1]), (inputs[1], inputs[0])] {
        if outer.matches([sum]) {
          let cubic = product(second, upTo: [first])
          if cubic.isTimes(0.044715), cubic.values == [first, first, first] { return [first] }
        } else if number(first) == 1, outer.values.count == 2,
          let x = outer.values.first(where: { $0 != sum })
        {
          let square = product(second, upTo: [x])
          if square.isTimes(0.044715), square.values == [x, x] { return [x] }
        }
      }
    }
    return []
  }
}
