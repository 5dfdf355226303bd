// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The three entries of the dictionary in an `.npy` header.
struct NumPyHeaderFields {
  private(set) var description = ""
  private(set) var isFortranOrder = false
  private(set) var dimensions: [Int] = []

  /// Reads the dictionary; keys may stand in any order, each must be there once.
  init(parsing text: UnsafeRawBufferPointer) throws(ArrayFileError) {
    var scanner = PythonScanner(text)
    var seen: [String] = []
    try scanner.expect(UInt8(ascii: "{"))
    while !scanner.accept(UInt8(ascii: "}")) {
      let key = try scanner.string()
      try scanner.expect(UInt8(ascii: ":"))
      if key.isSame(as: "descr") {
        description = try scanner.elementDescription()
      } else if key.isSame(as: "fortran_order") {
        isFortranOrder = try scanner.boolean()
      } else if key.isSame(as: "shape") {
        dimensions = try scanner.tuple()
      } else {
        throw ArrayFileError("its header has an unknown key '\(key)'")
      }
      if seen.contains(where: { $0.isSame(as: key) }) {
        throw ArrayFileError("its header has '\(key)' twice")
      }
      seen.append(key)
      if !scanner.accept(UInt8(ascii: ",")) {
        try scanner.expect(UInt8(ascii: "}"))
        break
      }
    }
    guard seen.count == 3 else {
      throw ArrayFileError("its header lacks descr, fortran_order or shape")
    }
  }
}

/// Reads the few forms of Python literals that `.npy` headers use.
private struct PythonScanner {
  private let text: UnsafeRawBufferPointer
  private var position = 0
  private static let malformed = ArrayFileError("its header is malformed")

  init(_ text: UnsafeRawBufferPointer) {
    self.text = text
  }

  private mutating func skipSpace() {
    while position < text.count, text[position] == 0x20 || text[position] == 0x0A { position += 1 }
  }

  mutating func accept(_ character: UInt8) -> Bool {
    skipSpace()
    guard position < text.count, text[position] == character else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: UInt8) throws(ArrayFileError) {
    if !accept(character) { throw Self.malformed }
  }

  mutating func string() throws(ArrayFileError) -> String {
    let quote = accept(UInt8(ascii: "'")) ? UInt8(ascii: "'") : UInt8(ascii: "\"")
    if quote == UInt8(ascii: "\"") { try expect(quote) }
    let start = position
    while position < text.count, text[position] != quote { position += 1 }
    guard position < text.count else { throw Self.malformed }
    position += 1
    return String(decoding: text[start..<position - 1], as: UTF8.self)
  }

  mutating func elementDescription() throws(ArrayFileError) -> String {
    if accept(UInt8(ascii: "[")) {
      throw ArrayFileError("its elements are records; save one array per field")
    }
    return try string()
  }

  mutating func boolean() throws(ArrayFileError) -> Bool {
    skipSpace()
    let start = position
    while position < text.count, (0x41...0x7A).contains(text[position]) { position += 1 }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    guard word.isSame(as: "True") || word.isSame(as: "False") else { throw Self.malformed }
    return word.isSame(as: "True")
  }

  mutating func tuple() throws(ArrayFileError) -> [Int] {
    var numbers: [Int] = []
    try expect(UInt8(ascii: "("))
    while !accept(UInt8(ascii: ")")) {
      numbers.append(try number())
      if !accept(UInt8(ascii: ",")) {
        try expect(UInt8(ascii: ")"))
        break
      }
    }
    return numbers
  }

  private mutating func number() throws(ArrayFileError) -> Int {
    skipSpace()
    let start = position
    var number = 0
    while position < text.count, (0x30...0x39).contains(text[position]) {
      let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int(text[position] - 0x30))
      if overflow || carry {
        throw ArrayFileError("its header names a dimension that is too large")
      }
      number = sum
      position += 1
    }
    guard position > start else { throw Self.malformed }
    _ = accept(UInt8(ascii: "L"))  // Python 2 marked long integers so.
    return number
  }
}
