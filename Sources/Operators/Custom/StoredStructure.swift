// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// The options of some custom operators: integers of 32 bits as runtimes have them in memory.
struct StoredStructure {
  private let integers: [Int32]

  /// - Throws: if there are fewer than `count`.
  init(_ options: borrowing OptionsReader, count: Int) throws(FormatError) {
    let bytes = options.customBytes
    guard bytes.byteCount >= 4 * count else {
      throw FormatError("has \(bytes.byteCount) bytes of custom options, needs \(4 * count)")
    }
    var integers: [Int32] = []
    for index in 0..<count {
      integers.append(unsafe bytes.unsafeLoadUnaligned(fromByteOffset: 4 * index, as: Int32.self))
    }
    self.integers = integers
  }

  subscript(index: Int) -> Int { Int(integers[index]) }

  /// The first: 1 for SAME, 2 for VALID.
  var padding: Padding {
    get throws(FormatError) {
      guard integers[0] == 1 || integers[0] == 2 else {
        throw FormatError("padding \(self[0]) of the custom options is neither SAME nor VALID")
      }
      return integers[0] == 1 ? .same : .valid
    }
  }

  /// The windows of a pool: padding, strides and sizes, width before height, activation.
  static func pooling(_ options: borrowing OptionsReader) throws(FormatError) -> Pooling {
    let options = try StoredStructure(options, count: 6)
    let functions: [ActivationFunctionType] = [.none, .relu, .reluN1To1, .relu6]
    guard functions.indices.contains(options[5]) else {
      throw FormatError("activation \(options[5]) of the custom options is not supported")
    }
    return Pooling(
      filter: (options[4], options[3]), stride: (options[2], options[1]),
      padding: try options.padding, activation: try FusedActivation(functions[options[5]]))
  }
}
