// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

/// A tensor, and which of its steps count.
struct MaskedTensor {
  var tensor: Tensor
  /// Booleans by batch and step; nil where all count.
  var mask: Tensor?

  init(_ tensor: Tensor, mask: Tensor? = nil) {
    self.tensor = tensor
    self.mask = mask
  }
}

/// What a layer is called with.
indirect enum Argument {
  case tensor(MaskedTensor)
  case list([Argument])
  case dictionary([String: Argument])
  case value(JSON)

  /// All tensors in it; those of a dictionary in the order of their keys.
  var tensors: [MaskedTensor] {
    switch self {
    case .tensor(let tensor): [tensor]
    case .list(let elements): elements.flatMap(\.tensors)
    case .dictionary(let members):
      members.sorted { $0.key < $1.key }.flatMap(\.value.tensors)
    case .value: []
    }
  }

  /// What is no tensor.
  var json: JSON? {
    switch self {
    case .value(let json): json
    case .list(let elements):
      elements.allSatisfy { $0.json != nil } ? .array(elements.compactMap(\.json)) : nil
    case .dictionary(let members):
      members.values.allSatisfy { $0.json != nil } ? .object(members.compactMapValues(\.json)) : nil
    case .tensor: nil
    }
  }
}

/// One use of a layer.
struct LayerCall {
  let builder: GraphBuilder
  let layer: Layer
  let arguments: [Argument]
  let keywords: [String: Argument]

  var config: LayerConfig { layer.config }

  /// The tensors of the first argument.
  var inputs: [MaskedTensor] { arguments.first?.tensors ?? [] }

  /// The tensor that is the first argument.
  func input() throws -> Tensor {
    guard let first = inputs.first else {
      throw config.error("it is called without a tensor, which is not supported")
    }
    return first.tensor
  }

  /// The tensor that is the first argument, in float32.
  func floatInput() throws -> Tensor {
    builder.cast(try input(), to: .float32)
  }

  /// The argument at a position or of a name; nil where it is absent or null.
  func argument(_ position: Int, _ name: String) -> Argument? {
    let found = keywords[name] ?? (arguments.indices.contains(position) ? arguments[position] : nil)
    if case .value(.null)? = found { return nil }
    return found
  }

  /// What an operation is told: by its call, else by its configuration.
  func option(_ position: Int, _ names: String...) -> JSON {
    for name in names {
      if let json = argument(position, name)?.json { return json }
    }
    for name in names where config[name] != .null { return config[name] }
    return .null
  }

  /// The mask given with the call, else that of the first input.
  var mask: Tensor? {
    if let given = keywords["mask"] {
      if let tensor = given.tensors.first { return tensor.tensor }
    }
    return inputs.first?.mask
  }

  // MARK: Weights

  func hasWeight(_ name: String) -> Bool {
    layer.weights[name] != nil
  }

  /// A weight in float32.
  ///
  /// - Parameter shape: what is expected; nil sizes may be any.
  /// - Throws: where the file has none, or one of another shape.
  /// - Parameter isScaled: whether whole numbers are divided by their scales.
  func weight(_ name: String, _ shape: [Int?], isScaled: Bool = true) throws -> Tensor {
    builder.constant(
      try array(name, shape, isScaled: isScaled), name: "\(builder.scope)/\(name)")
  }

  func array(_ name: String, _ shape: [Int?], isScaled: Bool = true) throws -> FloatArray {
    let expected = "[" + shape.map { $0.map(String.init) ?? "?" }.joined(separator: ", ") + "]"
    guard let stored = layer.weights[name] else {
      throw config.error("the file has no weight '\(name)' of shape \(expected)")
    }
    let fits =
      stored.shape.count == shape.count
      && zip(stored.shape, shape).allSatisfy { $1 == nil || $0 == $1 }
    guard fits else {
      throw config.error(
        "weight '\(name)' has shape \(stored.shapeText), expected \(expected)")
    }
    guard let array = FloatArray(stored, takesInt8: config.isInt8) else {
      throw config.error(
        "weight '\(name)' is of type \(stored.type?.name ?? "unknown"), expected float32")
    }
    if isScaled, let scales = layer.weights["\(name)_scale"].flatMap({ FloatArray($0) }) {
      return try array.divided(by: scales.numbers, alongLast: name != "embeddings", config)
    }
    let parts = ["a", "b"].compactMap { layer.weights["lora_\(name)_\($0)"] }
      .compactMap { FloatArray($0) }
    guard parts.count == 2 else { return array }
    let rank = try config.integer("lora_rank")
    let scale = try config.number("lora_alpha", default: Double(rank)) / Double(max(1, rank))
    return try array.adding(parts[0], times: parts[1], scale: Float(scale), config)
  }

  /// Calls a layer that this one is made of.
  func call(
    _ sublayer: Layer, _ arguments: [Argument], _ keywords: [String: Argument] = [:]
  ) throws -> [MaskedTensor] {
    try builder.call(sublayer, arguments, keywords)
  }

  func call(_ sublayer: Layer, on tensor: Tensor) throws -> Tensor {
    let results = try builder.call(sublayer, [.tensor(MaskedTensor(tensor))], [:])
    guard results.count == 1 else { throw config.error("its layer gives several results") }
    return results[0].tensor
  }
}

/// A constant of float32 numbers.
struct FloatArray {
  let shape: [Int]
  let data: ConstantData

  init(shape: [Int], data: ConstantData) {
    self.shape = shape
    self.data = data
  }

  init(_ numbers: [Float], shape: [Int]) {
    self.init(shape: shape, data: ConstantData(numbers))
  }

  /// The array's own bytes, or its numbers as float32; nil for types that weights do not have.
  init?(_ stored: StoredArray, takesInt8: Bool = false) {
    shape = stored.shape
    switch stored.type {
    case .float32: data = stored.data
    case .float16: data = Self.converted(stored.data, Float16Bits.self) { $0.value }
    case .bfloat16:
      data = Self.converted(stored.data, UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
    case .float64: data = Self.converted(stored.data, Double.self) { Float($0) }
    case .int8 where takesInt8: data = Self.converted(stored.data, Int8.self) { Float($0) }
    case .int32: data = Self.converted(stored.data, Int32.self) { Float($0) }
    case .int64: data = Self.converted(stored.data, Int64.self) { Float($0) }
    default: return nil
    }
  }

  private static func converted<Number: BitwiseCopyable>(
    _ data: ConstantData, _: Number.Type, by convert: (Number) -> Float
  ) -> ConstantData {
    let stride = MemoryLayout<Number>.stride
    let count = data.bytes.count / stride
    return ConstantData(byteCount: 4 * count) { bytes in
      for index in 0..<count {
        let number = data.bytes.loadUnaligned(fromByteOffset: index * stride, as: Number.self)
        bytes.storeBytes(of: convert(number), toByteOffset: 4 * index, as: Float.self)
      }
    }
  }

  var numbers: [Float] { data.elements() }

  /// Every number divided by the scale of its place along the last axis, or the first.
  fileprivate func divided(
    by scales: [Float], alongLast: Bool, _ config: LayerConfig
  ) throws -> FloatArray {
    let size = (alongLast ? shape.last : shape.first) ?? 1
    guard scales.count == size else {
      throw config.error("its \(scales.count) scales do not fit weights of shape \(shape)")
    }
    let all = numbers
    let width = max(1, all.count / max(1, size))
    return FloatArray(
      all.indices.map { all[$0] / scales[alongLast ? $0 % size : $0 / width] }, shape: shape)
  }

  /// The numbers with a share of a product of matrices added.
  fileprivate func adding(
    _ left: FloatArray, times right: FloatArray, scale: Float, _ config: LayerConfig
  ) throws -> FloatArray {
    let (columns, inner) = (shape.last ?? 1, right.shape.first ?? 1)
    var sum = numbers
    let (a, b) = (left.numbers, right.numbers)
    guard columns > 0, b.count == inner * columns, a.count * columns == sum.count * inner else {
      throw config.error("its adapted weights do not fit weights of shape \(shape)")
    }
    for place in sum.indices {
      let (row, column) = (place / columns, place % columns)
      for index in 0..<inner {
        sum[place] += scale * a[row * inner + index] * b[index * columns + column]
      }
    }
    return FloatArray(sum, shape: shape)
  }

  /// The same numbers in another shape of as many elements.
  func reshaped(_ shape: [Int]) -> FloatArray {
    FloatArray(shape: shape, data: data)
  }

  /// Rows `range` along the last axis.
  func columns(_ range: Range<Int>) -> FloatArray {
    let width = shape.last ?? 1
    let rows = shape.dropLast().reduce(1, *)
    let all = numbers
    let picked = (0..<rows).flatMap {
      all[($0 * width + range.lowerBound)..<($0 * width + range.upperBound)]
    }
    return FloatArray(picked, shape: shape.dropLast() + [range.count])
  }
}

/// A number of 16 bits as IEEE 754 lays it out.
struct Float16Bits: BitwiseCopyable {
  let bits: UInt16

  var value: Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }
}
