// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore
import TensorFlowImport
import TestSupport
import Testing

/// What comes out of SavedModels of each kind. Expected values are TensorFlow's: what
/// `tf.saved_model.load` gives as a signature's variables, or what the script that saved it says.
struct SavedModelTests {
  /// The first and the last element of each variable of smallconv, by its name.
  private static let smallconv: [String: (Float, Float)] = [
    "sequential/conv2d/kernel": (0.0398910790681839, 0.16037245094776154),
    "sequential/conv2d_1/kernel": (0.09942742437124252, -0.036440640687942505),
    "sequential/depthwise_conv2d/kernel": (0.13043172657489777, -0.01879625767469406),
    "sequential/batch_normalization/moving_mean": (-0.19006671011447906, 0.1495295912027359),
    "sequential/batch_normalization/moving_variance": (0.8804876208305359, 0.9141523838043213),
    "sequential/batch_normalization/gamma": (1.2860198020935059, 0.9551790356636047),
    "sequential/batch_normalization/beta": (0.09432759881019592, 0.1548347920179367),
    "sequential/dense/kernel": (-0.009126797318458557, -0.04209044948220253),
    "sequential/dense_1/kernel": (-0.13573475182056427, 0.060316234827041626),
  ]

  private static func constants(of graph: Graph) -> [String: Value] {
    var constants: [String: Value] = [:]
    for value in graph.nodes.flatMap(\.inputs).compactMap({ $0 }) where graph[value].constant != nil
    {
      constants[graph[value].name] = graph[value]
    }
    return constants
  }

  private static func node(_ operation: String, in graph: Graph) -> Node? {
    graph.nodes.first { $0.operation.tensorFlowName == operation }
  }

  /// The Keras 3 model saved by `tf.saved_model.save` is the one whose weights TensorFlow's own
  /// converter loses.
  @Test(arguments: ["saved_by_tf_saved_model_save", "saved_by_model_export"])
  func variablesOfKeras3AreTheCheckpoints(form: String) throws {
    let program = try SavedModel.read(folder: fixture("models/smallconv/" + form))
    try program.verify(stage: "import")
    let constants = Self.constants(of: program.graphs[0])
    for (name, expected) in Self.smallconv {
      let value = try #require(constants[name] ?? constants[name + "_1"], "\(name)")
      let elements = try #require(value.constant).elements(as: Float.self)
      #expect(elements.first == expected.0 && elements.last == expected.1, "\(name)")
    }
    #expect(!program.dump.contains("VarHandleOp"))
  }

  @Test func aRepeatedServingSignatureIsLeftOut() throws {
    let program = try SavedModel.read(folder: fixture("models/smallconv/saved_by_model_export"))
    #expect(program.signatures.map(\.key) == ["serving_default"])
  }

  @Test func signaturesThatComputeTheSameShareAGraph() throws {
    let program = try SavedModel.read(
      folder: fixture("models/smallconv/saved_by_model_export"),
      signatures: ["serve", "serving_default"])
    #expect(program.signatures.map(\.key) == ["serve", "serving_default"])
    #expect(program.graphs.count == 1)
    #expect(program.signatures.map(\.graph) == [0, 0])
  }

  @Test func aDynamicBatchStaysDynamic() throws {
    let program = try SavedModel.read(folder: fixture("models/keyword_spotting/saved_model"))
    try program.verify(stage: "import")
    let graph = program.graphs[0]
    #expect(program.signatures[0].inputs.map(\.name) == ["input_1"])
    #expect(program.signatures[0].outputs.map(\.name) == ["dense"])
    #expect(graph[graph.inputs[0]].shape == [nil, 49, 10, 1])
    #expect(graph[graph.outputs[0]].shape == [nil, 12])
    // Nothing of the training functions is left, and no plumbing.
    let operations = Set(graph.nodes.compactMap { $0.operation.tensorFlowName })
    #expect(
      operations.isDisjoint(with: ["ReadVariableOp", "Identity", "StatefulPartitionedCall", "NoOp"])
    )
  }

  @Test func argumentsAreInTheOrderOfTheirNames() throws {
    let program = try SavedModel.read(folder: fixture("saved_models/two_signatures"))
    try program.verify(stage: "import")
    let lookUp = program.signatures[0]
    #expect(lookUp.inputs.map(\.name) == ["a", "b"])
    #expect(lookUp.outputs.map(\.name) == ["c", "m", "z"])
    let graph = program.graphs[lookUp.graph]
    #expect(graph[lookUp.outputs[0].value].constant?.elements(as: Int32.self) == [7, 8, 9])
    // The second result of TopKV2 is the indices.
    let topK = try #require(Self.node("TopKV2", in: graph))
    #expect(lookUp.outputs[1].value == topK.outputs[1])
  }

  @Test func aVariableThatIsGatheredFromIsAConstant() throws {
    let program = try SavedModel.read(
      folder: fixture("saved_models/two_signatures"), signatures: ["look_up"])
    let gather = try #require(Self.node("ResourceGather", in: program.graphs[0]))
    let table = program.graphs[0][try #require(gather.inputs[0])]
    #expect(table.constant?.elements(as: Float.self) == (0..<12).map { Float($0) })
    #expect(program.signatures.count == 1)
  }

  @Test func aFunctionCalledTwiceIsInlinedTwice() throws {
    let program = try SavedModel.read(
      folder: fixture("saved_models/two_signatures"), signatures: ["twice"])
    let adds = program.graphs[0].nodes
    #expect(adds.map { $0.operation.tensorFlowName } == ["AddV2", "AddV2"])
    #expect(adds[1].inputs == [adds[0].outputs[0], adds[0].outputs[0]])
  }

  @Test func aModelOfTensorFlow1() throws {
    let program = try SavedModel.read(folder: fixture("saved_models/version_1"))
    try program.verify(stage: "import")
    let product = try #require(Self.node("MatMul", in: program.graphs[0]))
    let weight = program.graphs[0][try #require(product.inputs[1])]
    #expect(weight.constant?.elements(as: Float.self) == [1, 2, 3, 4, 5, 6])
    #expect(weight.shape == [2, 3])
  }

  @Test func loopsAndBranchesBecomeGraphsThatHoldTheirVariables() throws {
    let program = try SavedModel.read(folder: fixture("saved_models/control_flow"))
    try program.verify(stage: "import")
    #expect(program.graphs.count == 5)
    let loop = try #require(Self.node("While", in: program.graphs[0]))
    // The counter, the limit, i and y; the weight's handle is no operand.
    #expect(loop.inputs.count == 4 && loop.outputs.count == 4)
    #expect(program.graphs[0][loop.outputs[3]].shape == [nil, 2])
    let body = try #require(program.graphs.first { $0.name.contains("while_body") })
    #expect(body.inputs.count == 4 && body.outputs.count == 4)
    #expect(Self.constants(of: body)["weight"]?.constant?.elements(as: Float.self) == [1, 2, 3, 4])
    let branch = try #require(program.graphs.first { $0.name.contains("cond_true") })
    #expect(
      Self.constants(of: branch)["offset"]?.constant?.elements(as: Float.self) == [0.5, -0.5])
  }

  @Test func assignmentsAreKeptInOrder() throws {
    let program = try SavedModel.read(folder: fixture("saved_models/counter"))
    try program.verify(stage: "import")
    let graph = program.graphs[0]
    let operations = graph.nodes.compactMap { $0.operation.tensorFlowName }
    // The read follows the assignment; `scale`, which nothing assigns, is a constant.
    #expect(
      operations == ["VarHandleOp", "AssignAddVariableOp", "ReadVariableOp", "Mul", "AddV2"])
    guard case .tensorFlow(_, let attributes) = graph.nodes[0].operation,
      case .tensor(let initial)? = attributes["initial_value"]
    else {
      Issue.record("the handle has no initial value")
      return
    }
    #expect(initial.constant?.elements(as: Float.self) == [5])
    #expect(Self.constants(of: graph)["scale"]?.constant?.elements(as: Float.self) == [2, 3])
  }

  @Test func leftOutAttributesHaveTheirDefaults() throws {
    let program = try SavedModel.read(folder: fixture("models/keyword_spotting/saved_model"))
    let convolution = try #require(Self.node("Conv2D", in: program.graphs[0]))
    guard case .tensorFlow(_, let attributes) = convolution.operation,
      case .string(let format)? = attributes["data_format"],
      case .list(let dilations)? = attributes["dilations"]
    else {
      Issue.record("defaults are missing")
      return
    }
    #expect(format == "NHWC")
    #expect(dilations.count == 4)
  }
}

extension Operation {
  var tensorFlowName: String? {
    if case .tensorFlow(let name, _) = self { name } else { nil }
  }
}
