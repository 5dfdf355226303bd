// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

import TensorCore

/// The number of an operator in the format; files may have numbers that it does not name.
package struct BuiltinOperator: RawRepresentable, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// How many operators the format numbers, from 0.
  package static var count: Int { 210 }

  package static var add: Self { Self(rawValue: 0) }
  package static var averagePool2D: Self { Self(rawValue: 1) }
  package static var concatenation: Self { Self(rawValue: 2) }
  package static var conv2D: Self { Self(rawValue: 3) }
  package static var depthwiseConv2D: Self { Self(rawValue: 4) }
  package static var depthToSpace: Self { Self(rawValue: 5) }
  package static var dequantize: Self { Self(rawValue: 6) }
  package static var embeddingLookup: Self { Self(rawValue: 7) }
  package static var floor: Self { Self(rawValue: 8) }
  package static var fullyConnected: Self { Self(rawValue: 9) }
  package static var hashtableLookup: Self { Self(rawValue: 10) }
  package static var l2Normalization: Self { Self(rawValue: 11) }
  package static var l2Pool2D: Self { Self(rawValue: 12) }
  package static var localResponseNormalization: Self { Self(rawValue: 13) }
  package static var logistic: Self { Self(rawValue: 14) }
  package static var lshProjection: Self { Self(rawValue: 15) }
  package static var lstm: Self { Self(rawValue: 16) }
  package static var maxPool2D: Self { Self(rawValue: 17) }
  package static var mul: Self { Self(rawValue: 18) }
  package static var relu: Self { Self(rawValue: 19) }
  package static var reluN1To1: Self { Self(rawValue: 20) }
  package static var relu6: Self { Self(rawValue: 21) }
  package static var reshape: Self { Self(rawValue: 22) }
  package static var resizeBilinear: Self { Self(rawValue: 23) }
  package static var rnn: Self { Self(rawValue: 24) }
  package static var softmax: Self { Self(rawValue: 25) }
  package static var spaceToDepth: Self { Self(rawValue: 26) }
  package static var svdf: Self { Self(rawValue: 27) }
  package static var tanh: Self { Self(rawValue: 28) }
  package static var concatEmbeddings: Self { Self(rawValue: 29) }
  package static var skipGram: Self { Self(rawValue: 30) }
  package static var call: Self { Self(rawValue: 31) }
  package static var custom: Self { Self(rawValue: 32) }
  package static var embeddingLookupSparse: Self { Self(rawValue: 33) }
  package static var pad: Self { Self(rawValue: 34) }
  package static var unidirectionalSequenceRnn: Self { Self(rawValue: 35) }
  package static var gather: Self { Self(rawValue: 36) }
  package static var batchToSpaceND: Self { Self(rawValue: 37) }
  package static var spaceToBatchND: Self { Self(rawValue: 38) }
  package static var transpose: Self { Self(rawValue: 39) }
  package static var mean: Self { Self(rawValue: 40) }
  package static var sub: Self { Self(rawValue: 41) }
  package static var div: Self { Self(rawValue: 42) }
  package static var squeeze: Self { Self(rawValue: 43) }
  package static var unidirectionalSequenceLstm: Self { Self(rawValue: 44) }
  package static var stridedSlice: Self { Self(rawValue: 45) }
  package static var bidirectionalSequenceRnn: Self { Self(rawValue: 46) }
  package static var exp: Self { Self(rawValue: 47) }
  package static var topkV2: Self { Self(rawValue: 48) }
  package static var split: Self { Self(rawValue: 49) }
  package static var logSoftmax: Self { Self(rawValue: 50) }
  package static var delegate: Self { Self(rawValue: 51) }
  package static var bidirectionalSequenceLstm: Self { Self(rawValue: 52) }
  package static var cast: Self { Self(rawValue: 53) }
  package static var prelu: Self { Self(rawValue: 54) }
  package static var maximum: Self { Self(rawValue: 55) }
  package static var argMax: Self { Self(rawValue: 56) }
  package static var minimum: Self { Self(rawValue: 57) }
  package static var less: Self { Self(rawValue: 58) }
  package static var neg: Self { Self(rawValue: 59) }
  package static var padv2: Self { Self(rawValue: 60) }
  package static var greater: Self { Self(rawValue: 61) }
  package static var greaterEqual: Self { Self(rawValue: 62) }
  package static var lessEqual: Self { Self(rawValue: 63) }
  package static var select: Self { Self(rawValue: 64) }
  package static var slice: Self { Self(rawValue: 65) }
  package static var sin: Self { Self(rawValue: 66) }
  package static var transposeConv: Self { Self(rawValue: 67) }
  package static var sparseToDense: Self { Self(rawValue: 68) }
  package static var tile: Self { Self(rawValue: 69) }
  package static var expandDims: Self { Self(rawValue: 70) }
  package static var equal: Self { Self(rawValue: 71) }
  package static var notEqual: Self { Self(rawValue: 72) }
  package static var log: Self { Self(rawValue: 73) }
  package static var sum: Self { Self(rawValue: 74) }
  package static var sqrt: Self { Self(rawValue: 75) }
  package static var rsqrt: Self { Self(rawValue: 76) }
  package static var shape: Self { Self(rawValue: 77) }
  package static var pow: Self { Self(rawValue: 78) }
  package static var argMin: Self { Self(rawValue: 79) }
  package static var fakeQuant: Self { Self(rawValue: 80) }
  package static var reduceProd: Self { Self(rawValue: 81) }
  package static var reduceMax: Self { Self(rawValue: 82) }
  package static var pack: Self { Self(rawValue: 83) }
  package static var logicalOr: Self { Self(rawValue: 84) }
  package static var oneHot: Self { Self(rawValue: 85) }
  package static var logicalAnd: Self { Self(rawValue: 86) }
  package static var logicalNot: Self { Self(rawValue: 87) }
  package static var unpack: Self { Self(rawValue: 88) }
  package static var reduceMin: Self { Self(rawValue: 89) }
  package static var floorDiv: Self { Self(rawValue: 90) }
  package static var reduceAny: Self { Self(rawValue: 91) }
  package static var square: Self { Self(rawValue: 92) }
  package static var zerosLike: Self { Self(rawValue: 93) }
  package static var fill: Self { Self(rawValue: 94) }
  package static var floorMod: Self { Self(rawValue: 95) }
  package static var range: Self { Self(rawValue: 96) }
  package static var resizeNearestNeighbor: Self { Self(rawValue: 97) }
  package static var leakyRelu: Self { Self(rawValue: 98) }
  package static var squaredDifference: Self { Self(rawValue: 99) }
  package static var mirrorPad: Self { Self(rawValue: 100) }
  package static var abs: Self { Self(rawValue: 101) }
  package static var splitV: Self { Self(rawValue: 102) }
  package static var unique: Self { Self(rawValue: 103) }
  package static var ceil: Self { Self(rawValue: 104) }
  package static var reverseV2: Self { Self(rawValue: 105) }
  package static var addN: Self { Self(rawValue: 106) }
  package static var gatherND: Self { Self(rawValue: 107) }
  package static var cos: Self { Self(rawValue: 108) }
  package static var `where`: Self { Self(rawValue: 109) }
  package static var rank: Self { Self(rawValue: 110) }
  package static var elu: Self { Self(rawValue: 111) }
  package static var reverseSequence: Self { Self(rawValue: 112) }
  package static var matrixDiag: Self { Self(rawValue: 113) }
  package static var quantize: Self { Self(rawValue: 114) }
  package static var matrixSetDiag: Self { Self(rawValue: 115) }
  package static var round: Self { Self(rawValue: 116) }
  package static var hardSwish: Self { Self(rawValue: 117) }
  package static var `if`: Self { Self(rawValue: 118) }
  package static var `while`: Self { Self(rawValue: 119) }
  package static var nonMaxSuppressionV4: Self { Self(rawValue: 120) }
  package static var nonMaxSuppressionV5: Self { Self(rawValue: 121) }
  package static var scatterND: Self { Self(rawValue: 122) }
  package static var selectV2: Self { Self(rawValue: 123) }
  package static var densify: Self { Self(rawValue: 124) }
  package static var segmentSum: Self { Self(rawValue: 125) }
  package static var batchMatmul: Self { Self(rawValue: 126) }
  package static var placeholderForGreaterOpCodes: Self { Self(rawValue: 127) }
  package static var cumsum: Self { Self(rawValue: 128) }
  package static var callOnce: Self { Self(rawValue: 129) }
  package static var broadcastTo: Self { Self(rawValue: 130) }
  package static var rfft2d: Self { Self(rawValue: 131) }
  package static var conv3D: Self { Self(rawValue: 132) }
  package static var imag: Self { Self(rawValue: 133) }
  package static var real: Self { Self(rawValue: 134) }
  package static var complexAbs: Self { Self(rawValue: 135) }
  package static var hashtable: Self { Self(rawValue: 136) }
  package static var hashtableFind: Self { Self(rawValue: 137) }
  package static var hashtableImport: Self { Self(rawValue: 138) }
  package static var hashtableSize: Self { Self(rawValue: 139) }
  package static var reduceAll: Self { Self(rawValue: 140) }
  package static var conv3DTranspose: Self { Self(rawValue: 141) }
  package static var varHandle: Self { Self(rawValue: 142) }
  package static var readVariable: Self { Self(rawValue: 143) }
  package static var assignVariable: Self { Self(rawValue: 144) }
  package static var broadcastArgs: Self { Self(rawValue: 145) }
  package static var randomStandardNormal: Self { Self(rawValue: 146) }
  package static var bucketize: Self { Self(rawValue: 147) }
  package static var randomUniform: Self { Self(rawValue: 148) }
  package static var multinomial: Self { Self(rawValue: 149) }
  package static var gelu: Self { Self(rawValue: 150) }
  package static var dynamicUpdateSlice: Self { Self(rawValue: 151) }
  package static var relu0To1: Self { Self(rawValue: 152) }
  package static var unsortedSegmentProd: Self { Self(rawValue: 153) }
  package static var unsortedSegmentMax: Self { Self(rawValue: 154) }
  package static var unsortedSegmentSum: Self { Self(rawValue: 155) }
  package static var atan2: Self { Self(rawValue: 156) }
  package static var unsortedSegmentMin: Self { Self(rawValue: 157) }
  package static var sign: Self { Self(rawValue: 158) }
  package static var bitcast: Self { Self(rawValue: 159) }
  package static var bitwiseXor: Self { Self(rawValue: 160) }
  package static var rightShift: Self { Self(rawValue: 161) }
  package static var stablehloLogistic: Self { Self(rawValue: 162) }
  package static var stablehloAdd: Self { Self(rawValue: 163) }
  package static var stablehloDivide: Self { Self(rawValue: 164) }
  package static var stablehloMultiply: Self { Self(rawValue: 165) }
  package static var stablehloMaximum: Self { Self(rawValue: 166) }
  package static var stablehloReshape: Self { Self(rawValue: 167) }
  package static var stablehloClamp: Self { Self(rawValue: 168) }
  package static var stablehloConcatenate: Self { Self(rawValue: 169) }
  package static var stablehloBroadcastInDim: Self { Self(rawValue: 170) }
  package static var stablehloConvolution: Self { Self(rawValue: 171) }
  package static var stablehloSlice: Self { Self(rawValue: 172) }
  package static var stablehloCustomCall: Self { Self(rawValue: 173) }
  package static var stablehloReduce: Self { Self(rawValue: 174) }
  package static var stablehloAbs: Self { Self(rawValue: 175) }
  package static var stablehloAnd: Self { Self(rawValue: 176) }
  package static var stablehloCosine: Self { Self(rawValue: 177) }
  package static var stablehloExponential: Self { Self(rawValue: 178) }
  package static var stablehloFloor: Self { Self(rawValue: 179) }
  package static var stablehloLog: Self { Self(rawValue: 180) }
  package static var stablehloMinimum: Self { Self(rawValue: 181) }
  package static var stablehloNegate: Self { Self(rawValue: 182) }
  package static var stablehloOr: Self { Self(rawValue: 183) }
  package static var stablehloPower: Self { Self(rawValue: 184) }
  package static var stablehloRemainder: Self { Self(rawValue: 185) }
  package static var stablehloRsqrt: Self { Self(rawValue: 186) }
  package static var stablehloSelect: Self { Self(rawValue: 187) }
  package static var stablehloSubtract: Self { Self(rawValue: 188) }
  package static var stablehloTanh: Self { Self(rawValue: 189) }
  package static var stablehloScatter: Self { Self(rawValue: 190) }
  package static var stablehloCompare: Self { Self(rawValue: 191) }
  package static var stablehloConvert: Self { Self(rawValue: 192) }
  package static var stablehloDynamicSlice: Self { Self(rawValue: 193) }
  package static var stablehloDynamicUpdateSlice: Self { Self(rawValue: 194) }
  package static var stablehloPad: Self { Self(rawValue: 195) }
  package static var stablehloIota: Self { Self(rawValue: 196) }
  package static var stablehloDotGeneral: Self { Self(rawValue: 197) }
  package static var stablehloReduceWindow: Self { Self(rawValue: 198) }
  package static var stablehloSort: Self { Self(rawValue: 199) }
  package static var stablehloWhile: Self { Self(rawValue: 200) }
  package static var stablehloGather: Self { Self(rawValue: 201) }
  package static var stablehloTranspose: Self { Self(rawValue: 202) }
  package static var dilate: Self { Self(rawValue: 203) }
  package static var stablehloRngBitGenerator: Self { Self(rawValue: 204) }
  package static var reduceWindow: Self { Self(rawValue: 205) }
  package static var stablehloComposite: Self { Self(rawValue: 206) }
  package static var stablehloShiftLeft: Self { Self(rawValue: 207) }
  package static var stablehloCbrt: Self { Self(rawValue: 208) }
  package static var stablehloCase: Self { Self(rawValue: 209) }

  /// The format's name, as in `CONV_2D`; `OPERATOR_300` for a number that has none.
  package var name: String {
    guard rawValue >= 0, rawValue < Self.count else { return "OPERATOR_\(rawValue)" }
    return Self.names.word(Int(rawValue))
  }

  private static let names: StaticString = """
    ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE \
    EMBEDDING_LOOKUP FLOOR FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D \
    LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU \
    RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH \
    CONCAT_EMBEDDINGS SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD \
    UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB \
    DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE BIDIRECTIONAL_SEQUENCE_RNN EXP \
    TOPK_V2 SPLIT LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM ARG_MAX \
    MINIMUM LESS NEG PADV2 GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV \
    SPARSE_TO_DENSE TILE EXPAND_DIMS EQUAL NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW ARG_MIN \
    FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK \
    REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE \
    RESIZE_NEAREST_NEIGHBOR LEAKY_RELU SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL \
    REVERSE_V2 ADD_N GATHER_ND COS WHERE RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE \
    MATRIX_SET_DIAG ROUND HARD_SWISH IF WHILE NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 \
    SCATTER_ND SELECT_V2 DENSIFY SEGMENT_SUM BATCH_MATMUL PLACEHOLDER_FOR_GREATER_OP_CODES \
    CUMSUM CALL_ONCE BROADCAST_TO RFFT2D CONV_3D IMAG REAL COMPLEX_ABS HASHTABLE \
    HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE REDUCE_ALL CONV_3D_TRANSPOSE VAR_HANDLE \
    READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL BUCKETIZE \
    RANDOM_UNIFORM MULTINOMIAL GELU DYNAMIC_UPDATE_SLICE RELU_0_TO_1 UNSORTED_SEGMENT_PROD \
    UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_SUM ATAN2 UNSORTED_SEGMENT_MIN SIGN BITCAST \
    BITWISE_XOR RIGHT_SHIFT STABLEHLO_LOGISTIC STABLEHLO_ADD STABLEHLO_DIVIDE \
    STABLEHLO_MULTIPLY STABLEHLO_MAXIMUM STABLEHLO_RESHAPE STABLEHLO_CLAMP \
    STABLEHLO_CONCATENATE STABLEHLO_BROADCAST_IN_DIM STABLEHLO_CONVOLUTION STABLEHLO_SLICE \
    STABLEHLO_CUSTOM_CALL STABLEHLO_REDUCE STABLEHLO_ABS STABLEHLO_AND STABLEHLO_COSINE \
    STABLEHLO_EXPONENTIAL STABLEHLO_FLOOR STABLEHLO_LOG STABLEHLO_MINIMUM STABLEHLO_NEGATE \
    STABLEHLO_OR STABLEHLO_POWER STABLEHLO_REMAINDER STABLEHLO_RSQRT STABLEHLO_SELECT \
    STABLEHLO_SUBTRACT STABLEHLO_TANH STABLEHLO_SCATTER STABLEHLO_COMPARE STABLEHLO_CONVERT \
    STABLEHLO_DYNAMIC_SLICE STABLEHLO_DYNAMIC_UPDATE_SLICE STABLEHLO_PAD STABLEHLO_IOTA \
    STABLEHLO_DOT_GENERAL STABLEHLO_REDUCE_WINDOW STABLEHLO_SORT STABLEHLO_WHILE \
    STABLEHLO_GATHER STABLEHLO_TRANSPOSE DILATE STABLEHLO_RNG_BIT_GENERATOR REDUCE_WINDOW \
    STABLEHLO_COMPOSITE STABLEHLO_SHIFT_LEFT STABLEHLO_CBRT STABLEHLO_CASE
    """
}
