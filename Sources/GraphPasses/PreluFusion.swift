// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// Finds the linear unit with a learned slope in its parts.
///
/// ```
/// p = RELU(x)
/// n = NEG(x)
/// r = RELU(n)                ⇒    y = PRELU(x, [0.1, 0.2])
/// m = MUL(r, [-0.1, -0.2])
/// y = ADD(p, m)
/// ```
///
/// The slope may also multiply `MINIMUM(x, 0)`, the positive part be `MAXIMUM(x, 0)`, the sum a
/// difference, or all of it a choice, `SELECT_V2(GREATER(x, 0), x, MUL(x, slope))`. With one slope for
/// all it is LEAKY_RELU. Not where the slope is no constant or does not broadcast to `x`.
package struct PreluFusion: LocalRewrite {
  package init() {}

  package func edit(
    at id: NodeID, in graph: IndexedGraph
  ) throws(ConversionError) -> GraphEdit? {
    guard let node = graph[id], let output = node.outputs.first, node.outputs.count == 1,
      let (x, slope) = graph.sumOfHalves(output) ?? graph.choiceOfHalves(output),
      graph[x].type == .float32, graph[x].shape == graph[output].shape,
      let shape = graph[slope.value].staticShape,
      let data = graph[slope.value].constant, graph[slope.value].type == .float32
    else { return nil }
    let elements = data.elements(as: Float.self).map { slope.isNegated ? -$0 : $0 }
    var edit = GraphEdit(of: graph)
    edit.remove(id)
    if elements.count == 1 {
      edit.append(
        .leakyRelu(LeakyRelu(alpha: elements[0])), name: node.name, inputs: [x],
        outputs: node.outputs)
    } else {
      let constant = edit.constant(
        ConstantData(elements), type: .float32, shape: shape.dimensions,
        name: graph[slope.value].name)
      edit.append(.prelu(Prelu()), name: node.name, inputs: [x, constant], outputs: node.outputs)
    }
    return edit
  }
}

/// The slope below 0, or what it is the negative of.
private struct Slope {
  let value: ValueID
  let isNegated: Bool
}

extension IndexedGraph {
  /// `max(x, 0) + slope · min(x, 0)`.
  fileprivate func sumOfHalves(_ value: ValueID) -> (ValueID, Slope)? {
    for (isDifference, builtin) in [(false, BuiltinOperator.add), (true, .sub)] {
      for (positive, rest) in pairs(of: value, by: builtin).prefix(isDifference ? 1 : 2) {
        guard let x = positivePart(positive) else { continue }
        for (factor, negative) in pairs(of: rest, by: .mul) where self[factor].constant != nil {
          if isZeroAtMost(negative, x) { return (x, Slope(value: factor, isNegated: isDifference)) }
          if let negated = positivePart(negative), argument(of: negated, by: .neg) == x {
            return (x, Slope(value: factor, isNegated: !isDifference))
          }
        }
      }
    }
    return nil
  }

  /// `x` where it is positive, else `slope · x`.
  fileprivate func choiceOfHalves(_ value: ValueID) -> (ValueID, Slope)? {
    guard let choice = operands(of: value, by: .selectV2), choice.count == 3 else { return nil }
    for builtin in [BuiltinOperator.greater, .greaterEqual] {
      guard let compared = operands(of: choice[0], by: builtin), compared.count == 2,
        compared[0] == choice[1], scalar(compared[1]) == 0
      else { continue }
      for (factor, x) in pairs(of: choice[2], by: .mul)
      where x == choice[1] && self[factor].constant != nil {
        return (x, Slope(value: factor, isNegated: false))
      }
    }
    return nil
  }

  /// `x` where the value is `max(x, 0)`.
  private func positivePart(_ value: ValueID) -> ValueID? {
    argument(of: value, by: .relu)
      ?? pairs(of: value, by: .maximum).first { scalar($0.1) == 0 }?.0
  }

  /// Whether the value is `min(x, 0)`.
  private func isZeroAtMost(_ value: ValueID, _ x: ValueID) -> Bool {
    pairs(of: value, by: .minimum).contains { $0.0 == x && scalar($0.1) == 0 }
  }
}
