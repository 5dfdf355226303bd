// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How many products of a weight and an activation one run of an operator sums up.
///
/// | operator                                | products                                       |
/// |-----------------------------------------|------------------------------------------------|
/// | `CONV_2D`, `CONV_3D`, `FULLY_CONNECTED` | output elements × weights of one output        |
/// | `DEPTHWISE_CONV_2D`                     | output elements × height × width of the filter |
/// | `TRANSPOSE_CONV`, `CONV_3D_TRANSPOSE`   | input elements × weights of one input channel  |
/// | `BATCH_MATMUL`                          | output elements × depth                        |
/// | `UNIDIRECTIONAL_SEQUENCE_LSTM`          | sequences × steps × weights                    |
///
/// Padding counts like any other element.
/// - Parameter shape: the shape of a tensor by index; nil for one that is absent.
/// - Returns: nil for other operators, and where shapes make no sense.
func multiplyAccumulates(
  of entry: LiteModel.OperatorEntry, shape: (Int) -> Shape?
) -> Int? {
  func input(_ position: Int) -> Shape? {
    entry.inputs.indices.contains(position) ? shape(entry.inputs[position]) : nil
  }
  guard let output = entry.outputs.first.flatMap(shape) else { return nil }
  switch entry.code {
  case .conv2D, .fullyConnected:
    return product(output, input(1)?.without(axis: 0))
  case .conv3D:
    return product(output, input(1)?.without(axis: 4))
  case .depthwiseConv2D:
    return product(output, input(1)?.without(axis: 3))
  case .transposeConv:
    guard let weights = input(1), let activations = input(2) else { return nil }
    return product(activations, weights.without(axis: 3))
  case .conv3DTranspose:
    guard let weights = input(1), let activations = input(2) else { return nil }
    return product(activations, weights.without(axis: 4))
  case .batchMatmul:
    // The left matrix has rows × depth elements, whichever way round it lies.
    guard let left = input(0), left.rank >= 2, output.rank >= 2,
      let elements = Shape(left.dimensions.suffix(2)).checkedElementCount
    else { return nil }
    let rows = output.dimension(fromEnd: 2)
    return rows == 0 ? 0 : product(output, Shape([elements / rows]))
  case .unidirectionalSequenceLstm:
    guard let activations = input(0), activations.rank == 3 else { return nil }
    let weights = ((1...8) + [16]).compactMap { input($0)?.checkedElementCount }
    return product(Shape([activations[0], activations[1]]), Shape([weights.reduce(0, +)]))
  default:
    return nil
  }
}

extension Shape {
  /// The shape that is left without one of its axes; nil if there is no such axis.
  fileprivate func without(axis: Int) -> Shape? {
    var rest = dimensions
    guard rest.indices.contains(axis) else { return nil }
    rest.remove(at: axis)
    return Shape(rest)
  }
}

/// The product of two shapes' element counts; nil if a shape is absent or the product overflows.
private func product(_ a: Shape, _ b: Shape?) -> Int? {
  b.flatMap { Shape(a.dimensions + $0.dimensions).checkedElementCount }
}
