// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Running sums along an axis.
///
/// `y[…, i, …] = Σ x[…, j, …] for j ≤ i (exclusive: j < i; reverse: from the end)`
///
/// | operand  | type                  | shape          |
/// |----------|-----------------------|----------------|
/// | `input`  | float32, int32, int64 | rank 1 or more |
/// | `axis`   | int32                 | one element    |
/// | `output` | as `input`            | as `input`     |
///
/// Integers wrap.
///
/// Constraints:
/// - C1: `input` has at least one axis.
/// - C2: `axis` is constant and within the rank.
/// - C3: `input` and `output` have one type.
///
/// Source: TensorFlow Lite operator CUMSUM.
package struct Cumsum: LiteOperator {
  package static let builtin = BuiltinOperator.cumsum

  /// Each sum leaves out its own element.
  package var isExclusive: Bool
  /// Sums run from the end of the axis.
  package var isReverse: Bool

  package init(isExclusive: Bool = false, isReverse: Bool = false) {
    self.isExclusive = isExclusive
    self.isReverse = isReverse
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, [.float32, .int32, .int64]),
        OperandRule("axis", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, [.float32, .int32, .int64])],
      scales: .unquantized)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try CumsumOptionsView(options)
    self.init(isExclusive: view.exclusive, isReverse: view.reverse)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    _ = try inputs[0]!.shape.checkedAxis(try inputs[1]!.knownInteger("axis"))  // C1 C2
    return [inputs[0]!.shape]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)  // C3
    let (input, output) = (context.input(0), context.output)
    let axis = try input.shape.checkedAxis(try context.input(1).knownInteger("axis"))
    let (name, run): (String, linnet_cumulative_kernel) =
      switch output.type {
      case .float32: ("f32_cumulative_sum", f32_cumulative_sum)
      case .int32: ("s32_cumulative_sum", s32_cumulative_sum)
      default: ("s64_cumulative_sum", s64_cumulative_sum)
      }
    let outer = input.shape.elementCount(in: 0..<axis)
    let depth = input.shape[axis]
    let inner = input.shape.elementCount(in: axis + 1..<input.shape.rank)
    let (x, y) = (input.slot, output.slot)
    let (exclusive, reverse): (Int32, Int32) = (isExclusive ? 1 : 0, isReverse ? 1 : 0)
    return Evaluation(kernel: name) { (tensors: TensorTable) throws(OperatorError) in
      run(tensors[x], tensors[y], outer, depth, inner, exclusive, reverse)
    }
  }
}
