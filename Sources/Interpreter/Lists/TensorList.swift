// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// A list of tensors: what a variant tensor holds.
///
/// A list is a value, elements never change once others may see them. It is a class so that who holds the
/// only reference can take it over: a loop that sets an element each turn copies none of the others.
final class TensorList {
  let elementType: ElementType
  let elementShape: PartialShape
  /// How many elements may be appended to; nil for any number.
  let limit: Int?
  /// Nil for elements that have not been set.
  private(set) var elements: [ListElement?] = []
  private let claim: MemoryClaim
  /// For how many elements memory is claimed.
  private var capacity = 0
  /// What an element takes beside its bytes: its place, the objects that hold it, its shape.
  private static let elementByteCount = 256
  private let memory: MemoryBudget

  /// - Throws: where the memory limit does not allow so many elements.
  init(
    of elementType: ElementType, _ elementShape: PartialShape, count: Int = 0, limit: Int? = nil,
    _ memory: MemoryBudget
  ) throws(InterpreterError) {
    self.elementType = elementType
    self.elementShape = elementShape
    self.limit = limit
    self.memory = memory
    claim = MemoryClaim(memory)
    try resize(to: count)
  }

  /// A list of the same elements.
  func copy() throws(InterpreterError) -> TensorList {
    let copy = try TensorList(of: elementType, elementShape, count: count, limit: limit, memory)
    copy.elements = elements
    return copy
  }

  var count: Int { elements.count }

  /// Cuts elements off, or adds some that are not set.
  func resize(to count: Int) throws(InterpreterError) {
    if count > capacity {
      let more = count - capacity
      try claim.extend(by: more.saturatingProduct(Self.elementByteCount))
      capacity = count
    }
    if count < elements.count {
      elements.removeLast(elements.count - count)
    } else {
      elements.append(contentsOf: repeatElement(nil, count: count - elements.count))
    }
  }

  /// Checks that a tensor may be an element.
  func check(_ type: ElementType, _ shape: Shape) throws(InterpreterError) {
    try check(type)
    guard elementShape.merged(with: PartialShape(shape)) != nil else {  // C4
      throw InterpreterError(
        "an element of shape \(shape.description) is put into a list of \(elementShape.description)"
      )
    }
  }

  func check(_ type: ElementType) throws(InterpreterError) {
    guard type == elementType else {  // C1
      throw InterpreterError("the list holds \(elementType.name), asked for is \(type.name)")
    }
  }

  /// Copies a tensor into the element at an index, which there is; type and shape are checked.
  func set(
    _ index: Int, from source: UnsafeRawPointer, shape: Shape
  ) throws(InterpreterError) {
    let byteCount = try ResultTensor.byteCount(elementType, shape)
    // Where nobody else reads the old element, its memory is taken over.
    if elements[index]?.shape != shape || !isKnownUniquelyReferenced(&elements[index]) {
      elements[index] = nil
      let buffer = try BudgetedBuffer(byteCount: byteCount, memory)
      elements[index] = ListElement(shape, at: buffer.base, in: buffer)
    }
    elements[index]!.address.copyMemory(from: source, byteCount: byteCount)
  }

  /// Makes elements of parts of a tensor, which is copied as a whole.
  ///
  /// - Parameter rows: for each element its index, which there is, and its rows in the tensor.
  func set(
    _ parts: [(index: Int, rows: Range<Int>)], from source: UnsafeRawPointer, shape: Shape,
    keepingAxis: Bool
  ) throws(InterpreterError) {
    let buffer = try BudgetedBuffer(
      byteCount: try ResultTensor.byteCount(elementType, shape), memory)
    buffer.base.copyMemory(from: source, byteCount: buffer.byteCount)
    let rowByteCount = shape[0] == 0 ? 0 : buffer.byteCount / shape[0]
    let row = Array(shape.dimensions.dropFirst())
    for (index, rows) in parts {
      elements[index] = ListElement(
        Shape(keepingAxis ? [rows.count] + row : row),
        at: buffer.base + rows.lowerBound * rowByteCount, in: buffer)
    }
  }

  /// The shape of the elements as far as it is known from the list, from an operand and, where these
  /// leave it open, from those elements at `places` that are set.
  ///
  /// - Throws: where they do not agree.
  func elementShape(
    given: PartialShape, of places: [Int]
  ) throws(InterpreterError) -> PartialShape {
    var shape = try merged(elementShape, given)
    if shape.fixed == nil {
      for place in places {
        guard let element = elements[place] else { continue }
        shape = try merged(shape, PartialShape(element.shape))
      }
    }
    return shape
  }

  func merged(
    _ a: PartialShape, _ b: PartialShape
  ) throws(InterpreterError) -> PartialShape {
    guard let shape = a.merged(with: b) else {  // C2, C5
      throw InterpreterError(
        "element shapes \(a.description) and \(b.description) do not agree")
    }
    return shape
  }
}

/// A tensor in a list.
final class ListElement {
  let shape: Shape
  let address: UnsafeMutableRawPointer
  /// What keeps the bytes alive; elements that come from one tensor share it.
  private let buffer: BudgetedBuffer

  init(_ shape: Shape, at address: UnsafeMutableRawPointer, in buffer: BudgetedBuffer) {
    self.shape = shape
    self.address = address
    self.buffer = buffer
  }
}

/// What is known of a shape.
struct PartialShape: Equatable {
  /// −1 for axes of which nothing is known; nil where the rank is not known either.
  let dimensions: [Int]?

  init(_ dimensions: [Int]?) {
    self.dimensions = dimensions
  }

  init(_ shape: Shape) {
    dimensions = shape.dimensions
  }

  /// What the elements of a tensor say, which has no axes or one; nil if they say no shape.
  init?(elements: [Int], isScalar: Bool) {
    guard elements.allSatisfy({ $0 >= -1 }), !isScalar || elements == [-1] else { return nil }
    dimensions = isScalar ? nil : elements
  }

  /// The shape, where all of it is known.
  var fixed: Shape? {
    guard let dimensions, !dimensions.contains(-1) else { return nil }
    return Shape(dimensions)
  }

  /// What is known from both; nil where they contradict each other.
  func merged(with other: PartialShape) -> PartialShape? {
    guard let mine = dimensions else { return other }
    guard let others = other.dimensions else { return self }
    guard mine.count == others.count else { return nil }
    var merged: [Int] = []
    for (a, b) in zip(mine, others) {
      guard a == b || a < 0 || b < 0 else { return nil }
      merged.append(max(a, b))
    }
    return PartialShape(merged)
  }

  /// As in `[-1, 4]`.
  var description: String {
    dimensions.map { Shape($0).description } ?? "any"
  }
}
