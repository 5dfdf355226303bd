// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import OpenSizes
import OperatorConversion
import Operators
import TensorCore
import TestSupport

/// An operand of a recorded case: its shape, and its elements.
struct RecordedOperand {
  let type: ElementType
  let quantization: Quantization?
  var dimensions: [Int]
  let data: ConstantData
  /// Whether the file has it as a constant.
  let isConstant: Bool

  /// As integers, where the type is int32 or int64.
  var integers: [Int]? { data.integers(as: type) }

  /// What the operator's own rule sees; without elements where the shape is another.
  func operand(slot: Int) -> Operand {
    let shape = Shape(dimensions)
    let isWhole = type.byteCount(of: shape.elementCount) == data.bytes.count
    return Operand(
      type: type, shape: shape, quantization: quantization, slot: slot,
      constant: isWhole ? data.bytes : nil)
  }
}

/// A case of Tests/Fixtures/operators.
struct RecordedCase {
  let name: String
  let operation: Operator
  var operands: [RecordedOperand?]
  let resultTypes: [ElementType]

  /// Nil where the operator takes no such operands.
  var resultShapes: [Shape]? {
    try? operation.resultShapes(
      of: operands.enumerated().map { $0.element?.operand(slot: $0.offset) }, outputs: resultTypes)
  }

  /// All cases of an operator that the interpreter can read.
  static func all(of name: String) throws -> [RecordedCase] {
    let folder = fixture("operators/" + name)
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".tflite") }.compactMap { file in
        try RecordedCase(name + "/" + file.dropLast(7))
      }
  }

  private init?(_ name: String) throws {
    let path = fixture("operators/" + name)
    let file = try ModelFile(path: path + ".tflite")
    let subgraph = file.model.subgraphs[0]
    let span = RawSpan(_unsafeBytes: file.bytes)
    guard subgraph.operators.count == 1, let entry = subgraph.operators.first,
      let operation = try? Operator(entry, in: span, subgraph: subgraph, of: file.model)
    else { return nil }
    let arrays = try readArrays(at: path + ".npz")
    var operands: [RecordedOperand?] = []
    for input in entry.inputs {
      guard input >= 0 else {
        operands.append(nil)
        continue
      }
      let tensor = subgraph.tensors[input]
      let stored = file.bytes(of: file.model.buffers[tensor.buffer])
      let shape = Shape(tensor.shape)
      let data: ConstantData
      if !stored.isEmpty {
        data = ConstantData(owner: file, bytes: stored)
      } else if let place = subgraph.inputs.firstIndex(of: input),
        let array = arrays["input_\(place)"]
      {
        data = array.bytes.withUnsafeBytes { bytes in
          ConstantData(byteCount: bytes.count) { $0.copyMemory(from: bytes) }
        }
      } else {
        // A variable tensor begins with zeros.
        guard let byteCount = tensor.type.byteCount(of: shape.elementCount) else { return nil }
        data = ConstantData(byteCount: byteCount) {
          $0.initializeMemory(as: UInt8.self, repeating: 0)
        }
      }
      operands.append(
        RecordedOperand(
          type: tensor.type, quantization: tensor.quantization?.parameters,
          dimensions: shape.dimensions,
          data: data.isAligned(for: tensor.type) ? data : data.aligned(),
          isConstant: !stored.isEmpty))
    }
    self.name = name
    self.operation = operation
    self.operands = operands
    resultTypes = entry.outputs.map { subgraph.tensors[$0].type }
  }
}
