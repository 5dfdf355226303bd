// SPDX-License-Identifier: Apache-2.0
import Operators

/// Every conversion there is, in alphabetical order.
let allConversions: [any TensorFlowConversion.Type] = [
  Abs.self, Add.self, AddN.self, ArgMax.self, ArgMin.self, AveragePool2D.self, BandPart.self,
  BatchMatMul.self, BatchNormalization.self, BatchToSpaceND.self, BiasAddition.self,
  BroadcastArgs.self, BroadcastTo.self, Bucketization.self, Cast.self, Ceil.self,
  CheckOfInfinity.self, ComplexAbs.self, Concatenation.self, Constant.self, ContrastAdjustment.self,
  Conv2D.self, Cos.self, CrossEntropy.self, Cumsum.self, DepthToSpace.self, DepthwiseConv2D.self,
  DiagonalMatrix.self, DiagonalPart.self, Div.self, DivisionWithoutNaN.self, EinsteinSum.self,
  Elu.self, Equal.self, ErrorFunction.self, ErrorFunctionComplement.self, EuclideanNorm.self,
  Exp.self, ExpandDims.self, ExponentialLessOne.self, Fill.self, Floor.self, FloorDiv.self,
  FloorMod.self, FullyConnected.self, Gather.self, GatherND.self, Greater.self, GreaterEqual.self,
  GuardedLogarithm.self, GuardedProduct.self, HalfOfSquares.self, HyperbolicCosine.self,
  HyperbolicSine.self, Imag.self, InversePermutation.self, LeakyRelu.self, Less.self,
  LessEqual.self, LocalResponseNormalization.self, Log.self, LogarithmOfOneMore.self,
  LogicalAnd.self, LogicalNot.self, LogicalOr.self, Logistic.self, LogSoftmax.self, MatrixDiag.self,
  MatrixSetDiag.self, Maximum.self, MaxPool2D.self, Mean.self, Minimum.self, MirrorPad.self,
  Mul.self, Neg.self, NotANumber.self, NotEqual.self, NumberRange.self, OneHot.self, OnesLike.self,
  Pack.self, Pad.self, PadV2.self, PassThrough.self, Pow.self, Rank.self, Real.self,
  Reciprocal.self, ReduceAll.self, ReduceAny.self, ReduceMax.self, ReduceMin.self, ReduceProd.self,
  Relu.self, Relu6.self, Reshape.self, ResizeBilinear.self, ResizeNearestNeighbor.self,
  ReverseSequence.self, ReverseV2.self, Rfft2D.self, Roll.self, Round.self, Rsqrt.self,
  ScaledExponentialLinearUnit.self, ScatterND.self, ScatterUpdate.self, SegmentSum.self,
  Select.self, SelectV2.self, ShapeOf.self, Sign.self, Sin.self, ElementCount.self, Slice.self,
  Softmax.self, Softplus.self, Softsign.self, SpaceToBatchND.self, SpaceToDepth.self, Split.self,
  SplitV.self, Sqrt.self, Square.self, SquaredDifference.self, Squeeze.self, StridedSlice.self,
  Sub.self, Sum.self, Tangent.self, Tanh.self, Tile.self, TopKV2.self, Transpose.self,
  TransposeConv.self, TruncatedDivision.self, TruncatedRemainder.self, Unique.self, Unpack.self,
  Where.self, WithDiagonal.self, ZerosLike.self,
]
