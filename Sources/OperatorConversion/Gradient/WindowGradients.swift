// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import OpenSizes
import Operators
import TensorCore

/// How a window moves along one axis of an image.
struct WindowAxis {
  /// The size of the image.
  let size: Int
  /// How many elements of the image the window takes.
  let kernel: Int
  let stride: Int
  let dilation: Int
  /// At how many places it stands: the size of the result.
  let count: Int
  /// How far it reaches over the start of the image.
  let before: Int

  init(
    size: Int, kernel: Int, stride: Int, dilation: Int, padding: Padding,
    explicit: (before: Int, after: Int) = (0, 0)
  ) {
    (self.size, self.kernel, self.stride, self.dilation) = (size, kernel, stride, dilation)
    let extent = (kernel - 1) * dilation + 1
    if padding == .same {
      count = (size + stride - 1) / stride
      before = max((count - 1) * stride + extent - size, 0) / 2
    } else {
      count = max((size + explicit.before + explicit.after - extent + stride) / stride, 0)
      before = explicit.before
    }
  }

  /// From the first place of the window to the last.
  var reach: Int { (count - 1) * stride + 1 }

  /// How far it reaches over the end of the image; negative where it does not come to the end.
  var after: Int { reach + (kernel - 1) * dilation - size - before }
}

/// How a window moves over images.
struct ImageWindow {
  let rows: WindowAxis
  let columns: WindowAxis
  let padding: Padding

  /// - Parameters:
  ///   - size: height and width of the images.
  ///   - kernel: those of the window.
  init(
    _ node: TensorFlowNode, size: (height: Int, width: Int), kernel: (height: Int, width: Int)
  ) throws(ConversionError) {
    let window = try ConvolutionAttributes(node)
    guard !window.isChannelsFirst else {
      throw node.error("gradients need data_format NHWC; train the model in it")
    }
    padding = window.padding
    let (strides, dilations) = (window.strides, window.dilations)
    let all = [
      strides.height, strides.width, dilations.height, dilations.width, kernel.height, kernel.width,
    ]
    guard all.allSatisfy({ $0 > 0 }) else {
      throw node.error("strides, dilations and the window's sizes must be positive")
    }
    let explicit = window.explicitPaddings ?? Array(repeating: 0, count: 8)
    rows = WindowAxis(
      size: size.height, kernel: kernel.height, stride: strides.height,
      dilation: dilations.height, padding: padding, explicit: (explicit[2], explicit[3]))
    columns = WindowAxis(
      size: size.width, kernel: kernel.width, stride: strides.width,
      dilation: dilations.width, padding: padding, explicit: (explicit[4], explicit[5]))
    guard rows.count > 0, columns.count > 0 else {
      throw node.error("the window is larger than the image")
    }
  }
}

extension Legalizer {
  /// Height and width of an image.
  func extent(
    ofImage value: ValueID
  ) throws(ConversionError) -> (height: Int, width: Int) {
    (
      try staticDimension(1, of: value, called: "image"),
      try staticDimension(2, of: value, called: "image")
    )
  }

  /// Height and width that a shape tells.
  func extent(
    ofShape shape: ValueID, called role: String
  ) throws(ConversionError) -> (height: Int, width: Int) {
    guard let elements = known(shape).elements, elements.count == 4,
      let height = elements[1].number, let width = elements[2].number,
      [height, width].allSatisfy({ (0...Int(Int32.max)).contains($0) })
    else { throw error("'\(role)' needs a known height and width") }
    return (height, width)
  }

  /// Images with zeros around as far as a window reaches over their edges, and without what it does
  /// not come to.
  ///
  /// - Parameter filler: what stands around the images.
  mutating func covered(
    _ image: ValueID, by window: ImageWindow, filler: Float = 0
  ) throws(ConversionError) -> ValueID {
    let (rows, columns) = (window.rows, window.columns)
    let image = try part(
      ofImage: image, rows: (0, rows.size + min(rows.after, 0), 1),
      columns: (0, columns.size + min(columns.after, 0), 1),
      isWhole: rows.after >= 0 && columns.after >= 0)
    return try framed(
      image, rows: (rows.before, max(rows.after, 0)),
      columns: (columns.before, max(columns.after, 0)), filler: filler)
  }

  /// Images with as many rows and columns more before and behind them.
  mutating func framed(
    _ image: ValueID, rows: (Int, Int), columns: (Int, Int), filler: Float = 0
  ) throws(ConversionError) -> ValueID {
    let amounts = [0, 0, rows.0, rows.1, columns.0, columns.1, 0, 0]
    guard amounts.contains(where: { $0 != 0 }) else { return image }
    guard amounts.allSatisfy({ $0 >= 0 }) else {
      throw error("explicit paddings larger than the window are not supported")
    }
    let paddings = try constant(integers: amounts, shape: [4, 2])
    if filler == 0 { return try emit(.pad(Pad()), image, paddings) }
    return try emit(.padV2(PadV2()), image, paddings, float(filler))
  }

  /// Rows and columns of images: the first, how many, and the step from one to the next.
  mutating func part(
    ofImage image: ValueID, rows: (first: Int, count: Int, step: Int),
    columns: (first: Int, count: Int, step: Int), isWhole: Bool = false
  ) throws(ConversionError) -> ValueID {
    guard !isWhole else { return image }
    var masks = StridedSlice.Masks()
    masks.begin = 0b1001
    masks.end = 0b1001
    let begin = try constant(integers: [0, rows.first, columns.first, 0])
    let end = try constant(
      integers: [
        0, rows.first + (rows.count - 1) * rows.step + 1,
        columns.first + (columns.count - 1) * columns.step + 1, 0,
      ])
    let strides = try constant(integers: [1, rows.step, columns.step, 1])
    return try emit(.stridedSlice(StridedSlice(masks: masks)), image, begin, end, strides)
  }

  /// Images with zeros between rows and columns, so that these are `strides` apart.
  mutating func spread(
    _ image: ValueID, _ window: ImageWindow
  ) throws(ConversionError) -> ValueID {
    let strides = [1, window.rows.stride, window.columns.stride, 1]
    guard strides != [1, 1, 1, 1] else { return image }
    return try emit(.dilate(Dilate()), image, constant(integers: strides), float(0))
  }

  /// A gradient of what a window gives, spread and framed so that a turned window, moved by single
  /// steps, comes by each element of the image.
  mutating func spreadForReturn(
    _ gradient: ValueID, _ window: ImageWindow
  ) throws(ConversionError) -> ValueID {
    func frame(_ axis: WindowAxis) -> (Int, Int) {
      ((axis.kernel - 1) * axis.dilation - axis.before, axis.size - axis.reach + axis.before)
    }
    return try framed(
      spread(gradient, window), rows: frame(window.rows), columns: frame(window.columns))
  }
}
