// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// How a window slides over axes of space.
struct Window {
  var sizes: [Int]
  var strides: [Int]
  var dilations: [Int]
  var isSame: Bool

  var padding: Attribute { .string(isSame ? "SAME" : "VALID") }

  /// What is left of sizes in space.
  func results(_ space: [Int?]) throws -> [Int?] {
    try space.enumerated().map { axis, size in
      guard let size else { return nil }
      let reach = isSame ? 1 : (sizes[axis] - 1) * dilations[axis] + 1
      guard size >= reach else {
        throw importError("a window of \(reach) does not fit into \(size) elements")
      }
      return (size - reach) / strides[axis] + 1
    }
  }

  /// The same with another axis before.
  var withOneBefore: Window {
    Window(
      sizes: [1] + sizes, strides: [1] + strides, dilations: [1] + dilations, isSame: isSame)
  }

  fileprivate func attribute(_ values: [Int]) -> Attribute {
    .list(([1] + values + [1]).map { .integer($0) })
  }
}

extension GraphBuilder {
  /// Channels behind space, if they are before.
  func channelsLast(_ x: Tensor, if isFirst: Bool) throws -> Tensor {
    guard isFirst else { return x }
    try x.requireRank(2...16)
    return try transpose(x, [0] + (2..<x.rank) + [1])
  }

  /// Channels before space, if they are to be.
  func channelsFirst(_ x: Tensor, if isFirst: Bool) throws -> Tensor {
    guard isFirst else { return x }
    try x.requireRank(2...16)
    return try transpose(x, [0, x.rank - 1] + (1..<x.rank - 1))
  }

  /// Convolves one, two or three axes of space with filters: space, inputs, outputs.
  func convolve(_ x: Tensor, _ filter: Tensor, _ window: Window) throws -> Tensor {
    if window.sizes.count == 1 {
      let plane = try convolve(
        expand(x, axis: 1), expand(filter, axis: 0), window.withOneBefore)
      return try squeeze(plane, axes: [1])
    }
    let isVolume = window.sizes.count == 3
    let space = try window.results(Array(x.shape[1..<x.rank - 1]))
    return try emit(
      isVolume ? "Conv3D" : "Conv2D", [x, filter],
      [
        "T": .type(x.type), "strides": window.attribute(window.strides),
        "padding": window.padding, "dilations": window.attribute(window.dilations),
        "data_format": .string(isVolume ? "NDHWC" : "NHWC"),
      ], shape: [x.shape[0]] + space + [filter.shape[filter.rank - 1]])
  }

  /// Convolves each channel by itself with filters: space, inputs, multiplier.
  func convolveDepthwise(_ x: Tensor, _ filter: Tensor, _ window: Window) throws -> Tensor {
    if window.sizes.count == 1 {
      var plane = window.withOneBefore
      // TensorFlow takes the same stride along both axes.
      plane.strides = [window.strides[0], window.strides[0]]
      let result = try convolveDepthwise(expand(x, axis: 1), expand(filter, axis: 0), plane)
      return try squeeze(result, axes: [1])
    }
    let space = try window.results(Array(x.shape[1..<3]))
    let channels = filter.shape[2].flatMap { inputs in filter.shape[3].map { inputs * $0 } }
    return try emit(
      "DepthwiseConv2dNative", [x, filter],
      [
        "T": .type(x.type), "strides": window.attribute(window.strides),
        "padding": window.padding, "dilations": window.attribute(window.dilations),
        "data_format": .string("NHWC"),
      ], shape: [x.shape[0]] + space + [channels])
  }

  /// The gradient of a convolution: filters are space, outputs, inputs.
  func convolveBack(
    _ x: Tensor, _ filter: Tensor, _ window: Window, space: [AxisSize]
  ) throws -> Tensor {
    let isVolume = window.sizes.count == 3
    let channels = filter.shape[filter.rank - 2]
    let sizes = [try size(of: x, 0)] + space + [.known(channels ?? 0)]
    return try emit(
      isVolume ? "Conv3DBackpropInputV2" : "Conv2DBackpropInput", [vector(sizes), filter, x],
      [
        "T": .type(x.type), "strides": window.attribute(window.strides),
        "padding": window.padding, "dilations": window.attribute(window.dilations),
        "data_format": .string(isVolume ? "NDHWC" : "NHWC"),
      ], type: .float32, shape: [x.shape[0]] + space.map(\.known) + [channels])
  }

  /// The largest or the mean of each window, along one, two or three axes of space.
  func pool(_ operation: String, _ x: Tensor, _ window: Window) throws -> Tensor {
    switch window.sizes.count {
    case 1:
      let plane = try pool(operation, expand(x, axis: 1), window.withOneBefore)
      return try squeeze(plane, axes: [1])
    case 2:
      let space = try window.results(Array(x.shape[1..<3]))
      return try emit(
        operation, [x],
        [
          "T": .type(x.type), "ksize": window.attribute(window.sizes),
          "strides": window.attribute(window.strides), "padding": window.padding,
          "data_format": .string("NHWC"),
        ], shape: [x.shape[0]] + space + [x.shape[3]])
    default: return try poolVolume(operation, x, window)
    }
  }

  /// Planes first, then along depth: both the largest and the mean are the same in two steps.
  private func poolVolume(_ operation: String, _ x: Tensor, _ window: Window) throws -> Tensor {
    let sizes = try sizes(of: x)
    func part(_ axes: Range<Int>) -> Window {
      Window(
        sizes: Array(window.sizes[axes]), strides: Array(window.strides[axes]),
        dilations: Array(window.dilations[axes]), isSame: window.isSame)
    }
    let planes = try pool(
      operation, reshape(x, to: [.known(-1)] + sizes[2...]), part(1..<3))
    let planeSizes = try self.sizes(of: planes)
    let inner = planes.shape[1...].compactMap { $0 }.reduce(1, *)
    guard planes.shape[1...].allSatisfy({ $0 != nil }), sizes[1].known != nil else {
      throw importError("volumes of open size are not supported; fix the size of its input")
    }
    var column = part(0..<1)
    column.sizes.append(1)
    column.strides.append(1)
    column.dilations.append(1)
    let columns = try pool(
      operation, reshape(planes, to: [.known(-1), sizes[1], .known(inner), .known(1)]), column)
    return try reshape(
      columns, to: [sizes[0], .known(columns.shape[1] ?? 0)] + planeSizes[1...])
  }

  /// Planes in another size.
  func resize(
    _ operation: String, _ x: Tensor, height: AxisSize, width: AxisSize, alignsCorners: Bool = false
  ) throws -> Tensor {
    try x.requireRank(4...4)
    let result = try emit(
      operation, [x, vector([height, width])],
      [
        "T": .type(x.type), "align_corners": .bool(alignsCorners),
        "half_pixel_centers": .bool(!alignsCorners),
      ], type: operation == "ResizeBilinear" ? .float32 : x.type,
      shape: [x.shape[0], height.known, width.known, x.shape[3]])
    return result
  }
}
