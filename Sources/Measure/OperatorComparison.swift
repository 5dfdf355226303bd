// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// Each operator of a model on its own, fed what another runtime fed it, against what that runtime
/// answered.
///
/// So a difference is found at the operator that makes it, before later ones carry it on.
package struct OperatorComparison {
  /// What came of one operator.
  package enum Outcome {
    /// How far the results are from the recorded ones.
    case compared(Difference)
    /// Why it did not run.
    case failed(String)
  }

  package struct Difference {
    package var elementCount = 0
    package var mismatchCount = 0
    /// Integers: the largest difference in steps. Floating point: the largest difference relative
    /// to the largest recorded magnitude.
    package var largest = 0.0
    package var isFloatingPoint = false
  }

  package struct Entry {
    package let index: Int
    package let name: String
    package let outcome: Outcome

    /// Whether the operator ran and answered as recorded: integers exactly, floating point within
    /// ``floatTolerance``.
    package var agrees: Bool {
      guard case .compared(let difference) = outcome else { return false }
      return difference.largest <= (difference.isFloatingPoint ? floatTolerance : 0)
    }
  }

  /// Sums of floats are taken in another order than the reference's.
  package static let floatTolerance = 1e-5

  package private(set) var entries: [Entry] = []
  private let file: ModelFile
  private let subgraph: LiteModel.Subgraph
  private let recorded: [String: NumPyArray]
  /// Tensors that the interpreter knows before it runs: constants, and what depends on nothing else.
  private var known: Set<Int>

  /// - Parameter recorded: a tensor of subgraph 0 under `t<index>`; constants may be left out.
  package init(of file: ModelFile, recorded: [String: NumPyArray]) {
    self.file = file
    self.recorded = recorded
    subgraph = file.model.subgraphs[0]
    known = []
    known.formUnion(subgraph.tensors.indices.filter(isConstant))
    for (index, entry) in subgraph.operators.enumerated() {
      entries.append(Entry(index: index, name: entry.name, outcome: outcome(of: entry)))
    }
  }

  private mutating func outcome(of entry: LiteModel.OperatorEntry) -> Outcome {
    do {
      let bytes = file.bytes
      let operation = try Operator(
        entry, in: RawSpan(_unsafeBytes: bytes), subgraph: subgraph, of: file.model)
      guard let operation else {
        return .failed("not supported")
      }
      let given = entry.inputs.filter { $0 >= 0 }
      if !given.isEmpty, operation.readsOnlyShapes || known.isSuperset(of: given) {
        known.formUnion(entry.outputs)
      }
      let inputs = try entry.inputs.map { try $0 < 0 ? nil : tensor($0) }
      let results = try operation.evaluated(
        on: inputs, results: entry.outputs.map(kind),
        constantInputs: Set(entry.inputs.indices.filter { known.contains(entry.inputs[$0]) }))
      return .compared(try difference(results, from: entry.outputs.map(tensor)))
    } catch let error as OperatorError {
      return .failed(error.message)
    } catch let error as FormatError {
      return .failed(error.message)
    } catch {
      return .failed("\(error)")
    }
  }

  private func isConstant(_ index: Int) -> Bool {
    !file.model.buffers[subgraph.tensors[index].buffer].isEmpty
  }

  private func kind(_ index: Int) -> ResultKind {
    let tensor = subgraph.tensors[index]
    return ResultKind(tensor.type, quantization: tensor.quantization?.parameters)
  }

  /// A constant of the file, or the recorded value.
  private func tensor(_ index: Int) throws -> DirectTensor {
    let tensor = subgraph.tensors[index]
    if isConstant(index) {
      let bytes = file.bytes(of: file.model.buffers[tensor.buffer])
      return try copy(bytes, tensor, shape: Shape(tensor.shape))
    }
    guard let array = recorded["t\(index)"] else {
      throw OperatorError("tensor \(index) is not recorded")
    }
    guard array.type == tensor.type else {
      throw OperatorError(
        "tensor \(index) is recorded as \(array.type.name), the model has \(tensor.type.name)")
    }
    return try array.bytes.withUnsafeBytes { try copy($0, tensor, shape: array.shape) }
  }

  private func copy(
    _ bytes: UnsafeRawBufferPointer, _ tensor: LiteModel.Tensor, shape: Shape
  ) throws(OperatorError) -> DirectTensor {
    guard tensor.type != .string else {
      throw OperatorError("'\(tensor.name)' holds strings, which are not compared")
    }
    let copy = try DirectTensor(
      type: tensor.type, shape: shape, quantization: tensor.quantization?.parameters,
      byteLimit: 1 << 30)
    guard copy.bytes.count == bytes.count else {
      throw OperatorError("'\(tensor.name)' has \(bytes.count) bytes for \(shape.description)")
    }
    UnsafeMutableRawBufferPointer(mutating: copy.bytes).copyMemory(from: bytes)
    return copy
  }

  private func difference(
    _ results: [DirectTensor], from recorded: [DirectTensor]
  ) throws(OperatorError) -> Difference {
    var difference = Difference()
    for (result, wanted) in zip(results, recorded) {
      guard result.shape == wanted.shape else {
        throw OperatorError(
          "gives shape \(result.shape.description), recorded \(wanted.shape.description)")
      }
      guard let found = RealValues(result), let expected = RealValues(wanted) else {
        throw OperatorError("\(result.type.name) cannot be compared")
      }
      difference.isFloatingPoint = result.type == .float32 || result.type == .float64
      difference.add(found.stored, expected.stored)
    }
    return difference
  }
}

extension OperatorComparison.Difference {
  fileprivate mutating func add(_ found: [Double], _ expected: [Double]) {
    let magnitude = expected.reduce(0) { max($0, $1.isFinite ? $1.magnitude : 0) }
    let unit = isFloatingPoint && magnitude > 0 ? magnitude : 1
    elementCount += found.count
    for (value, wanted) in zip(found, expected)
    where value != wanted && !(value.isNaN && wanted.isNaN) {
      mismatchCount += 1
      let distance = (value - wanted).magnitude / unit
      largest = max(largest, distance.isNaN ? .infinity : distance)
    }
  }
}
