// SPDX-License-Identifier: Apache-2.0
import LiteFormat

/// An operator that files call by a name, not by a number of the format.
package protocol CustomOperation: LiteOperator {
  /// What files call it.
  static var customName: String { get }
}

extension CustomOperation {
  package static var builtin: BuiltinOperator { .custom }
}

/// A custom operator of a file.
package struct CustomOperator: Sendable, Hashable {
  package let name: String
  package let version: Int
  /// Its options as they are stored, for those who write it again.
  package let options: [UInt8]
  package let kind: Kind

  package init(_ kind: Kind, name: String, version: Int = 1, options: [UInt8]) {
    self.name = name
    self.version = version
    self.options = options
    self.kind = kind
  }

  /// The operator of a file's name and version; nil if it is not supported.
  ///
  /// - Throws: if its options lack something, or are damaged.
  init?(
    _ name: String, version: Int, reading options: borrowing OptionsReader
  ) throws(FormatError) {
    guard let kind = try Kind(name, version: version, reading: options) else { return nil }
    let bytes = unsafe options.customBytes.withUnsafeBytes { unsafe Array($0) }
    self.init(kind, name: name, version: version, options: bytes)
  }
}

extension Operator {
  /// The operator of a file; nil if it is not supported.
  ///
  /// - Parameters:
  ///   - bytes: those from which the entry was decoded.
  ///   - subgraph: where it stands in `model`; operators that look around need it.
  /// - Throws: if the options are another operator's, lack something, or are damaged.
  package init?(
    _ entry: LiteModel.OperatorEntry, in bytes: RawSpan, subgraph: LiteModel.Subgraph? = nil,
    of model: LiteModel? = nil
  ) throws(FormatError) {
    let options = OptionsReader(of: entry, in: bytes, subgraph: subgraph, of: model)
    guard entry.code == .custom else {
      try self.init(entry.code, reading: options)
      return
    }
    let custom = try CustomOperator(
      entry.customCode ?? "", version: entry.version, reading: options)
    guard let custom else { return nil }
    self = .custom(custom)
  }

  /// As in `CONV_2D`, or the name of a custom operator.
  package var name: String {
    if case .custom(let custom) = self { custom.name } else { builtin.name }
  }
}
