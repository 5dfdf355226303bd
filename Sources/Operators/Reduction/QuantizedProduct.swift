// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// Products of int8 and int16 over some axes, bit-exact with TensorFlow Lite's reference.
///
/// `y = clamp(y₀ + M · (… M · (M · (x₁ − x₀)(x₂ − x₀)) (x₃ − x₀) …))` with
/// `M = x scale / y scale^(1/n)`, each product rescaled by a 16-bit mantissa and rounded once. A
/// product that 32 bits do not hold, where the reference loses its upper ones, is taken in real
/// numbers instead.
struct QuantizedProduct {
  private let axes: ReducedAxes

  init(_ axes: ReducedAxes) {
    self.axes = axes
  }

  /// Each result's elements are found by the positions of the input's rows.
  func evaluation(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let x = try input.uniformQuantization("input")
    let y = try output.uniformQuantization("output")
    let count = axes.reducedCount(input.shape)
    let root = count > 0 ? Elementary.pow(Double(y.scale), 1 / Double(count)) : 1
    let factor = Double(x.scale) / root
    let multiplier = FixedPointMultiplier(factor)
    let range = output.type.integerRange!
    let parameters = PreparedBuffer(
      linnet_quantized_product(
        factor: factor, zero_point: x.zeroPoint, mantissa: multiplier.mantissa,
        shift: multiplier.shift,
        y_offset: y.zeroPoint, low: range.lowerBound, high: range.upperBound))
    let resultCount = output.elementCount
    let places = try context.buffer(
      byteCount: (resultCount * count).saturatingProduct(MemoryLayout<Int32>.size))
    axes.write(elementOrderOf: input.shape, count: count, to: places.elements())
    let isWide = input.type == .int16
    let (xSlot, ySlot) = (input.slot, output.slot)
    return Evaluation(kernel: isWide ? "s16_quantized_product" : "s8_quantized_product") {
      (tensors: TensorTable) throws(OperatorError) in
      let values = parameters.elements(as: linnet_quantized_product.self)
      for result in 0..<resultCount {
        let own = places.elements(as: Int32.self) + result * count
        if isWide {
          tensors.elements(ySlot, as: Int16.self)[result] = Int16(
            truncatingIfNeeded: linnet_s16_product(
              tensors.elements(xSlot), own, count, values))
        } else {
          tensors.elements(ySlot, as: Int8.self)[result] = Int8(
            truncatingIfNeeded: linnet_s8_product(tensors.elements(xSlot), own, count, values))
        }
      }
    }
  }
}

extension ReducedAxes {
  /// For each result in order, the places in the input of the `count` elements that make it.
  fileprivate func write(
    elementOrderOf input: Shape, count: Int, to places: UnsafeMutablePointer<Int32>
  ) {
    let walk = walk(input)
    var found = [Int](repeating: 0, count: resultShape.elementCount)
    for row in 0..<walk.rowCount {
      let start = walk.start(of: row)
      for element in 0..<walk.rowLength {
        let result = start + element * walk.step
        places[result * count + found[result]] = Int32(row * walk.rowLength + element)
        found[result] += 1
      }
    }
  }
}
