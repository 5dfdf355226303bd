// SPDX-License-Identifier: Apache-2.0
import ArrayFiles
import TensorCore

extension NumPyArray {
  /// The same numbers in another type: any real numbers as float32, integers as other integers.
  ///
  /// Floats are rounded to the nearest float32.
  /// - Returns: nil where an integer does not fit, or where the types are other than these.
  package func cast(to target: ElementType) -> NumPyArray? {
    if type == target { return self }
    switch target {
    case .float32: return floats.map { array($0, target) }
    case .int64: return integers.map { array($0, target) }
    case .int32: return integers.flatMap { narrowed($0, to: Int32.self) }
    case .int16: return integers.flatMap { narrowed($0, to: Int16.self) }
    case .int8: return integers.flatMap { narrowed($0, to: Int8.self) }
    case .uint8: return integers.flatMap { narrowed($0, to: UInt8.self) }
    default: return nil
    }

    func narrowed<Narrow: FixedWidthInteger & BitwiseCopyable>(
      _ numbers: [Int64], to _: Narrow.Type
    ) -> NumPyArray? {
      let fitting = numbers.compactMap { Narrow(exactly: $0) }
      return fitting.count == numbers.count ? array(fitting, target) : nil
    }
  }

  private func array<Element: BitwiseCopyable>(
    _ elements: [Element], _ type: ElementType
  ) -> NumPyArray {
    NumPyArray(type: type, shape: shape, bytes: elements.withUnsafeBytes { Array($0) })
  }

  private var floats: [Float]? {
    switch type {
    case .float64: elements(as: Double.self).map(Float.init)
    case .float16: elements(as: Float16.self).map(Float.init)
    case .uint64: elements(as: UInt64.self).map(Float.init)
    default: integers?.map(Float.init)
    }
  }

  private var integers: [Int64]? {
    switch type {
    case .int64: elements(as: Int64.self)
    case .int32: elements(as: Int32.self).map(Int64.init)
    case .uint32: elements(as: UInt32.self).map(Int64.init)
    case .int16: elements(as: Int16.self).map(Int64.init)
    case .uint16: elements(as: UInt16.self).map(Int64.init)
    case .int8: elements(as: Int8.self).map(Int64.init)
    case .uint8, .bool: elements(as: UInt8.self).map(Int64.init)
    default: nil
    }
  }
}
