// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What engines ask of an operator: one of a type that is known, or ``Operator``, any of them.
package protocol OperatorContract {
  /// Arity, types, roles and scales of the operands.
  var operandRules: OperandRules { get }

  /// The types of the results for given input types; by default that of the first input.
  func resultTypes(_ inputs: [ElementType?]) -> [ElementType]

  /// The shapes of the results.
  ///
  /// - Parameter inputs: arity and types checked; values where known.
  /// - Parameter outputCount: how many results the model asks for.
  func resultShapes(_ inputs: [Operand?], outputCount: Int) throws(OperatorError) -> [Shape]

  /// How many elements each element of result 0 is computed from; one, for most.
  var reach: OperatorReach { get }

  /// Does all checks and all work that needs no data, and returns what is called at each
  /// inference.
  func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation

  /// The inputs whose memory output 0 may take over, element by element.
  var overwritableInputs: [Int] { get }

  /// Whether each element of the one result depends on no more than the elements at its place in
  /// the inputs, these being broadcast.
  var mapsElements: Bool { get }

  /// Whether the results depend on the inputs' shapes alone, never on their elements.
  var readsOnlyShapes: Bool { get }

  /// The activation that it applies to its result; nil where it cannot have one.
  var fusedActivation: FusedActivation? { get }

  /// The operator with an activation; nil where it cannot have one.
  func fusing(_ activation: FusedActivation) -> Operator?

  /// What running it does beside giving its results; nothing, for most.
  var effects: OperatorEffects { get }

  /// How an engine comes by the results; by the operator's own kernels, for most.
  var action: OperatorAction { get }
}

extension OperatorContract {
  /// The shapes of the results: the only way by which engines infer shapes.
  ///
  /// Operators' own shape rules may multiply and add sizes freely: they see only operands whose
  /// shapes have passed here or the verifier.
  /// - Parameter outputs: the types of the results that the model asks for.
  /// - Parameter byteLimit: the most bytes that a result may take. Whatever an operator prepares is
  ///   in proportion to its operands and results.
  /// - Parameter operationLimit: the most that ``operationCount(_:results:)`` may be.
  /// - Throws: where arity or types break the operator's rules, where it gives another number of
  ///   results, or where a result is no shape that a tensor may have (``Shape/checked(_:)``), or
  ///   exceeds a limit.
  package func checkedShapes(
    of inputs: [Operand?], outputs: [ElementType], byteLimit: Int = .max,
    operationLimit: Int = .max
  ) throws(OperatorError) -> [Shape] {
    try operandRules.check(inputs: inputs.map { $0?.type }, outputs: outputs)
    return try shapes(
      ofAdmitted: inputs, outputs: outputs, byteLimit: byteLimit, operationLimit: operationLimit)
  }

  /// The same for operands that the operator's rules are known to admit.
  package func shapes(
    ofAdmitted inputs: [Operand?], outputs: [ElementType], byteLimit: Int, operationLimit: Int
  ) throws(OperatorError) -> [Shape] {
    let shapes = try resultShapes(inputs, outputCount: outputs.count)
    guard shapes.count == outputs.count else {
      throw OperatorError("gives \(shapes.count) results, the model asks for \(outputs.count)")
    }
    for (shape, type) in zip(shapes, outputs) {
      let count = try Shape.checked(shape.dimensions).elementCount
      let byteCount = type == .variant ? 0 : type.runtimeByteCount(of: count) ?? .max
      if byteCount > byteLimit {
        throw OperatorError(
          "result \(shape.description) takes \(byteCount) bytes, the limit is \(byteLimit)")
      }
    }
    guard operationCount(inputs, results: shapes) <= operationLimit else {
      throw OperatorError("takes more operations on elements than the limit allows")
    }
    return shapes
  }

  /// About how many elements the operator reads, computes and writes; at most `Int.max`.
  ///
  /// - Parameter shapes: those of the results.
  package func operationCount(_ inputs: [Operand?], results shapes: [Shape]) -> Int {
    var count = 0
    for input in inputs { count.add(input?.elementCount ?? 0) }
    for shape in shapes { count.add(shape.elementCount) }
    let results = shapes.first?.elementCount ?? 0
    switch reach {
    case .one: count.add(results)
    case .weights(let axes): count.add(results, times: inputs[1]!.shape.elementCount(in: axes))
    case .axis(let distance):
      count.add(results, times: inputs[0]!.shape.dimension(fromEnd: distance))
    case .window(let height, let width):
      var area = 0
      area.add(max(height, 1), times: max(width, 1))
      count.add(results, times: area)
    case .windowOperand(let index):
      let sizes = inputs[index]!.constantIntegers ?? []
      count.add(results, times: sizes.reduce(1) { $0.saturatingProduct(max($1, 1)) })
    case .operand(let index, let axis):
      let shape = inputs[index]!.shape
      count.add(results, times: shape.elementCount / max(axis < shape.rank ? shape[axis] : 1, 1))
    case .operands:
      let depth = max(inputs[0]!.shape.dimension(fromEnd: 1), 1)
      var others = 0
      for input in inputs.dropFirst() { others.add(input?.elementCount ?? 0) }
      count.add(inputs[0]!.elementCount / depth, times: others)
    }
    return count
  }

  /// The prepared operator; see ``prepare(_:)``.
  ///
  /// Where no result has elements there is nothing to do, nor to check: no operator need be ready
  /// for sizes of 0 beside others that are huge.
  package func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    if !context.outputs.isEmpty, context.outputs.allSatisfy({ $0.elementCount == 0 }) {
      return Evaluation(kernel: "nothing", stages: [])
    }
    guard context.hasNarrowOperands, let narrow = try context.widen(operandRules) else {
      return try prepare(&context)
    }
    let evaluation = try prepare(&context)
    return Evaluation(
      kernel: evaluation.kernel,
      stages: narrow.widening + evaluation.stages + narrow.narrowing)
  }
}

/// How many elements each element of an operator's result 0 is computed from.
package enum OperatorReach: Sendable {
  case one
  /// As many as the weights, which are input 1, have along these axes.
  case weights(axes: Range<Int>)
  /// As many as input 0 has along this axis.
  case axis(fromEnd: Int)
  /// As many as a window holds.
  case window(Int, Int)
  /// As many as a window holds whose sizes are the elements of an input.
  case windowOperand(Int)
  /// As many as an input has, but for one of its axes.
  case operand(Int, exceptAxis: Int)
  /// All operands but input 0 are gone through for each row of that, its last axis.
  case operands
}

extension Int {
  /// Adds a product of numbers that are not negative; stays at `Int.max` once it is there.
  fileprivate mutating func add(_ a: Int, times b: Int = 1) {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    let (sum, isLarger) = addingReportingOverflow(product)
    self = overflow || isLarger ? .max : sum
  }
}
