import LiteFormat
// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// Options whose operators have other names than they.
private let sharedOptions: [String: [String]] = [
  "Pool2DOptions": ["AVERAGE_POOL_2D", "MAX_POOL_2D", "L2_POOL_2D"],
  "Conv3DOptions": ["CONV_3D", "CONV_3D_TRANSPOSE"],
  "MaximumMinimumOptions": ["MAXIMUM", "MINIMUM"],
  "ReducerOptions": [
    "MEAN", "SUM", "REDUCE_PROD", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_ANY", "REDUCE_ALL",
  ],
  "RandomOptions": ["RANDOM_UNIFORM", "RANDOM_STANDARD_NORMAL", "MULTINOMIAL"],
  "L2NormOptions": ["L2_NORMALIZATION"],
  "SequenceRNNOptions": ["UNIDIRECTIONAL_SEQUENCE_RNN"],
]

extension DeviceCode {
  /// Which options each operator reads: those of its own name, or shared ones.
  ///
  /// - Throws: if there are options that no operator reads.
  func operatorOptions() throws(FormatError) -> String {
    let operators = try schema.enumeration("BuiltinOperator").values
    var kinds = [Int](repeating: 0, count: operators.count)
    for (index, table) in options.all.enumerated() {
      let names = sharedOptions[table.name]
      let stem = table.name.dropLast("Options".count).uppercased()
      var isRead = false
      for entry in operators
      where names?.contains(entry.name) ?? (entry.name.filter { $0 != "_" } == stem) {
        kinds[Int(entry.number)] = index + 1
        isRead = true
      }
      guard isRead else { throw FormatError("no operator reads \(table.name)") }
    }
    return generatedHeader + """
      extension BuiltinOperator {
        /// The options that each operator reads, by its number; 0 for none.
        private static let optionsKinds: [UInt8] = [
      \(numbers(kinds))
        ]

        /// The kind of options that the operator reads, or nil if it reads none.
        package var optionsKind: OptionsKind? {
          guard rawValue >= 0, rawValue < Self.count else { return nil }
          return OptionsKind(rawValue: Self.optionsKinds[Int(rawValue)])
        }
      }

      """
  }
}
