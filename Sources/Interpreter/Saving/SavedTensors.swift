// SPDX-License-Identifier: Apache-2.0
#if !COMMON_OPERATORS_ONLY
  import LiteFormat
  import Operators
  import TensorCore

  /// Tensors by their names in a ``SavedTable``, as TensorFlow's first format of checkpoints has them.
  ///
  /// Values are messages as protocol buffers are stored. That of the empty key says of each tensor its name,
  /// shape, type, and which part of it is saved: field 1, in which field 1 is a tensor with the fields 1 to
  /// 4. Each other one holds the elements of a part: field 2, with the name as field 1, the part as field 2,
  /// and the elements as a list in field 3. Their keys are a 0, the name, the number of axes, and first
  /// element and length along each, so written that their order is that of the bytes.
  ///
  /// Source: TensorFlow's `saved_tensor_slice.proto`, `tensor_slice.proto`, `tensor.proto`; its ordered code.
  enum SavedTensors {
    /// How elements of a type are stored.
    struct Encoding {
      /// TensorFlow's number of the type.
      let number: UInt64
      /// The field of a tensor that lists them.
      let field: UInt64
      /// Bytes of each; nil for numbers of seven bits in a byte.
      let width: Int?

      /// - Returns: nil for types that are not saved.
      init?(_ type: ElementType) {
        switch type {
        case .float32: (number, field, width) = (1, 5, 4)
        case .float64: (number, field, width) = (2, 6, 8)
        case .int32: (number, field, width) = (3, 7, nil)
        case .uint8: (number, field, width) = (4, 7, nil)
        case .int16: (number, field, width) = (5, 7, nil)
        case .int8: (number, field, width) = (6, 7, nil)
        case .int64: (number, field, width) = (9, 10, nil)
        case .bool: (number, field, width) = (10, 11, nil)
        case .uint16: (number, field, width) = (17, 7, nil)
        case .float16: (number, field, width) = (19, 13, nil)
        default: return nil
        }
      }
    }

    /// A tensor to be saved.
    struct Tensor {
      let name: [UInt8]
      let type: ElementType
      let shape: Shape
      let elements: UnsafeRawBufferPointer
    }

    // MARK: Writing

    /// The file of some tensors, in the order of their names.
    static func file(of tensors: [Tensor]) -> [UInt8] {
      var table = SavedTableWriter()
      var overview: [UInt8] = []
      for tensor in tensors { overview.append(field: 1, description(of: tensor)) }
      // The version of those who write, and that any reader will do.
      overview.append(field: 2, [8, 1])
      table.append([], [UInt8](field: 1, overview))
      for tensor in tensors {
        var part = [UInt8](field: 1, tensor.name)
        part.append(field: 2, whole(tensor.shape))
        part.append(field: 3, elements(of: tensor))
        table.append(key(of: tensor), [UInt8](field: 2, part))
      }
      // All other keys begin with 0.
      return table.finish(end: [1])
    }

    private static func description(of tensor: Tensor) -> [UInt8] {
      var shape: [UInt8] = []
      for size in tensor.shape.dimensions {
        var axis: [UInt8] = []
        if size != 0 {
          axis = [8]
          axis.append(number: UInt64(size))
        }
        shape.append(field: 2, axis)
      }
      var message = [UInt8](field: 1, tensor.name)
      message.append(field: 2, shape)
      message.append(3 << 3)
      message.append(number: Encoding(tensor.type)!.number)
      message.append(field: 4, whole(tensor.shape))
      return message
    }

    /// All of a tensor: an empty extent for each axis.
    private static func whole(_ shape: Shape) -> [UInt8] {
      var part: [UInt8] = []
      for _ in shape.dimensions { part.append(field: 1, []) }
      return part
    }

    private static func key(of tensor: Tensor) -> [UInt8] {
      var key: [UInt8] = [0]
      for byte in tensor.name {
        key.append(byte)
        if byte == 0 { key.append(0xFF) }
        if byte == 0xFF { key.append(0) }
      }
      key += [0, 1] + (tensor.shape.rank == 0 ? [0] : [1, UInt8(tensor.shape.rank)])
      // From element 0 on, and −1 as length, which is all.
      for _ in tensor.shape.dimensions { key += [0x80, 0x7F] }
      return key
    }

    private static func elements(of tensor: Tensor) -> [UInt8] {
      let encoding = Encoding(tensor.type)!
      guard !tensor.elements.isEmpty else { return [] }
      guard encoding.width == nil else {
        return [UInt8](field: encoding.field, Array(tensor.elements))
      }
      var list: [UInt8] = []
      for index in 0..<tensor.shape.elementCount {
        list.append(number: integer(index, of: tensor))
      }
      return [UInt8](field: encoding.field, list)
    }

    /// The bits of an element, with its sign in all upper ones.
    private static func integer(_ index: Int, of tensor: Tensor) -> UInt64 {
      func load<Element: FixedWidthInteger>(_: Element.Type) -> UInt64 {
        UInt64(
          truncatingIfNeeded: tensor.elements.load(
            fromByteOffset: index * MemoryLayout<Element>.size, as: Element.self))
      }
      switch tensor.type {
      case .int64: return load(Int64.self)
      case .int32: return load(Int32.self)
      case .int16: return load(Int16.self)
      case .int8: return load(Int8.self)
      case .uint16, .float16: return load(UInt16.self)
      default: return load(UInt8.self)
      }
    }
  }

  extension [UInt8] {
    /// A field that is stored behind its length.
    fileprivate init(field number: UInt64, _ bytes: [UInt8]) {
      self = []
      append(field: number, bytes)
    }

    fileprivate mutating func append(field number: UInt64, _ bytes: [UInt8]) {
      append(number: number << 3 | 2)
      append(number: UInt64(bytes.count))
      self += bytes
    }
  }
#endif
