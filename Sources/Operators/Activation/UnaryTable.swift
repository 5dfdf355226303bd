// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

extension UnaryKernel {
  /// A function of one 8-bit integer as a table of its 256 values.
  ///
  /// - Parameter function: the value for an element and the result for it; both in the type's
  ///   range, the result clamped to it here.
  package static func table(
    _ type: ElementType, _ function: (Int32) throws(OperatorError) -> Int32
  ) throws(OperatorError) -> UnaryKernel {
    let range = type.integerRange!
    let buffer = PreparedBuffer(byteCount: 256)
    let table = buffer.elements(as: UInt8.self)
    for x in range {
      let y = min(max(try function(x), range.lowerBound), range.upperBound)
      table[Int(x & 0xff)] = UInt8(truncatingIfNeeded: y)
    }
    return lookUp(in: UnsafeRawBufferPointer(start: buffer.base, count: 256))
  }

  /// `y = table[x]` for 8-bit `x` taken as unsigned.
  ///
  /// - Parameter table: 256 bytes, which are copied.
  package static func lookUp(in table: UnsafeRawBufferPointer) -> UnaryKernel {
    precondition(table.count == 256)
    let buffer = PreparedBuffer(byteCount: 256)
    buffer.base.copyMemory(from: table.baseAddress!, byteCount: 256)
    return selected(LINNET_X8_TABLE, buffer)
  }

  /// A real function of one 8-bit quantized integer, as the reference tabulates it.
  ///
  /// `y = clamp(round(f(x scale · (x − x₀)) · (1 / y scale)) + y₀)` in single precision, halves away
  /// from zero; `f` itself is rounded to single precision from double.
  package static func realTable(
    _ input: Operand, _ output: Operand, _ function: TabulatedFunction<Float>
  ) throws(OperatorError) -> UnaryKernel {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    let inverse = 1 / y.scale
    return try table(input.type) { (element: Int32) throws(OperatorError) in
      let value = function.value(x.scale * Float(element - x.zeroPoint)) * inverse
      let rounded = value.rounded(.toNearestOrAwayFromZero) + Float(y.zeroPoint)
      return Int32(saturating: Double(rounded), within: -65536...65536)
    }
  }

  /// A real function of one quantized int16, as the reference tabulates it: at 512 steps and the
  /// end, each corrected by half the error that the line makes at the step's middle.
  package static func interpolatedTable(
    _ input: Operand, _ output: Operand, _ function: TabulatedFunction<Float>
  ) throws(OperatorError) -> UnaryKernel {
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    let buffer = PreparedBuffer(byteCount: 513 * MemoryLayout<Int16>.size)
    fillInterpolatedTable(
      buffer.elements(), inputScale: x.scale, outputScale: y.scale, function)
    return UnaryKernel("s16_table", s16_table, buffer)
  }
}

/// A real function that is tabulated.
///
/// An object: what takes a closure is compiled for each closure.
package final class TabulatedFunction<Real: BinaryFloatingPoint> {
  let value: (Real) -> Real

  package init(_ value: @escaping (Real) -> Real) {
    self.value = value
  }
}

/// Fills 513 points of a function of int16, all arithmetic in the precision of `Real`.
///
/// - Parameter inputZeroPoint, outputZeroPoint: as the reference's; 0 but for the tables inside of
///   SOFTMAX.
package func fillInterpolatedTable<Real: BinaryFloatingPoint>(
  _ table: UnsafeMutablePointer<Int16>, inputScale: Real, inputZeroPoint: Int = 0,
  outputScale: Real, outputZeroPoint: Int = 0, _ function: TabulatedFunction<Real>
) {
  let inputLeast = inputScale * Real(-32768 - inputZeroPoint)
  let inputLargest = inputScale * Real(32767 - inputZeroPoint)
  let outputLeast = outputScale * Real(-32768 - outputZeroPoint)
  let outputLargest = outputScale * Real(32767 - outputZeroPoint)
  let step = (inputLargest - inputLeast) / 512
  let halfStep = step / 2
  let factor = 65536 / (outputLargest - outputLeast)
  func rounded(_ value: Real) -> Real { value.rounded(.toNearestOrAwayFromZero) }
  func clamped(_ value: Real) -> Int16 {
    Int16(Int32(saturating: Double(value), within: -32768...32767))
  }
  for i in 0..<512 {
    let value = function.value(inputLeast + Real(i) * step)
    let middle = function.value(inputLeast + Real(i) * step + halfStep)
    let next = function.value(inputLeast + Real(i + 1) * step)
    let sample = rounded(value * factor)
    let line = rounded((next * factor + rounded(value * factor)) / 2)
    let error = line - rounded(middle * factor)
    table[i] = clamped(sample - rounded(error / 2))
  }
  table[512] = clamped(rounded(function.value(inputLargest) * factor))
}
