// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Which activations must share one scale, and what scale each gets.
///
/// Operators whose ``ScaleRule`` is `shared` join their inputs and outputs; a group's range is that
/// of all its members. A scale that the format fixes holds for the whole group if the group has no
/// other source; else the operator's own result is requantized into the group.
struct ScaleGroups {
  private var parent: [Int]
  private var ranges: [ValueRange]
  /// Scales that the format gives to values, by value.
  private var fixed: [Int: Quantization] = [:]
  /// How many sources, other than operators that pass a scale on, each group has.
  private var sources: [Int: Int] = [:]

  init(valueCount: Int) {
    parent = Array(0..<valueCount)
    ranges = Array(repeating: .empty, count: valueCount)
  }

  private func root(_ index: Int) -> Int {
    var index = index
    while parent[index] != index { index = parent[index] }
    return index
  }

  mutating func join(_ a: ValueID, _ b: ValueID) {
    let (a, b) = (root(a.index), root(b.index))
    guard a != b else { return }
    parent[b] = a
    ranges[a].formUnion(ranges[b])
    sources[a, default: 0] += sources[b, default: 0]
  }

  mutating func extend(_ value: ValueID, by range: ValueRange) {
    ranges[root(value.index)].formUnion(range)
  }

  /// The format fixes the scale of `value`, which an operator gives.
  mutating func fix(_ value: ValueID, _ quantization: Quantization) {
    fixed[value.index] = quantization
  }

  /// `value` comes from an operator that chooses its scale, from outside, or is a constant.
  mutating func addSource(_ value: ValueID) {
    sources[root(value.index), default: 0] += 1
  }

  /// The scale in which all users of `value` read it; nil where nothing is known of its range.
  func quantization(of value: ValueID) -> Quantization? {
    let root = root(value.index)
    if sources[root, default: 0] <= 1 {
      for (member, quantization) in fixed where self.root(member) == root { return quantization }
    }
    return ranges[root].isEmpty ? nil : ranges[root].int8Quantization
  }

  /// The scale that the format fixes for `value` itself, if any.
  func fixedQuantization(of value: ValueID) -> Quantization? { fixed[value.index] }
}
