// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Converter
import DataSets
import Foundation
import GraphIR
import Interpreter
import LiteFormat
import LiteWriter
import OperatorConversion
import Operators
import TensorCore
import TestSupport
import Testing

/// One way of computing something each, as TensorFlow traced it and what it gave for a batch of two.
@Suite struct ConversionCaseTests {
  private static let folder = fixture("saved_models/conversions")

  /// The arrays `<signature>.x0`, … and `<signature>.y0`.
  private static let arrays = Result {
    try readArrays(at: fixture("saved_models/conversions.npz"))
  }

  private static let names: [String] = {
    let keys = (try? arrays.get())?.keys.map { $0.split(separator: ".")[0] } ?? []
    return Set(keys.map(String.init)).sorted()
  }()

  private func converted(_ name: String) throws -> Program {
    try Conversion(.savedModel(folder: Self.folder, tags: ["serve"], signatures: [name]))
      .program()
  }

  @Test func casesAreThere() {
    #expect(Self.names.count >= 74)
  }

  @Test(arguments: names) func computesWhatTensorFlowDoes(_ name: String) throws {
    let arrays = try Self.arrays.get()
    let expected = try #require(arrays["\(name).y0"]).elements(as: Float.self)
    let found = try result(of: converted(name), name, arrays)
    let largest = expected.map(abs).max() ?? 0
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) {
      #expect(abs(a - b) <= 1e-5 * largest + 1e-6 || a.isNaN && b.isNaN, "\(a), not \(b)")
    }
  }

  /// What the program gives for the whole batch at once.
  private func result(
    of program: Program, _ name: String, _ arrays: [String: NumPyArray]
  ) throws -> [Float] {
    try withTemporaryFolder { folder in
      let path = folder + "/model.tflite"
      try LiteSerializer.serialize(LiteFileContents(program))
        .write(toPath: path)
      let interpreter = try Interpreter(ModelFile(path: path))
      let inputs = try interpreter.inputs.map { try #require(arrays["\(name).\($0.name)"]) }
      try interpreter.resizeInputs(inputs.indices.map { ($0, inputs[$0].shape) })
      for (input, array) in zip(interpreter.inputs, inputs) {
        array.bytes.withUnsafeBytes { interpreter.bytes(of: input.tensor).copyMemory(from: $0) }
      }
      try interpreter.invoke()
      let output = interpreter.bytes(of: interpreter.outputs[0].tensor)
      return Array(output.bindMemory(to: Float.self))
    }
  }

  /// The operators of each kind that a case becomes.
  @Test(arguments: [
    ("gelu", ["GELU"]), ("gelu_of_product", ["GELU", "MUL"]), ("gelu_approximate", ["GELU"]),
    ("gelu_by_erf", ["GELU"]), ("gelu_by_tanh", ["GELU"]), ("prelu_as_keras", ["PRELU"]),
    ("prelu_by_bounds", ["PRELU"]), ("prelu_by_choice", ["PRELU"]),
    ("prelu_of_one_slope", ["LEAKY_RELU"]), ("l2_normalize", ["L2_NORMALIZATION"]),
    ("l2_normalize_by_inverse", ["L2_NORMALIZATION"]), ("matrix_of_all", ["FULLY_CONNECTED"]),
    ("einsum_matrices", ["BATCH_MATMUL"]), ("einsum_projection", ["FULLY_CONNECTED", "RESHAPE"]),
    ("einsum_vectors", ["MUL", "SUM"]), ("eye", ["ADD"]),
    ("line_convolution", ["CONV_2D", "RESHAPE", "RESHAPE"]),
    ("line_convolution_dilated", ["CONV_2D", "RESHAPE", "RESHAPE"]),
    ("dense_over_axes", ["FULLY_CONNECTED", "RESHAPE", "RESHAPE"]),
  ])
  func finds(_ name: String, _ operators: [String]) throws {
    let program = try converted(name)
    let found = program.graphs[program.signatures[0].graph].nodes.map { node in
      if case .lite(let operation) = node.operation { operation.builtin.name } else { "" }
    }
    #expect(found.sorted() == operators)
  }
}
