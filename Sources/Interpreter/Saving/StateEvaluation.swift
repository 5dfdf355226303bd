// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import LiteFormat
  import Operators
  import TensorCore

  /// `SaveTensors` and `RestoreTensor` at work.
  struct StateEvaluation {
    let node: ExecutableGraph.Node
    let segment: Segment
    let instance: ModelInstance

    /// Writes the operands behind the first two, named as the second says, to the file that the first names.
    func save() throws(InterpreterError) {
      let file = try file()
      let names = strings(1)
      let operands = node.inputs.dropFirst(2).map { segment.tensors[$0] }
      guard names.count == operands.count else {  // SaveTensors C2
        throw InterpreterError("has \(names.count) names for \(operands.count) tensors")
      }
      let claim = MemoryClaim(instance.memory)
      var tensors: [SavedTensors.Tensor] = []
      for (name, operand) in zip(names, operands) {
        let byteCount = try ResultTensor.byteCount(operand.type, operand.shape)
        // Integers take ten bytes at most; a block is built before the file.
        try claim.extend(by: 10.saturatingProduct(operand.elementCount).saturatingProduct(3))
        try instance.count(operations: operand.elementCount)
        tensors.append(
          SavedTensors.Tensor(
            name: name, type: operand.type, shape: operand.shape,
            elements: UnsafeRawBufferPointer(
              start: segment.table[operand.slot], count: byteCount)))
      }
      let order = sortedIndices(names.count) { names[$0].lexicographicallyPrecedes(names[$1]) }
      for (index, next) in zip(order, order.dropFirst()) where names[index] == names[next] {
        let name = String(decoding: names[index], as: UTF8.self)
        throw InterpreterError("two tensors are called '\(name)'")  // SaveTensors C2
      }
      try file.write(SavedTensors.file(of: order.map { tensors[$0] }))
    }

    /// Reads what the file that the first operand names has under the name that the second says.
    func restore(_ result: ResultTensor) throws(InterpreterError) {
      let file = try file()
      let names = strings(1)
      guard names.count == 1 else { throw InterpreterError("'name' must have one element") }
      try file.read { (bytes) throws(InterpreterError) in
        try restore(names[0], from: bytes, of: file.name, to: result)
      }
    }

    private func restore(
      _ name: [UInt8], from bytes: RawSpan, of file: String, to result: ResultTensor
    ) throws(InterpreterError) {
      func undamaged<Result>(
        _ body: () throws(FormatError) -> Result
      ) throws(InterpreterError) -> Result {
        do throws(FormatError) {
          return try body()
        } catch {  // RestoreTensor C2
          throw InterpreterError(
            "'\(file)' is damaged, or holds no tensors as TensorFlow's first format has them")
        }
      }
      let text = String(decoding: name, as: UTF8.self)
      let found = try undamaged { () throws(FormatError) in
        try SavedTensor(named: name, in: bytes)
      }
      guard let found, let elements = found.elements else {  // RestoreTensor C3
        throw InterpreterError("'\(file)' holds no tensor '\(text)', or only a part of it")
      }
      guard found.typeNumber == SavedTensors.Encoding(result.type)!.number else {
        throw InterpreterError(  // RestoreTensor C3
          "tensor '\(text)' of '\(file)' is not \(result.type.name)")
      }
      let shape: Shape
      do throws(OperatorError) {
        shape = try Shape.checked(found.dimensions)
      } catch {
        throw InterpreterError("tensor '\(text)' of '\(file)': \(error.message)")
      }
      try instance.count(operations: shape.elementCount)
      try result.reserve(shape, instance.memory)
      try undamaged { () throws(FormatError) in
        try found.copy(
          elements, of: bytes, as: result.type, count: shape.elementCount, to: result.address)
      }
    }

    // MARK: Operands

    private func file() throws(InterpreterError) -> StateFile {
      let names = strings(0)
      guard names.count == 1 else { throw InterpreterError("'filename' must have one element") }
      return try StateFile(named: names[0], in: instance.options.stateFolder)
    }

    private func strings(_ number: Int) -> [[UInt8]] {
      let tensor = node.inputs[number]
      let strings = segment.table.elements(tensor, as: StringView.self)
      return (0..<segment.tensors[tensor].elementCount).map { strings[$0].array }
    }
  }
#endif
