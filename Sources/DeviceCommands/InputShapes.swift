// SPDX-License-Identifier: Apache-2.0
import Interpreter
import TensorCore

/// Writes a note to standard error.
package func writeNote(_ note: String) {
  writeErrorText(oneLine("note: " + note) + "\n")
}

/// Says which inputs get other sizes than the file fixes for them.
func tellResized(
  _ shapes: [(input: Int, shape: Shape)], _ interpreter: Interpreter, by note: (String) -> Void
) {
  for (input, shape) in shapes where !interpreter.isOpen(input, to: shape) {
    let argument = interpreter.inputs[input]
    let fixed = interpreter.graph.tensors[argument.tensor].shape.description
    note("input '\(argument.name)' is resized to \(shape.description), the file says \(fixed)")
  }
}

/// Gives inputs the shapes that the user asks for, as in `image=1,224,224,3`.
///
/// - Throws: `CommandError.usage` where an argument names no input or no shape,
///   `CommandError.failure` where a shape cannot be had.
func resize(
  _ interpreter: Interpreter, to arguments: [String], of model: String, note: (String) -> Void
) throws(CommandError) {
  var shapes: [(input: Int, shape: Shape)] = []
  for argument in arguments {
    let bytes = Array(argument.utf8)
    guard let equals = bytes.lastIndex(of: UInt8(ascii: "=")) else {
      throw CommandError.usage("--input-shape takes NAME=1,224,224,3, not '\(argument)'")
    }
    let name = String(decoding: bytes[..<equals], as: UTF8.self)
    var input: Int?
    var names = ""
    for (index, candidate) in interpreter.inputs.enumerated() {
      if candidate.name.isSame(as: name) { input = index }
      names += (names.isEmpty ? "" : ", ") + candidate.name
    }
    guard let input else {
      throw CommandError.usage("--input-shape '\(argument)' names none of the inputs: \(names)")
    }
    shapes.append((input, try shape(bytes[(equals + 1)...], argument)))
  }
  do {
    try interpreter.resizeInputs(shapes)
  } catch {
    throw CommandError.failure("\(model): \(error.message)")
  }
  tellResized(shapes, interpreter, by: note)
}

private func shape(_ text: ArraySlice<UInt8>, _ argument: String) throws(CommandError) -> Shape {
  var dimensions: [Int] = []
  var rest = text
  while !rest.isEmpty {
    let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
    guard let number = Int(decimal: rest[..<end]), number >= 0 else {
      throw CommandError.usage("--input-shape takes NAME=1,224,224,3, not '\(argument)'")
    }
    dimensions.append(number)
    rest = rest[min(end + 1, rest.endIndex)...]
  }
  return Shape(dimensions)
}
