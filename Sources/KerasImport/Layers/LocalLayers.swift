// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Convolutions of Keras 2 with weights of its own for each place.
let localLayers: [LayerKind] = [
  LayerKind(simple: "LocallyConnected1D", variables: kernelAndBias) {
    try locallyConnected($0, $1, axes: 1)
  },
  LayerKind(simple: "LocallyConnected2D", variables: kernelAndBias) {
    try locallyConnected($0, $1, axes: 2)
  },
]

/// From where to where a layer goes: sizes in space and channels.
private struct LocalShape {
  let window: Window
  let input: [Int]
  let output: [Int]
  let channels: Int
  let filters: Int

  /// Places in space in row-major order.
  private static func places(_ sizes: [Int]) -> [[Int]] {
    sizes.reduce([[]]) { places, size in places.flatMap { place in (0..<size).map { place + [$0] } }
    }
  }

  /// Every element of the result with those of the input that it sees, in rising order: numbers of
  /// elements with channels last.
  func forEachPair(_ body: (_ output: Int, _ input: Int) -> Void) {
    for (number, place) in Self.places(output).enumerated() {
      let seen = Self.places(input).enumerated().filter { _, other in
        zip(place.indices, other).allSatisfy { axis, position in
          let reach = window.sizes[axis]
          // With padding the window lies around where it is, without it begins there.
          let before = window.isSame ? reach / 2 : 0
          let start = place[axis] * window.strides[axis] - before
          return (start..<start + reach).contains(position)
        }
      }
      for filter in 0..<filters {
        for (element, _) in seen {
          for channel in 0..<channels {
            body(number * filters + filter, element * channels + channel)
          }
        }
      }
    }
  }
}

private func locallyConnected(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let config = call.config
  let b = call.builder
  guard !config.isChannelsFirst else {
    throw config.error("data_format channels_first is not supported; use channels_last")
  }
  let (window, _) = try config.window(axes: axes)
  let input = try call.prepared(x, axes: axes, window, isCausal: false)
  let sizes = input.shape.dropFirst().compactMap { $0 }
  let output = try window.results(Array(input.shape[1...axes])).compactMap { $0 }
  let filters = try config.integer("filters")
  guard sizes.count == axes + 1, output.count == axes else {
    throw config.error("its input has an open size; fix the shape of the model's input")
  }
  let shape = LocalShape(
    window: window, input: Array(sizes.dropLast()), output: output, channels: sizes[axes],
    filters: filters)
  var result =
    try config.integer("implementation", default: 1) == 1
    ? placeByPlace(call, input, shape) : asOneProduct(call, input, shape)
  if try config.bool("use_bias", default: true) {
    result = try b.add(result, call.weight("bias", output + [filters]))
  }
  return try call.activated(result)
}

/// A kernel for each place, of the elements that the window sees there.
private func placeByPlace(_ call: LayerCall, _ x: Tensor, _ shape: LocalShape) throws -> Tensor {
  let b = call.builder
  let count = shape.output.reduce(1, *)
  let area = shape.window.sizes.reduce(shape.channels) { $0.saturatingProduct($1) }
  let kernel = try call.weight("kernel", [count, area, shape.filters])
  let plane = shape.window.sizes.count == 1 ? try b.expand(x, axis: 1) : x
  let window = shape.window.sizes.count == 1 ? shape.window.withOneBefore : shape.window
  let patches = try b.reshape(b.patches(plane, window), [-1, count, area])
  let product = try b.einsum("bpf,pfo->bpo", [patches, kernel])
  return try b.reshape(product, [-1] + shape.output + [shape.filters])
}

/// One matrix of all weights, which is 0 where a place does not see an element.
private func asOneProduct(_ call: LayerCall, _ x: Tensor, _ shape: LocalShape) throws -> Tensor {
  let b = call.builder
  let rows = shape.input.reduce(shape.channels, *)
  let columns = shape.output.reduce(shape.filters) { $0.saturatingProduct($1) }
  guard rows.saturatingProduct(columns) <= 1 << 26 else {
    throw call.config.error("its weights are too many")
  }
  let isSparse = try call.config.integer("implementation", default: 1) == 3
  let kernel =
    isSparse
    ? try call.array("kernel", [nil])
    : try call.array(
      "kernel", shape.input + [shape.channels] + shape.output + [shape.filters])
  let given = kernel.numbers
  var pairs: [(output: Int, input: Int)] = []
  shape.forEachPair { pairs.append(($0, $1)) }
  guard !isSparse || given.count == pairs.count else {
    throw call.config.error("its kernel has \(given.count) weights, expected \(pairs.count)")
  }
  var matrix = Array(repeating: Float(0), count: rows * columns)
  for (index, pair) in pairs.enumerated() {
    let place = pair.input * columns + pair.output
    matrix[place] = given[isSparse ? index : place]
  }
  let product = try b.dense(
    b.reshape(x, [-1, rows]), b.constant(matrix, shape: [rows, columns]))
  return try b.reshape(product, [-1] + shape.output + [shape.filters])
}
