// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import Testing

/// One way of computing something each, as TensorFlow traced it and what it gave for a batch of two.
@Suite struct ConversionCaseTests {
  private static let recorded = RecordedConversions("conversions")

  @Test func casesAreThere() {
    #expect(Self.recorded.names.count >= 74)
  }

  @Test(arguments: recorded.names) func computesWhatTensorFlowDoes(_ name: String) throws {
    try Self.recorded.check(name, tolerance: 1e-5)
  }

  /// The operators of each kind that a case becomes.
  @Test(arguments: [
    ("gelu", ["GELU"]), ("gelu_of_product", ["GELU", "MUL"]), ("gelu_approximate", ["GELU"]),
    ("gelu_by_erf", ["GELU"]), ("gelu_by_tanh", ["GELU"]), ("prelu_as_keras", ["PRELU"]),
    ("prelu_by_bounds", ["PRELU"]), ("prelu_by_choice", ["PRELU"]),
    ("prelu_of_one_slope", ["LEAKY_RELU"]), ("l2_normalize", ["L2_NORMALIZATION"]),
    ("l2_normalize_by_inverse", ["L2_NORMALIZATION"]), ("matrix_of_all", ["FULLY_CONNECTED"]),
    ("einsum_matrices", ["BATCH_MATMUL"]), ("einsum_projection", ["FULLY_CONNECTED", "RESHAPE"]),
    ("einsum_vectors", ["MUL", "SUM"]), ("eye", ["ADD"]),
    ("line_convolution", ["CONV_2D", "RESHAPE", "RESHAPE"]),
    ("line_convolution_dilated", ["CONV_2D", "RESHAPE", "RESHAPE"]),
    ("dense_over_axes", ["FULLY_CONNECTED", "RESHAPE", "RESHAPE"]),
  ])
  func finds(_ name: String, _ operators: [String]) throws {
    let program = try Self.recorded.converted(name)
    let found = program.graphs[program.signatures[0].graph].nodes.map { node in
      if case .lite(let operation) = node.operation { operation.builtin.name } else { "" }
    }
    #expect(found.sorted() == operators)
  }
}
