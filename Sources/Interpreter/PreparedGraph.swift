// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// A subgraph made ready for given input shapes: shapes inferred, constants folded, operators
/// prepared, memory planned.
struct PreparedGraph {
  /// An operator that runs at each inference.
  struct Step {
    let operatorIndex: Int
    /// The tensors that it reads; negative where one is absent.
    let inputs: [Int]
    let evaluation: Evaluation
    /// The first of the operator's scratch slots, and the areas' sizes.
    let firstScratchSlot: Int
    let scratchByteCounts: [Int]
    let overwritableInputs: [Int]
  }

  /// Input shapes that differ from the file's.
  let resized: [Int: Shape]
  /// All tensors of the subgraph; slots are their indices.
  private(set) var tensors: [Operand] = []
  private(set) var steps: [Step] = []
  /// Results computed ahead, and constants that had to be copied.
  private var folded: [DirectTensor] = []
  /// All tensors and scratch areas that change.
  var arena = PreparedBuffer(byteCount: 0)
  /// The address of each slot.
  var addresses = PreparedBuffer(byteCount: 0)
  private(set) var slotCount = 0

  var table: TensorTable {
    TensorTable(addresses.elements(as: UnsafeMutableRawPointer.self))
  }

  init(
    file: ModelFile, subgraph: LiteModel.Subgraph, resized: [Int: Shape],
    options: Interpreter.Options
  ) throws(InterpreterError) {
    self.resized = resized
    var options = options
    if resized.isEmpty {
      options.byteLimit = options.ownByteLimit(ofFile: file.bytes.count)
    }
    let operators = try Self.operators(of: subgraph, in: file)
    try loadTensors(of: subgraph, in: file)
    slotCount = tensors.count
    for (index, operation) in operators.enumerated() {
      let preparer = OperatorPreparer(
        graph: self, entry: subgraph.operators[index], options: options)
      do {
        switch try preparer.results(of: operation) {
        case .folded(let results):
          keep(results, as: subgraph.operators[index].outputs)
          options.byteLimit -= results.reduce(0) { $0 + $1.bytes.count }
        case .shaped(let shapes):
          reshape(subgraph.operators[index].outputs, to: shapes)
        }
      } catch {
        throw Self.error(index, in: subgraph, error.message)
      }
    }
    let byteFunctions = ByteFunctions(operators, of: subgraph, tensors)
    for (index, operation) in operators.enumerated()
    where byteFunctions.areNeeded[index]
      && subgraph.operators[index].outputs.contains(where: { tensors[$0].constant == nil })
    {
      do {
        let maker = StepMaker(
          graph: self, entry: subgraph.operators[index], index: index, options: options,
          firstScratchSlot: slotCount)
        let step =
          if let output = subgraph.operators[index].outputs.first,
            let function = byteFunctions.functions[output]
          { maker.step(of: function) } else { try maker.step(of: operation) }
        slotCount += step.scratchByteCounts.count
        steps.append(step)
      } catch {
        throw Self.error(index, in: subgraph, error.message)
      }
    }
    try layOut(subgraph, byteLimit: options.byteLimit)
  }

  static func error(
    _ index: Int, in subgraph: LiteModel.Subgraph, _ message: String
  ) -> InterpreterError {
    let entry = subgraph.operators[index]
    let result = entry.outputs.first.map { " '\(subgraph.tensors[$0].name)'" } ?? ""
    return InterpreterError("operator \(index) (\(entry.name)\(result)): \(message)")
  }

  /// Reads every operator's attributes; all that are not supported are named at once.
  private static func operators(
    of subgraph: LiteModel.Subgraph, in file: ModelFile
  ) throws(InterpreterError) -> [OperatorFunctions] {
    var operators: [OperatorFunctions] = []
    var unsupported = ""
    for (index, entry) in subgraph.operators.enumerated() {
      let bytes = file.bytes
      let reader = OptionsReader(of: entry, in: RawSpan(_unsafeBytes: bytes))
      do {
        if let operation = try Operator(entry.code, reading: reader) {
          operators.append(operation.functions)
        } else {
          unsupported += (unsupported.isEmpty ? "" : ", ") + "\(entry.name) (operator \(index))"
        }
      } catch {
        throw Self.error(index, in: subgraph, error.message)
      }
    }
    guard unsupported.isEmpty else {
      throw InterpreterError("has operators that are not supported: \(unsupported)")
    }
    return operators
  }

  private mutating func loadTensors(
    of subgraph: LiteModel.Subgraph, in file: ModelFile
  ) throws(InterpreterError) {
    for (index, tensor) in subgraph.tensors.enumerated() {
      let range = file.model.buffers[tensor.buffer]
      let constant =
        range.isEmpty
        ? emptyConstant(index, in: subgraph) : alignedBytes(file.bytes(of: range), tensor.type)
      tensors.append(
        Operand(
          type: tensor.type, shape: resized[index] ?? Shape(tensor.shape),
          quantization: tensor.quantization?.parameters, slot: index, constant: constant))
    }
  }

  /// The bytes of a constant without elements, which has no buffer; nil for other tensors.
  private func emptyConstant(
    _ index: Int, in subgraph: LiteModel.Subgraph
  ) -> UnsafeRawBufferPointer? {
    let tensor = subgraph.tensors[index]
    guard tensor.shape.contains(0), !subgraph.inputs.contains(index),
      !subgraph.operators.contains(where: { $0.outputs.contains(index) })
    else { return nil }
    return UnsafeRawBufferPointer(
      start: UnsafeRawPointer(bitPattern: MemoryPlan.alignment), count: 0)
  }

  /// The bytes where they are, or a copy where they are not aligned to the element.
  private mutating func alignedBytes(
    _ bytes: UnsafeRawBufferPointer, _ type: ElementType
  ) -> UnsafeRawBufferPointer {
    let alignment = max((type.bitCount ?? 8) / 8, 1)
    if Int(bitPattern: bytes.baseAddress) % min(alignment, 16) == 0 { return bytes }
    let copy = DirectTensor([UInt8](bytes), type: .uint8, shape: Shape([bytes.count]))
    folded.append(copy)
    return copy.bytes
  }

  private mutating func keep(_ results: [DirectTensor], as outputs: [Int]) {
    for (tensor, result) in zip(outputs, results) {
      tensors[tensor] = result.operand(slot: tensor)
      folded.append(result)
    }
  }

  private mutating func reshape(_ outputs: [Int], to shapes: [Shape]) {
    for (tensor, shape) in zip(outputs, shapes) {
      let old = tensors[tensor]
      tensors[tensor] = Operand(
        type: old.type, shape: shape, quantization: old.quantization, slot: tensor, constant: nil)
    }
  }

  /// The operands of an operator; nil where absent.
  func operands(_ indices: [Int]) -> [Operand?] {
    indices.map { $0 < 0 ? nil : tensors[$0] }
  }
}
