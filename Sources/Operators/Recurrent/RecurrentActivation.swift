// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// What the cells of a recurrent layer apply to their sums.
package struct RecurrentActivation: Sendable, Hashable {
  package let function: ActivationFunctionType

  /// - Throws: for the sign bit, which no kernel applies.
  package init(_ function: ActivationFunctionType) throws(FormatError) {
    guard function != .signBit else {
      throw FormatError("activation SIGN_BIT is not supported")
    }
    self.function = function
  }

  private init(unchecked function: ActivationFunctionType) {
    self.function = function
  }

  package static let tanh = RecurrentActivation(unchecked: .tanh)
  package static let none = RecurrentActivation(unchecked: .none)

  /// As the kernels name it.
  var kernel: recurrent_activation {
    switch function {
    case .none, .signBit: RECURRENT_LINEAR
    case .relu: RECURRENT_RELU
    case .reluN1To1: RECURRENT_RELU_N1_TO_1
    case .relu6: RECURRENT_RELU6
    case .tanh: RECURRENT_TANH
    }
  }
}
