// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension ElementTypeSet {
  /// What REDUCE_WINDOW and its like take.
  static let windowed: ElementTypeSet = [
    .float32, .float64, .int8, .uint8, .int16, .int32, .int64, .bool,
  ]
}

/// Windows that slide over a tensor, of each of which one number is made.
struct WindowReduction {
  let windows: [Int]
  let strides: [Int]
  let dilations: [Int]

  /// - Throws: if there is not one number of each kind for each axis, or one is not positive.
  init(
    rank: Int, windows: [Int], strides: [Int], dilations: [Int]
  ) throws(OperatorError) {
    for numbers in [windows, strides, dilations] {
      guard numbers.count == rank, rank > 0, numbers.allSatisfy({ $0 > 0 && $0 <= Int32.max })
      else {
        throw OperatorError("windows, strides and dilations must be \(max(rank, 1)) from 1 on")
      }
    }
    (self.windows, self.strides, self.dilations) = (windows, strides, dilations)
  }

  /// How many windows lie along each axis; none where one does not fit.
  func resultShape(of shape: Shape) -> Shape {
    Shape(
      (0..<shape.rank).map { axis in
        let rest = Int64(shape[axis]) - Int64(windows[axis] - 1) * Int64(dilations[axis]) - 1
        return rest < 0 ? 0 : Int(rest) / strides[axis] + 1
      })
  }

  /// The stage that joins what each window holds to an initial value, in order.
  ///
  /// - Parameter shape: of what lies in slot `input`, which has windows.
  func stage(
    _ input: Int, _ shape: Shape, initial: Operand, _ function: NumberFunction, to output: Operand,
    threadCount: Int
  ) -> Stage {
    let last = shape.rank - 1
    let size = output.type.byteCount(of: 1)!
    let kernel = function.kernel(for: output.type, isContiguous: strides[last] == 1)
    let walk = Walk(
      windows: windows, windowSteps: zip(shape.rowMajorStrides, dilations).map { $0 &* $1 &* size },
      kernel: kernel, step: strides[last], count: output.shape[last])
    let steps = zip(shape.rowMajorStrides, strides).map { $0 &* $1 &* size }
    let rowCount = output.elementCount / max(output.shape[last], 1)
    let partition = Partition(
      count: rowCount, threadCount: threadCount,
      grain: max(1, elementwiseGrain / max(output.shape[last], 1)))
    let fill = copy_loop(extent: output.shape[last], source_stride: 0, target_stride: size)
    return Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      for row in partition.range(of: task) {
        var (rest, place) = (row, 0)
        for axis in (0..<last).reversed() {
          let (quotient, index) = rest.quotientAndRemainder(dividingBy: output.shape[axis])
          place += index * steps[axis]
          rest = quotient
        }
        let target = tensors[output.slot] + row * output.shape[last] * size
        withUnsafePointer(to: fill) {
          xx_strided_copy(size, 1, $0, 0, fill.extent, tensors[initial.slot], target)
        }
        walk.join(0, tensors[input] + place, to: target)
      }
    }
  }

  /// What is done for a row of windows side by side.
  private struct Walk {
    let windows: [Int]
    /// Bytes from one element of a window to the next.
    let windowSteps: [Int]
    let kernel: BinaryKernel
    /// Elements from one window of the row to the next.
    let step: Int
    /// Windows in the row.
    let count: Int

    /// Joins the elements of all windows, from `axis` on, to what is there.
    func join(_ axis: Int, _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
      guard axis < windows.count else {
        kernel.run(target, 1, source, step, target, count, kernel.parameters.base)
        return
      }
      for place in 0..<windows[axis] {
        join(axis + 1, source + place * windowSteps[axis], to: target)
      }
    }
  }
}
