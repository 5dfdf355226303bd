// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Each constraint of the operators in Lists is violated by graphs, and that is refused.
@Suite struct ListRejectionTests {
  /// A graph of operators on lists, whose operands are constants.
  private final class Builder {
    private var tensors: [ExecutableGraph.Tensor] = []
    private var nodes: [ExecutableGraph.Node] = []
    private var constants: [PreparedBuffer] = []

    private func tensor(
      _ type: ElementType, _ shape: [Int], _ constant: PreparedBuffer? = nil
    ) -> Int {
      if let constant { constants.append(constant) }
      tensors.append(
        ExecutableGraph.Tensor(
          name: "t\(tensors.count)", type: type, shape: Shape(shape), openShape: nil, hasRank: true,
          quantization: nil,
          constant: constant.map { UnsafeRawBufferPointer(start: $0.base, count: $0.byteCount) }))
      return tensors.count - 1
    }

    func number(_ value: Int) -> Int { integers([value], []) }

    func integers(_ values: [Int], _ shape: [Int]? = nil, _ type: ElementType = .int32) -> Int {
      tensor(type, shape ?? [values.count], PreparedBuffer(integers: values, of: type))
    }

    func zeros(_ shape: [Int], _ type: ElementType = .float32) -> Int {
      let count = type.byteCount(of: Shape(shape).elementCount) ?? 8
      return tensor(type, shape, PreparedBuffer(byteCount: count))
    }

    @discardableResult
    func node(_ operation: Operator, _ inputs: [Int], gives types: [ElementType]) -> Int {
      let outputs = types.map { tensor($0, []) }
      nodes.append(
        ExecutableGraph.Node(
          operation: operation, name: operation.name, inputs: inputs, outputs: outputs))
      return outputs[0]
    }

    @discardableResult
    func list(_ operation: ListOperator, _ inputs: Int...) -> Int {
      node(operation.named, inputs, gives: [.variant])
    }

    func tensor(_ operation: ListOperator, _ inputs: Int..., type: ElementType = .float32) {
      node(operation.named, inputs, gives: [type])
    }

    /// So many elements of an unknown shape, of which those of these shapes are set.
    func reserve(_ count: Int, _ shapes: [Int]...) -> Int {
      var list = list(ListOperator(.reserve), number(-1), number(count))
      for (index, shape) in shapes.enumerated() {
        list = self.list(ListOperator(.set), list, number(index), zeros(shape))
      }
      return list
    }

    func run(limit: Int? = nil) throws {
      let graph = try ExecutableGraph(
        name: "lists", tensors: tensors, nodes: nodes, inputs: [], outputs: [])
      let model = ExecutableModel(graphs: [graph], signatures: [], byteCount: 0, owner: self)
      let options = Interpreter.Options(byteLimit: limit)
      try Interpreter(ModelInstance(model, options: options)).invoke()
    }
  }

  private struct Rejection: Sendable {
    let constraint: String
    /// What the error says.
    let part: String
    let sourceLocation: SourceLocation
    let build: @Sendable (Builder) -> Void

    init(
      _ constraint: String, _ part: String, sourceLocation: SourceLocation = #_sourceLocation,
      build: @escaping @Sendable (Builder) -> Void
    ) {
      (self.constraint, self.part) = ("ListOperator " + constraint, part)
      (self.sourceLocation, self.build) = (sourceLocation, build)
    }
  }

  private static let rejections = Dictionary(grouping: lists + places + shapes + counts) {
    $0.constraint
  }

  private static let lists = [
    Rejection("C1", "'list' holds no list") {
      $0.tensor(ListOperator(.length), $0.zeros([], .variant), type: .int32)
    },
    Rejection("C1", "'list' is float32, allowed: variant") {
      $0.tensor(ListOperator(.length), $0.zeros([1]), type: .int32)
    },
    Rejection("C1", "'list' is int32, allowed: variant") {
      $0.node(
        ListOperator(.reserve).named, [$0.number(-1), $0.number(1)], gives: [.int32])
    },
    Rejection("C1", "'input' is variant, allowed: ") {
      $0.node(.abs(Abs()), [$0.reserve(1)], gives: [.variant])
    },
    Rejection("C1", "the list holds float32, asked for is int32") {
      $0.tensor(ListOperator(.stack), $0.reserve(1, [2]), $0.number(-1), type: .int32)
    },
    Rejection("C1", "the list holds float32, asked for is int8") {
      $0.tensor(ListOperator(.get), $0.reserve(1, [2]), $0.number(0), $0.number(-1), type: .int8)
    },
    Rejection("C1", "the list holds float32, asked for is int64") {
      $0.list(ListOperator(.set), $0.reserve(1), $0.number(0), $0.zeros([1], .int64))
    },
    Rejection("C1", "the list holds float32, asked for is bool") {
      $0.node(
        ListOperator(.popBack).named, [$0.reserve(1, [2]), $0.number(-1)],
        gives: [.variant, .bool])
    },
    Rejection("C1", "the list holds float32, asked for is int64") {
      $0.list(ListOperator(.pushBack), $0.reserve(1), $0.zeros([1], .int64))
    },
    Rejection("C2", "'element_shape' [3] is no shape") {
      $0.list(ListOperator(.reserve), $0.number(3), $0.number(1))
    },
    Rejection("C2", "'element_shape' [2, -2] is no shape") {
      $0.list(ListOperator(.fromTensor), $0.zeros([2, 2]), $0.integers([2, -2]))
    },
    Rejection("C2", "element shapes [2] and [3] do not agree") {
      let list = $0.list(ListOperator(.reserve), $0.integers([2]), $0.number(1))
      $0.tensor(ListOperator(.get), list, $0.number(0), $0.integers([3]))
    },
    Rejection("C2", "element shapes [2] and [2, 1] do not agree") {
      let list = $0.list(ListOperator(.reserve), $0.integers([2]), $0.number(1))
      $0.tensor(ListOperator(.stack), list, $0.integers([2, 1]))
    },
  ]

  private static let places = [
    Rejection("C3", "element 2 of a list of 2") {
      $0.tensor(ListOperator(.get), $0.reserve(2, [1], [1]), $0.number(2), $0.number(-1))
    },
    Rejection("C3", "element -1 of a list of 2") {
      $0.list(ListOperator(.set), $0.reserve(2), $0.number(-1), $0.zeros([1]))
    },
    Rejection("C3", "element -1 of a list of 2") {
      let longer = ListOperator(.set, makesLonger: true)
      $0.list(longer, $0.reserve(2), $0.number(-1), $0.zeros([1]))
    },
    Rejection("C3", "element -1 of a list of 0") {
      $0.node(
        ListOperator(.popBack).named, [$0.reserve(0), $0.number(-1)], gives: [.variant, .float32])
    },
    Rejection("C3", "element 4 of a list of 2") {
      $0.tensor(ListOperator(.gather), $0.reserve(2, [1]), $0.integers([0, 4]), $0.number(-1))
    },
    Rejection("C3", "element -3 of a list of 1") {
      $0.list(
        ListOperator(.scatter), $0.zeros([2, 1]), $0.integers([0, -3]), $0.number(-1))
    },
    Rejection("C3", "'count' is -1") {
      $0.list(ListOperator(.reserve), $0.number(-1), $0.number(-1))
    },
    Rejection("C3", "'count' is -2") {
      $0.list(
        ListOperator(.scatterV2), $0.zeros([1, 1]), $0.integers([0]), $0.number(-1), $0.number(-2))
    },
    Rejection("C3", "'count' is -5") {
      $0.list(ListOperator(.resize), $0.reserve(2), $0.number(-5))
    },
    Rejection("C3", "'limit' is -2") {
      $0.list(ListOperator(.empty), $0.number(-1), $0.number(-2))
    },
    Rejection("C3", "operand 1 has 2 elements, must have 1") {
      $0.list(ListOperator(.resize), $0.reserve(2), $0.integers([1, 2]))
    },
  ]

  private static let shapes = [
    Rejection("C4", "an element of shape [3] is put into a list of [2, -1]") {
      let list = $0.list(ListOperator(.reserve), $0.integers([2, -1]), $0.number(1))
      $0.list(ListOperator(.set), list, $0.number(0), $0.zeros([3]))
    },
    Rejection("C4", "an element of shape [3] is put into a list of [2]") {
      $0.list(ListOperator(.fromTensor), $0.zeros([4, 3]), $0.integers([2]))
    },
    Rejection("C4", "an element of shape [1, 3] is put into a list of [2, 3]") {
      $0.list(
        ListOperator(.split), $0.zeros([3, 3]), $0.integers([2, 3]),
        $0.integers([2, 1], [2], .int64))
    },
    Rejection("C4", "'tensor' has no axis") {
      $0.list(ListOperator(.fromTensor), $0.zeros([]), $0.number(-1))
    },
    Rejection("C4", "'tensor' has no axis") {
      $0.list(ListOperator(.scatterInto), $0.reserve(1), $0.zeros([]), $0.integers([]))
    },
    Rejection("C5", "element shapes [1] and [2] do not agree") {
      $0.tensor(ListOperator(.stack), $0.reserve(2, [1], [2]), $0.number(-1))
    },
    Rejection("C5", "elements of shapes [2] and [1] cannot be joined") {
      $0.tensor(ListOperator(.stack), $0.reserve(2, [2], [1]), $0.integers([2]))
    },
    Rejection("C5", "is not known: any") {
      $0.tensor(ListOperator(.stack), $0.reserve(2), $0.number(-1))
    },
    Rejection("C5", "is not known: [-1, 2]") {
      $0.tensor(ListOperator(.get), $0.reserve(2), $0.number(0), $0.integers([-1, 2]))
    },
    Rejection("C5", "is not known: any") {
      $0.tensor(ListOperator(.gather), $0.reserve(2), $0.integers([]), $0.number(-1))
    },
    Rejection("C5", "the shape of the elements' rows is not known") {
      let list = $0.reserve(1, [])
      $0.node(
        ListOperator(.concat).named, [list, $0.number(-1), $0.integers([], [0], .int64)],
        gives: [.float32, .int64])
    },
    Rejection("C5", "element 1 has -1 rows") {
      let list = $0.reserve(2, [3, 2])
      $0.node(
        ListOperator(.concat).named, [list, $0.number(-1), $0.integers([4], [1], .int64)],
        gives: [.float32, .int64])
    },
    Rejection("C5", "element shapes [2] and [1] do not agree") {
      let list = $0.reserve(2, [3, 2], [3, 1])
      $0.node(
        ListOperator(.concat).named, [list, $0.number(-1), $0.integers([], [0], .int64)],
        gives: [.float32, .int64])
    },
  ]

  private static let counts = [
    Rejection("C6", "the list has 3 elements, must have 2") {
      $0.tensor(ListOperator(.stack, requiredCount: 2), $0.reserve(3, [1]), $0.number(-1))
    },
    Rejection("C7", "the list is full with 1 elements") {
      let empty = $0.list(ListOperator(.empty), $0.number(-1), $0.number(1))
      let full = $0.list(ListOperator(.pushBack), empty, $0.zeros([1]))
      $0.list(ListOperator(.pushBack), full, $0.zeros([1]))
    },
    Rejection("C8", "has 2 indices for 3 rows") {
      $0.list(ListOperator(.scatter), $0.zeros([3, 1]), $0.integers([0, 1]), $0.number(-1))
    },
    Rejection("C8", "'lengths' [2, 2] do not add up to 3 rows") {
      $0.list(
        ListOperator(.split), $0.zeros([3, 1]), $0.number(-1), $0.integers([2, 2], [2], .int64))
    },
    Rejection("C8", "'lengths' [4, -1] do not add up to 3 rows") {
      $0.list(
        ListOperator(.split), $0.zeros([3, 1]), $0.number(-1), $0.integers([4, -1], [2], .int64))
    },
  ]

  @Test(arguments: rejections.keys.sorted()) func refuses(constraint: String) throws {
    for rejection in try #require(Self.rejections[constraint]) {
      let builder = Builder()
      rejection.build(builder)
      let error = #expect(
        throws: InterpreterError.self, sourceLocation: rejection.sourceLocation
      ) { try builder.run() }
      #expect(
        error?.message.contains(rejection.part) == true, "\(error?.message ?? "")",
        sourceLocation: rejection.sourceLocation)
    }
  }

  @Test func violatesEveryConstraint() throws {
    let stated = Set(try statedConstraints { $0 == "Lists" })
    let violated = Set(Self.rejections.keys)
    #expect(violated == stated, "\(violated.symmetricDifference(stated).sorted())")
  }

  /// Elements take memory before they are set, and those that hold nothing do, too.
  @Test func countsMemory() {
    for hasRows in [false, true] {
      let builder = Builder()
      if hasRows {
        _ = builder.list(
          ListOperator(.fromTensor), builder.zeros([10_000_000, 0]), builder.number(-1))
      } else {
        _ = builder.reserve(Int(Int32.max))
      }
      let error = #expect(throws: InterpreterError.self) { try builder.run(limit: 1 << 30) }
      #expect(error?.message.contains("limit of") == true, "\(error?.message ?? "")")
    }
  }

  /// Elements of other shapes may lie beside those that are gathered.
  @Test func gathersElementsOfOneShape() throws {
    let builder = Builder()
    let list = builder.reserve(3, [2], [3])
    builder.tensor(
      ListOperator(.gather), list, builder.integers([0, 2, 0]), builder.number(-1))
    try builder.run()
  }

  private func operation(_ name: String, options: [UInt8]) throws -> Operator? {
    let entry = LiteModel.OperatorEntry(
      code: .custom, customCode: name, version: 1, inputs: [], outputs: [],
      customOptions: ByteRange(offset: 0, count: options.count))
    return try Operator(entry, in: options.span.bytes)
  }

  /// Field 6 of an attribute is TensorFlow's number of a type: 3 for int32, 7 for strings, 21 for lists.
  @Test func readsAttributes() throws {
    let name = "TensorListReserve"
    let reserve = try operation(
      "FlexTensorListReserve", options: flexOptions(name, [("element_dtype", [0x30, 3])]))
    #expect(reserve == ListOperator(.reserve, elementType: .int32).named(with: reserve))
    for (number, type) in [(7, "string"), (21, "variant")] as [(UInt8, String)] {
      #expect(throws: FormatError("lists of \(type) are not supported")) {
        try operation(
          "FlexTensorListReserve", options: flexOptions(name, [("element_dtype", [0x30, number])]))
      }
    }
    #expect(
      throws: FormatError("attribute 'element_dtype' is no element type that is supported: 0")
    ) {
      try operation("FlexTensorListReserve", options: flexOptions(name))
    }
    let stack = try operation(
      "FlexTensorListStack", options: flexOptions("TensorListStack", [("num_elements", [0x18, 4])]))
    #expect(stack == ListOperator(.stack, requiredCount: 4).named(with: stack))
    let set = try operation(
      "FlexTensorListSetItem",
      options: flexOptions("TensorListSetItem", [("resize_if_index_out_of_bounds", [0x28, 1])]))
    #expect(set == ListOperator(.set, makesLonger: true).named(with: set))
    #expect(try operation("FlexTensorListPushBackBatch", options: []) == nil)
    #expect(throws: FormatError.self) { try operation("FlexTensorListStack", options: []) }
  }
}

extension ListOperator {
  /// The operator among all, under the name that files give it.
  fileprivate var named: Operator {
    .custom(CustomOperator(.list(self), name: form.name, options: []))
  }

  /// As files have it, with the options of another one.
  fileprivate func named(with other: Operator?) -> Operator {
    guard case .custom(let custom)? = other else { return named }
    return .custom(CustomOperator(.list(self), name: form.name, options: custom.options))
  }
}
