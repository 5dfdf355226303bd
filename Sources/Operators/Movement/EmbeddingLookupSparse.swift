// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Weighted sums of rows of a table, one for each place of a sparse tensor of row numbers.
///
/// `y[p…, …] = Σₛ weights[s] · table[ids[s], …] / d`, over all s whose `indices[s, :-1]` are p…; d is 1,
/// or with the option MEAN the sum of the weights, with SQRTN the root of the sum of their squares
///
/// | operand   | type    | shape           |
/// |-----------|---------|-----------------|
/// | `ids`     | int32   | `[count]`       |
/// | `indices` | int32   | `[count, rank]` |
/// | `shape`   | int32   | `[rank]`        |
/// | `weights` | float32 | `[count]`       |
/// | `table`   | float32 | `[rows, n…]`    |
/// | `output`  | float32 | `[p…, n…]`      |
///
/// What stands at one place comes one behind the other. The sum of a place that comes again later is
/// divided again, as the reference does.
///
/// Constraints:
/// - C1: `ids`, `indices` and `weights` agree on `count`; `table` has two axes or more.
/// - C2: `shape` has an element for each of one or more axes of the sparse tensor.
/// - C3: the result has a valid number of elements.
/// - C4: `ids` are in 0 ..< rows, `indices` inside `shape` but for the last axis; checked at inference.
///
/// Source: TensorFlow Lite operator EMBEDDING_LOOKUP_SPARSE; TensorFlow
/// `tf.nn.embedding_lookup_sparse`.
package struct EmbeddingLookupSparse: LiteOperator {
  package static let builtin = BuiltinOperator.embeddingLookupSparse

  package var combiner: CombinerType

  package init(combiner: CombinerType) {
    self.combiner = combiner
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    combiner = try EmbeddingLookupSparseOptionsView(options).combiner
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("ids", .control, .int32),
        OperandRule("indices", .control, .int32),
        OperandRule("shape", .control, .int32),
        OperandRule("weights", .activation, .float32),
        OperandRule("table", .activation, .float32),
      ],
      outputs: [OperandRule("output", .activation, .float32)], scales: .unquantized)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.float32] }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shapes = inputs.map { $0!.shape }
    let (ids, indices, table) = (shapes[0], shapes[1], shapes[4])
    guard ids.rank == 1, indices.rank == 2, indices[0] == ids[0], shapes[3] == ids, table.rank >= 2
    else {  // C1
      throw OperatorError(shapesOf: inputs, "indices and a weight for each id, rows of a table")
    }
    guard indices[1] > 0 else {  // C2
      throw OperatorError(shapesOf: inputs, "a sparse tensor has an axis")
    }
    let sizes = try inputs[2]!.knownIntegers("shape", count: indices[1])  // C2
    return [try Shape.checked(Array(sizes.dropLast()) + table.dimensions.dropFirst())]  // C3
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (ids, table, output) = (context.input(0), context.input(4), context.output)
    let (indices, weights) = (context.input(1), context.input(3))
    let rowCount = table.shape[0]
    let width = table.shape.elementCount(in: 1..<table.shape.rank)
    let places = SparsePlaces(
      indices, axes: Array(output.shape.dimensions.prefix(indices.shape[1] - 1)))
    let combiner = combiner
    return Evaluation(kernel: "f32_embedding_sums") {
      (tensors: TensorTable) throws(OperatorError) in
      let (result, rows) = (tensors.elements(output.slot, as: Float.self), tensors[table.slot])
      result.update(repeating: 0, count: output.elementCount)
      var (last, sum, squares) = (0, Float(0), Float(0))
      for item in 0..<ids.elementCount {
        let id = Int(tensors.elements(ids.slot, as: Int32.self)[item])
        guard id >= 0, id < rowCount else {  // C4
          throw OperatorError("id \(id) is out of range: allowed 0 to \(rowCount - 1)")
        }
        let place = try places.place(of: item, in: tensors)
        if place != last {
          if item > 0 { combiner.divide(result + last * width, width, sum, squares) }
          (last, sum, squares) = (place, 0, 0)
        }
        let weight = tensors.elements(weights.slot, as: Float.self)[item]
        squares += weight * weight
        sum += weight
        let row = rows.assumingMemoryBound(to: Float.self) + id * width
        for i in 0..<width { result[place * width + i] += row[i] * weight }
      }
      if ids.elementCount > 0 { combiner.divide(result + last * width, width, sum, squares) }
    }
  }
}

/// The places that rows of indices say, their last index left out.
private struct SparsePlaces {
  private let slot: Int
  private let axes: [Int]

  init(_ indices: Operand, axes: [Int]) {
    slot = indices.slot
    self.axes = axes
  }

  func place(of item: Int, in tensors: TensorTable) throws(OperatorError) -> Int {
    var place = 0
    for (axis, size) in axes.enumerated() {
      let index = Int(tensors.elements(slot, as: Int32.self)[item * (axes.count + 1) + axis])
      guard index >= 0, index < size else {  // C4
        throw OperatorError("index \(index) is out of range: allowed 0 to \(size - 1)")
      }
      place = place * size + index
    }
    return place
  }
}

extension CombinerType {
  /// Divides a sum as the option says.
  fileprivate func divide(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, _ sum: Float, _ squares: Float
  ) {
    guard self != .sum else { return }
    let divisor = self == .mean ? sum : squares.squareRoot()
    for i in 0..<count { values[i] /= divisor }
  }
}
