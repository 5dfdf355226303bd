// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// Slices of one size that begin where index vectors tell.
///
/// | operand   | type               | shape                                                    |
/// |-----------|--------------------|----------------------------------------------------------|
/// | `input`   | any of whole bytes | any                                                      |
/// | `indices` | int32, int64       | an axis of vectors, and a place for each slice           |
/// | `output`  | type of `input`    | `indices`' other axes, between them those of the slices  |
///
/// A slice that would reach outside is moved inside.
///
/// Constraints:
/// - C1: the option `slice_sizes` has a size for each axis of `input`, from 0 to the axis's; those
///   of `collapsed_slice_dims`, ascending axes, are 1.
/// - C2: `index_vector_dim` is an axis of `indices`, or one beyond; `start_index_map` has an axis of
///   `input` for each element of a vector, each once.
/// - C3: `offset_dims` are ascending axes of the result, one for each axis of the slices that is left.
///
/// Source: TensorFlow Lite operator STABLEHLO_GATHER; StableHLO `gather`.
package struct StablehloGather: LiteOperator {
  package static let builtin = BuiltinOperator.stablehloGather

  /// Axes of the result that are axes of slices.
  package var offsetAxes: [Int]
  /// Axes of the input of which the result has none.
  package var collapsedAxes: [Int]
  /// Axes of the input that the elements of index vectors tell a place on.
  package var indexedAxes: [Int]
  package var vectorAxis: Int
  package var sliceSizes: [Int]
  /// Kept for runtimes that make use of it.
  package var indicesAreSorted = false

  package init(
    offsetAxes: [Int], collapsedAxes: [Int], indexedAxes: [Int], vectorAxis: Int, sliceSizes: [Int]
  ) {
    (self.offsetAxes, self.collapsedAxes) = (offsetAxes, collapsedAxes)
    (self.indexedAxes, self.vectorAxis) = (indexedAxes, vectorAxis)
    self.sliceSizes = sliceSizes
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloGatherOptionsView(options)
    self.init(
      offsetAxes: view.offsetDims.array.map { Int(clamping: $0) },
      collapsedAxes: view.collapsedSliceDims.array.map { Int(clamping: $0) },
      indexedAxes: view.startIndexMap.array.map { Int(clamping: $0) },
      vectorAxis: view.indexVectorDim, sliceSizes: view.sliceSizes.array.map { Int(clamping: $0) })
    indicesAreSorted = view.indicesAreSorted
  }

  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, .wholeBytes),
        OperandRule("indices", .control, .indices),
      ],
      outputs: [OperandRule("output", .activation, .wholeBytes)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let (input, vectors) = (inputs[0]!.shape, try IndexVectors(inputs[1]!, axis: vectorAxis))  // C2
    guard sliceSizes.count == input.rank,
      zip(sliceSizes, input.dimensions).allSatisfy({ $0 >= 0 && $0 <= $1 })
    else {
      throw OperatorError(
        "slices \(Shape(sliceSizes).description) do not fit into \(input.description)")  // C1
    }
    try requireAxes(collapsedAxes, of: input.rank, "collapsed_slice_dims")  // C1
    guard collapsedAxes.allSatisfy({ sliceSizes[$0] == 1 }) else {  // C1
      throw OperatorError("slices \(Shape(sliceSizes).description) are not 1 where collapsed")
    }
    try requireAxes(indexedAxes, of: input.rank, "start_index_map", ascending: false)  // C2
    guard indexedAxes.count == vectors.length else {
      throw OperatorError(
        "start_index_map has \(indexedAxes.count) axes for vectors of \(vectors.length)")  // C2
    }
    let rank = vectors.batch.count + sliceAxes.count
    try requireAxes(offsetAxes, of: rank, "offset_dims")  // C3
    guard offsetAxes.count == sliceAxes.count else {
      throw OperatorError(
        "offset_dims has \(offsetAxes.count) axes for the \(sliceAxes.count) of slices")  // C3
    }
    var (slices, batch) = (sliceAxes.map { sliceSizes[$0] }[...], vectors.batch[...])
    return [
      Shape(
        (0..<rank).map { offsetAxes.contains($0) ? slices.removeFirst() : batch.removeFirst() })
    ]
  }

  /// Axes of the input that are axes of the result.
  private var sliceAxes: [Int] { sliceSizes.indices.filter { !collapsedAxes.contains($0) } }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    try context.requireOutputs(input.type)
    let vectors = try IndexVectors(context.input(1), axis: vectorAxis)
    let (from, to) = (input.shape.rowMajorStrides, output.shape.rowMajorStrides)
    let slice = RegionCopy(
      sliceAxes.map { sliceSizes[$0] }, of: input.type,
      from: CopySide(.slot(input.slot), strides: sliceAxes.map { from[$0] }),
      to: CopySide(.slot(output.slot), strides: offsetAxes.map { to[$0] }))
    let batchSteps = to.indices.filter { !offsetAxes.contains($0) }.map { to[$0] }
    let limits = indexedAxes.map { input.shape[$0] - sliceSizes[$0] }
    let steps = indexedAxes.map { from[$0] }
    let size = input.type.byteCount(of: 1)!
    let partition = Partition(
      count: vectors.count, threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / max(1, slice.byteCount)))
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      for number in partition.range(of: task) {
        var start = 0
        for element in limits.indices {
          let index = vectors.value(element, of: number, in: tensors)
          start += min(max(index, 0), limits[element]) * steps[element]
        }
        slice.run(
          tensors, sourceShift: start * size,
          targetShift: vectors.offset(of: number, along: batchSteps) * size)
      }
    }
    return Evaluation(kernel: "xx_strided_copy", stages: [stage])
  }
}
