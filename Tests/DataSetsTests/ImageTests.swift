// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Foundation
import TensorCore
import TestSupport
import Testing

@testable import DataSets

/// What Pillow and TensorFlow make of the images in Fixtures/samples.
struct ImageTests {
  @Test(arguments: [
    "rgb.png", "rgba.png", "grey.png", "bits.png", "palette.png", "wide.png", "color.jpeg",
    "progressive.jpg", "grey.jpg",
  ])
  func decodesAsPillowDoes(name: String) throws {
    let expected = try readArrays(at: fixture("samples/decoded.npz"))
    let image = try Image(try mappedFile(fixture("samples/\(name)")))
    for (mode, count) in [("L", 1), ("RGB", 3), ("RGBA", 4)] {
      guard let pixels = expected["\(name) \(mode)"] else { continue }
      #expect([image.height, image.width] == Array(pixels.shape.dimensions.prefix(2)))
      #expect(
        image.channels(count, isBlueFirst: false)
          == pixels.elements(as: UInt8.self).map(Float.init), "\(mode)")
    }
  }

  @Test(arguments: [
    ("small", 3, 4), ("large", 11, 13), ("mixed", 5, 20), ("small_antialias", 3, 4),
    ("large_antialias", 11, 13), ("mixed_antialias", 5, 20),
  ])
  func resizesAsTensorFlowDoes(key: String, height: Int, width: Int) throws {
    let expected = try #require(
      try readArrays(at: fixture("samples/resized.npz"), keys: [key])[key])
    let image = try Image(try mappedFile(fixture("samples/rgb.png")))
    let grid = PixelGrid(
      height: image.height, width: image.width, channelCount: 3,
      elements: image.channels(3, isBlueFirst: false))
    let resized = grid.resized(
      height: height, width: width, antialiases: key.hasSuffix("antialias"))
    #expect(largestDifference(resized.elements, expected.elements(as: Float.self)) < 1e-3)
  }

  /// The first pixels of rgb.png are (0, 0, 255), (31, 0, 0), (63, 0, 0); it is 7 high, 9 wide.
  @Test func takesTheFormOfTheInput() throws {
    func sample(_ input: SampleInput, _ settings: [String: String] = [:]) throws -> NumPyArray {
      var preparation = SamplePreparation()
      for (key, value) in settings { try preparation.set(key, to: value) }
      let samples = try openSamples(
        at: fixture("samples/rgb.png"), for: [input], preparation: preparation)
      return try #require(try samples.next()?[input.name])
    }
    let open = try sample(SampleInput(name: "x", shape: [nil, nil, nil, 3]))
    #expect(open.type == .float32 && open.shape == Shape([1, 7, 9, 3]))
    #expect(
      largestDifference(Array(open.elements(as: Float.self).prefix(4)), [0, 0, 1, 0.1215686]) < 1e-7
    )
    let planes = try sample(SampleInput(name: "x", shape: [1, 3, nil, nil]), ["order": "bgr"])
    #expect(planes.shape == Shape([1, 3, 7, 9]))
    #expect(Array(planes.elements(as: Float.self).prefix(2)) == [1, 0])
    #expect(abs(planes.elements(as: Float.self)[127] - 0.1215686) < 1e-7)
    // 7471 · 255 / 65536 is 29.07, 19595 · 31 / 65536 9.27.
    let grey = try sample(SampleInput(name: "x", shape: [nil, 7, 9], type: .uint8))
    #expect(Array(grey.elements(as: UInt8.self).prefix(2)) == [29, 9])
    let centered = try sample(SampleInput(name: "x", shape: [nil, 7, 9, 3], type: .int8))
    #expect(Array(centered.elements(as: Int8.self).prefix(4)) == [-128, -128, 127, -97])
    let normal = try sample(
      SampleInput(name: "x", shape: [nil, 7, 9, 3]),
      ["scale": "1", "mean": "1,2,55", "deviation": "2, 4, 100"])
    #expect(Array(normal.elements(as: Float.self).prefix(3)) == [-0.5, -0.5, 2])
  }

  /// The middle 7 × 7 of 7 × 9, and of its half, 3 × 3.
  @Test(arguments: [("cropped", "1"), ("half", "0.5")])
  func cutsTheMiddle(key: String, share: String) throws {
    let expected = try #require(
      try readArrays(at: fixture("samples/resized.npz"), keys: [key])[key])
    var preparation = SamplePreparation()
    try preparation.set("crop", to: share)
    try preparation.set("scale", to: "1")
    let samples = try openSamples(
      at: fixture("samples/rgb.png"), for: [SampleInput(name: "x", shape: [nil, 4, 4, 3])],
      preparation: preparation)
    let found = try #require(try samples.next()?["x"])
    #expect(
      largestDifference(found.elements(as: Float.self), expected.elements(as: Float.self)) < 1e-3)
  }

  /// No prefix of a file is taken for a whole one; files with a bit changed are read or refused.
  @Test(arguments: ["rgb.png", "palette.png", "wide.png", "color.jpeg", "progressive.jpg"])
  func survivesDamage(name: String) throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: fixture("samples/\(name)")))
    for count in 0..<file.count {
      #expect(throws: ArrayFileError.self) { try Image(file.prefix(count)) }
    }
    for bit in stride(from: 0, to: file.count * 8, by: 5) {
      var damaged = file
      damaged[bit / 8] ^= 1 << (bit % 8)
      do throws(ArrayFileError) {
        _ = try Image(damaged)
      } catch {
        #expect(error.message.hasPrefix("damaged ") || error.message.hasPrefix("neither "))
      }
    }
  }

  @Test func saysWhatDoesNotFit() throws {
    func message(_ path: String, _ inputs: [SampleInput], _ key: String? = nil) -> String {
      errorMessage {
        var preparation = SamplePreparation()
        if let key { try preparation.set(key, to: "3") }
        let samples = try openSamples(
          at: fixture("samples/\(path)"), for: inputs, preparation: preparation)
        while try samples.next() != nil {}
      }
    }
    let image = SampleInput(name: "x", shape: [nil, 4, 4, 3])
    #expect(message("cmyk.jpg", [image]).hasSuffix("its colors are CMYK; save it as RGB"))
    #expect(
      message("rgb.png", [SampleInput(name: "x", shape: [nil, 8, 8, 2])])
        .contains("input 'x' [?, 8, 8, 2] takes no images"))
    #expect(
      message("rgb.png", [SampleInput(name: "x", shape: [2, 4, 4, 3])])
        .hasSuffix("it has 1 images, the model takes batches of 2"))
    #expect(
      message("rgb.png", [image, SampleInput(name: "y", shape: [1])])
        .hasSuffix("this has 'x', 'y': give an .npz with an array for each"))
    #expect(
      message("rgb.png", [image], "rate").hasSuffix("it holds images, which 'rate' is not for"))
    #expect(
      message("rgb.png", [SampleInput(name: "x", shape: [1, 4, 4, 3], type: .int8)], "scale")
        .hasSuffix("does not fit the model's int8"))
  }
}

func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The message of the error that `body` throws.
func errorMessage(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch let error as ArrayFileError {
    return error.message
  } catch {
    return "another error: \(error)"
  }
}
