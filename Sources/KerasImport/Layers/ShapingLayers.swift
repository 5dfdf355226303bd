// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers that only move elements.
let shapingLayers: [LayerKind] = [
  LayerKind(simple: "Flatten") { call, x in try flattened(call, x) },
  LayerKind(simple: "Reshape") { call, x in
    guard let target = call.config["target_shape"].integers else {
      throw call.config.error("setting 'target_shape' is missing")
    }
    return try call.builder.reshapedBehindBatch(x, target)
  },
  LayerKind(simple: "Permute") { call, x in
    guard let order = call.config["dims"].integers else {
      throw call.config.error("setting 'dims' is missing")
    }
    return try call.builder.transpose(x, [0] + order)
  },
  LayerKind(simple: "RepeatVector", mask: .kept) { call, x in
    let count = try call.config.integer("n")
    let b = call.builder
    let multiples: [AxisSize] = [.known(1), .known(count), .known(1)]
    return try b.tile(b.expand(x, axis: 1), multiples)
  },
  LayerKind(simple: "Cropping1D") { try cropping($0, $1, axes: 1) },
  LayerKind(simple: "Cropping2D") { try cropping($0, $1, axes: 2) },
  LayerKind(simple: "Cropping3D") { try cropping($0, $1, axes: 3) },
  LayerKind(simple: "ZeroPadding1D") { try zeroPadding($0, $1, axes: 1) },
  LayerKind(simple: "ZeroPadding2D") { try zeroPadding($0, $1, axes: 2) },
  LayerKind(simple: "ZeroPadding3D") { try zeroPadding($0, $1, axes: 3) },
  LayerKind(simple: "UpSampling1D") { call, x in
    try call.builder.repeated(x, call.config.integer("size", default: 2), axis: 1)
  },
  LayerKind(simple: "UpSampling2D") { call, x in try upSampling(call, x) },
  LayerKind(simple: "UpSampling3D") { call, x in
    let sizes = try call.config.integers("size", count: 3, default: 2)
    var result = x
    for (axis, size) in sizes.enumerated() {
      result = try call.builder.repeated(
        result, size, axis: axis + (call.config.isChannelsFirst ? 2 : 1))
    }
    return result
  },
]

extension GraphBuilder {
  /// The elements of each sample in another shape, of which one size may be -1.
  func reshapedBehindBatch(_ x: Tensor, _ target: [Int]) throws -> Tensor {
    var target = target
    let own = x.shape.dropFirst().compactMap { $0 }
    if let open = target.firstIndex(of: -1), own.count == x.rank - 1 {
      let others = target.filter { $0 != -1 }
      let rest = others.reduce(1) { $0.saturatingProduct($1) }
      guard others.allSatisfy({ $0 > 0 }), own.reduce(1, *) % rest == 0 else {
        throw importError("shape \(text(x.shape)) does not become \(target) for each sample")
      }
      target[open] = own.reduce(1, *) / rest
    }
    return try reshape(x, to: [size(of: x, 0)] + target.map { .known($0) })
  }
}

private func flattened(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let b = call.builder
  guard x.rank > 1 else { return try b.expand(x, axis: 1) }
  var input = x
  if call.config.isChannelsFirst, x.rank > 2 {
    input = try b.transpose(x, [0] + (2..<x.rank) + [1])
  }
  return try b.reshapedBehindBatch(input, [-1])
}

private func cropping(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let first = call.config.isChannelsFirst ? 2 : 1
  guard x.rank == axes + 2 else { throw call.config.error("its input has rank \(x.rank)") }
  var spans = Array(repeating: GraphBuilder.Span.all, count: first)
  for (before, after) in try call.config.pairs("cropping", count: axes) {
    spans.append(GraphBuilder.Span(begin: before, end: after == 0 ? nil : -after))
  }
  return try call.builder.slice(x, spans)
}

private func zeroPadding(_ call: LayerCall, _ x: Tensor, axes: Int) throws -> Tensor {
  let first = call.config.isChannelsFirst ? 2 : 1
  guard x.rank == axes + 2 else { throw call.config.error("its input has rank \(x.rank)") }
  var paddings = Array(repeating: (0, 0), count: x.rank)
  for (axis, padding) in try call.config.pairs("padding", count: axes).enumerated() {
    paddings[first + axis] = padding
  }
  return try call.builder.pad(x, paddings)
}

private func upSampling(_ call: LayerCall, _ x: Tensor) throws -> Tensor {
  let b = call.builder
  let factors = try call.config.integers("size", count: 2, default: 2)
  let input = try b.channelsLast(x, if: call.config.isChannelsFirst)
  let height = try b.scaled(b.size(of: input, 1), by: factors[0])
  let width = try b.scaled(b.size(of: input, 2), by: factors[1])
  let method = try call.config.string("interpolation", default: "nearest")
  let result = try b.interpolated(input, method, height: height, width: width)
  return try b.channelsFirst(result, if: call.config.isChannelsFirst)
}
