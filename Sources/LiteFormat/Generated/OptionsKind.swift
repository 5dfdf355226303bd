// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

import TensorCore

/// A table of operator options: a member of the union `BuiltinOptions` or `BuiltinOptions2`.
package enum OptionsKind: UInt8, CaseIterable, Sendable {
  case conv2D = 1
  case depthwiseConv2D = 2
  case concatEmbeddings = 3
  case lshProjection = 4
  case pool2D = 5
  case svdf = 6
  case rnn = 7
  case fullyConnected = 8
  case softmax = 9
  case concatenation = 10
  case add = 11
  case l2Norm = 12
  case localResponseNormalization = 13
  case lstm = 14
  case resizeBilinear = 15
  case call = 16
  case reshape = 17
  case skipGram = 18
  case spaceToDepth = 19
  case embeddingLookupSparse = 20
  case mul = 21
  case pad = 22
  case gather = 23
  case batchToSpaceND = 24
  case spaceToBatchND = 25
  case transpose = 26
  case reducer = 27
  case sub = 28
  case div = 29
  case squeeze = 30
  case sequenceRNN = 31
  case stridedSlice = 32
  case exp = 33
  case topKV2 = 34
  case split = 35
  case logSoftmax = 36
  case cast = 37
  case dequantize = 38
  case maximumMinimum = 39
  case argMax = 40
  case less = 41
  case neg = 42
  case padV2 = 43
  case greater = 44
  case greaterEqual = 45
  case lessEqual = 46
  case select = 47
  case slice = 48
  case transposeConv = 49
  case sparseToDense = 50
  case tile = 51
  case expandDims = 52
  case equal = 53
  case notEqual = 54
  case shape = 55
  case pow = 56
  case argMin = 57
  case fakeQuant = 58
  case pack = 59
  case logicalOr = 60
  case oneHot = 61
  case logicalAnd = 62
  case logicalNot = 63
  case unpack = 64
  case floorDiv = 65
  case square = 66
  case zerosLike = 67
  case fill = 68
  case bidirectionalSequenceLSTM = 69
  case bidirectionalSequenceRNN = 70
  case unidirectionalSequenceLSTM = 71
  case floorMod = 72
  case range = 73
  case resizeNearestNeighbor = 74
  case leakyRelu = 75
  case squaredDifference = 76
  case mirrorPad = 77
  case abs = 78
  case splitV = 79
  case unique = 80
  case reverseV2 = 81
  case addN = 82
  case gatherNd = 83
  case cos = 84
  case `where` = 85
  case rank = 86
  case reverseSequence = 87
  case matrixDiag = 88
  case quantize = 89
  case matrixSetDiag = 90
  case hardSwish = 91
  case `if` = 92
  case `while` = 93
  case depthToSpace = 94
  case nonMaxSuppressionV4 = 95
  case nonMaxSuppressionV5 = 96
  case scatterNd = 97
  case selectV2 = 98
  case densify = 99
  case segmentSum = 100
  case batchMatMul = 101
  case cumsum = 102
  case callOnce = 103
  case broadcastTo = 104
  case rfft2d = 105
  case conv3D = 106
  case hashtable = 107
  case hashtableFind = 108
  case hashtableImport = 109
  case hashtableSize = 110
  case varHandle = 111
  case readVariable = 112
  case assignVariable = 113
  case random = 114
  case bucketize = 115
  case gelu = 116
  case dynamicUpdateSlice = 117
  case unsortedSegmentProd = 118
  case unsortedSegmentMax = 119
  case unsortedSegmentMin = 120
  case unsortedSegmentSum = 121
  case aTan2 = 122
  case sign = 123
  case bitcast = 124
  case bitwiseXor = 125
  case rightShift = 126
  case stablehloConcatenate = 127
  case stablehloBroadcastInDim = 128
  case stablehloSlice = 129
  case stablehloConvolution = 130
  case stablehloCustomCall = 131
  case stablehloReduce = 132
  case stablehloScatter = 133
  case stablehloCompare = 134
  case stablehloDynamicSlice = 135
  case stablehloPad = 136
  case stablehloIota = 137
  case stablehloDotGeneral = 138
  case stablehloReduceWindow = 139
  case stablehloSort = 140
  case stablehloWhile = 141
  case stablehloGather = 142
  case stablehloTranspose = 143
  case dilate = 144
  case stablehloRngBitGenerator = 145
  case reduceWindow = 146
  case stableHLOComposite = 147
  case stablehloShiftLeft = 148
  case stablehloCase = 149

  /// How many members the first union has.
  package static var firstUnionCount: Int { 126 }

  /// The table's name in the format.
  package var name: String { Self.names.word(Int(rawValue) - 1) }

  private static let names: StaticString = """
    Conv2DOptions DepthwiseConv2DOptions ConcatEmbeddingsOptions LSHProjectionOptions \
    Pool2DOptions SVDFOptions RNNOptions FullyConnectedOptions SoftmaxOptions \
    ConcatenationOptions AddOptions L2NormOptions LocalResponseNormalizationOptions \
    LSTMOptions ResizeBilinearOptions CallOptions ReshapeOptions SkipGramOptions \
    SpaceToDepthOptions EmbeddingLookupSparseOptions MulOptions PadOptions GatherOptions \
    BatchToSpaceNDOptions SpaceToBatchNDOptions TransposeOptions ReducerOptions SubOptions \
    DivOptions SqueezeOptions SequenceRNNOptions StridedSliceOptions ExpOptions TopKV2Options \
    SplitOptions LogSoftmaxOptions CastOptions DequantizeOptions MaximumMinimumOptions \
    ArgMaxOptions LessOptions NegOptions PadV2Options GreaterOptions GreaterEqualOptions \
    LessEqualOptions SelectOptions SliceOptions TransposeConvOptions SparseToDenseOptions \
    TileOptions ExpandDimsOptions EqualOptions NotEqualOptions ShapeOptions PowOptions \
    ArgMinOptions FakeQuantOptions PackOptions LogicalOrOptions OneHotOptions \
    LogicalAndOptions LogicalNotOptions UnpackOptions FloorDivOptions SquareOptions \
    ZerosLikeOptions FillOptions BidirectionalSequenceLSTMOptions \
    BidirectionalSequenceRNNOptions UnidirectionalSequenceLSTMOptions FloorModOptions \
    RangeOptions ResizeNearestNeighborOptions LeakyReluOptions SquaredDifferenceOptions \
    MirrorPadOptions AbsOptions SplitVOptions UniqueOptions ReverseV2Options AddNOptions \
    GatherNdOptions CosOptions WhereOptions RankOptions ReverseSequenceOptions \
    MatrixDiagOptions QuantizeOptions MatrixSetDiagOptions HardSwishOptions IfOptions \
    WhileOptions DepthToSpaceOptions NonMaxSuppressionV4Options NonMaxSuppressionV5Options \
    ScatterNdOptions SelectV2Options DensifyOptions SegmentSumOptions BatchMatMulOptions \
    CumsumOptions CallOnceOptions BroadcastToOptions Rfft2dOptions Conv3DOptions \
    HashtableOptions HashtableFindOptions HashtableImportOptions HashtableSizeOptions \
    VarHandleOptions ReadVariableOptions AssignVariableOptions RandomOptions BucketizeOptions \
    GeluOptions DynamicUpdateSliceOptions UnsortedSegmentProdOptions UnsortedSegmentMaxOptions \
    UnsortedSegmentMinOptions UnsortedSegmentSumOptions ATan2Options SignOptions \
    BitcastOptions BitwiseXorOptions RightShiftOptions StablehloConcatenateOptions \
    StablehloBroadcastInDimOptions StablehloSliceOptions StablehloConvolutionOptions \
    StablehloCustomCallOptions StablehloReduceOptions StablehloScatterOptions \
    StablehloCompareOptions StablehloDynamicSliceOptions StablehloPadOptions \
    StablehloIotaOptions StablehloDotGeneralOptions StablehloReduceWindowOptions \
    StablehloSortOptions StablehloWhileOptions StablehloGatherOptions \
    StablehloTransposeOptions DilateOptions StablehloRngBitGeneratorOptions \
    ReduceWindowOptions StableHLOCompositeOptions StablehloShiftLeftOptions \
    StablehloCaseOptions
    """
}

/// What the fields of each kind of options look like, a number per slot.
enum OptionsFields {
  /// The index in ``shapes`` of each kind's first slot, and the end.
  static let starts: [UInt16] = [
    0, 7, 14, 17, 18, 24, 27, 29, 35, 36, 38, 40, 41, 45, 50, 54, 55, 56, 59, 60, 61, 62, 62, 64,
    64, 64, 64, 65, 67, 68, 69, 72, 78, 78, 78, 79, 79, 81, 81, 81, 82, 82, 82, 82, 82, 82, 82,
    82, 82, 87, 88, 88, 88, 88, 88, 89, 89, 90, 94, 96, 96, 97, 97, 97, 99, 99, 99, 99, 99, 105,
    109, 115, 115, 115, 117, 118, 118, 119, 119, 120, 121, 121, 121, 121, 121, 121, 121, 123, 123,
    123, 123, 123, 125, 127, 128, 128, 128, 128, 128, 128, 128, 131, 133, 134, 134, 134, 142, 145,
    145, 145, 145, 147, 147, 147, 149, 150, 151, 151, 151, 151, 151, 151, 151, 151, 151, 151, 151,
    152, 153, 156, 173, 179, 181, 188, 190, 191, 194, 195, 200, 206, 209, 211, 217, 218, 218, 219,
    220, 225, 225, 226,
  ]

  /// See ``OptionsFieldShape``.
  static let shapes: [UInt16] = [
    513, 4, 4, 1537, 4, 4, 5889, 513, 4, 4, 4, 1537, 4, 4, 4, 20, 20, 769, 513, 4, 4, 4, 4, 1537,
    4, 1537, 1, 1537, 1, 1537, 513, 1, 1, 5889, 17, 4, 4, 1537, 1537, 1, 1537, 4, 4, 4, 4, 1537,
    4, 4, 513, 1, 0, 0, 1, 1, 4, 20, 4, 4, 1, 4, 769, 1537, 4, 4, 1, 1537, 1, 1537, 20, 1, 1537,
    1, 4, 4, 4, 4, 4, 1, 4, 5889, 5889, 5889, 513, 4, 4, 1537, 5889, 1, 5889, 5889, 4, 4, 4, 1, 4,
    4, 4, 4, 4, 1537, 4, 4, 1, 1, 1, 1, 1537, 1, 1, 1537, 4, 4, 1, 1, 1, 1, 1, 4, 513, 4, 5889, 4,
    4, 4, 4, 4, 4, 4, 1, 1, 1, 1, 1, 4, 513, 4, 4, 4, 1537, 4, 4, 4, 4, 5889, 5889, 17, 17, 8, 8,
    20, 1, 8, 24, 24, 24, 24, 24, 24, 24, 24, 17, 8, 8, 24, 8, 8, 24, 8, 8, 24, 8, 8, 20, 17, 1,
    17, 4, 20, 17, 24, 4, 1, 24, 24, 24, 8, 1, 4, 1540, 1284, 24, 24, 24, 24, 8, 24, 24, 24, 24,
    20, 24, 24, 24, 24, 24, 4, 8, 1, 4, 4, 4, 24, 24, 24, 8, 24, 1, 24, 769, 1796, 17, 4, 17, 257,
    4, 20,
  ]
}
