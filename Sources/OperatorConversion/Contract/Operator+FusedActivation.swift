// SPDX-License-Identifier: Apache-2.0
import Operators

extension Operator {
  /// The activation that the operator applies to its result; nil where it cannot have one.
  package var fusedActivation: FusedActivation? {
    switch self {
    case .add(let operation): operation.activation
    case .averagePool2D(let operation): operation.pooling.activation
    case .conv2D(let operation): operation.activation
    case .depthwiseConv2D(let operation): operation.activation
    case .div(let operation): operation.activation
    case .fullyConnected(let operation): operation.activation
    case .maxPool2D(let operation): operation.pooling.activation
    case .mul(let operation): operation.activation
    case .sub(let operation): operation.activation
    case .transposeConv(let operation): operation.activation
    default: nil
    }
  }

  /// The operator with an activation; nil where it cannot have one.
  package func fusing(_ activation: FusedActivation) -> Operator? {
    switch self {
    case .add(var operation):
      operation.activation = activation
      return .add(operation)
    case .averagePool2D(var operation):
      operation.pooling.activation = activation
      return .averagePool2D(operation)
    case .conv2D(var operation):
      operation.activation = activation
      return .conv2D(operation)
    case .depthwiseConv2D(var operation):
      operation.activation = activation
      return .depthwiseConv2D(operation)
    case .div(var operation):
      operation.activation = activation
      return .div(operation)
    case .fullyConnected(var operation):
      operation.activation = activation
      return .fullyConnected(operation)
    case .maxPool2D(var operation):
      operation.pooling.activation = activation
      return .maxPool2D(operation)
    case .mul(var operation):
      operation.activation = activation
      return .mul(operation)
    case .sub(var operation):
      operation.activation = activation
      return .sub(operation)
    case .transposeConv(var operation):
      operation.activation = activation
      return .transposeConv(operation)
    default: return nil
    }
  }
}
