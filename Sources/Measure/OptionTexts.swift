// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import TensorCore

extension LiteModel.OperatorEntry {
  /// The operator's options by their names in the format; none if they are damaged or absent.
  ///
  /// - Parameter file: the bytes of the file that the operator is of.
  func optionTexts(in file: UnsafeRawBufferPointer) -> [String: String] {
    guard let kind = options?.kind else { return [:] }
    let reader = OptionsReader(of: self, in: RawSpan(_unsafeBytes: file))
    return Self.texts(of: kind, reading: reader)
  }

  /// What the format takes for the values of options that a file leaves out.
  var defaultOptionTexts: [String: String] {
    guard let kind = options?.kind else { return [:] }
    let nothing: [UInt8] = [0, 0, 0, 0]
    return Self.texts(of: kind, reading: OptionsReader(bytes: nothing.span.bytes))
  }

  private static func texts(
    of kind: OptionsKind, reading reader: borrowing OptionsReader
  ) -> [String: String] {
    guard let value = try? kind.value(reading: reader) else { return [:] }
    var texts: [String: String] = [:]
    for case (let label?, let field) in Mirror(reflecting: value).children {
      texts[snakeCase(label)] = (field as? ElementType)?.name ?? "\(field)"
    }
    return texts
  }
}

/// As in `fused_activation_function`.
private func snakeCase(_ name: String) -> String {
  name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
}
