// SPDX-License-Identifier: Apache-2.0
import Operators

/// Every conversion there is, in alphabetical order.
let allConversions: [any TensorFlowConversion.Type] = [
  Add.self, AveragePool2D.self, BiasAddition.self, Concatenation.self, Constant.self,
  Conv2D.self, DepthwiseConv2D.self, ExpandDims.self, FullyConnected.self, Logistic.self,
  MaxPool2D.self, Mean.self, Mul.self, Pack.self, Pad.self, PadV2.self, PassThrough.self,
  Rank.self, Relu.self, Relu6.self, Reshape.self, ShapeOf.self, Slice.self, Softmax.self,
  Squeeze.self, StridedSlice.self, Sub.self, Tanh.self, Transpose.self,
]
