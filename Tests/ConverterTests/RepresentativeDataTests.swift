// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import Converter

/// Representative data as `linnet convert` takes them.
struct RepresentativeDataTests {
  @Test(arguments: [(1, 10), (3, 10), (10, 10), (20, 10), (7, 1000), (1, 1)])
  func takesAsManySamplesAsAskedForEvenlySpread(count: Int, total: Int) {
    let data = RepresentativeData(path: "", count: count)
    let taken = (0..<total).filter { data.takes($0, of: total) }
    #expect(taken.count == min(count, total) && taken[0] == 0)
    let gaps = zip(taken, taken.dropFirst()).map { $1 - $0 }
    #expect((gaps.max() ?? 1) - (gaps.min() ?? 1) <= 1)
  }

  /// The images are resized to the 28 × 28 that the model takes, and become one channel.
  @Test func imagesCalibrate() throws {
    try withTemporaryFolder { folder in
      let images = folder + "/images/inner"
      try FileManager.default.createDirectory(atPath: images, withIntermediateDirectories: true)
      for name in ["rgb.png", "grey.jpg", "color.jpeg"] {
        try FileManager.default.copyItem(
          atPath: fixture("samples/\(name)"), toPath: "\(images)/\(name)")
      }
      let arguments = [
        "convert", packageRoot + "/Models/mnist_cnn/saved_model", "-o", folder + "/model.tflite",
        "--quantize", "int8", "--representative-data", folder + "/images",
      ]
      let linnet = BuiltProgram.built("linnet")
      let outcome = try linnet.run(arguments)
      #expect(outcome.exitCode == 0)
      #expect(
        outcome.errors.contains(
          "/images: 3 images, resized to 28 × 28, brightness, x · 0.003921569 for x = 0 … 255\n"))
      let few = try linnet.run(arguments + ["--representative-count", "2", "--quiet"])
      #expect(few.exitCode == 0 && few.errors.isEmpty)
      let refused = try linnet.run(arguments + ["--preprocess", "rate=8000"])
      #expect(refused.exitCode == 1 && refused.errors.contains("which 'rate' is not for"))
      #expect(try linnet.run(arguments + ["--preprocess", "size=3"]).exitCode == 64)
      let compared = try linnet.run([
        "compare", folder + "/model.tflite", folder + "/model.tflite", "--data",
        folder + "/images",
      ])
      #expect(compared.exitCode == 0 && compared.output.hasPrefix("3 samples of "))
    }
  }
}
