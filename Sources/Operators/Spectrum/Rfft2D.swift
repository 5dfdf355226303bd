// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Discrete Fourier transforms of real numbers in two dimensions, the half that is not mirrored.
///
/// `y[…, v, u] = Σⱼ Σₖ x[…, j, k] · exp(−2πi · (v · j / height + u · k / width))`
///
/// | operand      | type      | shape                      |
/// |--------------|-----------|----------------------------|
/// | `input`      | float32   | rank 2 or more             |
/// | `fft_length` | int32     | `[2]`: height, width       |
/// | `output`     | complex64 | `[…, height, width / 2 + 1]` |
///
/// The last two axes of `input` are cut, or filled up with zeros, to height and width. Sums are taken
/// in double precision.
///
/// Constraints:
/// - C1: `input` has two axes at least.
/// - C2: `fft_length` is constant, two powers of two; the transform has a valid number of elements.
///
/// Source: TensorFlow Lite operator RFFT2D; TensorFlow `tf.signal.rfft2d`.
package struct Rfft2D: AttributeFreeOperator {
  package static let builtin = BuiltinOperator.rfft2d

  package init() {}

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .float32),
        OperandRule("fft_length", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .complex64)],
      scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.complex64] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sizes = try sizes(inputs[0]!, inputs[1]!)
    let leading = inputs[0]!.shape.dimensions.dropLast(2)
    return [try Shape.checked(leading + [Int(sizes.height), Int(sizes.width) / 2 + 1])]
  }

  private func sizes(
    _ input: Operand, _ length: Operand
  ) throws(OperatorError) -> linnet_fourier {
    guard input.shape.rank >= 2 else {  // C1
      throw OperatorError("'input' is \(input.shape.description), must have two axes at least")
    }
    let lengths = try length.knownIntegers("fft_length")
    guard lengths.count == 2, lengths.allSatisfy({ $0 > 0 && $0 & ($0 - 1) == 0 }) else {  // C2
      throw OperatorError("'fft_length' must be two powers of two")
    }
    return linnet_fourier(
      input_height: input.shape.dimension(fromEnd: 2),
      input_width: input.shape.dimension(fromEnd: 1), height: lengths[0], width: lengths[1])
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let sizes = try sizes(input, context.input(1))
    let order = max(sizes.height, sizes.width)
    let workBytes = try Shape.checked([sizes.height, sizes.width, 16]).elementCount  // C2
    let roots = try context.buffer(byteCount: 8 * order)
    linnet_fourier_roots(roots.elements(), order)
    let given = sizes.input_height * sizes.input_width
    let kept = 2 * sizes.height * (sizes.width / 2 + 1)
    let partition = Partition(
      count: output.elementCount * 2 / kept, threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / workBytes))
    let work = context.scratch(byteCount: workBytes.saturatingProduct(partition.taskCount))
    let (x, y) = (input.slot, output.slot)
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let area = (tensors[work] + task * workBytes).assumingMemoryBound(to: Double.self)
      let from = tensors[x].assumingMemoryBound(to: Float.self)
      let to = tensors[y].assumingMemoryBound(to: Float.self)
      var sizes = sizes
      for index in partition.range(of: task) {
        f32_real_fourier(from + index * given, to + index * kept, &sizes, roots.elements(), area)
      }
    }
    return Evaluation(kernel: "f32_real_fourier", stages: [stage])
  }
}
