// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

/// How windows lie over volumes: the attributes of CONV_3D and of CONV_3D_TRANSPOSE.
package struct VolumeWindow: Sendable, Hashable {
  package var padding: Padding
  /// Along depth, height and width.
  package var strides: [Int]
  package var dilations: [Int]

  package init(padding: Padding, strides: [Int] = [1, 1, 1], dilations: [Int] = [1, 1, 1]) {
    self.padding = padding
    self.strides = strides
    self.dilations = dilations
  }

  init(_ view: borrowing Conv3DOptionsView) {
    padding = view.padding
    strides = [view.strideD, view.strideH, view.strideW]
    dilations = [view.dilationDFactor, view.dilationHFactor, view.dilationWFactor]
  }

  /// The windows of `weights`, whose first axes are depth, height and width, over a volume.
  ///
  /// - Throws: as ``WindowAxis``.
  func axes(
    over volume: Shape, _ weights: Shape
  ) throws(OperatorError) -> [WindowAxis] {
    var axes: [WindowAxis] = []
    for axis in 0..<3 {
      axes.append(
        try WindowAxis(
          input: volume[axis + 1], window: weights[axis], stride: strides[axis],
          dilation: dilations[axis], padding: padding))
    }
    return axes
  }
}
