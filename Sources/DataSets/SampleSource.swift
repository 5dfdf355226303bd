// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore

/// Samples for calibration and evaluation, read one at a time.
package protocol SampleSource: AnyObject {
  /// The names of a sample's arrays, in the file's order; one empty name where the file has none.
  var keys: [String] { get }
  var sampleCount: Int { get }
  /// The next sample, or nil at the end: an array per key, without the axis of the samples.
  func next() throws -> [String: NumPyArray]?
}

/// Opens samples: an `.npz` with an array per input, an `.npy` for a single input, or a folder of
/// either, whose files are read one after the other in the order of their names.
///
/// In each array samples lie along axis 0. With `keys`, other arrays are not read.
package func openSamples(
  at path: String, keys: [String]? = nil
) throws -> any SampleSource {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw ArrayFileError(path, "no such file or folder")
  }
  if isFolder.boolValue { return try FolderSamples(path: path, keys: keys) }
  return try FileSamples(path: path, keys: keys)
}

/// The samples of one `.npz` or `.npy` file.
final class FileSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let path: String
  private let streams: [ArrayStream]
  private var position = 0

  init(path: String, keys wanted: [String]?) throws {
    self.path = path
    let arrays = try named(path) { try openArrays(of: path, keys: wanted) }
    var count: Int?
    for (key, stream) in arrays {
      let streamCount = try named(key.isEmpty ? path : "\(path): '\(key)'") {
        try stream.sampleCount()
      }
      if let count, count != streamCount {
        throw ArrayFileError(
          path, "'\(arrays[0].key)' has \(count) samples, '\(key)' has \(streamCount)")
      }
      count = streamCount
    }
    guard let count else { throw ArrayFileError(path, "it has no arrays") }
    keys = arrays.map(\.key)
    streams = arrays.map(\.stream)
    sampleCount = count
  }

  func next() throws -> [String: NumPyArray]? {
    guard position < sampleCount else { return nil }
    position += 1
    var sample: [String: NumPyArray] = [:]
    for (key, stream) in zip(keys, streams) {
      sample[key] = try named(key.isEmpty ? path : "\(path): '\(key)'") { try stream.nextSample() }
    }
    return sample
  }

  /// What the samples of another file must share with these: names, types and shapes.
  var layout: [String] {
    zip(keys, streams).map { key, stream in
      "\(key) \(stream.header.type.name) \(stream.sampleShape.description)"
    }
  }
}

/// The samples of all files of a folder.
final class FolderSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let wanted: [String]?
  private var remaining: ArraySlice<String>
  private var current: FileSamples?

  init(path: String, keys wanted: [String]?) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !$0.hasPrefix(".") }.sorted()
    if let other = names.first(where: { arrayFileKind(of: $0) == nil }) {
      throw ArrayFileError("\(path)/\(other)", "neither .npz nor .npy")
    }
    guard let first = names.first else {
      throw ArrayFileError(path, "the folder has no .npz or .npy files")
    }
    let pattern = try FileSamples(path: "\(path)/\(first)", keys: wanted)
    var count = pattern.sampleCount
    for name in names.dropFirst() {
      let file = try FileSamples(path: "\(path)/\(name)", keys: wanted)
      if file.layout != pattern.layout {
        throw ArrayFileError(
          "\(path)/\(name)",
          "its samples are \(file.layout.joined(separator: ", ")), those of \(first) are "
            + pattern.layout.joined(separator: ", "))
      }
      count += file.sampleCount
    }
    keys = pattern.keys
    sampleCount = count
    self.wanted = wanted
    remaining = names.map { "\(path)/\($0)" }[...]
  }

  func next() throws -> [String: NumPyArray]? {
    while true {
      if let sample = try current?.next() { return sample }
      guard let path = remaining.popFirst() else { return nil }
      current = try FileSamples(path: path, keys: wanted)
    }
  }
}
