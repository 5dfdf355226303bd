// SPDX-License-Identifier: Apache-2.0

/// The addresses of all tensors and scratch areas of one interpreter, by slot.
package struct TensorTable {
  private let addresses: UnsafePointer<UnsafeMutableRawPointer>

  package init(_ addresses: UnsafePointer<UnsafeMutableRawPointer>) {
    self.addresses = addresses
  }

  package subscript(slot: Int) -> UnsafeMutableRawPointer { addresses[slot] }

  /// The address of the tensor's first element.
  package func elements<Element>(
    _ slot: Int, as _: Element.Type = Element.self
  ) -> UnsafeMutablePointer<Element> {
    addresses[slot].assumingMemoryBound(to: Element.self)
  }
}

/// One step of an operator's evaluation, cut into tasks that may run at the same time.
package struct Stage {
  /// Tasks are numbered from 0; the next stage starts when all are done.
  package let taskCount: Int
  package let run: (TensorTable, Int) throws(OperatorError) -> Void

  package init(
    taskCount: Int, run: @escaping (TensorTable, Int) throws(OperatorError) -> Void
  ) {
    self.taskCount = taskCount
    self.run = run
  }
}

/// A prepared operator: everything resolved, ready to be called without checks or allocation.
package struct Evaluation {
  /// The kernel variant that the profile names, as in `s8_gemm__avx512vnni_8x32`.
  package let kernel: String
  package let stages: [Stage]

  package init(kernel: String, stages: [Stage]) {
    self.kernel = kernel
    self.stages = stages
  }

  /// One stage of one task.
  package init(
    kernel: String, run: @escaping (TensorTable) throws(OperatorError) -> Void
  ) {
    self.kernel = kernel
    self.stages = [
      Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
        try run(tensors)
      }
    ]
  }
}
