// SPDX-License-Identifier: Apache-2.0
import CPlatform
import LiteFormat
import Operators
import TensorCore

/// Runs one signature of a model instance.
///
/// Nothing is prepared before shapes are final: ``resizeInputs(_:)`` only takes note of them, the
/// first ``invoke()`` (or ``prepare()``) infers shapes, packs weights and plans memory. Inferences
/// at shapes that were lately used are ready at once; they allocate nothing, unless results have
/// shapes that only the data tell.
package final class Interpreter {
  /// What users choose.
  package struct Options {
    /// Threads that work on one inference; at least 1. Results do not depend on it.
    package var threadCount: Int
    /// The most bytes that all tensors together may take, of whatever shapes callers choose.
    package var byteLimit: Int
    /// The most that they may take in the shapes of the file itself, beside ``byteLimit``: a small
    /// file that asks for much is more often damaged than meant so. Nil for 128 MiB and 64 bytes for
    /// each of the file. `LINNET_MEMORY` sets both limits, in MiB.
    package var ownByteLimit: Int?
    /// The most turns of loops and calls of graphs that one inference may make.
    package var turnLimit: Int
    /// The most elements that one inference, or its preparation, may read, compute and write, as
    /// ``OperatorContract/operationCount(_:results:)`` counts them.
    package var operationLimit = Int.max
    /// What random numbers follow from where operators have no seeds of their own; nil for what
    /// `LINNET_SEED` says, without it for others with each instance.
    package var seed: UInt64?
    /// The folder in which the model may write files and read them; nil for none.
    package var stateFolder: String?
    /// Whether every operator is a step of its own, and observed before it runs as well: none is
    /// joined to others, and what was computed ahead is shown in its turn. Results are the same.
    package var separatesOperators = false

    /// - Parameters:
    ///   - byteLimit: nil for what `LINNET_MEMORY` says in MiB; without it 4 GiB. Never more than
    ///     half of what an `Int` counts, so that sizes can be added.
    ///   - turnLimit: nil for what `LINNET_TURNS` says; without it a million.
    package init(threadCount: Int = 1, byteLimit: Int? = nil, turnLimit: Int? = nil) {
      self.threadCount = threadCount
      let standard = Int(clamping: Int64(4) << 30)
      self.byteLimit = min(byteLimit ?? Self.givenByteLimit ?? standard, .max / 2)
      self.turnLimit = turnLimit ?? Self.number("LINNET_TURNS") ?? 1_000_000
      seed = Self.number("LINNET_SEED").map { UInt64($0) }
    }

    /// The most that a file of so many bytes may ask for in its own shapes.
    func ownByteLimit(of byteCount: Int) -> Int {
      let standard = Int(clamping: Int64(128 << 20) + Int64(byteCount) * 64)
      return min(byteLimit, ownByteLimit ?? Self.givenByteLimit ?? standard)
    }

    private static var givenByteLimit: Int? {
      number("LINNET_MEMORY").map { Int(clamping: Int64(min($0, 1 << 30)) << 20) }
    }

    /// A number that the environment gives.
    private static func number(_ name: StaticString) -> Int? {
      let text = name.withUTF8Buffer { bytes in
        linnet_environment(UnsafeRawPointer(bytes.baseAddress!).assumingMemoryBound(to: Int8.self))
      }
      guard let text else { return nil }
      let number = Int(decimal: Array(String(cString: text).utf8)[...])
      return number.flatMap { $0 >= 0 ? $0 : nil }
    }
  }

  /// An input or output as callers see it.
  package struct Argument {
    /// The signature's name, or the tensor's where there is no signature.
    package let name: String
    /// Index into the graph's tensors.
    package let tensor: Int
  }

  package let instance: ModelInstance
  package let inputs: [Argument]
  package let outputs: [Argument]
  private let execution: GraphExecution
  /// The inputs' memory, in the order of the graph's own inputs.
  private var memories: [ResultTensor] = []
  private var arguments = GraphArguments()
  /// What the strings of each input point at.
  private var inputTexts: [PreparedBuffer?] = []
  /// What the strings of the results point at; nil where there are none.
  private var resultTexts: ResultTexts?

  /// - Parameter signature: the key of a signature; nil for the first, or for subgraph 0 where the
  ///   model has none.
  /// - Throws: `InterpreterError` where there is no such signature, or operators are not supported.
  package init(_ instance: ModelInstance, signature key: String? = nil) throws(InterpreterError) {
    let chosen = try Self.signature(named: key, in: instance.model)
    let number = chosen?.subgraph ?? 0
    try instance.model.load(from: number)
    let graph = try instance.model.graph(number)
    self.instance = instance
    execution = GraphExecution(graph, number: number)
    inputs = Self.arguments(graph.inputs, named: chosen?.inputs, in: graph)
    outputs = Self.arguments(graph.outputs, named: chosen?.outputs, in: graph)
    for input in graph.inputs {
      memories.append(ResultTensor(graph.tensors[input].type))
      inputTexts.append(nil)
      try place(memories.count - 1, graph.tensors[input].shape)
    }
  }

  /// An instance of its own for one signature of a file.
  package convenience init(
    _ file: ModelFile, signature: String? = nil, options: Options = Options()
  ) throws(InterpreterError) {
    try self.init(ModelInstance(file, options: options), signature: signature)
  }

  private static func signature(
    named key: String?, in model: ExecutableModel
  ) throws(InterpreterError) -> LiteModel.Signature? {
    guard let key else { return model.signatures.first }
    for signature in model.signatures where signature.key.isSame(as: key) { return signature }
    var known = ""
    for signature in model.signatures { known += (known.isEmpty ? "" : ", ") + signature.key }
    throw InterpreterError(
      "has no signature '\(key)'; it has \(known.isEmpty ? "none" : known)")
  }

  /// In the signature's order of names where there is one, else in the graph's.
  private static func arguments(
    _ tensors: [Int], named names: [LiteModel.NamedTensor]?, in graph: ExecutableGraph
  ) -> [Argument] {
    if let names { return names.map { Argument(name: $0.name, tensor: $0.tensor) } }
    return tensors.map { Argument(name: graph.tensors[$0].name, tensor: $0) }
  }

  // MARK: Shapes

  /// Gives an input another shape.
  package func resizeInput(_ index: Int, to shape: Shape) throws(InterpreterError) {
    try resizeInputs([(index, shape)])
  }

  /// Gives inputs other shapes. Their elements are not kept.
  ///
  /// Sizes that the file fixes may change, too, as far as its operators follow.
  /// - Throws: `InterpreterError` where a shape has no valid size or exceeds the memory limit.
  package func resizeInputs(_ shapes: [(input: Int, shape: Shape)]) throws(InterpreterError) {
    for (input, shape) in shapes {
      let position = graph.inputs.firstIndex(of: inputs[input].tensor)!
      guard shape != arguments.shapes[position] else { continue }
      do throws(InterpreterError) {
        try place(position, shape)
      } catch {
        throw InterpreterError(
          "input '\(inputs[input].name)' of shape \(shape.description): \(error.message)")
      }
    }
  }

  private func place(_ position: Int, _ shape: Shape) throws(InterpreterError) {
    if shape != graph.tensors[graph.inputs[position]].shape {
      // Who gives much may ask for more than a file alone, by as much as networks spread pictures.
      let given = try ResultTensor.byteCount(memories[position].type, shape)
      let most = instance.options.byteLimit
      let spread = given < most / Self.spreadLimit ? given * Self.spreadLimit : most
      let limit = instance.ownByteLimit + min(spread, most - instance.ownByteLimit)
      instance.memory.byteLimit = max(instance.memory.byteLimit, limit)
    }
    try memories[position].reserve(shape, instance.memory)
    if memories[position].type == .string {
      let byteCount = try ResultTensor.byteCount(.string, shape)
      memories[position].address.initializeMemory(
        as: UInt8.self, repeating: 0, count: byteCount)
      inputTexts[position] = nil
    }
    arguments.set(position, shape, memories[position].address)
  }

  /// How many bytes of tensors each byte of an input that callers resize may ask for.
  private static let spreadLimit = 1024

  /// Whether the file lets callers choose such a shape for an input.
  package func isOpen(_ input: Int, to shape: Shape) -> Bool {
    let tensor = graph.tensors[inputs[input].tensor]
    if let fixed = tensor.fixedShape { return fixed == shape }
    guard let open = tensor.openShape else { return true }
    guard open.count == shape.rank else { return false }
    for (size, given) in zip(open, shape.dimensions) where size >= 0 && size != given {
      return false
    }
    return true
  }

  /// An input's shape as the model declares it: below 0 where open, nil where even the rank is.
  package func declaredShape(_ input: Int) -> [Int]? {
    let tensor = graph.tensors[inputs[input].tensor]
    return tensor.openShape ?? tensor.fixedShape?.dimensions
  }

  // MARK: Running

  /// Makes everything ready for the inputs' shapes that can be before data are there.
  ///
  /// - Throws: `InterpreterError` that names the operator which refuses the shapes, and the inputs
  ///   that have other shapes than the file foresees.
  package func prepare() throws(InterpreterError) {
    resultTexts = nil
    instance.begin()
    do throws(InterpreterError) {
      try execution.prepare(for: arguments.shapes, in: instance)
    } catch {
      throw InterpreterError("\(resizedInputs)\(error.message)")
    }
  }

  /// Which inputs have another shape than the file leaves open, as the start of an error.
  private var resizedInputs: String {
    var text = ""
    for (index, input) in inputs.enumerated() {
      let shape = tensor(input.tensor).shape
      guard !isOpen(index, to: shape) else { continue }
      let tensor = graph.tensors[input.tensor]
      let open = tensor.openShape.map { Shape($0) } ?? tensor.shape
      text += "input '\(input.name)' has shape \(shape.description), "
      text += "the model takes \(open.description): "
    }
    return text
  }

  /// Runs all operators once.
  ///
  /// - Throws: `InterpreterError` where an operator finds fault with shapes or data.
  package func invoke() throws(InterpreterError) {
    resultTexts = nil
    instance.begin()
    var lists: [TensorList?] = []
    try execution.run(arguments, &lists, in: instance)
    resultTexts = ResultTexts(
      made: instance.texts, given: inputTexts, resetCount: instance.resetCount)
  }

  // MARK: Looking

  package var graph: ExecutableGraph { execution.graph }

  /// The type, shape and quantization of a tensor: an input's as resized, others' as last prepared
  /// or run, or as the file says.
  package func tensor(_ index: Int) -> Operand {
    if let position = graph.inputs.firstIndex(of: index) {
      return execution.declared[index].reshaped(to: arguments.shapes[position])
    }
    return execution.last?.tensors[index] ?? execution.declared[index]
  }

  /// The memory of a tensor: an input to fill before ``invoke()``, an output to read after it.
  ///
  /// Other tensors hold their values only while the observer is called. Valid until the inputs are
  /// resized, or the next inference. Without bytes where nothing has been prepared, and for strings:
  /// see ``fill(_:with:width:)`` and ``strings(of:)``.
  package func bytes(of tensor: Int) -> UnsafeMutableRawBufferPointer {
    let operand = self.tensor(tensor)
    let byteCount = operand.visibleByteCount
    if let position = graph.inputs.firstIndex(of: tensor) {
      return UnsafeMutableRawBufferPointer(
        start: arguments.addresses[position], count: byteCount)
    }
    guard let last = execution.last else {
      return UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeMutableRawBufferPointer(start: last.table[tensor], count: byteCount)
  }

  /// Makes `text` what the strings of an input point at, and returns these to be set.
  func take(_ text: PreparedBuffer, for tensor: Int) -> UnsafeMutablePointer<StringView> {
    let position = graph.inputs.firstIndex(of: tensor)!
    inputTexts[position] = text
    return memories[position].address.assumingMemoryBound(to: StringView.self)
  }

  /// Where the strings of an input or output are; nil where they may point nowhere.
  func stringAddress(of tensor: Int) -> UnsafePointer<StringView>? {
    if let position = graph.inputs.firstIndex(of: tensor) {
      return UnsafePointer(memories[position].address.assumingMemoryBound(to: StringView.self))
    }
    guard graph.outputs.contains(tensor), resultTexts?.resetCount == instance.resetCount,
      let last = execution.last
    else { return nil }
    return UnsafePointer(last.table.elements(tensor, as: StringView.self))
  }

  /// Starts measuring the time of each operator, from 0.
  package func startProfile() {
    execution.nanoseconds = [UInt64](repeating: 0, count: max(graph.nodes.count, 1))
  }

  /// Nanoseconds spent in each operator since profiling was switched on.
  package var nanoseconds: [UInt64] { execution.nanoseconds }

  /// Bytes that inputs, results and all tensors between them take.
  package var arenaByteCount: Int { instance.memory.tensorByteCount }

  /// Bytes of these without what lies between and behind them: for each arena, those of the tensors
  /// in use at one step, the most there are.
  package var arenaLowerBound: Int { instance.memory.neededByteCount }

  /// The kernel variant of each operator, in order; nil for those computed ahead of time or as part
  /// of a later one, and for those that nothing has been prepared for.
  package var kernels: [String?] { execution.kernels }
}
