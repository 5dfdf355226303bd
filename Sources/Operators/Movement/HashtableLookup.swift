// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Rows of a table whose keys ascend, and whether it has them.
///
/// `y[i, …] = values[j, …]` and `hits[i] = 1` where `keys[j] = lookup[i]`; else both are 0, strings
/// empty
///
/// | operand  | type                       | shape        | quantization |
/// |----------|----------------------------|--------------|--------------|
/// | `lookup` | int32                      | `[n]`        |              |
/// | `keys`   | int32                      | `[rows]`     |              |
/// | `values` | any of whole bytes, string | `[rows, m…]` | per tensor   |
/// | `output` | type of `values`           | `[n, m…]`    | as `values`  |
/// | `hits`   | uint8                      | `[n]`        |              |
///
/// Which keys are found is not said where they do not ascend.
///
/// Constraints:
/// - C1: `lookup` and `keys` are vectors; `values` has a row for each key.
/// - C2: strings have one axis.
/// - C3: `output` has the type of `values`; it has a valid number of elements.
///
/// Source: TensorFlow Lite operator HASHTABLE_LOOKUP.
package struct HashtableLookup: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.hashtableLookup

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("lookup", .control, .int32),
        OperandRule("keys", .control, .int32),
        OperandRule("values", .activation, .movable),
      ],
      outputs: [
        OperandRule("output", .activation, .movable),
        OperandRule("hits", .control, .uint8),
      ], scales: .shared)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [inputs[2]!, .uint8] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (lookup, keys, values) = (inputs[0]!.shape, inputs[1]!.shape, inputs[2]!.shape)
    guard lookup.rank == 1, keys.rank == 1, values.dimensions.first == keys[0] else {  // C1
      throw OperatorError(shapesOf: inputs, "a row of values for each of a vector of keys")
    }
    guard inputs[2]!.type != .string || values.rank == 1 else {  // C2
      throw OperatorError(shapesOf: inputs, "strings have one axis")
    }
    return [
      try Shape.checked(lookup.dimensions + values.dimensions.dropFirst()), lookup,  // C3
    ]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (lookup, keys, values) = (context.input(0), context.input(1), context.input(2))
    guard context.output.type == values.type else {  // C3
      throw OperatorError("output is \(context.output.type.name), must be \(values.type.name)")
    }
    let (output, hits) = (context.output.slot, context.outputs[1].slot)
    let rowCount = keys.elementCount
    let size = values.type.runtimeByteCount(
      of: values.shape.elementCount(in: 1..<values.shape.rank))!
    return Evaluation(kernel: "xx_table_lookup") { (tensors: TensorTable) throws(OperatorError) in
      let rows = UnsafeBufferPointer(
        start: tensors.elements(keys.slot, as: Int32.self), count: rowCount)
      for index in 0..<lookup.elementCount {
        let key = tensors.elements(lookup.slot, as: Int32.self)[index]
        let row = Self.place(of: key, in: rows)
        let target = tensors[output] + index * size
        if let row {
          target.copyMemory(from: tensors[values.slot] + row * size, byteCount: size)
        } else {
          target.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        }
        tensors.elements(hits, as: UInt8.self)[index] = row == nil ? 0 : 1
      }
    }
  }

  private static func place(of key: Int32, in keys: UnsafeBufferPointer<Int32>) -> Int? {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] == key { return middle }
      if keys[middle] > key { high = middle } else { low = middle + 1 }
    }
    return nil
  }
}
