// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// Layers in which each step looks at others.
let attentionLayers: [LayerKind] = [
  LayerKind(
    "MultiHeadAttention", mask: .own, variables: { try headVariables($0) },
    call: { try multiHeadAttention($0) }),
  LayerKind(
    "GroupedQueryAttention", "GroupQueryAttention", mask: .own,
    variables: { try headVariables($0) }, call: { try groupedQueryAttention($0) }),
  LayerKind(
    "Attention", mask: .own,
    variables: { config in
      let isScaled = try config.bool("use_scale", default: false)
      let isConcatenated = config["score_mode"].string == "concat"
      return LayerVariable.list(
        (isScaled ? ["scale"] : []) + (isConcatenated ? ["concat_score_weight"] : []))
    }, call: { try dotAttention($0) }),
  LayerKind(
    "AdditiveAttention", mask: .own,
    variables: { config in
      LayerVariable.list(try config.bool("use_scale", default: true) ? ["scale"] : [])
    }, call: { try additiveAttention($0) }),
]

/// Projections of query, key, gate, value and result, each a kernel and a bias.
private func headVariables(_ config: LayerConfig) throws -> [LayerVariable] {
  let isGated = try config.bool("use_gate", default: false)
  let hasBias = try config.bool("use_bias", default: true)
  let names = ["query", "key"] + (isGated ? ["gate"] : []) + ["value", "output"]
  return names.flatMap { name in
    (["kernel"] + (hasBias ? ["bias"] : [])).enumerated().map { index, part in
      LayerVariable("\(name)_\(part)", index, in: ["\(name)_dense", "_\(name)_dense"])
    }
  }
}

extension LayerCall {
  /// A projection to heads: `…d,dnh->…nh`.
  fileprivate func projected(_ x: Tensor, _ name: String, heads: Int, size: Int) throws -> Tensor {
    try x.requireRank(2...9)
    let letters = String("bcefgijk".prefix(x.rank - 1))
    let kernel = try weight("\(name)_kernel", [x.shape[x.rank - 1], heads, size])
    var result = try builder.einsum("\(letters)d,dnh->\(letters)nh", [x, kernel])
    if try config.bool("use_bias", default: true) {
      result = try builder.add(result, weight("\(name)_bias", [heads, size]))
    }
    return result
  }

  /// The heads joined again: `…nh,nhd->…d`.
  fileprivate func joined(_ x: Tensor, heads: Int, size: Int) throws -> Tensor {
    let letters = String("bcefgijk".prefix(x.rank - 2))
    guard let stored = layer.weights["output_kernel"] else {
      throw config.error("the file has no weight 'output_kernel'")
    }
    guard stored.shape.count == 3 else {
      throw config.error(
        "its output_shape has \(stored.shape.count - 2) axes, one is supported")
    }
    let kernel = try weight("output_kernel", [heads, size, nil])
    var result = try builder.einsum("\(letters)nh,nhd->\(letters)d", [x, kernel])
    if try config.bool("use_bias", default: true) {
      result = try builder.add(result, weight("output_bias", [kernel.shape[2]]))
    }
    return result
  }

  /// Keras 3 has two ways to the scores, one of which clears what is masked.
  fileprivate func zeroesMasked(rank: Int) throws -> Bool {
    guard builder.program.kerasVersion >= 3 else { return false }
    return try config.number("dropout", default: 0) > 0 || flag("return_attention_scores")
      || rank != 3
  }

  fileprivate func flag(_ name: String) -> Bool {
    keywords[name]?.json?.bool ?? false
  }

  /// Query, value and key, the last of which may be the value.
  fileprivate func attended() throws -> (MaskedTensor, MaskedTensor, MaskedTensor) {
    guard let query = argument(0, "query")?.tensors.first,
      let value = argument(1, "value")?.tensors.first
    else { throw config.error("it is called without query or value") }
    let key = argument(2, "key")?.tensors.first
    return (query, value, key ?? value)
  }

  private func mask(_ name: String, of tensor: MaskedTensor?) -> Tensor? {
    keywords[name]?.tensors.first?.tensor ?? tensor?.mask
  }

  /// Which keys each query sees, with an axis for heads behind the batch; nil where it sees all.
  fileprivate func attentionMask(
    _ query: MaskedTensor, _ value: MaskedTensor, _ key: MaskedTensor
  ) throws -> Tensor? {
    let b = builder
    var masks: [Tensor] = []
    if let mask = mask("query_mask", of: query) { masks.append(try b.expand(mask, axis: 2)) }
    if let mask = mask("value_mask", of: value) { masks.append(try b.expand(mask, axis: 1)) }
    let hasKey = argument(2, "key")?.tensors.first != nil
    if hasKey, let mask = mask("key_mask", of: key) { masks.append(try b.expand(mask, axis: 1)) }
    if flag("use_causal_mask") {
      masks.append(try causalMask(b.size(of: query.tensor, 1), b.size(of: value.tensor, 1)))
    }
    if let width = config["sliding_window"].integer {
      masks.append(
        try windowMask(b.size(of: query.tensor, 1), b.size(of: value.tensor, 1), width: width))
    }
    if let given = keywords["attention_mask"]?.tensors.first?.tensor {
      masks.append(try b.comparison("NotEqual", given, b.scalar(0, like: given)))
    }
    guard var mask = masks.first else { return nil }
    for other in masks.dropFirst() {
      mask = try b.emit(
        "LogicalAnd", [mask, other], type: .bool, shape: b.broadcast(mask.shape, other.shape))
    }
    return mask.rank == 3 ? try b.expand(mask, axis: 1) : mask
  }

  /// Steps up to one's own, as `[1, queries, keys]`.
  fileprivate func causalMask(_ queries: AxisSize, _ keys: AxisSize) throws -> Tensor {
    let b = builder
    let rows = try b.expand(b.range(queries), axis: 1)
    let columns = try b.expand(b.range(keys), axis: 0)
    return try b.expand(b.comparison("GreaterEqual", rows, columns), axis: 0)
  }

  /// Steps nearer than `width`, as `[1, queries, keys]`.
  private func windowMask(
    _ queries: AxisSize, _ keys: AxisSize, width: Int
  ) throws -> Tensor {
    let b = builder
    let rows = try b.expand(b.range(queries), axis: 1)
    let columns = try b.expand(b.range(keys), axis: 0)
    let distance = try b.unary("Abs", b.subtract(rows, columns))
    return try b.expand(
      b.comparison("Less", distance, b.scalar(Double(width), like: distance)), axis: 0)
  }
}

/// The labels of axes: those of keys and values, of queries, and of the scores between them.
private struct AttentionTerms {
  let source: String
  let target: String
  let scores: String

  /// - Parameter rank: without the axis of heads, which is before the last one.
  init(rank: Int, axes: [Int]) {
    let letters = Array("abcdefghij".prefix(rank - 1)) + ["y", "z"]
    let others = Array("klmnopqrst")
    var source = letters
    for (index, axis) in axes.enumerated() { source[axis] = others[index] }
    let outer = letters.indices.dropLast().filter { !axes.contains($0) }.map { letters[$0] }
    target = String(letters)
    self.source = String(source)
    scores = String(outer + axes.map { letters[$0] } + axes.map { source[$0] })
  }
}

private func multiHeadAttention(_ call: LayerCall) throws -> [MaskedTensor] {
  let b = call.builder
  let (query, value, key) = try call.attended()
  let rank = query.tensor.rank
  try query.tensor.requireRank(3...9)
  let axes =
    call.config["attention_axes"].integers ?? call.config["attention_axes"].integer.map { [$0] }
  let attended = try (axes ?? Array(1..<rank - 1)).map { try query.tensor.axis($0) }
  guard !attended.isEmpty, !attended.contains(0), !attended.contains(rank - 1) else {
    throw call.config.error("attention along axes \(attended) of \(rank) is not supported")
  }
  let terms = AttentionTerms(rank: rank, axes: attended)
  let heads = try call.config.integer("num_heads")
  let size = try call.config.integer("key_dim")
  let valueSize = call.config["value_dim"].integer ?? size
  var q = try call.projected(b.cast(query.tensor, to: .float32), "query", heads: heads, size: size)
  let k = try call.projected(b.cast(key.tensor, to: .float32), "key", heads: heads, size: size)
  let v = try call.projected(
    b.cast(value.tensor, to: .float32), "value", heads: heads, size: valueSize)
  q = try b.multiply(q, 1 / Double(size).squareRoot())
  var scores = try b.einsum("\(terms.source),\(terms.target)->\(terms.scores)", [k, q])
  var mask = try call.attentionMask(query, value, key)
  while attended.count > 1 || rank > 3, let narrow = mask, narrow.rank < scores.rank {
    // Masks are of the attended axes; before these come other axes and heads.
    mask = try b.expand(narrow, axis: narrow.rank - 2 * attended.count)
  }
  scores = try b.maskedSoftmax(
    scores, axes: attended.indices.map { -1 - $0 }, mask: mask,
    zeroesMasked: call.zeroesMasked(rank: query.tensor.rank))
  var result = try b.einsum("\(terms.scores),\(terms.source)->\(terms.target)", [scores, v])
  if try call.config.bool("use_gate", default: false) {
    result = try call.gated(result, query.tensor, heads: heads, size: valueSize)
  }
  let output = try call.joined(result, heads: heads, size: valueSize)
  return [MaskedTensor(output, mask: query.mask)]
    + (call.flag("return_attention_scores") ? [MaskedTensor(scores)] : [])
}

extension LayerCall {
  fileprivate func gated(_ x: Tensor, _ query: Tensor, heads: Int, size: Int) throws -> Tensor {
    try builder.multiply(
      x, builder.unary("Sigmoid", projected(query, "gate", heads: heads, size: size)))
  }
}

private func groupedQueryAttention(_ call: LayerCall) throws -> [MaskedTensor] {
  let b = call.builder
  let (query, value, key) = try call.attended()
  let size = try call.config.integer("head_dim")
  let heads = try call.config.integer("num_query_heads")
  let groups = try call.config.integer("num_key_value_heads")
  guard groups > 0, heads % groups == 0 else {
    throw call.config.error("\(heads) heads are not divided by \(groups)")
  }
  var q = try call.projected(query.tensor, "query", heads: heads, size: size)
  let k = try b.repeated(
    call.projected(key.tensor, "key", heads: groups, size: size), heads / groups, axis: 2)
  let v = try b.repeated(
    call.projected(value.tensor, "value", heads: groups, size: size), heads / groups, axis: 2)
  q = try b.multiply(q, 1 / Double(size).squareRoot())
  var scores = try b.einsum("bsnh,btnh->bnts", [k, q])
  scores = try b.maskedSoftmax(
    scores, axes: [-1], mask: call.attentionMask(query, value, key),
    zeroesMasked: call.zeroesMasked(rank: query.tensor.rank))
  var result = try b.einsum("bnts,bsnh->btnh", [scores, v])
  if try call.config.bool("use_gate", default: false) {
    result = try call.gated(result, query.tensor, heads: heads, size: size)
  }
  let output = try call.joined(result, heads: heads, size: size)
  return [MaskedTensor(output, mask: query.mask)]
    + (call.flag("return_attention_scores") ? [MaskedTensor(scores)] : [])
}

// MARK: - Attention without projections

/// Query, value and key of a call with a list of these.
private func listed(_ call: LayerCall) throws -> (MaskedTensor, MaskedTensor, MaskedTensor) {
  let inputs = call.inputs
  guard (2...3).contains(inputs.count) else {
    throw call.config.error("it is called with \(inputs.count) tensors, needs query and value")
  }
  return (inputs[0], inputs[1], inputs.count > 2 ? inputs[2] : inputs[1])
}

/// The values weighted by scores.
private func weighted(_ call: LayerCall, _ scores: Tensor) throws -> [MaskedTensor] {
  let b = call.builder
  let (query, value, _) = try listed(call)
  let given = call.keywords["mask"]?.tensors.map(\.tensor) ?? []
  let queryMask = given.first ?? query.mask
  let valueMask = given.count > 1 ? given[1] : value.mask
  var mask = try valueMask.map { try b.expand($0, axis: 1) }
  let isCausal = try call.flag("use_causal_mask") || call.config.bool("causal", default: false)
  if isCausal {
    let causal = try call.causalMask(b.size(of: scores, 1), b.size(of: scores, 2))
    mask =
      try mask.map {
        try b.emit(
          "LogicalAnd", [$0, causal], type: .bool, shape: b.broadcast($0.shape, causal.shape))
      } ?? causal
  }
  let weights = try b.maskedSoftmax(scores, axes: [-1], mask: mask)
  var result = try b.matMul(weights, value.tensor)
  if let queryMask {
    result = try b.multiply(result, b.cast(b.expand(queryMask, axis: 2), to: .float32))
  }
  return [MaskedTensor(result, mask: queryMask)]
    + (call.flag("return_attention_scores") ? [MaskedTensor(weights)] : [])
}

private func dotAttention(_ call: LayerCall) throws -> [MaskedTensor] {
  let b = call.builder
  let (query, _, key) = try listed(call)
  let isScaled = try call.config.bool("use_scale", default: false)
  guard call.config["score_mode"].string == "concat" else {
    var scores = try b.matMul(query.tensor, key.tensor, transposeY: true)
    if isScaled { scores = try b.multiply(scores, call.weight("scale", [])) }
    return try weighted(call, scores)
  }
  var sum = try b.add(b.expand(query.tensor, axis: 2), b.expand(key.tensor, axis: 1))
  if isScaled { sum = try b.multiply(sum, call.weight("scale", [])) }
  let total = try b.reduce("Sum", b.unary("Tanh", sum), axes: [-1])
  return try weighted(call, b.multiply(total, call.weight("concat_score_weight", [])))
}

private func additiveAttention(_ call: LayerCall) throws -> [MaskedTensor] {
  let b = call.builder
  let (query, _, key) = try listed(call)
  let sum = try b.add(b.expand(query.tensor, axis: 2), b.expand(key.tensor, axis: 1))
  var terms = try b.unary("Tanh", sum)
  if try call.config.bool("use_scale", default: true) {
    terms = try b.multiply(terms, call.weight("scale", [query.tensor.shape.last ?? nil]))
  }
  return try weighted(call, b.reduce("Sum", terms, axes: [-1]))
}
