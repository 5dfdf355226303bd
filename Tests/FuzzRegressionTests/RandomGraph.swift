// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat
import LiteWriter
import TensorCore
import TestSupport

/// Makes models of a few operators, each fed by earlier ones, in which much is odd: shapes, types,
/// constants, scales, options.
struct RandomGraph {
  /// A recorded operator: its tensors and constants, and how it uses them.
  struct Piece: Sendable {
    let contents: LiteFileContents

    init(path: String) throws {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      contents = try LiteFileContents(LiteModel.decode(data.bytes), in: data)
    }

    var subgraph: LiteFileContents.Subgraph { contents.subgraphs[0] }
  }

  private var random: SeededGenerator
  /// Every other chain has little that is odd, so that most of its operators run.
  private let isCalm: Bool
  private let pieces: [Piece]
  private var graph = LiteFileContents.Subgraph(
    name: "main", tensors: [], inputs: [], outputs: [], operators: [])
  private var buffers: [ByteSource] = [.empty]
  /// Tensors that an operator may read.
  private var ready: [Int] = []

  /// A model made from `pieces`; the same for the same seed.
  static func model(of pieces: [Piece], seed: UInt64) throws -> [UInt8] {
    var builder = RandomGraph(pieces: pieces, seed: seed)
    for _ in 0...Int(builder.random.next() % 7) + 1 { builder.appendPiece() }
    builder.graph.outputs = builder.graph.operators.last?.outputs ?? []
    let contents = LiteFileContents(
      description: "", subgraphs: [builder.graph], buffers: builder.buffers)
    var bytes = try LiteSerializer.serialize(contents).bytes
    try builder.changeOptions(in: &bytes)
    return bytes
  }

  private init(pieces: [Piece], seed: UInt64) {
    self.pieces = pieces
    isCalm = seed % 2 == 0
    random = SeededGenerator(seed: seed)
  }

  private mutating func happens(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

  /// Whether something odd is done that so many of 100 chains' parts have.
  private mutating func isOdd(_ percent: UInt64) -> Bool {
    random.next() % (isCalm ? 1000 : 100) < percent
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int(random.next() % UInt64(choices.count))]
  }

  /// Sizes, axes, counts and indices at and beyond the edge of sense.
  private mutating func oddInteger() -> Int {
    let edges = [
      0, 1, 2, 3, -1, -2, 4, 5, 7, 8, 16, 31, 32, 33, 255, 256, 1 << 15, 1 << 16, 1 << 20,
      (1 << 24) + 1, 1 << 30, Int(Int32.max), Int(Int32.min), Int(Int32.max) - 1, 1 << 32, 1 << 40,
      .max, .min, .max - 1, .min + 1, 1 << 62,
    ]
    return happens(70) ? pick(Array(edges.prefix(12))) : pick(edges)
  }

  private mutating func oddShape() -> [Int] {
    let sizes = happens(85) ? [1, 1, 2, 3, 4, 5, 8, 17] : [0, 1, 2, 64, 4096, 1 << 16, 1 << 26]
    return (0..<Int(random.next() % 6)).map { _ in pick(sizes) }
  }

  // MARK: Operators and tensors

  private mutating func appendPiece() {
    let piece = pick(pieces)
    let subgraph = piece.subgraph
    var tensorNumbers: [Int: Int] = [:]
    for (index, tensor) in subgraph.tensors.enumerated() {
      tensorNumbers[index] = append(tensor, of: piece, isInput: subgraph.inputs.contains(index))
    }
    for entry in subgraph.operators {
      var copy = entry
      copy.inputs = entry.inputs.map { $0 < 0 ? $0 : tensorNumbers[$0]! }
      copy.outputs = entry.outputs.map { tensorNumbers[$0]! }
      if isOdd(4), !copy.inputs.isEmpty { copy.inputs[pick(Array(copy.inputs.indices))] = -1 }
      if isOdd(4), let last = copy.inputs.last { copy.inputs.append(last) }
      if isOdd(3) { copy.inputs.shuffle(using: &random) }
      if isOdd(3) { copy.inputs = Array(copy.inputs.dropLast()) }
      graph.operators.append(copy)
      ready += copy.outputs
    }
  }

  /// The number of a tensor for one of a piece: mostly itself, for inputs mostly an earlier result.
  private mutating func append(
    _ tensor: LiteModel.Tensor, of piece: Piece, isInput: Bool
  ) -> Int {
    var tensor = tensor
    let constant = piece.contents.buffers[tensor.buffer]
    tensor.buffer = 0
    if isInput, happens(85) {
      let alike = ready.filter { graph.tensors[$0].type == tensor.type }
      let fitting = alike.filter { graph.tensors[$0].shape == tensor.shape }
      if !fitting.isEmpty { return pick(fitting) }
      if !alike.isEmpty, !isCalm || happens(20) { return pick(alike) }
      if !ready.isEmpty, isOdd(20) { return pick(ready) }
    }
    if isOdd(6) { tensor.quantization = oddQuantization(tensor.quantization) }
    if isInput || constant.count > 0 && isOdd(6) {
      if isOdd(30) { tensor.shape = oddShape() }
      if happens(10) { tensor.shapeSignature = tensor.shape.map { _ in -1 } }
      if isOdd(4) { tensor.type = pick((0...22).compactMap { ElementType(rawValue: $0) }) }
      graph.inputs.append(graph.tensors.count)
      ready.append(graph.tensors.count)
    } else if constant.count > 0 {
      tensor.buffer = buffers.count
      buffers.append(ByteSource(changed(constant, &tensor)))
    }
    graph.tensors.append(tensor)
    return graph.tensors.count - 1
  }

  /// The bytes of a constant, often with odd elements, sometimes of another shape.
  private mutating func changed(_ source: ByteSource, _ tensor: inout LiteModel.Tensor) -> Data {
    var bytes = source.withBytes { [UInt8]($0) }
    let size = tensor.type.byteCount(of: 1) ?? 1
    if isOdd(5), tensor.type.bitCount ?? 0 >= 8 {
      tensor.shape = oddShape()
      let count = Shape(tensor.shape).checkedElementCount ?? 0
      guard count > 0, count <= 1 << 14 else {
        tensor.shape = [1]
        return Data(bytes.prefix(size))
      }
      bytes = (0..<count * size).map { bytes[$0 % bytes.count] }
    }
    guard [.int32, .int64, .float32, .int16, .int8].contains(tensor.type) else {
      return Data(bytes)
    }
    let isControl = tensor.type == .int32 || tensor.type == .int64
    guard isOdd(isControl && bytes.count <= 128 ? 40 : 10) else { return Data(bytes) }
    for _ in 0...random.next() % 2 {
      let place = Int(random.next() % UInt64(bytes.count / size)) * size
      let odd =
        tensor.type == .float32 ? Int(pick(Self.oddFloats).bitPattern) : oddInteger()
      for byte in 0..<size { bytes[place + byte] = UInt8(truncatingIfNeeded: odd >> (8 * byte)) }
    }
    return Data(bytes)
  }

  private static let oddFloats: [Float] = [
    0, -0.0, 1, -1, 0.5, .nan, .infinity, -.infinity, .greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 1e-30, 1e30, 3e9, -3e9,
  ]

  private mutating func oddQuantization(
    _ given: LiteModel.Quantization?
  ) -> LiteModel.Quantization? {
    guard var quantization = given, !quantization.scales.isEmpty else {
      return LiteModel.Quantization(scales: [0.5], zeroPoints: [Int(random.next() % 9)])
    }
    switch random.next() % 4 {
    case 0: return nil
    case 1:
      quantization.scales[0] = pick([
        .leastNonzeroMagnitude, 1e-38, 1e-20, 1e-8, 1, 1e8, 1e20, 3e38,
      ])
    case 2: quantization.zeroPoints[0] = pick([-128, 127, 0, 1, -1, 255, oddInteger()])
    default: quantization.axis = pick([0, 1, 2, 3])
    }
    return quantization
  }

  // MARK: Options

  /// Gives some operators options in which every field is there and many are odd.
  private mutating func changeOptions(in bytes: inout [UInt8]) throws {
    let model = try LiteModel.decode(bytes.span.bytes)
    for entry in model.subgraphs[0].operators {
      guard let options = entry.options, isOdd(25) else { continue }
      let field = stride(from: 0, to: options.position, by: 4).first {
        $0 + Int(word(bytes, at: $0)) == options.position
      }
      guard let field else { continue }
      while bytes.count % 4 != 0 { bytes.append(0) }
      appendTable(to: &bytes, offsetAt: field)
    }
  }

  /// Appends a table of 12 fields of 32 bits, its vtable before it, and makes the offset at `field`
  /// point to it.
  private mutating func appendTable(to bytes: inout [UInt8], offsetAt field: Int) {
    let slotCount = 12
    let vtable = bytes.count
    var halves = [4 + 2 * slotCount, 4 + 4 * slotCount]
    for slot in 0..<slotCount { halves.append(happens(70) ? 4 + 4 * slot : 0) }
    for half in halves { bytes += [UInt8(half & 255), UInt8(half >> 8)] }
    let table = bytes.count
    var words = [table - vtable]
    for _ in 0..<slotCount { words.append(happens(50) ? Int(random.next() % 4) : oddInteger()) }
    for word in words { bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    for byte in 0..<4 {
      bytes[field + byte] = UInt8(truncatingIfNeeded: (table - field) >> (8 * byte))
    }
  }

  private func word(_ bytes: [UInt8], at position: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[position + $1]) << (8 * UInt32($1)) }
  }
}
