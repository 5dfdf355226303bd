// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// An LSTM over the steps of sequences; see ``LstmLayer`` for what a step computes.
///
/// | operand              | type              | integer form | shape                                |
/// |----------------------|-------------------|--------------|--------------------------------------|
/// | `input`              | float32           | int8         | `[batch, steps, depth]`, or steps first |
/// | `input weights`      | float32 or 8 bits | int8         | 4 × `[cells, depth]`: input, forget, cell, output gate |
/// | `recurrent weights`  | as input weights  | int8         | 4 × `[cells, units]`; of float32 `[cells]` for diagonal ones |
/// | `peephole weights`   | float32 or 8 bits | int16        | 3 × `[cells]`: input, forget, output gate; or absent |
/// | `bias`               | float32           | int32        | 4 × `[cells]`                        |
/// | `projection weights` | float32 or 8 bits | int8         | `[units, cells]`, or absent: units are cells |
/// | `projection bias`    | float32           | int32        | `[units]`, or absent                 |
/// | `hidden state`       | float32, variable | int8         | `[batch, units]`                     |
/// | `cell state`         | float32, variable | int16        | `[batch, cells]`                     |
/// | `gains`              | float32           | int16        | 4 × `[cells]`, or absent             |
///
/// The result is `[batch, steps, units]`, or steps first, of the input's type. The states go on to
/// the next inference. Before 8-bit weights float rows are quantized at run time, each for itself,
/// with a zero point if so asked; uint8 weights are read as int8.
///
/// In the integer form all has one scale, that of cell states a power of 2; five intermediate tensors
/// tell the scales of the gates' sums, where these are normalized, and of what is projected. Results
/// equal TensorFlow Lite's reference bit for bit. With twelve such tensors the gates' sums have 8 bits,
/// and the layer is coupled, normalized and projected; results then are within a step of the
/// reference's, which opens gates in single precision.
///
/// Constraints:
/// - C1: Operands of the input gate are all there or all absent; those of other gates are there, but
///   for peephole weights and gains, which may be absent for all gates.
/// - C2: Shapes are as above.
/// - C3: All weights are constant, those of input and last result of one type; types and scales are
///   as above.
/// - C4: The activation is not the sign bit, clips are not negative.
///
/// Source: TensorFlow Lite operator UNIDIRECTIONAL_SEQUENCE_LSTM; layer normalization after Ba, Kiros
/// and Hinton.
package struct UnidirectionalSequenceLSTM: LiteOperator {
  package static let builtin = BuiltinOperator.unidirectionalSequenceLstm

  package var attributes: LstmAttributes
  package var isTimeMajor: Bool

  package init(attributes: LstmAttributes = LstmAttributes(), isTimeMajor: Bool = false) {
    self.attributes = attributes
    self.isTimeMajor = isTimeMajor
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try UnidirectionalSequenceLSTMOptionsView(options)
    attributes = try LstmAttributes(
      view.fusedActivationFunction, cellClip: view.cellClip, projectionClip: view.projClip,
      quantizesAsymmetrically: view.asymmetricQuantizeInputs)  // C4
    isTimeMajor = view.timeMajor
  }

  package var operandRules: OperandRules { LstmPlaces.singleRules }

  package var reach: OperatorReach { .operands }
  package var effects: OperatorEffects { .writesState }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let sequence = try RecurrentSequence(inputs[0]!, rank: 3, isTimeMajor: isTimeMajor)  // C2
    let layer = try LstmLayer(withMatrices(inputs), .single, sequence)  // C1, C2, C3
    return [sequence.shape(width: layer.outputCount)]
  }

  /// The operands with matrices in the place of diagonals, without values.
  private func withMatrices(_ inputs: [Operand?]) -> [Operand?] {
    inputs.enumerated().map { (place, operand) in
      LstmPlaces.single.isRecurrent(place) ? operand?.matrix(constant: nil) : operand
    }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let sequence = try RecurrentSequence(context.input(0), rank: 3, isTimeMajor: isTimeMajor)
    let layer = try LstmLayer(try context.withRecurrentMatrices(), .single, sequence)  // C3
    let result = RecurrentResult(slot: context.output.slot, width: layer.outputCount)
    let (kernel, stages) = try layer.prepare(
      input: context.input(0), result: result, attributes, &context)  // C3
    return Evaluation(kernel: kernel, stages: stages)
  }
}

extension LstmPlaces {
  fileprivate func isRecurrent(_ place: Int) -> Bool {
    (recurrentWeights..<recurrentWeights + 4).contains(place)
  }
}

extension Operand {
  /// The matrix of which the operand is the diagonal; itself where it is no vector.
  fileprivate func matrix(constant: UnsafeRawBufferPointer?) -> Operand {
    guard shape.rank == 1 else { return self }
    return Operand(
      type: type, shape: Shape([shape[0], shape[0]]), quantization: quantization, slot: slot,
      constant: constant, isLasting: isLasting)
  }
}

extension PrepareContext {
  /// The inputs with matrices in the place of diagonals of recurrent weights.
  ///
  /// - Throws: where such a diagonal is not constant or not of float32, or its matrix too large.
  fileprivate mutating func withRecurrentMatrices() throws(OperatorError) -> [Operand?] {
    var inputs = self.inputs
    for (place, operand) in inputs.enumerated() where LstmPlaces.single.isRecurrent(place) {
      guard let operand, operand.shape.rank == 1 else { continue }
      guard operand.type == .float32, let values = operand.constantElements(as: Float.self) else {
        throw OperatorError("diagonal 'recurrent weights' must be constant and of float32")
      }
      let count = values.count
      let byteCount = try RecurrentSequence.byteCount(rows: count, width: count)
      let form = try form(
        isLasting: operand.isLasting, key: [-2, place], byteCount: byteCount
      ) {
        let matrix = $0.assumingMemoryBound(to: Float.self)
        for index in 0..<count { matrix[index * count + index] = values[index] }
      }
      inputs[place] = operand.matrix(
        constant: UnsafeRawBufferPointer(start: form.base, count: byteCount))
    }
    return inputs
  }
}
