// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

// Tensors in files. Both of TensorFlow's formats become the first one, a single file, which the device
// reads and writes by the Flex operators of that name.

/// Tensors written to a file under constant names.
enum SavedTensors: TensorFlowConversion {
  static let tensorFlowNames = ["Save", "SaveV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (path, names) = (try node.input(0), try node.input(1))
    var data = Array(node.inputs.dropFirst(2))
    if node.operation == "SaveV2" {
      try legalizer.checkWhole(node.input(2))
      data.removeFirst()
    }
    guard data.allSatisfy({ ElementTypeSet.saved.contains(legalizer.type(of: $0)) }) else {
      throw node.error("saves tensors of types that files do not hold; save numbers only")
    }
    var options = FlexNodeBytes("Save", inputCount: data.count + 2)
    options.set("T", to: data.map { legalizer.type(of: $0) })
    let operation = CustomOperator(
      .saveTensors(SaveTensors()), name: SaveTensors.customName, options: options.bytes)
    _ = legalizer.emitCall(.custom(operation), [path, names] + data, results: [])
    return []
  }
}

/// Tensors of a file by their names.
enum RestoredTensors: TensorFlowConversion {
  static let tensorFlowNames = ["Restore", "RestoreV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let path = try node.input(0)
    guard node.operation == "RestoreV2" else {
      return [try legalizer.restored(node.input(1), from: path, as: node.type("dt"))]
    }
    try legalizer.checkWhole(node.input(2))
    guard case .list(let types)? = node.attribute("dtypes"), types.count == node.resultCount,
      let names = legalizer.known(try node.input(1)).texts, names.count == types.count
    else { throw node.error("needs constant names, and a type for each") }
    var results: [ValueID] = []
    for (name, type) in zip(names, types) {
      guard case .type(let type) = type else { throw node.error("'dtypes' are no types") }
      results.append(
        try legalizer.restored(
          legalizer.constant(ConstantData(text: name), type: .string, shape: []), from: path,
          as: type))
    }
    return results
  }
}

extension Legalizer {
  fileprivate mutating func restored(
    _ name: ValueID, from path: ValueID, as type: ElementType
  ) throws(ConversionError) -> ValueID {
    guard ElementTypeSet.saved.contains(type) else {
      throw error("restores \(type.name), which files do not hold; restore numbers only")
    }
    var options = FlexNodeBytes("Restore", inputCount: 2)
    options.set("dt", to: type)
    options.set("preferred_shard", to: -1)
    let operation = CustomOperator(
      .restoreTensor(RestoreTensor()), name: RestoreTensor.customName, options: options.bytes)
    return emitCall(.custom(operation), [path, name], results: [(type, nil)])[0]
  }

  /// Refuses parts of tensors, which a text beside each name would say.
  fileprivate func checkWhole(_ slices: ValueID) throws(ConversionError) {
    guard let texts = known(slices).texts, texts.allSatisfy(\.isEmpty) else {
      throw error("saves or restores parts of tensors, which is not supported")
    }
  }
}

extension SizedValue {
  /// The strings of a constant; nil for other values.
  ///
  /// Their count, where each begins and the last ends, all as 32-bit numbers, then the bytes.
  fileprivate var texts: [[UInt8]]? {
    guard type == .string, let bytes = constant?.bytes, bytes.count >= 8 else { return nil }
    func number(_ index: Int) -> Int? {
      let place = 4 * index
      guard index >= 0, place + 4 <= bytes.count else { return nil }
      return Int(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
    }
    guard let count = number(0), count >= 0 else { return nil }
    var texts: [[UInt8]] = []
    for index in 0..<count {
      guard let start = number(1 + index), let end = number(2 + index), start >= 0, start <= end,
        end <= bytes.count
      else { return nil }
      texts.append(Array(bytes[start..<end]))
    }
    return texts
  }
}

extension ConstantData {
  /// One string.
  fileprivate init(text: [UInt8]) {
    let head = 12
    self.init(byteCount: head + text.count) { bytes in
      for (index, number) in [1, head, head + text.count].enumerated() {
        bytes.storeBytes(
          of: Int32(number).littleEndian, toByteOffset: 4 * index, as: Int32.self)
      }
      for (index, byte) in text.enumerated() { bytes[head + index] = byte }
    }
  }
}
