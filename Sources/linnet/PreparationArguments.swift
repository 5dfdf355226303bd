// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ArrayFiles
import DataSets
import Foundation
import TensorCore

/// How images and sounds become numbers.
struct PreparationArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How images and sounds become numbers; repeat for several, or a .json file with an object of them.",
      discussion: """
        A value is (x · scale − mean) / deviation, x being 0 … 255 of a color, −1 … 1 of a sound; \
        mean and deviation are one number or one for each channel. scale is 1/255 for images and 1 for \
        sounds, for inputs of integers what fills their range. Images: order rgb (default) or bgr; crop, the \
        share of the middle part that is taken, in the input's proportions (default: the whole \
        image is stretched); antialias true or false (default). Sounds: rate, which they must have; channel, \
        from 0 (default: their mean).
        """, valueName: "KEY=VALUE"))
  var preprocess: [String] = []

  /// - Throws: where a key or value is unknown, or a file cannot be read.
  func preparation() throws -> SamplePreparation {
    var preparation = SamplePreparation()
    for text in preprocess {
      guard text.hasSuffix(".json") else {
        try Self.set(text, in: &preparation)
        continue
      }
      guard let json = FileManager.default.contents(atPath: text) else {
        throw ArrayFileError("\(text): cannot be read")
      }
      do throws(ArrayFileError) {
        try preparation.set(json: json)
      } catch {
        throw ArrayFileError("\(text): \(error.message)")
      }
    }
    return preparation
  }

  func validate() throws {
    var preparation = SamplePreparation()
    for text in preprocess where !text.hasSuffix(".json") {
      try Self.set(text, in: &preparation)
    }
  }

  private static func set(_ text: String, in preparation: inout SamplePreparation) throws {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else {
      throw ValidationError("--preprocess takes KEY=VALUE or a .json file, not '\(text)'")
    }
    do throws(ArrayFileError) {
      try preparation.set(String(parts[0]), to: String(parts[1]))
    } catch {
      throw ValidationError("--preprocess: \(error.message)")
    }
  }
}
