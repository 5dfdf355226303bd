// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Random numbers that follow from a seed alone.
///
/// Where seed and shape are constants they are TensorFlow's own, as a constant. Else each is a hash of
/// its place and the seed: equal seeds give equal numbers, of the same distribution, but others than
/// TensorFlow's.
enum StatelessRandom: TensorFlowConversion {
  static let tensorFlowNames = [
    "StatelessRandomNormal", "StatelessRandomNormalV2", "StatelessRandomUniform",
    "StatelessRandomUniformFullInt", "StatelessRandomUniformFullIntV2",
    "StatelessRandomUniformInt", "StatelessRandomUniformIntV2", "StatelessRandomUniformV2",
    "StatelessTruncatedNormal", "StatelessTruncatedNormalV2",
  ]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let isSecond = node.operation.hasSuffix("V2")
    let distribution = try distribution(of: node, firstBound: isSecond ? 4 : 2, legalizer)
    if isSecond, legalizer.known(try node.input(3)).numbers?.first == threefry {
      throw node.error("the algorithm ThreeFry is not supported")
    }
    let shape = legalizer.known(try node.input(0)).numbers
    let generator =
      isSecond
      ? PhiloxSeed(
        key: legalizer.known(try node.input(1)), counter: legalizer.known(try node.input(2)))
      : PhiloxSeed(seed: legalizer.known(try node.input(1)))
    if let shape, let generator, shape.allSatisfy({ $0 >= 0 }),
      let constant = try legalizer.constant(of: distribution, shape, generator.philox)
    {
      return [constant]
    }
    let seed: ValueID
    if let generator {
      seed = try legalizer.constant(integers: generator.words)
    } else {
      seed = try legalizer.converted(legalizer.reshaped(node.input(1), to: [-1]), as: .int32)
    }
    let uniform = try legalizer.hashed(shape: node.input(0), seed: seed)
    return [try legalizer.numbers(uniform, as: distribution)]
  }

  private static let threefry = 2

  private static func distribution(
    of node: TensorFlowNode, firstBound: Int, _ legalizer: Legalizer
  ) throws(ConversionError) -> RandomDistribution {
    if node.operation.contains("FullInt") { return .allIntegers(try node.type("dtype")) }
    if node.operation.contains("UniformInt") {
      let (low, high) = (try node.input(firstBound), try node.input(firstBound + 1))
      return .integers(low: low, high: high, legalizer.type(of: low))
    }
    guard try node.type("dtype", default: .float32) == .float32 else {
      throw node.error("only float32 is supported")
    }
    if node.operation.contains("Uniform") { return .uniform }
    return node.operation.contains("Truncated") ? .truncatedNormal : .normal
  }
}

/// What the generator of TensorFlow's random numbers begins with.
enum RandomKey: TensorFlowConversion {
  static let tensorFlowNames = [
    "StatelessRandomGetAlg", "StatelessRandomGetKeyCounter", "StatelessRandomGetKeyCounterAlg",
  ]

  /// A seed that only the data tell stands for both key and counter.
  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    let philox = try legalizer.scalar(1)
    if node.operation == "StatelessRandomGetAlg" { return [philox] }
    let seed = try node.input(0)
    var results = [seed, seed]
    if let generator = PhiloxSeed(seed: legalizer.known(seed)) {
      results = [
        try legalizer.constant(ConstantData([generator.key]), type: .uint64, shape: [1]),
        try legalizer.constant(
          ConstantData([generator.counter.0, generator.counter.1]), type: .uint64, shape: [2]),
      ]
    }
    return node.operation.hasSuffix("Alg") ? results + [philox] : results
  }
}

/// Key and counter of Philox.
private struct PhiloxSeed {
  let key: UInt64
  let counter: (UInt64, UInt64)

  /// Scrambled as TensorFlow does; nil where the seed is no constant.
  init?(seed: SizedValue) {
    guard let numbers = seed.numbers, numbers.count == 2 else { return nil }
    let words = numbers.map { UInt64(bitPattern: Int64($0)) }
    var philox = Philox(seed: 0x0246_1e29_3ec8_f720, seed2: words[1])
    philox.skip(words[0])
    let mix = philox.next()
    key = UInt64(mix.1) << 32 | UInt64(mix.0)
    counter = (0, UInt64(mix.3) << 32 | UInt64(mix.2))
  }

  /// Nil where one is no constant.
  init?(key: SizedValue, counter: SizedValue) {
    guard key.type == .uint64, counter.type == .uint64,
      let first = key.constant?.elements(as: UInt64.self), first.count == 1,
      let places = counter.constant?.elements(as: UInt64.self), places.count >= 2
    else { return nil }
    self.key = first[0]
    self.counter = (places[0], places[1])
  }

  var philox: Philox {
    var philox = Philox(seed: key, seed2: counter.1)
    philox.skip(counter.0)
    return philox
  }

  /// Two numbers of 32 bits that tell seeds apart.
  var words: [Int] {
    let bits = key ^ counter.1
    return [bits & 0xffff_ffff, bits >> 32].map { Int(Int32(truncatingIfNeeded: $0)) }
  }
}

extension Legalizer {
  /// Elements of random numbers that become a constant.
  private static let randomLimit = 1 << 20

  /// TensorFlow's numbers; nil for too many, or where bounds are no constants.
  fileprivate mutating func constant(
    of distribution: RandomDistribution, _ shape: [Int], _ philox: Philox
  ) throws(ConversionError) -> ValueID? {
    let count = shape.reduce(1) { $0.saturatingProduct($1) }
    guard count <= Self.randomLimit else { return nil }
    let draw = PhiloxDraw(philox: philox, count: count)
    switch distribution {
    case .uniform:
      let numbers = draw.blocks(of: RandomUniform.numbers)
      return try constant(ConstantData(numbers), type: .float32, shape: shape)
    case .normal:
      let numbers = draw.blocks(of: RandomStandardNormal.numbers)
      return try constant(ConstantData(numbers), type: .float32, shape: shape)
    case .truncatedNormal:
      return try constant(ConstantData(draw.truncated()), type: .float32, shape: shape)
    case .allIntegers(let type):
      return try integers(draw, type, shape) { $0 }
    case .integers(let low, let high, let type):
      guard let first = known(low).numbers?.first, let last = known(high).numbers?.first,
        first < last
      else { return nil }
      let range = UInt64(truncatingIfNeeded: last &- first)
      return try integers(draw, type, shape) { UInt64(truncatingIfNeeded: first) &+ $0 % range }
    }
  }

  /// Integers of 32 or 64 bits, of as many random ones each.
  private mutating func integers(
    _ draw: PhiloxDraw, _ type: ElementType, _ shape: [Int], _ number: (UInt64) -> UInt64
  ) throws(ConversionError) -> ValueID? {
    switch type {
    case .int32, .uint32:
      let numbers = draw.words(draw.count).map { Int32(truncatingIfNeeded: number(UInt64($0))) }
      return try constant(ConstantData(numbers), type: type, shape: shape)
    case .int64, .uint64:
      let words = draw.words(2 * draw.count)
      let numbers = (0..<draw.count).map {
        Int64(
          bitPattern: number(UInt64(words[2 * $0 + 1]) << 32 | UInt64(words[2 * $0])))
      }
      return try constant(ConstantData(numbers), type: type, shape: shape)
    default: throw error("random integers of \(type.name) are not supported")
    }
  }

  /// Uniform numbers of [0, 1) that are hashes of their place and two words.
  ///
  /// Source: Wellons, "Prospecting for hash functions", 2018: lowbias32.
  fileprivate mutating func hashed(
    shape: ValueID, seed: ValueID
  ) throws(ConversionError) -> ValueID {
    let sizes = try converted(shape, as: .int32)
    let count = try emit(.reduceProd(ReduceProd()), sizes, constant(integers: [0]))
    var hash = try numbers(below: count)
    for word in 0..<2 {
      hash = try mixed(sum(hash, mixed(element(word, of: seed, along: 0))))
    }
    let bits = try emit(.floorMod(FloorMod()), hash, scalar(1 << 23))
    let uniform = try product(converted(bits, as: .float32), 0x1p-23)
    return try emit(.reshape(Reshape()), uniform, sizes)
  }

  /// All bits of int32 changed by all others.
  private mutating func mixed(_ x: ValueID) throws(ConversionError) -> ValueID {
    func folded(
      _ x: ValueID, by bits: Int, _ legalizer: inout Legalizer
    ) throws(ConversionError) -> ValueID {
      let moved = try legalizer.emit(.rightShift(RightShift()), x, legalizer.scalar(bits))
      // Without the copies of the sign.
      let low = try legalizer.emit(
        .floorMod(FloorMod()), moved, legalizer.scalar(1 << (32 - bits)))
      return try legalizer.emit(.bitwiseXor(BitwiseXor()), x, low)
    }
    let first = try product(folded(x, by: 16, &self), scalar(0x7feb_352d))
    let second = try product(
      folded(first, by: 15, &self), scalar(Int(Int32(bitPattern: 0x846c_a68b))))
    return try folded(second, by: 16, &self)
  }
}
