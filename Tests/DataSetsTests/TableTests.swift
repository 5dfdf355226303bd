// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore
import TestSupport
import Testing

@testable import DataSets

struct TableTests {
  private func samples(
    _ text: String, _ inputs: [SampleInput]
  ) throws -> [[String: NumPyArray]] {
    try withTemporaryFolder { folder in
      let path = folder + "/table.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let source = try openSamples(at: path, for: inputs)
      var samples: [[String: NumPyArray]] = []
      while let sample = try source.next() { samples.append(sample) }
      #expect(samples.count == source.sampleCount)
      return samples
    }
  }

  private let pair = SampleInput(name: "x", shape: [nil, 2])

  @Test(arguments: [
    "1,2.5\n-3,4e2\n", "a,b\r\n1,2.5\r\n-3,4e2", "\u{FEFF}1;2.5\n\n -3 ;400\n",
    "\"a\n\"\"b\"\"\"\tb\n\"1\"\t\"2.5\"\n-3\t400\n",
  ])
  func readsRows(text: String) throws {
    let found = try samples(text, [pair]).map { try #require($0["x"]) }
    #expect(found.map(\.shape) == [Shape([1, 2]), Shape([1, 2])])
    #expect(found.map { $0.elements(as: Double.self) } == [[1, 2.5], [-3, 400]])
  }

  @Test func givesColumnsByName() throws {
    let text = "label,x_0,y,x_1,note\n3,1,7,2,a\n4,5,8,6,b\n"
    let found = try samples(
      text,
      [
        pair, SampleInput(name: "y", shape: [nil], type: .int32),
        SampleInput(name: "label", shape: [], type: .int64),
        SampleInput(name: "note", shape: [1, 1], type: .string),
      ])
    #expect(found.map { $0["x"]?.elements(as: Double.self) } == [[1, 2], [5, 6]])
    #expect(found.map { $0["y"]?.elements(as: Int64.self) } == [[7], [8]])
    #expect(found[1]["label"]?.shape == .scalar && found[1]["y"]?.shape == Shape([1]))
    #expect(found[1]["note"]?.strings == [Array("b".utf8)])
    // What is left goes to the one input that no column is named for.
    let rest = try samples(
      "a,b,label\n1,2,9\n", [pair, SampleInput(name: "label", shape: [], type: .int64)])
    #expect(rest[0]["x"]?.elements(as: Double.self) == [1, 2])
  }

  @Test func givesRowsTheShapeOfTheInput() throws {
    let text = "1,2,3,4\n5,6,7,8\n"
    let batch = try samples(text, [SampleInput(name: "x", shape: [2, 2, nil])])
    #expect(batch.count == 1 && batch[0]["x"]?.shape == Shape([2, 2, 2]))
    #expect(batch[0]["x"]?.elements(as: Double.self) == [1, 2, 3, 4, 5, 6, 7, 8])
    let vector = try samples(text, [SampleInput(name: "x", shape: [4])])
    #expect(vector.count == 2 && vector[0]["x"]?.shape == Shape([4]))
  }

  @Test(
    arguments: [
      ("1,2\n3\n", "line 2 has 1 fields, the first 2"),
      ("a,b\n1,2\n3,\n", "line 3: '' in column 'b' is no number"),
      ("1,2\n3,x\n", "line 2: 'x' in column 2 is no number"),
      ("1,2\n\"3,4\n", "line 2: a quote is opened and not closed"),
      ("1,2\n\"3\"4,5\n", "line 2: there is text behind a closing quote"),
      ("", "it has no rows"),
      ("a,a\n1,2\n", "it has the column 'a' twice"),
      ("1,2,3\n", "3 columns go to input 'x' [?, 2]; name those that are meant x_0, x_1 …"),
    ])
  func saysWhatDoesNotFit(text: String, expected: String) {
    #expect(errorMessage { _ = try samples(text, [pair]) }.hasSuffix(expected))
  }

  @Test func namesAnInputWithoutColumns() {
    let inputs = [pair, SampleInput(name: "y", shape: [nil, 1])]
    #expect(
      errorMessage { _ = try samples("1,2,3\n", inputs) }
        .contains("has no column 'y' for the model's input"))
  }
}
