// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import GraphPasses
import Interpreter
import KerasImport
import LiteWriter
import OperatorConversion
import Operators
import TensorCore
import TensorFlowExport
import TensorFlowImport

/// The way of a model from its source to the contents of a `.tflite` file.
package struct Conversion {
  /// Where a model comes from.
  package enum Source: Sendable {
    /// A SavedModel folder; `signatures` nil for all.
    case savedModel(folder: String, tags: [String], signatures: [String]?)
    case liteFile(path: String)
    /// A `.keras` file, or a `.h5` file of a whole model.
    case keras(path: String)
    /// A frozen `.pb` graph; without `inputs` its placeholders, without `outputs` what no node uses.
    case frozenGraph(path: String, inputs: [String], outputs: [String])
    /// The `.json` file of a graph model of TensorFlow.js.
    case web(path: String)
  }

  /// What users choose.
  package struct Options: Sendable {
    /// Fixed shapes by the names of inputs.
    package var inputShapes: [String: [Int]] = [:]
    /// Stages whose graphs are shown.
    package var dumpedStages: Set<String> = []
    /// Whether operators without a lite form become custom operators of their names.
    package var allowsCustomOperators = false
    /// Loops are written out that turn at most so often; 0 leaves all.
    package var unrolledTurns = 0

    package init() {}
  }

  /// The stages before and after the passes, by the names that users give.
  package enum Stage: String, CaseIterable {
    case imported = "import"
    case legalized = "legalize"
    case unrolled = "unroll"
    case optimized = "optimize"
  }

  private let source: Source
  private let options: Options
  private let dump: (String) -> Void

  /// - Parameter dump: receives the text of each stage that is to be shown.
  package init(
    _ source: Source, options: Options = Options(), dump: @escaping (String) -> Void = { _ in }
  ) {
    self.source = source
    self.options = options
    self.dump = dump
  }

  /// Every name that ``Options/dumpedStages`` may hold.
  package static var stageNames: [String] {
    let first = recognition.passNames
    return Stage.allCases.map(\.rawValue) + first
      + passes.passNames.filter { !first.contains($0) }
  }

  /// The model in float, in operators of the lite format, with all that can be computed beforehand
  /// computed.
  package func program() throws -> Program {
    try optimized(imported())
  }

  /// The model as it was read: in TensorFlow's operators, those of a `.tflite` file in its own.
  package func imported() throws -> Program {
    var program: Program
    switch source {
    case .savedModel(let folder, let tags, let signatures):
      program = try SavedModel.read(folder: folder, tags: tags, signatures: signatures)
    case .keras(let path): program = try KerasModel.read(path: path)
    case .frozenGraph(let path, let inputs, let outputs):
      program = try FrozenGraph.read(path: path, inputs: inputs, outputs: outputs)
    case .web(let path): program = try WebModel.read(path: path)
    case .liteFile(let path):
      let file: ModelFile
      do throws(InterpreterError) {
        file = try ModelFile(path: path)
      } catch {
        throw ConversionError(error.message, stage: Stage.imported.rawValue)
      }
      program = try Program(file)
    }
    if !isLite { try program.fixInputShapes(options.inputShapes) }
    show(program, after: Stage.imported.rawValue)
    return program
  }

  private var isLite: Bool {
    if case .liteFile = source { true } else { false }
  }

  /// What ``imported()`` gives, with all that can be computed beforehand computed.
  package func optimized(_ imported: Program) throws -> Program {
    guard isLite else {
      return try Self.optimized(
        imported, keepsUnconverted: options.allowsCustomOperators,
        unrolledTurns: options.unrolledTurns
      ) {
        show($1, after: $0)
      }
    }
    var program = imported
    if program.mayBeRewritten {
      try Self.passes.apply(to: &program) { show($1, after: $0) }
    }
    show(program, after: Stage.optimized.rawValue)
    return program
  }

  /// What ``imported()`` gives in operators of the lite format, one after the other as the model has
  /// them: what a file is to compute.
  package func reference(_ imported: Program) throws -> Program {
    guard !isLite else { return imported }
    return try Legalization(keepsUnconverted: options.allowsCustomOperators)
      .legalized(imported.inSinglePrecision())
  }

  /// The model as a graph model of TensorFlow.js.
  ///
  /// - Throws: where the model has several signatures, `serving_default` not among them, or
  ///   TensorFlow.js cannot say what it does.
  package func webModel(quantization: WebQuantization) throws -> WebModelContents {
    guard !isLite else {
      throw ConversionError(
        "a .tflite file has other operators than TensorFlow.js; convert the model that it was made of",
        stage: Stage.imported.rawValue)
    }
    let program = try imported()
    let signatures = program.signatures
    guard
      let signature = signatures.count == 1
        ? signatures[0] : signatures.first(where: { $0.key == "serving_default" })
    else {
      let keys = signatures.map { "'\($0.key)'" }.joined(separator: ", ")
      throw ConversionError(
        "a model of TensorFlow.js has one signature; choose one of \(keys) by --signature",
        stage: "export")
    }
    return try WebModelContents(program, signature: signature, quantization: quantization)
  }

  /// Writes a program of lite operators as a `.tflite` file: whole, or not at all.
  ///
  /// - Parameter check: called with the bytes before they take the place of what is at the path, which
  ///   they do not where it throws.
  package func write(
    _ program: Program, toPath path: String,
    check: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws {
    var failure: (any Error)?
    do throws(WriteError) {
      try LiteSerializer.serialize(LiteFileContents(program)).write(toPath: path) {
        (bytes) throws(WriteError) in
        do {
          try check(bytes)
        } catch {
          failure = error
          throw WriteError("it was refused")
        }
      }
    } catch {
      throw failure ?? error
    }
  }

  /// A program of TensorFlow operators in operators of the lite format, with all that can be
  /// computed beforehand computed.
  ///
  /// - Parameters:
  ///   - keepsUnconverted: whether operators without a lite form stay TensorFlow's.
  ///   - unrolledTurns: loops are written out that turn at most so often.
  ///   - observe: called after each stage that changed something, with its name.
  package static func optimized(
    _ imported: Program, keepsUnconverted: Bool = false, unrolledTurns: Int = 0,
    observe: (String, Program) -> Void = { _, _ in }
  ) throws -> Program {
    var program = imported.inSinglePrecision()
    try recognition.apply(to: &program, observe: observe)
    program = try Legalization(keepsUnconverted: keepsUnconverted).legalized(program)
    try program.checked(after: Stage.legalized.rawValue)
    observe(Stage.legalized.rawValue, program)
    try passes.apply(to: &program, observe: observe)
    // How often a loop in a loop turns may be known only when the outer one is written out.
    while unrolledTurns > 0, try program.unrollLoops(upTo: unrolledTurns) {
      try program.checked(after: Stage.unrolled.rawValue)
      observe(Stage.unrolled.rawValue, program)
      try passes.apply(to: &program, observe: observe)
    }
    program.copyMovedLoopValues()
    program.nameArguments()
    observe(Stage.optimized.rawValue, program)
    return program
  }

  private func show(_ program: Program, after stage: String) {
    guard options.dumpedStages.contains(stage) else { return }
    dump("// after \(stage)\n\(program.dump)")
  }

  /// What happens to a graph of TensorFlow operators.
  private static let recognition = PassPipeline(
    [.once(DeadCodeRemoval()), .once(GeluRecognition()), .once(DeadCodeRemoval())], given: [])

  /// What happens to a graph of lite operators before it is quantized or written.
  private static let passes = PassPipeline(
    [
      .once(ShapeInference()),
      .once(ConstantFolding()),
      .once(HardSwishFusion()),
      .once(PreluFusion()),
      .once(L2NormalizationFusion()),
      .once(DeadCodeRemoval()),
      .repeated([
        TransposeSimplification(), ReshapeSimplification(), DilationFusion(), PaddingFusion(),
        ReshapeSinking(), BiasFusion(), BatchNormFolding(), ArithmeticMerging(), ConstantFolding(),
      ]),
      .once(ActivationFusion()),
      .once(ConstantDeduplication()),
      .once(CommonSubexpressionElimination()),
      .once(DeadCodeRemoval()),
    ], given: [.lite])
}

extension Program {
  /// Whether passes may change the graphs of a file.
  ///
  /// Not where numbers are quantized, since what is computed at once there would be rounded at another
  /// place; nor where graphs call each other or keep state, since the shapes that files declare for
  /// those do not bind them.
  fileprivate var mayBeRewritten: Bool {
    graphs.allSatisfy { graph in
      graph.values.allSatisfy { $0.quantization == nil && $0.shape != nil }
        && graph.nodes.allSatisfy { node in
          guard case .lite(let operation) = node.operation,
            case .kernels = operation.action
          else { return false }
          return true
        }
    }
  }

  /// Gives inputs the shapes that users fix.
  ///
  /// - Throws: where no signature has an input of the name, or the shape does not fit the one the
  ///   model has.
  fileprivate mutating func fixInputShapes(_ shapes: [String: [Int]]) throws(ConversionError) {
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      var isFound = false
      for signature in signatures {
        for input in signature.inputs where input.name == name {
          isFound = true
          try fix(input, of: signature.graph, to: shape)
        }
      }
      guard isFound else {
        let names = Set(signatures.flatMap { $0.inputs.map { "'\($0.name)'" } }).sorted()
        throw ConversionError(
          "--input-shape: there is no input '\(name)', only \(names.joined(separator: ", "))",
          stage: "import")
      }
    }
  }

  private mutating func fix(
    _ input: Signature.Argument, of graph: Int, to shape: [Int]
  ) throws(ConversionError) {
    if let known = graphs[graph][input.value].shape {
      let fits =
        known.count == shape.count && zip(known, shape).allSatisfy { $0 == nil || $0 == $1 }
      guard fits else {
        let text = known.map { $0.map(String.init) ?? "?" }.joined(separator: ",")
        throw ConversionError(
          "--input-shape: '\(input.name)' has shape \(text), which \(shape) does not fit",
          stage: "import")
      }
    }
    graphs[graph][input.value].shape = shape
  }

  /// Names the tensors of signatures as TensorFlow's converter does.
  fileprivate mutating func nameArguments() {
    for signature in signatures.reversed() {
      for input in signature.inputs {
        graphs[signature.graph][input.value].name = "\(signature.key)_\(input.name):0"
      }
      for (index, output) in signature.outputs.enumerated() {
        let value = output.value
        guard !graphs[signature.graph].inputs.contains(value) else { continue }
        graphs[signature.graph][value].name = "StatefulPartitionedCall:\(index)"
      }
    }
  }
}
