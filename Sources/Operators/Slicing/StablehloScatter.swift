// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// A tensor into which slices are joined that begin where index vectors tell.
///
/// | operand   | type            | shape                                                        |
/// |-----------|-----------------|--------------------------------------------------------------|
/// | `input`   | any number, bool | any                                                         |
/// | `indices` | int32, int64    | an axis of vectors, and a place for each slice               |
/// | `updates` | type of `input` | `indices`' other axes, between them those of the slices      |
/// | `output`  | type of `input` | that of `input`                                              |
///
/// What falls outside is left out. Slices that meet are joined in the order of their vectors; integers
/// wrap.
///
/// Constraints:
/// - C1: the option `inserted_window_dims` are ascending axes of `input`, `update_window_dims` of
///   `updates`, and together as many as `input` has.
/// - C2: `index_vector_dim` is an axis of `indices`, or one beyond; `scatter_dims_to_operand_dims`
///   has an axis of `input` for each element of a vector, each once.
/// - C3: `updates` has the other axes of `indices`, and slices that are no larger than `input`.
/// - C4: the subgraph gives its second operand, or makes one number of two by addition,
///   multiplication, minimum, maximum; all operands have the type of the result.
///
/// Source: TensorFlow Lite operator STABLEHLO_SCATTER; StableHLO `scatter`.
package struct StablehloScatter: LiteOperator {
  package static let builtin = BuiltinOperator.stablehloScatter

  /// Axes of the updates that are axes of slices.
  package var windowAxes: [Int]
  /// Axes of the input of which the updates have none.
  package var insertedAxes: [Int]
  /// Axes of the input that the elements of index vectors tell a place on.
  package var indexedAxes: [Int]
  package var vectorAxis: Int
  /// The subgraph that joins two numbers, and what it does.
  package var graph = 0
  package var function: NumberFunction?
  /// Kept for runtimes that make use of them.
  package var indicesAreSorted = false
  package var indicesAreUnique = false

  package init(
    windowAxes: [Int], insertedAxes: [Int], indexedAxes: [Int], vectorAxis: Int,
    _ function: NumberFunction?
  ) {
    (self.windowAxes, self.insertedAxes) = (windowAxes, insertedAxes)
    (self.indexedAxes, self.vectorAxis) = (indexedAxes, vectorAxis)
    self.function = function
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloScatterOptionsView(options)
    let graph = view.updateComputationSubgraphIndex
    self.init(
      windowAxes: view.updateWindowDims.array.map { Int(clamping: $0) },
      insertedAxes: view.insertedWindowDims.array.map { Int(clamping: $0) },
      indexedAxes: view.scatterDimsToOperandDims.array.map { Int(clamping: $0) },
      vectorAxis: view.indexVectorDim, try NumberFunction(ofSubgraph: graph, options))  // C4
    self.graph = graph
    (indicesAreSorted, indicesAreUnique) = (view.indicesAreSorted, view.uniqueIndices)
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .control, .numbers), OperandRule("indices", .control, .indices),
        OperandRule("updates", .control, .numbers),
      ],
      outputs: [OperandRule("output", .control, .numbers)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, updates) = (inputs[0]!.shape, inputs[2]!.shape)
    let vectors = try IndexVectors(inputs[1]!, axis: vectorAxis)  // C2
    try requireAxes(insertedAxes, of: input.rank, "inserted_window_dims")  // C1
    try requireAxes(windowAxes, of: updates.rank, "update_window_dims")  // C1
    guard insertedAxes.count + windowAxes.count == input.rank else {
      throw OperatorError(
        "\(insertedAxes.count) inserted and \(windowAxes.count) axes of slices do not make the "
          + "\(input.rank) of the input")  // C1
    }
    try requireAxes(
      indexedAxes, of: input.rank, "scatter_dims_to_operand_dims", ascending: false)  // C2
    guard indexedAxes.count == vectors.length else {
      throw OperatorError(
        "scatter_dims_to_operand_dims has \(indexedAxes.count) axes for vectors of "
          + "\(vectors.length)")  // C2
    }
    guard batchAxes(of: updates).map({ updates[$0] }) == vectors.batch,
      zip(windowAxes, inputAxes(input)).allSatisfy({ updates[$0] <= input[$1] })
    else {
      throw OperatorError(
        "updates \(updates.description) do not fit input \(input.description) and indices "
          + inputs[1]!.shape.description)  // C3
    }
    return [input]
  }

  private func batchAxes(of updates: Shape) -> [Int] {
    updates.dimensions.indices.filter { !windowAxes.contains($0) }
  }

  /// The input's axes along which slices reach.
  private func inputAxes(_ input: Shape) -> [Int] {
    input.dimensions.indices.filter { !insertedAxes.contains($0) }
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, updates, output) = (context.input(0), context.input(2), context.output)
    try context.requireOneType(0, 2)  // C4
    guard let function else { throw OperatorError("cannot run outside of a model") }
    let vectors = try IndexVectors(context.input(1), axis: vectorAxis)
    let (steps, sources) = (output.shape.rowMajorStrides, updates.shape.rowMajorStrides)
    func axis(_ axis: Int, _ update: Int?) -> SliceJoining.Axis {
      SliceJoining.Axis(
        size: output.shape[axis], extent: update.map { updates.shape[$0] } ?? 1,
        step: steps[axis], source: update.map { sources[$0] } ?? 0,
        element: indexedAxes.firstIndex(of: axis))
    }
    let joining = SliceJoining(
      axes: insertedAxes.map { axis($0, nil) }
        + zip(inputAxes(input.shape), windowAxes).map { axis($0, $1) },
      vectors: vectors, kernel: function.kernel(for: output.type),
      elementBytes: output.type.byteCount(of: 1)!)
    let batchSteps = batchAxes(of: updates.shape).map { sources[$0] }
    let copy = RegionCopy(
      [output.elementCount], of: output.type, from: CopySide(.slot(input.slot), strides: [1]),
      to: CopySide(.slot(output.slot), strides: [1]))
    let joins = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for number in 0..<vectors.count {
        joining.join(
          0, number, tensors[output.slot],
          tensors[updates.slot]
            + vectors.offset(of: number, along: batchSteps) * joining.elementBytes, tensors)
      }
    }
    return Evaluation(
      kernel: joining.kernel.name,
      stages: [.copying([copy], threadCount: context.threadCount), joins])
  }
}

/// How slices are joined into a tensor.
private struct SliceJoining {
  struct Axis {
    /// Elements of the tensor along it, and of a slice.
    let size: Int
    let extent: Int
    /// Elements of the tensor from one to the next, and of the updates.
    let step: Int
    let source: Int
    /// The element of an index vector that tells where slices begin; nil if they begin at 0.
    let element: Int?
  }

  let axes: [Axis]
  let vectors: IndexVectors
  let kernel: BinaryKernel
  let elementBytes: Int

  /// Joins a slice, from an axis on, to what lies at `target`, as far as it is inside.
  func join(
    _ axis: Int, _ vector: Int, _ target: UnsafeMutableRawPointer, _ source: UnsafeRawPointer,
    _ tensors: TensorTable
  ) {
    guard axis < axes.count else {
      kernel.run(target, 1, source, 1, target, 1, kernel.parameters.base)
      return
    }
    let current = axes[axis]
    let index = current.element.map { vectors.value($0, of: vector, in: tensors) } ?? 0
    let start = min(max(index, -current.extent), current.size)
    let places = max(0, -start)..<max(max(0, -start), min(current.extent, current.size - start))
    func address(_ place: Int) -> UnsafeMutableRawPointer {
      target + (start + place) * current.step * elementBytes
    }
    if axis == axes.count - 1, current.step == 1, current.source == 1 {
      let first = address(places.lowerBound)
      kernel.run(
        first, 1, source + places.lowerBound * elementBytes, 1, first, places.count,
        kernel.parameters.base)
      return
    }
    for place in places {
      join(
        axis + 1, vector, address(place), source + place * current.source * elementBytes, tensors)
    }
  }
}
