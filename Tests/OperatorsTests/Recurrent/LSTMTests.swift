// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

/// What the recordings of recurrent layers do not show.
@Suite struct LSTMTests {
  /// The basic form needs a hidden state, which C1 says; without it arity fails.
  @Test func basicFormNeedsItsStates() {
    let float = zero(.float32)
    expectRefusal(LSTM(isBasic: true), [float, nil, float, float, float], "is absent")
    expectRefusal(LSTM(isBasic: true), [float, float], "has 2 inputs, needs 5")
  }

  /// Without bias terms and weights, gates are σ(0) = ½ and candidates tanh(0) = 0: a state halves
  /// at each step, and the result is ½ · tanh of it.
  @Test func statesHalveWithoutWeights() throws {
    let weights = zero(.float32, nil, [1, 1])
    let bias = zero(.float32)
    let (hidden, cell) = (tensor([0] as [Float], [1, 1]), tensor([0.8] as [Float], [1, 1]))
    var operands: [DirectTensor?] = [tensor([1, 1] as [Float], [1, 2, 1])]
    operands += [DirectTensor?](repeating: weights, count: 8)
    operands += [nil, nil, nil, bias, bias, bias, bias, nil, nil, hidden, cell]
    let result = try evaluate(UnidirectionalSequenceLSTM(), operands)[0].elements(as: Float.self)
    // tanh(0.4) = 0.379949, tanh(0.2) = 0.197375.
    #expect(abs(result[0] - 0.1899745) < 1e-6)
    #expect(abs(result[1] - 0.0986877) < 1e-6)
    #expect(abs(cell.elements(as: Float.self)[0] - 0.2) < 1e-6)
    #expect(hidden.elements(as: Float.self) == [result[1]])
  }
}
