// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Along which axes the gradients of two operands that were broadcast to each other are summed.
///
/// Axes are those of the common shape. One is summed for an operand that has 1 element along it, or
/// lacks it, where the other has another number, or both have 1; none where both shapes are equal.
///
/// | operand   | type           | shape       |
/// |-----------|----------------|-------------|
/// | `first`   | int32 or int64 | `[rank]`    |
/// | `second`  | as `first`     | `[rank]`    |
/// | `axes_0`  | as `first`     | `[count]`   |
/// | `axes_1`  | as `first`     | `[count]`   |
///
/// Constraints:
/// - C1: both operands are known, since the shapes of the results depend on them.
/// - C2: both are shapes, of the same type, that broadcast to each other.
///
/// Source: TensorFlow `tf.raw_ops.BroadcastGradientArgs`; the Flex operator of TensorFlow Lite.
package struct BroadcastGradientArguments: CustomOperation, AttributeFreeOperator {
  package static let customName = "FlexBroadcastGradientArgs"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("first", .control, .indices), OperandRule("second", .control, .indices),
      ],
      outputs: [
        OperandRule("axes_0", .control, .indices), OperandRule("axes_1", .control, .indices),
      ], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[0]!, inputs[0]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let axes = try axes(inputs)
    return [Shape([axes.first.count]), Shape([axes.second.count])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let axes = try axes(context.inputs)
    let type = context.input(0).type
    guard context.outputs[0].type == type, context.outputs[1].type == type else {  // C2
      throw OperatorError("operands and results must have one type")
    }
    let first = Evaluation.copying(
      PreparedBuffer(integers: axes.first, of: type), to: context.outputs[0])
    let second = Evaluation.copying(
      PreparedBuffer(integers: axes.second, of: type), to: context.outputs[1])
    return Evaluation(kernel: first.kernel, stages: first.stages + second.stages)
  }

  private func axes(
    _ inputs: [Operand?]
  ) throws(OperatorError) -> (first: [Int], second: [Int]) {
    let first = try inputs[0]!.knownIntegers("first")  // C1
    let second = try inputs[1]!.knownIntegers("second")  // C1
    let rank = max(first.count, second.count)
    guard inputs[0]!.type == inputs[1]!.type, rank <= Shape.rankLimit else {  // C2
      throw OperatorError("two shapes of one type are needed, of \(Shape.rankLimit) axes at most")
    }
    guard first != second else { return ([], []) }
    var axes: (first: [Int], second: [Int]) = ([], [])
    for axis in 0..<rank {
      let (a, b) = (axis - rank + first.count, axis - rank + second.count)
      let (size, other) = (a < 0 ? 1 : first[a], b < 0 ? 1 : second[b])
      guard size >= 0, other >= 0, size == other || size == 1 || other == 1 else {  // C2
        throw OperatorError(
          "\(Shape(first).description) and \(Shape(second).description) do not broadcast")
      }
      if size == 1 { axes.first.append(axis) }
      if other == 1 { axes.second.append(axis) }
    }
    return axes
  }
}
