// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TestSupport
import Testing

@testable import TensorFlowImport

/// Which lines of Python made nodes, as graphs say it in themselves.
struct DebugInformationTests {
  /// A graph of one `Relu`, made by these traces.
  private func node(
    _ information: TFGraphDebugInfo, original: (name: String, function: String)? = nil
  ) throws -> SourceLine? {
    let float32 = TFNodeDef.AttrEntry.with {
      $0.key = "dtype"
      $0.value.type = 1
    }
    let graph = try TFGraphDef.with {
      $0.node = [
        .with {
          $0.name = "x"
          $0.op = "Placeholder"
          $0.attr = [float32]
        },
        .with {
          $0.name = "y"
          $0.op = "Relu"
          $0.input = ["x"]
          $0.attr = [
            .with {
              $0.key = "T"
              $0.value.type = 1
            }
          ]
          if let original {
            $0.experimentalDebugInfo.originalNodeNames = [original.name]
            $0.experimentalDebugInfo.originalFuncNames = [original.function]
          }
        },
      ]
      $0.debugInfo = try information.serializedData()
    }
    return try withTemporaryFolder { folder in
      let path = folder + "/graph.pb"
      try graph.serializedData().write(to: URL(fileURLWithPath: path))
      let program = try FrozenGraph.read(path: path)
      let node = try #require(program.graphs[0].nodes.first)
      return program.sourceLines?.line(of: node)
    }
  }

  private func frame(_ file: Int32, _ line: Int32) -> TFGraphDebugInfo.FileLineCol {
    .with {
      $0.fileIndex = file
      $0.line = line
    }
  }

  private let files = ["main.py", "/lib/python3.11/site-packages/keras/layer.py", "model.py"]

  /// The innermost frame that is no library's, where frames have numbers …
  @Test func findsTheUsersInnermostLine() throws {
    let information = TFGraphDebugInfo.with {
      $0.files = files
      $0.framesByID = [7: frame(0, 3), 8: frame(2, 12), 9: frame(1, 400)]
      $0.tracesByID = [1: .with { $0.frameID = [7, 8, 9] }]
      $0.nameToTraceID = ["y@": 1]
    }
    #expect(try node(information) == SourceLine(file: "model.py", line: 12))
  }

  /// … and where they are spelled out.
  @Test func readsTheOlderForm() throws {
    let information = TFGraphDebugInfo.with {
      $0.files = files
      $0.traces = ["y@": .with { $0.fileLineCols = [frame(0, 3), frame(2, 12), frame(1, 400)] }]
    }
    #expect(try node(information) == SourceLine(file: "model.py", line: 12))
  }

  /// Nodes are known by what they were called in the function that Python made.
  @Test func goesByTheOriginalName() throws {
    let information = TFGraphDebugInfo.with {
      $0.files = files
      $0.traces = ["relu@f": .with { $0.fileLineCols = [frame(2, 5)] }]
    }
    #expect(try node(information) == nil)
    #expect(
      try node(information, original: ("relu", "f")) == SourceLine(file: "model.py", line: 5))
  }

  /// Lines of libraries alone, files that are not there and other nodes say nothing.
  @Test func saysNothingWhereNothingIsKnown() throws {
    for trace in [[frame(1, 400)], [frame(9, 1)], [frame(-1, 1)], []] {
      let information = TFGraphDebugInfo.with {
        $0.files = files
        $0.traces = ["y@": .with { $0.fileLineCols = trace }]
      }
      #expect(try node(information) == nil)
    }
    #expect(try node(TFGraphDebugInfo()) == nil)
  }
}
