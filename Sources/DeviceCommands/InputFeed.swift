// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import CPlatform
import Interpreter
import Operators
import TensorCore

/// Arrays bound to the inputs of an interpreter, which is resized to them.
struct InputFeed {
  /// How often the interpreter is to be called.
  let callCount: Int
  /// The bytes of each input, all calls one after the other, and those of each string.
  private let elements: [(bytes: [UInt8], width: Int)]

  /// Where the values of an input are.
  private enum Source {
    case file(String)
    /// They are this one string.
    case text(String)

    /// As errors call it.
    var name: String {
      switch self {
      case .file(let path): path
      case .text(let text): "'\(text)'"
      }
    }
  }

  /// Reads the files and checks them against the inputs.
  init(
    _ step: RunStep, for interpreter: Interpreter, of command: RunCommand
  ) throws(CommandError) {
    let sources = try Self.bind(step, to: interpreter.inputs)
    let paths = sources.map { $0.name }
    var arrays: [NumPyArray] = []
    var shapes: [(input: Int, shape: Shape)] = []
    var count: Int?
    for (index, path) in paths.enumerated() {
      let array = try Self.read(sources[index])
      var shape = array.shape
      if step.isSequence {
        guard let calls = shape.dimensions.first else {
          throw CommandError.failure(
            "\(path): a scalar; --sequence needs a leading axis of successive calls")
        }
        if let count, count != calls {
          throw CommandError.failure("\(path): \(calls) calls, \(paths[0]) has \(count)")
        }
        count = calls
        shape = Shape(Array(shape.dimensions.dropFirst()))
      }
      arrays.append(array)
      shapes.append((index, shape))
    }
    do {
      try interpreter.resizeInputs(shapes)
      try interpreter.prepare()
    } catch {
      throw CommandError.failure(
        "\(command.model) with \(Self.list(paths)): \(error.message)")
    }
    tellResized(shapes, interpreter, by: command.note)
    if count == 0 {
      throw CommandError.failure("\(paths[0]): 0 calls; --sequence needs at least one")
    }
    callCount = count ?? 1
    var elements: [(bytes: [UInt8], width: Int)] = []
    for (index, array) in arrays.enumerated() {
      let input = interpreter.inputs[index]
      let bytes = try Self.converted(
        array, for: interpreter.tensor(input.tensor),
        place: "\(paths[index]): input '\(input.name)'", quantizes: command.quantizesInputs)
      elements.append((bytes, array.elementByteCount))
    }
    self.elements = elements
  }

  /// Puts the values of a call into the interpreter's inputs.
  func fill(_ interpreter: Interpreter, call: Int) {
    for (input, (bytes, width)) in zip(interpreter.inputs, elements) {
      let count = bytes.count / callCount
      bytes.withUnsafeBytes { source in
        interpreter.fill(
          input.tensor, with: .init(rebasing: source[call * count..<(call + 1) * count]),
          width: width)
      }
    }
  }

  private static func list(_ paths: [String]) -> String {
    var text = ""
    for path in paths { text += (text.isEmpty ? "" : ", ") + path }
    return text
  }

  private static func read(_ source: Source) throws(CommandError) -> NumPyArray {
    switch source {
    case .text(let text): return NumPyArray(strings: [Array(text.utf8)], shape: .scalar)
    case .file(let path):
      do {
        return try NumPyArray(contentsOf: path)
      } catch {
        throw CommandError.failure("\(error.message)")
      }
    }
  }

  /// The source of each input: an argument splits at the first `=` whose left side is an input.
  private static func bind(
    _ step: RunStep, to inputs: [Interpreter.Argument]
  ) throws(CommandError) -> [Source] {
    var sources = [Source?](repeating: nil, count: inputs.count)
    func take(_ source: Source, for index: Int) throws(CommandError) {
      if sources[index] != nil {
        throw CommandError.usage("input '\(inputs[index].name)' is given twice")
      }
      sources[index] = source
    }
    for argument in step.inputs {
      let (index, path) = try split(argument, of: "--input", inputs)
      try take(.file(path), for: index)
    }
    for argument in step.texts {
      let (index, text) = try split(argument, of: "--text", inputs)
      try take(.text(text), for: index)
    }
    var bound: [Source] = []
    for (input, source) in zip(inputs, sources) {
      guard let source else {
        throw CommandError.usage("input '\(input.name)' is missing: --input \(input.name)=FILE.npy")
      }
      bound.append(source)
    }
    return bound
  }

  private static func split(
    _ argument: String, of option: StaticString, _ inputs: [Interpreter.Argument]
  ) throws(CommandError) -> (input: Int, value: String) {
    let bytes = Array(argument.utf8)
    var namesAnInput = false
    for (equals, byte) in bytes.enumerated() where byte == UInt8(ascii: "=") {
      namesAnInput = true
      let name = String(decoding: bytes[..<equals], as: UTF8.self)
      for (index, input) in inputs.enumerated() where input.name.isSame(as: name) {
        return (index, String(decoding: bytes[(equals + 1)...], as: UTF8.self))
      }
    }
    // The name of a file may have an equals sign, too.
    if inputs.count == 1, !namesAnInput || linnet_exists(argument) { return (0, argument) }
    var names = ""
    for input in inputs { names += (names.isEmpty ? "" : ", ") + input.name }
    throw CommandError.usage("\(option) '\(argument)' names none of the inputs: \(names)")
  }

  /// The array's bytes in the input's type; only float32 is ever converted, and only when asked.
  private static func converted(
    _ array: NumPyArray, for operand: Operand, place: String, quantizes: Bool
  ) throws(CommandError) -> [UInt8] {
    if array.type == operand.type { return array.bytes }
    guard array.type == .float32, let quantizer = InputQuantizer(operand) else {
      throw CommandError.failure(
        "\(place) takes \(operand.type.name), the file holds \(array.type.name); "
          + "save array.astype('\(operand.type == .string ? "S" : operand.type.name)')")
    }
    guard quantizes else {
      throw CommandError.failure(
        "\(place) takes \(operand.type.name), the file holds float32; "
          + "--quantize-inputs applies scale and zero point")
    }
    guard let bytes = quantizer.bytes(of: array.elements(as: Float.self)) else {
      throw CommandError.failure("\(place): a value is not a number")
    }
    return bytes
  }
}
