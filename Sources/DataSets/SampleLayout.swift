// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// How samples lie in an array.
///
/// For a model's input of rank r an array may have
///
/// - r + 1 axes: samples lie along axis 0, each as the model takes it;
/// - r axes: samples lie end to end along the batch, each as long as the model's batch if that is
///   fixed, else of 1;
/// - r − 1 axes: it is one sample, without the axis of the batch.
package struct SampleLayout: Hashable, Sendable {
  /// How many samples there are.
  package let count: Int
  /// The shape of each.
  package let shape: Shape

  /// Samples along axis 0 of an array that goes to no input of a model.
  init(of array: Shape) throws(ArrayFileError) {
    guard let first = array.dimensions.first else {
      throw ArrayFileError("a scalar, where samples must lie along axis 0")
    }
    count = first
    shape = Shape(Array(array.dimensions.dropFirst()))
  }

  /// Samples for an input of a model.
  ///
  /// - Parameter input: the input's shape; nil sizes are open, and so is the whole if it is nil.
  /// - Throws: where the array's shape is none of the forms above.
  init(of array: Shape, input: [Int?]?) throws(ArrayFileError) {
    let sizes = array.dimensions
    guard let input else {
      let stacked = try SampleLayout(of: array)
      count = stacked.count
      shape = Shape([1] + stacked.shape.dimensions)
      return
    }
    let batch = (input.first ?? nil) ?? 1
    switch sizes.count - input.count {
    case 1:
      count = sizes[0]
      shape = Shape(Array(sizes.dropFirst()))
    case 0 where input.isEmpty:
      count = 1
      shape = array
    case 0:
      guard batch > 0, sizes[0] % batch == 0 else {
        throw ArrayFileError(
          "it has \(sizes[0]) rows end to end, the model takes batches of \(batch)")
      }
      count = sizes[0] / batch
      shape = Shape([batch] + sizes.dropFirst())
    case -1 where batch == 1:
      count = 1
      shape = Shape([1] + sizes)
    default:
      throw Self.misfit(array, input)
    }
    let fits = zip(shape.dimensions, input).dropFirst().allSatisfy { $1 == nil || $0 == $1 }
    guard fits else { throw Self.misfit(array, input) }
  }

  private static func misfit(_ array: Shape, _ input: [Int?]) -> ArrayFileError {
    let taken = input.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
    return ArrayFileError(
      "it has shape \(array.description), the model takes samples of [\(taken)]")
  }
}
