// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import GraphIR
import TensorCore
import TestSupport
import Testing

@testable import TensorFlowExport

struct WebWeightTests {
  /// Scale, minimum and integers are those that TensorFlow.js's own converter computes.
  @Test(arguments: ["around_zero", "above_zero", "alike"], ["uint8", "uint16"])
  func quantizesAsTensorFlowJS(name: String, kind: String) throws {
    let arrays = try readArrays(at: fixture("web_models/arrays.npz"))
    let values = try #require(arrays[name])
    let weight = try WebWeight(
      name: name, shape: values.shape, type: .float32,
      data: ConstantData(values.elements(as: Float.self)))
    let (bytes, entry) = weight.stored(try #require(WebQuantization(rawValue: kind)))
    let form = try #require(arrays["\(name).\(kind).form"]).elements(as: Double.self)
    let found = try #require(entry["quantization"] as? [String: Any])
    #expect(Array(bytes) == arrays["\(name).\(kind)"]?.bytes)
    #expect(found["scale"] as? Double == form[0] && found["min"] as? Double == form[1])
    #expect(found["dtype"] as? String == kind && found["original_dtype"] as? String == "float32")
  }

  @Test func otherTypesBecomeThoseOfTensorFlowJS() throws {
    func stored(_ type: ElementType, _ data: ConstantData) throws -> (String, [UInt8]) {
      let weight = try WebWeight(name: "w", shape: Shape([2]), type: type, data: data)
      let (bytes, entry) = weight.stored(.uint8)
      #expect(entry["quantization"] == nil)
      return (entry["dtype"] as? String ?? "", Array(bytes))
    }
    func bytes<Element: BitwiseCopyable>(_ elements: [Element]) -> [UInt8] {
      elements.withUnsafeBytes { Array($0) }
    }
    #expect(
      try stored(.int64, ConstantData([-7, Int64.max])) == ("int32", bytes([-7, Int32.max])))
    #expect(
      try stored(.int8, ConstantData([-1, 2] as [Int8])) == ("int32", bytes([-1, 2] as [Int32])))
    #expect(try stored(.bool, ConstantData([1, 0] as [UInt8])) == ("bool", [1, 0]))
    #expect(
      try stored(.float32, ConstantData([1, .infinity] as [Float]))
        == ("float32", bytes([1, .infinity] as [Float])))
    // Count, beginnings, end, then the bytes of "a" and "bc".
    var strings = bytes([2, 16, 17, 19] as [Int32])
    strings += Array("abc".utf8)
    #expect(
      try stored(.string, ConstantData(strings))
        == ("string", [1, 0, 0, 0, 0x61, 2, 0, 0, 0, 0x62, 0x63]))
  }

  @Test func namesAreGivenOnce() {
    var names = NodeNames()
    #expect(names.unique("a/b:0 c") == "a/b_0_c")
    #expect(names.unique("a/b:0 c") == "a/b_0_c_1")
    #expect(names.unique("") == "node" && names.unique("_x") == "node_x")
  }
}
