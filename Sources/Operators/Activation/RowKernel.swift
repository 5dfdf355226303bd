// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A kernel in C that works on rows along the last axis, with its parameters.
package struct RowKernel {
  package let name: String
  package let run: linnet_row_kernel
  package let parameters: PreparedBuffer

  package init(
    _ name: String, _ run: @escaping linnet_row_kernel,
    _ parameters: PreparedBuffer = PreparedBuffer(byteCount: 0)
  ) {
    self.name = profileName(name, of: run)
    self.run = run
    self.parameters = parameters
  }

  /// Maps all rows of `input` to those of `output`, which has the same shape, of rank 1 or more.
  package func evaluation(_ input: Operand, _ output: Operand, threadCount: Int) -> Evaluation {
    let depth = input.shape[input.shape.rank - 1]
    let rowCount = depth == 0 ? 0 : input.elementCount / depth
    let partition = Partition(
      count: rowCount, threadCount: threadCount, grain: max(1, elementwiseGrain / max(1, depth)))
    let (x, y) = (input.slot, output.slot)
    let xBytes = depth * input.type.byteCount(of: 1)!
    let yBytes = depth * output.type.byteCount(of: 1)!
    let (run, parameters) = (run, parameters)
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let rows = partition.range(of: task)
      run(
        tensors[x] + rows.lowerBound * xBytes, tensors[y] + rows.lowerBound * yBytes, rows.count,
        depth, parameters.base)
    }
    return Evaluation(kernel: name, stages: [stage])
  }
}
