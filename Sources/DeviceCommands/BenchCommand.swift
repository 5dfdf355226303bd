// SPDX-License-Identifier: Apache-2.0
import CPlatform
import Interpreter
import Operators
import TensorCore

/// `bench`: how long a model takes.
///
/// Exactly so many runs as asked for, after exactly so many warm-ups, never by the clock: so counts
/// of instructions repeat. Inputs are seeded random data.
package struct BenchCommand {
  package var model: String
  package var threadCount: Int
  package var runCount: Int
  package var warmUpCount: Int
  /// `NAME=1,224,224,3`: shapes for inputs, where the file leaves them open.
  package var inputShapes: [String]
  /// Each operator's time is reported.
  package var profiles: Bool
  package var writesJSON: Bool
  /// Receives what users should know, a line each.
  package var note: (String) -> Void = writeNote

  package init(
    model: String, threadCount: Int = 1, runCount: Int = 50, warmUpCount: Int = 3,
    inputShapes: [String] = [], profiles: Bool = false, writesJSON: Bool = false
  ) {
    self.model = model
    self.threadCount = threadCount
    self.runCount = runCount
    self.warmUpCount = warmUpCount
    self.inputShapes = inputShapes
    self.profiles = profiles
    self.writesJSON = writesJSON
  }

  static let usage = """
    linnet-run bench MODEL.tflite
        --threads N  threads that work on an inference (1)
        --runs N     inferences that are timed (50)
        --warmup N   inferences before them (3)
        --input-shape NAME=1,224,224,3
                     the shape of an input that the file leaves open
        --profile    the time of each operator, and which kernel it runs on
        --json       one JSON object

    """

  init(parsing arguments: [String]) throws(CommandError) {
    let parsed = try ParsedArguments(
      arguments, valued: ["--threads", "--runs", "--warmup", "--input-shape"],
      flags: ["--profile", "--json"])
    self.init(
      model: try parsed.single("MODEL.tflite"),
      threadCount: try parsed.integer("--threads", default: 1, in: threadRange),
      runCount: try parsed.integer("--runs", default: 50, in: 1...1_000_000_000),
      warmUpCount: try parsed.integer("--warmup", default: 3, in: 0...1_000_000_000),
      inputShapes: parsed.all("--input-shape"), profiles: parsed.has("--profile"),
      writesJSON: parsed.has("--json"))
  }

  /// Measures and writes the report to standard output.
  package func execute() throws(CommandError) {
    let report = try measure()
    try writeOutput(writesJSON ? report.json : report.text)
  }

  /// Opens the model and measures it.
  package func measure() throws(CommandError) -> BenchReport {
    try refuseUnsupportedInstructionSet()
    let start = linnet_nanoseconds()
    let file = try openModel(model)
    let interpreter: Interpreter
    do {
      interpreter = try Interpreter(file, options: Interpreter.Options(threadCount: threadCount))
    } catch {
      throw CommandError.failure("\(model): \(error.message)")
    }
    try resize(interpreter, to: inputShapes, of: model, note: note)
    do {
      try interpreter.prepare()
      let loadNanoseconds = linnet_nanoseconds() - start
      return try measure(interpreter, loadNanoseconds: loadNanoseconds)
    } catch {
      throw CommandError.failure("\(model): \(error.message)")
    }
  }

  private func measure(
    _ interpreter: Interpreter, loadNanoseconds: UInt64
  ) throws(InterpreterError) -> BenchReport {
    fillWithRandomData(interpreter)
    var first: UInt64?
    for _ in 0..<warmUpCount {
      let nanoseconds = try time(interpreter)
      first = first ?? nanoseconds
    }
    if profiles { interpreter.startProfile() }
    var samples: [UInt64] = []
    samples.reserveCapacity(min(runCount, 1 << 16))
    for _ in 0..<runCount { samples.append(try time(interpreter)) }
    return BenchReport(
      model: model, threadCount: threadCount, samples: samples, loadNanoseconds: loadNanoseconds,
      firstNanoseconds: first ?? samples[0], interpreter: interpreter, profiles: profiles)
  }

  private func time(_ interpreter: Interpreter) throws(InterpreterError) -> UInt64 {
    let start = linnet_nanoseconds()
    try interpreter.invoke()
    return linnet_nanoseconds() - start
  }
}

/// Fills the inputs: floats in [0, 1), 8- and 16-bit integers over their whole range, wider integers
/// and booleans 0 or 1, since they are often indices.
package func fillWithRandomData(_ interpreter: Interpreter) {
  var generator = SplitMix64(seed: 1)
  for input in interpreter.inputs {
    let bytes = interpreter.bytes(of: input.tensor)
    generator.fill(bytes)
    switch interpreter.tensor(input.tensor).type {
    case .float32: replace(bytes) { (bits: UInt32) in (Float(bits >> 8) / 0x1p24).bitPattern }
    case .float16:
      replace(bytes) { (bits: UInt16) in Float16(Float(bits >> 5) / 0x1p11).bitPattern }
    case .float64: replace(bytes) { (bits: UInt64) in (Double(bits >> 11) / 0x1p53).bitPattern }
    case .bool: replace(bytes) { (bits: UInt8) in bits & 1 }
    case .int32, .uint32: replace(bytes) { (bits: UInt32) in bits & 1 }
    case .int64, .uint64: replace(bytes) { (bits: UInt64) in bits & 1 }
    default: continue
    }
  }
}

/// Puts in the place of each element's random bits those of the element that is made of them.
private func replace<Bits: FixedWidthInteger & BitwiseCopyable>(
  _ bytes: UnsafeMutableRawBufferPointer, with element: (Bits) -> Bits
) {
  let elements = bytes.bindMemory(to: Bits.self)
  for index in elements.indices { elements[index] = element(elements[index]) }
}

/// A generator of 64-bit numbers from a seed.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
private struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Fills bytes with random ones.
  mutating func fill(_ bytes: UnsafeMutableRawBufferPointer) {
    let whole = bytes.count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
      bytes.storeBytes(of: next(), toByteOffset: offset, as: UInt64.self)
    }
    for offset in whole..<bytes.count {
      bytes[offset] = UInt8(truncatingIfNeeded: next())
    }
  }
}
