// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import DataSets
import Foundation
import Interpreter
import LiteFormat
import Operators
import TensorCore
import TestSupport
import Testing

/// Every operator on every recorded case, against what LiteRT's reference kernels answered.
@Suite struct RecordedOperatorTests {
  /// Cases that are refused, with the reason; all others must run.
  static let unsupported: [String: String] = [:]

  /// Relative tolerances of floating-point cases other than ``standardTolerance``, with the reason.
  static let tolerances: [String: (tolerance: Double, reason: String)] = [
    "CONV_2D/5x5_odd_channels_float32": (1e-4, "products of the sum cancel"),
    "FULLY_CONNECTED/relu_float32": (1e-4, "products of the sum cancel"),
    "GELU/approximate_float32": (2e-5, "1 + tanh cancels below −3, in the recorded values too"),
  ]

  /// Integer cases that may differ by one step, with the reason.
  static let oneStep: [String: String] = [
    "SUM/first_int8": signedSums, "SUM/height_width_int8": signedSums,
    "SUM/height_width_kept_int8": signedSums,
  ]

  private static let signedSums =
    "LiteRT's reference kernel takes int8 for uint8; recorded from its float kernel"

  /// Float32 sums are taken in another order than the reference's; single operations differ by
  /// at most some units in the last place.
  static let standardTolerance = 1e-5

  /// The largest step between neighbouring halves, as a part of them.
  static let halfSteps: [ElementType: Double] = [.float16: 0x1p-10, .bfloat16: 0x1p-7]

  static let operators: [String] = {
    let folder = fixture("operators")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { isSupported($0) }
  }()

  /// Whether the interpreter has the operator that a folder is named after: custom ones must be.
  private static func isSupported(_ name: String) -> Bool {
    guard let builtin = allBuiltins.first(where: { $0.name == name }) else { return true }
    return hasOperator(builtin)
  }

  private static let allBuiltins = (0..<BuiltinOperator.count).map {
    BuiltinOperator(rawValue: Int32($0))
  }

  private static func hasOperator(_ builtin: BuiltinOperator) -> Bool {
    let nothing: [UInt8] = [0, 0, 0, 0]
    let operation = try? Operator(builtin, reading: OptionsReader(bytes: nothing.span.bytes))
    return operation != nil
  }

  @Test(arguments: operators) func answersAsRecorded(name: String) throws {
    let folder = fixture("operators/" + name)
    let cases = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".tflite") }.map { String($0.dropLast(7)) }
    #expect(!cases.isEmpty)
    for recorded in cases {
      let path = name + "/" + recorded
      let reason = Self.unsupported[path]
      do {
        try check(path)
        #expect(reason == nil, "\(path) runs, but is listed as unsupported")
      } catch let error as InterpreterError {
        #expect(reason != nil, "\(path): \(error.message)")
      }
    }
  }

  /// Operators that make sense in whole models only, which `ControlModelTests` runs.
  private static let ofControlModels: Set<BuiltinOperator> = [
    .if, .while, .call, .callOnce, .varHandle, .readVariable, .assignVariable, .hashtable,
    .hashtableFind, .hashtableImport, .hashtableSize, .stablehloCase, .stablehloComposite,
  ]

  @Test func coversEveryOperator() {
    for builtin in Self.allBuiltins
    where Self.hasOperator(builtin) && !Self.ofControlModels.contains(builtin) {
      #expect(Self.operators.contains(builtin.name), "no recorded case of \(builtin.name)")
    }
  }

  /// The recording only grows.
  @Test func holdsAsManyCasesAsItDid() throws {
    let counts = try Self.operators.map { name in
      try FileManager.default.contentsOfDirectory(atPath: fixture("operators/" + name))
        .count { $0.hasSuffix(".tflite") }
    }
    #expect(counts.reduce(0, +) >= 2_500)
  }

  @Test func listsOnlyCasesThatExist() {
    let listed = [
      Array(Self.unsupported.keys), Array(Self.tolerances.keys), Array(Self.oneStep.keys),
    ]
    for name in listed.joined() {
      let path = fixture("operators/" + name + ".tflite")
      #expect(FileManager.default.fileExists(atPath: path), "\(name) is listed but not recorded")
    }
  }

  private func check(_ name: String) throws {
    let path = fixture("operators/" + name)
    let arrays = try readArrays(at: path + ".npz")
    let file = try ModelFile(path: path + ".tflite")
    let results = try run(file, on: arrays, threadCount: 1)
    let threaded = try run(file, on: arrays, threadCount: 3)
    for (key, result) in results {
      guard let expected = arrays[key] else {
        Issue.record("\(name): \(key) is not recorded")
        continue
      }
      #expect(result.bytes == threaded[key]?.bytes, "\(name): threads change the result")
      #expect(result.type == expected.type, "\(name)")
      #expect(result.shape == expected.shape, "\(name)")
      if result.type == expected.type, result.shape == expected.shape {
        compare(name, result, expected)
      }
    }
  }

  /// The results of the recorded calls, one after the other, by their names in the recording.
  private func run(
    _ file: ModelFile, on arrays: [String: NumPyArray], threadCount: Int
  ) throws -> [String: NumPyArray] {
    let interpreter = try Interpreter(
      file, options: Interpreter.Options(threadCount: threadCount))
    var results = try call(interpreter, of: file, on: arrays, "")
    let first = results
    var number = 1
    while arrays["call_\(number)_output_0"] != nil {
      results.merge(
        try call(interpreter, of: file, on: arrays, "call_\(number)_")
      ) { $1 }
      number += 1
    }
    interpreter.instance.reset()
    let again = try call(interpreter, of: file, on: arrays, "")
    for (key, result) in first {
      #expect(again[key]?.bytes == result.bytes, "a reset does not bring back the first state")
    }
    return results
  }

  private func call(
    _ interpreter: Interpreter, of file: ModelFile, on arrays: [String: NumPyArray],
    _ prefix: String
  ) throws -> [String: NumPyArray] {
    let subgraph = file.model.subgraphs[0]
    for (index, tensor) in subgraph.inputs.enumerated() {
      let input = try #require(arrays[prefix + "input_\(index)"])
      #expect(interpreter.tensor(tensor).shape == input.shape)
      input.bytes.withUnsafeBytes {
        interpreter.fill(tensor, with: $0, width: input.elementByteCount)
      }
    }
    try interpreter.invoke()
    var results: [String: NumPyArray] = [:]
    for (index, tensor) in subgraph.outputs.enumerated() {
      let operand = interpreter.tensor(tensor)
      results[prefix + "output_\(index)"] =
        operand.type == .string
        ? NumPyArray(strings: interpreter.strings(of: tensor), shape: operand.shape)
        : spread(operand, Array(interpreter.bytes(of: tensor)))
    }
    return results
  }

  /// Elements that share a byte are recorded as bytes.
  private func spread(_ operand: Operand, _ bytes: [UInt8]) -> NumPyArray {
    guard let bits = operand.type.bitCount, bits < 8 else {
      return NumPyArray(type: operand.type, shape: operand.shape, bytes: bytes)
    }
    let isSigned = operand.type != .uint4
    let elements = (0..<operand.elementCount).map { index in
      let top = bytes[index * bits / 8] << UInt8(8 - bits - index * bits % 8)
      return isSigned
        ? UInt8(bitPattern: Int8(bitPattern: top) >> Int8(8 - bits)) : top >> UInt8(8 - bits)
    }
    return NumPyArray(type: isSigned ? .int8 : .uint8, shape: operand.shape, bytes: elements)
  }

  /// Integers and booleans bit for bit, floating-point numbers within the tolerance.
  private func compare(_ name: String, _ result: NumPyArray, _ expected: NumPyArray) {
    guard let found = reals(result), let wanted = reals(expected) else {
      let allowed = Self.oneStep[name] == nil ? 0 : 1
      let differing = zip(result.bytes, expected.bytes).filter {
        abs(Int(Int8(bitPattern: $0)) - Int(Int8(bitPattern: $1))) > allowed
      }.count
      #expect(differing == 0, "\(name): \(differing) bytes differ")
      return
    }
    let tolerance =
      Self.halfSteps[result.type] ?? Self.tolerances[name]?.tolerance ?? Self.standardTolerance
    let largest = wanted.reduce(0) { max($0, $1.isFinite ? abs($1) : 0) }
    // The reference quantizes the activations of dynamic-range layers, 255 steps over their range;
    // a depthwise convolution that keeps them in float differs by that much.
    let keepsFloat = name.hasPrefix("DEPTHWISE_CONV_2D/") && name.contains("_dynamic")
    let floor = keepsFloat ? 2e-2 * largest : tolerance * largest / 100
    for (index, (value, other)) in zip(found, wanted).enumerated() {
      let bound = max(tolerance * abs(other), floor)
      let agrees =
        value == other || value.isNaN && other.isNaN
        || other.isFinite && abs(value - other) <= bound
      if !agrees {
        Issue.record("\(name)[\(index)] is \(value), recorded \(other)")
        return
      }
    }
  }

  private func reals(_ array: NumPyArray) -> [Double]? {
    switch array.type {
    case .float32: array.elements(as: Float.self).map { Double($0) }
    case .float64: array.elements(as: Double.self)
    case .float16:
      array.elements(as: UInt16.self).map { Double(Float16(bitPattern: $0)) }
    case .bfloat16:
      array.elements(as: UInt16.self).map { Double(Float(bitPattern: UInt32($0) << 16)) }
    case .complex64:
      array.bytes.withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map {
          Double(bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self))
        }
      }
    default: nil
    }
  }
}
