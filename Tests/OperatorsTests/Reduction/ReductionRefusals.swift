// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// Zeros of the first type that an operator takes.
private func zeros(of operation: some LiteOperator, _ shape: [Int]) -> DirectTensor {
  let types = operation.operandRules.inputs[0].types
  let type = ElementType.allCases.first { types.contains($0) }!
  // All cases of the tests are far smaller.
  return try! DirectTensor(
    type: type, shape: Shape(shape), quantization: nil, byteLimit: 1 << 10)
}

/// Expects that an operator refuses axes beyond the rank, and such as are not known.
///
/// - Parameter name: what the operator calls them.
func expectAxisRefusals(
  _ operation: some LiteOperator, named name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let matrix = zeros(of: operation, [2, 3])
  for axis in [2, -3] {
    expectRefusal(
      operation, [matrix, control([axis])],
      "axis \(axis) is out of range for [2, 3]: allowed -2 to 1", sourceLocation: sourceLocation)
  }
  expectRefusal(
    operation, [matrix, control([0])], "'\(name)' must be constant", constantInputs: [0],
    sourceLocation: sourceLocation)
}

/// Expects that a reduction over some axes leaves a scalar as it is, whatever the axes, as LiteRT
/// does.
func expectScalarKept(
  _ operation: some AxisReduction, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try evaluate(operation, [zeros(of: operation, []), control([5])])[0]
  #expect(result.shape.dimensions == [], sourceLocation: sourceLocation)
}

/// Expects that a reduction refuses results of another type than its input: for each two types that
/// it takes.
func expectMixedTypeRefusals(
  _ operation: some AxisReduction, sourceLocation: SourceLocation = #_sourceLocation
) {
  let types = resultTypes(of: operation)
  for input in types {
    for output in types where output != input {
      expectRefusal(
        operation, [zero(input), control([0])],
        "input 0 is \(input.name) but the output is \(output.name)", resultType: output,
        sourceLocation: sourceLocation)
    }
  }
}

/// Expects that ARG_MAX or ARG_MIN refuses several axes, or none.
func expectAxisCountRefusals(
  _ operation: some ArgExtreme, sourceLocation: SourceLocation = #_sourceLocation
) {
  for axes in [[], [0, 1]] {
    expectRefusal(
      operation, [zeros(of: operation, [2, 3]), control(axes)],
      "'axis' has \(axes.count) elements, must have 1", sourceLocation: sourceLocation)
  }
}

/// Expects that ARG_MAX or ARG_MIN refuses an axis without elements.
func expectEmptyAxisRefusal(
  _ operation: some ArgExtreme, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectRefusal(
    operation, [zeros(of: operation, [2, 0]), control([1])], "axis 1 of [2, 0] has no elements",
    sourceLocation: sourceLocation)
}
