// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of recurrent layers: those of the input, with the units of weights in place of its depth.

extension SizeOperands {
  /// Results of so many units a row of input 0.
  fileprivate func rows(of units: [Size?]) -> [OpenShape?] {
    guard let input: OpenShape = sizes(0), !input.isEmpty else {
      return Array(repeating: nil, count: units.count)
    }
    return units.map { input.dropLast() + [$0] }
  }

  /// One dimension of an operand; nil where it is not known.
  fileprivate func size(_ input: Int, axis: Int) -> Size? {
    sizes(input).flatMap { axis < $0.count ? $0[axis] : nil }
  }

  /// The units of two directions, as one result or as two.
  fileprivate func rows(
    _ forward: Size?, _ backward: Size?, areMerged: Bool
  ) -> [OpenShape?] {
    areMerged ? rows(of: [forward + backward]) : rows(of: [forward, backward])
  }
}

extension RNN: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(of: [operands.size(1, axis: 0)])
  }
}

extension UnidirectionalSequenceRNN: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(of: [operands.size(1, axis: 0)])
  }
}

extension BidirectionalSequenceRNN: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(
      operands.size(1, axis: 0), operands.size(5, axis: 0), areMerged: mergesOutputs)
  }
}

extension UnidirectionalSequenceLSTM: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(of: [operands.size(6, axis: 1)])
  }
}

extension BidirectionalSequenceLSTM: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(
      operands.size(6, axis: 1), operands.size(23, axis: 1), areMerged: mergesOutputs)
  }
}

extension LSTM: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard isBasic else { return operands.rows(of: [operands.size(6, axis: 1)]) }
    let units = operands.size(1, axis: 1)
    return operands.rows(of: [
      units, units, operands.size(2, axis: 1), operands.size(2, axis: 0),
    ])
  }
}

extension SVDF: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    operands.rows(of: [.floorQuotient(operands.size(1, axis: 0), Size(rank))])
  }
}
