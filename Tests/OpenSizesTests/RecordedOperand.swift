// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
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
    guard let program = try? Program(ModelFile(path: path + ".tflite")),
      let graph = program.graphs.first, let node = graph.nodes.first, graph.nodes.count == 1,
      case .lite(let operation) = node.operation
    else { return nil }
    let arrays = try readArrays(at: path + ".npz")
    var operands: [RecordedOperand?] = []
    for input in node.inputs {
      guard let input else {
        operands.append(nil)
        continue
      }
      let value = graph[input]
      let place = graph.inputs.firstIndex(of: input)
      guard let shape = value.staticShape,
        let data = value.constant
          ?? place.flatMap({ arrays["input_\($0)"] }).map({ array in
            array.bytes.withUnsafeBytes { bytes in
              ConstantData(byteCount: bytes.count) { $0.copyMemory(from: bytes) }
            }
          })
      else { return nil }
      operands.append(
        RecordedOperand(
          type: value.type, quantization: value.quantization, dimensions: shape.dimensions,
          data: data.isAligned(for: value.type) ? data : data.aligned(),
          isConstant: value.constant != nil))
    }
    self.name = name
    self.operation = operation
    self.operands = operands
    resultTypes = node.outputs.map { graph[$0].type }
  }
}
