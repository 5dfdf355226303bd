// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// An operator that keeps samples of a sound, gives some of them and says whether these are valid.
package protocol SampleQueueOperator: CustomOperation {}

extension SampleQueueOperator {
  package var operandRules: OperandRules {
    OperandRules(
      inputs: [OperandRule("input", .control, .int16)],
      outputs: [OperandRule("output", .control, .int16), OperandRule("valid", .control, .bool)],
      scales: .unquantized)
  }

  package var effects: OperatorEffects { .keepsState }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] { [.int16, .bool] }
}

/// Samples of a sound that wait to be read, in memory that an operator keeps: a number, how many there
/// are, and then they themselves.
struct SampleQueue {
  private let count: UnsafeMutablePointer<Int32>
  private let samples: UnsafeMutablePointer<Int16>

  /// - Parameter capacity: how many may wait at most.
  static func byteCount(capacity: Int) -> Int {
    // A multiple of four, so that queues may stand side by side.
    4.saturatingProduct(capacity / 2 + 2)
  }

  init(at address: UnsafeMutableRawPointer) {
    count = address.assumingMemoryBound(to: Int32.self)
    samples = (address + 4).assumingMemoryBound(to: Int16.self)
  }

  var available: Int { Int(count[0]) }

  func write(_ source: UnsafePointer<Int16>, _ added: Int) {
    (samples + available).update(from: source, count: added)
    count[0] += Int32(added)
  }

  func writeZeros(_ added: Int) {
    (samples + available).update(repeating: 0, count: added)
    count[0] += Int32(added)
  }

  /// Reads the oldest samples, which go on to wait.
  func read(_ wanted: Int, into target: UnsafeMutablePointer<Int16>) {
    target.update(from: samples, count: wanted)
  }

  func discard(_ gone: Int) {
    count[0] -= Int32(gone)
    samples.update(from: samples + gone, count: available)
  }
}
