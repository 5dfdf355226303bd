// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

// The lite format has no lists of tensors: a list is one tensor, whose first axis counts its elements.
// An element is set by DYNAMIC_UPDATE_SLICE, which changes the tensor in place where nothing else
// reads it. Elements that are not set are 0.

/// A list of whose elements no shape is known: that of the first one that is set.
struct PendingList {
  let type: ElementType
  /// How many elements there are, as an int32 scalar; nil for the argument of a graph, of which only
  /// the elements' shape is looked for.
  var count: ValueID?
  /// The shape of what is set in the argument of a graph.
  var elementSizes: [Size]?
  /// The tensor that the list has become.
  var settled: ValueID?
}

extension Legalizer {
  /// A list of zeros.
  mutating func list(
    of type: ElementType, count: RuntimeSize, elements: [RuntimeSize]
  ) throws(ConversionError) -> ValueID {
    let sizes = [count] + elements
    let known = sizes.compactMap(\.known)
    let shape: ValueID
    if known.count == sizes.count {
      shape = try constant(integers: known)
    } else {
      var scalars: [ValueID] = []
      for size in sizes { scalars.append(try scalar(size)) }
      shape = try emit(.pack(Pack(axis: 0)), scalars, count: 1)[0]
    }
    return try emit(.fill(Fill()), shape, zero(of: type))
  }

  /// Makes a pending list a tensor, once the shape of its elements is known.
  @discardableResult
  mutating func settle(
    _ list: ValueID, elements: [RuntimeSize]
  ) throws(ConversionError) -> ValueID {
    guard var pending = pendingLists[list] else { return list }
    if let settled = pending.settled { return settled }
    let settled: ValueID
    if let count = pending.count {
      let number = known(count).numbers?.first
      let size = RuntimeSize(known: number, value: count, axis: RuntimeSize.scalarAxis)
      settled = try self.list(of: pending.type, count: size, elements: elements)
    } else {
      var sizes: [Size] = []
      for element in elements {
        sizes.append(
          element.known.map { Size($0) } ?? known(element.value).sizes![element.axis])
      }
      pending.elementSizes = sizes
      settled = define(standIn: graph[list].name, type: pending.type, sizes: [nil] + sizes)
    }
    pending.settled = settled
    pendingLists[list] = pending
    return settled
  }

  /// The list as a tensor.
  ///
  /// - Throws: where no element of it has been set.
  mutating func tensor(ofList list: ValueID) throws(ConversionError) -> ValueID {
    guard let pending = pendingLists[list] else { return list }
    guard let settled = pending.settled else {
      throw error("the list '\(graph[list].name)' is read before an element of it is set")
    }
    return settled
  }

  /// How many elements a list has, as an int32 scalar.
  mutating func count(ofList list: ValueID) throws(ConversionError) -> ValueID {
    if let pending = pendingLists[list], pending.settled == nil, let count = pending.count {
      return count
    }
    let tensor = try tensor(ofList: list)
    return try scalar(size(of: tensor, along: 0))
  }

  /// A new list, of the element shape that an operand says or, where that is open, of the shape of
  /// the first element.
  mutating func newList(
    count: ValueID, elementShape: [Int?]?, type: ElementType
  ) throws(ConversionError) -> ValueID {
    let pending = define(standIn: "list", type: type, sizes: nil)
    pendingLists[pending] = PendingList(type: type, count: count)
    guard let elementShape, !elementShape.contains(nil) else { return pending }
    return try settle(
      pending, elements: elementShape.map { RuntimeSize(known: $0, value: count, axis: 0) })
  }

  /// The shape that an operand says, −1 for what is open; nil for an open rank.
  fileprivate func elementShape(_ operand: ValueID) -> [Int?]? {
    guard known(operand).sizes?.count == 1 else { return nil }
    return known(operand).numbers?.map { $0 < 0 ? nil : $0 }
  }

  /// A list in which an element is another.
  mutating func setting(
    _ element: ValueID, at index: ValueID, of list: ValueID, grows: Bool
  ) throws(ConversionError) -> ValueID {
    let sizes = try sizes(of: element)
    var list = try settle(list, elements: sizes)
    if grows {
      let missing = try emit(
        .sub(Sub()), emit(.add(Add()), index, scalar(1)), count(ofList: list))
      let more = try emit(.maximum(Maximum()), missing, scalar(0))
      let rows = try self.list(
        of: type(of: element),
        count: RuntimeSize(known: nil, value: more, axis: RuntimeSize.scalarAxis),
        elements: sizes)
      list = try emit(.concatenation(Concatenation(axis: 0)), list, rows)
    }
    let zero = try scalar(0)
    let begin = try emit(.pack(Pack(axis: 0)), [index] + sizes.map { _ in zero }, count: 1)[0]
    return try emit(.dynamicUpdateSlice(DynamicUpdateSlice()), list, row(element), begin)
  }

  /// One element. Not by GATHER: TensorFlow Lite's fails in loops whose lists grow.
  fileprivate mutating func element(
    at index: ValueID, ofList list: ValueID
  ) throws(ConversionError) -> ValueID {
    let next = try emit(.add(Add()), index, scalar(1))
    let (begin, end) = (try row(index), try row(next))
    var masks = StridedSlice.Masks()
    masks.shrinkAxis = 1
    return try emit(
      .stridedSlice(StridedSlice(masks: masks)), list, begin, end, constant(integers: [1]))
  }

  /// An element under a first axis of size 1.
  fileprivate mutating func row(_ element: ValueID) throws(ConversionError) -> ValueID {
    try emit(.expandDims(ExpandDims()), element, scalar(0))
  }
}

extension RuntimeSize {
  /// Says that the value itself is the size, an int32 scalar.
  static let scalarAxis = -1
}

/// Lists that are made.
enum NewTensorList: TensorFlowConversion {
  static let tensorFlowNames = ["EmptyTensorList", "TensorListReserve"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let count =
      node.operation == "EmptyTensorList" ? try legalizer.scalar(0) : try node.input(1)
    return [
      try legalizer.newList(
        count: count, elementShape: legalizer.elementShape(node.input(0)),
        type: node.type("element_dtype"))
    ]
  }
}

/// Lists that are tensors, and tensors that are lists.
enum WholeTensorList: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListFromTensor", "TensorListStack"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let list = try node.input(0)
    if legalizer.pendingLists[list] != nil, node.operation == "TensorListStack",
      let sizes = legalizer.known(try node.input(1)).numbers, sizes.allSatisfy({ $0 >= 0 })
    {
      // Nothing has been set: all elements are 0.
      let shape = try node.input(1)
      return [
        try legalizer.settle(
          list, elements: sizes.map { RuntimeSize(known: $0, value: shape, axis: 0) })
      ]
    }
    return [try legalizer.tensor(ofList: list)]
  }
}

/// Elements that are read: one, or those of several places.
enum TensorListReading: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListGather", "TensorListGetItem"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let list = try legalizer.tensor(ofList: node.input(0))
    if node.operation == "TensorListGetItem" {
      return [try legalizer.element(at: node.input(1), ofList: list)]
    }
    return [try legalizer.emit(.gather(Gather(axis: 0, batchDimensions: 0)), list, node.input(1))]
  }
}

/// An element that is set.
enum TensorListWriting: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListSetItem"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    [
      try legalizer.setting(
        node.input(2), at: node.input(1), of: node.input(0),
        grows: node.bool("resize_if_index_out_of_bounds"))
    ]
  }
}

/// Lists that grow and shrink at their end.
enum TensorListEnd: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListPopBack", "TensorListPushBack"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    if node.operation == "TensorListPushBack" {
      let element = try node.input(1)
      let list = try legalizer.settle(node.input(0), elements: legalizer.sizes(of: element))
      let row = try legalizer.row(element)
      return [try legalizer.emit(.concatenation(Concatenation(axis: 0)), list, row)]
    }
    let list = try legalizer.tensor(ofList: node.input(0))
    let count = try legalizer.count(ofList: list)
    let last = try legalizer.emit(.sub(Sub()), count, legalizer.scalar(1))
    return [
      try legalizer.part(of: list, along: 0, to: last),
      try legalizer.element(at: last, ofList: list),
    ]
  }
}

/// What is known of a list.
enum TensorListSize: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListElementShape", "TensorListLength"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let list = try node.input(0)
    if node.operation == "TensorListLength" { return [try legalizer.count(ofList: list)] }
    let type = try node.type("shape_type", default: .int32)
    let shape = try legalizer.emit(
      .shapeOf(ShapeOf(resultType: type)), legalizer.tensor(ofList: list))
    return [try legalizer.part(of: shape, along: 0, from: legalizer.scalar(1))]
  }
}

/// Lists laid end to end: their elements' first axes joined to one, or two lists made one.
enum TensorListJoin: TensorFlowConversion {
  static let tensorFlowNames = ["TensorListConcatLists", "TensorListConcatV2"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let list = try legalizer.tensor(ofList: node.input(0))
    if node.operation == "TensorListConcatLists" {
      let other = try legalizer.tensor(ofList: node.input(1))
      return [try legalizer.emit(.concatenation(Concatenation(axis: 0)), list, other)]
    }
    let sizes = try legalizer.sizes(of: list)
    guard sizes.count > 1 else { throw node.error("joins elements without an axis") }
    let joined = try legalizer.reshaped(
      list, to: [[sizes[0], sizes[1]]] + sizes.dropFirst(2).map { [$0] })
    let count = try legalizer.row(legalizer.scalar(sizes[0]))
    let length = try legalizer.scalar(sizes[1])
    let lengths = try legalizer.emit(.fill(Fill()), count, length)
    return [joined, try legalizer.emit(.cast(Cast(resultType: .int64)), lengths)]
  }
}
