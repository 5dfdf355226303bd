// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Bits of a hash that is alike for things that are alike.
///
/// `bit[k, j] = 1` where `Σᵢ weight[i] · fingerprint(hash[k, j], input[i, …]) > 0`; dense results are
/// these bits, sparse ones `Σⱼ bit[k, j] · 2^(bits − 1 − j) + k · 2^bits`
///
/// | operand  | type               | shape                                                   |
/// |----------|--------------------|---------------------------------------------------------|
/// | `hash`   | float32            | `[hashes, bits]`                                        |
/// | `input`  | any of whole bytes | `[items, n…]`                                           |
/// | `weight` | float32, optional  | `[items]`                                               |
/// | `output` | int32              | `[hashes]`, or `[hashes · bits]` if the option is DENSE |
///
/// The fingerprint is FarmHash's of the bytes of the seed and the item, taken as an int64; sums are of
/// float64, as in the reference, bit for bit.
///
/// Constraints:
/// - C1: the option `type` is SPARSE or DENSE.
/// - C2: `hash` has two axes and at most 32 bits; `input` has an axis.
/// - C3: `weight` has an element for each item.
/// - C4: the result has a valid number of elements.
///
/// Source: TensorFlow Lite operator LSH_PROJECTION; Pike, FarmHash (2014).
package struct LshProjection: LiteOperator {
  package static let builtin = BuiltinOperator.lshProjection

  package var type: LSHProjectionType

  package init(type: LSHProjectionType) {
    self.type = type
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    type = try LSHProjectionOptionsView(options).type
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("hash", .control, .float32),
        OperandRule("input", .control, .wholeBytes),
        OperandRule("weight", .control, .float32, isOptional: true),
      ],
      outputs: [OperandRule("output", .control, .int32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (hash, input) = (inputs[0]!.shape, inputs[1]!.shape)
    guard type != .unknown else { throw OperatorError("the option 'type' is missing") }  // C1
    guard hash.rank == 2, hash[1] <= 32, input.rank > 0 else {  // C2
      throw OperatorError(shapesOf: inputs, "hashes of at most 32 bits, a vector of items or more")
    }
    if inputs.count > 2, let weight = inputs[2]?.shape, weight.dimensions != [input[0]] {  // C3
      throw OperatorError(shapesOf: inputs, "a weight for each item")
    }
    return [try Shape.checked([type == .dense ? hash[0].axis(times: hash[1]) : hash[0]])]  // C4
  }

  package var reach: OperatorReach { .operands }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (hash, input, output) = (context.input(0), context.input(1), context.output.slot)
    let weight = context.optionalInput(2)?.slot
    let itemCount = input.shape[0]
    let size = input.type.byteCount(of: input.shape.elementCount(in: 1..<input.shape.rank))!
    let key = context.scratch(byteCount: size + MemoryLayout<Float>.size)
    let (hashCount, bitCount, isDense) = (hash.shape[0], hash.shape[1], type == .dense)
    return Evaluation(kernel: "xx_projection") { (tensors: TensorTable) throws(OperatorError) in
      let weights = weight.map { tensors.elements($0, as: Float.self) }
      let result = tensors.elements(output, as: UInt32.self)
      for index in 0..<hashCount {
        var signature: UInt32 = 0
        for bit in index * bitCount..<(index + 1) * bitCount {
          tensors[key].storeBytes(
            of: tensors.elements(hash.slot, as: Float.self)[bit], as: Float.self)
          var score = 0.0
          for item in 0..<itemCount {
            (tensors[key] + 4).copyMemory(
              from: tensors[input.slot] + item * size, byteCount: size)
            let value = Double(Int64(bitPattern: linnet_fingerprint(tensors[key], size + 4)))
            score += weights.map { Double($0[item]) * value } ?? value
          }
          let isSet: UInt32 = score > 0 ? 1 : 0
          if isDense { result[bit] = isSet }
          signature = signature << 1 | isSet
        }
        if !isDense { result[index] = signature &+ UInt32(index) << UInt32(bitCount) }
      }
    }
  }
}
