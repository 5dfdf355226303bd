// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// A model's graphs in Graphviz's language: a frame for each subgraph, a box for each operator, an
/// arrow for each tensor between them.
///
/// A box says what the operator is, the options that are not what the format takes for granted, the
/// constants with their shapes, and shape and type of the results; open sizes are −1, as in the
/// file. The rest is in tips: names of tensors, scales, versions.
package struct GraphDrawing {
  /// The drawing, as `dot` reads it.
  package private(set) var source: String
  package let operatorCount: Int

  /// From so many operators on, arrows are straight and places found in fewer rounds.
  private static let largeCount = 1000

  package init(of file: ModelFile, _ inspection: ModelInspection) {
    operatorCount = inspection.subgraphs.reduce(0) { $0 + $1.operators.count }
    let font = "fontname=\"Helvetica,Arial,sans-serif\""
    source = """
      digraph model {
        graph [\(font), fontsize=12, nodesep=0.2, ranksep=0.3, bgcolor=white]
        node [shape=plain, \(font), fontsize=10]
        edge [color="#7a8288", arrowsize=0.6, penwidth=0.9]

      """
    if operatorCount >= Self.largeCount {
      source += "  graph [splines=line, nslimit=0.01, nslimit1=0.01, mclimit=0.01]\n"
    }
    let callers = Self.callers(in: file)
    for index in inspection.subgraphs.indices {
      let graph = SubgraphDrawing(
        file: file, index: index, inspection: inspection, callers: callers[index])
      source += graph.source
    }
    source += "}\n"
  }

  /// Which operators call each subgraph, and what for.
  private static func callers(in file: ModelFile) -> [[String]] {
    let subgraphs = file.model.subgraphs
    var callers = [[String]](repeating: [], count: subgraphs.count)
    for (caller, subgraph) in subgraphs.enumerated() {
      for (index, entry) in subgraph.operators.enumerated() {
        for (callee, part) in calls(of: entry, subgraph, in: file)
        where subgraphs.indices.contains(callee) {
          callers[callee].append("\(part) of \(index) \(entry.name) in subgraph \(caller)")
        }
      }
    }
    return callers
  }

  private static func calls(
    of entry: LiteModel.OperatorEntry, _ subgraph: LiteModel.Subgraph, in file: ModelFile
  ) -> [(graph: Int, part: String)] {
    let bytes = RawSpan(_unsafeBytes: file.bytes)
    let operation = try? Operator(entry, in: bytes, subgraph: subgraph, of: file.model)
    return switch operation?.action {
    case .branch(let graphs)? where entry.code == .if: [(graphs[1], "then"), (graphs[0], "else")]
    case .branch(let graphs)?: graphs.enumerated().map { ($0.element, "case \($0.offset)") }
    case .loop(let condition, let body)?: [(condition, "condition"), (body, "body")]
    case .call(let graph)?, .callOnce(let graph)?: [(graph, "callee")]
    default: []
    }
  }
}

/// Text of the drawing's language.
enum DotText {
  /// Text inside of a label or a tip: one line, with nothing that markup or quotes mean. A backslash
  /// becomes a sign that looks alike, since Graphviz takes it in some places twice.
  static func escaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0..<0x20, 0x7F: result.append(UInt8(ascii: " "))
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "\""): result += "&quot;".utf8
      case UInt8(ascii: "\\"): result += "∖".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A name of at most 36 characters.
  static func short(_ name: String) -> String {
    name.isEmpty ? "(no name)" : name.count <= 36 ? name : name.prefix(35) + "…"
  }

  static func shape(_ dimensions: [Int]) -> String {
    dimensions.isEmpty
      ? "scalar" : "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }

  /// A table of rows, each a color of its ground and lines of text.
  static func table(_ rows: [Row]) -> String {
    let cells = rows.map { row in
      let ground = row.ground.map { " bgcolor=\"\($0)\"" } ?? ""
      let port = row.port.map { " port=\"\($0)\"" } ?? ""
      let align = row.isCentered ? "" : " align=\"left\" balign=\"left\""
      return "<tr><td\(ground)\(port)\(align)>\(row.lines.joined(separator: "<br/>"))</td></tr>"
    }
    return "<<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"4\" "
      + "color=\"#9aa3ab\">" + cells.joined() + "</table>>"
  }

  struct Row {
    /// Not empty; markup.
    var lines: [String]
    var ground: String?
    var port: String?
    var isCentered = false
  }
}
