// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DeviceCommands
import Interpreter
import Operators
import TensorCore

/// Writes what every operator of a run reads and gives: an `.npy` file for each, and a table of all.
///
/// Files are named `<step>_<operator>_<operand>_<tensor>.npy` and sort as operators began. What is
/// the same tensor, as a result that another operator reads, is one file with two names.
package final class ModelTrace {
  /// What came of a trace.
  package struct Outcome {
    package let table: String
    package let stepCount: Int
    /// Where a number first was not a number or not finite.
    package let firstSuspect: String?
  }

  /// Steps have six digits in names of files.
  private static let stepLimit = 1_000_000

  /// A graph at work.
  private struct Frame {
    /// The step that called it, and the turn if that is a loop.
    let within: Int?
    let turn: Int?
    var running: Running?
    /// Where tensors have been written that have not changed since.
    var written: [Int: Written] = [:]
  }

  /// An operator at work.
  private struct Running {
    let step: Int
    let index: Int
    let isLoop: Bool
    /// How many graphs it has called.
    var callCount = 0
  }

  private struct Written {
    let file: String?
    let summary: TensorSummary?
  }

  private struct Constant: Hashable {
    let graph: Int
    let tensor: Int
  }

  private let folder: TraceFolder
  private let path: String
  private var table = TraceTable()
  private var frames: [Frame] = []
  private var constants: [Constant: Written] = [:]
  private var call = -1
  private var stepCount = 0
  private var firstSuspect: String?
  private var failure: CommandError?

  private init(_ path: String) throws(CommandError) {
    self.path = path
    folder = try TraceFolder(path, header: TraceTable.header)
  }

  /// Runs `body`, and writes what the observer that it is given is shown.
  ///
  /// - Parameter path: a folder: a new one, an empty one, or one of another trace, which is replaced.
  /// - Throws: what `body` throws, the trace up to there being written; or why there is none.
  package static func record(
    in path: String,
    _ body: (@escaping ModelInstance.Observer) throws(CommandError) -> Void
  ) throws(CommandError) -> Outcome {
    let trace = try ModelTrace(path)
    do throws(CommandError) {
      try body { (observed) throws(InterpreterError) in try trace.observe(observed) }
    } catch {
      try trace.finish()
      throw error
    }
    try trace.finish()
    return Outcome(
      table: path + "/" + TraceFolder.tableName, stepCount: trace.stepCount,
      firstSuspect: trace.firstSuspect)
  }

  private func finish() throws(CommandError) {
    if failure == nil {
      guard call >= 0 else { return }
      do throws(CommandError) {
        try folder.finish(table: table.text)
      } catch {
        failure = error
      }
    }
    guard let failure else { return }
    folder.discard()
    throw failure
  }

  // MARK: Observing

  private func observe(_ observed: ObservedTensors) throws(InterpreterError) {
    do throws(CommandError) {
      switch observed.occasion {
      case .call: try beginGraph()
      case .start(let index): try start(index, observed)
      case .end(let index): try end(index, observed)
      }
    } catch {
      failure = error
      throw InterpreterError("\(error.message)")
    }
  }

  /// A graph whose caller is the innermost operator at work, if there is any.
  private func beginGraph() throws(CommandError) {
    while let last = frames.last, last.running == nil { frames.removeLast() }
    guard var caller = frames.last?.running else {
      if call < 0 { try folder.begin() }
      call += 1
      frames.append(Frame(within: nil, turn: nil))
      return
    }
    // A loop calls its condition and its body in turn.
    let turn = caller.isLoop ? caller.callCount / 2 : nil
    caller.callCount += 1
    frames[frames.count - 1].running = caller
    frames.append(Frame(within: caller.step, turn: turn))
  }

  private func start(_ index: Int, _ observed: ObservedTensors) throws(CommandError) {
    guard stepCount < Self.stepLimit else {
      throw CommandError.failure("more than \(Self.stepLimit) operators run; a trace holds no more")
    }
    let node = observed.graph.nodes[index]
    var isLoop = false
    if case .loop = node.operation.action { isLoop = true }
    frames[frames.count - 1].running = Running(step: stepCount, index: index, isLoop: isLoop)
    stepCount += 1
    for (position, tensor) in node.inputs.enumerated() where tensor >= 0 {
      try write("in", position, of: node.inputs.count, tensor, observed)
    }
  }

  private func end(_ index: Int, _ observed: ObservedTensors) throws(CommandError) {
    while let last = frames.last, last.running == nil { frames.removeLast() }
    let node = observed.graph.nodes[index]
    for (position, tensor) in node.outputs.enumerated() {
      frames[frames.count - 1].written[tensor] = nil
      try write("out", position, of: node.outputs.count, tensor, observed)
    }
    for (position, tensor) in node.inputs.enumerated()
    where tensor >= 0 && node.rules.isState(position) {
      try write("state", position, of: node.inputs.count, tensor, observed)
    }
    frames[frames.count - 1].running = nil
  }

  // MARK: Writing

  /// Writes an operand of the operator at work, and its line of the table.
  private func write(
    _ kind: String, _ position: Int, of count: Int, _ tensor: Int, _ observed: ObservedTensors
  ) throws(CommandError) {
    let frame = frames[frames.count - 1]
    guard let running = frame.running else { return }
    let node = observed.graph.nodes[running.index]
    let operand = observed.operand(tensor)
    let description = observed.graph.tensors[tensor]
    let file =
      Self.padded(running.step, like: Self.stepLimit - 1) + "_" + Self.safe(node.name)
      + "_\(kind)" + Self.padded(position, like: count - 1) + "_" + Self.safe(description.name)
      + ".npy"
    let written = try write(operand, as: file, tensor, observed)
    if !description.isVariable {
      if description.constant != nil {
        constants[Constant(graph: observed.graphNumber, tensor: tensor)] = written
      } else {
        frames[frames.count - 1].written[tensor] = written
      }
    }
    if firstSuspect == nil, written.summary?.isSuspect == true {
      firstSuspect =
        "step \(running.step), operator \(running.index) (\(node.name)): "
        + "\(kind)\(position) '\(description.name)'"
    }
    let line = TraceTable.Line(
      call: call, step: running.step, within: frame.within, turn: frame.turn,
      subgraph: observed.graphNumber, operatorIndex: running.index, operatorName: node.name,
      operand: "\(kind)\(position)", tensor: tensor, tensorName: description.name)
    table.append(line, operand, written.summary, file: written.file)
  }

  /// Writes a tensor under a name, or gives the file in which it is already that name as well.
  private func write(
    _ operand: Operand, as file: String, _ tensor: Int, _ observed: ObservedTensors
  ) throws(CommandError) -> Written {
    let known =
      frames[frames.count - 1].written[tensor]
      ?? constants[Constant(graph: observed.graphNumber, tensor: tensor)]
    if let known, let other = known.file, folder.link(file, to: other) {
      return Written(file: file, summary: known.summary)
    }
    let elements =
      operand.type == .string
      ? NumPyArray(strings: observed.strings(of: tensor), shape: operand.shape)
      : NumPyArray(observed.bytes(of: tensor), of: operand)
    guard let array = elements else {
      return Written(file: nil, summary: nil)
    }
    try folder.write(array, to: file)
    return Written(
      file: file,
      summary: known?.summary ?? TensorSummary(array, quantization: operand.quantization))
  }

  /// A number with as many digits as the largest of its kind.
  private static func padded(_ number: Int, like largest: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: "\(largest)".count - digits.count) + digits
  }

  /// A name as part of a file's name on any system: letters, digits, `.`, `-` and `_`, 80 at most.
  private static func safe(_ name: String) -> String {
    let bytes = name.utf8.prefix(80).map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        byte
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
