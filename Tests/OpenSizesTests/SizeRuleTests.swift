// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import OpenSizes
import Operators
import TensorCore
import TestSupport
import Testing

@testable import OperatorConversion

/// Every rule for open sizes against the operator's own rule for numbers: recorded operands with
/// symbols for their sizes, and numbers put in for the symbols again.
@Suite struct SizeRuleTests {
  static let operators: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: fixture("operators"))) ?? []
    return names.sorted()
  }()

  /// Operators of whose result no size follows from shapes, those that give one number, and those that
  /// vanish where files are read.
  static let tellNothing: Set = ["RANK", "SHAPE", "SEGMENT_SUM", "SKIP_GRAM", "DENSIFY"]

  /// Whether files alone have the operator, and no rule: those of training, and of the signal library. What
  /// sizes are behind it is known when the model runs.
  private static func isOfFiles(_ name: String) -> Bool {
    name.hasPrefix("Flex") || name.hasPrefix("Signal")
  }

  /// Which sizes become symbols, and which are one.
  enum Opening: CaseIterable {
    /// The first axis of each operand; equal sizes are one symbol.
    case batch
    /// Every axis; equal sizes are one symbol.
    case alike
    /// Every axis, each a symbol of its own.
    case apart
    /// No axis, but every element that decides a shape.
    case elements
    /// Every axis and every element that decides a shape.
    case everything
  }

  @Test(arguments: operators) func agreesWithNumbers(_ name: String) throws {
    var (known, open) = (0, 0)
    for recorded in try RecordedCase.all(of: name) where recorded.resultShapes != nil {
      for opening in Opening.allCases {
        let symbols = OpenedCase(recorded, opening)
        let results = try symbols.results()
        var values = [symbols.values]
        for index in symbols.values.indices {
          let value = symbols.values[index]
          // Of ends of ranges, as of int64, there are no neighbours.
          let others = value.magnitude < 1 << 40 ? [value + 1, value * 2] : []
          for value in [0, 1, 2] + others {
            var changed = symbols.values
            changed[index] = value
            values.append(changed)
          }
        }
        for values in values {
          guard let shapes = symbols.concrete(values).resultShapes else { continue }
          for (result, shape) in zip(results, shapes) {
            guard let result else {
              open += shape.rank
              continue
            }
            #expect(result.count == shape.rank, "\(recorded.name) \(opening) at \(values)")
            for (size, dimension) in zip(result, shape.dimensions) {
              guard let size else {
                open += 1
                continue
              }
              known += 1
              #expect(
                size.value(values) == dimension,
                "\(recorded.name) \(opening): \(size) at \(values) is not \(dimension)")
            }
          }
        }
      }
    }
    let tells = !Self.tellNothing.contains(name) && !Self.isOfFiles(name)
    #expect(known > 0 || !tells, "\(name): no size of \(open) is known")
  }

  /// The elements that a rule gives for symbols against what the operator computes for numbers.
  @Test(arguments: operators) func computesElements(_ name: String) throws {
    for recorded in try RecordedCase.all(of: name) {
      guard let opened = OpenedElements(recorded) else { continue }
      for shift in [0, 1, 7] {
        try opened.check(adding: shift)
      }
    }
  }

  /// Integers that make up shapes go through these.
  @Test(arguments: [
    "ADD", "SUB", "MUL", "FLOOR_DIV", "FLOOR_MOD", "DIV", "MAXIMUM", "MINIMUM", "PACK",
    "CONCATENATION", "STRIDED_SLICE", "SLICE", "GATHER", "RESHAPE",
    "SPLIT", "UNPACK", "TILE", "TRANSPOSE", "SELECT_V2",
  ])
  func hasElements(_ name: String) throws {
    let opened = try RecordedCase.all(of: name).compactMap { OpenedElements($0) }
    #expect(opened.contains { $0.hasResult }, "\(name): \(opened.count) cases")
  }
}

/// A recorded case with symbols for some of its sizes and elements.
private struct OpenedCase {
  private let recorded: RecordedCase
  private var operands: [SizedValue?] = []
  /// What each symbol was.
  private(set) var values: [Int] = []
  /// The symbol of each axis and element that has one, by operand.
  private var axes: [[Int?]] = []
  private var elements: [[Int]?] = []

  init(_ recorded: RecordedCase, _ opening: SizeRuleTests.Opening) {
    self.recorded = recorded
    let deciding = recorded.operation.sizeRules?.sizeOperands ?? []
    for (slot, operand) in recorded.operands.enumerated() {
      guard let operand else {
        operands.append(nil)
        axes.append([])
        elements.append(nil)
        continue
      }
      let isDeciding = deciding.contains(slot)
      var axes: [Int?] = operand.dimensions.map { _ in nil }
      // The elements of a constant, and those that decide, must stay as many as they are.
      if !isDeciding, !operand.isConstant, opening != .elements {
        for (axis, size) in operand.dimensions.enumerated() where opening != .batch || axis == 0 {
          axes[axis] = symbol(for: size, isShared: opening == .batch || opening == .alike)
        }
      }
      let sizes = zip(operand.dimensions, axes).map { size, symbol in
        symbol.map { Size(Size.Symbol(number: $0, isSize: true)) } ?? Size(size)
      }
      var symbols: [Int]?
      if opening == .elements || opening == .everything, isDeciding,
        let integers = operand.integers,
        [.int32, .int64].contains(operand.type)
      {
        symbols = integers.map { symbol(for: $0, isShared: false) }
      }
      if isDeciding {
        operands.append(
          symbols.map {
            SizedValue(
              type: operand.type, sizes: sizes,
              elements: $0.map { Size(Size.Symbol(number: $0, isSize: false)) })
          }
            ?? SizedValue(
              type: operand.type, quantization: operand.quantization,
              shape: Shape(operand.dimensions), constant: operand.data))
      } else {
        operands.append(
          SizedValue(type: operand.type, quantization: operand.quantization, sizes: sizes))
      }
      self.axes.append(axes)
      elements.append(symbols)
    }
  }

  private mutating func symbol(for value: Int, isShared: Bool) -> Int {
    if isShared, let known = values.firstIndex(of: value) { return known }
    values.append(value)
    return values.count - 1
  }

  func results() throws -> [OpenShape?] {
    let operands = SizeOperands(operands, resultCount: recorded.resultTypes.count)
    return try recorded.operation.sizeRules?.resultSizes(operands) ?? operands.unknown
  }

  /// The case with other sizes and elements in place of the symbols.
  func concrete(_ values: [Int]) -> RecordedCase {
    var result = recorded
    for (slot, operand) in recorded.operands.enumerated() {
      guard let operand else { continue }
      let dimensions = zip(operand.dimensions, axes[slot]).map { size, symbol in
        symbol.map { values[$0] } ?? size
      }
      let data =
        elements[slot].flatMap { symbols in
          ConstantData(integers: symbols.map { values[$0] }, as: operand.type)
        } ?? operand.data
      result.operands[slot] = RecordedOperand(
        type: operand.type, quantization: operand.quantization, dimensions: dimensions,
        data: data.isAligned(for: operand.type) ? data : data.aligned(),
        isConstant: operand.isConstant)
    }
    return result
  }
}

/// A recorded case on small tensors of int32 whose elements are sizes.
private struct OpenedElements {
  private let recorded: RecordedCase
  private let operands: [SizedValue?]
  /// For each operand what its elements are, where they are symbols: those from `first` on.
  private let symbols: [(first: Int, values: [Int])?]
  private let results: [OpenShape]?

  /// Nil where the case has none.
  init?(_ recorded: RecordedCase) {
    guard recorded.resultTypes.allSatisfy({ [.int32, .bool].contains($0) }),
      let shapes = recorded.resultShapes,
      shapes.allSatisfy({ $0.elementCount <= SizedValue.elementLimit })
    else { return nil }
    var operands: [SizedValue?] = []
    var symbols: [(first: Int, values: [Int])?] = []
    var count = 0
    for (slot, operand) in recorded.operands.enumerated() {
      let role = recorded.operation.operandRules.input(slot)?.role
      guard let operand, role != .control, operand.type == .int32, let integers = operand.integers
      else {
        operands.append(
          operand.map {
            SizedValue(type: $0.type, shape: Shape($0.dimensions), constant: $0.data)
          })
        symbols.append(nil)
        continue
      }
      guard integers.count <= SizedValue.elementLimit else { return nil }
      let values = integers.map { abs($0 % 50) }
      let first = count
      operands.append(
        SizedValue(
          type: .int32, sizes: operand.dimensions.map { Size($0) },
          elements: values.indices.map { Size(Size.Symbol(number: first + $0, isSize: true)) }))
      symbols.append((first, values))
      count += values.count
    }
    guard count > 0 else { return nil }
    self.recorded = recorded
    self.operands = operands
    self.symbols = symbols
    results = recorded.operation.sizeRules?.resultElements(
      SizeOperands(operands, resultCount: recorded.resultTypes.count))
  }

  var hasResult: Bool {
    results?.joined().contains { $0 != nil } ?? false
  }

  /// Compares at the recorded values plus `shift`.
  func check(adding shift: Int) throws {
    guard let results else { return }
    let values = symbols.compactMap { $0?.values }.joined().map { $0 + shift }
    let tensors = zip(recorded.operands, symbols).map { operand, symbols -> DirectTensor? in
      guard let operand else { return nil }
      guard let symbols else {
        return DirectTensor(
          type: operand.type, shape: Shape(operand.dimensions), bytes: operand.data.bytes)
      }
      return DirectTensor(
        symbols.values.map { Int32($0 + shift) }, type: .int32, shape: Shape(operand.dimensions))
    }
    guard
      let computed = try? recorded.operation.evaluated(
        on: tensors, results: recorded.resultTypes.map { ResultKind($0) })
    else { return }
    for (result, tensor) in zip(results, computed) {
      let numbers =
        tensor.type == .bool
        ? tensor.elements(as: UInt8.self).map { Int($0) }
        : tensor.elements(as: Int32.self).map { Int($0) }
      #expect(result.count == numbers.count, "\(recorded.name)")
      for (size, number) in zip(result, numbers) {
        guard let size, let value = size.value(Array(values)) else { continue }
        #expect(value == number, "\(recorded.name): \(size)")
      }
    }
  }
}
