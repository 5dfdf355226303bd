// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import DeviceCommands
import Interpreter
import Operators
import TensorCore

/// What two models are held against each other on: given samples, or seeded numbers.
package struct AgreementSamples: Sendable {
  /// Where samples are; nil to generate them.
  package let path: String?
  private let preparation: SamplePreparation
  private let limit: Int

  /// - Parameter limit: how many samples are taken, from the first; nil for all.
  package init(
    path: String, preparation: SamplePreparation = SamplePreparation(), limit: Int? = nil
  ) {
    self.path = path
    self.preparation = preparation
    self.limit = limit ?? .max
  }

  private init(generated count: Int) {
    path = nil
    preparation = SamplePreparation()
    limit = count
  }

  /// Floats of −1 … 1 and small integers, the same every time; open sizes are small.
  package static let generated = AgreementSamples(generated: 4)

  enum Opened {
    case samples(any Sequence<[String: NumPyArray]>)
    /// There are none, for this reason.
    case none(String)
  }

  /// The samples of a signature.
  func opened(
    for interpreter: Interpreter, key: String?, of model: ExecutableModel
  ) throws -> Opened {
    let inputs = interpreter.inputs.enumerated().map { index, input in
      SampleInput(
        name: input.name,
        shape: interpreter.declaredShape(index)?.map { $0 < 0 ? nil : $0 },
        type: interpreter.tensor(input.tensor).type)
    }
    guard let path else { return generated(for: inputs, key: key, of: model) }
    guard !inputs.isEmpty else { return .samples(CollectionOfOne([:])) }
    if let missing = try inputWithoutSamples(of: inputs, at: path) {
      return .none("\(path) has no array '\(missing)'")
    }
    let source = try openSamples(at: path, for: inputs, preparation: preparation)
    var samples: [[String: NumPyArray]] = []
    while samples.count < limit, let sample = try source.next() { samples.append(sample) }
    return samples.isEmpty ? .none("\(path) has no samples") : .samples(samples)
  }

  // MARK: Generated samples

  /// Sizes that open dimensions are tried with, the first axis and others: small ones, then such as
  /// pictures and sequences have.
  private static let openSizes = [(2, 8), (1, 32), (2, 3), (1, 1), (1, 128)]

  /// Samples of the first sizes at which the model itself runs.
  private func generated(
    for inputs: [SampleInput], key: String?, of model: ExecutableModel
  ) -> Opened {
    if let input = inputs.first(where: { $0.shape == nil }) {
      return .none("the rank of input '\(input.name)' is open; give samples by --check-data")
    }
    if let input = inputs.first(where: { [.resource, .variant].contains($0.type) }) {
      return .none("input '\(input.name)' is a \(input.type.name)")
    }
    var fault: String?
    for (first, others) in Self.openSizes {
      // Places in tables, as integers mostly are, are better 0 than too large.
      for largest in [3, 1, 0] {
        let generator = SampleGenerator(
          inputs: inputs, firstSize: first, otherSize: others, largestInteger: largest)
        do throws(InterpreterError) {
          let trial = try Interpreter(ModelInstance(model), signature: key)
          try trial.run(on: generator.sample(0))
          let others = (1..<limit).map(generator.sample)
          return .samples([generator.sample(0)] + others.filter(trial.runs))
        } catch {
          fault = fault ?? error.message
        }
      }
      let isOpen = inputs.contains { $0.shape?.contains(nil) ?? false }
      if !isOpen { break }
    }
    return .none(
      "the model does not run on generated samples: \(fault ?? ""); give samples by --check-data")
  }
}

/// Seeded numbers for the inputs of a model.
private struct SampleGenerator {
  let inputs: [SampleInput]
  let firstSize: Int
  let otherSize: Int
  let largestInteger: Int

  func sample(_ number: Int) -> [String: NumPyArray] {
    var generator = SplitMix(state: UInt64(number))
    var sample: [String: NumPyArray] = [:]
    for input in inputs {
      let sizes = (input.shape ?? []).enumerated().map { axis, size in
        // Every other sample has another batch, so that a size that was baked in shows.
        size ?? (axis == 0 ? firstSize + number % 2 : otherSize)
      }
      sample[input.name] = array(of: input.type, Shape(sizes), &generator)
    }
    return sample
  }

  private func array(
    of type: ElementType, _ shape: Shape, _ generator: inout SplitMix
  ) -> NumPyArray {
    let count = shape.elementCount
    switch type {
    case .string:
      return NumPyArray(
        strings: (0..<count).map { _ in Array("\(generator.next() % 10)".utf8) }, shape: shape)
    case .float32:
      let numbers = (0..<count).map { _ in generator.real() }
      return NumPyArray(type: type, shape: shape, bytes: numbers.withUnsafeBytes { Array($0) })
    case .complex64:
      let numbers = (0..<2 * count).map { _ in generator.real() }
      return NumPyArray(type: type, shape: shape, bytes: numbers.withUnsafeBytes { Array($0) })
    default:
      let width = (type.bitCount ?? 8) / 8
      var bytes = [UInt8](repeating: 0, count: count * max(width, 1))
      let limit = type == .bool ? 1 : [.int8, .uint8, .int16].contains(type) ? 127 : largestInteger
      for index in 0..<count {
        bytes[index * max(width, 1)] = UInt8(generator.next() % UInt64(limit + 1))
      }
      return NumPyArray(type: type, shape: shape, bytes: bytes)
    }
  }
}

/// A generator of Sebastiano Vigna's.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  /// A number of −1 … 1.
  mutating func real() -> Float {
    Float(next() >> 40) / Float(1 << 23) - 1
  }
}

extension Interpreter {
  func run(on sample: [String: NumPyArray]) throws(InterpreterError) {
    try take(sample)
    try invoke()
  }

  /// Whether the model runs on a sample.
  fileprivate func runs(on sample: [String: NumPyArray]) -> Bool {
    do throws(InterpreterError) {
      try run(on: sample)
      return true
    } catch {
      return false
    }
  }

  /// Puts a sample into the inputs, which get its shapes.
  func take(_ sample: [String: NumPyArray]) throws(InterpreterError) {
    var arrays: [NumPyArray] = []
    for input in inputs {
      guard let array = sample[input.name] else {
        throw InterpreterError("there is no sample of input '\(input.name)'")
      }
      arrays.append(array)
    }
    try resizeInputs(arrays.enumerated().map { (input: $0, shape: $1.shape) })
    for (input, array) in zip(inputs, arrays) {
      let operand = tensor(input.tensor)
      var array = array
      if array.type != operand.type {
        array = try array.made(for: operand, input: input.name)
      }
      array.bytes.withUnsafeBytes { fill(input.tensor, with: $0, width: array.elementByteCount) }
    }
  }
}

extension NumPyArray {
  /// The array in the type that an input has: quantized, or cast where its numbers fit.
  fileprivate func made(
    for operand: Operand, input: String
  ) throws(InterpreterError) -> NumPyArray {
    if type == .float32, let quantizer = InputQuantizer(operand),
      let bytes = quantizer.bytes(of: elements(as: Float.self))
    {
      return NumPyArray(type: operand.type, shape: shape, bytes: bytes)
    }
    if let array = cast(to: operand.type) { return array }
    throw InterpreterError(
      "input '\(input)' takes \(operand.type.name), the sample is \(type.name)")
  }
}
