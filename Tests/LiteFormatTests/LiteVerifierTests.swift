// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore
import Testing

/// A model that satisfies every constraint, and the bytes that it refers to.
struct SmallModel {
  var model: LiteModel
  var bytes: [UInt8]

  /// Subgraph 0: RELU(FULLY_CONNECTED(x, w, −)), with a constant of strings that nobody reads.
  /// Subgraph 1: RELU(a).
  init() {
    bytes = [UInt8](repeating: 0, count: 8)
    let weights = Self.append([1, 2, 3, 4, 5, 6, 7, 8], to: &bytes)
    // Two strings, 'a' and 'bc': their number, two starts and an end, three letters.
    let strings = Self.append(Self.words(2, 16, 17, 19) + [97, 98, 99], to: &bytes)
    model = LiteModel(
      version: 3, description: "", subgraphs: [Self.main, Self.other],
      buffers: [.empty, weights, strings], operatorCodes: [],
      signatures: [
        .init(
          key: "serve", subgraph: 0, inputs: [.init(name: "in", tensor: 0)],
          outputs: [.init(name: "out", tensor: 3)])
      ], metadata: [.init(name: "note", buffer: 2)], externalBufferGroups: [], externalBuffers: [])
  }

  private static var main: LiteModel.Subgraph {
    .init(
      name: "main",
      tensors: [
        .init(name: "x", type: .float32, shape: [1, 4], shapeSignature: [-1, 4]),
        .init(
          name: "w", type: .int8, shape: [2, 4], buffer: 1,
          quantization: .init(scales: [0.5, 0.25], zeroPoints: [0, 0], axis: 0)),
        .init(name: "y", type: .float32, shape: [1, 2]),
        .init(name: "z", type: .float32, shape: [1, 2]),
        .init(name: "s", type: .string, shape: [2], buffer: 2),
      ], inputs: [0], outputs: [3],
      operators: [
        Self.operation(.fullyConnected, [0, 1, -1], [2]), Self.operation(.relu, [2], [3]),
      ])
  }

  private static var other: LiteModel.Subgraph {
    .init(
      name: "other",
      tensors: [
        .init(name: "a", type: .float32, shape: [1]), .init(name: "b", type: .float32, shape: [1]),
      ], inputs: [0], outputs: [1], operators: [Self.operation(.relu, [0], [1])])
  }

  static func operation(
    _ code: BuiltinOperator, _ inputs: [Int], _ outputs: [Int]
  ) -> LiteModel.OperatorEntry {
    .init(code: code, version: 1, inputs: inputs, outputs: outputs)
  }

  /// Little-endian 32-bit words.
  static func words(_ values: Int32...) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
  }

  static func append(_ new: [UInt8], to bytes: inout [UInt8]) -> ByteRange {
    bytes += new
    return ByteRange(offset: bytes.count - new.count, count: new.count)
  }

  /// Appends a table of options with two 32-bit fields.
  mutating func appendOptions(_ kind: OptionsKind, _ first: Int32, _ second: Int32)
    -> OptionsReference
  {
    // The vtable: its size, the table's size, where the fields are; then the table.
    let vtable: [UInt8] = [8, 0, 12, 0, 4, 0, 8, 0]
    let range = Self.append(vtable + Self.words(8, first, second), to: &bytes)
    return OptionsReference(kind: kind, position: range.offset + 8)
  }

  /// Makes operator `index` of `subgraph` a call of two subgraphs.
  mutating func call(_ first: Int32, _ second: Int32, from subgraph: Int) {
    let last = model.subgraphs[subgraph].operators.count - 1
    model.subgraphs[subgraph].operators[last].code = .while
    model.subgraphs[subgraph].operators[last].options = appendOptions(.while, first, second)
  }

  /// Makes tensor 1 a sparse one of 2 × 4 elements: row 0 has columns 1 and 3, row 1 column 0.
  mutating func makeSparse() {
    model.buffers[1] = ByteRange(offset: 8, count: 3)
    model.subgraphs[0].tensors[1].sparsity = .init(
      traversalOrder: [0, 1], blockMap: [],
      dimensions: [.dense(size: 2), .compressed(segments: [0, 2, 3], indices: [1, 3, 0])])
  }

  /// The message of the verifier, or nil if it accepts the model.
  var complaint: String? {
    do throws(FormatError) {
      try LiteVerifier.verify(model, bytes: bytes.span.bytes)
      return nil
    } catch {
      return error.message
    }
  }
}

/// A way to break a model, and what the verifier must say of it.
struct Violation: CustomTestStringConvertible, Sendable {
  let constraint: String
  let message: String
  let change: @Sendable (inout SmallModel) -> Void

  init(
    _ constraint: String, _ message: String,
    _ change: @escaping @Sendable (inout SmallModel) -> Void
  ) {
    self.constraint = constraint
    self.message = message
    self.change = change
  }

  var testDescription: String { "\(constraint): \(message)" }
}

@Suite struct VerifierConstraints {
  @Test func theSmallModelIsAccepted() {
    #expect(SmallModel().complaint == nil)
    var sparse = SmallModel()
    sparse.makeSparse()
    #expect(sparse.complaint == nil)
    var dead = SmallModel()
    dead.model.subgraphs[0].tensors[1].quantization?.scales[1] = 0
    #expect(dead.complaint == nil)
    var calling = SmallModel()
    calling.call(1, 1, from: 0)
    #expect(calling.complaint == nil)
  }

  @Test(arguments: violations)
  func isRefused(_ violation: Violation) {
    var small = SmallModel()
    violation.change(&small)
    #expect(small.complaint == violation.message)
  }

  private static var violations: [Violation] {
    ofTheModel + ofTensors + ofQuantization + ofSparsity + ofOperators
  }

  private static let ofTheModel: [Violation] = [
    .init("V1", "the format's version is 2, known is 3") { $0.model.version = 2 },
    .init("V2", "the model has no subgraph") { $0.model.subgraphs = [] },
    .init("V3", "metadata 'note': buffer 9, the model has 3") {
      $0.model.metadata[0].buffer = 9
    },
    .init("V4", "external buffers in '../w', which is no file name") {
      $0.model.externalBufferGroups = ["../w"]
    },
    .init("V4", "external buffers in '..', which is no file name") {
      $0.model.externalBufferGroups = [".."]
    },
    .init("V4", "external buffer 1: group 1, the model has 1") {
      $0.model.externalBufferGroups = ["w.bin"]
      $0.model.externalBuffers = [.init(id: 1, group: 1, offset: 0, count: 4)]
    },
    .init("V5", "signature 0 'serve': subgraph 2, the model has 2") {
      $0.model.signatures[0].subgraph = 2
    },
    .init("V5", "signature 0 'serve': input 'in' is tensor 1, no input of the subgraph") {
      $0.model.signatures[0].inputs[0].tensor = 1
    },
    .init("V5", "signature 0 'serve': output 'out' is tensor 2, no output of the subgraph") {
      $0.model.signatures[0].outputs[0].tensor = 2
    },
    .init("V5", "signature 0 'serve': input 'in' comes twice") {
      $0.model.signatures[0].inputs.append(.init(name: "in", tensor: 0))
    },
  ]

  private static let ofTensors: [Violation] = [
    .init("V6", "subgraph 0 'main': tensor 0 'x': buffer 3, the model has 3") {
      $0.model.subgraphs[0].tensors[0].buffer = 3
    },
    .init("V6", "subgraph 0 'main': tensor 0 'x': external buffer 7 does not exist") {
      $0.model.subgraphs[0].tensors[0].externalBuffer = 7
    },
    .init("V7", "subgraph 0 'main': tensor 0 'x': shape [-1, 4] is negative or too large") {
      $0.model.subgraphs[0].tensors[0].shape = [-1, 4]
    },
    .init(
      "V7",
      "subgraph 0 'main': tensor 0 'x': "
        + "shape [2147483647, 2147483647, 4] is negative or too large"
    ) { $0.model.subgraphs[0].tensors[0].shape = [2_147_483_647, 2_147_483_647, 4] },
    .init(
      "V7",
      "subgraph 0 'main': tensor 0 'x': "
        + "shape [2147483647, 134217727] of complex64 is too large"
    ) {
      $0.model.subgraphs[0].tensors[0].type = .complex64
      $0.model.subgraphs[0].tensors[0].shape = [2_147_483_647, 134_217_727]
    },
    .init(
      "V7",
      "subgraph 0 'main': tensor 0 'x': "
        + "shape [268435457] takes 1073741828 bytes, allowed are 1073741824"
    ) { $0.model.subgraphs[0].tensors[0].shape = [268_435_457] },
    .init("V8", "subgraph 0 'main': tensor 0 'x': shape [1, 4] has the signature [-1]") {
      $0.model.subgraphs[0].tensors[0].shapeSignature = [-1]
    },
    .init("V8", "subgraph 0 'main': tensor 0 'x': shape [1, 4] has the signature [-2, 4]") {
      $0.model.subgraphs[0].tensors[0].shapeSignature = [-2, 4]
    },
    .init(
      "V9",
      "subgraph 0 'main': tensor 1 'w': a constant of 7 bytes, [2, 4] of int8 takes 8"
    ) { $0.model.buffers[1] = ByteRange(offset: 8, count: 7) },
    .init("V9", "subgraph 0 'main': tensor 4 's': a constant of type resource") {
      $0.model.subgraphs[0].tensors[4].type = .resource
    },
    .init("V10", "subgraph 0 'main': tensor 4 's': 19 bytes that hold no 3 strings") {
      $0.model.subgraphs[0].tensors[4].shape = [3]
    },
    .init("V10", "subgraph 0 'main': tensor 4 's': 15 bytes that hold no 2 strings") {
      $0.model.buffers[2] = ByteRange(offset: 16, count: 15)
    },
    .init(
      "V10",
      "subgraph 0 'main': tensor 4 's': string 0 starts at byte 12, allowed are 16 to 19"
    ) { $0.bytes[20] = 12 },
    .init(
      "V10",
      "subgraph 0 'main': tensor 4 's': string 2 starts at byte 20, allowed are 17 to 19"
    ) { $0.bytes[28] = 20 },
  ]

  private static let ofQuantization: [Violation] = [
    .init("V11", "subgraph 0 'main': tensor 1 'w': 2 scales, but 1 zero points") {
      $0.model.subgraphs[0].tensors[1].quantization?.zeroPoints = [0]
    },
    .init("V11", "subgraph 0 'main': tensor 1 'w': 2 scales along axis 2 of [2, 4]") {
      $0.model.subgraphs[0].tensors[1].quantization?.axis = 2
    },
    .init("V11", "subgraph 0 'main': tensor 1 'w': 2 scales along axis -1 of [2, 4]") {
      $0.model.subgraphs[0].tensors[1].quantization?.axis = -1
    },
    .init("V11", "subgraph 0 'main': tensor 1 'w': 2 scales along axis 1 of [2, 4]") {
      $0.model.subgraphs[0].tensors[1].quantization?.axis = 1
    },
    .init(
      "V12", "subgraph 0 'main': tensor 0 'x': scale 0 is 0.0, it must be finite and positive"
    ) { $0.model.subgraphs[0].tensors[0].quantization = .init(scales: [0], zeroPoints: [0]) },
    .init(
      "V12", "subgraph 0 'main': tensor 1 'w': scale 1 is -1.0, it must be finite and positive"
    ) { $0.model.subgraphs[0].tensors[1].quantization?.scales[1] = -1 },
    .init(
      "V12", "subgraph 0 'main': tensor 1 'w': scale 0 is nan, it must be finite and positive"
    ) { $0.model.subgraphs[0].tensors[1].quantization?.scales[0] = .nan },
    .init(
      "V12", "subgraph 0 'main': tensor 1 'w': scale 0 is inf, it must be finite and positive"
    ) { $0.model.subgraphs[0].tensors[1].quantization?.scales[0] = .infinity },
    .init(
      "V12", "subgraph 0 'main': tensor 1 'w': zero point 1 is 128, allowed are -128 to 127"
    ) { $0.model.subgraphs[0].tensors[1].quantization?.zeroPoints[1] = 128 },
    .init(
      "V13",
      "subgraph 0 'main': tensor 1 'w': "
        + "scales in tensor 5, zero points in tensor -1, the subgraph has 5"
    ) {
      $0.model.subgraphs[0].tensors[1].quantization = .init(
        details: .blockwise(scales: 5, zeroPoints: -1, blockSize: 4, blockShape: []))
    },
    .init("V13", "subgraph 0 'main': tensor 1 'w': quantized in blocks of 0") {
      $0.model.subgraphs[0].tensors[1].quantization = .init(
        details: .blockwise(scales: 2, zeroPoints: -1, blockSize: 0, blockShape: []))
    },
    .init("V13", "subgraph 0 'main': tensor 1 'w': scales along axis 2 of [2, 4]") {
      $0.model.subgraphs[0].tensors[1].quantization = .init(
        details: .multiAxis(scales: 2, zeroPoints: -1, blockSize: 1, axes: [0, 2]))
    },
  ]
}
