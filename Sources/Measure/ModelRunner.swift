// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CPlatform
import DataSets
import DeviceCommands
import Interpreter
import Operators
import TensorCore

/// A model that is run on samples, with its outputs as real numbers.
///
/// Samples have no batch axis; an input of one rank more gets one of size 1. A float array for a
/// quantized input is quantized by the input's scale and zero point; other numbers are cast to the
/// input's type where they fit. Quantized outputs are turned back into real numbers by their scale.
final class ModelRunner {
  let path: String
  private let file: ModelFile
  private let interpreter: Interpreter
  private var hasShapes = false
  /// The key of each input's array.
  private var keys: [String] = []

  init(path: String, threadCount: Int) throws {
    self.path = path
    file = try ModelFile(path: path)
    do {
      interpreter = try Interpreter(file, options: .init(threadCount: threadCount))
    } catch {
      throw CommandError.failure("\(path): \(error.message)")
    }
  }

  /// The inputs as samples are made for them; quantized ones take real numbers.
  var sampleInputs: [SampleInput] {
    interpreter.inputs.enumerated().map { index, input in
      let operand = interpreter.tensor(input.tensor)
      let isQuantized = InputQuantizer(operand) != nil
      return SampleInput(
        name: input.name, shape: interpreter.declaredShape(index)?.map { $0 < 0 ? nil : $0 },
        type: isQuantized ? .float32 : operand.type)
    }
  }

  private func failure(_ message: String) -> CommandError {
    .failure("\(path): \(message)")
  }

  var fileByteCount: Int { file.bytes.count }
  var arenaByteCount: Int { interpreter.arenaByteCount }
  var inputNames: [String] { interpreter.inputs.map(\.name) }
  var outputNames: [String] { interpreter.outputs.map(\.name) }

  /// Says which array goes into which input: by name, else in the order of `standard`, which are
  /// the keys that another model takes its inputs from.
  func bind(to available: [String], standard: [String]? = nil) throws {
    if inputNames.allSatisfy(available.contains) {
      keys = inputNames
    } else if let standard, standard.count == inputNames.count {
      keys = standard
    } else if inputNames.count == 1, available.count == 1 {
      keys = available
    } else {
      throw failure(
        "its inputs are \(list(inputNames)), the data has \(list(available)); name the arrays so")
    }
  }

  /// The keys of the arrays that the inputs take.
  var boundKeys: [String] { keys }

  /// Which of this model's outputs is which of `reference`'s: by name, else by position.
  func outputOrder(like reference: ModelRunner) throws -> [Int] {
    let wanted = reference.outputNames
    guard wanted.count == outputNames.count else {
      throw failure(
        "its outputs are \(list(outputNames)), those of \(reference.path) \(list(wanted))")
    }
    let byName = wanted.compactMap { outputNames.firstIndex(of: $0) }
    return byName.count == wanted.count ? byName : Array(wanted.indices)
  }

  /// Puts a sample into the inputs.
  func fill(_ sample: [String: NumPyArray]) throws {
    let arrays = keys.map { sample[$0]! }
    if !hasShapes {
      try resize(to: arrays)
      hasShapes = true
    }
    for (input, array) in zip(interpreter.inputs, arrays) {
      let operand = interpreter.tensor(input.tensor)
      let memory = interpreter.bytes(of: input.tensor)
      if array.type == operand.type {
        array.bytes.withUnsafeBytes {
          interpreter.fill(input.tensor, with: $0, width: array.elementByteCount)
        }
      } else if array.type == .float32, let quantizer = InputQuantizer(operand) {
        guard let bytes = quantizer.bytes(of: array.elements(as: Float.self)) else {
          throw CommandError.failure(
            "the data of input '\(input.name)' has a value that is no number")
        }
        memory.copyBytes(from: bytes)
      } else if let cast = array.cast(to: operand.type) {
        memory.copyBytes(from: cast.bytes)
      } else {
        throw failure(
          "input '\(input.name)' takes \(operand.type.name), the data is \(array.type.name)")
      }
    }
  }

  private func resize(to arrays: [NumPyArray]) throws {
    var shapes: [(input: Int, shape: Shape)] = []
    for (index, array) in arrays.enumerated() {
      let rank = interpreter.tensor(interpreter.inputs[index].tensor).shape.rank
      let dimensions = array.shape.dimensions
      shapes.append((index, Shape(dimensions.count + 1 == rank ? [1] + dimensions : dimensions)))
    }
    do {
      try interpreter.resizeInputs(shapes)
      try interpreter.prepare()
    } catch {
      throw failure(error.message)
    }
  }

  /// Runs once and tells the nanoseconds that it took.
  func timedRun() throws -> UInt64 {
    let start = linnet_nanoseconds()
    do {
      try interpreter.invoke()
    } catch {
      throw failure(error.message)
    }
    return linnet_nanoseconds() - start
  }

  /// An output's values as real numbers.
  func output(_ index: Int) throws -> [Double] {
    let tensor = interpreter.outputs[index].tensor
    let operand = interpreter.tensor(tensor)
    guard
      let values = RealValues(
        UnsafeRawBufferPointer(interpreter.bytes(of: tensor)), count: operand.elementCount,
        type: operand.type, quantization: operand.quantization)
    else {
      throw failure(
        "output '\(outputNames[index])' is \(operand.type.name), which cannot be compared")
    }
    return values.real
  }

  func outputShape(_ index: Int) -> Shape {
    interpreter.tensor(interpreter.outputs[index].tensor).shape
  }

  private func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
