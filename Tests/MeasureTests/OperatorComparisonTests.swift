// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Interpreter
import LiteFormat
import Measure
import TestSupport
import Testing

/// Each operator of whole int8 networks, on LiteRT's own intermediate tensors.
@Suite struct OperatorComparisonTests {
  @Test(arguments: [
    ("keyword_spotting", "kws_int8", 13), ("image_classification", "resnet8_int8", 16),
  ])
  func answersAsLiteRT(folder: String, name: String, operatorCount: Int) throws {
    let path = fixture("models/\(folder)/")
    let comparison = OperatorComparison(
      of: try ModelFile(path: path + name + ".tflite"),
      recorded: try readArrays(at: path + "tensors.\(name).npz"))
    #expect(comparison.entries.count == operatorCount)
    for entry in comparison.entries {
      #expect(entry.agrees, "operator \(entry.index) (\(entry.name)): \(entry.outcome)")
    }
  }

  /// Weights behind DEQUANTIZE and a shape that is computed are known ahead, as in the interpreter.
  @Test func runsOperatorsOnComputedConstants() throws {
    let path = fixture("models/known_operands/")
    let comparison = OperatorComparison(
      of: try ModelFile(path: path + "known_operands.tflite"),
      recorded: try readArrays(at: path + "tensors.known_operands.npz"))
    #expect(
      comparison.entries.map(\.name) == [
        "DEQUANTIZE", "DEQUANTIZE", "CONV_2D", "SHAPE", "STRIDED_SLICE", "PACK", "RESHAPE",
        "SOFTMAX",
      ])
    for entry in comparison.entries {
      #expect(entry.agrees, "operator \(entry.index) (\(entry.name)): \(entry.outcome)")
    }
  }

  /// With one recorded value changed, that operator and those that read it are found out.
  @Test func findsADifference() throws {
    let path = fixture("models/keyword_spotting/")
    let file = try ModelFile(path: path + "kws_int8.tflite")
    var recorded = try readArrays(at: path + "tensors.kws_int8.npz")
    let result = file.model.subgraphs[0].operators[0].outputs[0]
    recorded["t\(result)"]?.bytes[7] ^= 1
    let first = OperatorComparison(of: file, recorded: recorded).entries[0]
    guard case .compared(let difference) = first.outcome else {
      Issue.record("\(first.outcome)")
      return
    }
    #expect(!first.agrees)
    #expect(difference.mismatchCount == 1 && difference.largest == 1)
    #expect(difference.elementCount == 8000)
  }

  @Test func tellsWhatIsNotRecorded() throws {
    let path = fixture("models/keyword_spotting/kws_int8.tflite")
    let comparison = OperatorComparison(of: try ModelFile(path: path), recorded: [:])
    #expect(comparison.entries.allSatisfy { !$0.agrees })
    guard case .failed(let reason) = comparison.entries[0].outcome else {
      Issue.record("operator 0 ran without inputs")
      return
    }
    #expect(reason == "tensor 0 is not recorded")
  }
}
