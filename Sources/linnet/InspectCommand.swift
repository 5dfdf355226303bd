// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DeviceCommands
import Foundation
import Interpreter
import LiteWriter
import Measure

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Verifies a .tflite file and shows what is in it.",
    discussion: """
      JSON keys: file, file_bytes, format_version, description;
      signatures[]: key, subgraph, inputs[] and outputs[] (name, tensor), arena_bytes, \
      arena_lower_bound and arena_shapes, or error;
      subgraphs[]: name, tensors[] (index, name, type, shape, quantization {scales, zero_points, \
      axis}, constant_bytes, is_variable), operators[] (index, name, version, inputs, outputs, \
      options, arithmetic, multiply_accumulates);
      operator_counts[]: name, count, multiply_accumulates, arithmetic; arithmetic: operators by \
      kind; constants: bytes, by_type[] (type, tensors, bytes), largest[];
      multiply_accumulates; metadata[]: name, bytes; unsupported[]: name, count; warnings[].
      What is unknown or absent is left out. Shapes have -1 where callers choose the size.
      """)

  @Argument(help: "The .tflite file.")
  var file: String

  @Flag(help: "List every operator with its options.")
  var operators = false

  @Flag(help: "List every tensor.")
  var tensors = false

  @Option(
    help: ArgumentHelp(
      "Draw the graphs, too: .svg (needs Graphviz), or .dot for other programs to draw.",
      valueName: "FILE"))
  var graph: String?

  @Flag(help: "Print everything as one JSON object.")
  var json = false

  @OptionGroup var diagnosing: DiagnosticArguments

  func validate() throws {
    if let graph, !graph.hasSuffix(".svg"), !graph.hasSuffix(".dot") {
      throw ValidationError("--graph takes a .svg or a .dot file, not '\(graph)'")
    }
  }

  func run() throws {
    let model = try ModelFile(path: file)
    let inspection = ModelInspection(of: model, path: file)
    if let graph { try draw(GraphDrawing(of: model, inspection), to: graph) }
    if json { return try printJSON(inspection) }
    let text = InspectionText(inspection)
    var sections = [text.overview] + text.signatures + [text.operatorCounts, text.constants]
    if operators { sections += text.operators }
    if tensors { sections += text.tensors }
    // Names in a file may hold what a terminal acts upon.
    let lines = sections.map { $0.map(oneLine).joined(separator: "\n") }
    try writeOutput(lines.joined(separator: "\n\n") + "\n")
  }

  private func draw(_ drawing: GraphDrawing, to path: String) throws {
    guard path.hasSuffix(".svg") else {
      return try AtomicFile.write(Data(drawing.source.utf8), toPath: path)
    }
    try AtomicFile.write(GraphvizLayout().svg(of: drawing), toPath: path)
  }
}
