// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

extension ElementType {
  /// The type of a number of TensorFlow's `DataType`; nil if it is not supported.
  ///
  /// Numbers from 101 on are references to a variable of the type 100 below.
  init?(dataType: Int32) {
    switch dataType > 100 ? dataType - 100 : dataType {
    case 1: self = .float32
    case 2: self = .float64
    case 3: self = .int32
    case 4: self = .uint8
    case 5: self = .int16
    case 6: self = .int8
    case 7: self = .string
    case 8: self = .complex64
    case 9: self = .int64
    case 10: self = .bool
    case 14: self = .bfloat16
    case 17: self = .uint16
    case 18: self = .complex128
    case 19: self = .float16
    case 20: self = .resource
    case 21: self = .variant
    case 22: self = .uint32
    case 23: self = .uint64
    case 24: self = .float8E5M2
    case 25: self = .float8E4M3FN
    default: return nil
    }
  }

  /// - Throws: if the type is not supported, naming the node.
  static func from(_ dataType: Int32, node: String) throws -> ElementType {
    guard let type = ElementType(dataType: dataType) else {
      throw importError(
        "its element type, TensorFlow's number \(dataType), is not supported; cast it in the model",
        node: node)
    }
    return type
  }
}

extension TFTensorShapeProto {
  /// Nil for unknown rank; dimensions that are known only when the model runs are nil.
  ///
  /// - Throws: where a dimension has more than 31 bits, which no tensor has.
  func partialShape(of node: String) throws -> [Int?]? {
    guard !unknownRank else { return nil }
    return try dim.map { dimension in
      guard dimension.size <= Int32.max else {
        throw importError("it has a dimension of \(dimension.size), which is too large", node: node)
      }
      return dimension.size < 0 ? nil : Int(dimension.size)
    }
  }

  /// The shape if it is fully known, no dimension has more than 31 bits and its element count does not
  /// overflow.
  var staticShape: Shape? {
    guard !unknownRank, dim.allSatisfy({ (0...Int64(Int32.max)).contains($0.size) }) else {
      return nil
    }
    let shape = Shape(dim.map { Int($0.size) })
    return shape.checkedElementCount == nil ? nil : shape
  }
}
