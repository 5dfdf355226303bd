// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// A simple recurrent layer over the steps of sequences; see ``RnnLayer``.
///
/// | operand             | type              | shape                                   |
/// |---------------------|-------------------|-----------------------------------------|
/// | `input`             | float32           | `[batch, steps, depth]`, or steps first |
/// | `input weights`     | float32 or 8 bits | `[units, depth]`                        |
/// | `recurrent weights` | as input weights  | `[units, units]`                        |
/// | `bias`              | float32           | `[units]`                               |
/// | `hidden state`      | float32, variable | `[batch, units]`                        |
///
/// The result is `[batch, steps, units]`, or steps first; the hidden state goes on to the next
/// inference. Before 8-bit weights each row is quantized at run time, with a zero point if so asked;
/// uint8 weights are read as int8.
///
/// Constraints:
/// - C1: Shapes are as above.
/// - C2: Weights and bias are constant, the weights of one type.
/// - C3: The activation is not the sign bit.
///
/// Source: TensorFlow Lite operator UNIDIRECTIONAL_SEQUENCE_RNN.
package struct UnidirectionalSequenceRNN: SimpleRecurrentOperator {
  package static let builtin = BuiltinOperator.unidirectionalSequenceRnn

  package var activation: RecurrentActivation
  package var isTimeMajor: Bool
  package var quantizesAsymmetrically: Bool

  package init(
    activation: RecurrentActivation = .tanh, isTimeMajor: Bool = false,
    quantizesAsymmetrically: Bool = false
  ) {
    self.activation = activation
    self.isTimeMajor = isTimeMajor
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try SequenceRNNOptionsView(options)
    activation = try RecurrentActivation(view.fusedActivationFunction)  // C3
    isTimeMajor = view.timeMajor
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
  }

  package func sequence(of input: Operand) throws(OperatorError) -> RecurrentSequence {
    try RecurrentSequence(input, rank: 3, isTimeMajor: isTimeMajor)  // C1
  }
}
