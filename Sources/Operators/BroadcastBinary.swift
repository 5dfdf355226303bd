// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A kernel in C of two operands, with its parameters.
package struct BinaryKernel {
  package let name: String
  package let run: linnet_binary_kernel
  package let parameters: PreparedBuffer

  package init(_ name: String, _ run: @escaping linnet_binary_kernel) {
    self.init(name, run, PreparedBuffer(byteCount: 0))
  }

  package init(
    _ name: String, _ run: @escaping linnet_binary_kernel, _ parameters: PreparedBuffer
  ) {
    self.name = name
    self.run = run
    self.parameters = parameters
  }

  /// Applies the kernel to `a` and `b`, broadcast to the shape of `output`.
  package func evaluation(
    _ a: Operand, _ b: Operand, _ output: Operand, threadCount: Int
  ) -> Evaluation {
    Evaluation(kernel: name, stages: [stage(a, b, output, threadCount: threadCount)])
  }

  package func stage(
    _ a: Operand, _ b: Operand, _ output: Operand, threadCount: Int
  ) -> Stage {
    let plan = BroadcastPlan(a.shape, b.shape, to: output.shape)
    let tasks = BroadcastTasks(plan, threadCount: threadCount)
    let (aSlot, bSlot, ySlot) = (a.slot, b.slot, output.slot)
    let (aSize, ySize) = (a.type.byteCount(of: 1)!, output.type.byteCount(of: 1)!)
    let bSize = b.type.byteCount(of: 1)!
    let (run, parameters) = (run, parameters)
    return Stage(taskCount: tasks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let elements = tasks.elements(of: task)
      for row in tasks.rows(of: task) {
        let (aStart, bStart) = plan.starts(of: row)
        run(
          tensors[aSlot] + (aStart + elements.lowerBound * plan.aStep) * aSize, plan.aStep,
          tensors[bSlot] + (bStart + elements.lowerBound * plan.bStep) * bSize, plan.bStep,
          tensors[ySlot] + (row * plan.rowLength + elements.lowerBound) * ySize, elements.count,
          parameters.base)
      }
    }
  }
}

/// How two operands run along a result that both broadcast to: as rows in which each operand
/// either advances with the result or stands still.
///
/// Neighbouring axes along which the same operands advance are one. So operands of one shape are a
/// single row, a scalar is a step of 0, a vector of channels gives one row per pixel.
package struct BroadcastPlan: Sendable {
  package let rowCount: Int
  package let rowLength: Int
  /// 1 where the operand advances within a row, 0 where it stands still.
  package let aStep: Int
  package let bStep: Int
  /// Lengths of the axes outside of the row, innermost first, and what one step along each moves.
  private let lengths: [Int]
  private let aStrides: [Int]
  private let bStrides: [Int]

  /// - Parameter output: `a.broadcast(with: b)`.
  package init(_ a: Shape, _ b: Shape, to output: Shape) {
    var merged: [(length: Int, aAdvances: Bool, bAdvances: Bool)] = []
    for distance in stride(from: 1, through: output.rank, by: 1) {
      let length = output.dimension(fromEnd: distance)
      if length == 1 { continue }
      let aAdvances = a.dimension(fromEnd: distance) != 1
      let bAdvances = b.dimension(fromEnd: distance) != 1
      if let last = merged.last, last.aAdvances == aAdvances, last.bAdvances == bAdvances {
        merged[merged.count - 1].length *= length
      } else {
        merged.append((length, aAdvances, bAdvances))
      }
    }
    let row = merged.isEmpty ? (1, true, true) : merged.removeFirst()
    rowLength = row.0
    aStep = row.1 ? 1 : 0
    bStep = row.2 ? 1 : 0
    var (aSpan, bSpan) = (row.1 ? row.0 : 1, row.2 ? row.0 : 1)
    var (aStrides, bStrides): ([Int], [Int]) = ([], [])
    var rows = 1
    for axis in merged {
      aStrides.append(axis.aAdvances ? aSpan : 0)
      bStrides.append(axis.bAdvances ? bSpan : 0)
      if axis.aAdvances { aSpan *= axis.length }
      if axis.bAdvances { bSpan *= axis.length }
      rows *= axis.length
    }
    rowCount = row.0 == 0 ? 0 : rows
    lengths = merged.map { $0.length }
    self.aStrides = aStrides
    self.bStrides = bStrides
  }

  /// Where the operands' elements of row `row` begin.
  package func starts(of row: Int) -> (a: Int, b: Int) {
    var (rest, a, b) = (row, 0, 0)
    for axis in lengths.indices {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: lengths[axis])
      a += index * aStrides[axis]
      b += index * bStrides[axis]
      rest = quotient
    }
    return (a, b)
  }
}

/// The rows of a broadcast cut into tasks: by rows where there are enough, else within each row.
private struct BroadcastTasks {
  private let rows: Partition
  private let elements: Partition

  init(_ plan: BroadcastPlan, threadCount: Int) {
    let wanted = Partition(
      count: plan.rowCount * plan.rowLength, threadCount: threadCount, grain: elementwiseGrain
    ).taskCount
    let byRows = plan.rowCount >= wanted
    rows = Partition(count: plan.rowCount, threadCount: byRows ? wanted : 1, grain: 1)
    elements = Partition(count: plan.rowLength, threadCount: byRows ? 1 : wanted, grain: 1)
  }

  var count: Int { max(rows.taskCount, elements.taskCount) }

  func rows(of task: Int) -> Range<Int> { rows.range(of: rows.taskCount == 1 ? 0 : task) }

  func elements(of task: Int) -> Range<Int> {
    elements.range(of: elements.taskCount == 1 ? 0 : task)
  }
}

/// The shape that operands `a` and `b` of an operator broadcast to.
///
/// - Throws: if there is none.
package func broadcastShape(_ a: Operand, _ b: Operand) throws(OperatorError) -> Shape {
  guard let shape = a.shape.broadcast(with: b.shape) else {
    throw OperatorError(
      "shapes \(a.shape.description) and \(b.shape.description) do not broadcast")
  }
  return shape
}

extension PrepareContext {
  /// - Throws: if the given inputs and output 0 are not all of one type.
  package func requireOneType(_ inputs: Int...) throws(OperatorError) {
    for index in inputs where input(index).type != output.type {
      throw OperatorError(
        "input \(index) is \(input(index).type.name) but the output is \(output.type.name)")
    }
  }
}
