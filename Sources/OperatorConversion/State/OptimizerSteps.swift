// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

// Steps of optimizers that are one operator in TensorFlow: a variable and what is kept beside it take
// new values. Each is written as TensorFlow's documentation of its `tf.raw_ops` has it.

/// One step of an optimizer.
///
/// | operator        | handles             | other operands                                |
/// |-----------------|---------------------|-----------------------------------------------|
/// | GradientDescent | `w`                 | `α, g`                                        |
/// | Momentum        | `w, a`              | `α, g, μ`                                     |
/// | KerasMomentum   | `w, a`              | `α, g, μ`                                     |
/// | Adam            | `w, m, v`           | `β₁ᵗ, β₂ᵗ, α, β₁, β₂, ε, g`                   |
/// | AdamWithAmsgrad | `w, m, v, v̂`        | `β₁ᵗ, β₂ᵗ, α, β₁, β₂, ε, g`                   |
/// | AdaMax          | `w, m, v`           | `β₁ᵗ, α, β₁, β₂, ε, g`                        |
/// | Adagrad         | `w, a`              | `α, g`                                        |
/// | AdagradV2       | `w, a`              | `α, ε, g`                                     |
/// | Adadelta        | `w, a, u`           | `α, ρ, ε, g`                                  |
/// | Ftrl            | `w, a, z`           | `g, α, λ₁, λ₂, p`                             |
/// | RMSProp         | `w, s, m`           | `α, ρ, μ, ε, g`                               |
/// | CenteredRMSProp | `w, c, s, m`        | `α, ρ, μ, ε, g`                               |
///
/// Names begin with `ResourceApply`, or with `ResourceSparseApply`, where `g` has some rows only and the
/// numbers of these stand behind it: the other rows keep what they hold. No row may come twice, which
/// optimizers see to.
enum OptimizerStep: TensorFlowConversion {
  static let tensorFlowNames = [
    "ResourceApplyAdaMax", "ResourceApplyAdadelta", "ResourceApplyAdagrad",
    "ResourceApplyAdagradV2", "ResourceApplyAdam", "ResourceApplyAdamWithAmsgrad",
    "ResourceApplyCenteredRMSProp", "ResourceApplyFtrl", "ResourceApplyGradientDescent",
    "ResourceApplyKerasMomentum", "ResourceApplyMomentum", "ResourceApplyRMSProp",
    "ResourceSparseApplyAdadelta",
    "ResourceSparseApplyAdagrad", "ResourceSparseApplyAdagradV2",
    "ResourceSparseApplyCenteredRMSProp", "ResourceSparseApplyKerasMomentum",
    "ResourceSparseApplyMomentum", "ResourceSparseApplyRMSProp",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let isSparse = node.operation.hasPrefix("ResourceSparse")
    let optimizer = node.operation.replacing("ResourceSparseApply", with: "")
      .replacing("ResourceApply", with: "")
    let handleCount = handleCount(optimizer)
    var slots: [ValueID] = []
    for place in 0..<handleCount { slots.append(try legalizer.current(node.input(place))) }
    var operands = Array(node.inputs.dropFirst(handleCount))
    var rows: SparseRows?
    if isSparse {
      let place = optimizer.hasSuffix("Momentum") ? 1 : operands.count - 2
      guard operands.indices.contains(place), place + 1 < operands.count else {
        throw node.error("has \(node.inputs.count) operands, which are too few")
      }
      let taken = try legalizer.rows(
        operands[place], at: operands.remove(at: place + 1), of: slots[0])
      operands[place] = taken.values
      rows = taken
    }
    let step = Step(optimizer: optimizer, slots: slots, operands: operands, node: node)
    for (place, value) in try step.values(with: &legalizer) {
      var value = value
      if let rows {
        value = try legalizer.emit(.selectV2(SelectV2()), rows.isThere, value, slots[place])
      }
      try legalizer.assign(node.input(place), value)
    }
    return []
  }

  /// How many variables an optimizer changes.
  private static func handleCount(_ optimizer: String) -> Int {
    switch optimizer {
    case "GradientDescent": 1
    case "AdaMax", "Adadelta", "Adam", "Ftrl", "RMSProp": 3
    case "AdamWithAmsgrad", "CenteredRMSProp": 4
    default: 2
    }
  }

  /// What a step starts from.
  fileprivate struct Step {
    let optimizer: String
    /// What the variable and those beside it hold.
    let slots: [ValueID]
    let operands: [ValueID]
    let node: TensorFlowNode
  }
}

/// Rows put at their places among zeros.
private struct SparseRows {
  let values: ValueID
  /// For each element whether its row was given.
  let isThere: ValueID
}

extension Legalizer {
  fileprivate mutating func rows(
    _ rows: ValueID, at indices: ValueID, of whole: ValueID
  ) throws(ConversionError) -> SparseRows {
    let places = try emit(.expandDims(ExpandDims()), indices, scalar(-1))
    let shape = try emit(.shapeOf(ShapeOf(resultType: .int32)), whole)
    let counts = try emit(.scatterND(ScatterND()), places, ones(like: rows), shape)
    return SparseRows(
      values: try emit(.scatterND(ScatterND()), places, rows, shape),
      isThere: try emit(.greater(Greater()), counts, float(0)))
  }

  fileprivate mutating func root(_ a: ValueID) throws(ConversionError) -> ValueID {
    try emit(.sqrt(Sqrt()), a)
  }

  /// `old · share + new · (1 − share)`.
  fileprivate mutating func mixture(
    _ old: ValueID, _ new: ValueID, keeping share: ValueID
  ) throws(ConversionError) -> ValueID {
    let rest = try difference(float(1), share)
    return try sum(product(old, share), product(new, rest))
  }
}

extension OptimizerStep.Step {
  /// The new values of slots by their places, in the order in which they are assigned.
  fileprivate func values(
    with legalizer: inout Legalizer
  ) throws(ConversionError) -> [(Int, ValueID)] {
    switch optimizer {
    case "GradientDescent":
      let step = try legalizer.product(operand(0), operand(1))
      return [(0, try legalizer.difference(slots[0], step))]
    case "Momentum", "KerasMomentum": return try momentum(&legalizer)
    case "Adam", "AdamWithAmsgrad": return try adam(&legalizer)
    case "AdaMax": return try adaMax(&legalizer)
    case "Adagrad", "AdagradV2": return try adagrad(&legalizer)
    case "Adadelta": return try adadelta(&legalizer)
    case "Ftrl": return try followTheLeader(&legalizer)
    default: return try rootMeanSquare(&legalizer)
    }
  }

  private func operand(_ index: Int) throws(ConversionError) -> ValueID {
    guard operands.indices.contains(index) else {
      throw node.error("has \(node.inputs.count) operands, which are too few")
    }
    return operands[index]
  }

  /// `a ← μ · a + g`, `w ← w − α · a`; Keras: `a ← μ · a − α · g`, `w ← w + a`. Nesterov's step looks
  /// ahead by one more `μ · a`.
  private func momentum(_ legalizer: inout Legalizer) throws(ConversionError) -> [(Int, ValueID)] {
    let (rate, gradient, decay) = (try operand(0), try operand(1), try operand(2))
    let isNesterov = try node.bool("use_nesterov")
    let kept = try legalizer.product(slots[1], decay)
    let step = try legalizer.product(gradient, rate)
    if optimizer == "KerasMomentum" {
      let sum = try legalizer.difference(kept, step)
      let moved =
        isNesterov ? try legalizer.difference(legalizer.product(sum, decay), step) : sum
      return [(1, sum), (0, try legalizer.sum(slots[0], moved))]
    }
    let sum = try legalizer.sum(kept, gradient)
    var moved = try legalizer.product(sum, rate)
    if isNesterov { moved = try legalizer.sum(step, legalizer.product(moved, decay)) }
    return [(1, sum), (0, try legalizer.difference(slots[0], moved))]
  }

  /// `m ← β₁ · m + (1 − β₁) · g`, `v ← β₂ · v + (1 − β₂) · g²`,
  /// `w ← w − α · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
  private func adam(_ legalizer: inout Legalizer) throws(ConversionError) -> [(Int, ValueID)] {
    let (gradient, one) = (try operand(6), try legalizer.float(1))
    let rate = try legalizer.quotient(
      legalizer.product(
        operand(2), legalizer.root(legalizer.difference(one, operand(1)))),
      legalizer.difference(one, operand(0)))
    let mean = try legalizer.mixture(slots[1], gradient, keeping: operand(3))
    let square = try legalizer.emit(.square(Square()), gradient)
    let variance = try legalizer.mixture(slots[2], square, keeping: operand(4))
    var direction = mean
    if try node.bool("use_nesterov") {
      direction = try legalizer.mixture(mean, gradient, keeping: operand(3))
    }
    var greatest = variance
    var values = [(1, mean), (2, variance)]
    if optimizer == "AdamWithAmsgrad" {
      greatest = try legalizer.emit(.maximum(Maximum()), slots[3], variance)
      values.append((3, greatest))
    }
    let size = try legalizer.sum(legalizer.root(greatest), operand(5))
    let step = try legalizer.quotient(legalizer.product(direction, rate), size)
    return values + [(0, try legalizer.difference(slots[0], step))]
  }

  /// `m ← β₁ · m + (1 − β₁) · g`, `v ← max(β₂ · v, │g│)`, `w ← w − α / (1 − β₁ᵗ) · m / (v + ε)`.
  private func adaMax(_ legalizer: inout Legalizer) throws(ConversionError) -> [(Int, ValueID)] {
    let gradient = try operand(5)
    let mean = try legalizer.mixture(slots[1], gradient, keeping: operand(2))
    let greatest = try legalizer.emit(
      .maximum(Maximum()), legalizer.product(slots[2], operand(3)),
      legalizer.emit(.abs(Abs()), gradient))
    let rate = try legalizer.quotient(
      operand(1), legalizer.difference(legalizer.float(1), operand(0)))
    let step = try legalizer.product(
      rate, legalizer.quotient(mean, legalizer.sum(greatest, operand(4))))
    return [(1, mean), (2, greatest), (0, try legalizer.difference(slots[0], step))]
  }

  /// `a ← a + g²`, `w ← w − α · g / (√a + ε)`.
  private func adagrad(_ legalizer: inout Legalizer) throws(ConversionError) -> [(Int, ValueID)] {
    let hasEpsilon = optimizer == "AdagradV2"
    let gradient = try operand(hasEpsilon ? 2 : 1)
    var values: [(Int, ValueID)] = []
    var sum = slots[1]
    if try node.bool("update_slots", default: true) {
      sum = try legalizer.sum(sum, legalizer.emit(.square(Square()), gradient))
      values.append((1, sum))
    }
    var size = try legalizer.root(sum)
    if hasEpsilon { size = try legalizer.sum(size, operand(1)) }
    let step = try legalizer.quotient(legalizer.product(gradient, operand(0)), size)
    return values + [(0, try legalizer.difference(slots[0], step))]
  }

  /// `a ← ρ · a + (1 − ρ) · g²`, `d = g · √(u + ε) / √(a + ε)`, `u ← ρ · u + (1 − ρ) · d²`,
  /// `w ← w − α · d`.
  private func adadelta(_ legalizer: inout Legalizer) throws(ConversionError) -> [(Int, ValueID)] {
    let (share, epsilon, gradient) = (try operand(1), try operand(2), try operand(3))
    let square = try legalizer.emit(.square(Square()), gradient)
    let mean = try legalizer.mixture(slots[1], square, keeping: share)
    let ratio = try legalizer.quotient(
      legalizer.root(legalizer.sum(slots[2], epsilon)),
      legalizer.root(legalizer.sum(mean, epsilon)))
    let update = try legalizer.product(ratio, gradient)
    let updates = try legalizer.mixture(
      slots[2], legalizer.emit(.square(Square()), update), keeping: share)
    let step = try legalizer.product(update, operand(0))
    return [(1, mean), (2, updates), (0, try legalizer.difference(slots[0], step))]
  }

  /// With `n = a + g²`: `z ← z + g − (n⁻ᵖ − a⁻ᵖ) / α · w`, `w ← (sign(z) · λ₁ − z) / (n⁻ᵖ / α + 2 · λ₂)` where
  /// `│z│ > λ₁`, else 0, `a ← n`.
  private func followTheLeader(
    _ legalizer: inout Legalizer
  ) throws(ConversionError) -> [(Int, ValueID)] {
    guard try !node.bool("multiply_linear_by_lr") else {
      throw node.error("multiply_linear_by_lr is not supported")
    }
    let (gradient, rate) = (try operand(0), try operand(1))
    let power = try legalizer.emit(.neg(Neg()), operand(4))
    let sum = try legalizer.sum(slots[1], legalizer.emit(.square(Square()), gradient))
    let size = try legalizer.quotient(legalizer.emit(.pow(Pow()), sum, power), rate)
    let before = try legalizer.quotient(legalizer.emit(.pow(Pow()), slots[1], power), rate)
    let shift = try legalizer.product(legalizer.difference(size, before), slots[0])
    let linear = try legalizer.difference(legalizer.sum(slots[2], gradient), shift)
    let edge = try legalizer.product(legalizer.emit(.sign(Sign()), linear), operand(2))
    let twice = try legalizer.product(operand(3), legalizer.float(2))
    let moved = try legalizer.quotient(
      legalizer.difference(edge, linear), legalizer.sum(size, twice))
    let isBeyond = try legalizer.emit(
      .greater(Greater()), legalizer.emit(.abs(Abs()), linear), operand(2))
    let value = try legalizer.emit(
      .selectV2(SelectV2()), isBeyond, moved, legalizer.float(0))
    return [(1, sum), (2, linear), (0, value)]
  }

  /// `s ← ρ · s + (1 − ρ) · g²`, `m ← μ · m + α · g / √(s + ε)`, `w ← w − m`; centered:
  /// `c ← ρ · c + (1 − ρ) · g`, and `s − c²` under the root.
  private func rootMeanSquare(
    _ legalizer: inout Legalizer
  ) throws(ConversionError) -> [(Int, ValueID)] {
    let isCentered = optimizer == "CenteredRMSProp"
    let (share, gradient) = (try operand(1), try operand(4))
    let first = isCentered ? 2 : 1
    let square = try legalizer.emit(.square(Square()), gradient)
    let mean = try legalizer.mixture(slots[first], square, keeping: share)
    var values = [(first, mean)]
    var spread = mean
    if isCentered {
      let center = try legalizer.mixture(slots[1], gradient, keeping: share)
      values.append((1, center))
      spread = try legalizer.difference(
        mean, legalizer.emit(.square(Square()), center))
    }
    let size = try legalizer.root(legalizer.sum(spread, operand(3)))
    let step = try legalizer.quotient(legalizer.product(gradient, operand(0)), size)
    let moved = try legalizer.sum(legalizer.product(slots[first + 1], operand(2)), step)
    values.append((first + 1, moved))
    return values + [(0, try legalizer.difference(slots[0], moved))]
  }
}
