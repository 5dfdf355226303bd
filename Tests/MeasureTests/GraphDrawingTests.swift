// SPDX-License-Identifier: Apache-2.0
import DeviceCommands
import Foundation
import Interpreter
import LiteFormat
import LiteWriter
import TensorCore
import TestSupport
import Testing

@testable import Measure

private let hasDot = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
  .contains { FileManager.default.isExecutableFile(atPath: "\($0)/dot") }

struct GraphDrawingTests {
  private func drawing(of file: ModelFile) -> GraphDrawing {
    GraphDrawing(of: file, ModelInspection(of: file, path: "model.tflite"))
  }

  private func drawing(_ name: String) throws -> GraphDrawing {
    drawing(of: try ModelFile(path: fixture(name + ".tflite")))
  }

  /// The keyword network after a change.
  private func changed(_ change: (inout LiteFileContents) -> Void) throws -> ModelFile {
    let path = fixture("models/keyword_spotting/kws_int8.tflite")
    let data = try Data(contentsOf: URL(filePath: path))
    var contents = try LiteFileContents(ModelFile(path: path).model, in: data)
    change(&contents)
    return try LiteSerializer.serialize(contents).bytes.withUnsafeBytes { try ModelFile(bytes: $0) }
  }

  /// The network as its description has it: 64 filters of 10×4 at every second place, a batch that
  /// is open, twelve words.
  @Test func boxesSayWhatOperatorsAre() throws {
    let drawing = try drawing("models/keyword_spotting/kws_int8")
    #expect(drawing.operatorCount == 13)
    let lines = drawing.source.split(separator: "\n")
    let first = try #require(lines.first { $0.contains("g0_op0 [") })
    for text in [
      "0 <b>CONV_2D</b>", "padding same<br/>stride 2×2<br/>then relu",
      "weights [64, 10, 4, 1] int8<br/>bias [64] int32", "[-1, 25, 5, 64] int8",
    ] {
      #expect(first.contains(text), "\(text)")
    }
    #expect(!first.contains("dilation") && !first.contains("depth"))
    let reshape = try #require(lines.first { $0.contains("g0_op10 [") })
    #expect(reshape.contains("shape [2] int32 = -1, 64"))
    #expect(lines.contains { $0.contains("g0_in0 [") && $0.contains("input <b>input_1</b>") })
    #expect(lines.contains { $0.contains("g0_out0 [") && $0.contains("output <b>Identity</b>") })
    #expect(lines.contains { $0.contains("g0_in0 -> g0_op0:n") })
    #expect(lines.count { $0.contains(" -> ") } == 14)
  }

  /// A frame each, which says who calls it; results of several operators are numbered.
  @Test func framesSayWhoCallsThem() throws {
    let source = try drawing("control/while_nested").source
    for text in [
      "subgraph 1 'outer_condition'\\ncondition of 0 WHILE in subgraph 0",
      "subgraph 4 'inner_body'\\nbody of 0 WHILE in subgraph 2",
      "subgraph 6 'odd'\\nthen of 3 IF in subgraph 2", "subgraph 5 'even'\\nelse of 3 IF",
      "body subgraph 2<br/>cond subgraph 1", "2: [3] float32",
    ] {
      #expect(source.contains(text), "\(text)")
    }
  }

  /// Names that would end a label, and an operator that only an accelerator knows.
  @Test(.enabled(if: hasDot, "needs Graphviz")) func drawsHostileNames() throws {
    let file = try changed { contents in
      let outputs = contents.subgraphs[0].operators.map { $0.outputs[0] }
      for (tensor, name) in zip(outputs, ["<b>\"&amp;\\N", "\"];}", "\u{1B}[2J\n", "é漢字"]) {
        contents.subgraphs[0].tensors[tensor].name = name
      }
      contents.subgraphs[0].name = "</table>> \\\""
      contents.subgraphs[0].operators[3].code = .custom
      contents.subgraphs[0].operators[3].customCode = "<&\">"
    }
    let svg = String(
      decoding: try GraphvizLayout().svg(of: drawing(of: file)), as: UTF8.self)
    #expect(svg.contains("&lt;&amp;&quot;&gt;") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("∖N"))
    #expect(svg.contains("é漢字"))
  }

  @Test func namesThePackageThatIsMissing() {
    let error = #expect(throws: CommandError.self) { try GraphvizLayout(path: "/nowhere") }
    #expect(error?.message.contains("install Graphviz (apt-get install graphviz)") == true)
  }

  /// Programs in the place of `dot`: one that never ends, one that fails.
  @Test func endsLayoutsThatFail() throws {
    try withTemporaryFolder { folder in
      func message(_ script: String) throws -> String? {
        let program = folder + "/dot"
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        let layout = try GraphvizLayout(timeLimit: 1, path: folder)
        let drawing = try drawing("models/gated/gated_int8")
        return #expect(throws: CommandError.self) { try layout.svg(of: drawing) }?.message
      }
      let dot = "'\(folder)/dot'"
      let endless = try message("exec sleep 600")
      #expect(
        endless
          == "\(dot) finds no places for 27 operators in 1 seconds; write a .dot file, for other "
          + "programs to draw")
      let failing = try message("echo no memory >&2; exit 3")
      #expect(failing == "\(dot) fails: no memory")
    }
  }

  @Test func commandWritesWhatTheNameSays() throws {
    try withTemporaryFolder { folder in
      let tool = BuiltProgram.built("linnet")
      let model = fixture("control/while_nested.tflite")
      let written = try tool.run(["inspect", model, "--graph", folder + "/graph.dot"])
      #expect(written.exitCode == 0 && written.output.hasPrefix(model))
      let source = try String(contentsOfFile: folder + "/graph.dot", encoding: .utf8)
      #expect(source == (try drawing("control/while_nested").source))
      let refused = try tool.run(["inspect", model, "--graph", folder + "/graph.jpeg"])
      #expect(refused.exitCode == 64)
      let missing = try tool.run(
        ["inspect", model, "--graph", folder + "/graph.svg"], environment: ["PATH": "/usr/nowhere"])
      #expect(missing.exitCode != 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["graph.dot"])
    }
  }
}
