// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

// What operators of several families refuse alike.

/// The types that an operator's result may have.
func resultTypes(of operation: some LiteOperator) -> [ElementType] {
  elementTypes(operation.operandRules.outputs[0].types)
}

/// The types in a set, in the order of their numbers.
func elementTypes(_ set: ElementTypeSet) -> [ElementType] {
  ElementType.allCases.filter { set.contains($0) }
}

/// Zeros, one unless a shape of few more is given.
func zero(
  _ type: ElementType, _ quantization: Quantization? = nil, _ shape: [Int] = [1]
) -> DirectTensor {
  // Types of elements of fixed size only, and shapes that the tests write down: 1 KB is plenty.
  try! DirectTensor(
    type: type, shape: Shape(shape), quantization: quantization, byteLimit: 1 << 10)
}

extension Rejection {
  /// Operands of which one has another type than the others: at each place, for each two of the
  /// types that the result may have.
  ///
  /// - Parameters:
  ///   - inputCount: how many operands have the result's type.
  ///   - accepted: types that go together although they differ, the result's last.
  ///   - inputs: all inputs, given those that have the result's type.
  static func mixedTypes(
    _ number: ConstraintNumber, _ operation: some LiteOperator, inputCount: Int = 1,
    accepted: [[ElementType]] = [], shape: [Int] = [1],
    sourceLocation: SourceLocation = #_sourceLocation,
    inputs: ([DirectTensor]) -> [DirectTensor] = { $0 }
  ) -> [Rejection] {
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let taken = resultTypes(of: operation)
    var rows: [Rejection] = []
    for common in taken {
      for other in taken where other != common {
        for place in 0...inputCount {
          var types = [ElementType](repeating: common, count: inputCount + 1)
          types[place] = other
          if accepted.contains(types) { continue }
          let (input, output) = (types[min(place, inputCount - 1)], types[inputCount])
          rows.append(
            Rejection(
              number, operation, inputs(types.dropLast().map { zero($0, plain, shape) }),
              "is \(input.name) but the output is \(output.name)", resultTypes: [output],
              quantization: plain, sourceLocation: sourceLocation))
        }
      }
    }
    return rows
  }

  /// int16 with another zero point than 0, in each operand.
  static func zeroPoints(
    _ number: ConstraintNumber, _ operation: some LiteOperator, inputCount: Int = 1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    (0...inputCount).map { place in
      let quantizations = (0...inputCount).map {
        Quantization(scale: 1, zeroPoint: $0 == place ? 3 : 0)
      }
      return Rejection(
        number, operation, quantizations.dropLast().map { zero(.int16, $0) },
        "is int16 with zero point 3, must be 0", resultTypes: [.int16],
        quantization: quantizations[inputCount], sourceLocation: sourceLocation)
    }
  }

  /// Quantized operands of which one has another scale, or another zero point, than the others: at
  /// each place, for each quantized type that the result may have.
  ///
  /// - Parameter inputs: all inputs, given those that are quantized.
  static func mixedScales(
    _ number: ConstraintNumber, _ operation: some LiteOperator, quantizedCount: Int = 1,
    _ part: String = "must have the output's scale and zero point", shape: [Int] = [1],
    sourceLocation: SourceLocation = #_sourceLocation,
    inputs: ([DirectTensor]) -> [DirectTensor] = { $0 }
  ) -> [Rejection] {
    var rows: [Rejection] = []
    for type in resultTypes(of: operation) where type.isQuantizedInteger {
      // int16 has no other zero point.
      let others = [Quantization(scale: 2, zeroPoint: 0), Quantization(scale: 1, zeroPoint: 3)]
      for other in others.prefix(type == .int16 ? 1 : 2) {
        for place in 0...quantizedCount {
          var quantizations = [Quantization](
            repeating: Quantization(scale: 1, zeroPoint: 0), count: quantizedCount + 1)
          quantizations[place] = other
          rows.append(
            Rejection(
              number, operation, inputs(quantizations.dropLast().map { zero(type, $0, shape) }),
              part, resultTypes: [type], quantization: quantizations[quantizedCount],
              sourceLocation: sourceLocation))
        }
      }
    }
    return rows
  }

  /// Shapes that do not broadcast, for an operator of two operands.
  static func broadcasts(
    _ number: ConstraintNumber, _ operation: some LiteOperator,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    let type = elementTypes(operation.operandRules.inputs[0].types)[0]
    return [[[3], [2]], [[2, 3], [2]], [[4, 1, 2], [3, 2, 2]], [[0], [2]]].map { shapes in
      Rejection(
        number, operation, types: [type, type] + operation.resultTypes([type, type]),
        shapes: shapes, "do not broadcast", sourceLocation: sourceLocation)
    }
  }
}

/// An operator with other attributes.
func changed<Operation>(
  _ operation: Operation, _ change: (inout Operation) -> Void
) -> Operation {
  var operation = operation
  change(&operation)
  return operation
}

/// Reads the first operator of a recorded case, of whose model something is changed.
func readBody(_ recorded: String, _ change: (inout LiteModel) -> Void) throws {
  let file = try ModelFile(path: fixture("operators/\(recorded).tflite"))
  var model = file.model
  change(&model)
  let entry = model.subgraphs[0].operators[0]
  let options = OptionsReader(
    of: entry, in: RawSpan(_unsafeBytes: file.bytes), subgraph: model.subgraphs[0], of: model)
  _ = try Operator(entry.code, reading: options)
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
