// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

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
    switch rawValue {
    case 0: "ADD"
    case 1: "AVERAGE_POOL_2D"
    case 2: "CONCATENATION"
    case 3: "CONV_2D"
    case 4: "DEPTHWISE_CONV_2D"
    case 5: "DEPTH_TO_SPACE"
    case 6: "DEQUANTIZE"
    case 7: "EMBEDDING_LOOKUP"
    case 8: "FLOOR"
    case 9: "FULLY_CONNECTED"
    case 10: "HASHTABLE_LOOKUP"
    case 11: "L2_NORMALIZATION"
    case 12: "L2_POOL_2D"
    case 13: "LOCAL_RESPONSE_NORMALIZATION"
    case 14: "LOGISTIC"
    case 15: "LSH_PROJECTION"
    case 16: "LSTM"
    case 17: "MAX_POOL_2D"
    case 18: "MUL"
    case 19: "RELU"
    case 20: "RELU_N1_TO_1"
    case 21: "RELU6"
    case 22: "RESHAPE"
    case 23: "RESIZE_BILINEAR"
    case 24: "RNN"
    case 25: "SOFTMAX"
    case 26: "SPACE_TO_DEPTH"
    case 27: "SVDF"
    case 28: "TANH"
    case 29: "CONCAT_EMBEDDINGS"
    case 30: "SKIP_GRAM"
    case 31: "CALL"
    case 32: "CUSTOM"
    case 33: "EMBEDDING_LOOKUP_SPARSE"
    case 34: "PAD"
    case 35: "UNIDIRECTIONAL_SEQUENCE_RNN"
    case 36: "GATHER"
    case 37: "BATCH_TO_SPACE_ND"
    case 38: "SPACE_TO_BATCH_ND"
    case 39: "TRANSPOSE"
    case 40: "MEAN"
    case 41: "SUB"
    case 42: "DIV"
    case 43: "SQUEEZE"
    case 44: "UNIDIRECTIONAL_SEQUENCE_LSTM"
    case 45: "STRIDED_SLICE"
    case 46: "BIDIRECTIONAL_SEQUENCE_RNN"
    case 47: "EXP"
    case 48: "TOPK_V2"
    case 49: "SPLIT"
    case 50: "LOG_SOFTMAX"
    case 51: "DELEGATE"
    case 52: "BIDIRECTIONAL_SEQUENCE_LSTM"
    case 53: "CAST"
    case 54: "PRELU"
    case 55: "MAXIMUM"
    case 56: "ARG_MAX"
    case 57: "MINIMUM"
    case 58: "LESS"
    case 59: "NEG"
    case 60: "PADV2"
    case 61: "GREATER"
    case 62: "GREATER_EQUAL"
    case 63: "LESS_EQUAL"
    case 64: "SELECT"
    case 65: "SLICE"
    case 66: "SIN"
    case 67: "TRANSPOSE_CONV"
    case 68: "SPARSE_TO_DENSE"
    case 69: "TILE"
    case 70: "EXPAND_DIMS"
    case 71: "EQUAL"
    case 72: "NOT_EQUAL"
    case 73: "LOG"
    case 74: "SUM"
    case 75: "SQRT"
    case 76: "RSQRT"
    case 77: "SHAPE"
    case 78: "POW"
    case 79: "ARG_MIN"
    case 80: "FAKE_QUANT"
    case 81: "REDUCE_PROD"
    case 82: "REDUCE_MAX"
    case 83: "PACK"
    case 84: "LOGICAL_OR"
    case 85: "ONE_HOT"
    case 86: "LOGICAL_AND"
    case 87: "LOGICAL_NOT"
    case 88: "UNPACK"
    case 89: "REDUCE_MIN"
    case 90: "FLOOR_DIV"
    case 91: "REDUCE_ANY"
    case 92: "SQUARE"
    case 93: "ZEROS_LIKE"
    case 94: "FILL"
    case 95: "FLOOR_MOD"
    case 96: "RANGE"
    case 97: "RESIZE_NEAREST_NEIGHBOR"
    case 98: "LEAKY_RELU"
    case 99: "SQUARED_DIFFERENCE"
    case 100: "MIRROR_PAD"
    case 101: "ABS"
    case 102: "SPLIT_V"
    case 103: "UNIQUE"
    case 104: "CEIL"
    case 105: "REVERSE_V2"
    case 106: "ADD_N"
    case 107: "GATHER_ND"
    case 108: "COS"
    case 109: "WHERE"
    case 110: "RANK"
    case 111: "ELU"
    case 112: "REVERSE_SEQUENCE"
    case 113: "MATRIX_DIAG"
    case 114: "QUANTIZE"
    case 115: "MATRIX_SET_DIAG"
    case 116: "ROUND"
    case 117: "HARD_SWISH"
    case 118: "IF"
    case 119: "WHILE"
    case 120: "NON_MAX_SUPPRESSION_V4"
    case 121: "NON_MAX_SUPPRESSION_V5"
    case 122: "SCATTER_ND"
    case 123: "SELECT_V2"
    case 124: "DENSIFY"
    case 125: "SEGMENT_SUM"
    case 126: "BATCH_MATMUL"
    case 127: "PLACEHOLDER_FOR_GREATER_OP_CODES"
    case 128: "CUMSUM"
    case 129: "CALL_ONCE"
    case 130: "BROADCAST_TO"
    case 131: "RFFT2D"
    case 132: "CONV_3D"
    case 133: "IMAG"
    case 134: "REAL"
    case 135: "COMPLEX_ABS"
    case 136: "HASHTABLE"
    case 137: "HASHTABLE_FIND"
    case 138: "HASHTABLE_IMPORT"
    case 139: "HASHTABLE_SIZE"
    case 140: "REDUCE_ALL"
    case 141: "CONV_3D_TRANSPOSE"
    case 142: "VAR_HANDLE"
    case 143: "READ_VARIABLE"
    case 144: "ASSIGN_VARIABLE"
    case 145: "BROADCAST_ARGS"
    case 146: "RANDOM_STANDARD_NORMAL"
    case 147: "BUCKETIZE"
    case 148: "RANDOM_UNIFORM"
    case 149: "MULTINOMIAL"
    case 150: "GELU"
    case 151: "DYNAMIC_UPDATE_SLICE"
    case 152: "RELU_0_TO_1"
    case 153: "UNSORTED_SEGMENT_PROD"
    case 154: "UNSORTED_SEGMENT_MAX"
    case 155: "UNSORTED_SEGMENT_SUM"
    case 156: "ATAN2"
    case 157: "UNSORTED_SEGMENT_MIN"
    case 158: "SIGN"
    case 159: "BITCAST"
    case 160: "BITWISE_XOR"
    case 161: "RIGHT_SHIFT"
    case 162: "STABLEHLO_LOGISTIC"
    case 163: "STABLEHLO_ADD"
    case 164: "STABLEHLO_DIVIDE"
    case 165: "STABLEHLO_MULTIPLY"
    case 166: "STABLEHLO_MAXIMUM"
    case 167: "STABLEHLO_RESHAPE"
    case 168: "STABLEHLO_CLAMP"
    case 169: "STABLEHLO_CONCATENATE"
    case 170: "STABLEHLO_BROADCAST_IN_DIM"
    case 171: "STABLEHLO_CONVOLUTION"
    case 172: "STABLEHLO_SLICE"
    case 173: "STABLEHLO_CUSTOM_CALL"
    case 174: "STABLEHLO_REDUCE"
    case 175: "STABLEHLO_ABS"
    case 176: "STABLEHLO_AND"
    case 177: "STABLEHLO_COSINE"
    case 178: "STABLEHLO_EXPONENTIAL"
    case 179: "STABLEHLO_FLOOR"
    case 180: "STABLEHLO_LOG"
    case 181: "STABLEHLO_MINIMUM"
    case 182: "STABLEHLO_NEGATE"
    case 183: "STABLEHLO_OR"
    case 184: "STABLEHLO_POWER"
    case 185: "STABLEHLO_REMAINDER"
    case 186: "STABLEHLO_RSQRT"
    case 187: "STABLEHLO_SELECT"
    case 188: "STABLEHLO_SUBTRACT"
    case 189: "STABLEHLO_TANH"
    case 190: "STABLEHLO_SCATTER"
    case 191: "STABLEHLO_COMPARE"
    case 192: "STABLEHLO_CONVERT"
    case 193: "STABLEHLO_DYNAMIC_SLICE"
    case 194: "STABLEHLO_DYNAMIC_UPDATE_SLICE"
    case 195: "STABLEHLO_PAD"
    case 196: "STABLEHLO_IOTA"
    case 197: "STABLEHLO_DOT_GENERAL"
    case 198: "STABLEHLO_REDUCE_WINDOW"
    case 199: "STABLEHLO_SORT"
    case 200: "STABLEHLO_WHILE"
    case 201: "STABLEHLO_GATHER"
    case 202: "STABLEHLO_TRANSPOSE"
    case 203: "DILATE"
    case 204: "STABLEHLO_RNG_BIT_GENERATOR"
    case 205: "REDUCE_WINDOW"
    case 206: "STABLEHLO_COMPOSITE"
    case 207: "STABLEHLO_SHIFT_LEFT"
    case 208: "STABLEHLO_CBRT"
    case 209: "STABLEHLO_CASE"
    default: "OPERATOR_\(rawValue)"
    }
  }
}
