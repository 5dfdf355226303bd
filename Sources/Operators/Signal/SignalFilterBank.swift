// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Energies of frequencies, summed up by overlapping bands, each of which rises and falls.
///
/// `y[c] = Σⱼ x[f[c + 1] + j] · w[s[c + 1] + j] + Σⱼ x[f[c] + j] · u[s[c] + j]`, for j below `width[c + 1]`
/// and `width[c]`
///
/// | operand            | type   | shape            |
/// |--------------------|--------|------------------|
/// | `input`, `x`       | uint32 | `[frequencies]`  |
/// | `weights`, `w`     | int16  | `[count]`        |
/// | `unweights`, `u`   | int16  | `[count]`        |
/// | `frequency starts`, `f` | int16 | `[channels + 1]` |
/// | `weight starts`, `s` | int16 | `[channels + 1]` |
/// | `widths`           | int16  | `[channels + 1]` |
/// | `output`           | uint64 | `[channels]`     |
///
/// Bit for bit as TensorFlow Lite Micro; sums wrap around.
///
/// Constraints:
/// - C1: all operands have one axis; `weights` are as many as `unweights`, and the last three have one
///   element more than the option `num_channels`, which is 0 to 32767.
/// - C2: bands lie within `input` and `weights`.
///
/// Source: TensorFlow Lite Micro, custom operator SignalFilterBank.
package struct SignalFilterBank: CustomOperation {
  package static let customName = "SignalFilterBank"

  package let channelCount: Int

  package init(channelCount: Int) {
    self.channelCount = channelCount
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let count = try FlexMap(options.customBytes).required("num_channels").integer
    channelCount = Int(clamping: count)
  }

  package var operandRules: OperandRules {
    let names: [StaticString] = [
      "weights", "unweights", "frequency starts", "weight starts", "widths",
    ]
    return OperandRules(
      inputs: [OperandRule("input", .control, .uint32)]
        + names.map { OperandRule($0, .control, .int16) },
      outputs: [OperandRule("output", .control, .uint64)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.uint64] }

  /// Each of the energies and weights is read once or twice.
  package var reach: OperatorReach { .weights(axes: 0..<1) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let counts = inputs.map { $0!.shape.rank == 1 ? $0!.shape[0] : -1 }
    guard (0...32767).contains(channelCount), counts[0] >= 0, counts[1] >= 0,
      counts[1] == counts[2], counts[3...].allSatisfy({ $0 == channelCount + 1 })
    else {  // C1
      throw OperatorError(shapesOf: inputs, "must be vectors for num_channels bands")
    }
    return [Shape([channelCount])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let slots = context.inputs.map { $0!.slot }
    let (frequencies, count) = (context.input(0).elementCount, context.input(1).elementCount)
    let (output, channels) = (context.output.slot, channelCount)
    return Evaluation(kernel: "u32_filter_bank") { (tensors: TensorTable) throws(OperatorError) in
      func vector(_ index: Int) -> UnsafeMutablePointer<Int16> { tensors.elements(slots[index]) }
      let x = tensors.elements(slots[0], as: UInt32.self)
      let y = tensors.elements(output, as: UInt64.self)
      var (rising, falling): (UInt64, UInt64) = (0, 0)
      for channel in 0...channels {
        let (start, first) = (Int(vector(3)[channel]), Int(vector(4)[channel]))
        let width = max(Int(vector(5)[channel]), 0)
        guard
          width == 0
            || start >= 0 && first >= 0 && start + width <= frequencies
              && first + width <= count
        else {  // C2
          throw OperatorError("band \(channel) is not within the frequencies and weights")
        }
        for index in 0..<width {
          let energy = UInt64(x[start + index])
          let (up, down) = (vector(1)[first + index], vector(2)[first + index])
          rising &+= UInt64(truncatingIfNeeded: up) &* energy
          falling &+= UInt64(truncatingIfNeeded: down) &* energy
        }
        if channel > 0 { y[channel - 1] = rising }
        (rising, falling) = (falling, 0)
      }
    }
  }
}
