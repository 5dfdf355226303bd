// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// One step of a simple recurrent layer; see ``RnnLayer``.
///
/// | operand             | type              | shape            |
/// |---------------------|-------------------|------------------|
/// | `input`             | float32           | `[batch, depth]` |
/// | `input weights`     | float32 or 8 bits | `[units, depth]` |
/// | `recurrent weights` | as input weights  | `[units, units]` |
/// | `bias`              | float32           | `[units]`        |
/// | `hidden state`      | float32, variable | `[batch, units]` |
///
/// The result, `[batch, units]`, is the hidden state of the next inference. Before 8-bit weights each
/// row is quantized at run time, with a zero point if so asked; uint8 weights are read as int8.
///
/// Constraints:
/// - C1: Shapes are as above.
/// - C2: Weights and bias are constant, the weights of one type.
/// - C3: The activation is not the sign bit.
///
/// Source: TensorFlow Lite operator RNN.
package struct RNN: SimpleRecurrentOperator {
  package static let builtin = BuiltinOperator.rnn

  package var activation: RecurrentActivation
  package var quantizesAsymmetrically: Bool

  package init(activation: RecurrentActivation = .tanh, quantizesAsymmetrically: Bool = false) {
    self.activation = activation
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try RNNOptionsView(options)
    activation = try RecurrentActivation(view.fusedActivationFunction)  // C3
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
  }

  package func sequence(of input: Operand) throws(OperatorError) -> RecurrentSequence {
    try RecurrentSequence(input, rank: 2)  // C1
  }
}
