// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import Operators
  import TensorCore

  /// An operator on lists at work: see `ListOperator`.
  struct ListEvaluation {
    let operation: ListOperator
    let node: ExecutableGraph.Node
    /// Whether each operand is read for the last time.
    let areLastReads: [Bool]
    let results: [ResultTensor]
    let segment: Segment
    let instance: ModelInstance

    /// Gives the results: lists to the segment, tensors to their memory.
    func run() throws(InterpreterError) {
      switch operation.form {
      case .empty, .reserve, .fromTensor, .scatter, .scatterV2, .split: try make()
      case .scatterInto, .set, .pushBack, .popBack, .resize: try change()
      case .get, .stack, .gather, .concat: try read()
      case .length:
        try give([try list().count], Shape([]))
      case .elementShape:
        let dimensions = try list().elementShape.dimensions
        try give(dimensions ?? [-1], Shape(dimensions.map { [$0.count] } ?? []))
      }
    }

    // MARK: Lists

    private func make() throws(InterpreterError) {
      let shape = try givenShape()
      let list: TensorList
      switch operation.form {
      case .empty:
        let limit = try integer(1)
        guard limit >= -1 else { throw InterpreterError("'limit' is \(limit)") }  // C3
        list = try TensorList(
          of: operation.elementType, shape, limit: limit < 0 ? nil : limit, instance.memory)
      case .reserve:
        list = try TensorList(
          of: operation.elementType, shape, count: try count(1), instance.memory)
      case .fromTensor:
        list = try TensorList(of: operand(0).type, shape, instance.memory)
        let count = try rows(0)
        try list.resize(to: count)
        try put((0..<count).map { ($0, $0..<$0 + 1) }, into: list, operand: 0)
      case .split:
        list = try TensorList(of: operand(0).type, shape, instance.memory)
        try split(into: list)
      default:
        list = try TensorList(of: operand(0).type, shape, instance.memory)
        let indices = try integers(1)
        let given = node.inputs.count > 3 ? try integer(3) : -1
        guard given >= -1 else { throw InterpreterError("'count' is \(given)") }  // C3
        try list.resize(to: given < 0 ? lengthHolding(indices) : given)
        try scatter(indices, into: list, operand: 0)
      }
      segment.place(list, in: node.outputs[0])
    }

    private func change() throws(InterpreterError) {
      var list = try takeList()
      if !isKnownUniquelyReferenced(&list) {
        try instance.count(operations: list.count)
        list = try list.copy()
      }
      switch operation.form {
      case .set:
        let index = try integer(1)
        if operation.makesLonger, index >= list.count {
          try list.resize(to: lengthHolding([index]))
        }
        try set(try place(index, in: list), of: list, operand: 2)
      case .pushBack:
        guard list.count < list.limit ?? .max else {  // C7
          throw InterpreterError("the list is full with \(list.count) elements")
        }
        try list.check(operand(1).type, operand(1).shape)
        try list.resize(to: list.count + 1)
        try set(list.count - 1, of: list, operand: 1)
      case .popBack:
        try copy([try place(list.count - 1, in: list)], of: list, shape: [], to: results[1])
        try list.resize(to: list.count - 1)
      case .resize:
        try list.resize(to: try count(1))
      default:
        let indices = try integers(2)
        try list.resize(to: max(list.count, lengthHolding(indices)))
        try scatter(indices, into: list, operand: 1)
      }
      segment.place(list, in: node.outputs[0])
    }

    private func set(_ index: Int, of list: TensorList, operand number: Int)
      throws(InterpreterError)
    {
      let item = operand(number)
      try list.check(item.type, item.shape)
      try instance.count(operations: item.elementCount)
      try list.set(index, from: segment.table[item.slot], shape: item.shape)
    }

    private func scatter(
      _ indices: [Int], into list: TensorList, operand: Int
    ) throws(InterpreterError) {
      let count = try rows(operand)
      guard indices.count == count else {  // C8
        throw InterpreterError("has \(indices.count) indices for \(count) rows")
      }
      var parts: [(index: Int, rows: Range<Int>)] = []
      for (row, index) in indices.enumerated() {
        parts.append((try place(index, in: list), row..<row + 1))
      }
      try put(parts, into: list, operand: operand)
    }

    private func split(into list: TensorList) throws(InterpreterError) {
      let (count, lengths) = (try rows(0), try integers(2))
      var parts: [(index: Int, rows: Range<Int>)] = []
      var start = 0
      for length in lengths {
        guard length >= 0, length <= count - start else { break }
        parts.append((parts.count, start..<start + length))
        start += length
      }
      guard start == count, parts.count == lengths.count else {  // C8
        throw InterpreterError(
          "'lengths' \(Shape(lengths).description) do not add up to \(count) rows")
      }
      try list.resize(to: lengths.count)
      try put(parts, into: list, operand: 0, keepingAxis: true)
    }

    private func put(
      _ parts: [(index: Int, rows: Range<Int>)], into list: TensorList, operand number: Int,
      keepingAxis: Bool = false
    ) throws(InterpreterError) {
      let tensor = operand(number)
      let row = Array(tensor.shape.dimensions.dropFirst())
      if keepingAxis {
        for part in parts { try list.check(tensor.type, Shape([part.rows.count] + row)) }
      } else {
        try list.check(tensor.type, Shape(row))
      }
      try instance.count(operations: tensor.elementCount)
      try list.set(
        parts, from: segment.table[tensor.slot], shape: tensor.shape, keepingAxis: keepingAxis)
    }

    // MARK: Tensors

    private func read() throws(InterpreterError) {
      let list = try list()
      try list.check(results[0].type)
      switch operation.form {
      case .get:
        try copy([try place(try integer(1), in: list)], of: list, shape: [], to: results[0])
      case .gather:
        var places: [Int] = []
        for index in try integers(1) { places.append(try place(index, in: list)) }
        try copy(places, of: list, shape: [places.count], to: results[0])
      case .stack:
        guard operation.requiredCount ?? list.count == list.count else {  // C6
          throw InterpreterError(
            "the list has \(list.count) elements, must have \(operation.requiredCount!)")
        }
        try copy(Array(0..<list.count), of: list, shape: [list.count], to: results[0])
      default: try concatenate(list)
      }
    }

    /// Copies elements side by side.
    ///
    /// - Parameter shape: that of the result, but for the elements' own.
    private func copy(
      _ places: [Int], of list: TensorList, shape: [Int], to result: ResultTensor
    ) throws(InterpreterError) {
      try list.check(result.type)
      // One element that is there has the shape that it has.
      if shape.isEmpty, let element = list.elements[places[0]] {
        try instance.count(operations: element.shape.elementCount)
        try result.copy(from: element.address, shape: element.shape, instance.memory)
        return
      }
      // One that is absent is as the others are.
      let partial = try list.elementShape(
        given: givenShape(), of: shape.isEmpty ? Array(0..<list.count) : places)
      guard let each = partial.fixed else {  // C5
        throw InterpreterError("the shape of an element is not known: \(partial.description)")
      }
      let whole = try checked(shape + each.dimensions)
      try instance.count(operations: whole.elementCount)
      try result.reserve(whole, instance.memory)
      let byteCount = try ResultTensor.byteCount(result.type, each)
      for (number, place) in places.enumerated() {
        try copy(list.elements[place], of: each, to: result.address + number * byteCount, byteCount)
      }
    }

    /// Copies an element, or zeros where it is absent.
    private func copy(
      _ element: ListElement?, of shape: Shape, to target: UnsafeMutableRawPointer, _ byteCount: Int
    ) throws(InterpreterError) {
      guard let element else {
        target.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
        return
      }
      guard element.shape == shape else {  // C5
        throw InterpreterError(
          "elements of shapes \(shape.description) and \(element.shape.description) cannot be joined"
        )
      }
      target.copyMemory(from: element.address, byteCount: byteCount)
    }

    private func concatenate(_ list: TensorList) throws(InterpreterError) {
      let shape = try list.merged(list.elementShape, givenShape()).dimensions
      let first = shape?.first ?? -1
      var row = PartialShape(shape.map { Array($0.dropFirst()) })
      for case let element? in list.elements {
        row = try list.merged(row, PartialShape(Array(element.shape.dimensions.dropFirst())))
      }
      guard let row = row.fixed, shape != [],
        !list.elements.contains(where: { $0?.shape.rank == 0 })
      else {  // C5
        throw InterpreterError("the shape of the elements' rows is not known")
      }
      let given = try integers(2)
      var lengths: [Int] = []
      var total = 0
      for (index, element) in list.elements.enumerated() {
        let length = element?.shape[0] ?? (index < given.count ? given[index] : first)
        guard length >= 0, length <= Int(Int32.max) - total else {  // C5
          throw InterpreterError("element \(index) has \(length) rows")
        }
        lengths.append(length)
        total += length
      }
      try results[0].reserve(checked([total] + row.dimensions), instance.memory)
      try instance.count(operations: results[0].shape.elementCount)
      let rowByteCount = try ResultTensor.byteCount(list.elementType, row)
      var target = results[0].address
      for (element, length) in zip(list.elements, lengths) {
        let part = Shape([length] + row.dimensions)
        try copy(element, of: part, to: target, length * rowByteCount)
        target += length * rowByteCount
      }
      try give(lengths, Shape([lengths.count]), as: 1)
    }

    // MARK: Operands and results

    private func operand(_ number: Int) -> Operand { segment.tensors[node.inputs[number]] }

    /// The list that operand 0 holds.
    private func list() throws(InterpreterError) -> TensorList {
      guard let list = segment.list(node.inputs[0]) else { throw Self.absence }
      return list
    }

    /// The same, no longer held by the segment where this operator is the last to read it.
    private func takeList() throws(InterpreterError) -> TensorList {
      guard let list = segment.takeList(node.inputs[0], isLastRead: areLastReads[0]) else {
        throw Self.absence
      }
      return list
    }

    private static var absence: InterpreterError { InterpreterError("'list' holds no list") }  // C1

    private func integers(_ number: Int) throws(InterpreterError) -> [Int] {
      let operand = operand(number)
      let reader = IndexReader(operand)
      try instance.count(operations: operand.elementCount)
      return (0..<operand.elementCount).map { reader.value($0, in: segment.table) }
    }

    private func integer(_ number: Int) throws(InterpreterError) -> Int {
      let values = try integers(number)
      guard values.count == 1 else {
        throw InterpreterError("operand \(number) has \(values.count) elements, must have 1")
      }
      return values[0]
    }

    /// A number of elements.
    private func count(_ number: Int) throws(InterpreterError) -> Int {
      let count = try integer(number)
      guard count >= 0 else { throw InterpreterError("'count' is \(count)") }  // C3
      return count
    }

    /// The rows of a tensor that is taken apart.
    private func rows(_ number: Int) throws(InterpreterError) -> Int {
      let shape = operand(number).shape
      guard shape.rank > 0 else { throw InterpreterError("'tensor' has no axis") }  // C4
      return shape[0]
    }

    private func givenShape() throws(InterpreterError) -> PartialShape {
      guard let number = operation.shapeOperand else { return PartialShape(nil) }
      let elements = try integers(number)
      guard let shape = PartialShape(elements: elements, isScalar: operand(number).shape.rank == 0)
      else {  // C2
        throw InterpreterError("'element_shape' \(Shape(elements).description) is no shape")
      }
      return shape
    }

    /// The index of an element that there is.
    private func place(_ index: Int, in list: TensorList) throws(InterpreterError) -> Int {
      guard index >= 0, index < list.count else {  // C3
        throw InterpreterError("element \(index) of a list of \(list.count)")
      }
      return index
    }

    /// How long a list must be that has elements of these indices.
    private func lengthHolding(_ indices: [Int]) -> Int {
      indices.reduce(0) { max($0, $1 < .max ? $1 + 1 : $1) }
    }

    private func checked(_ dimensions: [Int]) throws(InterpreterError) -> Shape {
      do throws(OperatorError) {
        return try Shape.checked(dimensions)
      } catch {
        throw InterpreterError("\(error.message)")
      }
    }

    /// Gives integers as a result.
    private func give(
      _ integers: [Int], _ shape: Shape, as number: Int = 0
    ) throws(InterpreterError) {
      let result = results[number]
      let buffer = PreparedBuffer(integers: integers, of: result.type)
      try result.copy(from: buffer.base, shape: shape, instance.memory)
    }
  }
#endif
