// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import Interpreter
import LiteFormat
import Operators
import TensorCore

/// Two models of the same signatures, held against each other.
package struct AgreementCheck {
  /// What the file was made of.
  package let reference: ExecutableModel
  package let candidate: ExecutableModel
  package var samples: AgreementSamples
  package var tolerance: Double?

  package init(
    reference: ExecutableModel, candidate: ExecutableModel, samples: AgreementSamples,
    tolerance: Double?
  ) {
    self.reference = reference
    self.candidate = candidate
    self.samples = samples
    self.tolerance = tolerance
  }

  /// - Parameter progress: called with how many signatures are done, of how many.
  /// - Throws: where given samples cannot be read.
  package func agreement(progress: (Int, Int) -> Void = { _, _ in }) throws -> Agreement {
    var agreement = Agreement(data: samples.path ?? "generated", tolerance: tolerance)
    let models = try ModelPair(reference: reference, candidate: candidate)
    // Without signatures, the one that files have for themselves.
    let keys = reference.signatures.isEmpty ? [nil] : reference.signatures.map(\.key)
    for (index, key) in keys.enumerated() {
      agreement.signatures.append(try compare(key, models))
      progress(index + 1, keys.count)
    }
    return agreement
  }

  private func compare(_ key: String?, _ models: ModelPair) throws -> Agreement.Signature {
    var result = Agreement.Signature(signature: key ?? "the model")
    let runs: SignatureRuns
    do throws(InterpreterError) {
      runs = try SignatureRuns(key, models)
    } catch {
      (result.reason, result.fails) = ("cannot be prepared: \(error.message)", true)
      return result
    }
    guard !runs.reference.graph.usesFiles else {
      result.reason = "is not compared: it writes files or reads them"
      return result
    }
    let source: any Sequence<[String: NumPyArray]>
    switch try samples.opened(for: runs.reference, key: key, of: reference) {
    case .samples(let found): source = found
    case .none(let reason):
      result.reason = "is not compared: \(reason)"
      return result
    }
    var differences = runs.reference.outputs.map { OutputDifference(name: $0.name) }
    for sample in source {
      do throws(InterpreterError) {
        try runs.runReference(on: sample)
      } catch {
        result.reason = "is not compared further: the model itself fails: \(error.message)"
        break
      }
      do throws(InterpreterError) {
        try runs.runCandidate(on: sample)
      } catch {
        (result.reason, result.fails) = ("fails where the model does not: \(error.message)", true)
        break
      }
      for index in differences.indices { differences[index].add(runs, output: index) }
      result.samples += 1
    }
    if result.samples > 0 { result.outputs = differences.map(\.output) }
    return result
  }
}

/// The instances of both models, and one more of the reference to tell random numbers by.
private struct ModelPair {
  let reference: ModelInstance
  let candidate: ModelInstance
  /// With another seed; nil where nothing is random.
  let otherwise: ModelInstance?

  init(reference model: ExecutableModel, candidate file: ExecutableModel) throws {
    var options = Interpreter.Options()
    options.seed = 1
    candidate = ModelInstance(file, options: options)
    // Each operator as it is, none joined to others.
    options.separatesOperators = true
    reference = ModelInstance(model, options: options)
    options.seed = 2
    otherwise = try model.drawsRandomNumbers ? ModelInstance(model, options: options) : nil
  }
}

extension ExecutableGraph {
  fileprivate var usesFiles: Bool {
    nodes.contains { node in
      switch node.operation.action {
      case .saveTensors, .restoreTensor: true
      default: false
      }
    }
  }
}

extension ExecutableModel {
  fileprivate var drawsRandomNumbers: Bool {
    get throws {
      for index in 0..<graphCount {
        let isRandom = try graph(index).nodes.contains { node in
          if case .random = node.operation.effects { true } else { false }
        }
        if isRandom { return true }
      }
      return false
    }
  }
}

/// One signature of both models.
private struct SignatureRuns {
  let reference: Interpreter
  let candidate: Interpreter
  let otherwise: Interpreter?

  init(_ key: String?, _ models: ModelPair) throws(InterpreterError) {
    reference = try Interpreter(models.reference, signature: key)
    candidate = try Interpreter(models.candidate, signature: key)
    if let instance = models.otherwise {
      otherwise = try Interpreter(instance, signature: key)
    } else {
      otherwise = nil
    }
  }

  func runReference(on sample: [String: NumPyArray]) throws(InterpreterError) {
    for interpreter in [reference, otherwise] {
      guard let interpreter else { continue }
      try interpreter.run(on: sample)
    }
  }

  func runCandidate(on sample: [String: NumPyArray]) throws(InterpreterError) {
    try candidate.run(on: sample)
  }
}

/// The differences of one output over all samples.
private struct OutputDifference {
  private(set) var output: Agreement.Output
  private var lowest = Double.infinity
  private var highest = -Double.infinity
  private var magnitude = 0.0

  init(name: String) {
    output = Agreement.Output(output: name)
  }

  mutating func add(_ runs: SignatureRuns, output index: Int) {
    guard output.reason == nil else { return }
    let name = output.output
    guard let place = runs.candidate.outputs.firstIndex(where: { $0.name == name }) else {
      (output.reason, output.fails) = ("is missing", true)
      return
    }
    let wanted = Answer(runs.reference, index)
    if let otherwise = runs.otherwise, !wanted.isSame(as: Answer(otherwise, index)) {
      output.reason = "is not compared: it depends on random numbers"
      return
    }
    let found = Answer(runs.candidate, place)
    guard wanted.shape == found.shape else {
      output.reason =
        "has shape \(found.shape.description) instead of \(wanted.shape.description)"
      output.fails = true
      return
    }
    switch (wanted.content, found.content) {
    case (.numbers(let wanted), .numbers(let found)):
      for (wanted, found) in zip(wanted, found) { add(wanted, found) }
    case (.strings(let wanted), .strings(let found)):
      output.unlike += zip(wanted, found).count { $0 != $1 }
    default: output.reason = "is not compared: it is \(wanted.type.name)"
    }
  }

  private mutating func add(_ wanted: Double, _ found: Double) {
    guard wanted.isFinite, found.isFinite else {
      if wanted != found, !(wanted.isNaN && found.isNaN) { output.unlike += 1 }
      return
    }
    output.maxAbsolute = max(output.maxAbsolute, abs(wanted - found))
    (lowest, highest) = (min(lowest, wanted), max(highest, wanted))
    magnitude = max(magnitude, abs(wanted))
    output.spread = highest > lowest ? highest - lowest : magnitude
  }
}

/// What an interpreter gave for an output.
private struct Answer {
  enum Content {
    case numbers([Double])
    case strings([[UInt8]])
    case other
  }

  let type: ElementType
  let shape: Shape
  let content: Content

  init(_ interpreter: Interpreter, _ index: Int) {
    let tensor = interpreter.outputs[index].tensor
    let operand = interpreter.tensor(tensor)
    (type, shape) = (operand.type, operand.shape)
    if type == .string {
      content = .strings(interpreter.strings(of: tensor))
    } else {
      let bytes = UnsafeRawBufferPointer(interpreter.bytes(of: tensor))
      let values = RealValues(
        bytes, count: operand.elementCount, type: type, quantization: operand.quantization)
      content = values.map { .numbers($0.real) } ?? .other
    }
  }

  func isSame(as other: Answer) -> Bool {
    guard shape == other.shape else { return false }
    return switch (content, other.content) {
    case (.numbers(let a), .numbers(let b)):
      zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    case (.strings(let a), .strings(let b)): a == b
    default: true
    }
  }
}
