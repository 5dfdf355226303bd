// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import LiteWriter
import Operators

extension Pooling {
  /// The options that pools share.
  var options: any OptionsValue {
    Pool2DOptionsValue(
      padding: padding, strideW: strideWidth, strideH: strideHeight, filterWidth: filterWidth,
      filterHeight: filterHeight, fusedActivationFunction: activation.function)
  }
}
