// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Classes drawn at random, each as often as its logit says.
///
/// `P(y[b, s] = c) = exp(logits[b, c]) / Σⱼ exp(logits[b, j])`
///
/// | operand   | type         | shape              |
/// |-----------|--------------|--------------------|
/// | `logits`  | float32      | `[batch, classes]` |
/// | `samples` | int32        | scalar             |
/// | `output`  | int32, int64 | `[batch, samples]` |
///
/// Seeds as of ``RandomUniform``. Logits that are infinite or no numbers have no chance. Sums are of
/// float64, so equal seeds give the reference's classes but where a number falls on a boundary.
///
/// Constraints:
/// - C1: `logits` has two axes, with one class or more.
/// - C2: `samples` is a scalar, and not negative.
///
/// Source: TensorFlow Lite operator MULTINOMIAL; TensorFlow `tf.raw_ops.Multinomial`.
package struct Multinomial: LiteOperator {
  package static let builtin = BuiltinOperator.multinomial

  package var seeds: RandomSeeds
  /// What results are converted to; in a file, their tensor tells.
  package var outputType: ElementType

  package init(seeds: RandomSeeds, outputType: ElementType = .int64) {
    (self.seeds, self.outputType) = (seeds, outputType)
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(seeds: try RandomSeeds(reading: options))
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("logits", .activation, .float32),
        OperandRule("samples", .control, .int32),
      ],
      outputs: [OperandRule("output", .control, .indices)], scales: .unquantized)
  }

  package var effects: OperatorEffects { .random }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [outputType] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (logits, samples) = (inputs[0]!.shape, inputs[1]!)
    guard logits.rank == 2, logits[1] > 0 else {  // C1
      throw OperatorError(shapesOf: inputs, "logits of a batch of classes")
    }
    guard samples.shape.rank == 0 else {  // C2
      throw OperatorError(shapesOf: inputs, "samples are a scalar")
    }
    return [try Shape.checked([logits[0], samples.knownInteger("samples")])]  // C2
  }

  package var reach: OperatorReach { .axis(fromEnd: 1) }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (logits, output) = (context.input(0), context.output)
    let (classCount, sampleCount) = (logits.shape[1], output.shape[1])
    let sums = context.scratch(byteCount: classCount * MemoryLayout<Double>.stride)
    let (stream, seeds) = (context.stream, seeds)
    return Evaluation(kernel: "f32_multinomial") { (tensors: TensorTable) throws(OperatorError) in
      let sums = UnsafeMutableBufferPointer(
        start: tensors.elements(sums, as: Double.self), count: classCount)
      stream.draw(seeds) { generator in
        var draws = Draws(generator)
        // As many as TensorFlow's own operator might draw.
        let blocks = UInt64(output.shape[0]) * UInt64((sampleCount + 3) / 4 * 4) * 512
        generator.skip(blocks)
        for batch in 0..<output.shape[0] {
          Self.accumulate(tensors.elements(logits.slot) + batch * classCount, into: sums)
          for sample in 0..<sampleCount {
            let place = draws.next() * sums[classCount - 1]
            let number = Self.firstIndex(above: place, in: sums)
            let index = batch * sampleCount + sample
            if output.type == .int64 {
              tensors.elements(output.slot, as: Int64.self)[index] = Int64(number)
            } else {
              tensors.elements(output.slot, as: Int32.self)[index] = Int32(number)
            }
          }
        }
      }
    }
  }

  /// Sums of the exponentials up to each class, the largest being 1.
  private static func accumulate(
    _ logits: UnsafePointer<Float>, into sums: UnsafeMutableBufferPointer<Double>
  ) {
    var largest = -Float.greatestFiniteMagnitude
    for i in sums.indices where logits[i].isFinite { largest = max(largest, logits[i]) }
    var sum = 0.0
    for i in sums.indices {
      if logits[i].isFinite { sum += Elementary.exp(Double(logits[i]) - Double(largest)) }
      sums[i] = sum
    }
  }

  /// The first sum that is larger; their number if none is.
  private static func firstIndex(
    above place: Double, in sums: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    var (low, high) = (0, sums.count)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Numbers in [0, 1) of 52 bits, two for each block of a generator.
private struct Draws {
  private var generator: Philox
  private var rest: (UInt32, UInt32)?

  init(_ generator: Philox) {
    self.generator = generator
  }

  mutating func next() -> Double {
    let bits: (UInt32, UInt32)
    if let rest {
      bits = rest
      self.rest = nil
    } else {
      let block = generator.next()
      bits = (block.0, block.1)
      rest = (block.2, block.3)
    }
    let pattern = 1023 << 52 | UInt64(bits.0 & 0xF_FFFF) << 32 | UInt64(bits.1)
    return Double(bitPattern: pattern) - 1
  }
}
