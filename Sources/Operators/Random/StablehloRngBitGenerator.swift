// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Random bits that follow from a state: those of a counter that is enciphered, step by step.
///
/// | operand     | type                         | shape                |
/// |-------------|------------------------------|----------------------|
/// | `state`     | uint64                       | `[2]`; `[3]` as well for Philox |
/// | `new state` | uint64                       | as `state`           |
/// | `output`    | int32, uint32, int64, uint64 | what the file declares |
///
/// The first number of the state is the key, the others are the counter, lowest first; Philox with a
/// state of 2 takes the key for the rest of it. The default algorithm is Philox.
///
/// Constraints:
/// - C1: `state` is a vector of 2, or of 3 for Philox.
///
/// Source: TensorFlow Lite operator STABLEHLO_RNG_BIT_GENERATOR; StableHLO `rng_bit_generator`;
/// Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011: Philox4x32-10,
/// Threefry2x32-20.
package struct StablehloRngBitGenerator: LiteOperator {
  package static let builtin = BuiltinOperator.stablehloRngBitGenerator

  package var algorithm: RngAlgorithm
  /// Of the numbers that are given.
  package var shape: [Int]

  package init(_ algorithm: RngAlgorithm, shape: [Int]) {
    (self.algorithm, self.shape) = (algorithm, shape)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    algorithm = try StablehloRngBitGeneratorOptionsView(options).algorithm
    shape = options.declaredShape(ofResult: 1)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("state", .control, .uint64)],
      outputs: [
        OperandRule("new state", .control, .uint64),
        OperandRule("output", .control, [.int32, .uint32, .int64, .uint64]),
      ], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.uint64, .uint64] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let state = inputs[0]!.shape
    guard state == Shape([2]) || state == Shape([3]) && algorithm != .threefry else {
      throw OperatorError("'state' is \(state.description), must be [2], or [3] for Philox")  // C1
    }
    return [state, try Shape.checked(shape)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (state, newState, output) = (context.input(0), context.outputs[0], context.outputs[1])
    let isPhilox = algorithm != .threefry
    let words = output.type.byteCount(of: output.elementCount)! / MemoryLayout<UInt32>.size
    return Evaluation(kernel: isPhilox ? "philox_words" : "threefry_words") {
      (tensors: TensorTable) throws(OperatorError) in
      let old = tensors.elements(state.slot, as: UInt64.self)
      let new = tensors.elements(newState.slot, as: UInt64.self)
      let target = tensors.elements(output.slot, as: UInt32.self)
      let (key, rest) = (old[0], state.elementCount == 3 ? old[2] : old[0])
      let counter =
        isPhilox
        ? philox_words(key, old[1], rest, target, words)
        : threefry_words(key, old[1], target, words)
      (new[0], new[1]) = (key, counter)
      if state.elementCount == 3 { new[2] = rest }
    }
  }
}
