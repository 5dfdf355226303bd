// SPDX-License-Identifier: Apache-2.0
import DataSets
import Foundation
import Testing

struct SamplePreparationTests {
  @Test func readsTheSameFromJSON() throws {
    var expected = SamplePreparation()
    for (key, value) in [
      ("scale", "1"), ("mean", "1.5, 2,3"), ("order", "BGR"), ("crop", "0.875"),
      ("antialias", "true"),
    ] { try expected.set(key, to: value) }
    var found = SamplePreparation()
    try found.set(
      json: Data(
        #"{"scale": 1, "mean": [1.5, 2, 3], "order": "bgr", "crop": 0.875, "antialias": true}"#
          .utf8))
    #expect(found == expected)
    #expect(errorMessage { try found.set(json: Data("[]".utf8)) } == "it is not one JSON object")
  }

  @Test(
    arguments: [
      ("size", "3", "there is no 'size'; there are scale, mean,"),
      ("scale", "0", "'scale' takes a number other than 0, not '0'"),
      ("mean", "1,,2", "'mean' takes a number or one for each channel, not '1,,2'"),
      ("deviation", "0", "'deviation' takes a number above 0"),
      ("order", "rbg", "'order' takes rgb or bgr"),
      ("crop", "1.5", "'crop' takes a share above 0 and up to 1"),
      ("antialias", "yes", "'antialias' takes true or false"),
      ("rate", "16k", "'rate' takes frames a second"),
      ("channel", "-1", "'channel' takes the number of a channel"),
    ])
  func saysWhatItTakes(key: String, value: String, expected: String) {
    var preparation = SamplePreparation()
    #expect(errorMessage { try preparation.set(key, to: value) }.hasPrefix(expected))
  }
}
