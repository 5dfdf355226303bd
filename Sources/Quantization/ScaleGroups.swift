// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

/// Which activations must share one scale, and what scale each gets.
///
/// Operators whose ``ScaleRule`` is `shared` join their inputs and outputs; a group's range is that
/// of all its members. A scale that the format fixes holds for the whole group if the group has no
/// other source; else the operator's own result is requantized into the group. A range that was set
/// for a member by hand replaces what was seen of all of them.
struct ScaleGroups {
  private var parent: [Int]
  private var seen: [ValueRange]
  private var set: [ValueRange]
  /// Whether a group's range has parts from calibration.
  private var isObserved: [Bool]
  /// Scales that the format gives to values, by value.
  private var fixed: [Int: Quantization] = [:]
  /// How many sources, other than operators that pass a scale on, each group has.
  private var sources: [Int: Int] = [:]

  private let scheme: IntegerScheme

  init(valueCount: Int, scheme: IntegerScheme) {
    self.scheme = scheme
    parent = Array(0..<valueCount)
    seen = Array(repeating: .empty, count: valueCount)
    set = seen
    isObserved = Array(repeating: false, count: valueCount)
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
    seen[a].formUnion(seen[b])
    set[a].formUnion(set[b])
    isObserved[a] = isObserved[a] || isObserved[b]
    sources[a, default: 0] += sources[b, default: 0]
  }

  /// Calibration saw `value` in a range.
  mutating func extend(_ value: ValueID, by range: ValueRange) {
    seen[root(value.index)].formUnion(range)
    isObserved[root(value.index)] = true
  }

  /// The constant `value` lies in a range.
  mutating func extend(constant value: ValueID, by range: ValueRange) {
    seen[root(value.index)].formUnion(range)
  }

  /// `range` is to be covered whatever was seen.
  mutating func setRange(_ range: ValueRange, of value: ValueID) {
    set[root(value.index)].formUnion(range)
  }

  /// The format fixes the scale of `value`, which an operator gives.
  mutating func fix(_ value: ValueID, _ quantization: Quantization) {
    fixed[value.index] = quantization
  }

  /// `value` comes from an operator that chooses its scale, from outside, or is a constant.
  mutating func addSource(_ value: ValueID) {
    sources[root(value.index), default: 0] += 1
  }

  /// The scale in which all users of `value` read it, and where it comes from; nil where nothing is
  /// known of its range.
  func activation(_ value: ValueID) -> QuantizationPlan.Activation? {
    let root = root(value.index)
    if sources[root, default: 0] <= 1 {
      for (member, quantization) in fixed where self.root(member) == root {
        return .init(quantization: quantization, origin: .format)
      }
    }
    if !set[root].isEmpty {
      return .init(quantization: scheme.quantization(of: set[root]), origin: .set(set[root]))
    }
    guard !seen[root].isEmpty else { return nil }
    return .init(
      quantization: scheme.quantization(of: seen[root]),
      origin: isObserved[root] ? .seen(seen[root]) : .constant(seen[root]))
  }

  /// The scale that the format fixes for `value` itself, if any.
  func fixedQuantization(of value: ValueID) -> Quantization? { fixed[value.index] }

  /// The number of the value's group: values with the same number share a scale.
  func group(of value: ValueID) -> Int { root(value.index) }
}
