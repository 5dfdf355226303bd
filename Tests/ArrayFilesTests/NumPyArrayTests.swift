// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore
import TestSupport
import Testing

/// Files in Tests/Fixtures/arrays are NumPy's own (Toolchain/fixtures/array_files.py); most hold
/// 0 … 5 in two rows.
private func load(_ name: String) throws -> NumPyArray {
  try NumPyArray(contentsOf: fixture("arrays/\(name).npy"))
}

/// The message of the error that `body` throws.
private func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as ArrayFileError {
    return error.message
  } catch {
    return "another error: \(error)"
  }
}

private let counting = Shape([2, 3])

@Test func readsSignedIntegers() throws {
  #expect(try load("int8").elements(as: Int8.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("int16").elements(as: Int16.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("int32").elements(as: Int32.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("int64").elements(as: Int64.self) == [0, 1, 2, 3, 4, 5])
}

@Test func readsUnsignedIntegersAndBooleans() throws {
  #expect(try load("uint8").elements(as: UInt8.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("uint16").elements(as: UInt16.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("uint32").elements(as: UInt32.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("uint64").elements(as: UInt64.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("bool").bytes == [0, 1, 0, 1, 0, 1])
}

@Test func readsFloatsAndComplexNumbers() throws {
  // IEEE half: 1 is 0x3C00, 2 is 0x4000, then steps of a quarter, or of half from 4 on.
  #expect(
    try load("float16").elements(as: UInt16.self)
      == [0, 0x3C00, 0x4000, 0x4200, 0x4400, 0x4500])
  // The upper halves of float32: 1 is 0x3F80.
  #expect(
    try load("bfloat16").elements(as: UInt16.self)
      == [0, 0x3F80, 0x4000, 0x4040, 0x4080, 0x40A0])
  #expect(try load("float32").elements(as: Float.self) == [0, 1, 2, 3, 4, 5])
  #expect(try load("float64").elements(as: Double.self) == [0, 1, 2, 3, 4, 5])
  let pairs = try load("complex64")
  #expect(pairs.type == .complex64 && pairs.shape == counting)
  let parts = NumPyArray(type: .float32, shape: Shape([12]), bytes: pairs.bytes)
  #expect(parts.elements(as: Float.self) == [0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
}

@Test(arguments: [
  "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32",
  "float64", "complex64", "complex128", "bool", "bfloat16",
])
func typeAndShapeAreTheFiles(name: String) throws {
  let array = try load(name)
  #expect(array.type.name == name)
  #expect(array.shape == counting)
}

@Test func readsBytes() throws {
  let array = try load("bytes")  // ["", "yes", "a\0b"], three bytes each
  #expect(array.type == .string && array.shape == Shape([3]) && array.elementByteCount == 3)
  #expect(array.strings == [[], Array("yes".utf8), [0x61, 0, 0x62]])
}

@Test func readsScalarsAndEmptyArrays() throws {
  let scalar = try load("scalar")
  #expect(scalar.shape == .scalar && scalar.elements(as: Float.self) == [7])
  let empty = try load("empty")
  #expect(empty.shape == Shape([0, 4]) && empty.bytes.isEmpty)
}

@Test(arguments: ["version_2", "version_3"])
func readsLaterVersions(name: String) throws {
  #expect(try load(name).elements(as: Int32.self) == [0, 1, 2, 3, 4, 5])
}

@Test func rearrangesFortranOrder() throws {
  // 0 … 23 as [2, 3, 4], saved with the first axis fastest.
  let array = try load("fortran")
  #expect(array.shape == Shape([2, 3, 4]))
  #expect(array.elements(as: Int16.self) == Array(0..<24))
}

@Test func saysWhatToSaveInstead() {
  #expect(
    message { _ = try load("big_endian") }.hasSuffix(
      "big-endian; save them little-endian: array.astype('<f4')"))
  #expect(message { _ = try load("unicode") }.hasSuffix("save them as bytes: array.astype('S')"))
  #expect(message { _ = try load("records") }.hasSuffix("records; save one array per field"))
}

@Test func namesTheFileThatCannotBeRead() {
  #expect(
    message { _ = try NumPyArray(contentsOf: "/nowhere/x.npy") }
      == "/nowhere/x.npy: cannot read: No such file or directory")
  #expect(message { _ = try NumPyArray(contentsOf: fixture("arrays")) }.contains("Is a directory"))
}

@Test(arguments: [
  "int8", "uint8", "bool", "int16", "uint16", "float16", "int32", "uint32", "float32", "int64",
  "uint64", "float64", "complex64", "complex128", "scalar", "empty", "bytes",
])
func writesWhatNumPyWrites(name: String) throws {
  let array = try load(name)
  try withTemporaryFolder { folder in
    try array.write(to: folder + "/x.npy")
    let written = try Data(contentsOf: URL(fileURLWithPath: folder + "/x.npy"))
    let original = try Data(contentsOf: URL(fileURLWithPath: fixture("arrays/\(name).npy")))
    #expect(written == original)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x.npy"])
  }
}

@Test func leavesNothingWhereItCannotWrite() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/missing/x.npy"
    #expect(message { try load("int8").write(to: path) }.contains("cannot write: No such file"))
    let taken = folder + "/taken"
    try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: false)
    #expect(message { try load("int8").write(to: taken) }.contains("cannot write"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
  }
}

/// Any prefix of a file, and any file with a byte changed, is read or refused: it never crashes.
@Test(arguments: ["float32", "bytes", "fortran", "version_2"])
func survivesDamage(name: String) throws {
  let file = try Array(Data(contentsOf: URL(fileURLWithPath: fixture("arrays/\(name).npy"))))
  for count in 0..<file.count {
    #expect(throws: ArrayFileError.self) { try parse(Array(file.prefix(count))) }
  }
  for position in 0..<file.count {
    for change: UInt8 in [1, 0x10, 0x80, 0xFF] {
      var damaged = file
      damaged[position] ^= change
      if let array = try? parse(damaged) { _ = array.type == .string ? array.strings : [] }
    }
  }
}

private func parse(_ bytes: [UInt8]) throws -> NumPyArray {
  try bytes.withUnsafeBytes { bytes throws(ArrayFileError) in try NumPyArray(parsing: bytes) }
}

/// An `.npy` file of version 1 with the given dictionary and data.
private func file(_ dictionary: String, data: [UInt8] = []) -> [UInt8] {
  let text = Array((dictionary + "\n").utf8)
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.count), 0] + text + data
}

@Test(arguments: [
  ("{'descr': '<f4', 'fortran_order': False}", "lacks descr, fortran_order or shape"),
  ("{'descr': '<f4', 'descr': '<f4', 'shape': ()}", "has 'descr' twice"),
  ("{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}", "unknown key 'x'"),
  ("{'descr': '<f4', 'fortran_order': 0, 'shape': ()}", "malformed"),
  ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "malformed"),
  ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "too large"),
  ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "too large"),
  ("{'descr': '|S0', 'fortran_order': False, 'shape': (1,)}", "'|S0' is not supported"),
  ("{'descr': '<M8', 'fortran_order': False, 'shape': (1,)}", "'<M8' is not supported"),
  ("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "Python objects"),
  (
    "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "take 0 bytes, its shape [2] needs 8"
  ),
])
func refusesHeaders(dictionary: String, reason: String) {
  let found = message { _ = try parse(file(dictionary)) }
  #expect(found.contains(reason), "\(found)")
}

@Test func padsStringsToTheLongest() {
  let array = NumPyArray(strings: [Array("ab".utf8), []], shape: Shape([2]))
  #expect(array.elementByteCount == 2 && array.bytes == [0x61, 0x62, 0, 0])
  // NumPy has no strings of no bytes.
  #expect(NumPyArray(strings: [[]], shape: Shape([1])).bytes == [0])
}
