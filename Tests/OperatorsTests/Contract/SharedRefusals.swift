// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

// What operators of several families refuse alike. Each operator's own tests call these.

/// The types that an operator's result may have.
func resultTypes(of operation: some LiteOperator) -> [ElementType] {
  let types = operation.operandRules.outputs[0].types
  return ElementType.allCases.filter { types.contains($0) }
}

/// One element, 0, along any number of axes.
func zero(
  _ type: ElementType, _ quantization: Quantization? = nil, _ shape: [Int] = [1]
) -> DirectTensor {
  // A type of elements of fixed size: 16 bytes are enough.
  try! DirectTensor(type: type, shape: Shape(shape), quantization: quantization, byteLimit: 16)
}

/// Expects that an operator refuses operands of which one has another type than the others: at each
/// place, for each two of the types that it takes.
///
/// - Parameter accepted: types that go together although they differ, the result's last.
func expectMixedTypeRefusals(
  _ operation: some LiteOperator, inputCount: Int = 1, accepted: [[ElementType]] = [],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let taken = resultTypes(of: operation)
  for common in taken {
    for other in taken where other != common {
      for place in 0...inputCount {
        var types = [ElementType](repeating: common, count: inputCount + 1)
        types[place] = other
        if accepted.contains(types) { continue }
        let (input, output) = (types[min(place, inputCount - 1)], types[inputCount])
        let part = "is \(input.name) but the output is \(output.name)"
        expectRefusal(
          operation, types: types, shapes: [[Int]](repeating: [1], count: inputCount), part,
          sourceLocation: sourceLocation)
      }
    }
  }
}

/// Expects that an operator refuses int16 of another zero point than 0, in each operand.
func expectZeroPointRefusals(
  _ operation: some LiteOperator, inputCount: Int = 1,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  for place in 0...inputCount {
    let quantizations = (0...inputCount).map {
      Quantization(scale: 1, zeroPoint: $0 == place ? 3 : 0)
    }
    expectRefusal(
      operation, quantizations.dropLast().map { zero(.int16, $0) },
      "is int16 with zero point 3, must be 0", resultType: .int16,
      quantization: quantizations[inputCount], sourceLocation: sourceLocation)
  }
}

/// Expects that an operator refuses quantized operands of which one has another scale, or another
/// zero point, than the others: at each place, for each quantized type that it takes.
///
/// - Parameter inputs: all inputs, given those that are quantized.
func expectQuantizationRefusals(
  _ operation: some LiteOperator, quantizedCount: Int = 1, _ part: String, shape: [Int] = [1],
  sourceLocation: SourceLocation = #_sourceLocation,
  inputs: ([DirectTensor]) -> [DirectTensor] = { $0 }
) {
  for type in resultTypes(of: operation) where type.isQuantizedInteger {
    // int16 has no other zero point.
    let others = [Quantization(scale: 2, zeroPoint: 0), Quantization(scale: 1, zeroPoint: 3)]
    for other in others.prefix(type == .int16 ? 1 : 2) {
      for place in 0...quantizedCount {
        var quantizations = [Quantization](
          repeating: Quantization(scale: 1, zeroPoint: 0), count: quantizedCount + 1)
        quantizations[place] = other
        expectRefusal(
          operation, inputs(quantizations.dropLast().map { zero(type, $0, shape) }), part,
          resultType: type, quantization: quantizations[quantizedCount],
          sourceLocation: sourceLocation)
      }
    }
  }
}

/// Expects that an operator of two operands refuses shapes that do not broadcast.
func expectBroadcastRefusals(
  _ operation: some LiteOperator, sourceLocation: SourceLocation = #_sourceLocation
) {
  let types = operation.operandRules.inputs[0].types
  let type = ElementType.allCases.first { types.contains($0) }!
  for shapes in [[[3], [2]], [[2, 3], [2]], [[4, 1, 2], [3, 2, 2]], [[0], [2]]] {
    expectRefusal(
      operation, types: [type, type] + operation.resultTypes([type, type]), shapes: shapes,
      "do not broadcast", sourceLocation: sourceLocation)
  }
}

/// Expects that an operator refuses divisors of which the last is 0.
func expectZeroDivisorRefusal<Element: TensorElement>(
  _ operation: some LiteOperator, _ divisors: [Element],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectRefusal(
    operation, [tensor(divisors), tensor(divisors)],
    "the divisor is 0 at element \(divisors.count - 1)", sourceLocation: sourceLocation)
}

/// An operator read from options that have one field.
///
/// - Parameters:
///   - field: the field's number, 0 or 1.
///   - value: its bytes.
func read<Operation: LiteOperator>(
  _: Operation.Type, _ kind: OptionsKind, field: Int, value: [UInt8]
) throws(FormatError) -> Operation {
  // A vtable for two fields, 8 bytes of it; the table, which says how far before it the vtable lies,
  // with the field 4 bytes into it.
  var places: [UInt8] = [0, 0, 0, 0]
  places[field * 2] = 4
  let bytes = [8, 0, UInt8(4 + value.count), 0] + places + [8, 0, 0, 0] + value
  let options = OptionsReference(kind: kind, position: 8)
  return try Operation(reading: OptionsReader(bytes: bytes.span.bytes, options: options))
}
