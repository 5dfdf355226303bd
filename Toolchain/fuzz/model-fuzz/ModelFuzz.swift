// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Interpreter
import Operators
import TensorCore

private typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ argumentCount: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ target: FuzzTarget
) -> CInt

@c(model_fuzz_main)
public func main(
  _ argumentCount: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var (argumentCount, arguments) = (argumentCount, arguments)
  return runFuzzer(&argumentCount, &arguments, tryFile)
}

/// What libFuzzer calls with one file after the other.
@c(LLVMFuzzerTestOneInput)
public func tryFile(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  tryModel(UnsafeRawBufferPointer(start: bytes, count: count))
  return 0
}

/// Whether to tell, on standard output, of each operator that is evaluated for the first time.
private let tellsEvaluated = linnet_environment("LINNET_FUZZ_COVERAGE") != nil

/// The operators that ran to their end. libFuzzer calls from one thread.
nonisolated(unsafe) private var evaluated: Set<String> = []

private func tell(_ observed: ObservedTensors) {
  guard case .end(let index) = observed.occasion else { return }
  let name = observed.graph.nodes[index].name
  if evaluated.insert(name).inserted { print("evaluated \(name)") }
}

/// Opens, prepares and runs a model: with zeros, with other inputs, in another shape.
///
/// Whatever is wrong with it is an error; a trap or a sanitizer ends the program.
private func tryModel(_ bytes: UnsafeRawBufferPointer) {
  var options = Interpreter.Options(threadCount: 1, byteLimit: 64 << 20, turnLimit: 1000)
  options.ownByteLimit = 64 << 20
  options.operationLimit = 100_000_000
  do {
    let interpreter = try Interpreter(ModelFile(bytes: bytes), options: options)
    if tellsEvaluated { interpreter.instance.observer = { (observed) in tell(observed) } }
    try interpreter.invoke()
    fill(interpreter, from: bytes)
    try interpreter.invoke()
    var shapes: [(input: Int, shape: Shape)] = []
    for (index, input) in interpreter.inputs.enumerated() {
      let dimensions = interpreter.tensor(input.tensor).shape.dimensions
      let seed = Int(bytes[index % bytes.count])
      shapes.append((index, Shape(dimensions.indices.map { (seed >> $0) % 5 })))
    }
    try interpreter.resizeInputs(shapes)
    fill(interpreter, from: bytes)
    try interpreter.invoke()
  } catch {
    return
  }
}

/// Inputs made of the file's own bytes, small numbers for the most part.
private func fill(_ interpreter: Interpreter, from source: UnsafeRawBufferPointer) {
  for input in interpreter.inputs {
    let tensor = interpreter.tensor(input.tensor)
    if tensor.type == .string {
      let texts = (0..<tensor.elementCount * 4).map { source[$0 % source.count] }
      texts.withUnsafeBytes { interpreter.fill(input.tensor, with: $0, width: 4) }
      continue
    }
    let bytes = interpreter.bytes(of: input.tensor)
    for index in bytes.indices {
      let byte = source[index % source.count]
      bytes[index] = index % 4 == 0 ? byte : byte & 1
    }
  }
}
