// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// A command line, taken apart by the options that the command has.
///
/// `--name value` and `--name=value` are the same; what follows `--` is no option.
struct ParsedArguments {
  private(set) var positional: [String] = []
  private var values: [(option: String, value: String)] = []
  private var flags: [String] = []

  /// - Parameter valued: options that take a value.
  /// - Parameter flags: options that do not.
  init(
    _ arguments: [String], valued: [String], flags known: [String]
  ) throws(CommandError) {
    var remaining = arguments[...]
    while let argument = remaining.popFirst() {
      if argument.isSame(as: "--") {
        positional += remaining
        break
      }
      guard argument.utf8.first == UInt8(ascii: "-"), argument.utf8.count > 1 else {
        positional.append(argument)
        continue
      }
      let (option, attached) = Self.split(argument)
      if Self.contains(valued, option) {
        guard let value = attached ?? remaining.popFirst() else {
          throw CommandError.usage("\(option) needs a value")
        }
        values.append((option, value))
      } else if Self.contains(known, option) {
        if attached != nil { throw CommandError.usage("\(option) takes no value") }
        flags.append(option)
      } else {
        throw CommandError.usage("unknown option '\(argument)'")
      }
    }
  }

  private static func contains(_ options: [String], _ option: String) -> Bool {
    options.contains { $0.isSame(as: option) }
  }

  /// `--name=value` as its two parts; the argument begins with `-` and has more.
  private static func split(_ argument: String) -> (option: String, value: String?) {
    let bytes = Array(argument.utf8)
    guard bytes[1] == UInt8(ascii: "-"), let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      return (argument, nil)
    }
    return (
      String(decoding: bytes[..<equals], as: UTF8.self),
      String(decoding: bytes[(equals + 1)...], as: UTF8.self)
    )
  }

  /// The one argument that is no option.
  func single(_ name: String) throws(CommandError) -> String {
    guard let first = positional.first else { throw CommandError.usage("\(name) is missing") }
    if positional.count > 1 {
      throw CommandError.usage("unexpected argument '\(positional[1])'")
    }
    return first
  }

  func has(_ flag: String) -> Bool { Self.contains(flags, flag) }

  /// All values of an option, in order.
  func all(_ option: String) -> [String] {
    values.filter { $0.option.isSame(as: option) }.map { $0.value }
  }

  /// The value of an option that may be given once.
  func value(_ option: String) throws(CommandError) -> String? {
    let all = all(option)
    if all.count > 1 { throw CommandError.usage("\(option) is given \(all.count) times") }
    return all.first
  }

  /// The value of an option that takes a number.
  func integer(
    _ option: String, default standard: Int, in range: ClosedRange<Int>
  ) throws(CommandError) -> Int {
    guard let text = try value(option) else { return standard }
    guard let number = Int(decimal: Array(text.utf8)[...]), range.contains(number) else {
      throw CommandError.usage(
        "\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return number
  }
}
