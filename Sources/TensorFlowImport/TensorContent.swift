// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import TensorCore

/// How many bytes the constants of a model may take that are made of fewer elements than they have.
final class ExpansionBudget {
  private var left = 1 << 30

  /// - Throws: where all together take too many.
  func take(_ byteCount: Int, node: String) throws {
    guard byteCount <= left else {
      throw importError(
        "a constant takes \(byteCount) bytes, which is too many for one of few elements", node: node
      )
    }
    left -= byteCount
  }
}

extension Value {
  /// The constant that a tensor of a graph holds.
  ///
  /// Elements are either packed bytes or a list of numbers; a list that is too short repeats its
  /// last number, and none stand for zeros. Strings become the lite format's string buffer.
  ///
  /// - Parameters:
  ///   - name: the node's name.
  ///   - budget: what constants of few elements are counted in.
  /// - Throws: if there are more elements than the shape holds, or fewer bytes.
  init(_ tensor: TFTensorProto, name: String, budget: ExpansionBudget) throws {
    let type = try ElementType.from(tensor.dtype, node: name)
    guard let shape = tensor.tensorShape.staticShape else {
      throw importError("a constant's shape is not fully known or too large", node: name)
    }
    self.init(name: name, type: type, shape: shape.dimensions)
    if type == .string {
      constant = try stringBuffer(tensor, count: shape.elementCount, node: name, budget)
      return
    }
    guard let byteCount = type.byteCount(of: shape.elementCount) else {
      throw importError("a constant cannot be of type \(type.name)", node: name)
    }
    if !tensor.tensorContent.isEmpty {
      guard tensor.tensorContent.count == byteCount else {
        throw importError(
          "a constant has \(tensor.tensorContent.count) bytes, but \(shape.description) of "
            + "\(type.name) takes \(byteCount)", node: name)
      }
      constant = ConstantData(sharing: tensor.tensorContent)
    } else {
      let expansion = Expansion(
        byteCount: byteCount, count: shape.elementCount, node: name, budget: budget)
      constant = try expansion.data(of: tensor, type: type)
    }
  }
}

extension ConstantData {
  /// The bytes of `data`, copied only where few.
  init(sharing data: Data) {
    guard data.count > 256 else {
      self.init([UInt8](data))
      return
    }
    let owner = data as NSData
    self.init(owner: owner, bytes: UnsafeRawBufferPointer(start: owner.bytes, count: owner.length))
  }
}

/// Makes a constant's bytes from its list of numbers.
private struct Expansion {
  let byteCount: Int
  let count: Int
  let node: String
  let budget: ExpansionBudget

  func data(of tensor: TFTensorProto, type: ElementType) throws -> ConstantData {
    switch type {
    case .float32: try fill(tensor.floatVal)
    case .float64: try fill(tensor.doubleVal)
    case .int32: try fill(tensor.intVal)
    case .int8: try fill(tensor.intVal.map { Int8(truncatingIfNeeded: $0) })
    case .uint8: try fill(tensor.intVal.map { UInt8(truncatingIfNeeded: $0) })
    case .int16: try fill(tensor.intVal.map { Int16(truncatingIfNeeded: $0) })
    case .uint16: try fill(tensor.intVal.map { UInt16(truncatingIfNeeded: $0) })
    case .float16, .bfloat16: try fill(tensor.halfVal.map { UInt16(truncatingIfNeeded: $0) })
    case .int64: try fill(tensor.int64Val)
    case .uint32: try fill(tensor.uint32Val)
    case .uint64: try fill(tensor.uint64Val)
    case .bool: try fill(tensor.boolVal.map { $0 ? UInt8(1) : 0 })
    case .complex64: try fill(pairs(tensor.scomplexVal))
    case .complex128: try fill(pairs(tensor.dcomplexVal))
    case .float8E4M3FN, .float8E5M2: try fill([UInt8](tensor.float8Val))
    case .string, .resource, .variant, .int2, .int4, .uint4:
      throw importError("a constant cannot be of type \(type.name)", node: node)
    }
  }

  private func pairs<Part: BitwiseCopyable>(_ parts: [Part]) -> [Complex<Part>] {
    stride(from: 0, to: parts.count - 1, by: 2).map { Complex(parts[$0], parts[$0 + 1]) }
  }

  private func fill<Element: BitwiseCopyable>(_ elements: [Element]) throws -> ConstantData {
    guard elements.count <= count else {
      throw importError(
        "a constant has \(elements.count) elements, but its shape holds \(count)", node: node)
    }
    if elements.count < count { try budget.take(byteCount, node: node) }
    return ConstantData(byteCount: byteCount) { bytes in
      elements.withUnsafeBytes { bytes.copyMemory(from: $0) }
      guard let last = elements.last else {
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        return
      }
      let stride = MemoryLayout<Element>.stride
      for index in elements.count..<count {
        bytes.storeBytes(of: last, toByteOffset: index * stride, as: Element.self)
      }
    }
  }
}

/// The two parts of a complex number.
private struct Complex<Part: BitwiseCopyable>: BitwiseCopyable {
  let real: Part
  let imaginary: Part

  init(_ real: Part, _ imaginary: Part) {
    self.real = real
    self.imaginary = imaginary
  }
}

/// Strings as the lite format stores them: their count, where each begins and the last ends, all as
/// 32-bit numbers, then the bytes.
private func stringBuffer(
  _ tensor: TFTensorProto, count: Int, node: String, _ budget: ExpansionBudget
) throws -> ConstantData {
  let strings = tensor.stringVal
  guard strings.count <= count, count <= 1 << 24 else {
    throw importError(
      "a constant has \(strings.count) strings, but its shape holds \(count)", node: node)
  }
  let head = 4 * (count + 2)
  let last = strings.last ?? Data()
  let missing = count - strings.count
  let total = strings.reduce(head) { $0 + $1.count } + missing * last.count
  if missing > 0 { try budget.take(total, node: node) }
  guard total <= Int(Int32.max) else {
    throw importError("a constant takes \(total) bytes, which is too many", node: node)
  }
  return ConstantData(byteCount: total) { bytes in
    bytes.storeBytes(of: Int32(count).littleEndian, toByteOffset: 0, as: Int32.self)
    var position = head
    for index in 0..<count {
      let string = index < strings.count ? strings[index] : last
      bytes.storeBytes(
        of: Int32(position).littleEndian, toByteOffset: 4 + 4 * index, as: Int32.self)
      UnsafeMutableRawBufferPointer(rebasing: bytes[position...]).copyBytes(from: string)
      position += string.count
    }
    bytes.storeBytes(of: Int32(position).littleEndian, toByteOffset: head - 4, as: Int32.self)
  }
}
