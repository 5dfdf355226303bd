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

  @_lifetime(copy bytes)
  package init(
    bytes: RawSpan, options: OptionsReference? = nil, customOptions: ByteRange = .empty,
    customName: String = ""
  ) {
    self.bytes = bytes
    self.options = options
    self.customOptions = customOptions
    self.customName = customName
  }

  /// The options of `entry`, an operator of a model decoded from `bytes`.
  @_lifetime(copy bytes)
  package init(of entry: LiteModel.OperatorEntry, in bytes: RawSpan) {
    self.init(
      bytes: bytes, options: entry.options, customOptions: entry.customOptions,
      customName: entry.customCode ?? "")
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
