// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers of several tensors.
let mergingLayers: [LayerKind] = [
  LayerKind("Add", mask: .own) { try merged($0) { try $0.add($1, $2) } },
  LayerKind("Subtract", mask: .own) { try merged($0) { try $0.subtract($1, $2) } },
  LayerKind("Multiply", mask: .own) { try merged($0) { try $0.multiply($1, $2) } },
  LayerKind("Maximum", mask: .own) { try merged($0) { try $0.maximum($1, $2) } },
  LayerKind("Minimum", mask: .own) { try merged($0) { try $0.minimum($1, $2) } },
  LayerKind("Average", mask: .own) { call in
    var result = try merged(call) { try $0.add($1, $2) }
    result[0].tensor = try call.builder.multiply(
      result[0].tensor, 1 / Double(max(call.inputs.count, 1)))
    return result
  },
  LayerKind("Concatenate", mask: .own) { call in [try concatenation(call)] },
  LayerKind("Dot") { call in [MaskedTensor(try dotProduct(call))] },
]

/// Tensors joined one after the other, those of lower rank with new axes behind the batch.
private func merged(
  _ call: LayerCall, by join: (GraphBuilder, Tensor, Tensor) throws -> Tensor
) throws -> [MaskedTensor] {
  let inputs = call.inputs
  guard let first = inputs.first else { throw call.config.error("it is called without tensors") }
  let b = call.builder
  let rank = inputs.map(\.tensor.rank).max() ?? 0
  func widened(_ x: Tensor) throws -> Tensor {
    var x = x
    while x.rank < rank { x = try b.expand(x, axis: min(1, x.rank)) }
    return x
  }
  var result = try widened(first.tensor)
  for other in inputs.dropFirst() { result = try join(b, result, widened(other.tensor)) }
  return [MaskedTensor(result, mask: try joinedMask(b, inputs))]
}

/// Keras 2 asks for all masks that there are, Keras 3 for one of them if there are all.
private func joinedMask(_ b: GraphBuilder, _ inputs: [MaskedTensor]) throws -> Tensor? {
  let masks = inputs.compactMap(\.mask)
  guard var result = masks.first else { return nil }
  let isOlder = b.program.kerasVersion < 3
  guard isOlder || masks.count == inputs.count else { return nil }
  for mask in masks.dropFirst() where mask.value != result.value {
    result = try b.emit(
      isOlder ? "LogicalAnd" : "LogicalOr", [result, mask], type: .bool,
      shape: b.broadcast(result.shape, mask.shape))
  }
  return result
}

private func concatenation(_ call: LayerCall) throws -> MaskedTensor {
  let inputs = call.inputs
  guard let first = inputs.first?.tensor else {
    throw call.config.error("it is called without tensors")
  }
  let b = call.builder
  let axis = try first.axis(call.config.integer("axis", default: -1))
  let types = Set(inputs.map(\.tensor.type))
  let tensors =
    types.count == 1 ? inputs.map(\.tensor) : inputs.map { b.cast($0.tensor, to: .float32) }
  let result = tensors.count == 1 ? tensors[0] : try b.concatenate(tensors, axis: axis)
  guard inputs.contains(where: { $0.mask != nil }) else { return MaskedTensor(result) }
  guard axis == 1, first.rank > 2 else {
    return MaskedTensor(result, mask: try joinedMask(b, inputs.filter { $0.mask != nil }))
  }
  // Along steps, those of tensors without a mask all count.
  let masks = try inputs.map { input in
    try input.mask
      ?? b.fill(
        [b.size(of: input.tensor, 0), b.size(of: input.tensor, 1)],
        with: b.constant(ConstantData([UInt8(1)]), type: .bool, shape: [], name: "\(b.scope)/true"))
  }
  return MaskedTensor(result, mask: try b.concatenate(masks, axis: 1))
}

private func dotProduct(_ call: LayerCall) throws -> Tensor {
  let b = call.builder
  guard call.inputs.count == 2 else { throw call.config.error("it needs two tensors") }
  var (x, y) = (call.inputs[0].tensor, call.inputs[1].tensor)
  let axes =
    try call.config["axes"].integers
    ?? Array(repeating: call.config.integer("axes"), count: 2)
  guard axes.count == 2 else { throw call.config.error("setting 'axes' is not two axes") }
  let (i, j) = (try x.axis(axes[0]), try y.axis(axes[1]))
  if try call.config.bool("normalize", default: false) {
    (x, y) = (try b.normalized(x, axes: [i]), try b.normalized(y, axes: [j]))
  }
  if x.rank == 2, y.rank == 2 {
    return try b.reduce("Sum", b.multiply(x, y), axes: [1], keepsAxes: true)
  }
  try x.requireRank(2...7)
  try y.requireRank(2...7)
  // All other axes of the first tensor, then those of the second.
  let letters = Array("bcdefghijklmnop")
  var left: [Character] = ["a"]
  var right: [Character] = ["a"]
  for axis in 1..<x.rank { left.append(axis == i ? "z" : letters[axis]) }
  for axis in 1..<y.rank { right.append(axis == j ? "z" : letters[x.rank + axis]) }
  let output = left.filter { $0 != "z" } + right.filter { $0 != "z" && $0 != "a" }
  return try b.einsum("\(String(left)),\(String(right))->\(String(output))", [x, y])
}
