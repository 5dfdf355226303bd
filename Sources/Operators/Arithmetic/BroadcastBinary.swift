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
    self.name = profileName(name, of: run)
    self.run = run
    self.parameters = parameters
  }

  /// Applies the kernel to `a` and `b`, broadcast to the shape of `output`.
  package func evaluation(
    _ a: Operand, _ b: Operand, _ output: Operand, in context: inout PrepareContext
  ) -> Evaluation {
    Evaluation(kernel: name, stages: [stage(a, b, output, in: &context)])
  }

  package func stage(
    _ a: Operand, _ b: Operand, _ output: Operand, in context: inout PrepareContext
  ) -> Stage {
    let plan = BroadcastPlan([a.shape, b.shape], to: output.shape)
    let tasks = BroadcastTasks(plan, threadCount: context.threadCount)
    let bytes = Places(a, b, output)
    if let repeated = plan.repeatedOperand, tasks.keepRowsWhole {
      return stage(plan, tasks, bytes, repeated, in: &context)
    }
    let (aStep, bStep) = (plan.steps[0], plan.steps[1])
    let (run, parameters) = (run, parameters)
    return Stage(taskCount: tasks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let elements = tasks.elements(of: task)
      for row in tasks.rows(of: task) {
        let aStart = plan.start(of: row, in: 0) + elements.lowerBound * aStep
        let bStart = plan.start(of: row, in: 1) + elements.lowerBound * bStep
        run(
          bytes.a(tensors, aStart), aStep, bytes.b(tensors, bStart), bStep,
          bytes.y(tensors, row * plan.rowLength + elements.lowerBound), elements.count,
          parameters.base)
      }
    }
  }

  /// The stage for an operand of which one row serves many, as a factor for each channel does.
  ///
  /// Each task writes that row several times in a row, and hands the kernel as many at once.
  private func stage(
    _ plan: BroadcastPlan, _ tasks: BroadcastTasks, _ bytes: Places, _ repeated: RepeatedOperand,
    in context: inout PrepareContext
  ) -> Stage {
    let copyBytes = repeated.copies * plan.rowLength * bytes.size(of: repeated.operand)
    let slot = context.scratch(byteCount: copyBytes * tasks.count)
    let (run, parameters) = (run, parameters)
    return Stage(taskCount: tasks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let copies = tensors[slot] + task * copyBytes
      let rows = tasks.rows(of: task)
      var (row, copied) = (rows.lowerBound, -1)
      while row < rows.upperBound {
        let (aStart, bStart) = (plan.start(of: row, in: 0), plan.start(of: row, in: 1))
        let isLeft = repeated.operand == 0
        let source = isLeft ? bytes.a(tensors, aStart) : bytes.b(tensors, bStart)
        if copied != (isLeft ? aStart : bStart) {
          copied = isLeft ? aStart : bStart
          let rowBytes = copyBytes / repeated.copies
          for copy in 0..<repeated.copies {
            (copies + copy * rowBytes).copyMemory(from: source, byteCount: rowBytes)
          }
        }
        let count = min(
          repeated.copies, rows.upperBound - row, repeated.period - row % repeated.period)
        run(
          isLeft ? copies : bytes.a(tensors, aStart), 1,
          isLeft ? bytes.b(tensors, bStart) : copies, 1, bytes.y(tensors, row * plan.rowLength),
          count * plan.rowLength, parameters.base)
        row += count
      }
    }
  }
}

/// Where the elements of a binary kernel's operands are.
private struct Places {
  private let slots: (a: Int, b: Int, y: Int)
  private let sizes: (a: Int, b: Int, y: Int)

  init(_ a: Operand, _ b: Operand, _ y: Operand) {
    slots = (a.slot, b.slot, y.slot)
    sizes = (
      a.type.runtimeByteCount(of: 1)!, b.type.runtimeByteCount(of: 1)!,
      y.type.runtimeByteCount(of: 1)!
    )
  }

  func size(of operand: Int) -> Int { operand == 0 ? sizes.a : sizes.b }

  func a(_ tensors: TensorTable, _ element: Int) -> UnsafeMutableRawPointer {
    tensors[slots.a] + element * sizes.a
  }

  func b(_ tensors: TensorTable, _ element: Int) -> UnsafeMutableRawPointer {
    tensors[slots.b] + element * sizes.b
  }

  func y(_ tensors: TensorTable, _ element: Int) -> UnsafeMutableRawPointer {
    tensors[slots.y] + element * sizes.y
  }
}

/// How operands run along a result that all broadcast to: as rows in which each operand either
/// advances with the result or stands still.
///
/// Neighbouring axes along which the same operands advance are one. So operands of one shape are a
/// single row, a scalar is a step of 0, a vector of channels gives one row per pixel.
package struct BroadcastPlan: Sendable {
  package let rowCount: Int
  package let rowLength: Int
  /// For each operand 1 where it advances within a row, 0 where it stands still.
  package let steps: [Int]
  /// Lengths of the axes outside of the row, innermost first.
  private let lengths: [Int]
  /// For each operand what one step along each of these axes moves.
  private let strides: [[Int]]

  /// - Parameter output: what all `operands` broadcast to.
  package init(_ operands: [Shape], to output: Shape) {
    var merged: [(length: Int, advances: [Bool])] = []
    for distance in stride(from: 1, through: output.rank, by: 1) {
      let length = output.dimension(fromEnd: distance)
      if length == 1 { continue }
      let advances = operands.map { $0.dimension(fromEnd: distance) != 1 }
      if let last = merged.last, last.advances == advances {
        merged[merged.count - 1].length *= length
      } else {
        merged.append((length, advances))
      }
    }
    let row = merged.isEmpty ? (1, operands.map { _ in true }) : merged.removeFirst()
    rowLength = row.0
    steps = row.1.map { $0 ? 1 : 0 }
    rowCount = row.0 == 0 ? 0 : merged.reduce(1) { $0 * $1.length }
    lengths = merged.map { $0.length }
    strides = operands.indices.map { operand in
      var span = row.1[operand] ? row.0 : 1
      return merged.map { axis in
        guard axis.advances[operand] else { return 0 }
        defer { span *= axis.length }
        return span
      }
    }
  }

  /// The operand of two that stays where it is for many rows of the other, if these are short.
  package var repeatedOperand: RepeatedOperand? {
    guard let period = lengths.first, rowLength > 0, steps == [1, 1] else { return nil }
    // Copying is to be a small part of the work.
    let copies = min(2048 / rowLength, period / 4)
    guard copies > 1 else { return nil }
    return RepeatedOperand(operand: strides[0][0] == 0 ? 0 : 1, period: period, copies: copies)
  }

  /// Where `operand`'s elements of row `row` begin.
  package func start(of row: Int, in operand: Int) -> Int {
    var (rest, start) = (row, 0)
    for axis in lengths.indices {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: lengths[axis])
      start += index * strides[operand][axis]
      rest = quotient
    }
    return start
  }
}

/// An operand whose row serves `period` rows of the result, and how many copies of it to make.
package struct RepeatedOperand: Sendable {
  package let operand: Int
  package let period: Int
  package let copies: Int
}

/// The rows of a broadcast cut into tasks: by rows where there are enough, else within each row.
package struct BroadcastTasks {
  private let rows: Partition
  private let elements: Partition

  package init(_ plan: BroadcastPlan, threadCount: Int) {
    let wanted = Partition(
      count: plan.rowCount * plan.rowLength, threadCount: threadCount, grain: elementwiseGrain
    ).taskCount
    let byRows = plan.rowCount >= wanted
    rows = Partition(count: plan.rowCount, threadCount: byRows ? wanted : 1, grain: 1)
    elements = Partition(count: plan.rowLength, threadCount: byRows ? 1 : wanted, grain: 1)
  }

  package var count: Int { max(rows.taskCount, elements.taskCount) }

  package var keepRowsWhole: Bool { elements.taskCount == 1 }

  package func rows(of task: Int) -> Range<Int> { rows.range(of: rows.taskCount == 1 ? 0 : task) }

  package func elements(of task: Int) -> Range<Int> {
    elements.range(of: elements.taskCount == 1 ? 0 : task)
  }
}

/// An operator whose result has the shape to which its two operands broadcast.
package protocol BroadcastOperator: LiteOperator {}

extension BroadcastOperator {
  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try broadcastShape(inputs[0]!, inputs[1]!)]  // C1
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

  /// - Throws: if operands of a quantized type differ from output 0 in scale or zero point.
  package func requireOneQuantization(_ inputs: Int...) throws(OperatorError) {
    guard output.type.isQuantizedInteger else { return }
    for index in inputs where input(index).quantization != output.quantization {
      throw OperatorError("input \(index) must have the output's scale and zero point")
    }
  }
}

extension Evaluation {
  /// The same evaluation after a look at each element of `operand`, which throws `message` where
  /// `isWrong`.
  package func refusing<Element: BitwiseCopyable>(
    _ operand: Operand, as _: Element.Type, _ message: String,
    where isWrong: @escaping (Element) -> Bool
  ) -> Evaluation {
    let (slot, count) = (operand.slot, operand.elementCount)
    let check = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      let elements = tensors.elements(slot, as: Element.self)
      for i in 0..<count where isWrong(elements[i]) {
        throw OperatorError("\(message) at element \(i)")
      }
    }
    return Evaluation(kernel: kernel, stages: [check] + stages)
  }

  /// The same evaluation, refusing integers that are 0 as divisors.
  ///
  /// - Parameter zero: what stands for 0 in int8, uint8 and int16.
  package func refusingZeroDivisors(
    _ divisor: Operand, zero: Int = 0
  ) -> Evaluation {
    let message = "the divisor is 0"
    switch divisor.type {
    case .float32: return self
    case .int8: return refusing(divisor, as: Int8.self, message) { Int($0) == zero }
    case .uint8: return refusing(divisor, as: UInt8.self, message) { Int($0) == zero }
    case .int16: return refusing(divisor, as: Int16.self, message) { Int($0) == zero }
    case .int64: return refusing(divisor, as: Int64.self, message) { $0 == 0 }
    default: return refusing(divisor, as: Int32.self, message) { $0 == 0 }
    }
  }
}
