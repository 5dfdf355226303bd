// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// Swift types that are elements of tensors.
protocol TensorElement: BitwiseCopyable {
  static var elementType: ElementType { get }
}

extension Float: TensorElement { static var elementType: ElementType { .float32 } }
extension Double: TensorElement { static var elementType: ElementType { .float64 } }
extension Int8: TensorElement { static var elementType: ElementType { .int8 } }
extension UInt8: TensorElement { static var elementType: ElementType { .uint8 } }
extension Int16: TensorElement { static var elementType: ElementType { .int16 } }
extension UInt16: TensorElement { static var elementType: ElementType { .uint16 } }
extension Int32: TensorElement { static var elementType: ElementType { .int32 } }
extension UInt32: TensorElement { static var elementType: ElementType { .uint32 } }
extension UInt64: TensorElement { static var elementType: ElementType { .uint64 } }
extension Int64: TensorElement { static var elementType: ElementType { .int64 } }
extension Bool: TensorElement { static var elementType: ElementType { .bool } }

/// A tensor of `values`; a vector unless `shape` is given.
func tensor<Element: TensorElement>(
  _ values: [Element], _ shape: [Int]? = nil, _ quantization: Quantization? = nil
) -> DirectTensor {
  DirectTensor(
    values, type: Element.elementType, shape: Shape(shape ?? [values.count]),
    quantization: quantization)
}

/// Integers as an int32 control operand: a vector unless `shape` is given.
func control(_ values: [Int], _ shape: [Int]? = nil) -> DirectTensor {
  tensor(values.map { Int32($0) }, shape)
}

/// Runs an operator whose results have the types that it says, unless `resultTypes` are given.
func evaluate(
  _ operation: some LiteOperator, _ inputs: [DirectTensor?], resultTypes: [ElementType]? = nil,
  resultCount: Int = 1, quantization: Quantization? = nil, constantInputs: Set<Int>? = nil
) throws(OperatorError) -> [DirectTensor] {
  let types = resultTypes ?? operation.resultTypes(inputs.map { $0?.type })
  let kinds = (0..<max(resultCount, resultTypes?.count ?? 0)).map {
    ResultKind(types[min($0, types.count - 1)], quantization: quantization)
  }
  return try evaluateDirectly(
    operation, inputs: inputs, results: kinds, constantInputs: constantInputs)
}

/// Runs an operator and expects one result of the given elements and shape.
func expect<Element: TensorElement & Equatable>(
  _ operation: some LiteOperator, _ inputs: [DirectTensor?], gives values: [Element],
  shape: [Int], quantization: Quantization? = nil, constantInputs: Set<Int>? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    let result = try evaluate(
      operation, inputs, quantization: quantization, constantInputs: constantInputs)[0]
    #expect(result.shape.dimensions == shape, sourceLocation: sourceLocation)
    #expect(result.type == Element.elementType, sourceLocation: sourceLocation)
    #expect(result.elements(as: Element.self) == values, sourceLocation: sourceLocation)
  } catch {
    Issue.record("\(error.message)", sourceLocation: sourceLocation)
  }
}

/// Runs an operator and expects an error whose message contains `part`.
func expectRefusal(
  _ operation: some LiteOperator, _ inputs: [DirectTensor?], _ part: String,
  quantization: Quantization? = nil, constantInputs: Set<Int>? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    _ = try evaluate(
      operation, inputs, quantization: quantization, constantInputs: constantInputs)
    Issue.record("was not refused", sourceLocation: sourceLocation)
  } catch {
    #expect(
      error.message.contains(part), "message: \(error.message)", sourceLocation: sourceLocation)
  }
}

/// 0, 1, 2, … as elements.
func counting<Element: TensorElement & BinaryInteger>(
  _ count: Int, as _: Element.Type = Element.self
) -> [Element] {
  (0..<count).map { Element(truncatingIfNeeded: $0) }
}

/// All indices of a box, last axis fastest.
func indices(of extents: [Int]) -> [[Int]] {
  extents.reduce([[]]) { prefixes, extent in
    prefixes.flatMap { prefix in (0..<extent).map { prefix + [$0] } }
  }
}

/// The place of an index in a row-major tensor.
func place(_ index: [Int], in shape: [Int]) -> Int {
  zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
}
