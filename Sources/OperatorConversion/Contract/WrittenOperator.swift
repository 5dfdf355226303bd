// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

/// What a file says of an operator beyond its number, and how its sizes follow from open ones.
package protocol WrittenOperator: LiteOperator {
  /// The operator's options; nil where the format has none to tell.
  func options(for operands: WrittenOperands) -> (any OptionsValue)?

  /// The least version of the operator that runtimes must know to run it on the operands.
  func version(for operands: WrittenOperands) -> Int
}

extension WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? { nil }
  package func version(for operands: WrittenOperands) -> Int {
    operands.version(byType: versionsByType[Self.builtin] ?? [:])
  }
}

/// The operands of an operator that is about to be written.
package struct WrittenOperands {
  /// Nil where an optional input is absent.
  package let inputs: [Value?]
  package let outputs: [Value]

  package init(inputs: [Value?], outputs: [Value]) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The type of an input; nil if it is absent.
  package func type(_ input: Int) -> ElementType? {
    input < inputs.count ? inputs[input]?.type : nil
  }

  /// Rank of an input; 0 where it is absent or unknown.
  package func rank(_ input: Int) -> Int {
    input < inputs.count ? inputs[input]?.shape?.count ?? 0 : 0
  }

  /// The version for the type of one input; 1 for types that are not listed.
  package func version(byType versions: [ElementType: Int], input: Int = 0) -> Int {
    type(input).flatMap { versions[$0] } ?? 1
  }

  /// Whether float activations meet integer weights.
  package var isDynamicRange: Bool {
    guard type(0) == .float32, let weights = type(1) else { return false }
    return ElementTypeSet([.int8, .int4, .int2]).contains(weights)
  }

  /// Whether float activations meet 8-bit weights, of which those given are one matrix.
  package func isHybrid(weights: Int) -> Bool {
    type(0) == .float32 && (type(weights) == .int8 || type(weights) == .uint8)
  }

  /// The type of sums as a layer's options say it: without that, runtimes read the int32 bias of an
  /// int16 layer as int64.
  ///
  /// - Parameter given: what they say of a layer without bias.
  package func quantizedBiasType(activation: Int, bias: Int, given: ElementType) -> ElementType {
    guard type(activation) == .int16, let bias = type(bias) else { return given }
    return bias == .int32 ? .int32 : given == .int32 ? .float32 : given
  }

  /// Whether an int16 layer has an int32 bias, which its options must tell.
  package func hasShortBias(activation: Int, bias: Int) -> Bool {
    type(activation) == .int16 && type(bias) == .int32
  }

  /// Whether the weights have a scale for each channel.
  package var hasPerChannelWeights: Bool {
    inputs.count > 1 && inputs[1]?.quantization?.isPerChannel == true
  }

  /// Whether the first two inputs differ in shape, so that one is broadcast.
  package var needsBroadcast: Bool {
    inputs.count > 1 && inputs[0]?.shape != inputs[1]?.shape
  }
}

extension Operator {
  /// What the converter knows of the operator; nil for custom operators, which are written as they
  /// were read.
  ///
  /// The switch names every operator, so that one without this part does not compile.
  private var written: (any WrittenOperator)? {
    switch self {
    case .abs(let operation): operation
    case .add(let operation): operation
    case .addN(let operation): operation
    case .argMax(let operation): operation
    case .argMin(let operation): operation
    case .assignVariable(let operation): operation
    case .atan2(let operation): operation
    case .averagePool2D(let operation): operation
    case .batchMatMul(let operation): operation
    case .batchToSpaceND(let operation): operation
    case .bidirectionalSequenceLSTM(let operation): operation
    case .bidirectionalSequenceRNN(let operation): operation
    case .bitcast(let operation): operation
    case .bitwiseXor(let operation): operation
    case .broadcastArgs(let operation): operation
    case .broadcastTo(let operation): operation
    case .bucketize(let operation): operation
    case .call(let operation): operation
    case .callOnce(let operation): operation
    case .cast(let operation): operation
    case .ceil(let operation): operation
    case .complexAbs(let operation): operation
    case .concatenation(let operation): operation
    case .conv2D(let operation): operation
    case .conv3D(let operation): operation
    case .conv3DTranspose(let operation): operation
    case .cos(let operation): operation
    case .cumsum(let operation): operation
    case .custom: nil
    case .densify(let operation): operation
    case .depthToSpace(let operation): operation
    case .depthwiseConv2D(let operation): operation
    case .dequantize(let operation): operation
    case .dilate(let operation): operation
    case .div(let operation): operation
    case .dynamicUpdateSlice(let operation): operation
    case .elu(let operation): operation
    case .embeddingLookup(let operation): operation
    case .embeddingLookupSparse(let operation): operation
    case .equal(let operation): operation
    case .exp(let operation): operation
    case .expandDims(let operation): operation
    case .fakeQuant(let operation): operation
    case .fill(let operation): operation
    case .floor(let operation): operation
    case .floorDiv(let operation): operation
    case .floorMod(let operation): operation
    case .fullyConnected(let operation): operation
    case .gather(let operation): operation
    case .gatherND(let operation): operation
    case .gelu(let operation): operation
    case .greater(let operation): operation
    case .greaterEqual(let operation): operation
    case .hardSwish(let operation): operation
    case .hashtable(let operation): operation
    case .hashtableFind(let operation): operation
    case .hashtableImport(let operation): operation
    case .hashtableLookup(let operation): operation
    case .hashtableSize(let operation): operation
    case .if(let operation): operation
    case .imag(let operation): operation
    case .l2Normalization(let operation): operation
    case .l2Pool2D(let operation): operation
    case .leakyRelu(let operation): operation
    case .less(let operation): operation
    case .lessEqual(let operation): operation
    case .localResponseNormalization(let operation): operation
    case .log(let operation): operation
    case .logicalAnd(let operation): operation
    case .logicalNot(let operation): operation
    case .logicalOr(let operation): operation
    case .logistic(let operation): operation
    case .logSoftmax(let operation): operation
    case .lshProjection(let operation): operation
    case .lstm(let operation): operation
    case .matrixDiag(let operation): operation
    case .matrixSetDiag(let operation): operation
    case .maximum(let operation): operation
    case .maxPool2D(let operation): operation
    case .mean(let operation): operation
    case .minimum(let operation): operation
    case .mirrorPad(let operation): operation
    case .mul(let operation): operation
    case .multinomial(let operation): operation
    case .neg(let operation): operation
    case .nonMaxSuppressionV4(let operation): operation
    case .nonMaxSuppressionV5(let operation): operation
    case .notEqual(let operation): operation
    case .numberRange(let operation): operation
    case .oneHot(let operation): operation
    case .pack(let operation): operation
    case .pad(let operation): operation
    case .padV2(let operation): operation
    case .pow(let operation): operation
    case .prelu(let operation): operation
    case .quantize(let operation): operation
    case .randomStandardNormal(let operation): operation
    case .randomUniform(let operation): operation
    case .rank(let operation): operation
    case .readVariable(let operation): operation
    case .real(let operation): operation
    case .reduceAll(let operation): operation
    case .reduceAny(let operation): operation
    case .reduceMax(let operation): operation
    case .reduceMin(let operation): operation
    case .reduceProd(let operation): operation
    case .reduceWindow(let operation): operation
    case .relu(let operation): operation
    case .relu0To1(let operation): operation
    case .relu6(let operation): operation
    case .reluN1To1(let operation): operation
    case .reshape(let operation): operation
    case .resizeBilinear(let operation): operation
    case .resizeNearestNeighbor(let operation): operation
    case .reverseSequence(let operation): operation
    case .reverseV2(let operation): operation
    case .rfft2D(let operation): operation
    case .rightShift(let operation): operation
    case .rnn(let operation): operation
    case .round(let operation): operation
    case .rsqrt(let operation): operation
    case .scatterND(let operation): operation
    case .segmentSum(let operation): operation
    case .select(let operation): operation
    case .selectV2(let operation): operation
    case .shapeOf(let operation): operation
    case .sign(let operation): operation
    case .sin(let operation): operation
    case .skipGram(let operation): operation
    case .slice(let operation): operation
    case .softmax(let operation): operation
    case .spaceToBatchND(let operation): operation
    case .spaceToDepth(let operation): operation
    case .sparseToDense(let operation): operation
    case .split(let operation): operation
    case .splitV(let operation): operation
    case .sqrt(let operation): operation
    case .square(let operation): operation
    case .squaredDifference(let operation): operation
    case .squeeze(let operation): operation
    case .stablehloAdd(let operation): operation
    case .stablehloAnd(let operation): operation
    case .stablehloCase(let operation): operation
    case .stablehloComposite(let operation): operation
    case .stablehloGather(let operation): operation
    case .stablehloMaximum(let operation): operation
    case .stablehloMinimum(let operation): operation
    case .stablehloMultiply(let operation): operation
    case .stablehloPad(let operation): operation
    case .stablehloReduceWindow(let operation): operation
    case .stablehloRngBitGenerator(let operation): operation
    case .stablehloScatter(let operation): operation
    case .stablehloShiftLeft(let operation): operation
    case .stridedSlice(let operation): operation
    case .sub(let operation): operation
    case .sum(let operation): operation
    case .svdf(let operation): operation
    case .tanh(let operation): operation
    case .tile(let operation): operation
    case .topKV2(let operation): operation
    case .transpose(let operation): operation
    case .transposeConv(let operation): operation
    case .unidirectionalSequenceLSTM(let operation): operation
    case .unidirectionalSequenceRNN(let operation): operation
    case .unique(let operation): operation
    case .unpack(let operation): operation
    case .unsortedSegmentMax(let operation): operation
    case .unsortedSegmentMin(let operation): operation
    case .unsortedSegmentProd(let operation): operation
    case .unsortedSegmentSum(let operation): operation
    case .varHandle(let operation): operation
    case .while(let operation): operation
    case .`where`(let operation): operation
    case .zerosLike(let operation): operation
    }
  }

  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    written?.options(for: operands)
  }

  package func version(for operands: WrittenOperands) -> Int {
    if case .custom(let custom) = self { return custom.version }
    return written?.version(for: operands) ?? 1
  }
}
