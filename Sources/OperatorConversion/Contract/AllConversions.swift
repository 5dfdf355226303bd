// SPDX-License-Identifier: Apache-2.0
import Operators

/// Every conversion beside ``namedConversions``, in alphabetical order.
let allConversions: [any TensorFlowConversion.Type] = [
  ActivationDerivative.self, ArgMax.self, ArgMin.self, AudioSpectrogram.self, AveragePool2D.self,
  AveragePoolGradient.self, BandPart.self, BatchMatMul.self, BatchNormalization.self,
  BatchNormalizationGradient.self, BiasAddition.self, BiasDerivative.self, BoxSelection.self,
  BroadcastGradientAxes.self, Bucketize.self, Cast.self, ChannelFakeQuant.self,
  CheckOfInfinity.self, ComplexNumber.self, Concatenation.self, Constant.self,
  ContrastAdjustment.self, Conv2D.self, Conv3D.self, Conv3DTranspose.self, CrossEntropy.self,
  Cumsum.self, DepthToSpace.self, DepthwiseConv2D.self, DepthwiseFilterGradient.self,
  DepthwiseInputGradient.self, DiagonalMatrix.self, DiagonalPart.self, DivisionWithoutNaN.self,
  EinsteinSum.self, ElementCount.self, ErrorFunction.self, ErrorFunctionComplement.self,
  EuclideanNorm.self, ExponentialLessOne.self, FakeQuant.self, FilterGradient.self,
  FullyConnected.self, Gather.self, GuardedLogarithm.self, GuardedProduct.self, HalfOfSquares.self,
  HyperbolicCosine.self, HyperbolicSine.self, InversePermutation.self, JoinedPlaces.self,
  LeakyRelu.self, LocalResponseNormalization.self, LogarithmOfOneMore.self, LookupTable.self,
  LookupTableContents.self, LookupTableFind.self, LookupTableSize.self, MaxPool2D.self,
  MaxPoolGradient.self, Mean.self, Mfcc.self, MirrorPad.self, MirrorPadGradient.self,
  Multinomial.self, NewTensorList.self, NotANumber.self, OneHot.self, OnesLike.self,
  OptimizerStep.self, Pack.self, PassThrough.self, RandomStandardNormal.self, RandomUniform.self,
  Reciprocal.self, ReduceAll.self, ReduceAny.self, ReduceMax.self, ReduceMin.self, ReduceProd.self,
  ResizeBilinear.self, ResizeGradient.self, ResizeNearestNeighbor.self, RestoredTensors.self,
  ReverseSequence.self, Rfft2D.self, Roll.self, SavedTensors.self, ScaledExponentialLinearUnit.self,
  ScatterUpdate.self, ShapeOf.self, ShapesOfMany.self, SliceGradient.self, Softmax.self,
  Softplus.self, Softsign.self, SpaceToDepth.self, Split.self, SplitV.self, Square.self,
  Squeeze.self, StitchedRows.self, StridedSlice.self, Sum.self, Tangent.self, TensorListEnd.self,
  TensorListJoin.self, TensorListReading.self, TensorListSize.self, TensorListWriting.self,
  TransposeConv.self, TruncatedDivision.self, TruncatedRemainder.self, Unique.self, Unpack.self,
  VariableAssignment.self, VariableHandle.self, VariableReading.self, VariableRows.self,
  VariableShape.self, WholeTensorList.self, WithDiagonal.self,
]
