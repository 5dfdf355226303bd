// SPDX-License-Identifier: Apache-2.0
import GraphIR
import OpenSizes
import Operators
import TensorCore

/// Transforms of complex numbers to frequencies and back, and back to real numbers, along one axis or
/// two: products with matrices.
enum FourierTransform: ComplexConversion {
  static let tensorFlowNames = ["FFT", "FFT2D", "IFFT", "IFFT2D", "IRFFT", "IRFFT2D"]

  static func convert(
    _ node: TensorFlowNode, with legalizer: inout Legalizer
  ) throws(ConversionError) -> [ValueID] {
    var z = try legalizer.parts(of: node.input(0))
    let isInverse = node.operation.hasPrefix("I")
    let hasColumns = node.operation.hasSuffix("2D")
    var lengths: [Int]
    if node.operation.hasPrefix("IRFFT") {
      lengths = try legalizer.constantIntegers(node.input(1), called: "fft_length")
    } else {
      lengths = []
      let rank = try legalizer.rank(of: z.real)
      for axis in max(rank - (hasColumns ? 2 : 1), 0)..<rank {
        lengths.append(try legalizer.staticDimension(axis, of: z.real, called: "input"))
      }
    }
    guard lengths.count == (hasColumns ? 2 : 1), lengths.allSatisfy({ $0 > 0 }) else {
      throw node.error("lengths \(lengths) must be positive, one for each axis")
    }
    for length in lengths { try legalizer.checkTable(length) }
    if hasColumns {
      let columns = try legalizer.fitted(legalizer.exchanged(z), to: lengths[0])
      z = try legalizer.exchanged(
        legalizer.transformed(columns, length: lengths[0], isInverse: isInverse))
    }
    let length = lengths[lengths.count - 1]
    if node.operation.hasPrefix("IRFFT") {
      return [try legalizer.realNumbers(ofHalf: z, length: length)]
    }
    return [
      try legalizer.complexValue(
        legalizer.transformed(z, length: length, isInverse: isInverse))
    ]
  }
}

/// Matrices whose products are transforms.
private enum FourierMatrix {
  /// Longer ones are taken apart, where they are products.
  static let directLimit = 128
  /// Elements of one: 16 MiB.
  static let elementLimit = 1 << 22

  /// Cosine and sine of `turn / length` whole turns, of which whole ones are taken off first: angles stay
  /// small.
  static func unit(_ turn: Int, _ length: Int) -> (cosine: Double, sine: Double) {
    let angle = 2 * .pi * Double(turn % length) / Double(length)
    return (Elementary.cos(angle), Elementary.sin(angle))
  }

  /// A factor from 2 on near the root; nil for a prime.
  static func factor(of length: Int) -> Int? {
    var candidate = Int(Double(length).squareRoot())
    while candidate > 1 {
      if length % candidate == 0 { return candidate }
      candidate -= 1
    }
    return nil
  }
}

extension Legalizer {
  /// A transform along the last axis, of its full length.
  ///
  /// That of a · b numbers is one of columns of a, a rotation, and one of rows of b.
  mutating func transformed(
    _ z: ComplexParts, length: Int, isInverse: Bool
  ) throws(ConversionError) -> ComplexParts {
    guard length > FourierMatrix.directLimit, let factor = FourierMatrix.factor(of: length) else {
      return try product(z, length: length, isInverse: isInverse)
    }
    let other = length / factor
    let batch = try sizes(of: z.real).dropLast().map { [$0] }
    let pairs = try reshaped(z, to: batch, [factor, other])
    let columns = try transformed(exchanged(pairs), length: factor, isInverse: isInverse)
    let rotated = try rotated(columns, factor, other, isInverse: isInverse)
    let rows = try transformed(exchanged(rotated), length: other, isInverse: isInverse)
    return try reshaped(exchanged(rows), to: batch, [length])
  }

  /// The first half of the spectrum of real numbers, and one more; zeros are added, or numbers left
  /// out, to fit the length.
  mutating func spectrum(
    ofReal x: ValueID, length: Int
  ) throws(ConversionError) -> ComplexParts {
    let kept = length / 2 + 1
    if length > FourierMatrix.directLimit, FourierMatrix.factor(of: length) != nil {
      let real = try fitted(x, to: length)
      let zeros = try emit(.zerosLike(ZerosLike()), real)
      let all = try transformed(
        ComplexParts(real: real, imaginary: zeros), length: length, isInverse: false)
      return try fitted(all, to: kept)
    }
    let count = try shape(of: x).last ?? nil
    let row = count == nil ? try fitted(x, to: length) : x
    return ComplexParts(
      real: try product(row, count ?? length, kept) { frequency, place in
        place < length ? FourierMatrix.unit(frequency * place, length).cosine : 0
      },
      imaginary: try product(row, count ?? length, kept) { frequency, place in
        place < length ? -FourierMatrix.unit(frequency * place, length).sine : 0
      })
  }

  /// The real numbers of which half a spectrum is known.
  fileprivate mutating func realNumbers(
    ofHalf z: ComplexParts, length: Int
  ) throws(ConversionError) -> ValueID {
    let kept = length / 2 + 1
    let half = try fitted(z, to: kept)
    if length > FourierMatrix.directLimit, FourierMatrix.factor(of: length) != nil {
      let places = (0..<length).map { $0 < kept ? $0 : length - $0 }
      let axis = try rank(of: half.real) - 1
      let order = try constant(integers: places)
      let signs = try constant(
        ConstantData((0..<length).map { Float($0 < kept ? 1 : -1) }), type: .float32,
        shape: [length])
      let all = ComplexParts(
        real: try gathered(half.real, at: order, along: axis),
        imaginary: try product(gathered(half.imaginary, at: order, along: axis), signs))
      return try transformed(all, length: length, isInverse: true).real
    }
    let row = try joined([half.real, half.imaginary], along: rank(of: half.real) - 1)
    return try product(row, 2 * kept, length) { place, column in
      let (frequency, isImaginary) = (column % kept, column >= kept)
      let isAlone = frequency == 0 || 2 * frequency == length
      // What stands for no second frequency has no imaginary part.
      if isImaginary && isAlone { return 0 }
      let unit = FourierMatrix.unit(frequency * place, length)
      return (isImaginary ? -unit.sine : unit.cosine) * (isAlone ? 1 : 2) / Double(length)
    }
  }

  /// The transform as one product for each part.
  private mutating func product(
    _ z: ComplexParts, length: Int, isInverse: Bool
  ) throws(ConversionError) -> ComplexParts {
    let row = try joined([z.real, z.imaginary], along: rank(of: z.real) - 1)
    let sign = isInverse ? -1.0 : 1.0
    let scale = isInverse ? 1 / Double(length) : 1
    return ComplexParts(
      real: try product(row, 2 * length, length) { frequency, place in
        let unit = FourierMatrix.unit(frequency * (place % length), length)
        return scale * (place < length ? unit.cosine : sign * unit.sine)
      },
      imaginary: try product(row, 2 * length, length) { frequency, place in
        let unit = FourierMatrix.unit(frequency * (place % length), length)
        return scale * (place < length ? -sign * unit.sine : unit.cosine)
      })
  }

  /// Rows times a matrix, whose elements follow from the result's place and the row's.
  private mutating func product(
    _ x: ValueID, _ count: Int, _ results: Int, _ element: (Int, Int) -> Double
  ) throws(ConversionError) -> ValueID {
    guard count.saturatingProduct(results) <= FourierMatrix.elementLimit else {
      throw error("a transform of length \(max(count, results)) is too long for a matrix")
    }
    let elements = (0..<count * results).map {
      Float(element($0 / count, $0 % count))
    }
    let matrix = try constant(
      ConstantData(elements), type: .float32, shape: [results, count])
    let layer = Operator.fullyConnected(FullyConnected(keepsDimensions: true))
    guard try rank(of: x) == 1 else { return try emit(layer, x, matrix, nil) }
    return try squeezed(emit(layer, expanded(x, at: 0), matrix, nil), at: 0)
  }

  /// Each element turned by its row times its column of a full turn.
  private mutating func rotated(
    _ z: ComplexParts, _ columns: Int, _ rows: Int, isInverse: Bool
  ) throws(ConversionError) -> ComplexParts {
    let units = (0..<rows * columns).map {
      FourierMatrix.unit(($0 / columns) * ($0 % columns), rows * columns)
    }
    let cosine = try constant(
      ConstantData(units.map { Float($0.cosine) }), type: .float32, shape: [rows, columns])
    let sine = try constant(
      ConstantData(units.map { Float(isInverse ? $0.sine : -$0.sine) }), type: .float32,
      shape: [rows, columns])
    return ComplexParts(
      real: try difference(product(z.real, cosine), product(z.imaginary, sine)),
      imaginary: try sum(product(z.real, sine), product(z.imaginary, cosine)))
  }

  // MARK: Parts moved alike

  /// The last two axes exchanged.
  mutating func exchanged(_ z: ComplexParts) throws(ConversionError) -> ComplexParts {
    let rank = try rank(of: z.real)
    guard rank > 1 else { throw error("needs two axes") }
    let order = Array(0..<rank - 2) + [rank - 1, rank - 2]
    return ComplexParts(
      real: try transposed(z.real, by: order), imaginary: try transposed(z.imaginary, by: order))
  }

  /// The last axis with zeros behind, or without its end, to be of a length.
  mutating func fitted(
    _ z: ComplexParts, to length: Int
  ) throws(ConversionError) -> ComplexParts {
    ComplexParts(
      real: try fitted(z.real, to: length), imaginary: try fitted(z.imaginary, to: length))
  }

  fileprivate mutating func fitted(
    _ x: ValueID, to length: Int
  ) throws(ConversionError) -> ValueID {
    let shape = try shape(of: x)
    guard let last = shape.last else { throw error("needs an axis") }
    if last == length { return x }
    let missing = last.map { max(length - $0, 0) } ?? length
    let amounts = shape.indices.map { (before: 0, after: $0 == shape.count - 1 ? missing : 0) }
    let padded = try zeroPadded(x, by: amounts)
    if let last, last < length { return padded }
    return try part(of: padded, along: shape.count - 1, to: scalar(length))
  }

  private mutating func reshaped(
    _ z: ComplexParts, to batch: [[RuntimeSize]], _ last: [Int]
  ) throws(ConversionError) -> ComplexParts {
    let shape = batch + last.map { [RuntimeSize(known: $0, value: z.real, axis: 0)] }
    return ComplexParts(
      real: try reshaped(z.real, to: shape), imaginary: try reshaped(z.imaginary, to: shape))
  }
}
