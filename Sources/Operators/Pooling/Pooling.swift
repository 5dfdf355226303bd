// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// An operator that gives one element for each window of an image, in NHWC.
package protocol PoolingOperator: LiteOperator {
  var pooling: Pooling { get set }

  init(_ pooling: Pooling)

  /// The kernel for elements of a type; nil for types that the operator does not take.
  static func kernel(for type: ElementType) -> Pooling.Kernel?
}

extension PoolingOperator {
  package var activation: FusedActivation {
    get { pooling.activation }
    set { pooling.activation = newValue }
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    self.init(try Pooling(reading: options))
  }

  package var reach: OperatorReach { .window(pooling.filterHeight, pooling.filterWidth) }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try pooling.resultShape(inputs[0]!)]  // C1
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try pooling.prepare(context, kernel: Self.kernel(for: context.output.type))  // C2
  }
}

/// The windows of a pool: what its operators have in common.
package struct Pooling: Sendable, Hashable {
  /// A kernel and its name, without the instruction set.
  package typealias Kernel = (name: String, run: linnet_pooling_kernel)

  package var padding: Padding
  package var strideHeight: Int
  package var strideWidth: Int
  package var filterHeight: Int
  package var filterWidth: Int
  package var activation: FusedActivation

  package init(
    filter: (height: Int, width: Int), stride: (height: Int, width: Int), padding: Padding,
    activation: FusedActivation = .none
  ) {
    self.padding = padding
    (filterHeight, filterWidth) = filter
    (strideHeight, strideWidth) = stride
    self.activation = activation
  }

  package init(reading options: borrowing OptionsReader) throws(FormatError) {
    let view = try Pool2DOptionsView(options)
    self.init(
      filter: (view.filterHeight, view.filterWidth), stride: (view.strideH, view.strideW),
      padding: view.padding, activation: try FusedActivation(view.fusedActivationFunction))
  }

  /// The windows along rows and columns.
  ///
  /// - Throws: if the input is not of rank 4, or as ``WindowAxis``.
  private func axes(
    _ input: Shape
  ) throws(OperatorError) -> (rows: WindowAxis, columns: WindowAxis) {
    guard input.rank == 4 else {
      throw OperatorError("input is \(input.description), must have 4 axes")
    }
    return (
      try WindowAxis(
        input: input[1], window: filterHeight, stride: strideHeight, padding: padding),
      try WindowAxis(input: input[2], window: filterWidth, stride: strideWidth, padding: padding)
    )
  }

  func resultShape(_ input: Operand) throws(OperatorError) -> Shape {
    try resultShape(input.shape)
  }

  func resultShape(_ input: Shape) throws(OperatorError) -> Shape {
    let (rows, columns) = try axes(input)
    return try Shape.checked([input[0], rows.output, columns.output, input[3]])
  }

  fileprivate func prepare(
    _ context: PrepareContext, kernel: Kernel?
  ) throws(OperatorError) -> Evaluation {
    try context.requireOneType(0)
    let (input, output) = (context.input(0), context.output)
    guard let kernel else {
      throw OperatorError("\(output.type.name) is not supported")
    }
    let parameters = PreparedBuffer(try parameters(input, output))
    let partition = Partition(
      count: output.shape[0] * output.shape[1], threadCount: context.threadCount,
      grain: max(1, elementwiseGrain / max(1, output.shape[2] * output.shape[3])))
    let (x, y, run) = (input.slot, output.slot, kernel.run)
    let stage = Stage(taskCount: partition.taskCount) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let rows = partition.range(of: task)
      run(
        tensors[x], tensors[y], rows.lowerBound, rows.upperBound,
        parameters.elements(as: linnet_pooling.self))
    }
    return Evaluation(kernel: profileName(kernel.name, of: kernel.run), stages: [stage])
  }

  func parameters(
    _ input: Operand, _ output: Operand
  ) throws(OperatorError) -> linnet_pooling {
    let (rows, columns) = try axes(input.shape)
    guard filterHeight.multipliedReportingOverflow(by: filterWidth).partialValue <= 1 << 15,
      filterHeight <= 1 << 15, filterWidth <= 1 << 15
    else {
      throw OperatorError("filter \(filterHeight) × \(filterWidth) is larger than 32768 pixels")
    }
    var parameters = linnet_pooling()
    parameters.channels = input.shape[3]
    (parameters.input_height, parameters.input_width) = (input.shape[1], input.shape[2])
    (parameters.output_height, parameters.output_width) = (rows.output, columns.output)
    (parameters.stride_height, parameters.stride_width) = (strideHeight, strideWidth)
    (parameters.filter_height, parameters.filter_width) = (filterHeight, filterWidth)
    (parameters.pad_top, parameters.pad_left) = (rows.padBefore, columns.padBefore)
    (parameters.low, parameters.high) =
      (activation.floatRange.lowerBound, activation.floatRange.upperBound)
    if output.type.isQuantizedInteger {
      let quantization = try output.uniformQuantization("output")
      let given = try input.uniformQuantization("input")
      // Old converters write scales that differ in the last place; the reference lets them pass.
      guard abs(given.scale - quantization.scale) <= 1e-6, given.zeroPoint == quantization.zeroPoint
      else {
        throw OperatorError("input and output must have the same scale and zero point")
      }
      let range = activation.quantizedRange(of: output.type, quantization)
      (parameters.quantized_low, parameters.quantized_high) = (range.lowerBound, range.upperBound)
    }
    return parameters
  }
}
