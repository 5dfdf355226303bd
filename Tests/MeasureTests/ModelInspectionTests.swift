// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Measure
import TensorCore
import TestSupport
import Testing

@Suite struct ModelInspectionTests {
  private func inspection(_ name: String) throws -> ModelInspection {
    let path = fixture(name)
    return ModelInspection(of: try ModelFile(path: path), path: path)
  }

  /// By hand, from the network's description: 10×4 filters to 64 channels at 25×5 positions, four
  /// times 3×3 depthwise and 1×1 convolutions there, and a dense layer from 64 to 12.
  @Test func countsMultiplyAccumulates() throws {
    let inspection = try inspection("models/keyword_spotting/kws_int8.tflite")
    let positions = 25 * 5
    let first = positions * 64 * 10 * 4
    let blocks = 4 * (positions * 64 * 9 + positions * 64 * 64)
    #expect(inspection.multiplyAccumulates == first + blocks + 64 * 12)
    let convolutions = try #require(inspection.operatorCounts.first { $0.name == "CONV_2D" })
    #expect(convolutions.count == 5)
    #expect(convolutions.multiplyAccumulates == first + 4 * positions * 64 * 64)
  }

  @Test(arguments: [
    ("kws_int8", "int8"), ("kws_float", "float32"), ("kws_dynamic", "dynamic range"),
  ])
  func tellsArithmeticOfConvolutions(name: String, arithmetic: String) throws {
    let inspection = try inspection("models/keyword_spotting/\(name).tflite")
    let convolutions = try #require(inspection.operatorCounts.first { $0.name == "CONV_2D" })
    #expect(convolutions.arithmetic == [arithmetic: 5])
  }

  @Test func showsOptionsByTheirNames() throws {
    let inspection = try inspection("models/keyword_spotting/kws_int8.tflite")
    let first = try #require(inspection.subgraphs[0].operators.first { $0.name == "CONV_2D" })
    #expect(first.options["stride_h"] == "2")
    #expect(first.options["padding"] == "same")
    #expect(first.options["fused_activation_function"] == "relu")
  }
}
