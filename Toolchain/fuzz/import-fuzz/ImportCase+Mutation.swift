// SPDX-License-Identifier: Apache-2.0

extension ImportCase {
  /// Changes one member in a way that suits its format, or what is written.
  mutating func mutate(_ random: inout RandomBits) {
    guard random.below(40) > 0 else {
      choices = choices & 7 | UInt8(random.below(8)) << 3
      return
    }
    // What is first says most.
    let index = random.below(4) > 0 ? 0 : random.below(members.count)
    switch (kind, index) {
    case (.savedModel, 0), (.frozenGraph, _): members[index].mutateMessage(&random)
    case (.kerasMembers, 0...1), (.web, 0): members[index].mutateJSON(&random)
    case (.wholeFileIndex, _): members[index].mutateConfiguration(&random)
    default: members[index].mutateFreely(&random)
    }
  }
}

extension [UInt8] {
  /// One of libFuzzer's own changes.
  mutating func mutateFreely(_ random: inout RandomBits) {
    let limit = count + 16 + random.below(64)
    let old = count
    self += Array(repeating: 0, count: limit - old)
    let new = withUnsafeMutableBufferPointer {
      import_fuzz.mutateFreely($0.baseAddress!, old, limit)
    }
    removeLast(limit - new)
  }

  /// Changes the configuration in the index of an HDF5 file: the longest text, whose byte count is
  /// before it.
  fileprivate mutating func mutateConfiguration(_ random: inout RandomBits) {
    guard random.below(4) > 0, let start = firstRange(of: Array("{\"".utf8))?.lowerBound, start >= 4
    else { return mutateFreely(&random) }
    let length = Int(
      self[start - 4..<start].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) })
    guard length <= count - start else { return mutateFreely(&random) }
    var text = Array(self[start..<start + length])
    text.mutateJSON(&random)
    let size = Swift.withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) }
    replaceSubrange(start - 4..<start + length, with: size + text)
  }
}

// MARK: - JSON

extension [UInt8] {
  /// Replaces, removes or doubles a value of a text in JSON.
  fileprivate mutating func mutateJSON(_ random: inout RandomBits) {
    let values = jsonValues
    guard !values.isEmpty, random.below(8) > 0 else { return mutateFreely(&random) }
    let place = values[random.below(values.count)]
    switch random.below(6) {
    case 0: replaceSubrange(place, with: self[values[random.below(values.count)]])
    case 1:
      let odd = Self.oddValues[random.below(Self.oddValues.count)]
      replaceSubrange(place, with: odd.utf8)
    case 2: replaceSubrange(place, with: Array("\(random.below(9))".utf8))
    case 3: insert(contentsOf: Array(self[place]) + Array(",".utf8), at: place.lowerBound)
    case 4: replaceSubrange(place, with: Array("[".utf8) + self[place] + Array("]".utf8))
    default:
      // Of the same kind, as most changes that get far are.
      let alike = values.filter { self[$0.lowerBound] == self[place.lowerBound] }
      replaceSubrange(place, with: self[alike[random.below(alike.count)]])
    }
  }

  private static let oddValues = [
    "null", "true", "false", "[]", "{}", "\"\"", "-1", "0", "1e999", "-1e999", "NaN", "Infinity",
    "0.5",
    "9223372036854775807", "-9223372036854775808", "4294967296", "2147483647", "65536",
    "1000000000000", "[null]", "[0]", "\"same\"", "\"valid\"", "\"float16\"", "\"int64\"",
    "\"linear\"",
  ]

  /// Where values begin and end, those that hold others included.
  private var jsonValues: [Range<Int>] {
    var found: [Range<Int>] = []
    var open: [Int] = []
    var position = 0
    while position < count {
      let start = position
      switch self[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(position)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let begin = open.popLast() { found.append(begin..<position + 1) }
      case UInt8(ascii: "\""):
        position += 1
        while position < count, self[position] != UInt8(ascii: "\"") {
          position += self[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        if position < count { found.append(start..<position + 1) }
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        while position + 1 < count, !" ,:]}\n".utf8.contains(self[position + 1]) { position += 1 }
        found.append(start..<position + 1)
      default: break
      }
      position += 1
    }
    return found
  }
}

// MARK: - Protocol buffers

extension [UInt8] {
  /// Changes one field somewhere in a message, and the byte counts of all that hold it.
  fileprivate mutating func mutateMessage(_ random: inout RandomBits) {
    guard var message = WireMessage(self[...]) else { return mutateFreely(&random) }
    message.mutate(&random)
    self = message.bytes
  }

  mutating func appendVarint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    append(UInt8(value))
  }
}

/// The fields of a message, of which only the encoding is known.
private struct WireMessage {
  enum Content {
    case varint(UInt64)
    /// Four or eight bytes, or text or packed numbers.
    case bytes([UInt8])
    case message(WireMessage)
  }

  struct Field {
    var key: UInt64
    var content: Content
  }

  var fields: [Field] = []

  /// Nil where the bytes are no message.
  init?(_ bytes: ArraySlice<UInt8>, depth: Int = 0) {
    var rest = bytes
    func varint() -> UInt64? {
      var value: UInt64 = 0
      for shift in stride(from: UInt64(0), to: 64, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        value |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return value }
      }
      return nil
    }
    while !rest.isEmpty {
      guard let key = varint(), key >> 3 > 0, key >> 3 < 64 else { return nil }
      switch key & 7 {
      case 0:
        guard let value = varint() else { return nil }
        fields.append(Field(key: key, content: .varint(value)))
      case 1, 5:
        let count = key & 7 == 1 ? 8 : 4
        guard rest.count >= count else { return nil }
        fields.append(Field(key: key, content: .bytes(Array(rest.prefix(count)))))
        rest = rest.dropFirst(count)
      case 2:
        guard let count = varint(), count <= rest.count else { return nil }
        let inner = rest.prefix(Int(count))
        rest = rest.dropFirst(Int(count))
        if depth < 24, inner.count > 1, let message = WireMessage(inner, depth: depth + 1) {
          fields.append(Field(key: key, content: .message(message)))
        } else {
          fields.append(Field(key: key, content: .bytes(Array(inner))))
        }
      default: return nil
      }
    }
  }

  var bytes: [UInt8] {
    var result: [UInt8] = []
    for field in fields {
      result.appendVarint(field.key)
      switch field.content {
      case .varint(let value): result.appendVarint(value)
      case .bytes(let bytes):
        if field.key & 7 == 2 { result.appendVarint(UInt64(bytes.count)) }
        result += bytes
      case .message(let message):
        let inner = message.bytes
        result.appendVarint(UInt64(inner.count))
        result += inner
      }
    }
    return result
  }

  static let oddNumbers: [UInt64] = [
    0, 1, 2, 3, 7, 9, 10, 20, 21, 127, 128, 255, 65536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff,
    1 << 32,
    1 << 40, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, .max, .max - 1,
  ]

  /// Changes a field here, or one further inside: the more there is, the likelier.
  mutating func mutate(_ random: inout RandomBits) {
    guard !fields.isEmpty else { return }
    let index = random.below(fields.count)
    if case .message(var inner) = fields[index].content, random.below(10) > 0 {
      inner.mutate(&random)
      fields[index].content = .message(inner)
      return
    }
    switch random.below(8) {
    case 0: fields.remove(at: index)
    case 1: fields.insert(fields[index], at: random.below(fields.count))
    case 2: fields.swapAt(index, random.below(fields.count))
    case 3:
      // What another field holds, as a name that is another node's.
      let alike = fields.filter { $0.key & 7 == fields[index].key & 7 }
      fields[index].content = alike[random.below(alike.count)].content
    default: fields[index].content.mutate(isFixed: fields[index].key & 7 != 2, &random)
    }
  }
}

extension WireMessage.Content {
  fileprivate mutating func mutate(isFixed: Bool, _ random: inout RandomBits) {
    switch self {
    case .varint(let value):
      switch random.below(4) {
      case 0: self = .varint(value &+ UInt64(random.below(5)) &- 2)
      case 1: self = .varint(UInt64(random.below(24)))
      default: self = .varint(WireMessage.oddNumbers[random.below(WireMessage.oddNumbers.count)])
      }
    case .bytes(var bytes):
      let count = bytes.count
      if count > 0, count <= 64, count % 4 == 0, random.below(2) == 0 {
        // A number among several, as constants of axes and sizes are.
        let number = WireMessage.oddNumbers[random.below(WireMessage.oddNumbers.count)]
        let place = 4 * random.below(count / 4)
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: number).littleEndian) {
          bytes.replaceSubrange(place..<place + 4, with: $0)
        }
      } else {
        bytes.mutateFreely(&random)
      }
      if isFixed { bytes = Array((bytes + Array(repeating: 0xff, count: count)).prefix(count)) }
      self = .bytes(bytes)
    case .message(var message):
      message.mutate(&random)
      self = .message(message)
    }
  }
}
