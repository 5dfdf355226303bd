// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

/// The samples of all files of a folder, which are alike.
final class FolderSamples: SampleSource {
  let keys: [String]
  let sampleCount: Int
  private let files: SampleFiles
  private let request: SampleRequest
  /// How many samples there are in each file and those before it.
  private let ends: [Int]
  private var opened = 0
  private var current: (any SampleFile)?

  init(_ files: SampleFiles, _ request: SampleRequest) throws {
    let pattern = try openFile(files.paths[0], files.kind, request)
    var ends = [pattern.sampleCount]
    for path in files.paths.dropFirst() {
      let file = try openFile(path, files.kind, request)
      if file.layout != pattern.layout {
        throw ArrayFileError(
          path,
          "its samples are \(file.layout.joined(separator: ", ")), those of "
            + "\(files.paths[0].dropFirst(files.path.count + 1)) are "
            + pattern.layout.joined(separator: ", "))
      }
      ends.append(ends[ends.count - 1] + file.sampleCount)
    }
    keys = pattern.keys
    sampleCount = ends[ends.count - 1]
    self.ends = ends
    self.files = files
    self.request = request
  }

  func next() throws -> [String: NumPyArray]? {
    while true {
      if let sample = try current?.next() { return sample }
      guard opened < files.paths.count else { return nil }
      current = try openFile(files.paths[opened], files.kind, request)
      opened += 1
    }
  }

  func file(of sample: Int) -> String? {
    ends.firstIndex { sample < $0 }.map { files.paths[$0] }
  }
}
