// SPDX-License-Identifier: Apache-2.0

/// What a custom operator's options say under a key.
enum FlexOption {
  case integer(Int)
  case bool(Bool)
  case float(Float)
  case string(String)
  case integers([Int])
  case floats([Float])
  case strings([String])
}

/// The bytes of a FlexBuffer that is a map, as `FlexMap` reads them; those that Google's library
/// writes, which takes for each vector the narrowest numbers that hold all in it.
///
/// - Parameter options: keys must be ASCII, without zeros, and differ.
func flexMap(_ options: [String: FlexOption]) -> [UInt8] {
  var buffer = FlexBytes()
  let entries = options.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
  var pairs: [(key: FlexElement, value: FlexElement)] = []
  for (key, option) in entries {
    let name = buffer.key(key)
    pairs.append((name, buffer.element(option)))
  }
  return buffer.finished(pairs)
}

/// A value that a FlexBuffer holds in a vector, or refers to from there.
private struct FlexElement {
  /// What Google's library numbers `FBT_…`.
  enum Kind: UInt8 {
    case integer = 1
    case float = 3
    case key = 4
    case string = 5
    case map = 9
    case integers = 11
    case floats = 13
    case keys = 14
    case strings = 15
    case bool = 26
  }

  let kind: Kind
  /// The number itself, or where the value begins.
  let bits: UInt64
  /// log₂ of the bytes that the number takes at least, or that those take that it refers to.
  let width: Int

  var isInline: Bool { kind == .integer || kind == .float || kind == .bool }
}

/// A FlexBuffer being written.
private struct FlexBytes {
  private var bytes: [UInt8] = []

  // MARK: Values

  mutating func key(_ text: String) -> FlexElement {
    defer { bytes += Array(text.utf8) + [0] }
    return FlexElement(kind: .key, bits: UInt64(bytes.count), width: 0)
  }

  mutating func element(_ option: FlexOption) -> FlexElement {
    switch option {
    case .integer(let number): integer(number)
    case .bool(let isTrue): FlexElement(kind: .bool, bits: isTrue ? 1 : 0, width: 0)
    case .float(let number): float(number)
    case .string(let text): string(text)
    case .integers(let numbers): vector(numbers.map(integer), as: .integers)
    case .floats(let numbers): vector(numbers.map(float), as: .floats)
    case .strings(let texts):
      vector(texts.map { string($0) }, as: .strings)
    }
  }

  private func integer(_ number: Int) -> FlexElement {
    // A sign takes a bit.
    let magnitude = UInt64(bitPattern: Int64(number < 0 ? ~number : number)) << 1
    return FlexElement(
      kind: .integer, bits: UInt64(bitPattern: Int64(number)), width: Self.width(of: magnitude))
  }

  private func float(_ number: Float) -> FlexElement {
    FlexElement(kind: .float, bits: UInt64(number.bitPattern), width: 2)
  }

  private mutating func string(_ text: String) -> FlexElement {
    let content = Array(text.utf8)
    let width = Self.width(of: UInt64(content.count))
    align(to: width)
    append(UInt64(content.count), width: width)
    defer { bytes += content + [0] }
    return FlexElement(kind: .string, bits: UInt64(bytes.count), width: width)
  }

  // MARK: Vectors

  /// - Parameters:
  ///   - step: how many places of a stack lie between two elements, which the library counts where
  ///     it asks how far they are.
  ///   - keys: those of a map; the kinds of the elements then stand behind them.
  private mutating func vector(
    _ elements: [FlexElement], as kind: FlexElement.Kind, step: Int = 1, keys: FlexElement? = nil
  ) -> FlexElement {
    var width = Self.width(of: UInt64(elements.count))
    if let keys { width = max(width, self.width(of: keys, at: 0)) }
    for (index, element) in elements.enumerated() {
      width = max(width, self.width(of: element, at: index * step + (keys == nil ? 1 : 3)))
    }
    align(to: width)
    if let keys {
      appendDistance(to: keys, width: width)
      append(1 << UInt64(keys.width), width: width)
    }
    append(UInt64(elements.count), width: width)
    let start = bytes.count
    for element in elements { append(element, width: width) }
    if keys != nil {
      for element in elements {
        bytes.append(
          element.kind.rawValue << 2
            | UInt8(element.isInline ? max(element.width, width) : element.width))
      }
    }
    return FlexElement(kind: kind, bits: UInt64(start), width: width)
  }

  /// The map of all and the end of the buffer.
  mutating func finished(_ pairs: [(key: FlexElement, value: FlexElement)]) -> [UInt8] {
    let keys = vector(pairs.map(\.key), as: .keys, step: 2)
    let map = vector(pairs.map(\.value), as: .map, step: 2, keys: keys)
    let width = width(of: map, at: 0)
    align(to: width)
    appendDistance(to: map, width: width)
    bytes += [map.kind.rawValue << 2 | UInt8(map.width), UInt8(1 << width)]
    return bytes
  }

  // MARK: Bytes

  private static func width(of number: UInt64) -> Int {
    number >> 8 == 0 ? 0 : number >> 16 == 0 ? 1 : number >> 32 == 0 ? 2 : 3
  }

  /// The width that an element takes at a place of a vector that begins here.
  private func width(of element: FlexElement, at index: Int) -> Int {
    guard !element.isInline else { return element.width }
    for width in 0..<3 {
      let unit = 1 << width
      let place = (bytes.count + unit - 1) / unit * unit + index * unit
      if Self.width(of: UInt64(place) - element.bits) == width { return width }
    }
    return 3
  }

  private mutating func align(to width: Int) {
    while bytes.count % (1 << width) != 0 { bytes.append(0) }
  }

  private mutating func append(_ number: UInt64, width: Int) {
    for place in 0..<(1 << width) { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }

  private mutating func appendDistance(to element: FlexElement, width: Int) {
    append(UInt64(bytes.count) - element.bits, width: width)
  }

  private mutating func append(_ element: FlexElement, width: Int) {
    switch element.kind {
    case .float where width == 3:
      append(Double(Float(bitPattern: UInt32(element.bits))).bitPattern, width: 3)
    case .float, .integer, .bool: append(element.bits, width: width)
    default: appendDistance(to: element, width: width)
    }
  }
}
