// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import TensorCore
import TestSupport
import Testing

/// Calibration streams its samples: a hundred times as many take no more memory.
@Test func calibrationHoldsOneSampleAtATime() throws {
  let model = packageRoot + "/Models/digits_mlp/"
  let samples = try #require(try readArrays(at: model + "calibration.npz")["inputs"])
  let shape = samples.shape.dimensions
  try withTemporaryFolder { folder in
    func peak(copies: Int) throws -> Int {
      let data = folder + "/samples\(copies).npy"
      try NumPyArray(
        type: samples.type, shape: Shape([copies * shape[0]] + shape.dropFirst()),
        bytes: [[UInt8]](repeating: samples.bytes, count: copies).flatMap { $0 }
      ).write(to: data)
      let (exitCode, byteCount) = try BuiltProgram.built("linnet").peakMemory([
        "convert", model + "saved_model", "-o", folder + "/model.tflite", "--quantize", "int8",
        "--representative-data", data,
      ])
      #expect(exitCode == 0)
      return byteCount
    }
    // 200 samples of 256 bytes, against 20,000 of them: 5.1 MB. Peaks vary by some 0.3 MB.
    let growth = try peak(copies: 100) - peak(copies: 1)
    #expect(growth < 2 << 20)
  }
}
