// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import SwiftProtobuf
import TensorCore
import TestSupport
import Testing

@testable import TensorFlowImport

/// Graphs made by hand that break one rule each.
struct GraphFaultTests {
  private func node(
    _ name: String, _ operation: String, _ inputs: [String] = [],
    _ attributes: [String: TFAttrValue] = [:]
  ) -> TFNodeDef {
    var node = TFNodeDef()
    node.name = name
    node.op = operation
    node.input = inputs
    node.attr = attributes.map { key, value in
      var entry = TFNodeDef.AttrEntry()
      entry.key = key
      entry.value = value
      return entry
    }
    return node
  }

  private let float32 = TFAttrValue.with { $0.type = 1 }

  private func call(_ name: String, _ function: String, _ input: String) -> TFNodeDef {
    let types = TFAttrValue.with { $0.list.type = [1] }
    return node(
      name, "PartitionedCall", [input],
      ["f": .with { $0.func.name = function }, "Tin": types, "Tout": types])
  }

  private func function(_ name: String, _ nodes: [TFNodeDef], result: String) throws -> Data {
    var definition = TFFunctionDef()
    definition.signature.name = name
    definition.signature.inputArg = [
      .with {
        $0.name = "x"
        $0.type = 1
      }
    ]
    definition.signature.outputArg = [
      .with {
        $0.name = "y"
        $0.type = 1
      }
    ]
    definition.nodeDef = nodes
    definition.ret = ["y": result]
    return try definition.serializedData()
  }

  /// The program of a model of these nodes, whose input is `x` and whose output `result`.
  private func program(
    _ nodes: [TFNodeDef], functions: [Data] = [], result: String
  ) throws -> Program {
    var graph = TFMetaGraphDef()
    graph.metaInfoDef.tags = ["serve"]
    graph.graphDef.node = [node("x", "Placeholder", [], ["dtype": float32])] + nodes
    graph.graphDef.library.function = functions
    var signature = TFSignatureDef()
    signature.inputs["x"] = .with {
      $0.name = "x:0"
      $0.dtype = 1
    }
    signature.outputs["y"] = .with {
      $0.name = result
      $0.dtype = 1
    }
    graph.signatureDef["serving_default"] = signature
    var model = TFSavedModel()
    model.metaGraphs = [graph]
    return try withTemporaryFolder { folder in
      try model.serializedData().write(to: URL(fileURLWithPath: folder + "/saved_model.pb"))
      return try SavedModel.read(folder: folder)
    }
  }

  private func reason(
    _ nodes: [TFNodeDef], functions: [Data] = [], result: String
  ) throws -> String {
    do {
      return "no error: " + (try program(nodes, functions: functions, result: result).dump)
    } catch let error as ConversionError {
      return error.description
    }
  }

  @Test func aWholeGraph() throws {
    let relu = node("relu", "Relu", ["x", "^x"], ["T": float32])
    let same = try program(
      [relu, node("copy", "Identity", ["relu:0"], ["T": float32])], result: "copy:0")
    #expect(same.graphs[0].nodes.map(\.name) == ["relu"])
    try same.verify(stage: "import")
  }

  @Test func nodesInARing() throws {
    let ring = [node("a", "Relu", ["b"], ["T": float32]), node("b", "Relu", ["a"], ["T": float32])]
    #expect(try reason(ring, result: "a:0").contains("in a ring: a, b"))
  }

  @Test func aLoopOfTensorFlow1() throws {
    let ring = [
      node("merge", "Merge", ["x", "next"], ["T": float32, "N": .with { $0.i = 2 }]),
      node("next", "NextIteration", ["merge"], ["T": float32]),
    ]
    #expect(try reason(ring, result: "merge:0").contains("TensorFlow 1 control flow"))
  }

  @Test func functionsInARing() throws {
    let functions = [
      try function("f", [call("to_g", "g", "x")], result: "to_g:output:0"),
      try function("g", [call("to_f", "f", "x")], result: "to_f:output:0"),
    ]
    let text = try reason([call("c", "f", "x")], functions: functions, result: "c:0")
    #expect(text.contains("f → g → f"), "\(text)")
  }

  /// Level n calls level n + 1 twice: 2⁴⁰ nodes if nothing stopped it, 2⁷ with eight levels.
  @Test func functionsThatDoubleTheNodesEachTime() throws {
    func levels(_ count: Int) throws -> [Data] {
      try (0..<count).map { level in
        if level == count - 1 {
          return try function(
            "f\(level)", [node("b", "Relu", ["x"], ["T": float32])], result: "b:activations:0")
        }
        let next = "f\(level + 1)"
        return try function(
          "f\(level)", [call("a", next, "x"), call("b", next, "a:output:0")], result: "b:output:0")
      }
    }
    let few = try program([call("c", "f0", "x")], functions: levels(8), result: "c")
    #expect(few.graphs[0].nodes.count == 128)
    let text = try reason([call("c", "f0", "x")], functions: levels(41), result: "c")
    #expect(text.contains("expand to more than"), "\(text)")
  }

  @Test func aFunctionThatIsNotThere() throws {
    #expect(
      try reason([call("c", "f", "x")], result: "c:0").contains(
        "function 'f', which the file does not define"))
  }

  @Test func aNodeThatIsNotThere() throws {
    #expect(
      try reason([node("a", "Relu", ["b"], ["T": float32])], result: "a:0").contains(
        "uses 'b', which it does not define"))
  }

  @Test func aResultThatIsNotThere() throws {
    let relu = node("a", "Relu", ["x"], ["T": float32])
    #expect(try reason([relu], result: "a:1").contains("'a:1'"))
    #expect(try reason([relu], result: "a:-1").contains("'a:-1'"))
    #expect(try reason([relu], result: "a:b:c:d").contains("no reference"))
  }

  @Test func anUnknownOperatorAndAMissingAttribute() throws {
    #expect(try reason([node("a", "Nonsense", ["x"])], result: "a").contains("'Nonsense'"))
    #expect(try reason([node("a", "Relu", ["x"])], result: "a").contains("attribute 'T'"))
  }

  @Test func twoNodesOfOneName() throws {
    let relu = node("a", "Relu", ["x"], ["T": float32])
    #expect(try reason([relu, relu], result: "a").contains("two nodes"))
  }

  @Test func aPlaceholderThatIsNoInput() throws {
    let other = node("other", "Placeholder", [], ["dtype": float32])
    #expect(try reason([other], result: "other:0").contains("placeholder"))
  }

  private func constant(_ edit: (inout TFTensorProto) -> Void) -> TFNodeDef {
    var tensor = TFTensorProto()
    tensor.dtype = 1
    tensor.tensorShape.dim = [.with { $0.size = 3 }]
    edit(&tensor)
    return node("c", "Const", [], ["value": .with { $0.tensor = tensor }, "dtype": float32])
  }

  private func elements(_ edit: (inout TFTensorProto) -> Void) throws -> [Float] {
    let graph = try program([constant(edit)], result: "c:0").graphs[0]
    return graph[graph.outputs[0]].constant?.elements(as: Float.self) ?? []
  }

  /// As TensorFlow reads them: a short list repeats its last number, none are zeros.
  @Test func constantsOfEachForm() throws {
    #expect(try elements { $0.floatVal = [1, 2, 3] } == [1, 2, 3])
    #expect(try elements { $0.floatVal = [1, 2] } == [1, 2, 2])
    #expect(try elements { _ in } == [0, 0, 0])
    // 1.0 is 0x3f800000.
    #expect(
      try elements { $0.tensorContent = Data([0, 0, 128, 63, 0, 0, 0, 0, 0, 0, 128, 63]) }
        == [1, 0, 1])
  }

  @Test func constantsThatDoNotFitTheirShape() throws {
    func text(_ edit: (inout TFTensorProto) -> Void) throws -> String {
      try reason([constant(edit)], result: "c:0")
    }
    #expect(try text { $0.tensorContent = Data(count: 11) }.contains("has 11 bytes"))
    #expect(try text { $0.floatVal = [1, 2, 3, 4] }.contains("has 4 elements"))
    #expect(try text { $0.tensorShape.dim[0].size = -1 }.contains("not fully known"))
    #expect(
      try text { $0.tensorShape.dim = Array(repeating: .with { $0.size = 1 << 40 }, count: 2) }
        .contains("too large"))
    #expect(try text { $0.tensorShape.dim[0].size = 1 << 40 }.contains("too large"))
    #expect(try text { $0.tensorShape.dim[0].size = 1 << 30 }.contains("too many"))
    #expect(try text { $0.dtype = 77 }.contains("number 77"))
  }

  /// A gibibyte in all for constants of fewer elements than they have.
  @Test func constantsOfFewElementsShareABudget() throws {
    let budget = ExpansionBudget()
    for _ in 0..<2 { try budget.take(1 << 29, node: "c") }
    #expect(throws: ConversionError.self) { try budget.take(1, node: "c") }
    #expect(
      try reason([constant { $0.tensorShape.dim[0].size = 1 << 29 }], result: "c:0").contains(
        "too many"))
  }

  @Test func dimensionsBeyond31Bits() throws {
    let shape = TFAttrValue.with {
      $0.list.shape = [.with { $0.dim = [.with { $0.size = 1 << 31 }] }]
    }
    let relu = node("a", "Relu", ["x"], ["T": float32, "_output_shapes": shape])
    #expect(try reason([relu], result: "a:0").contains("dimension of 2147483648"))
  }

  /// Each node claims as many results as one may have.
  @Test func resultsWithoutEnd() throws {
    let attributes: [String: TFAttrValue] = ["T": float32, "num": .with { $0.i = 65536 }]
    let nodes = (0..<16).map {
      node("u\($0)", "Unpack", [$0 == 0 ? "x" : "u\($0 - 1)"], attributes)
    }
    #expect(try reason(nodes, result: "u15:0").contains("more than 1000000 results"))
  }

  /// A gate whose value is its own result, by way of another.
  @Test func gatesOfTensorFlow1InARing() throws {
    let gates = [
      node("a", "Switch", ["b", "x"], ["T": float32]),
      node("b", "Switch", ["a", "x"], ["T": float32]),
      node("m", "Merge", ["a:0", "b:1"], ["T": float32, "N": .with { $0.i = 2 }]),
    ]
    #expect(try reason(gates, result: "m:0").contains("ring"))
  }

  /// A loop of TensorFlow 1 as it is traced: `while sum(v) < 3: v = abs(v)`.
  private func loop(_ name: String, of source: String) -> [TFNodeDef] {
    let bool = TFAttrValue.with { $0.type = 10 }
    func limit(_ name: String) -> TFNodeDef {
      var tensor = TFTensorProto()
      tensor.dtype = 1
      tensor.floatVal = [3]
      return node(name, "Const", [], ["value": .with { $0.tensor = tensor }, "dtype": float32])
    }
    let enter: [String: TFAttrValue] = [
      "T": float32, "frame_name": .with { $0.s = Data(name.utf8) },
    ]
    return [
      node("\(name)/enter", "Enter", [source], enter),
      node("\(name)/merge", "Merge", ["\(name)/enter", "\(name)/next"], ["T": float32]),
      limit("\(name)/limit"),
      node("\(name)/less", "Less", ["\(name)/merge", "\(name)/limit"], ["T": float32]),
      node("\(name)/cond", "LoopCond", ["\(name)/less"], ["T": bool]),
      node("\(name)/switch", "Switch", ["\(name)/merge", "\(name)/cond"], ["T": float32]),
      node("\(name)/body", "Abs", ["\(name)/switch:1"], ["T": float32]),
      node("\(name)/next", "NextIteration", ["\(name)/body"], ["T": float32]),
      node("\(name)/exit", "Exit", ["\(name)/switch"], ["T": float32]),
    ]
  }

  /// Loops one after the other are replaced together: each is a node that calls two functions.
  @Test func manyLoopsOfTensorFlow1() throws {
    let count = 200
    let nodes = (0..<count).flatMap { loop("l\($0)", of: $0 == 0 ? "x" : "l\($0 - 1)/exit") }
    let program = try program(nodes, result: "l\(count - 1)/exit:0")
    #expect(program.graphs[0].nodes.count == count)
    #expect(program.graphs.count == 1 + 2 * count)
  }

  /// A loop is entered, and another one within, to one more level than there are.
  @Test func loopsOfTensorFlow1WithinEachOther() throws {
    var nodes: [TFNodeDef] = []
    for level in 0..<102 {
      var own = loop("l\(level)", of: level == 0 ? "x" : "l\(level - 1)/switch:1")
      // The body of each but the last is the next.
      if level < 101, let body = own.firstIndex(where: { $0.name == "l\(level)/next" }) {
        own[body].input = ["l\(level + 1)/exit"]
      }
      nodes += own
    }
    #expect(try reason(nodes, result: "l0/exit:0").contains("nested deeper than 100"))
  }

  /// Groups in each other, which no field of a graph is: they are skipped without recursion, or refused.
  @Test func nestedGroups() throws {
    // Field 15, the start of a group.
    for depth in [10, 200_000] {
      let bytes = Data(repeating: 0x7b, count: depth)
      #expect(throws: (any Error).self) {
        try TFSavedModel(serializedBytes: bytes, options: .forImport)
      }
    }
  }

  @Test func aVariableWithoutACheckpoint() throws {
    let nodes = [
      node("v", "VarHandleOp", [], ["dtype": float32]),
      node("r", "ReadVariableOp", ["v"], ["dtype": float32]),
    ]
    #expect(try reason(nodes, result: "r:0").contains("variables.index"))
  }
}
