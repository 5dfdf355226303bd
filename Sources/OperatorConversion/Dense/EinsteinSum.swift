// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Sums of products over labelled axes, as transpositions, changes of shape and one product of
/// matrices.
///
/// `bqhd,bkhd->bhqk` multiplies matrices q × d and d × k for each b and h. Without labels to sum over,
/// or where neither operand has a label of its own, it is an element-wise product.
///
/// Constraints:
/// - C1: one or two operands.
/// - C2: no label twice in one operand (a diagonal) or in the result.
/// - C3: labels fit the operands' ranks; an ellipsis stands for as many axes in both operands.
///
/// Source: TensorFlow, Einsum.
enum EinsteinSum: TensorFlowConversion {
  static let tensorFlowNames = ["Einsum"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var ranks: [Int] = []
    for input in node.inputs { ranks.append(try legalizer.rank(of: input)) }
    guard let equation = EinsumEquation(try node.string("equation"), ranks: ranks) else {
      throw node.error(
        "equation '\(try node.string("equation"))' is not supported for operands of rank \(ranks)")
    }
    var operands: [LabelledValue] = []
    for (value, labels) in zip(node.inputs, equation.operands) {
      operands.append(LabelledValue(value: value, labels: labels))
    }
    let result =
      operands.count == 1
      ? try legalizer.reduced(operands[0], to: equation.result)
      : try legalizer.product(operands[0], operands[1], to: equation.result)
    return [try legalizer.arranged(result, as: equation.result)]
  }
}

/// The labels of each operand and of the result; those that an ellipsis stands for are digits.
struct EinsumEquation {
  let operands: [[Character]]
  let result: [Character]

  /// Nil where the text is no equation for operands of these ranks, or breaks C1 to C3.
  init?(_ text: String, ranks: [Int]) {
    let sides = Array(text.filter { $0 != " " }).split(
      separator: "-", omittingEmptySubsequences: false)
    guard sides.count == 2, sides[1].first == ">" else { return nil }
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
    guard terms.count == ranks.count, (1...2).contains(terms.count) else { return nil }  // C1
    var ellipsisRank: Int?
    for (term, rank) in zip(terms, ranks) where term.contains(".") {
      let own = rank - term.count(where: { $0 != "." })
      guard (0..<10).contains(own), ellipsisRank == nil || ellipsisRank == own else {  // C3
        return nil
      }
      ellipsisRank = own
    }
    let digits = (0..<(ellipsisRank ?? 0)).map { Character("\($0)") }
    func labels(_ term: ArraySlice<Character>) -> [Character] {
      guard let dot = term.firstIndex(of: ".") else { return Array(term) }
      return term[..<dot] + digits + term[dot...].filter { $0 != "." }
    }
    operands = terms.map { labels($0) }
    result = labels(sides[1].dropFirst())
    let known = Set(operands.joined())
    for (term, rank) in zip(operands, ranks) where term.count != rank { return nil }  // C3
    for term in operands + [result] where Set(term).count != term.count { return nil }  // C2
    guard result.allSatisfy(known.contains) else { return nil }  // C3
  }
}

/// A value whose axes have labels.
private struct LabelledValue {
  var value: ValueID
  var labels: [Character]
}

extension Legalizer {
  /// The value without the labels that are not in `kept`, which are summed over.
  fileprivate mutating func reduced(
    _ operand: LabelledValue, to kept: some Collection<Character>
  ) throws(ConversionError) -> LabelledValue {
    let axes = operand.labels.indices.filter { !kept.contains(operand.labels[$0]) }
    guard !axes.isEmpty else { return operand }
    let list = try constant(integers: axes)
    return LabelledValue(
      value: try emit(.sum(Sum(keepsDimensions: false)), operand.value, list),
      labels: operand.labels.filter { kept.contains($0) })
  }

  /// The value with its axes in the order of `labels`.
  fileprivate mutating func arranged(
    _ operand: LabelledValue, as labels: [Character]
  ) throws(ConversionError) -> ValueID {
    let order = labels.map { operand.labels.firstIndex(of: $0)! }
    return order == Array(order.indices)
      ? operand.value : try transposed(operand.value, by: order)
  }

  fileprivate mutating func product(
    _ first: LabelledValue, _ second: LabelledValue, to result: [Character]
  ) throws(ConversionError) -> LabelledValue {
    var left = try reduced(first, to: second.labels + result)
    var right = try reduced(second, to: first.labels + result)
    // Constants stand on the right, where they become weights.
    if known(left.value).constant != nil, known(right.value).constant == nil {
      swap(&left, &right)
    }
    let groups = LabelGroups(left.labels, right.labels, result)
    if groups.summed.isEmpty || groups.rows.isEmpty && groups.columns.isEmpty {
      return try elementwiseProduct(left, right, groups)
    }
    return try matrixProduct(left, right, groups)
  }

  /// The product of elements with equal labels, summed over those not in the result.
  private mutating func elementwiseProduct(
    _ left: LabelledValue, _ right: LabelledValue, _ groups: LabelGroups
  ) throws(ConversionError) -> LabelledValue {
    let labels = groups.batch + groups.rows + groups.columns + groups.summed
    var factors: [ValueID] = []
    for operand in [left, right] {
      let own = labels.filter { operand.labels.contains($0) }
      var value = try arranged(operand, as: own)
      for (axis, label) in labels.enumerated() where !own.contains(label) {
        let position = try constant(integers: [axis], shape: [])
        value = try emit(.expandDims(ExpandDims()), value, position)
      }
      factors.append(value)
    }
    let product = try emit(.mul(Mul()), factors[0], factors[1])
    return try reduced(
      LabelledValue(value: product, labels: labels), to: groups.batch + groups.rows + groups.columns
    )
  }

  /// The product of one pair of matrices for each combination of the batch labels.
  private mutating func matrixProduct(
    _ left: LabelledValue, _ right: LabelledValue, _ groups: LabelGroups
  ) throws(ConversionError) -> LabelledValue {
    let sizes = try labelSizes(of: [left, right])
    let isDense = known(right.value).constant != nil && groups.batch.isEmpty
    let rows = isDense ? groups.rows.map { [$0] } : [groups.rows]
    let x = try matrices(left, groups.batch.map { [$0] } + rows + [groups.summed], sizes)
    let product: ValueID
    if isDense {
      let weights = try matrices(right, [groups.columns, groups.summed], sizes)
      let layer = FullyConnected(keepsDimensions: true)
      product = try emit(.fullyConnected(layer), x, weights, nil)
    } else {
      let isTransposed = right.labels == groups.batch + groups.columns + groups.summed
      let sides = [groups.summed, groups.columns]
      let y = try matrices(
        right, groups.batch.map { [$0] } + (isTransposed ? sides.reversed() : sides), sizes)
      product = try emit(.batchMatMul(BatchMatMul(transposesRight: isTransposed)), x, y)
    }
    let labels = groups.batch + groups.rows + groups.columns
    guard groups.columns.count != 1 || !isDense && groups.rows.count != 1 else {
      return LabelledValue(value: product, labels: labels)
    }
    let spread = try reshaped(product, to: labels.map { [sizes[$0]!] })
    return LabelledValue(value: spread, labels: labels)
  }

  /// The value with one axis for each group of labels.
  private mutating func matrices(
    _ operand: LabelledValue, _ groups: [[Character]], _ sizes: [Character: RuntimeSize]
  ) throws(ConversionError) -> ValueID {
    let value = try arranged(operand, as: Array(groups.joined()))
    guard groups.contains(where: { $0.count != 1 }) else { return value }
    return try reshaped(value, to: groups.map { group in group.map { sizes[$0]! } })
  }

  private func labelSizes(
    of operands: [LabelledValue]
  ) throws(ConversionError) -> [Character: RuntimeSize] {
    var sizes: [Character: RuntimeSize] = [:]
    for operand in operands {
      for (axis, size) in try shape(of: operand.value).enumerated()
      where sizes[operand.labels[axis]]?.known == nil {
        sizes[operand.labels[axis]] = RuntimeSize(known: size, value: operand.value, axis: axis)
      }
    }
    return sizes
  }
}

/// The labels of a product of matrices.
private struct LabelGroups {
  /// In both operands and in the result.
  let batch: [Character]
  /// In the left operand and the result.
  let rows: [Character]
  /// In the right operand and the result.
  let columns: [Character]
  /// In both operands only.
  let summed: [Character]

  init(_ left: [Character], _ right: [Character], _ result: [Character]) {
    batch = left.filter { right.contains($0) && result.contains($0) }
    rows = left.filter { !right.contains($0) }
    columns = right.filter { !left.contains($0) }
    summed = left.filter { right.contains($0) && !result.contains($0) }
  }
}
