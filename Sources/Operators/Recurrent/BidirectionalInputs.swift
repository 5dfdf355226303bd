// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// What the two directions of a recurrent layer read.
///
/// A second input goes to both, with weights of its own; without such weights the backward direction
/// reads it instead of the first one.
struct BidirectionalInputs {
  let forward: Operand
  let backward: Operand
  let auxiliary: Operand?
  let forwardSequence: RecurrentSequence
  let backwardSequence: RecurrentSequence

  /// - Parameters:
  ///   - auxiliary: where the second input stands.
  ///   - auxiliaryWeights: where weights stand that are there if it has any.
  /// - Throws: where the second input has not as many steps and rows, or weights have no input.
  init(
    _ inputs: [Operand?], auxiliary: Int, auxiliaryWeights: Int, isTimeMajor: Bool
  ) throws(OperatorError) {
    func operand(_ place: Int) -> Operand? { place < inputs.count ? inputs[place] : nil }
    let second = operand(auxiliary)
    let hasWeights = operand(auxiliaryWeights) != nil
    forward = inputs[0]!
    backward = hasWeights ? forward : second ?? forward
    self.auxiliary = hasWeights ? second : nil
    forwardSequence = try RecurrentSequence(forward, rank: 3, isTimeMajor: isTimeMajor)
    backwardSequence = try RecurrentSequence(backward, rank: 3, isTimeMajor: isTimeMajor)
    guard !hasWeights || second != nil else {
      throw OperatorError("has auxiliary weights, but no auxiliary input")
    }
    if let second {
      let other = try RecurrentSequence(second, rank: 3, isTimeMajor: isTimeMajor)
      guard other.steps == forwardSequence.steps, other.batch == forwardSequence.batch else {
        throw OperatorError(
          "auxiliary input \(second.shape.description) has not as many steps and rows as "
            + "\(forward.shape.description)")
      }
    }
  }

  /// The shapes of the results of so many units.
  func shapes(_ forward: Int, _ backward: Int, areMerged: Bool) -> [Shape] {
    areMerged
      ? [forwardSequence.shape(width: forward + backward)]
      : [forwardSequence.shape(width: forward), forwardSequence.shape(width: backward)]
  }

  /// Where the directions' results go.
  static func results(
    _ outputs: [Operand], _ forward: Int, _ backward: Int
  ) -> (forward: RecurrentResult, backward: RecurrentResult) {
    guard outputs.count == 1 else {
      return (
        RecurrentResult(slot: outputs[0].slot, width: forward),
        RecurrentResult(slot: outputs[1].slot, width: backward)
      )
    }
    let width = forward + backward
    return (
      RecurrentResult(slot: outputs[0].slot, width: width),
      RecurrentResult(slot: outputs[0].slot, width: width, offset: forward)
    )
  }

  /// The rules of the results.
  static func outputRules(areMerged: Bool) -> [OperandRule] {
    Array(
      repeating: OperandRule("output", .activation, .float32),
      count: areMerged ? 1 : 2)
  }
}
