// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// Reads all arrays of an `.npz` file, or those of `keys`: for what is small as a whole.
package func readArrays(
  at path: String, keys: [String]? = nil
) throws -> [String: NumPyArray] {
  try named(path) {
    let archive = try ZipArchive(path: path)
    var arrays: [String: NumPyArray] = [:]
    for (key, index) in try arrayEntries(of: archive, keys: keys) {
      arrays[key] = try named("'\(key)'") {
        let entry = try archive.open(entry: index)
        let bytes = try entry.read(entry.byteCount)
        // The last read finds the end, where the checksum is compared.
        _ = try entry.read(upTo: 1)
        return try bytes.withUnsafeBytes { bytes throws(ArrayFileError) in
          try NumPyArray(parsing: bytes)
        }
      }
    }
    return arrays
  }
}

/// Opens the arrays of a file to be read a sample at a time; an `.npy` has one, without a name.
func openArrays(
  of path: String, keys: [String]?
) throws -> [(key: String, stream: ArrayStream)] {
  switch (path as NSString).pathExtension.lowercased() {
  case "npy": return [("", try ArrayStream(FileBytes(path: path)))]
  case "npz":
    let archive = try ZipArchive(path: path)
    return try arrayEntries(of: archive, keys: keys).map { key, index in
      (key, try named("'\(key)'") { try ArrayStream(archive.open(entry: index)) })
    }
  default: throw ArrayFileError("neither .npz nor .npy")
  }
}

/// Which entry holds which array, in the file's order.
private func arrayEntries(
  of archive: ZipArchive, keys: [String]?
) throws -> [(key: String, index: Int)] {
  var entries: [(key: String, index: Int)] = []
  var seen: Set<String> = []
  for (index, name) in archive.entryNames.enumerated() {
    guard name.hasSuffix(".npy") else {
      throw ArrayFileError("its entry '\(name)' is not an .npy file")
    }
    let key = String(name.dropLast(4))
    guard seen.insert(key).inserted else { throw ArrayFileError("it has '\(key)' twice") }
    if keys?.contains(key) ?? true { entries.append((key, index)) }
  }
  for key in keys ?? [] where !seen.contains(key) {
    let present = archive.entryNames.map { "'\($0.dropLast(4))'" }.joined(separator: ", ")
    throw ArrayFileError("it has no array '\(key)'; it has \(present)")
  }
  return entries
}

/// Runs `body` and puts `name` before the message of an array file error that it throws.
func named<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as ArrayFileError {
    throw ArrayFileError(name, error.message)
  }
}
