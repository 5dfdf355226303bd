// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

extension BuiltinOperator {
  /// The options that each operator reads, by its number; 0 for none.
  private static let optionsKinds: [UInt8] = [
    11, 5, 10, 1, 2, 94, 38, 0, 0, 8, 0, 12, 5, 13, 0, 4, 14, 5, 21, 0, 0, 0, 17, 15, 7, 9, 19, 6,
    0, 3, 18, 16, 0, 20, 22, 31, 23, 24, 25, 26, 27, 28, 29, 30, 71, 32, 70, 33, 34, 35, 36, 0,
    69, 37, 0, 39, 40, 39, 41, 42, 43, 44, 45, 46, 47, 48, 0, 49, 50, 51, 52, 53, 54, 0, 27, 0, 0,
    55, 56, 57, 58, 27, 27, 59, 60, 61, 62, 63, 64, 27, 65, 27, 66, 67, 68, 72, 73, 74, 75, 76,
    77, 78, 79, 80, 0, 81, 82, 83, 84, 85, 86, 0, 87, 88, 89, 90, 0, 91, 92, 93, 95, 96, 97, 98,
    99, 100, 101, 0, 102, 103, 104, 105, 106, 0, 0, 0, 107, 108, 109, 110, 27, 106, 111, 112, 113,
    0, 114, 115, 114, 114, 116, 117, 0, 118, 119, 121, 122, 120, 123, 124, 125, 126, 0, 0, 0, 0,
    0, 0, 0, 127, 128, 130, 129, 131, 132, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 133, 134,
    0, 135, 0, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 0, 149,
  ]

  /// The kind of options that the operator reads, or nil if it reads none.
  package var optionsKind: OptionsKind? {
    guard rawValue >= 0, rawValue < Self.count else { return nil }
    return OptionsKind(rawValue: Self.optionsKinds[Int(rawValue)])
  }
}
