// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// What the strings of an inference's results point at.
struct ResultTexts {
  let made: [PreparedBuffer]
  let given: [PreparedBuffer?]
  /// That of the instance at the time, since a table's strings end with a reset.
  let resetCount: Int
}

extension Interpreter {
  /// Gives an input its elements, one after the other.
  ///
  /// - Parameters:
  ///   - tensor: an input; `bytes` has as many as its shape asks for.
  ///   - width: bytes of each string, without the zeros at its end; of no matter for other types.
  package func fill(_ tensor: Int, with bytes: UnsafeRawBufferPointer, width: Int) {
    let operand = self.tensor(tensor)
    guard operand.type == .string else { return self.bytes(of: tensor).copyMemory(from: bytes) }
    precondition(bytes.count == operand.elementCount * width)
    let text = PreparedBuffer(byteCount: bytes.count)
    text.base.copyMemory(
      from: bytes.baseAddress ?? UnsafeRawPointer(text.base), byteCount: bytes.count)
    let strings = take(text, for: tensor)
    for index in 0..<operand.elementCount {
      var string = UnsafeRawBufferPointer(start: text.base + index * width, count: width)
      while string.last == 0 { string = UnsafeRawBufferPointer(rebasing: string.dropLast()) }
      strings[index] = StringView(string)
    }
  }

  /// The strings of an input, or of an output after ``invoke()``; none before it, and none after the
  /// instance has been reset.
  package func strings(of tensor: Int) -> [[UInt8]] {
    let operand = self.tensor(tensor)
    guard operand.type == .string, let address = stringAddress(of: tensor) else { return [] }
    return (0..<operand.elementCount).map { address[$0].array }
  }
}

extension PreparedBuffer {
  /// The strings of a constant as files hold them: their number, where each starts and the last one
  /// ends, the texts, whose bytes stay where they are.
  ///
  /// Empty strings where the constant breaks rule V10 of ``LiteVerifier``.
  package convenience init(stringsOf constant: UnsafeRawBufferPointer, count: Int) {
    self.init(byteCount: ElementType.string.runtimeByteCount(of: count)!)
    let size = MemoryLayout<Int32>.size
    guard count <= constant.count / size - 2 else { return }
    for index in 0..<count {
      let start = Int(constant.loadUnaligned(fromByteOffset: (index + 1) * size, as: Int32.self))
      let end = Int(constant.loadUnaligned(fromByteOffset: (index + 2) * size, as: Int32.self))
      guard start >= 0, start <= end, end <= constant.count else { return }
      elements(as: StringView.self)[index] = StringView(
        UnsafeRawBufferPointer(rebasing: constant[start..<end]))
    }
  }
}
