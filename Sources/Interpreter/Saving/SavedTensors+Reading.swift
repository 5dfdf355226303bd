// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import LiteFormat
  import Operators
  import TensorCore

  /// What a file of ``SavedTensors`` has under a name.
  struct SavedTensor {
    /// TensorFlow's number of its type.
    private(set) var typeNumber: UInt64 = 0
    private(set) var dimensions: [Int] = []
    /// Where the message with its elements is; nil if there is none of the whole tensor.
    private(set) var elements: Range<Int>?

    /// - Returns: nil where the file has no tensor of the name.
    /// - Throws: where the file is damaged.
    init?(named name: [UInt8], in bytes: RawSpan) throws(FormatError) {
      var found = SavedTensor()
      var isFound = false
      try SavedTableReader(bytes).forEachValue { (bytes, value) throws(FormatError) in
        let value = try bytes.fields(in: value)
        if let overview = value.last(1)?.range {
          for tensor in try bytes.fields(in: overview).all(1) {
            let fields = try bytes.fields(in: tensor.range)
            guard bytes.holds(name, in: fields) else { continue }
            isFound = true
            found.typeNumber = fields.last(3)?.value ?? 0
            found.dimensions = try bytes.dimensions(in: fields.last(2)?.range ?? 0..<0)
          }
          return !isFound
        }
        guard let part = value.last(2)?.range else { return false }
        let fields = try bytes.fields(in: part)
        guard bytes.holds(name, in: fields) else { return false }
        found.elements =
          try bytes.isWhole(fields.last(2)?.range ?? 0..<0)
          ? fields.last(3)?.range ?? 0..<0 : nil
        return true
      }
      guard isFound else { return nil }
      self = found
    }

    private init() {}

    /// Writes the elements of a tensor of so many to `target`.
    ///
    /// - Throws: where the file has another number of them, or one that the type does not have.
    func copy(
      _ range: Range<Int>, of bytes: RawSpan, as type: ElementType, count: Int,
      to target: UnsafeMutableRawPointer
    ) throws(FormatError) {
      let encoding = SavedTensors.Encoding(type)!
      let size = type.byteCount(of: 1)!
      var index = 0
      func put(_ number: UInt64) throws(FormatError) {
        guard index < count else { throw SavedTableReader.damage }
        withUnsafeBytes(of: number.littleEndian) {
          (target + index * size).copyMemory(from: $0.baseAddress!, byteCount: size)
        }
        index += 1
      }
      for field in try bytes.fields(in: range).all(encoding.field) {
        guard !field.isNumber else {
          try put(field.value)
          continue
        }
        var position = field.range.lowerBound
        while position < field.range.upperBound {
          guard let width = encoding.width else {
            try put(bytes.wireNumber(at: &position, before: field.range.upperBound))
            continue
          }
          guard width <= field.range.upperBound - position else { throw SavedTableReader.damage }
          try put(bytes.unsignedInteger(at: position, byteCount: width))
          position += width
        }
      }
      guard index == count else { throw SavedTableReader.damage }
    }
  }

  /// The fields of a message, in order.
  private struct MessageFields {
    let fields: [WireField]

    func all(_ number: UInt64) -> [WireField] { fields.filter { $0.number == number } }
    func last(_ number: UInt64) -> WireField? { all(number).last }
  }

  extension RawSpan {
    fileprivate func fields(in message: Range<Int>) throws(FormatError) -> MessageFields {
      var fields: [WireField] = []
      var position = message.lowerBound
      while position < message.upperBound {
        fields.append(try wireField(at: &position, before: message.upperBound))
      }
      return MessageFields(fields: fields)
    }

    /// Whether field 1 is this text.
    fileprivate func holds(_ name: [UInt8], in fields: MessageFields) -> Bool {
      let range = fields.last(1)?.range ?? 0..<0
      guard range.count == name.count else { return false }
      for index in 0..<name.count
      where load(UInt8.self, at: range.lowerBound + index) != name[index] { return false }
      return true
    }

    /// The sizes that a message for a shape says.
    fileprivate func dimensions(in message: Range<Int>) throws(FormatError) -> [Int] {
      var dimensions: [Int] = []
      for axis in try fields(in: message).all(2) {
        let size = try fields(in: axis.range).last(1)?.value ?? 0
        guard let size = Int(exactly: size) else { throw SavedTableReader.damage }
        dimensions.append(size)
      }
      return dimensions
    }

    /// Whether a part of a tensor is all of it: none of its extents has a length.
    fileprivate func isWhole(_ part: Range<Int>) throws(FormatError) -> Bool {
      for extent in try fields(in: part).all(1)
      where try fields(in: extent.range).last(2) != nil { return false }
      return true
    }
  }
#endif
