// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore
import Testing

@testable import KerasImport

/// Every family of layers, in the files of Keras 2 and 3, computes what Keras does.
struct LayerTests {
  @Test func modelsAreThere() {
    #expect(KerasFixture.all.count >= 280)
    for form in ["keras3/", "keras2/"] {
      #expect(KerasFixture.all.contains { $0.file.hasPrefix(form) && $0.file.hasSuffix(".h5") })
    }
  }

  @Test(arguments: KerasFixture.all) func computesWhatKerasDoes(_ model: KerasFixture) throws {
    let results = try model.results()
    let expected = try model.arrays("out")
    #expect(!expected.isEmpty && Set(results.keys) == Set(expected.keys))
    for (name, array) in expected {
      let found = try #require(results[name], "output \(name)")
      #expect(found.shape == array.shape.dimensions, "output \(name)")
      let wanted = array.elements(as: Float.self)
      // Sums of a layer's float products in another order: some units in the last place of the
      // largest; where Keras computes in float16, of its; where it rounds what layers see to whole
      // numbers of 8 bits, half of such a step at each of three layers.
      let unit: Float =
        model.file.contains("quantized_weights")
        ? 1.5 / 127 : model.file.contains("mixed") ? 2e-3 : 1e-5
      let allowed = unit * max(1, wanted.map(abs).max() ?? 0)
      try #require(found.numbers.count == wanted.count)
      for (a, b) in zip(found.numbers, wanted) {
        #expect(abs(a - b) <= allowed, "output \(name): \(a), not \(b)")
      }
    }
  }
}
