// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// How what files hold becomes the elements of an input: `(x · scale − mean) / deviation`, rounded
/// to the nearest integer for inputs of integers.
struct ValueScaling {
  private let type: ElementType
  private let scale: Float
  /// One a channel.
  private let means: [Float]
  private let deviations: [Float]
  /// As in `x · 0.00392157`.
  let description: String

  /// - Parameters:
  ///   - scale: what x is multiplied by where users do not say.
  ///   - mean: what is subtracted where users give neither scale nor mean.
  init(
    _ preparation: SamplePreparation, for input: SampleInput, channelCount: Int, scale: Double,
    mean: Double
  ) throws {
    func perChannel(_ values: [Double], _ key: String, standard: Double) throws -> [Double] {
      guard values.count <= 1 || values.count == channelCount else {
        throw ArrayFileError(
          "'\(key)' has \(values.count) numbers, input \(input.description) takes "
            + "\(channelCount) channels")
      }
      return values.count > 1
        ? values : Array(repeating: values.first ?? standard, count: channelCount)
    }
    let isPlain = !preparation.isGiven(.scale) && !preparation.isGiven(.mean)
    let factor = preparation.scale ?? scale
    let means = try perChannel(preparation.mean, "mean", standard: isPlain ? mean : 0)
    let deviations = try perChannel(preparation.deviation, "deviation", standard: 1)
    type = Self.elementType(for: input.type)
    self.scale = Float(factor)
    self.means = means.map { Float($0) }
    self.deviations = deviations.map { Float($0) }
    var text = factor == 1 ? "x" : "x · \(Float(factor))"
    if means.contains(where: { $0 != 0 }) {
      text += " − \(Self.list(means))"
    }
    if deviations.contains(where: { $0 != 1 }) {
      text = (text == "x" ? text : "(\(text))") + " / \(Self.list(deviations))"
    }
    description = text
  }

  private static func list(_ values: [Double]) -> String {
    let texts = values.map { "\(Float($0))" }
    return Set(texts).count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]"
  }

  /// Integers are made as such; all else is made in float32 and cast later.
  private static func elementType(for input: ElementType) -> ElementType {
    switch input {
    case .int8, .uint8, .int16, .int32, .int64: input
    default: .float32
    }
  }

  /// An array of scaled elements.
  ///
  /// - Parameters:
  ///   - elements: what the file holds, in the array's order.
  ///   - channelStride: how many elements lie between two channels of one pixel.
  /// - Throws: where a value does not fit into the input's integers.
  func array(
    _ elements: [Float], shape: Shape, channelStride: Int
  ) throws(ArrayFileError) -> NumPyArray {
    var values = elements
    for index in values.indices {
      let channel = index / channelStride % means.count
      values[index] = (values[index] * scale - means[channel]) / deviations[channel]
    }
    switch type {
    case .int8: return try integers(values, shape, Int8.self)
    case .uint8: return try integers(values, shape, UInt8.self)
    case .int16: return try integers(values, shape, Int16.self)
    case .int32: return try integers(values, shape, Int32.self)
    case .int64: return try integers(values, shape, Int64.self)
    default:
      return NumPyArray(type: .float32, shape: shape, bytes: values.withUnsafeBytes { Array($0) })
    }
  }

  /// The step behind the largest integer, at which the full scale of a sound lies, is that integer.
  private func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ values: [Float], _ shape: Shape, _: Integer.Type
  ) throws(ArrayFileError) -> NumPyArray {
    var integers: [Integer] = []
    integers.reserveCapacity(values.count)
    for value in values {
      let rounded = value.rounded(.toNearestOrEven)
      if let integer = Integer(exactly: rounded) {
        integers.append(integer)
      } else if rounded == Float(Integer.max) || rounded == Float(Integer.max) + 1 {
        integers.append(.max)
      } else {
        throw ArrayFileError("the value \(value) does not fit the model's \(type.name)")
      }
    }
    return NumPyArray(type: type, shape: shape, bytes: integers.withUnsafeBytes { Array($0) })
  }
}
