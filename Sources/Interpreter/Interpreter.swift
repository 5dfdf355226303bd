// SPDX-License-Identifier: Apache-2.0
import CPlatform
import LiteFormat
import Operators
import TensorCore

/// Runs one subgraph of a model.
///
/// Shapes are inferred, weights packed and memory planned when it is made, and again after
/// ``resizeInput(_:to:)``; ``invoke()`` then only calls what is ready and allocates nothing.
/// An interpreter belongs to one thread; those that it works with live as long as it does.
package final class Interpreter {
  /// What users choose.
  package struct Options {
    /// Threads that work on one inference; at least 1. Results do not depend on it.
    package var threadCount: Int
    /// The most bytes that all tensors together may take, of whatever shapes callers choose.
    package var byteLimit: Int
    /// The most that they may take in the shapes of the file itself, beside ``byteLimit``: a small
    /// file that asks for much is more often damaged than meant so. Nil for what `LINNET_MEMORY`
    /// says in MiB; without it 128 MiB and 64 bytes for each of the file.
    package var ownByteLimit: Int?

    package init(threadCount: Int = 1, byteLimit: Int = 4 << 30) {
      self.threadCount = threadCount
      self.byteLimit = byteLimit
    }

    /// The most that a file of so many bytes may ask for in its own shapes.
    func ownByteLimit(ofFile byteCount: Int) -> Int {
      let standard = (128 << 20) + byteCount * 64
      return min(byteLimit, ownByteLimit ?? Self.givenByteLimit ?? standard)
    }

    /// What the environment allows.
    private static var givenByteLimit: Int? {
      guard let text = linnet_environment("LINNET_MEMORY") else { return nil }
      guard let count = Int(String(cString: text)), count >= 0 else { return nil }
      return min(count, 1 << 30) << 20
    }
  }

  /// An input or output as callers see it.
  package struct Argument {
    /// The signature's name, or the tensor's where there is no signature.
    package let name: String
    /// Index into the subgraph's tensors.
    package let tensor: Int
  }

  package let file: ModelFile
  package let subgraph: LiteModel.Subgraph
  package let inputs: [Argument]
  package let outputs: [Argument]
  let options: Options
  var state: PreparedGraph
  private let runner: StageRunner

  /// Called after each operator with its index, while its results are still in memory.
  package var observer: ((Int) throws(InterpreterError) -> Void)?
  /// Nanoseconds spent in each operator since profiling was switched on.
  package private(set) var nanoseconds: [UInt64] = []

  /// - Parameter signature: the key of a signature; nil for the first, or for subgraph 0 where the
  ///   model has none.
  /// - Throws: `InterpreterError` that names the operator at fault.
  package init(
    _ file: ModelFile, signature: String? = nil, options: Options = Options()
  ) throws(InterpreterError) {
    let chosen = try Self.signature(named: signature, in: file.model)
    let subgraph = file.model.subgraphs[chosen?.subgraph ?? 0]
    self.file = file
    self.subgraph = subgraph
    self.options = options
    inputs = Self.arguments(subgraph.inputs, named: chosen?.inputs, in: subgraph)
    outputs = Self.arguments(subgraph.outputs, named: chosen?.outputs, in: subgraph)
    state = try PreparedGraph(file: file, subgraph: subgraph, resized: [:], options: options)
    runner = StageRunner(threadCount: options.threadCount, table: state.table)
  }

  private static func signature(
    named key: String?, in model: LiteModel
  ) throws(InterpreterError) -> LiteModel.Signature? {
    guard let key else { return model.signatures.first }
    for signature in model.signatures where signature.key == key { return signature }
    var known = ""
    for signature in model.signatures { known += (known.isEmpty ? "" : ", ") + signature.key }
    throw InterpreterError(
      "has no signature '\(key)'; it has \(known.isEmpty ? "none" : known)")
  }

  /// In the signature's order of names where there is one, else in the subgraph's.
  private static func arguments(
    _ tensors: [Int], named names: [LiteModel.NamedTensor]?, in subgraph: LiteModel.Subgraph
  ) -> [Argument] {
    if let names { return names.map { Argument(name: $0.name, tensor: $0.tensor) } }
    return tensors.map { Argument(name: subgraph.tensors[$0].name, tensor: $0) }
  }

  /// Gives an input another shape, as far as the file leaves it open, and prepares anew.
  ///
  /// - Throws: `InterpreterError` if a fixed dimension differs, or an operator refuses the shape;
  ///   the interpreter is then as before.
  package func resizeInput(_ index: Int, to shape: Shape) throws(InterpreterError) {
    try resizeInputs([(index, shape)])
  }

  /// Gives several inputs other shapes at once.
  package func resizeInputs(_ shapes: [(input: Int, shape: Shape)]) throws(InterpreterError) {
    var resized = state.resized
    var changes = false
    for (input, shape) in shapes {
      let tensor = inputs[input].tensor
      guard shape != state.tensors[tensor].shape else { continue }
      try checkResize(inputs[input], to: shape)
      resized[tensor] = shape
      changes = true
    }
    guard changes else { return }
    state = try PreparedGraph(file: file, subgraph: subgraph, resized: resized, options: options)
    runner.use(state.table)
  }

  private func checkResize(_ input: Argument, to shape: Shape) throws(InterpreterError) {
    let tensor = subgraph.tensors[input.tensor]
    let open = tensor.shapeSignature ?? tensor.shape
    let fits =
      open.isEmpty && !tensor.hasRank
      || open.count == shape.rank && zip(open, shape.dimensions).allSatisfy { $0 < 0 || $0 == $1 }
    guard fits else {
      let allowed = Shape(open).description
      throw InterpreterError(
        "input '\(input.name)' has shape \(shape.description), the model takes \(allowed)")
    }
  }

  /// The type, shape and quantization of a tensor as prepared.
  package func tensor(_ index: Int) -> Operand { state.tensors[index] }

  /// The memory of a tensor: an input to fill before ``invoke()``, an output to read after it.
  ///
  /// Other tensors hold their values only while the observer is called. Valid until the
  /// interpreter is resized or released.
  package func bytes(of tensor: Int) -> UnsafeMutableRawBufferPointer {
    let operand = state.tensors[tensor]
    return UnsafeMutableRawBufferPointer(
      start: state.table[operand.slot],
      count: operand.type.byteCount(of: operand.elementCount) ?? 0)
  }

  /// Runs all operators once.
  ///
  /// - Throws: `InterpreterError` where an operator finds fault with the data.
  package func invoke() throws(InterpreterError) {
    for step in state.steps {
      let start = nanoseconds.isEmpty ? 0 : linnet_nanoseconds()
      for stage in step.evaluation.stages {
        do {
          try runner.run(stage)
        } catch {
          throw PreparedGraph.error(step.operatorIndex, in: subgraph, error.message)
        }
      }
      if !nanoseconds.isEmpty { nanoseconds[step.operatorIndex] += linnet_nanoseconds() - start }
      if let observer { try observer(step.operatorIndex) }
    }
  }

  /// Starts measuring the time of each operator, from 0.
  package func startProfile() {
    nanoseconds = [UInt64](repeating: 0, count: max(subgraph.operators.count, 1))
  }

  /// Bytes of the one block that holds all tensors that change.
  package var arenaByteCount: Int { state.arena.byteCount }

  /// The kernel variant of each operator, in order; nil for those computed ahead of time or as part
  /// of a later one.
  package var kernels: [String?] {
    var names = [String?](repeating: nil, count: subgraph.operators.count)
    for step in state.steps { names[step.operatorIndex] = step.evaluation.kernel }
    return names
  }

  /// Whether the operator's results were computed when the interpreter prepared, or are only part of
  /// a later one's.
  package func isFolded(_ operatorIndex: Int) -> Bool { kernels[operatorIndex] == nil }
}
