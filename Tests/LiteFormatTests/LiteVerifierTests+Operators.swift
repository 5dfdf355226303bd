// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

extension VerifierConstraints {
  /// V14; rows and columns are levels 0 and 1 of the sparse constant.
  static let ofSparsity: [Violation] = [
    sparse("sparse with 1 levels in the order [0, 1], its dimensions and blocks are 2") {
      $0.dimensions = [.dense(size: 2)]
    },
    sparse("sparse with 2 levels in the order [0, 0], its dimensions and blocks are 2") {
      $0.traversalOrder = [0, 0]
    },
    sparse("sparse with blocks that do not divide axis 1 of [2, 4]") {
      $0.traversalOrder = [0, 1, 2]
      $0.blockMap = [1]
      $0.dimensions.append(.dense(size: 3))
    },
    sparse("sparse with blocks that do not divide axis 5 of [2, 4]") {
      $0.traversalOrder = [0, 1, 2]
      $0.blockMap = [5]
      $0.dimensions.append(.dense(size: 2))
    },
    sparse("sparse level 0: dense with 3 indices, allowed are 2") {
      $0.dimensions[0] = .dense(size: 3)
    },
    sparse("sparse level 1: 2 segments for 2 parents and 3 indices") {
      $0.dimensions[1] = .compressed(segments: [0, 3], indices: [1, 3, 0])
    },
    sparse("sparse level 1: 3 segments for 2 parents and 3 indices") {
      $0.dimensions[1] = .compressed(segments: [0, 2, 4], indices: [1, 3, 0])
    },
    sparse("sparse level 1: segment 2 ends before it starts") {
      $0.dimensions[1] = .compressed(segments: [0, 5, 3], indices: [1, 3, 0])
    },
    sparse("sparse level 1: index 4, allowed are 0 to 3") {
      $0.dimensions[1] = .compressed(segments: [0, 2, 3], indices: [1, 4, 0])
    },
    sparse("sparse with 2 elements in 3 bytes") {
      $0.dimensions[1] = .compressed(segments: [0, 1, 2], indices: [1, 0])
    },
  ]

  private static func sparse(
    _ message: String, _ change: @escaping @Sendable (inout LiteModel.Sparsity) -> Void
  ) -> Violation {
    Violation("V14", "subgraph 0 'main': tensor 1 'w': \(message)") {
      $0.makeSparse()
      change(&$0.model.subgraphs[0].tensors[1].sparsity!)
    }
  }

  static let ofOperators: [Violation] = [
    main("V15", "operator 1 RELU: input 0 is tensor 5, allowed are -1 to 4") {
      $0.operators[1].inputs = [5]
    },
    main("V15", "operator 1 RELU: input 0 is tensor -2, allowed are -1 to 4") {
      $0.operators[1].inputs = [-2]
    },
    main("V15", "operator 1 RELU: output 0 is tensor -1, allowed are 0 to 4") {
      $0.operators[1].outputs = [-1]
    },
    main("V15", "operator 1 RELU: intermediate 0 is tensor 9, allowed are -1 to 4") {
      $0.operators[1].intermediates = [9]
    },
    main("V15", "input 0 is tensor 5, allowed are 0 to 4") { $0.inputs = [5] },
    main("V15", "output 0 is tensor -1, allowed are 0 to 4") { $0.outputs = [-1] },
    main("V16", "operator 1 RELU: writes to tensor 1 'w', which is a constant") {
      $0.operators[1].outputs = [1]
    },
    main("V16", "inputs: callers give tensor 1 'w', which is a constant") {
      $0.inputs = [0, 1]
    },
    main("V17", "operator 1 RELU: tensor 2 'y' is input and output") {
      $0.operators[1].outputs = [2]
    },
    main("V18", "operator 1 RELU: writes to tensor 0 'x', which has a value already") {
      $0.operators[1].outputs = [0]
    },
    main("V18", "operator 2 RELU: writes to tensor 3 'z', which has a value already") {
      $0.operators.append($0.operators[1])
    },
    main("V19", "operator 0 RELU: reads tensor 2 'y', which nothing has written") {
      $0.operators.swapAt(0, 1)
    },
    main("V19", "outputs: reads tensor 3 'z', which nothing has written") {
      $0.operators.removeLast()
    },
    main("V19", "operator 1 RELU: reads tensor 2 'y', which nothing has written") {
      $0.operators[0] = .init(
        code: .custom, customCode: "vendor", version: 1, inputs: [3, 0], outputs: [])
    },
    main("V20", "operator 1 OPERATOR_210: operator number 210 is unknown, known are 0 to 209") {
      $0.operators[1].code = BuiltinOperator(rawValue: 210)
    },
    main("V20", "operator 1 RELU: version 0, versions start at 1") {
      $0.operators[1].version = 0
    },
    main("V20", "operator 1 CUSTOM: a custom operator without a name") {
      $0.operators[1].code = .custom
    },
    .init(
      "V21",
      "subgraph 0 'main': operator 0 FULLY_CONNECTED: "
        + "the options are Pool2DOptions, not FullyConnectedOptions"
    ) {
      $0.model.subgraphs[0].operators[0].options = $0.appendOptions(.pool2D, 0, 0)
    },
    .init("V22", "subgraph 0 'main': operator 1 WHILE: calls subgraph 2, the model has 2") {
      $0.call(1, 2, from: 0)
    },
    .init("V22", "subgraph 0 'main' calls itself") { $0.call(1, 0, from: 0) },
    .init("V22", "subgraph 1 'other' calls itself") {
      $0.call(1, 1, from: 0)
      $0.call(1, 1, from: 1)
    },
    .init("V22", "subgraph 0 'main' calls itself") {
      $0.call(1, 1, from: 0)
      $0.call(0, 0, from: 1)
    },
    .init("V22", "subgraph 0 'main' calls itself") {
      $0.model.subgraphs[0].operators[1].code = .callOnce  // without options: subgraph 0
    },
  ]

  private static func main(
    _ constraint: String, _ message: String,
    _ change: @escaping @Sendable (inout LiteModel.Subgraph) -> Void
  ) -> Violation {
    Violation(constraint, "subgraph 0 'main': \(message)") {
      $0.model.signatures = []
      change(&$0.model.subgraphs[0])
    }
  }
}
