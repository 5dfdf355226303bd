// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import TensorCore
import TestSupport
import Testing

/// samples.npz: x = 0 … 11 as [3, 2, 2] float32, y = [3, 1, 2] int64.
private func samples(_ name: String, keys: [String]? = nil) throws -> any SampleSource {
  try openSamples(at: fixture("arrays/\(name)"), keys: keys)
}

@Test(arguments: ["samples.npz", "samples_compressed.npz"])
func yieldsSamplesAlongTheFirstAxis(name: String) throws {
  let source = try samples(name)
  #expect(source.sampleCount == 3)
  #expect(source.keys == ["x", "y"])
  for (index, label) in [Int64(3), 1, 2].enumerated() {
    let sample = try #require(try source.next())
    let x = try #require(sample["x"])
    #expect(x.shape == Shape([2, 2]))
    #expect(x.elements(as: Float.self) == (0..<4).map { Float(index * 4 + $0) })
    #expect(sample["y"]?.shape == .scalar)
    #expect(sample["y"]?.elements(as: Int64.self) == [label])
  }
  #expect(try source.next() == nil)
}

@Test func yieldsOnlyTheKeysAskedFor() throws {
  let source = try samples("samples.npz", keys: ["y"])
  #expect(source.keys == ["y"])
  #expect(try source.next()?.count == 1)
  #expect(
    errorMessage { _ = try samples("samples.npz", keys: ["z"]) }
      .hasSuffix("it has no array 'z'; it has 'x', 'y'"))
}

@Test func yieldsTheSamplesOfOneArray() throws {
  let source = try samples("int16.npy")
  #expect(source.keys == [""] && source.sampleCount == 2)
  #expect(try source.next()?[""]?.elements(as: Int16.self) == [0, 1, 2])
  #expect(try source.next()?[""]?.elements(as: Int16.self) == [3, 4, 5])
  #expect(try source.next() == nil)
}

@Test func joinsTheFilesOfAFolder() throws {
  try withTemporaryFolder { folder in
    for name in ["a.npz", "b.npz"] {
      try FileManager.default.copyItem(
        atPath: fixture("arrays/samples.npz"), toPath: "\(folder)/\(name)")
    }
    let source = try openSamples(at: folder)
    #expect(source.sampleCount == 6)
    var labels: [Int64] = []
    while let sample = try source.next() {
      labels += try #require(sample["y"]).elements(as: Int64.self)
    }
    #expect(labels == [3, 1, 2, 3, 1, 2])
    try FileManager.default.copyItem(
      atPath: fixture("arrays/int16.npy"), toPath: "\(folder)/c.npy")
    #expect(
      errorMessage { _ = try openSamples(at: folder) }.contains("those of a.npz are x float32"))
    try Data().write(to: URL(fileURLWithPath: "\(folder)/notes.txt"))
    #expect(
      errorMessage { _ = try openSamples(at: folder) }.hasSuffix(
        "neither .npz, .npy, .png, .jpg, .wav nor .csv"))
  }
}

@Test func readsNestedFoldersInTheOrderOfPaths() throws {
  try withTemporaryFolder { folder in
    let inner = folder + "/b/c"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    for path in ["\(folder)/d.npy", "\(inner)/x.npy", "\(folder)/a.npy"] {
      try FileManager.default.copyItem(atPath: fixture("arrays/int16.npy"), toPath: path)
    }
    let source = try openSamples(at: folder)
    #expect(source.sampleCount == 6)
    #expect(
      (0..<6).map { source.file(of: $0)?.dropFirst(folder.count) }
        == ["/a.npy", "/a.npy", "/b/c/x.npy", "/b/c/x.npy", "/d.npy", "/d.npy"])
    try FileManager.default.createSymbolicLink(atPath: inner + "/up", withDestinationPath: folder)
    #expect(errorMessage { _ = try openSamples(at: folder) }.contains("leads back to a folder"))
    try FileManager.default.removeItem(atPath: inner + "/up")
    try FileManager.default.copyItem(
      atPath: fixture("samples/rgb.png"), toPath: inner + "/y.png")
    #expect(errorMessage { _ = try openSamples(at: folder) }.hasSuffix("one kind of samples"))
  }
}

@Test func refusesWhatHasNoSamples() {
  #expect(errorMessage { _ = try samples("scalar.npy") }.contains("samples must lie along axis 0"))
  #expect(
    errorMessage { _ = try samples("samples_uneven.npz") }.hasSuffix("'x' has 3 samples, 'y' has 2")
  )
  #expect(errorMessage { _ = try samples("missing.npz") }.hasSuffix("no such file or folder"))
}

/// 0 … 5 in rows of 3, the first axis being the fastest in the file.
@Test func yieldsSamplesOfFortranOrder() throws {
  let source = try samples("samples_fortran.npz")
  #expect(try source.next()?["x"]?.elements(as: Int64.self) == [0, 1, 2])
  #expect(try source.next()?["x"]?.elements(as: Int64.self) == [3, 4, 5])
  #expect(try source.next() == nil)
}

@Test func readsWholeArchives() throws {
  let arrays = try readArrays(at: fixture("arrays/samples_compressed.npz"))
  #expect(arrays.count == 2)
  #expect(arrays["x"]?.shape == Shape([3, 2, 2]))
  #expect(arrays["x"]?.elements(as: Float.self) == (0..<12).map(Float.init))
  #expect(arrays["y"]?.elements(as: Int64.self) == [3, 1, 2])
  let fortran = try readArrays(at: fixture("arrays/samples_fortran.npz"))
  #expect(fortran["x"]?.elements(as: Int64.self) == [0, 1, 2, 3, 4, 5])
}

/// Each prefix of an archive, and each archive with a byte changed, is read or refused.
@Test(arguments: ["samples.npz", "samples_compressed.npz"])
func survivesDamagedArchives(name: String) throws {
  let file = try Data(contentsOf: URL(fileURLWithPath: fixture("arrays/\(name)")))
  try withTemporaryFolder { folder in
    let path = folder + "/damaged.npz"
    for count in stride(from: 0, to: file.count, by: 3) {
      try file.prefix(count).write(to: URL(fileURLWithPath: path))
      #expect(throws: ArrayFileError.self) { try readArrays(at: path) }
    }
    for position in 0..<file.count {
      var damaged = file
      damaged[position] ^= 0x41
      try damaged.write(to: URL(fileURLWithPath: path))
      _ = try? readArrays(at: path)
      if let source = try? openSamples(at: path) {
        while (try? source.next()) ?? nil != nil {}
      }
    }
  }
}

/// A damaged element is found by the archive's checksum, by either way of reading.
@Test func comparesChecksums() throws {
  var file = try Data(contentsOf: URL(fileURLWithPath: fixture("arrays/samples.npz")))
  // 7.0 as float32 occurs once, in x.
  let place = try #require(file.range(of: Data([0, 0, 0xE0, 0x40])))
  file[place.lowerBound] = 1
  try withTemporaryFolder { folder in
    let path = folder + "/damaged.npz"
    try file.write(to: URL(fileURLWithPath: path))
    #expect(errorMessage { _ = try readArrays(at: path) }.contains("'x': damaged: CRC error"))
    let source = try openSamples(at: path)
    #expect(errorMessage { while try source.next() != nil {} }.contains("'x': damaged: CRC error"))
  }
}
