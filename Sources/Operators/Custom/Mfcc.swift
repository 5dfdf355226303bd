// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Cepstral coefficients of a spectrogram on the mel scale.
///
/// `y[c, t, k] = √(2 / bands) · Σᵦ cos(π · k · (b + 1/2) / bands) · log(max(mel[b], 10⁻¹²))`, where
/// `mel[b] = Σ w_b(f) · √x[c, t, f]` and `w_b` is a triangle over the centers of the bands before and
/// behind it, which lie at equal distances on the scale `1127 · log(1 + frequency / 700)`
///
/// | operand  | type    | shape                                    |
/// |----------|---------|------------------------------------------|
/// | `input`  | float32 | `[channels, times, frequencies]`, squared |
/// | `rate`   | int32   | one: samples a second                    |
/// | `output` | float32 | `[channels, times, coefficients]`        |
///
/// The frequencies are those from 0 to half the rate; from `lower_frequency_limit` to
/// `upper_frequency_limit` they count. Computed in double precision.
///
/// Constraints:
/// - C1: `input` has three axes and two frequencies at least, `rate` has one element.
/// - C2: there are `filterbank_channel_count` ≥ `dct_coefficient_count` ≥ 1, and frequencies of which
///   the lower limit, not negative, is below the upper one.
/// - C3: the rate is positive, and at least twice the upper limit; checked at inference.
///
/// Source: TensorFlow Lite custom operator Mfcc; TensorFlow `tf.raw_ops.Mfcc`.
package struct Mfcc: CustomOperation {
  package static let customName = "Mfcc"

  package var upperLimit: Int
  package var lowerLimit: Int
  package var bandCount: Int
  package var coefficientCount: Int

  package init(upperLimit: Int, lowerLimit: Int, bandCount: Int, coefficientCount: Int) {
    self.upperLimit = upperLimit
    self.lowerLimit = lowerLimit
    self.bandCount = bandCount
    self.coefficientCount = coefficientCount
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let map = try FlexMap(options.customBytes)
    upperLimit = Int(clamping: try map.required("upper_frequency_limit").integer)
    lowerLimit = Int(clamping: try map.required("lower_frequency_limit").integer)
    bandCount = Int(clamping: try map.required("filterbank_channel_count").integer)
    coefficientCount = Int(clamping: try map.required("dct_coefficient_count").integer)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .float32),
        OperandRule("rate", .control, .int32),
      ],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized)
  }

  package var reach: OperatorReach { .axis(fromEnd: 1) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let input = inputs[0]!.shape
    guard input.rank == 3, input[2] >= 2, inputs[1]!.elementCount == 1 else {  // C1
      throw OperatorError(
        "'input' is \(input.description), must have three axes and two frequencies at least, "
          + "'rate' one element")
    }
    guard coefficientCount > 0, coefficientCount <= bandCount, lowerLimit >= 0,
      lowerLimit < upperLimit
    else {  // C2
      throw OperatorError(
        "\(coefficientCount) coefficients of \(bandCount) bands from \(lowerLimit) to "
          + "\(upperLimit) Hz cannot be")
    }
    return [try Shape.checked([input[0], input[1], coefficientCount])]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, rate, output) = (context.input(0).slot, context.input(1).slot, context.output.slot)
    let frequencyCount = context.input(0).shape[2]
    let rowCount = context.output.shape[0] * context.output.shape[1]
    let (bandCount, coefficientCount) = (bandCount, coefficientCount)
    let cosines = try context.buffer(
      byteCount: 8.saturatingProduct(bandCount.saturatingProduct(coefficientCount)))
    fill(cosines.elements())
    let bank = MelBands(
      self, frequencyCount: frequencyCount, slot: context.scratch(byteCount: 16 * frequencyCount))
    let bands = context.scratch(byteCount: 8.saturatingProduct(bandCount))
    return Evaluation(kernel: "mfcc") { (tensors: TensorTable) throws(OperatorError) in
      let counted = try bank.fill(tensors, rate: tensors.elements(rate, as: Int32.self)[0])
      let sums = tensors.elements(bands, as: Double.self)
      for row in 0..<rowCount {
        let spectrum = tensors.elements(input, as: Float.self) + row * frequencyCount
        bank.sum(spectrum, counted, into: sums, tensors)
        for band in 0..<bandCount {
          sums[band] = Elementary.log(sums[band] < 1e-12 ? 1e-12 : sums[band])
        }
        let coefficients = tensors.elements(output, as: Float.self) + row * coefficientCount
        for k in 0..<coefficientCount {
          let factors = cosines.elements(as: Double.self) + k * bandCount
          var sum = 0.0
          for band in 0..<bandCount { sum += factors[band] * sums[band] }
          coefficients[k] = Float(sum)
        }
      }
    }
  }

  /// Writes the factors of each coefficient's bands.
  private func fill(_ cosines: UnsafeMutablePointer<Double>) {
    let norm = (2 / Double(bandCount)).squareRoot()
    for k in 0..<coefficientCount {
      for band in 0..<bandCount {
        let angle = Double(k) * (Double.pi / Double(bandCount)) * (Double(band) + 0.5)
        cosines[k * bandCount + band] = norm * Elementary.cos(angle)
      }
    }
  }
}

/// Triangles over the frequencies of a spectrum, each from the center before its own to that behind.
private struct MelBands {
  private let frequencyCount: Int
  private let bandCount: Int
  private let limits: (low: Double, high: Double)
  /// Scratch: of each frequency the band in whose right half it is, −1 for none, and its weight there.
  private let slot: Int

  init(_ options: Mfcc, frequencyCount: Int, slot: Int) {
    self.frequencyCount = frequencyCount
    bandCount = options.bandCount
    limits = (Double(options.lowerLimit), Double(options.upperLimit))
    self.slot = slot
  }

  private func mel(_ frequency: Double) -> Double { 1127 * Elementary.log(1 + frequency / 700) }

  /// Says for a rate what each frequency counts for.
  ///
  /// - Returns: the frequencies that count.
  func fill(_ tensors: TensorTable, rate: Int32) throws(OperatorError) -> Range<Int> {
    let step = 0.5 * Double(rate) / Double(frequencyCount - 1)
    guard rate > 0, limits.high / step < Double(frequencyCount) else {
      throw OperatorError(
        "the rate is \(Int(rate)), must be positive and twice the upper limit at least")  // C3
    }
    // The constant part never counts.
    let first = Int(1.5 + limits.low / step)
    let counted = first..<max(first, Int(limits.high / step) + 1)
    let (low, high) = (mel(limits.low), mel(limits.high))
    let spacing = (high - low) / Double(bandCount + 1)
    let entries = tensors.elements(slot, as: Double.self)
    var next = 0
    for frequency in counted {
      let position = mel(Double(frequency) * step)
      while next < bandCount, low + spacing * Double(next + 1) < position { next += 1 }
      entries[2 * frequency] = Double(next - 1)
      let (left, right) = (low + spacing * Double(next), low + spacing * Double(next + 1))
      entries[2 * frequency + 1] = (right - position) / (right - left)
    }
    return counted
  }

  /// Sums the roots of a squared spectrum under each triangle.
  func sum(
    _ spectrum: UnsafePointer<Float>, _ counted: Range<Int>,
    into sums: UnsafeMutablePointer<Double>, _ tensors: TensorTable
  ) {
    let entries = tensors.elements(slot, as: Double.self)
    sums.update(repeating: 0, count: bandCount)
    for frequency in counted {
      let magnitude = Double(spectrum[frequency]).squareRoot()
      let weighted = magnitude * entries[2 * frequency + 1]
      let band = Int(entries[2 * frequency])
      if band >= 0 { sums[band] += weighted }
      if band + 1 < bandCount { sums[band + 1] += magnitude - weighted }
    }
  }
}
