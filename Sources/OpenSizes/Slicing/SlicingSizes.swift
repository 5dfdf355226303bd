// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

// Sizes of what is cut out, picked and filled in.

extension Fill: MovingOperator {
  package var sizeOperands: [Int] { [0] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.elements(0) ?? operands.unknown(rank: operands.elementCount(ofVector: 0))]
  }
}

extension NumberRange: SizedOperator {
  package var sizeOperands: [Int] { [0, 1, 2] }

  /// `max(0, ⌈(limit − start) / step⌉)` for integers and a known step.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let start = operands.elements(0)?.first, let limit = operands.elements(1)?.first,
      let step = operands.numbers(2)?.first, step != 0, step != .min
    else { return [[nil]] }
    let distance = step > 0 ? limit - start : start - limit
    return [[.maximum(.ceilingQuotient(distance, abs(step)), 0)]]
  }
}

extension OneHot: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let indices = operands.sizes(0) else { return [nil] }
    let place = axis == -1 ? indices.count : axis
    guard (0...indices.count).contains(place) else {
      throw OperatorError("axis \(axis) is out of range: allowed -1 to \(indices.count)")
    }
    var result: OpenShape = indices
    result.insert(operands.elements(1)?.first, at: place)
    return [result]
  }
}

// MARK: Picking

extension Gather: MovingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0), let indices = operands.sizes(1) else { return [nil] }
    let axis = try checkedAxis(axis, of: input)
    let batch = batchDimensions < 0 ? batchDimensions + indices.count : batchDimensions
    guard (0...min(axis, indices.count)).contains(batch) else {
      throw OperatorError(
        "batch_dims \(batchDimensions) is out of range for \(text(of: input)), "
          + "\(text(of: indices))")
    }
    let shared: OpenShape
    do throws(OperatorError) {
      shared = try agreed(Array(input[..<batch]), Array(indices[..<batch]))
    } catch {
      throw OperatorError(
        "\(text(of: input)) and \(text(of: indices)) differ in the first \(batch) axes")
    }
    let picked = input[batch..<axis] + indices[batch...] + input[(axis + 1)...]
    return [shared + Array(picked)]
  }
}

extension GatherND: MovingOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0), let indices = operands.sizes(1),
      let depth = indices.last?.number
    else { return [nil] }
    guard depth <= input.count else {
      throw OperatorError("indices \(text(of: indices)) do not point into \(text(of: input))")
    }
    return [indices.dropLast() + input[depth...]]
  }
}

extension ScatterND: SizedOperator {
  package var sizeOperands: [Int] { [2] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.elements(2) ?? operands.unknown(rank: operands.elementCount(ofVector: 2))]
  }
}

extension SparseToDense: SizedOperator {
  package var sizeOperands: [Int] { [1] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    [operands.elements(1) ?? operands.unknown(rank: operands.elementCount(ofVector: 1))]
  }
}

// MARK: Cutting

extension Slice: MovingOperator {
  package var sizeOperands: [Int] { [1, 2] }

  /// The sizes asked for; −1 is what is left. One that may be −1 is open.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else {
      return [operands.unknown(rank: operands.elementCount(ofVector: 2))]
    }
    guard let sizes = operands.elements(2) else { return [operands.unknown(rank: input.count)] }
    guard sizes.count == input.count else {
      throw OperatorError("'size' has \(sizes.count) elements, must have \(input.count)")
    }
    let begin: OpenShape = operands.elements(1) ?? operands.unknown(rank: input.count)!
    guard begin.count == input.count else {
      throw OperatorError("'begin' has \(begin.count) elements, must have \(input.count)")
    }
    return [
      input.indices.map { axis in
        if sizes[axis] == -1 { return input[axis] - begin[axis] }
        return sizes[axis].range.contains(-1) ? nil : sizes[axis]
      }
    ]
  }
}

extension Split: MovingOperator {
  package var sizeOperands: [Int] { [0] }

  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(1) else { return operands.unknown }
    guard let axis = operands.numbers(0)?.first else {
      return Array(repeating: operands.unknown(rank: input.count), count: operands.resultCount)
    }
    guard splitCount >= 1, splitCount == operands.resultCount else {
      throw OperatorError(
        "num_splits is \(splitCount), there are \(operands.resultCount) outputs")
    }
    var result: OpenShape = input
    let place = try checkedAxis(axis, of: input)
    result[place] = .floorQuotient(input[place], Size(splitCount))
    return Array(repeating: result, count: operands.resultCount)
  }
}

extension SplitV: MovingOperator {
  package var sizeOperands: [Int] { [1, 2] }

  /// The sizes asked for; −1 is what the others leave. One that may be −1 is open.
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard let input = operands.sizes(0) else { return operands.unknown }
    guard let axis = operands.numbers(2)?.first else {
      return Array(repeating: operands.unknown(rank: input.count), count: operands.resultCount)
    }
    let place = try checkedAxis(axis, of: input)
    let unknown: OpenShape = Array(repeating: nil, count: operands.resultCount)
    let sizes: OpenShape = operands.elements(1) ?? unknown
    guard splitCount == operands.resultCount, sizes.count == splitCount else {
      throw OperatorError(
        "num_splits is \(splitCount), there are \(sizes.count) sizes and "
          + "\(operands.resultCount) outputs")
    }
    let open = sizes.indices.filter { sizes[$0]?.range.contains(-1) ?? true }
    return sizes.indices.map { piece in
      var result: OpenShape = input
      result[place] = sizes[piece]
      if open == [piece] {
        result[place] = sizes.indices.filter { $0 != piece }.reduce(input[place]) {
          $0 - sizes[$1]
        }
      } else if open.contains(piece) {
        result[place] = nil
      }
      return result
    }
  }
}

extension StablehloGather: SizedOperator {
  package func resultSizes(_ operands: SizeOperands) throws(OperatorError) -> [OpenShape?] {
    guard var batch = operands.sizes(1)?[...] else { return [nil] }
    if batch.indices.contains(vectorAxis) { batch.remove(at: vectorAxis) }
    var slices = sliceSizes.indices.filter { !collapsedAxes.contains($0) }[...]
    let rank = batch.count + slices.count
    guard offsetAxes.count == slices.count, offsetAxes.allSatisfy({ (0..<rank).contains($0) }),
      Set(offsetAxes).count == offsetAxes.count
    else { throw OperatorError("offset_dims are no axes of a result of \(rank)") }
    return [
      (0..<rank).map {
        offsetAxes.contains($0) ? Size(sliceSizes[slices.removeFirst()]) : batch.removeFirst()
      }
    ]
  }
}

extension StablehloScatter: ShapeKeepingOperator {}
