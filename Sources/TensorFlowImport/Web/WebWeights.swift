// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// The weights of a model of TensorFlow.js, by their names.
///
/// The manifest lists groups: files, whose bytes are read one after the other, and the weights that
/// lie there end to end. Quantized ones are `scale · q + min`, or halves.
struct WebWeights {
  /// One weight as the manifest describes it.
  struct Weight {
    let type: ElementType
    let elementCount: Int
    /// Of `type`; of strings, each behind its length.
    let bytes: Data
  }

  private var weights: [String: Weight] = [:]

  subscript(name: String) -> Weight? { weights[name] }

  init(manifest: Any, folder: URL) throws {
    guard let groups = manifest as? [[String: Any]] else {
      throw importError("its weightsManifest is no list of groups")
    }
    for group in groups {
      guard let paths = group["paths"] as? [String],
        let entries = group["weights"] as? [[String: Any]]
      else { throw importError("its weightsManifest has a group without paths or weights") }
      var bytes = Data()
      for path in paths { bytes += try Self.file(path, in: folder) }
      var offset = 0
      for entry in entries {
        let description = try WebWeightDescription(entry)
        let end = try description.end(in: bytes, from: offset)
        weights[description.name] = Weight(
          type: description.type, elementCount: description.elementCount,
          bytes: description.decoded(bytes[offset..<end]))
        offset = end
      }
      guard offset == bytes.count else {
        throw importError(
          "its weights take \(offset) bytes, \(paths.joined(separator: ", ")) have \(bytes.count)")
      }
    }
  }

  /// Only what lies beside the model or in folders there is read.
  private static func file(_ path: String, in folder: URL) throws -> Data {
    guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
      throw importError("its weights are said to lie outside its folder: '\(path)'")
    }
    let place = folder.appending(path: path)
    do {
      return try Data(contentsOf: place)
    } catch {
      throw importError("cannot read '\(place.path)', which holds its weights")
    }
  }
}

/// An entry of the manifest.
private struct WebWeightDescription {
  let name: String
  let type: ElementType
  let elementCount: Int
  private let stored: ElementType
  private let scale: Double
  private let minimum: Double

  init(_ entry: [String: Any]) throws {
    guard let name = entry["name"] as? String, let typeName = entry["dtype"] as? String,
      let shape = entry["shape"] as? [Int]
    else { throw importError("its weightsManifest has a weight without name, dtype or shape") }
    func elementType(_ name: String) throws -> ElementType {
      switch name {
      case "float32": return .float32
      case "float16": return .float16
      case "int32": return .int32
      case "uint8": return .uint8
      case "uint16": return .uint16
      case "bool": return .bool
      case "string": return .string
      case "complex64": return .complex64
      default:
        throw importError("its weights have an element type '\(name)', which is not supported")
      }
    }
    guard shape.allSatisfy({ $0 >= 0 }), let count = Shape(shape).checkedElementCount else {
      throw importError("the shape of the weight '\(name)' is too large")
    }
    self.name = name
    elementCount = count
    type = try elementType(typeName)
    let quantization = entry["quantization"] as? [String: Any]
    stored = try (quantization?["dtype"] as? String).map(elementType) ?? type
    scale = quantization?["scale"] as? Double ?? 1
    minimum = quantization?["min"] as? Double ?? 0
    guard stored == type || [.float32, .int32].contains(type),
      stored == type || [.uint8, .uint16, .float16].contains(stored)
    else { throw importError("the weight '\(name)' is quantized in an unknown way") }
  }

  /// Where the weight ends that begins at an offset.
  func end(in bytes: Data, from offset: Int) throws -> Int {
    let truncated = importError(
      "its weights end early, in '\(name)'; copy the files beside model.json again")
    guard stored == .string else {
      guard let count = stored.byteCount(of: elementCount), count <= bytes.count - offset else {
        throw truncated
      }
      return offset + count
    }
    var end = offset
    for _ in 0..<elementCount {
      guard bytes.count - end >= 4 else { throw truncated }
      let length = bytes[end..<end + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
      guard length <= bytes.count - end - 4 else { throw truncated }
      end += 4 + length
    }
    return end
  }

  /// The bytes in the type that the weight stands for.
  func decoded(_ bytes: Data) -> Data {
    guard stored != type else { return Data(bytes) }
    return bytes.withUnsafeBytes { bytes in
      let values = (0..<elementCount).map { index in
        switch stored {
        case .uint8: Double(bytes[index]) * scale + minimum
        case .uint16:
          Double(bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)) * scale + minimum
        default: Double(bytes.loadUnaligned(fromByteOffset: 2 * index, as: Float16.self))
        }
      }
      if type == .float32 { return values.map(Float.init).withUnsafeBytes { Data($0) } }
      return values.map { Int32(clampedFrom: $0.rounded()) }.withUnsafeBytes { Data($0) }
    }
  }
}

extension Int32 {
  /// The nearest integer that there is; 0 for what is no number.
  fileprivate init(clampedFrom number: Double) {
    let (least, most) = (Double(Self.min), Double(Self.max))
    self = number.isNaN ? 0 : Self(Swift.min(Swift.max(number, least), most))
  }
}

extension WebWeights.Weight {
  /// The tensor of a constant of a graph, in the type that its node says: TensorFlow.js has no
  /// integers of 64 bits and no doubles, and keeps them as int32 and float32.
  ///
  /// - Parameter node: the node's name.
  func tensor(_ shape: TFTensorShapeProto, dataType: Int32, node: String) throws -> TFTensorProto {
    var tensor = TFTensorProto()
    tensor.dtype = dataType
    tensor.tensorShape = shape
    let target = try ElementType.from(dataType, node: node)
    guard shape.staticShape?.elementCount == elementCount else {
      throw importError("its weight has another shape than the node", node: node)
    }
    if type == .string, target == .string {
      var offset = bytes.startIndex
      for _ in 0..<elementCount {
        let length = bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        tensor.stringVal.append(Data(bytes[offset + 4..<offset + 4 + length]))
        offset += 4 + length
      }
      return tensor
    }
    guard let content = content(as: target) else {
      throw importError(
        "its weight is \(type.name), which is not made \(target.name)", node: node)
    }
    tensor.tensorContent = content
    return tensor
  }

  private func content(as target: ElementType) -> Data? {
    func elements<Element: BitwiseCopyable, Result: BitwiseCopyable>(
      _: Element.Type, _ convert: (Element) -> Result
    ) -> Data {
      let size = MemoryLayout<Element>.size
      return bytes.withUnsafeBytes { bytes in
        (0..<elementCount).map {
          convert(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Element.self))
        }.withUnsafeBytes { Data($0) }
      }
    }
    switch (type, target) {
    case _ where type == target: return bytes
    case (.float32, .float64): return elements(Float.self) { Double($0) }
    case (.float32, .float16): return elements(Float.self) { Float16($0) }
    case (.float32, .bfloat16): return elements(Float.self) { UInt16($0.bitPattern >> 16) }
    case (.int32, .int64): return elements(Int32.self) { Int64($0) }
    case (.int32, .uint64): return elements(Int32.self) { UInt64(truncatingIfNeeded: $0) }
    case (.int32, .uint32): return bytes
    case (.int32, .int16), (.int32, .uint16):
      return elements(Int32.self) { UInt16(truncatingIfNeeded: $0) }
    case (.int32, .int8), (.int32, .uint8):
      return elements(Int32.self) { UInt8(truncatingIfNeeded: $0) }
    default: return nil
    }
  }
}
