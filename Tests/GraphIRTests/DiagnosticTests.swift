// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import Testing

struct DiagnosticTests {
  @Test func remediesStandBehindTheLastSemicolon() {
    let (cause, remedy) = "it is a; b; do c".splittingRemedy
    #expect(cause == "it is a; b" && remedy == "do c")
    #expect("it is a".splittingRemedy.remedy == nil)
    #expect("a;b".splittingRemedy.cause == "a;b")
  }

  @Test func errorsNameStageNodeFileOperatorAndLine() {
    var error = ConversionError(
      "has no form", node: "head/Svd", stage: "legalize", operator: "Svd",
      source: SourceLine(file: "model.py", line: 12), remedy: "leave it out")
    #expect(
      error.description
        == "legalize: node 'head/Svd': Svd: has no form (made at model.py:12); leave it out")
    error = error.naming(file: "model.pb")
    #expect(error.description.hasPrefix("legalize: node 'head/Svd': 'model.pb': Svd: has no form"))
    // What names its file is not named once more.
    #expect(error.naming(file: "other.pb").file == "model.pb")
    let named = ConversionError("cannot read model.pb", stage: "import").naming(file: "model.pb")
    #expect(named.file == nil)
  }

  @Test func diagnosticsHaveTheirPartsAndNoMore() throws {
    let error = ConversionError(
      "has no form", node: "f/head/Svd", stage: "legalize", operator: "Svd",
      source: SourceLine(file: "model.py", line: 12), remedy: "leave it out")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(error.diagnostics[0]), as: UTF8.self)
    #expect(
      json == #"{"cause":"has no form","layer":"f\/head","level":"error","node":"f\/head\/Svd","#
        + #""operator":"Svd","remedy":"leave it out","source":"model.py:12","stage":"legalize"}"#)
    let plain = ConversionError("is damaged; copy it again", stage: "import").diagnostics[0]
    #expect(plain.cause == "is damaged" && plain.remedy == "copy it again" && plain.node == nil)
  }

  /// An error of several nodes is said of each.
  @Test func errorsOfSeveralNodesAreSaidOfEach() {
    var error = ConversionError("2 nodes cannot be converted", stage: "legalize")
    error.parts = ["a", "b"].map { ConversionError("has no form", node: $0, stage: "legalize") }
    #expect(error.diagnostics.map(\.node) == ["a", "b"])
  }

  @Test(
    arguments: [
      ("StatefulPartitionedCall/functional_1/attention/MatMul", "functional_1/attention"),
      ("PartitionedCall_1/dense/MatMul", "dense"), ("MatMul", nil),
      ("StatefulPartitionedCall/MatMul", nil),
    ] as [(String, String?)])
  func layersAreWhatStandsBeforeTheNode(node: String, layer: String?) {
    #expect(layerPath(ofNode: node) == layer)
  }
}
