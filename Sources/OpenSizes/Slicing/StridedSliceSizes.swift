// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

extension StridedSlice: MovingOperator {
  package var sizeOperands: [Int] { [1, 2, 3] }

  /// How many elements each spec takes: ends stop at the edges, whatever the size.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input: OpenShape = operands.sizes(0), let count = specCount(operands) else {
      return [nil]
    }
    let begin: OpenShape = operands.elements(1) ?? operands.unknown(rank: count)!
    let end: OpenShape = operands.elements(2) ?? operands.unknown(rank: count)!
    let strides: OpenShape = operands.elements(3) ?? operands.unknown(rank: count)!
    let isWhole = (0..<count).map { masks.ellipsis >> $0 & 1 == 1 }
    let isNew = (0..<count).map { !isWhole[$0] && masks.newAxis >> $0 & 1 == 1 }
    let named = (0..<count).count { !isWhole[$0] && !isNew[$0] }
    guard begin.count == count, end.count == count, strides.count == count, count <= 31,
      isWhole.count(where: { $0 }) <= 1, named <= input.count
    else {
      throw OperatorError("takes \(named) axes of \(text(of: input)) by \(count) specs")
    }
    var (result, source): (OpenShape, Int) = ([], 0)
    for spec in 0..<count {
      if isWhole[spec] {
        result += input[source..<(source + input.count - named)]
        source += input.count - named
      } else if isNew[spec] {
        result.append(1)
      } else {
        if masks.shrinkAxis >> spec & 1 == 0 {
          result.append(
            taken(spec, from: begin[spec], to: end[spec], by: strides[spec], of: input[source]))
        }
        source += 1
      }
    }
    return [result + input[source...]]
  }

  /// How many specs there are; nil where that varies.
  private func specCount(_ operands: SizeOperands) -> Int? {
    [1, 2, 3].lazy.compactMap { operands.elementCount(ofVector: $0) }.first
  }

  /// How many elements spec `spec` takes from an axis of `size`; nil where a sign is open.
  private func taken(
    _ spec: Int, from begin: Size?, to end: Size?, by stride: Size?, of size: Size?
  ) -> Size? {
    guard let stride = stride?.number, stride != 0, stride != .min else { return nil }
    let isForward = stride > 0
    // Forwards from 0 to `size`, backwards from `size` − 1 to −1.
    let edges: (low: Size?, high: Size?) = isForward ? (0, size) : (-1, size - 1)
    func clamped(_ index: Size?) -> Size? {
      guard let index else { return nil }
      let range = index.range
      if range.low >= 0 { return .minimum(index, edges.high) }
      return range.high < 0 ? .maximum(index + size, edges.low) : nil
    }
    let start =
      masks.begin >> spec & 1 == 1 ? (isForward ? edges.low : edges.high) : clamped(begin)
    var stop = clamped(masks.endCountsFromBegin ? end + start : end)
    if masks.end >> spec & 1 == 1 { stop = isForward ? edges.high : edges.low }
    let distance = isForward ? stop - start : start - stop
    return .maximum(.ceilingQuotient(distance, abs(stride)), 0)
  }
}
