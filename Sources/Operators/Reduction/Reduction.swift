// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// An operator that reduces its input over some axes.
package protocol AxisReduction: LiteOperator {
  /// Whether a reduced axis stays, with length 1.
  var keepsDimensions: Bool { get }

  init(keepsDimensions: Bool)
}

extension AxisReduction {
  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(keepsDimensions: try ReducerOptionsView(options).keepDims)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [
      try ReducedAxes(inputs[0]!, inputs[1]!, keepsDimensions: keepsDimensions)  // C1
        .resultShape
    ]
  }

  func reducedAxes(_ context: PrepareContext) throws(OperatorError) -> ReducedAxes {
    try ReducedAxes(context.input(0), context.input(1), keepsDimensions: keepsDimensions)
  }

  /// The reduction by one kernel whose accumulators are the results.
  func evaluation(
    _ kernel: ReductionKernel, _ context: PrepareContext
  ) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let stage = kernel.stage(
      input, try reducedAxes(context).walk(input.shape), resultCount: output.elementCount,
      into: output.slot, threadCount: context.threadCount)
    return Evaluation(kernel: kernel.name, stages: [stage])
  }
}

/// Which axes a reduction goes over, and what shape is left.
package struct ReducedAxes {
  /// For each axis of the input whether it is reduced.
  private let isReduced: [Bool]
  package let resultShape: Shape

  /// Axes may be negative and may repeat; none of them leaves the input as it is. A scalar has none,
  /// and takes any.
  ///
  /// - Throws: if the axes are not constant, or beyond the rank.
  package init(
    _ input: Operand, _ axes: Operand, keepsDimensions: Bool
  ) throws(OperatorError) {
    var isReduced = [Bool](repeating: false, count: input.shape.rank)
    let values = try axes.knownIntegers("axes")
    for axis in values where input.shape.rank > 0 {
      isReduced[try input.shape.checkedAxis(axis)] = true
    }
    var dimensions: [Int] = []
    for (axis, length) in input.shape.dimensions.enumerated() {
      if !isReduced[axis] {
        dimensions.append(length)
      } else if keepsDimensions {
        dimensions.append(1)
      }
    }
    self.isReduced = isReduced
    resultShape = Shape(dimensions)
  }

  /// How many elements of `input` become one.
  package func reducedCount(_ input: Shape) -> Int {
    zip(input.dimensions, isReduced).reduce(1) { $1.1 ? $0 * $1.0 : $0 }
  }

  /// The walk over the input's rows.
  package func walk(_ input: Shape) -> ReductionWalk {
    ReductionWalk(input, isReduced: isReduced)
  }
}

/// How a reduction runs along its input: as rows that either all fall on one result element or each
/// on its own, neighbouring axes of one kind being one.
package struct ReductionWalk: Sendable {
  package let rowCount: Int
  package let rowLength: Int
  /// 1 where a row's elements fall on results side by side, 0 where they fall on one.
  package let step: Int
  /// Results belong to `outerCount` independent groups of equally many rows and results.
  package let outerCount: Int
  /// How many rows follow each other that fall on the same results (for a step of 0: on results
  /// side by side).
  package var period: Int { lengths.first ?? 1 }
  /// Lengths of the axes outside of the row, innermost first, and what a step moves in the result.
  private let lengths: [Int]
  private let strides: [Int]

  init(_ input: Shape, isReduced: [Bool]) {
    var merged: [(length: Int, isReduced: Bool)] = []
    for (length, isReduced) in zip(input.dimensions, isReduced).reversed() where length != 1 {
      if let last = merged.last, last.isReduced == isReduced {
        merged[merged.count - 1].length *= length
      } else {
        merged.append((length, isReduced))
      }
    }
    let row = merged.isEmpty ? (1, true) : merged.removeFirst()
    rowLength = row.0
    step = row.1 ? 0 : 1
    var (span, rows, strides) = (row.1 ? 1 : row.0, 1, [Int]())
    for axis in merged {
      strides.append(axis.isReduced ? 0 : span)
      if !axis.isReduced { span *= axis.length }
      rows *= axis.length
    }
    rowCount = row.0 == 0 ? 0 : rows
    lengths = merged.map { $0.length }
    self.strides = strides
    outerCount = merged.last.map { $0.isReduced ? 1 : $0.length } ?? 1
  }

  /// Where the results of row `row` begin.
  package func start(of row: Int) -> Int {
    var (rest, start) = (row, 0)
    for axis in lengths.indices {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: lengths[axis])
      start += index * strides[axis]
      rest = quotient
    }
    return start
  }
}

/// A kernel in C that takes elements into accumulators.
package struct ReductionKernel {
  package let name: String
  package let run: linnet_reduction_kernel
  /// The bytes of a fresh accumulator.
  package let initial: PreparedBuffer

  package init<State: BitwiseCopyable>(
    _ name: String, _ run: @escaping linnet_reduction_kernel, initial: State
  ) {
    self.name = profileName(name, of: run)
    self.run = run
    self.initial = PreparedBuffer(initial)
  }

  /// Reduces `input` into the accumulators at `slot`, one per result.
  package func stage(
    _ input: Operand, _ walk: ReductionWalk, resultCount: Int, into slot: Int, threadCount: Int
  ) -> Stage {
    let wanted = Partition(
      count: input.elementCount, threadCount: threadCount, grain: elementwiseGrain
    ).taskCount
    let groups = Partition(count: walk.outerCount, threadCount: wanted, grain: 1)
    // A single group of rows that fall on the same results is cut into columns.
    let columns = Partition(
      count: walk.rowLength, threadCount: walk.step == 1 && groups.taskCount == 1 ? wanted : 1,
      grain: 64)
    let (rowsPerGroup, resultsPerGroup) =
      walk.outerCount == 0
      ? (0, 0) : (walk.rowCount / walk.outerCount, resultCount / walk.outerCount)
    let (x, size, stateSize) = (input.slot, input.type.byteCount(of: 1)!, initial.byteCount)
    let (run, initial) = (run, initial)
    return Stage(taskCount: max(groups.taskCount, columns.taskCount)) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let group = groups.range(of: groups.taskCount == 1 ? 0 : task)
      let column = columns.range(of: columns.taskCount == 1 ? 0 : task)
      let states = tensors[slot]
      // Without elements in the input there may still be results.
      let results =
        groups.count == 0
        ? 0..<resultCount
        : group.lowerBound * resultsPerGroup..<group.upperBound * resultsPerGroup
      let width = walk.step == 1 ? walk.rowLength : results.count
      for start in stride(from: results.lowerBound, to: results.upperBound, by: max(width, 1)) {
        let own = walk.step == 1 ? column : 0..<width
        fill(states + (start + own.lowerBound) * stateSize, count: own.count, with: initial)
      }
      var row = group.lowerBound * rowsPerGroup
      while row < group.upperBound * rowsPerGroup {
        let count = min(group.upperBound * rowsPerGroup - row, walk.period - row % walk.period)
        run(
          states + (walk.start(of: row) + column.lowerBound * walk.step) * stateSize, walk.step,
          tensors[x] + (row * walk.rowLength + column.lowerBound) * size, count, column.count,
          walk.rowLength)
        row += count
      }
    }
  }
}

/// Writes `value` `count` times.
private func fill(_ memory: UnsafeMutableRawPointer, count: Int, with value: PreparedBuffer) {
  guard count > 0 else { return }
  memory.copyMemory(from: value.base, byteCount: value.byteCount)
  let end = count * value.byteCount
  var filled = value.byteCount
  while filled < end {
    let next = min(filled, end - filled)
    (memory + filled).copyMemory(from: memory, byteCount: next)
    filled += next
  }
}

extension OperandRules {
  /// An activation of some types and the axes to reduce.
  package static func reduction(
    _ types: ElementTypeSet, scales: ScaleRule
  ) -> OperandRules {
    OperandRules(
      inputs: [
        OperandRule("input", .activation, types),
        OperandRule("axes", .control, .int32),
      ], outputs: [OperandRule("output", .activation, types)], scales: scales,
      widens: types.intersection(.halves))
  }
}
