// SPDX-License-Identifier: Apache-2.0

/// The text of an error message, written as a string literal.
///
/// Swift spells out the making of each interpolated `String` where it stands. There are hundreds of
/// messages, so their parts are appended by functions that stay functions: the device tool is a
/// tenth smaller.
package struct ErrorText: ExpressibleByStringInterpolation {
  package let text: String

  @inline(never)
  package init(stringLiteral text: StaticString) {
    self.text = text.description
  }

  @inline(never)
  package init(stringInterpolation parts: StringInterpolation) {
    text = parts.text
  }

  private init(text: String) {
    self.text = text
  }

  @inline(never)
  package static func + (left: ErrorText, right: ErrorText) -> ErrorText {
    ErrorText(text: left.text + right.text)
  }

  @inline(never)
  package static func + (left: ErrorText, right: String) -> ErrorText {
    ErrorText(text: left.text + right)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    @inline(never)
    package init(literalCapacity: Int, interpolationCount: Int) {}

    @inline(never)
    package mutating func appendLiteral(_ literal: StaticString) {
      text += literal.description
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: String) {
      text += value
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: StaticString) {
      text += value.description
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: Int) {
      appendInterpolation(Int64(value))
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: Int64) {
      text += value.description
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: Float) {
      text += value.description
    }

    @inline(never)
    package mutating func appendInterpolation(_ value: Double) {
      text += value.description
    }

    package mutating func appendInterpolation(_ value: some BinaryInteger) {
      appendInterpolation(Int64(truncatingIfNeeded: value))
    }
  }
}
