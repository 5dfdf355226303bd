// SPDX-License-Identifier: Apache-2.0

/// What a `.tflite` file holds and what running it takes: all that `linnet inspect` shows.
///
/// As JSON, keys are the properties' names in snake case; what is unknown is left out.
///
/// | key                    | value                                                              |
/// |------------------------|--------------------------------------------------------------------|
/// | `file`, `file_bytes`   | path and size                                                      |
/// | `format_version`       | 3 for all files of today                                           |
/// | `description`          | what the converter wrote about itself                              |
/// | `signatures`           | entry points; a file without has one here without `key`            |
/// | `subgraphs`            | name, `tensors` and `operators` of each function                   |
/// | `operator_counts`      | how often each operator occurs, in all subgraphs                   |
/// | `arithmetic`           | how many operators compute in which arithmetic, see below          |
/// | `constants`            | bytes in all, by element type, and the ten largest tensors         |
/// | `multiply_accumulates` | of convolutions, dense layers, matrix products and LSTM, once each |
/// | `metadata`             | name and size of each entry                                        |
/// | `unsupported`          | operators that Linnet does not run, with their number of uses      |
/// | `warnings`             | what is wrong with the file, yet of no consequence                 |
///
/// The arithmetic of an operator is the element type of its activations, except: `dynamic range`
/// (float activations, 8-bit weights), `int16x8` (int16 activations, int8 weights) and
/// `conversion` (quantize, dequantize, cast).
package struct ModelInspection: Encodable {
  package var file: String
  package var fileBytes: Int
  package var formatVersion: Int
  package var description: String
  package var signatures: [Signature]
  package var subgraphs: [Subgraph]
  package var operatorCounts: [OperatorCount]
  package var arithmetic: [String: Int]
  package var constants: Constants
  package var multiplyAccumulates: Int
  package var metadata: [Metadata]
  package var unsupported: [Unsupported]
  package var warnings: [String]

  /// An entry point: what callers name, and what running it takes.
  package struct Signature: Encodable {
    /// Nil where the file has no signatures; names are then the tensors' own.
    package var key: String?
    package var subgraph: Int
    package var inputs: [Argument]
    package var outputs: [Argument]
    /// Memory for all tensors that change, for inputs of ``arenaShapes``; nil if it cannot run.
    package var arenaBytes: Int?
    /// What no plan of the memory could do without: the tensors in use at one operator, at most.
    package var arenaLowerBound: Int?
    /// The inputs' shapes as the file has them, where open sizes have some value.
    package var arenaShapes: [[Int]]?
    /// Why it cannot run.
    package var error: String?
  }

  /// A name of a signature, and its tensor.
  package struct Argument: Encodable {
    package var name: String
    package var tensor: Tensor
  }

  package struct Tensor: Encodable {
    package var index: Int
    package var name: String
    package var type: String
    /// −1 where callers choose the size.
    package var shape: [Int]
    package var quantization: Quantization?
    /// Bytes of its constant; nil for tensors that are computed or given.
    package var constantBytes: Int?
    /// Whether it keeps its value from one inference to the next.
    package var isVariable: Bool
  }

  /// `real = scale · (stored − zero point)`, for the tensor or for each index along `axis`.
  package struct Quantization: Encodable {
    package var scales: [Float]
    package var zeroPoints: [Int]
    /// Nil where one scale serves the whole tensor.
    package var axis: Int?
  }

  package struct Subgraph: Encodable {
    package var name: String
    package var tensors: [Tensor]
    package var operators: [Operator]
  }

  package struct Operator: Encodable {
    package var index: Int
    package var name: String
    package var version: Int
    /// Tensor indices; −1 for an optional operand that is absent.
    package var inputs: [Int]
    package var outputs: [Int]
    /// The options by their names in the format.
    package var options: [String: String]
    package var arithmetic: String
    /// Nil for operators that are none of the counted kinds.
    package var multiplyAccumulates: Int?
  }

  package struct OperatorCount: Encodable {
    package var name: String
    package var count: Int
    package var multiplyAccumulates: Int
    /// How many of them compute in which arithmetic.
    package var arithmetic: [String: Int]
  }

  package struct Constants: Encodable {
    package var bytes: Int
    package var byType: [TypeSize]
    package var largest: [Tensor]
  }

  package struct TypeSize: Encodable {
    package var type: String
    package var tensors: Int
    package var bytes: Int
  }

  package struct Metadata: Encodable {
    package var name: String
    package var bytes: Int
  }

  package struct Unsupported: Encodable {
    package var name: String
    package var count: Int
  }
}
