// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What comparisons, logic and choices refuse.
enum ComparisonRejections {
  @RejectionTable static var table: [Rejection] {
    for boundaries in [[1, 0], [0, 1, .nan], [.nan, 0]] as [[Float]] {
      Rejection(
        .c1, Bucketize(boundaries: boundaries), [tensor([1] as [Float])],
        "is no number, or less than the one before")
    }
    Rejection.broadcasts(.c1, Equal())
    Rejection.broadcasts(.c1, Greater())
    Rejection.broadcasts(.c1, GreaterEqual())
    Rejection.broadcasts(.c1, Less())
    Rejection.broadcasts(.c1, LessEqual())
    Rejection.broadcasts(.c1, LogicalAnd())
    Rejection.broadcasts(.c1, LogicalOr())
    Rejection.broadcasts(.c1, NotEqual())
    mixedOperands(Equal())
    mixedOperands(Greater())
    mixedOperands(GreaterEqual())
    mixedOperands(Less())
    mixedOperands(LessEqual())
    mixedOperands(NotEqual())
    select
    selectV2
    Rejection(.c1, Where(), [tensor([true])], "must be constant", constantInputs: [])
  }

  /// Each two types that a comparison takes.
  private static func mixedOperands(
    _ operation: some Comparison, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Rejection] {
    let types = elementTypes(operation.operandRules.inputs[0].types)
    return types.flatMap { a in
      types.filter { $0 != a }.map { b in
        Rejection(
          .c2, operation, types: [a, b, .bool], shapes: [[1], [1]],
          "'a' is \(a.name), 'b' is \(b.name): must be one type", sourceLocation: sourceLocation)
      }
    }
  }

  @RejectionTable private static var select: [Rejection] {
    let two = tensor([1, 2] as [Float])
    Rejection(
      .c1, Select(), [tensor([true]), two, tensor([1] as [Float])],
      "'a' [2] and 'b' [1] must have one shape")
    for shape in [[3], [1, 2], [2, 2]] {
      Rejection(
        .c2, Select(), [zero(.bool, nil, shape), two, two],
        "condition \(Shape(shape).description) does not fit [2]")
    }
    Rejection.mixedTypes(.c3, Select(), inputCount: 2) { [zero(.bool)] + $0 }
    Rejection.mixedScales(.c3, Select(), quantizedCount: 2) { [zero(.bool)] + $0 }
  }

  @RejectionTable private static var selectV2: [Rejection] {
    let (two, three) = (tensor([1, 2] as [Float]), tensor([1, 2, 3] as [Float]))
    Rejection(
      .c1, SelectV2(), [tensor([true]), two, three], "shapes [2] and [3] do not broadcast")
    Rejection(
      .c1, SelectV2(), [tensor([true, false, true]), two, two],
      "condition [3] and [2] do not broadcast")
    Rejection.mixedTypes(.c2, SelectV2(), inputCount: 2) { [zero(.bool)] + $0 }
    Rejection.mixedScales(.c2, SelectV2(), quantizedCount: 2) { [zero(.bool)] + $0 }
  }
}
