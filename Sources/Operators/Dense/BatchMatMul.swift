// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// Products of two stacks of matrices, broadcast against each other.
///
/// `z[b, i, j] = Σₖ x[b, i, k] · y[b, k, j]`, with x or y transposed first if so asked.
///
/// | operand | shape                                                   | quantization                |
/// |---------|---------------------------------------------------------|-----------------------------|
/// | `x`     | `[…, rows, depth]`, or `[…, depth, rows]` if transposed | per tensor                  |
/// | `y`     | `[…, depth, columns]`, or `[…, columns, depth]`         | per tensor; constant int8 beside float x: per tensor or column, zero point 0 |
///
/// Types are those of ``LinearScheme``. Integer results equal TensorFlow Lite's reference bit for
/// bit. With float x and constant int8 y each row of x is quantized at run time, with a zero point of
/// its own unless it is told to be symmetric, and results are float. int32 results of int8 are the
/// sums of products of the stored integers, whatever scales and zero points the operands name.
///
/// Constraints:
/// - C1: both operands have rank 2 at least and agree on depth.
/// - C2: the leading dimensions broadcast.
/// - C3: the types are a ``LinearScheme``, or int8 and int32; int8 `y` beside float `x` is constant,
///   beside int16 `x` it has zero point 0.
///
/// Source: TensorFlow, BatchMatMulV2.
package struct BatchMatMul: LiteOperator {
  package static let builtin = BuiltinOperator.batchMatmul

  package var transposesLeft: Bool
  package var transposesRight: Bool
  /// Whether float rows before int8 matrices get a zero point of their own.
  package var quantizesAsymmetrically: Bool

  package init(
    transposesLeft: Bool = false, transposesRight: Bool = false,
    quantizesAsymmetrically: Bool = true
  ) {
    self.transposesLeft = transposesLeft
    self.transposesRight = transposesRight
    self.quantizesAsymmetrically = quantizesAsymmetrically
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try BatchMatMulOptionsView(options)
    transposesLeft = view.adjX
    transposesRight = view.adjY
    quantizesAsymmetrically = view.asymmetricQuantizeInputs
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        .activation("x", of: .matrices),
        OperandRule("y", .activation, LinearTypes.matrices.weights),
      ],
      outputs: [OperandRule("z", .activation, LinearTypes.matrices.inputs.union(.int32))],
      scales: .free, allowsDynamicRange: true, widens: .halves)
  }

  package var reach: OperatorReach { .axis(fromEnd: transposesLeft ? 2 : 1) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let stacks = try MatrixStacks(self, inputs[0]!.shape, inputs[1]!.shape)
    return [stacks.result]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let stacks = try MatrixStacks(self, context.input(0).shape, context.input(1).shape)
    let (x, y) = (context.input(0), context.input(1))
    if x.type == .int8, y.type == .int8, context.output.type == .int32 {
      return stacks.sums(x, y, context.output)
    }
    let product = try PreparedBatchProduct(  // C3
      x: x, y: y, output: context.output, stacks: stacks,
      quantizesAsymmetrically: quantizesAsymmetrically, threadCount: context.threadCount)
    return try product.evaluation(&context)
  }
}

/// Which matrices of two stacks are multiplied with each other.
struct MatrixStacks {
  let rows: Int
  let depth: Int
  let columns: Int
  let transposesLeft: Bool
  let transposesRight: Bool
  /// How many products there are.
  let count: Int
  /// Which left and which right matrix each of them takes.
  let left: MatrixWalk
  let right: MatrixWalk
  let leftCount: Int
  let rightCount: Int
  let result: Shape

  init(_ operation: BatchMatMul, _ x: Shape, _ y: Shape) throws(OperatorError) {
    guard x.rank >= 2, y.rank >= 2 else {
      throw OperatorError("\(x.description) and \(y.description) must have rank 2 at least")  // C1
    }
    transposesLeft = operation.transposesLeft
    transposesRight = operation.transposesRight
    rows = x.dimension(fromEnd: transposesLeft ? 1 : 2)
    depth = x.dimension(fromEnd: transposesLeft ? 2 : 1)
    columns = y.dimension(fromEnd: transposesRight ? 2 : 1)
    guard y.dimension(fromEnd: transposesRight ? 1 : 2) == depth else {
      throw OperatorError("\(x.description) and \(y.description) disagree on the depth")  // C1
    }
    let leftBatch = Shape(Array(x.dimensions.dropLast(2)))
    let rightBatch = Shape(Array(y.dimensions.dropLast(2)))
    guard let batch = leftBatch.broadcast(with: rightBatch) else {
      throw OperatorError("\(x.description) and \(y.description) do not broadcast")  // C2
    }
    result = try Shape.checked(batch.dimensions + [rows, columns])
    count = batch.elementCount
    left = MatrixWalk(over: leftBatch, in: batch)
    right = MatrixWalk(over: rightBatch, in: batch)
    leftCount = leftBatch.elementCount
    rightCount = rightBatch.elementCount
  }
}

extension MatrixStacks {
  /// Products of int8 matrices as they are stored, each a task.
  fileprivate func sums(_ x: Operand, _ y: Operand, _ z: Operand) -> Evaluation {
    let strides = s8_matrix_strides(
      x_row: transposesLeft ? 1 : depth, x_step: transposesLeft ? rows : 1,
      y_column: transposesRight ? depth : 1, y_step: transposesRight ? 1 : columns)
    let stage = Stage(taskCount: count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      s8_matrix_sums(
        tensors.elements(x.slot) + left.index(of: task) * rows * depth,
        tensors.elements(y.slot) + right.index(of: task) * depth * columns,
        tensors.elements(z.slot) + task * rows * columns, strides, rows, columns, depth)
    }
    return Evaluation(kernel: "s8_matrix_sums", stages: [stage])
  }
}

/// The way over one operand's matrices while all products are computed in order.
struct MatrixWalk {
  /// The axes of the result's batch, innermost first: how long they are, and by how many of the
  /// operand's matrices a step along them moves.
  private let axes: [(length: Int, stride: Int)]

  init(over operand: Shape, in batch: Shape) {
    var axes: [(length: Int, stride: Int)] = []
    var stride = 1
    for distance in 1..<batch.rank + 1 {
      let size = operand.dimension(fromEnd: distance)
      axes.append((batch.dimension(fromEnd: distance), size == 1 ? 0 : stride))
      stride *= size
    }
    self.axes = axes
  }

  /// The operand's matrix in product `number`.
  func index(of number: Int) -> Int {
    var (rest, index) = (number, 0)
    for axis in axes {
      let (quotient, position) = rest.quotientAndRemainder(dividingBy: axis.length)
      index += position * axis.stride
      rest = quotient
    }
    return index
  }
}
