// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Checks once what the values of a decoded model mean, so that whoever runs it can trust its
/// indices, constants and order.
///
/// What depends on an operator's meaning (arity, shapes, types) is checked when the operator is
/// prepared. Positions and lengths of the file itself were checked when it was decoded.
///
/// - V1: the version is 3.
/// - V2: there is at least one subgraph.
/// - V3: the buffers of metadata exist.
/// - V4: external buffers are in groups that exist, whose names are file names and no paths.
/// - V5: signatures name inputs and outputs of a subgraph that exists, each name once (those of a
///   file that name other tensors are in ``LiteModel/staleSignatures``).
/// - V6: the buffers of tensors exist, external ones included.
/// - V7: dimensions are not negative, their product does not overflow, and a tensor that is no
///   constant does not exceed ``Limits/tensorByteCount``.
/// - V8: a shape signature has a number from −1 for each dimension.
/// - V9: a constant has as many bytes as its shape and type take.
/// - V10: the offsets of a constant of strings lie inside of it, in order.
/// - V11: there are as many zero points as scales, one for the tensor or one for each index along
///   an axis that exists.
/// - V12: scales are finite and positive, those of a constant possibly 0; zero points are values of
///   the type (see ``CheckedQuantization``).
/// - V13: tensors that hold scales and zero points of blocks exist, blocks are not empty.
/// - V14: the levels of a sparse constant agree with its shape, with each other and with its
///   bytes.
/// - V15: operands exist; only inputs and intermediates may be absent (−1).
/// - V16: no operator and no caller writes to a constant.
/// - V17: no tensor is input and output of one operator.
/// - V18: no tensor is written twice, or given by the caller and written.
/// - V19: what an operator or caller reads is a constant, a variable, an input, empty, or written
///   before. Custom operators may have scratch tensors that nothing writes among their inputs.
/// - V20: operators have a number that the format knows, a version from 1, and a name if custom.
/// - V21: options are those of the operator.
/// - V22: subgraphs that operators call exist, and none calls itself, directly or in a ring.
package struct LiteVerifier: ~Escapable {
  /// What a model may ask for at most.
  package struct Limits: Sendable {
    /// Bytes of one tensor that is no constant.
    package var tensorByteCount: Int

    package init(tensorByteCount: Int = 1 << 30) {
      self.tensorByteCount = tensorByteCount
    }
  }

  let model: LiteModel
  let bytes: RawSpan
  let limits: Limits

  @_lifetime(copy bytes)
  private init(model: LiteModel, bytes: RawSpan, limits: Limits) {
    self.model = model
    self.bytes = bytes
    self.limits = limits
  }

  /// Checks `model`, decoded from `bytes`.
  ///
  /// - Throws: the first constraint that is violated: where, what was found, what is allowed.
  package static func verify(
    _ model: LiteModel, bytes: RawSpan, limits: Limits = Limits()
  ) throws(FormatError) {
    let verifier = LiteVerifier(model: model, bytes: bytes, limits: limits)
    try verifier.checkModel()
    for (index, subgraph) in model.subgraphs.enumerated() {
      do throws(FormatError) {
        for tensor in subgraph.tensors.indices { try verifier.checkTensor(tensor, of: subgraph) }
        for entry in subgraph.operators.indices { try verifier.checkOperator(entry, of: subgraph) }
        try verifier.checkOrder(subgraph)
      } catch {
        throw error.inside("\(label("subgraph", index, subgraph.name))")
      }
    }
    try verifier.checkCalls()
  }

  private func checkModel() throws(FormatError) {
    guard model.version == 3 else {  // V1
      throw FormatError("the format's version is \(model.version), known is 3")
    }
    guard !model.subgraphs.isEmpty else {  // V2
      throw FormatError("the model has no subgraph")
    }
    for entry in model.metadata where entry.buffer >= model.buffers.count {  // V3
      throw FormatError(
        "metadata '\(entry.name)': buffer \(entry.buffer), the model has \(model.buffers.count)")
    }
    try checkExternalBuffers()
    for (index, signature) in model.signatures.enumerated() {
      do throws(FormatError) {
        try check(signature)
      } catch {
        throw error.inside("\(Self.label("signature", index, signature.key))")
      }
    }
  }

  private func checkExternalBuffers() throws(FormatError) {
    for name in model.externalBufferGroups {  // V4
      let isPath = Array(name.utf8).contains { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      if name.isEmpty || isPath || name.isSame(as: ".") || name.isSame(as: "..") {
        throw FormatError("external buffers in '\(name)', which is no file name")
      }
    }
    for buffer in model.externalBuffers where buffer.group >= model.externalBufferGroups.count {
      throw FormatError(  // V4
        "external buffer \(buffer.id): group \(buffer.group), "
          + "the model has \(model.externalBufferGroups.count)")
    }
  }

  private func check(_ signature: LiteModel.Signature) throws(FormatError) {
    guard signature.subgraph < model.subgraphs.count else {  // V5
      throw FormatError(
        "subgraph \(signature.subgraph), the model has \(model.subgraphs.count)")
    }
    let subgraph = model.subgraphs[signature.subgraph]
    try check(signature.inputs, among: subgraph.inputs, "input")
    try check(signature.outputs, among: subgraph.outputs, "output")
  }

  private func check(
    _ named: [LiteModel.NamedTensor], among tensors: [Int], _ kind: StaticString
  ) throws(FormatError) {
    if let reason = model.stranger(named, to: tensors, kind) {  // V5
      throw FormatError("\(reason)")
    }
    let order = sortedIndices(named.count) { named[$0].name.order(to: named[$1].name) < 0 }
    for (index, next) in zip(order, order.dropFirst())
    where named[index].name.isSame(as: named[next].name) {  // V5
      throw FormatError("\(kind) '\(named[next].name)' comes twice")
    }
  }

  /// As in `tensor 3 'conv/kernel'`.
  static func label(_ kind: StaticString, _ index: Int, _ name: String) -> String {
    name.isEmpty ? "\(kind) \(index)" : "\(kind) \(index) '\(name)'"
  }
}
