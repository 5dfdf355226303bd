// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import GraphIR

struct ConstantDataTests {
  private static func double(_ bytes: UnsafeMutableRawBufferPointer) {
    for index in bytes.bindMemory(to: Float.self).indices {
      bytes.bindMemory(to: Float.self)[index] *= 2
    }
  }

  @Test func changesInPlaceWhatNothingElseHas() {
    var data = ConstantData([Float(1), 2])
    let place = data.bytes.baseAddress
    data.modify(Self.double)
    #expect(data.elements(as: Float.self) == [2, 4])
    #expect(data.bytes.baseAddress == place)
  }

  @Test func leavesWhatOthersShare() {
    let shared = ConstantData([Float(1), 2])
    var data = shared
    data.modify(Self.double)
    #expect(data.elements(as: Float.self) == [2, 4])
    #expect(shared.elements(as: Float.self) == [1, 2])
  }

  @Test func leavesBytesOfAnother() {
    let elements = [Float(1), 2]
    elements.withUnsafeBytes { bytes in
      var data = ConstantData(owner: Owner(), bytes: bytes)
      data.modify(Self.double)
      #expect(data.elements(as: Float.self) == [2, 4])
    }
    #expect(elements == [1, 2])
  }

  @Test func largeMemoryHoldsWhatIsWritten() {
    let count = 3 << 20
    let data = ConstantData(byteCount: count * 4) { bytes in
      for index in 0..<count { bytes.bindMemory(to: Int32.self)[index] = Int32(index) }
    }
    #expect(data.elements(as: Int32.self).last == Int32(count - 1))
  }

  @Test func roundsDownToWholeElements() {
    let data = ConstantData([UInt8(1), 0, 2, 0, 3])
    #expect(data.elements(as: UInt16.self) == [1, 2])
    #expect(ConstantData([UInt8]()).elements(as: Float.self) == [])
  }
}

private final class Owner {}
