// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How a window slides along one spatial dimension.
package struct WindowAxis: Sendable, Hashable {
  package let input: Int
  package let window: Int
  package let stride: Int
  package let dilation: Int
  package let output: Int
  /// Elements of padding before the first; the rest, if any, comes after the last.
  package let padBefore: Int
  /// How far input elements lie apart: 1, or more in a transposed convolution.
  package let spread: Int

  /// The output size and padding that TensorFlow derives.
  ///
  /// SAME: `output = ⌈input / stride⌉`, the missing elements are split evenly, an odd one goes
  /// after. VALID: `output = ⌊(input − reach) / stride⌋ + 1` with `reach = (window − 1) · dilation + 1`.
  /// - Throws: if a size, stride or dilation is not positive, the window is larger than an unpadded
  ///   input, or the padded input is longer than an `Int` counts.
  package init(
    input: Int, window: Int, stride: Int, dilation: Int = 1, padding: Padding
  ) throws(OperatorError) {
    guard stride > 0, stride <= Int32.max, dilation > 0, dilation <= Int32.max else {
      throw OperatorError("stride \(stride) or dilation \(dilation) is not positive")
    }
    guard window > 0, window <= Int32.max, input >= 0, input <= Int32.max else {
      throw OperatorError("window \(window) over \(input) elements: both must be positive")
    }
    self.input = input
    self.window = window
    let stride = min(stride, max(input, 1))  // All larger ones give a single output.
    self.stride = stride
    self.dilation = dilation
    spread = 1
    let wideReach = Int64(window - 1) * Int64(dilation) + 1
    // Paddings, spans and positions are all below twice this sum.
    guard Int64(input) + wideReach <= Int64(Int.max / 2) else {
      throw OperatorError("window reaches over \(wideReach) elements, which are too many")
    }
    let reach = Int(wideReach)
    switch padding {
    case .same:
      output = (input + stride - 1) / stride
      padBefore = max(0, (output - 1) * stride + reach - input) / 2
    case .valid:
      guard input >= reach else {
        throw OperatorError("window reaches over \(reach) elements, the input has \(input)")
      }
      output = (input - reach) / stride + 1
      padBefore = 0
    }
  }

  /// How many elements the windows span, from the first's start to the last's end.
  package var span: Int { max(0, output - 1) * stride + (window - 1) * dilation + 1 }

  /// Elements of padding that the windows reach after the last input element.
  package var padAfter: Int { max(0, span - padBefore - input) }

  /// The axis of a transposed convolution with `output` elements: a window of stride 1 over inputs
  /// that lie `stride` apart.
  ///
  /// It undoes the convolution of that stride and padding from `output` elements.
  /// - Throws: if a size or stride is not positive, or the window is larger than an unpadded output.
  package init(
    transposing input: Int, window: Int, stride: Int, output: Int, padding: Padding
  ) throws(OperatorError) {
    guard output > 0 else { throw OperatorError("output size \(output) is not positive") }
    let forward = try WindowAxis(input: output, window: window, stride: stride, padding: padding)
    guard forward.output == input else {
      throw OperatorError(
        "output size \(output) does not fit input size \(input): it is that of \(forward.output)")
    }
    self.input = input
    self.window = window
    self.stride = 1
    dilation = 1
    self.output = output
    spread = stride
    padBefore = window - 1 - forward.padBefore
  }

  /// The axis of a transposed convolution of which `cut` elements of the result are left out, half of
  /// them, rounded down, before the first.
  ///
  /// - Throws: if a size or stride is not positive, or nothing is left.
  package init(
    transposing input: Int, window: Int, stride: Int, cut: Int
  ) throws(OperatorError) {
    guard input > 0, input <= Int32.max, window > 0, window <= Int32.max, stride > 0,
      stride <= Int32.max, cut < window
    else {
      throw OperatorError(
        "window \(window) and stride \(stride) over \(input) elements: all must be positive")
    }
    let output = Int64(input - 1) * Int64(stride) + Int64(window - cut)
    guard output <= Int64(Int.max / 2) else {
      throw OperatorError("stride \(stride) spreads \(input) elements too far")
    }
    self.input = input
    self.window = window
    self.stride = 1
    dilation = 1
    self.output = Int(output)
    spread = stride
    padBefore = window - 1 - cut / 2
  }
}
