// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

@Suite struct CastTests {
  private func cast<From: TensorElement, To: TensorElement>(
    _ values: [From], to _: To.Type
  ) throws -> [To] {
    try evaluate(Cast(resultType: To.elementType), [tensor(values)])[0].elements(as: To.self)
  }

  @Test func keepsLowBits() throws {
    #expect(try cast([300, -1, 127] as [Int32], to: Int8.self) == [44, -1, 127])
    #expect(try cast([-1, -56] as [Int8], to: UInt16.self) == [65535, 65480])
    #expect(try cast([Int64.min, 1 << 40], to: Int32.self) == [0, 0])
    #expect(try cast([UInt32.max], to: Int64.self) == [4_294_967_295])
  }

  @Test func dropsFractionsAndStopsAtEnds() throws {
    let values: [Float] = [1.9, -1.9, 300, -300, .infinity, -.infinity, .nan]
    #expect(try cast(values, to: Int8.self) == [1, -1, 127, -128, 127, -128, 127])
    #expect(try cast(values, to: UInt8.self) == [1, 0, 255, 0, 255, 0, 255])
    #expect(try cast([2_147_483_648, -2_147_483_904] as [Float], to: Int32.self) == [.max, .min])
    #expect(try cast([9.3e18, -9.3e18] as [Double], to: Int64.self) == [.max, .min])
    #expect(try cast([9.3e18] as [Double], to: Int32.self) == [.max])
  }

  @Test func roundsOnce() throws {
    // 2²⁴ + 1 lies between two float32; the even one is below.
    #expect(try cast([16_777_217] as [Int64], to: Float.self) == [16_777_216])
    #expect(try cast([0.1] as [Double], to: Float.self) == [0.1])
    #expect(try cast([0.1] as [Float], to: Double.self) == [Double(Float(0.1))])
  }

  @Test func convertsTruth() throws {
    #expect(
      try cast([0, -0.0, 0.1, .nan] as [Float], to: Bool.self) == [false, false, true, true])
    #expect(try cast([0, 256] as [Int32], to: Bool.self) == [false, true])
    #expect(try cast([true, false], to: Float.self) == [1, 0])
  }

  @Test func convertsHalves() throws {
    let half = try evaluate(Cast(resultType: .float16), [tensor([1, 65520, -0.5] as [Float])])[0]
    #expect(half.elements(as: UInt16.self) == [0x3C00, 0x7C00, 0xB800])
    let brain = try evaluate(
      Cast(resultType: .bfloat16), [tensor([1, 1.00390625, .nan] as [Float])])[0]
    #expect(brain.elements(as: UInt16.self) == [0x3F80, 0x3F80, 0x7FC0])
    let back = try evaluate(Cast(resultType: .float32), [brain])[0]
    #expect(back.elements(as: Float.self).prefix(2) == [1, 1])
  }

  /// The lower bits first; real numbers are cut toward zero and bounded.
  @Test func packsIntegersOfLessThanAByte() throws {
    let reals = tensor([-9, 7.9, -1.5, 3, .nan] as [Float])
    for (type, bytes) in [
      (.int4, [0x78, 0x3F, 0x07]), (.uint4, [0x70, 0x30, 0x0F]), (.int2, [0b01_11_01_10, 0b01]),
    ] as [(ElementType, [UInt8])] {
      let packed = try evaluate(Cast(resultType: type), [reals])[0]
      #expect(packed.elements(as: UInt8.self) == bytes, "\(type.name)")
    }
  }

  /// 0x9 is −7 or 9, 0x7 is 7; in pairs of bits 0x79 is 01, 10, 11, 01 from the lowest on.
  @Test func unpacksIntegersOfLessThanAByte() throws {
    let packed = tensor([0x79] as [UInt8])
    for (type, values) in [
      (.int4, [-7, 7]), (.uint4, [9, 7]), (.int2, [1, -2, -1, 1]),
    ] as [(ElementType, [Float])] {
      let input = DirectTensor(type: type, shape: Shape([values.count]), bytes: packed.bytes)
      expect(Cast(resultType: .float32), [input], gives: values, shape: [values.count])
    }
    withExtendedLifetime(packed) {}
  }

  @Test func packedIntegersReachOverChunks() throws {
    let values: [Int16] = (0..<1001).map { Int16($0 % 16 - 8) }
    let packed = try evaluate(Cast(resultType: .int4), [tensor(values)])[0]
    expect(Cast(resultType: .int16), [packed], gives: values, shape: [1001])
  }

  @Test func convertsMoreThanOneChunk() throws {
    let values: [Int16] = counting(1000)
    #expect(try cast(values, to: Float.self) == values.map { Float($0) })
  }
}
