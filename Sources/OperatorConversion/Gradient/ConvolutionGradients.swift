// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// The gradient of a convolution's filter.
///
/// `dw[k, l, c, o] = Σ x[b, i · stride + k · dilation − top, …, c] · dy[b, i, j, o]` over b, i, j: a
/// convolution of which the channels are the images, the images are the input's channels, and the
/// filter is `dy`; stride and dilation change places.
enum FilterGradient: TensorFlowConversion {
  static let tensorFlowNames = ["Conv2DBackpropFilter"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let (x, gradient) = (try node.input(0), try node.input(2))
    let window = try ImageWindow(
      node, size: legalizer.extent(ofImage: x),
      kernel: legalizer.extent(ofFilter: node.input(1)))
    let image = try legalizer.covered(x, by: window)
    let channels = try legalizer.transposed(image, by: [3, 1, 2, 0])
    let filter = try legalizer.transposed(gradient, by: [3, 1, 2, 0])
    let outputs = try legalizer.staticDimension(3, of: gradient, called: "out_backprop")
    let operation = Conv2D(
      padding: .valid, strideHeight: window.rows.dilation, strideWidth: window.columns.dilation,
      dilationHeight: window.rows.stride, dilationWidth: window.columns.stride)
    let product = try legalizer.emit(
      .conv2D(operation), channels, filter, legalizer.zeros(count: outputs))
    return [try legalizer.transposed(product, by: [1, 2, 0, 3])]
  }
}

/// The gradient of a depthwise convolution's filter: for each of its elements, the sum of what it
/// was multiplied with, times what came back.
enum DepthwiseFilterGradient: TensorFlowConversion {
  static let tensorFlowNames = ["DepthwiseConv2dNativeBackpropFilter"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let x = try node.input(0)
    let shape = try legalizer.constantIntegers(node.input(1), called: "filter_sizes")
    guard shape.count == 4, shape.allSatisfy({ $0 > 0 }) else {
      throw node.error("filter_sizes is \(shape), must be 4 sizes")
    }
    let window = try ImageWindow(
      node, size: legalizer.extent(ofImage: x), kernel: (shape[0], shape[1]))
    var image = try legalizer.covered(x, by: window)
    if shape[3] > 1 { image = try legalizer.repeatingChannels(image, shape[2], times: shape[3]) }
    let axes = try legalizer.constant(integers: [0, 1, 2])
    var sums: [ValueID] = []
    try legalizer.checkUnrolled([window.rows.kernel, window.columns.kernel])
    for (row, column) in window.places {
      let taken = try legalizer.taken(from: image, window, row: row, column: column)
      let product = try legalizer.emit(.mul(Mul()), taken, node.input(2))
      sums.append(try legalizer.emit(.sum(Sum()), product, axes))
    }
    let all = try legalizer.emit(.pack(Pack(axis: 0)), sums, count: 1)[0]
    return [try legalizer.reshaped(all, to: shape)]
  }
}

/// The gradient of a depthwise convolution's input: a depthwise convolution of what came back,
/// spread, with the turned filter.
enum DepthwiseInputGradient: TensorFlowConversion {
  static let tensorFlowNames = ["DepthwiseConv2dNativeBackpropInput"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let filter = try node.input(1)
    var sizes: [Int] = []
    for axis in 0..<4 {
      sizes.append(try legalizer.staticDimension(axis, of: filter, called: "filter"))
    }
    let window = try ImageWindow(
      node, size: legalizer.extent(ofShape: node.input(0), called: "input_sizes"),
      kernel: (sizes[0], sizes[1]))
    let all = try legalizer.returned(
      node.input(2), through: filter, channels: sizes[2] * sizes[3], window)
    guard sizes[3] > 1 else { return [all] }
    let shape = try legalizer.sizes(of: all)
    let groups = try legalizer.reshaped(
      all,
      to: shape.prefix(3).map { [$0] } + sizes.suffix(2).map { [RuntimeSize($0, in: all)] })
    return [try legalizer.emit(.sum(Sum()), groups, legalizer.constant(integers: [4]))]
  }
}

extension ImageWindow {
  /// Each element of the window, row by row.
  var places: [(row: Int, column: Int)] {
    (0..<rows.kernel).flatMap { row in (0..<columns.kernel).map { (row, $0) } }
  }
}

extension Legalizer {
  /// Height and width of a filter by its shape.
  fileprivate func extent(
    ofFilter shape: ValueID
  ) throws(ConversionError) -> (height: Int, width: Int) {
    let sizes = try constantIntegers(shape, called: "filter_sizes")
    guard sizes.count == 4 else { throw error("filter_sizes has \(sizes.count) elements") }
    return (sizes[0], sizes[1])
  }

  /// What one element of a window takes from covered images at each of its places.
  mutating func taken(
    from image: ValueID, _ window: ImageWindow, row: Int, column: Int
  ) throws(ConversionError) -> ValueID {
    let (rows, columns) = (window.rows, window.columns)
    return try part(
      ofImage: image, rows: (row * rows.dilation, rows.count, rows.stride),
      columns: (column * columns.dilation, columns.count, columns.stride),
      isWhole: rows.kernel == 1 && columns.kernel == 1 && rows.stride == 1 && columns.stride == 1)
  }

  /// Images with each channel as many times, one behind the other.
  fileprivate mutating func repeatingChannels(
    _ image: ValueID, _ channels: Int, times: Int
  ) throws(ConversionError) -> ValueID {
    try checkTable(channels, times)
    let order = (0..<channels).flatMap { Array(repeating: $0, count: times) }
    return try emit(.gather(Gather(axis: 3)), image, constant(integers: order))
  }

  /// What comes back through a depthwise filter `[height, width, inputs, multiplier]`, each output
  /// by itself.
  mutating func returned(
    _ gradient: ValueID, through filter: ValueID, channels: Int, _ window: ImageWindow
  ) throws(ConversionError) -> ValueID {
    let turned = try emit(.reverseV2(ReverseV2()), filter, constant(integers: [0, 1]))
    let weights = try reshaped(
      turned, to: [1, window.rows.kernel, window.columns.kernel, channels])
    let operation = DepthwiseConv2D(
      padding: .valid, strideHeight: 1, strideWidth: 1, dilationHeight: window.rows.dilation,
      dilationWidth: window.columns.dilation, depthMultiplier: 1)
    let image = try spreadForReturn(gradient, window)
    return try emit(.depthwiseConv2D(operation), image, weights, zeros(count: channels))
  }

  /// What comes back through a dilated filter `[height, width, inputs, outputs]`.
  mutating func returned(
    _ gradient: ValueID, throughDilated filter: ValueID, _ window: ImageWindow
  ) throws(ConversionError) -> ValueID {
    let inputs = try staticDimension(2, of: filter, called: "filter")
    let turned = try emit(.reverseV2(ReverseV2()), filter, constant(integers: [0, 1]))
    let weights = try transposed(turned, by: [2, 0, 1, 3])
    let operation = Conv2D(
      padding: .valid, strideHeight: 1, strideWidth: 1, dilationHeight: window.rows.dilation,
      dilationWidth: window.columns.dilation)
    let image = try spreadForReturn(gradient, window)
    return try emit(.conv2D(operation), image, weights, zeros(count: inputs))
  }
}
