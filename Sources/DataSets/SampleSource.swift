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

/// An input of a model, for which samples are read.
package struct SampleInput: Hashable, Sendable {
  package let name: String
  /// Nil sizes are open, and so is the whole if it is nil.
  package let shape: [Int?]?

  package init(name: String, shape: [Int?]?) {
    self.name = name
    self.shape = shape
  }
}

/// Which arrays of a file are read, and how they are cut.
enum SampleRequest {
  /// Samples along axis 0 of the arrays of these names, or of all.
  case arrays([String]?)
  /// Samples as a model's inputs take them (``SampleLayout``).
  case inputs([SampleInput])
}

/// Opens samples: an `.npz` with an array per input, an `.npy` for a single input, or a folder of
/// either, whose files are read one after the other in the order of their names.
///
/// In each array samples lie along axis 0. With `keys`, other arrays are not read.
package func openSamples(
  at path: String, keys: [String]? = nil
) throws -> any SampleSource {
  try openSamples(at: path, .arrays(keys))
}

/// Opens samples for the inputs of a model; a sample's arrays have the inputs' names, and shapes
/// that the model takes.
///
/// An array without a name, or the one that NumPy names `arr_0`, goes to the only input.
package func openSamples(
  at path: String, for inputs: [SampleInput]
) throws -> any SampleSource {
  try openSamples(at: path, .inputs(inputs))
}

private func openSamples(at path: String, _ request: SampleRequest) throws -> any SampleSource {
  if try isFolder(path) { return try FolderSamples(path: path, request) }
  return try FileSamples(path: path, request)
}

private func isFolder(_ path: String) throws -> Bool {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw ArrayFileError(path, "no such file or folder")
  }
  return isFolder.boolValue
}

/// The names of the arrays in a file, or in the first one of a folder; one empty name in an `.npy`.
package func arrayNames(at path: String) throws -> [String] {
  let file = try isFolder(path) ? "\(path)/\(FolderSamples.fileNames(of: path)[0])" : path
  return try named(file) { try openArrays(of: file, keys: nil).map(\.key) }
}

/// The array that goes to an input, of those in a file.
package func arrayName(for input: String, only isOnly: Bool, among names: [String]) -> String? {
  if names.contains(input) { return input }
  return isOnly && (names == [""] || names == ["arr_0"]) ? names[0] : nil
}

/// The samples of one `.npz` or `.npy` file.
final class FileSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let path: String
  private let streams: [ArrayStream]
  private let layouts: [SampleLayout]
  private var position = 0

  init(path: String, _ request: SampleRequest) throws {
    self.path = path
    let arrays = try Self.arrays(of: path, request)
    var layouts: [SampleLayout] = []
    for (key, stream, input) in arrays {
      let layout = try named(key.isEmpty ? path : "\(path): '\(key)'") {
        try input.map { try SampleLayout(of: stream.header.shape, input: $0.shape) }
          ?? SampleLayout(of: stream.header.shape)
      }
      if let first = layouts.first, first.count != layout.count {
        throw ArrayFileError(
          path, "'\(arrays[0].key)' has \(first.count) samples, '\(key)' has \(layout.count)")
      }
      layouts.append(layout)
    }
    guard let first = layouts.first else { throw ArrayFileError(path, "it has no arrays") }
    keys = arrays.map(\.key)
    streams = arrays.map(\.stream)
    self.layouts = layouts
    sampleCount = first.count
  }

  private static func arrays(
    of path: String, _ request: SampleRequest
  ) throws -> [(key: String, stream: ArrayStream, input: SampleInput?)] {
    switch request {
    case .arrays(let keys):
      return try named(path) { try openArrays(of: path, keys: keys).map { ($0, $1, nil) } }
    case .inputs(let inputs):
      let arrays = try named(path) { try openArrays(of: path, keys: nil) }
      return try inputs.map { input in
        let names = arrays.map(\.key)
        guard let name = arrayName(for: input.name, only: inputs.count == 1, among: names) else {
          throw ArrayFileError(
            path,
            "has no array '\(input.name)' for the model's input; it has "
              + names.map { "'\($0)'" }.joined(separator: ", "))
        }
        return (input.name, arrays.first { $0.key == name }!.stream, input)
      }
    }
  }

  func next() throws -> [String: NumPyArray]? {
    guard position < sampleCount else { return nil }
    position += 1
    var sample: [String: NumPyArray] = [:]
    for (index, key) in keys.enumerated() {
      sample[key] = try named(key.isEmpty ? path : "\(path): '\(key)'") {
        try streams[index].nextSample(layouts[index])
      }
    }
    return sample
  }

  /// What the samples of another file must share with these: names, types and shapes.
  var layout: [String] {
    keys.indices.map {
      "\(keys[$0]) \(streams[$0].header.type.name) \(layouts[$0].shape.description)"
    }
  }
}

/// The samples of all files of a folder.
final class FolderSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let request: SampleRequest
  private var remaining: ArraySlice<String>
  private var current: FileSamples?

  /// The names of a folder's files in their order, of which there is at least one.
  static func fileNames(of path: String) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !$0.hasPrefix(".") }.sorted()
    if let other = names.first(where: { arrayFileKind(of: $0) == nil }) {
      throw ArrayFileError("\(path)/\(other)", "neither .npz nor .npy")
    }
    guard !names.isEmpty else {
      throw ArrayFileError(path, "the folder has no .npz or .npy files")
    }
    return names
  }

  init(path: String, _ request: SampleRequest) throws {
    let names = try Self.fileNames(of: path)
    let first = names[0]
    let pattern = try FileSamples(path: "\(path)/\(first)", request)
    var count = pattern.sampleCount
    for name in names.dropFirst() {
      let file = try FileSamples(path: "\(path)/\(name)", request)
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
    self.request = request
    remaining = names.map { "\(path)/\($0)" }[...]
  }

  func next() throws -> [String: NumPyArray]? {
    while true {
      if let sample = try current?.next() { return sample }
      guard let path = remaining.popFirst() else { return nil }
      current = try FileSamples(path: path, request)
    }
  }
}
