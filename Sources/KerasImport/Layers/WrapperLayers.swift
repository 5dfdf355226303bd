// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// The layer that a wrapper has.
func wrapped(_ config: LayerConfig) throws -> [Sublayer] {
  [Sublayer(key: "layer", parts: ["layer"], config: try LayerConfig(config["layer"]))]
}

/// Layers that call another one.
let wrapperLayers: [LayerKind] = [
  LayerKind("TimeDistributed", mask: .kept, sublayers: wrapped) { call in
    [MaskedTensor(try timeDistributed(call))]
  },
  LayerKind("Bidirectional", mask: .own, sublayers: bothDirections) { call in
    try bidirectional(call)
  },
]

private func timeDistributed(_ call: LayerCall) throws -> Tensor {
  let b = call.builder
  let x = try call.input()
  guard x.rank >= 3 else { throw call.config.error("its input has rank \(x.rank), needs 3") }
  let outer = try [b.size(of: x, 0), b.size(of: x, 1)]
  let inner = try (2..<x.rank).map { try b.size(of: x, $0) }
  // The samples of all steps are one batch.
  let flat = try b.reshape(x, to: [.known(-1)] + inner)
  let result = try call.call(call.layer.sublayer("layer"), on: flat)
  try result.requireRank(1...16)
  let own = try (1..<result.rank).map { try b.size(of: result, $0) }
  return try b.reshape(result, to: outer + own)
}

private func bothDirections(_ config: LayerConfig) throws -> [Sublayer] {
  let forward = try LayerConfig(config["layer"])
  let zeroes: [String: JSON] = [
    "zero_output_for_mask": .bool(try forward.bool("return_sequences", default: false))
  ]
  let backward =
    config["backward_layer"].object == nil
    ? forward.renamed("backward_\(forward.name)").with([
      "go_backwards": .bool(try !forward.bool("go_backwards", default: false))
    ])
    : try LayerConfig(config["backward_layer"])
  return [
    Sublayer(key: "forward", parts: ["forward_layer"], config: forward.with(zeroes)),
    Sublayer(key: "backward", parts: ["backward_layer"], config: backward.with(zeroes)),
  ]
}

private func bidirectional(_ call: LayerCall) throws -> [MaskedTensor] {
  let forward = try call.layer.sublayer("forward")
  let backward = try call.layer.sublayer("backward")
  let states =
    call.argument(1, "initial_state")?.tensors ?? Array(call.inputs.dropFirst())
  let half = states.count / 2
  func run(_ layer: Layer, _ states: ArraySlice<MaskedTensor>) throws -> [MaskedTensor] {
    guard let sequence = call.inputs.first else {
      throw call.config.error("it is called without a tensor")
    }
    var keywords: [String: Argument] = [:]
    if let mask = call.mask { keywords["mask"] = .tensor(MaskedTensor(mask)) }
    if !states.isEmpty { keywords["initial_state"] = .list(states.map { .tensor($0) }) }
    return try call.call(layer, [.tensor(sequence)], keywords)
  }
  let ahead = try run(forward, states.prefix(half))
  var back = try run(backward, states.suffix(half))
  let b = call.builder
  let returnsSequences = try forward.config.bool("return_sequences", default: false)
  if returnsSequences {
    let axis = try forward.config.bool("time_major", default: false) ? 0 : 1
    back[0].tensor = try b.reverse(back[0].tensor, axes: [axis])
  }
  let (x, y) = (ahead[0].tensor, back[0].tensor)
  let merged: [Tensor]
  // Without a mode both results stay apart.
  switch call.config["merge_mode"].string {
  case "concat": merged = [try b.concatenate([x, y], axis: -1)]
  case "sum": merged = [try b.add(x, y)]
  case "ave": merged = [try b.multiply(b.add(x, y), 0.5)]
  case "mul": merged = [try b.multiply(x, y)]
  case nil: merged = [x, y]
  case let mode?: throw call.config.error("merge_mode '\(mode)' is not known")
  }
  let mask = returnsSequences ? call.mask : nil
  return merged.map { MaskedTensor($0, mask: mask) } + ahead.dropFirst() + back.dropFirst()
}
