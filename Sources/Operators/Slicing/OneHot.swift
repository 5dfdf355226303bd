// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Indices as vectors with one place set.
///
/// `y[…, j, …] = indices[…] = j ? on : off`
///
/// | operand   | type               | shape                           | quantization |
/// |-----------|--------------------|---------------------------------|--------------|
/// | `indices` | int32, int64       | any                             |              |
/// | `depth`   | int32              | one element                     |              |
/// | `on`      | any of whole bytes | one element                     | per tensor   |
/// | `off`     | type of `on`       | one element                     | as `on`      |
/// | `output`  | type of `on`       | `indices`', `depth` at the axis | as `on`      |
///
/// An index outside of 0 ..< depth sets no place.
///
/// Constraints:
/// - C1: the axis is in 0 ... rank of `indices`; −1 stands for the last.
/// - C2: `depth` is constant, has one element, and is not negative.
/// - C3: `on` and `off` have one type and one element each.
/// - C4: the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator ONE_HOT; TensorFlow `tf.one_hot`.
package struct OneHot: LiteOperator {
  package static let builtin = BuiltinOperator.oneHot

  package var axis: Int

  package init(axis: Int = -1) {
    self.axis = axis
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    axis = try OneHotOptionsView(options).axis
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("indices", .control, .indices),
        OperandRule("depth", .control, .int32),
        OperandRule("on", .activation, .wholeBytes),
        OperandRule("off", .activation, .wholeBytes),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .shared)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[2]!] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (on, off) = (inputs[2]!, inputs[3]!)
    guard on.type == off.type, on.elementCount == 1, off.elementCount == 1 else {  // C3
      throw OperatorError("'on' and 'off' must be one element each, of one type")
    }
    var dimensions = inputs[0]!.shape.dimensions
    let position = axis == -1 ? dimensions.count : axis
    guard position >= 0, position <= dimensions.count else {  // C1
      throw OperatorError("axis \(axis) is out of range: allowed -1 to \(dimensions.count)")
    }
    dimensions.insert(try inputs[1]!.knownInteger("depth"), at: position)  // C2
    return [try Shape.checked(dimensions)]  // C2, C4
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (indices, on, output) = (context.input(0), context.input(2), context.output)
    try context.requireOutputs(on.type)
    let position = axis == -1 ? indices.shape.rank : axis
    let depth = output.shape[position]
    let inner = indices.shape.elementCount(in: position..<indices.shape.rank)
    let (reader, count) = (IndexReader(indices), indices.elementCount)
    let (value, to, size) = (on.slot, output.slot, on.type.byteCount(of: 1)!)
    let fill = RegionCopy(filling: output, with: .slot(context.input(3).slot))
    let setting = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for i in 0..<count {
        let index = reader.value(i, in: tensors)
        guard index >= 0, index < depth else { continue }
        let place = (i / inner * depth + index) * inner + i % inner
        (tensors[to] + place * size).copyMemory(from: tensors[value], byteCount: size)
      }
    }
    return Evaluation(
      kernel: "xx_one_hot", stages: [.copying([fill], threadCount: context.threadCount), setting])
  }
}
