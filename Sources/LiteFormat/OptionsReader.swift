// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Where an operator's options lie in its file, and whose they are.
package struct OptionsReference: Hashable, Sendable {
  package let kind: OptionsKind
  /// The position of the options' table.
  package let position: Int

  package init(kind: OptionsKind, position: Int) {
    self.kind = kind
    self.position = position
  }
}

/// An operator's options in a file, for the operator's own view to be opened over.
///
/// `try Conv2DOptionsView(reader)` is the view of a convolution's options; without options all
/// fields have their default, options of another operator are an error.
package struct OptionsReader: ~Escapable {
  package let bytes: RawSpan
  package let options: OptionsReference?
  /// The options of a custom operator; empty for others.
  package let customOptions: ByteRange
  /// What a file calls a custom operator; empty for others.
  package let customName: String
  /// Where the operator stands; nil where that does not matter.
  private let place: Place?

  /// What some operators read of the model around them.
  private struct Place {
    let subgraphs: [LiteModel.Subgraph]
    let results: [LiteModel.Tensor]
  }

  @_lifetime(copy bytes)
  package init(
    bytes: RawSpan, options: OptionsReference? = nil, customOptions: ByteRange = .empty,
    customName: String = ""
  ) {
    self.bytes = bytes
    self.options = options
    self.customOptions = customOptions
    self.customName = customName
    place = nil
  }

  /// The options of `entry`, an operator of a model decoded from `bytes`.
  @_lifetime(copy bytes)
  package init(of entry: LiteModel.OperatorEntry, in bytes: RawSpan) {
    self.init(
      bytes: bytes, options: entry.options, customOptions: entry.customOptions,
      customName: entry.customCode ?? "")
  }

  /// The options of `entry`, an operator of a subgraph of a verified model decoded from `bytes`.
  ///
  /// Without these nothing is known of what is around the operator.
  @_lifetime(copy bytes)
  package init(
    of entry: LiteModel.OperatorEntry, in bytes: RawSpan, subgraph: LiteModel.Subgraph?,
    of model: LiteModel?
  ) {
    self.bytes = bytes
    options = entry.options
    customOptions = entry.customOptions
    customName = entry.customCode ?? ""
    // Few operators look around: the others need not pay for it.
    if Self.looksAround(entry.code), let subgraph, let model {
      place = Place(
        subgraphs: model.subgraphs, results: entry.outputs.map { subgraph.tensors[$0] })
    } else {
      place = nil
    }
  }

  private static func looksAround(_ code: BuiltinOperator) -> Bool {
    switch code {
    case .bitcast, .stablehloReduceWindow, .stablehloScatter, .stablehloRngBitGenerator: true
    default: false
    }
  }

  /// How a subgraph makes one number of two.
  package enum Joint {
    /// The model is not at hand.
    case unknown
    /// It gives the second.
    case second
    /// By one operator.
    case operation(BuiltinOperator)
  }

  /// How subgraph `index` makes one number of two.
  ///
  /// - Throws: if it does not have two inputs and one output, or computes that by more than one
  ///   operator.
  package func joint(of index: Int) throws(FormatError) -> Joint {
    guard let place else { return .unknown }
    let body = place.subgraphs[index]
    guard body.inputs.count == 2, body.outputs.count == 1 else {
      throw FormatError("subgraph \(index) does not make one number of two")
    }
    if body.operators.isEmpty, body.outputs[0] == body.inputs[1] { return .second }
    guard body.operators.count == 1, body.operators[0].outputs == body.outputs,
      body.operators[0].inputs == body.inputs
        || body.operators[0].inputs == [body.inputs[1], body.inputs[0]]
    else { throw FormatError("subgraph \(index) must be one operator on its two inputs") }
    return .operation(body.operators[0].code)
  }

  /// The shape that the file declares for a result; that of a scalar where nothing is at hand.
  package func declaredShape(ofResult index: Int) -> [Int] {
    guard let place, index < place.results.count else { return [] }
    return place.results[index].shape
  }

  /// The element type that the file declares for a result; nil where nothing is at hand.
  package func declaredType(ofResult index: Int) -> ElementType? {
    guard let place, index < place.results.count else { return nil }
    return place.results[index].type
  }

  /// Whether the operator has options of its own, if only with every field at its default.
  package var isPresent: Bool { options != nil }

  /// The bytes of a custom operator's options.
  package var customBytes: RawSpan {
    @_lifetime(copy self) get {
      bytes.extracting(customOptions.offset..<customOptions.offset + customOptions.count)
    }
  }

  /// The table of options of `kind`: one without fields if there are none.
  ///
  /// - Throws: if the options are another operator's, or lie outside of the bytes.
  @_lifetime(copy self)
  package func table(_ kind: OptionsKind) throws(FormatError) -> TableView {
    guard let options else { return TableView(withoutFieldsIn: bytes) }
    guard options.kind == kind else {
      throw FormatError("the options are \(options.kind.name), not \(kind.name)")
    }
    return try TableView(bytes, at: options.position)
  }
}
