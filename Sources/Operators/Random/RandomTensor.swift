// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// RANDOM_UNIFORM and RANDOM_STANDARD_NORMAL: numbers drawn one after the other, in a shape that is
/// asked for.
package protocol RandomTensor: LiteOperator {
  init(seeds: RandomSeeds)

  var seeds: RandomSeeds { get }

  /// As the profile names it.
  static var kernel: String { get }

  /// Four numbers of a block.
  static func numbers(of block: Philox.Block) -> (Float, Float, Float, Float)
}

extension RandomTensor {
  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(seeds: try RandomSeeds(reading: options))
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("shape", .control, .int32)],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized)
  }

  package var effects: OperatorEffects { .random }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try drawnShape(inputs)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    .drawing(context, seeds, Self.kernel, Self.numbers)
  }
}

private func drawnShape(_ inputs: [Operand?]) throws(OperatorError) -> Shape {
  guard inputs[0]!.shape.rank == 1 else {  // C1
    throw OperatorError(shapesOf: inputs, "a shape is a vector")
  }
  return try Shape.checked(inputs[0]!.knownIntegers("shape"))  // C1
}

extension Evaluation {
  /// The output is filled with numbers, four of each block.
  fileprivate static func drawing(
    _ context: PrepareContext, _ seeds: RandomSeeds, _ kernel: String,
    _ numbers: @escaping (Philox.Block) -> (Float, Float, Float, Float)
  ) -> Evaluation {
    let (slot, count) = (context.output.slot, context.output.elementCount)
    let stream = context.stream
    return Evaluation(kernel: kernel) { (tensors: TensorTable) throws(OperatorError) in
      let result = tensors.elements(slot, as: Float.self)
      stream.draw(seeds) { generator in
        for start in stride(from: 0, to: count, by: 4) {
          let numbers = numbers(generator.next())
          result[start] = numbers.0
          if start + 1 < count { result[start + 1] = numbers.1 }
          if start + 2 < count { result[start + 2] = numbers.2 }
          if start + 3 < count { result[start + 3] = numbers.3 }
        }
      }
    }
  }
}

extension RandomSeeds {
  /// All 64 bits of both, which an `Int` may not hold.
  init(reading options: borrowing OptionsReader) throws(FormatError) {
    let table = try options.table(.random)
    self.init(table.number(0, or: Int64(0)), table.number(1, or: Int64(0)))
  }
}
