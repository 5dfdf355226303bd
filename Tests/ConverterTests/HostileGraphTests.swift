// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore
import Testing

@testable import Converter
@testable import OperatorConversion

/// Graphs whose numbers no model has are refused in one line that names the node: nothing traps, and no
/// table or unrolled operator grows with a size that a file merely claims.
struct HostileGraphTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let reason: String
    let shape: [Int?]
    let build: @Sendable (inout TensorFlowGraph) -> ValueID

    var testDescription: String { name }

    init(
      _ name: String, _ reason: String, _ shape: [Int?],
      _ build: @escaping @Sendable (inout TensorFlowGraph) -> ValueID
    ) {
      (self.name, self.reason, self.shape, self.build) = (name, reason, shape, build)
    }
  }

  private static func list(_ numbers: Int...) -> Attribute {
    .list(numbers.map { .integer($0) })
  }

  private static func wide(_ numbers: [Int64], in test: inout TensorFlowGraph) -> ValueID {
    test.graph.add(
      Value(name: "w", type: .int64, shape: [numbers.count], constant: ConstantData(numbers)))
  }

  static let cases: [Case] = [
    // Attributes and constants beyond 32 bits.
    Case("strides", "32 bits do not hold", [1, 4, 4, 1]) { test in
      test.node(
        "MaxPool", [test.x],
        [
          "ksize": list(1, 2, 2, 1), "strides": list(1, 1 << 40, 1, 1), "padding": .string("SAME"),
        ])
    },
    Case("size of a block", "32 bits do not hold", [1, 4, 4, 1]) { test in
      test.node("SpaceToDepth", [test.x], ["block_size": .integer(.max)])
    },
    Case("sums", "32 bits do not hold", [4]) { test in
      let axes = wide([.min], in: &test)
      return test.node("Roll", [test.x, test.constant(integers: [1]), axes])
    },
    Case("a fill", "[1099511627776] is not valid", [4]) { test in
      test.node("Fill", [wide([1 << 40], in: &test), test.constant([0], [])])
    },
    Case("a negative size", "there is no tensor of shape", [nil, 4]) { test in
      test.node("Pad", [test.x, test.constant(integers: [0, 0, -9, 0], [2, 2])])
    },
    Case("the product of sizes", "there is no tensor of shape", [nil, 4]) { test in
      test.node("Tile", [test.x, test.constant(integers: [1, .max])])
    },
    Case("a constant of integers", "no constant -inf", [4]) { test in
      let integers = test.node("Cast", [test.x], ["DstT": .type(.int32)])
      return test.node(
        "CumulativeLogsumexp", [integers, test.constant(integers: [0], [])],
        ["exclusive": .bool(true)])
    },
    // Tables.
    Case("a band", "is too large", [40_000, 40_000]) { test in
      test.node(
        "MatrixBandPart",
        [test.x, test.constant(integers: [1], []), test.constant(integers: [1], [])])
    },
    Case("a resized picture", "is too large", [1, 100_000, 4, 1]) { test in
      test.node("ResizeBicubic", [test.x, test.constant(integers: [100_000, 4])])
    },
    Case("an empty picture", "not empty", [1, 0, 4, 1]) { test in
      test.node("ResizeArea", [test.x, test.constant(integers: [2, 2])])
    },
    Case("diagonals that are none", "no diagonals", [3, 3]) { test in
      test.node(
        "MatrixDiagPartV3",
        [test.x, test.constant(integers: [100], []), test.constant([0], [])])
    },
    Case("diagonals of which some are none", "no diagonals", [3, 3]) { test in
      test.node(
        "MatrixDiagPartV3",
        [test.x, test.constant(integers: [-1, .max]), test.constant([0], [])])
    },
    // Operators for each place.
    Case("a window", "too many to be computed one by one", [1, 30_000, 30_000, 1]) { test in
      test.node(
        "ExtractImagePatches", [test.x],
        [
          "ksizes": list(1, 1000, 1000, 1), "strides": list(1, 1, 1, 1),
          "rates": list(1, 1, 1, 1), "padding": .string("VALID"),
        ])
    },
    // Ranks and counts that an operator does not expect.
    Case("a volume of two axes", "rank 5", [4, 4]) { test in
      test.node(
        "MaxPool3D", [test.x],
        [
          "ksize": list(1, 2, 2, 2, 1), "strides": list(1, 2, 2, 2, 1),
          "padding": .string("VALID"),
        ])
    },
    Case("a transposed vector", "needs matrices", [4]) { test in
      test.node("MatrixInverse", [test.x], ["adjoint": .bool(true)])
    },
    Case("rows of a scalar", "needs an axis 0", []) { test in
      test.node("RandomShuffle", [test.x], ["T": .type(.float32)])
    },
    Case("more indices than rows", "more indices than rows", [2]) { test in
      let indices = test.node("Cast", [test.x], ["DstT": .type(.int32)])
      return test.node("DynamicStitch", [indices, test.constant([1], [])])
    },
    Case("a range of quantization", "outside of rank", [2, 2]) { test in
      test.node(
        "QuantizeAndDequantizeV2", [test.x, test.constant([0], []), test.constant([1], [])],
        ["axis": .integer(7), "range_given": .bool(true)])
    },
    Case("nothing to gather", "inputs", [2]) { test in test.node("ResourceGather", []) },
  ]

  @Test(arguments: cases) func isRefused(_ given: Case) {
    var test = TensorFlowGraph(shape: given.shape)
    let output = given.build(&test)
    let error = #expect(throws: ConversionError.self) {
      try Conversion.optimized(test.program(output))
    }
    #expect(error?.description.contains(given.reason) == true, "\(error?.description ?? "")")
  }

  /// The least integer has no opposite, which expressions of sizes would need.
  @Test func theLeastInteger() throws {
    var test = TensorFlowGraph(shape: [nil])
    let least = Self.wide([.min], in: &test)
    let y = test.node("Minimum", [least, Self.wide([3], in: &test)])
    let z = test.node("FloorDiv", [y, Self.wide([-1], in: &test)])
    let picked = test.node("StridedSlice", [test.x, z, least, Self.wide([1], in: &test)])
    _ = try? Conversion.optimized(test.program(picked))
  }

  /// Layers without elements have nothing that a constant could be folded into.
  @Test func layersWithoutElements() throws {
    var test = TensorFlowGraph(shape: [nil, 0])
    let product = test.node("MatMul", [test.x, test.constant([], [0, 3])])
    let y = test.node("Mul", [product, test.constant([1, 2, 3], [3])])
    _ = try Conversion.optimized(test.program(y))
  }
}
