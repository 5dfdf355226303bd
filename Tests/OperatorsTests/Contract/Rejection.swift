// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// The number of a constraint in the documentation of its operator.
enum ConstraintNumber: Int {
  case c1 = 1
  case c2, c3, c4
}

/// A use of an operator that violates one of its constraints, and what the error says.
///
/// Tables of them, one for each family of operators, are what `RejectionTests` runs.
struct Rejection: @unchecked Sendable {  // nothing writes to the tensors that it holds
  /// The operator's stem and the constraint's number, as in `Tile C1`.
  let constraint: String
  private let part: String
  private let sourceLocation: SourceLocation
  private let attempt: () throws -> Void

  /// - Parameters:
  ///   - part: what the error's message contains.
  ///   - attempt: what must throw an `OperatorError`, or a `FormatError`.
  init<Operation: LiteOperator>(
    _ number: ConstraintNumber, of _: Operation.Type, _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation, attempt: @escaping () throws -> Void
  ) {
    constraint = "\(Operation.self) C\(number.rawValue)"
    (self.part, self.sourceLocation, self.attempt) = (part, sourceLocation, attempt)
  }

  /// Evaluation of operands that an operator refuses; see `evaluate` for the parameters.
  init<Operation: LiteOperator>(
    _ number: ConstraintNumber, _ operation: Operation, _ inputs: [DirectTensor?], _ part: String,
    resultTypes: [ElementType]? = nil, resultCount: Int = 1, quantization: Quantization? = nil,
    constantInputs: Set<Int>? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    self.init(number, of: Operation.self, part, sourceLocation: sourceLocation) {
      _ = try evaluate(
        operation, inputs, resultTypes: resultTypes, resultCount: resultCount,
        quantization: quantization, constantInputs: constantInputs)
    }
  }

  /// Evaluation of zeros that an operator refuses, each with scale 1 and zero point 0.
  ///
  /// - Parameter types: of the inputs, then of the one result.
  init(
    _ number: ConstraintNumber, _ operation: some LiteOperator, types: [ElementType],
    shapes: [[Int]], _ part: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let plain = Quantization(scale: 1, zeroPoint: 0)
    self.init(
      number, operation, zip(types, shapes).map { zero($0, plain, $1) }, part,
      resultTypes: [types[shapes.count]], quantization: plain, sourceLocation: sourceLocation)
  }

  /// Makes the attempt and expects its error.
  func check() {
    let message: String
    do {
      try attempt()
      Issue.record("\(constraint): was not refused", sourceLocation: sourceLocation)
      return
    } catch let error as OperatorError {
      message = error.message
    } catch let error as FormatError {
      message = error.message
    } catch {
      message = "\(error)"
    }
    #expect(
      message.contains(part), "\(constraint): the message is \(message)",
      sourceLocation: sourceLocation)
  }
}

/// Collects rejections that are written one below the other, and in loops.
@resultBuilder enum RejectionTable {
  static func buildExpression(_ row: Rejection) -> [Rejection] { [row] }
  static func buildExpression(_ rows: [Rejection]) -> [Rejection] { rows }
  static func buildPartialBlock(first: [Rejection]) -> [Rejection] { first }
  static func buildPartialBlock(
    accumulated: [Rejection], next: [Rejection]
  ) -> [Rejection] {
    accumulated + next
  }
  static func buildArray(_ parts: [[Rejection]]) -> [Rejection] { parts.flatMap { $0 } }
}
