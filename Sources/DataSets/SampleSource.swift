// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// Samples for calibration and evaluation, read one at a time.
package protocol SampleSource: AnyObject {
  /// The names of a sample's arrays, in the file's order; one empty name where the file has none.
  var keys: [String] { get }
  var sampleCount: Int { get }
  /// What is done to samples before the model takes them, in a line; nil where nothing is.
  var preparation: String? { get }
  /// The next sample, or nil at the end: an array per key, without the axis of the samples.
  func next() throws -> [String: NumPyArray]?
  /// Passes over the next sample.
  func skip() throws
  /// The file of a sample, where there are several.
  func file(of sample: Int) -> String?
}

extension SampleSource {
  package var preparation: String? { nil }

  package func skip() throws {
    _ = try next()
  }

  package func file(of sample: Int) -> String? { nil }
}

/// The samples of one of several files.
protocol SampleFile: SampleSource {
  /// What the samples of another file must share with these: names, types and shapes.
  var layout: [String] { get }
}

/// An input of a model, for which samples are read.
package struct SampleInput: Hashable, Sendable {
  package let name: String
  /// Nil sizes are open, and so is the whole if it is nil.
  package let shape: [Int?]?
  package let type: ElementType

  package init(name: String, shape: [Int?]?, type: ElementType = .float32) {
    self.name = name
    self.shape = shape
    self.type = type
  }

  /// As in `'image' [?, 28, 28]`.
  var description: String {
    let sizes = shape.map {
      "[" + $0.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
    }
    return "'\(name)' \(sizes ?? "of unknown rank")"
  }
}

/// Which arrays of a file are read, and how they are cut.
enum SampleRequest {
  /// Samples along axis 0 of the arrays of these names, or of all.
  case arrays([String]?)
  /// Samples as a model's inputs take them (``SampleLayout``).
  case inputs([SampleInput], SamplePreparation)
}

/// Opens samples along axis 0 of arrays: of an `.npz` or `.npy` file, or of a folder of these, whose
/// files are read one after the other in the order of their paths.
///
/// With `keys`, other arrays are not read.
package func openSamples(
  at path: String, keys: [String]? = nil
) throws -> any SampleSource {
  let files = try SampleFiles(at: path)
  guard files.kind == .arrays else {
    throw ArrayFileError(path, "it holds \(files.kind.name), where arrays are needed")
  }
  return try openFiles(files, .arrays(keys))
}

/// Opens samples for the inputs of a model; a sample's arrays have the inputs' names, and shapes
/// that the model takes.
///
/// A path leads to an `.npz` with an array for each input, an `.npy`, images, sounds or tables, or
/// to a folder of files of one of these kinds. An array without a name, or the one that NumPy names
/// `arr_0`, an image and a sound go to the only input.
///
/// - Parameter preparation: what is done to images and sounds.
package func openSamples(
  at path: String, for inputs: [SampleInput],
  preparation: SamplePreparation = SamplePreparation()
) throws -> any SampleSource {
  let files = try SampleFiles(at: path)
  try preparation.check(for: files.kind, at: path)
  switch files.kind {
  case .images: return try ImageSamples(files, for: inputs, preparation)
  case .sounds: return try SoundSamples(files, for: inputs, preparation)
  case .arrays, .tables: return try openFiles(files, .inputs(inputs, preparation))
  }
}

private func openFiles(_ files: SampleFiles, _ request: SampleRequest) throws -> any SampleSource {
  if files.isFolder { return try FolderSamples(files, request) }
  return try openFile(files.paths[0], files.kind, request)
}

func openFile(
  _ path: String, _ kind: SampleFiles.Kind, _ request: SampleRequest
) throws -> any SampleFile {
  guard kind == .tables, case .inputs(let inputs, _) = request else {
    return try ArraySamples(path: path, request)
  }
  return try TableSamples(path: path, for: inputs)
}

/// Whether samples at a path can be read without knowing a model's inputs.
package func holdsArrays(at path: String) throws -> Bool {
  try SampleFiles(at: path).kind == .arrays
}

/// The name of an input for which there is nothing at a path; nil if there are samples for all.
package func inputWithoutSamples(
  of inputs: [SampleInput], at path: String
) throws -> String? {
  let files = try SampleFiles(at: path)
  switch files.kind {
  case .images, .sounds:
    return inputs.count > 1 ? inputs[1].name : nil
  case .tables:
    return try named(files.paths[0]) {
      let columns = try TableFile(path: files.paths[0]).header
      return inputs.count == 1 ? nil : unmatchedInput(of: inputs, columns: columns)?.name
    }
  case .arrays:
    let names = try named(files.paths[0]) {
      try openArrays(of: files.paths[0], keys: nil).map(\.key)
    }
    return inputs.first {
      arrayName(for: $0.name, only: inputs.count == 1, among: names) == nil
    }?.name
  }
}

/// The array that goes to an input, of those in a file.
package func arrayName(for input: String, only isOnly: Bool, among names: [String]) -> String? {
  if names.contains(input) { return input }
  return isOnly && (names == [""] || names == ["arr_0"]) ? names[0] : nil
}
