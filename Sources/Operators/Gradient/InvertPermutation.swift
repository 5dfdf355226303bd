// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The order that brings back what another one has moved.
///
/// `y[x[i]] = i`
///
/// | operand  | type           | shape     |
/// |----------|----------------|-----------|
/// | `input`  | int32 or int64 | `[count]` |
/// | `output` | as `input`     | `[count]` |
///
/// Constraints:
/// - C1: `input` has one axis, and each number from 0 to `count − 1` once.
///
/// Source: TensorFlow `tf.raw_ops.InvertPermutation`; the Flex operator of TensorFlow Lite.
package struct InvertPermutation: CustomOperation, AttributeFreeOperator, SameShapeOperator {
  package static let customName = "FlexInvertPermutation"

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .indices)],
      outputs: [OperandRule("output", .control, .indices)], scales: .unquantized)
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    guard input.shape.rank == 1, output.type == input.type else {  // C1
      throw OperatorError("'input' is \(input.shape.description), must have one axis")
    }
    let (count, reader, isWide) = (input.elementCount, IndexReader(input), input.type == .int64)
    return Evaluation(kernel: "xx_invert_permutation") {
      (tensors: TensorTable) throws(OperatorError) in
      let narrow = tensors.elements(output.slot, as: Int32.self)
      let wide = tensors.elements(output.slot, as: Int64.self)
      for place in 0..<count {
        if isWide { wide[place] = -1 } else { narrow[place] = -1 }
      }
      for index in 0..<count {
        let place = reader.value(index, in: tensors)
        guard place >= 0, place < count, (isWide ? Int(wide[place]) : Int(narrow[place])) < 0 else {
          throw OperatorError("\(place) is twice, or no place of \(count)")  // C1
        }
        if isWide { wide[place] = Int64(index) } else { narrow[place] = Int32(index) }
      }
    }
  }
}
