// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// How work over a number of elements is cut into tasks.
package struct Partition: Sendable {
  package let count: Int
  package let taskCount: Int

  /// As many tasks as threads, but none under `grain` units.
  package init(count: Int, threadCount: Int, grain: Int) {
    self.count = count
    taskCount = max(1, min(threadCount, count / max(grain, 1)))
  }

  /// The units of one task; together the tasks cover all, in order.
  package func range(of task: Int) -> Range<Int> {
    count.start(ofPart: task, of: taskCount)..<count.start(ofPart: task + 1, of: taskCount)
  }
}

/// Elements below which a second thread costs more than it saves.
package let elementwiseGrain = 16384

extension PreparedBuffer {
  /// A copy of one value: a kernel's parameters.
  package convenience init<Value: BitwiseCopyable>(_ value: Value) {
    self.init(byteCount: MemoryLayout<Value>.size)
    base.storeBytes(of: value, as: Value.self)
  }
}

/// A kernel in C that maps elements to elements, with its parameters.
package struct UnaryKernel {
  package let name: String
  package let run: linnet_unary_kernel
  package let parameters: PreparedBuffer
  /// Whether any part of the elements can be mapped alone; else all are one task.
  private let isDivisible: Bool

  package init(
    _ name: String, _ run: @escaping linnet_unary_kernel,
    _ parameters: PreparedBuffer = PreparedBuffer(byteCount: 0), isDivisible: Bool = true
  ) {
    self.name = profileName(name, of: run)
    self.run = run
    self.parameters = parameters
    self.isDivisible = isDivisible
  }

  /// The variant of a family that is fastest here.
  package static func selected(
    _ family: linnet_unary_family, _ parameters: PreparedBuffer = PreparedBuffer(byteCount: 0)
  ) -> UnaryKernel {
    let variant = linnet_unary_selected(family)
    return UnaryKernel(String(cString: variant.pointee.name), variant.pointee.run, parameters)
  }

  /// Maps all elements of `input` to those of `output`, which must be as many.
  package func evaluation(_ input: Operand, _ output: Operand, threadCount: Int) -> Evaluation {
    precondition(input.elementCount == output.elementCount)
    // Types of less than a byte are never divided.
    let bytes = (input.type.byteCount(of: 1)!, output.type.byteCount(of: 1)!)
    return Evaluation(
      kernel: name,
      stages: [
        stage(
          input.slot, output.slot, count: output.elementCount, elementBytes: bytes,
          threadCount: threadCount)
      ])
  }

  /// Maps `count` elements from one slot to another.
  package func stage(
    _ x: Int, _ y: Int, count: Int, elementBytes: (x: Int, y: Int), threadCount: Int
  ) -> Stage {
    let partition = Partition(
      count: count, threadCount: isDivisible ? threadCount : 1, grain: elementwiseGrain)
    let (run, parameters) = (run, parameters)
    return Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let range = partition.range(of: task)
      run(
        tensors[x] + range.lowerBound * elementBytes.x,
        tensors[y] + range.lowerBound * elementBytes.y, range.count, parameters.base)
    }
  }
}
