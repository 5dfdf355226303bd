// SPDX-License-Identifier: Apache-2.0

/// The number of an operator in the lite format.
package struct BuiltinOperator: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }
}

/// An operator's options in a file.
package struct OptionsReader: ~Escapable {
  package let bytes: RawSpan

  @_lifetime(copy bytes)
  package init(bytes: RawSpan) {
    self.bytes = bytes
  }
}
