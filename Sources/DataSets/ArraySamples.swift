// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// The samples of one `.npz` or `.npy` file.
final class ArraySamples: SampleFile {
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
    case .inputs(let inputs, _):
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

  var layout: [String] {
    keys.indices.map {
      "\(keys[$0]) \(streams[$0].header.type.name) \(layouts[$0].shape.description)"
    }
  }
}
