// SPDX-License-Identifier: Apache-2.0
import GraphIR
import TensorCore

// Lite operators compute in float32. What a model holds in half precision is computed no worse in it;
// double precision is what shape arithmetic and constants that somebody forgot to cast come in.
extension Program {
  /// The program with all floating-point numbers of other sizes as float32, complex ones as complex64.
  ///
  /// Inputs and outputs are float32, too.
  package func inSinglePrecision() -> Program {
    var result = self
    for index in result.graphs.indices { result.graphs[index].makeSinglePrecision() }
    return result
  }
}

extension ElementType {
  fileprivate var inSinglePrecision: ElementType {
    switch self {
    case .float16, .bfloat16, .float64: .float32
    case .complex128: .complex64
    default: self
    }
  }
}

extension Graph {
  fileprivate mutating func makeSinglePrecision() {
    for index in values.indices {
      let id = ValueID(index: index)
      if self[id].type != self[id].type.inSinglePrecision { self[id] = self[id].inSinglePrecision }
    }
    for index in nodes.indices {
      if case .tensorFlow(let name, let attributes) = nodes[index].operation {
        nodes[index].operation = .tensorFlow(name, attributes.mapValues(\.inSinglePrecision))
      }
    }
  }
}

extension Attribute {
  fileprivate var inSinglePrecision: Attribute {
    switch self {
    case .type(let type): .type(type.inSinglePrecision)
    case .tensor(let value): .tensor(value.inSinglePrecision)
    case .list(let list): .list(list.map(\.inSinglePrecision))
    default: self
    }
  }
}

extension Value {
  fileprivate var inSinglePrecision: Value {
    var value = self
    value.type = type.inSinglePrecision
    guard let constant, value.type != type else { return value }
    switch type {
    case .float16: value.constant = constant.floats { Float(Float16(bitPattern: $0)) }
    case .bfloat16:
      value.constant = constant.floats { Float(bitPattern: UInt32($0 as UInt16) << 16) }
    default: value.constant = constant.floats { (number: Double) in number.inSinglePrecision }
    }
    return value
  }
}

extension Double {
  /// The nearest number of single precision; the greatest for those beyond, which were not infinite,
  /// and the least for those that were not 0: models take their logarithms.
  fileprivate var inSinglePrecision: Float {
    let nearest = Float(self)
    guard isFinite, self != 0 else { return nearest }
    let magnitude = min(
      max(nearest.magnitude, .leastNormalMagnitude), .greatestFiniteMagnitude)
    return self < 0 ? -magnitude : magnitude
  }
}

extension ConstantData {
  /// As many numbers of single precision, each made from one of `Element`.
  fileprivate func floats<Element: BitwiseCopyable>(
    _ convert: (Element) -> Float
  ) -> ConstantData {
    let stride = MemoryLayout<Element>.stride
    let count = bytes.count / stride
    return ConstantData(byteCount: 4 * count) { result in
      for index in 0..<count {
        let element = bytes.loadUnaligned(fromByteOffset: index * stride, as: Element.self)
        result.storeBytes(of: convert(element), toByteOffset: 4 * index, as: Float.self)
      }
    }
  }
}
