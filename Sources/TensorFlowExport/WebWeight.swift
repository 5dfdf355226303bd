// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// How float weights are stored in files of TensorFlow.js.
package enum WebQuantization: String, Sendable {
  case none
  /// `w = scale · q + min` with q of 8 or 16 bits.
  case uint8, uint16
  case float16
}

/// A constant, in one of the types that TensorFlow.js has: float32, int32, bool, complex64, string.
///
/// Other floats become float32, other integers int32; those out of its range take the nearest.
struct WebWeight {
  let name: String
  let shape: Shape
  /// As in `float32`.
  let typeName: String
  /// Strings stand behind their lengths.
  let bytes: Data

  init(name: String, shape: Shape, type: ElementType, data: ConstantData) throws {
    self.name = name
    self.shape = shape
    switch type {
    case .float32, .float64, .float16, .bfloat16: typeName = "float32"
    case .bool: typeName = "bool"
    case .string: typeName = "string"
    case .complex64, .complex128: typeName = "complex64"
    default: typeName = "int32"
    }
    guard let bytes = Self.bytes(of: data, type) else {
      throw exportError("is a constant of \(type.name), which TensorFlow.js has not", node: name)
    }
    self.bytes = bytes
  }

  private static func bytes(of data: ConstantData, _ type: ElementType) -> Data? {
    switch type {
    case .float32, .int32, .bool, .complex64: return Data(data.bytes)
    case .float64, .complex128: return packed(data.elements(as: Double.self).map(Float.init))
    case .float16: return packed(data.elements(as: Float16.self).map(Float.init))
    case .bfloat16:
      return packed(data.elements(as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) })
    case .int64: return packed(data.elements(as: Int64.self).map { Int32(clamping: $0) })
    case .uint64: return packed(data.elements(as: UInt64.self).map { Int32(clamping: $0) })
    case .uint32: return packed(data.elements(as: UInt32.self).map { Int32(clamping: $0) })
    case .int16: return packed(data.elements(as: Int16.self).map { Int32($0) })
    case .uint16: return packed(data.elements(as: UInt16.self).map { Int32($0) })
    case .int8: return packed(data.elements(as: Int8.self).map { Int32($0) })
    case .uint8: return packed(data.elements(as: UInt8.self).map { Int32($0) })
    case .string: return strings(data)
    default: return nil
    }
  }

  private static func packed<Element: BitwiseCopyable>(_ elements: [Element]) -> Data {
    elements.withUnsafeBytes { Data($0) }
  }

  /// From the lite format's form: the count, where each begins and the last ends, the bytes.
  private static func strings(_ data: ConstantData) -> Data? {
    let words = data.elements(as: Int32.self).map(Int.init)
    guard let count = words.first, count >= 0, words.count >= count + 2 else { return nil }
    var packed = Data()
    for (start, end) in zip(words[1...], words[2...]).prefix(count) {
      guard start >= 0, start <= end, end <= data.bytes.count else { return nil }
      withUnsafeBytes(of: UInt32(end - start).littleEndian) { packed.append(contentsOf: $0) }
      packed.append(contentsOf: data.bytes[start..<end])
    }
    return packed
  }

  // MARK: Storing

  /// The bytes in the files and the entry in the manifest.
  ///
  /// Weights that hold NaN or infinity stay float32, and so do those without elements.
  func stored(_ quantization: WebQuantization) -> (bytes: Data, entry: JSONObject) {
    var entry: JSONObject = ["name": name, "shape": shape.dimensions, "dtype": typeName]
    guard typeName == "float32", quantization != .none, !bytes.isEmpty else {
      return (bytes, entry)
    }
    let values = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    guard values.allSatisfy(\.isFinite) else { return (bytes, entry) }
    var form: JSONObject = ["dtype": quantization.rawValue, "original_dtype": typeName]
    let packed: Data
    switch quantization {
    case .none: return (bytes, entry)
    case .float16: packed = Self.packed(values.map { Float16($0) })
    case .uint8, .uint16:
      let range = WebRange(of: values, steps: quantization == .uint8 ? 255 : 65535)
      form["scale"] = range.scale
      form["min"] = range.minimum
      let integers = values.map { range.integer($0) }
      packed =
        quantization == .uint8
        ? Data(integers.map { UInt8($0) }) : Self.packed(integers.map { UInt16($0) })
    }
    entry["quantization"] = form
    return (packed, entry)
  }
}

/// The real numbers that unsigned integers stand for, `scale · q + minimum`.
///
/// A range that holds 0 is moved by less than half a step so that an integer stands for it.
///
/// Source: TensorFlow.js, converter, quantization of weights.
private struct WebRange {
  let scale: Double
  let minimum: Double
  private let maximum: Double

  init(of values: [Float], steps: Double) {
    let low = Double(values.min()!)
    let high = Double(values.max()!)
    guard low < high else {
      (scale, minimum, maximum) = (1, low, low)
      return
    }
    scale = (high - low) / steps
    guard low <= 0, high >= 0 else {
      (minimum, maximum) = (low, high)
      return
    }
    minimum = -(-low / scale).rounded(.toNearestOrEven) * scale
    maximum = steps * scale + minimum
  }

  func integer(_ value: Float) -> Int {
    let inside = min(max(Double(value), minimum), maximum)
    return Int(((inside - minimum) / scale).rounded(.toNearestOrEven))
  }
}
