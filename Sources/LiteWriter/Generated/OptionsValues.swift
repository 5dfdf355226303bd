// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

import LiteFormat
import TensorCore

/// The format's `Conv2DOptions`, to be written.
package struct Conv2DOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .conv2D }

  package var padding: Padding
  package var strideW: Int
  package var strideH: Int
  package var fusedActivationFunction: ActivationFunctionType
  package var dilationWFactor: Int
  package var dilationHFactor: Int
  package var quantizedBiasType: ElementType

  package init(padding: Padding = .same, strideW: Int = 0, strideH: Int = 0, fusedActivationFunction: ActivationFunctionType = .none, dilationWFactor: Int = 1, dilationHFactor: Int = 1, quantizedBiasType: ElementType = .float32) {
    self.padding = padding
    self.strideW = strideW
    self.strideH = strideH
    self.fusedActivationFunction = fusedActivationFunction
    self.dilationWFactor = dilationWFactor
    self.dilationHFactor = dilationHFactor
    self.quantizedBiasType = quantizedBiasType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try Conv2DOptionsView(options)
    padding = view.padding
    strideW = view.strideW
    strideH = view.strideH
    fusedActivationFunction = view.fusedActivationFunction
    dilationWFactor = view.dilationWFactor
    dilationHFactor = view.dilationHFactor
    quantizedBiasType = view.quantizedBiasType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, padding.rawValue, default: Int8(0))
    try fields.add(1, strideW, default: Int32(0))
    try fields.add(2, strideH, default: Int32(0))
    try fields.add(3, fusedActivationFunction.rawValue, default: Int8(0))
    try fields.add(4, dilationWFactor, default: Int32(1))
    try fields.add(5, dilationHFactor, default: Int32(1))
    try fields.add(6, quantizedBiasType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `DepthwiseConv2DOptions`, to be written.
package struct DepthwiseConv2DOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .depthwiseConv2D }

  package var padding: Padding
  package var strideW: Int
  package var strideH: Int
  package var depthMultiplier: Int
  package var fusedActivationFunction: ActivationFunctionType
  package var dilationWFactor: Int
  package var dilationHFactor: Int

  package init(padding: Padding = .same, strideW: Int = 0, strideH: Int = 0, depthMultiplier: Int = 0, fusedActivationFunction: ActivationFunctionType = .none, dilationWFactor: Int = 1, dilationHFactor: Int = 1) {
    self.padding = padding
    self.strideW = strideW
    self.strideH = strideH
    self.depthMultiplier = depthMultiplier
    self.fusedActivationFunction = fusedActivationFunction
    self.dilationWFactor = dilationWFactor
    self.dilationHFactor = dilationHFactor
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try DepthwiseConv2DOptionsView(options)
    padding = view.padding
    strideW = view.strideW
    strideH = view.strideH
    depthMultiplier = view.depthMultiplier
    fusedActivationFunction = view.fusedActivationFunction
    dilationWFactor = view.dilationWFactor
    dilationHFactor = view.dilationHFactor
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, padding.rawValue, default: Int8(0))
    try fields.add(1, strideW, default: Int32(0))
    try fields.add(2, strideH, default: Int32(0))
    try fields.add(3, depthMultiplier, default: Int32(0))
    try fields.add(4, fusedActivationFunction.rawValue, default: Int8(0))
    try fields.add(5, dilationWFactor, default: Int32(1))
    try fields.add(6, dilationHFactor, default: Int32(1))
    return builder.table(fields)
  }
}

/// The format's `ConcatEmbeddingsOptions`, to be written.
package struct ConcatEmbeddingsOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .concatEmbeddings }

  package var numChannels: Int
  package var numColumnsPerChannel: [Int]
  package var embeddingDimPerChannel: [Int]

  package init(numChannels: Int = 0, numColumnsPerChannel: [Int] = [], embeddingDimPerChannel: [Int] = []) {
    self.numChannels = numChannels
    self.numColumnsPerChannel = numColumnsPerChannel
    self.embeddingDimPerChannel = embeddingDimPerChannel
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ConcatEmbeddingsOptionsView(options)
    numChannels = view.numChannels
    numColumnsPerChannel = view.numColumnsPerChannel.array.map { Int(clamping: $0) }
    embeddingDimPerChannel = view.embeddingDimPerChannel.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, numChannels, default: Int32(0))
    fields.add(1, numColumnsPerChannel.isEmpty ? nil : try builder.vector(numColumnsPerChannel, as: Int32.self))
    fields.add(2, embeddingDimPerChannel.isEmpty ? nil : try builder.vector(embeddingDimPerChannel, as: Int32.self))
    return builder.table(fields)
  }
}

/// The format's `LSHProjectionOptions`, to be written.
package struct LSHProjectionOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .lshProjection }

  package var type: LSHProjectionType

  package init(type: LSHProjectionType = .unknown) {
    self.type = type
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try LSHProjectionOptionsView(options)
    type = view.type
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, type.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `Pool2DOptions`, to be written.
package struct Pool2DOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .pool2D }

  package var padding: Padding
  package var strideW: Int
  package var strideH: Int
  package var filterWidth: Int
  package var filterHeight: Int
  package var fusedActivationFunction: ActivationFunctionType

  package init(padding: Padding = .same, strideW: Int = 0, strideH: Int = 0, filterWidth: Int = 0, filterHeight: Int = 0, fusedActivationFunction: ActivationFunctionType = .none) {
    self.padding = padding
    self.strideW = strideW
    self.strideH = strideH
    self.filterWidth = filterWidth
    self.filterHeight = filterHeight
    self.fusedActivationFunction = fusedActivationFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try Pool2DOptionsView(options)
    padding = view.padding
    strideW = view.strideW
    strideH = view.strideH
    filterWidth = view.filterWidth
    filterHeight = view.filterHeight
    fusedActivationFunction = view.fusedActivationFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, padding.rawValue, default: Int8(0))
    try fields.add(1, strideW, default: Int32(0))
    try fields.add(2, strideH, default: Int32(0))
    try fields.add(3, filterWidth, default: Int32(0))
    try fields.add(4, filterHeight, default: Int32(0))
    try fields.add(5, fusedActivationFunction.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `SVDFOptions`, to be written.
package struct SVDFOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .svdf }

  package var rank: Int
  package var fusedActivationFunction: ActivationFunctionType
  package var asymmetricQuantizeInputs: Bool

  package init(rank: Int = 0, fusedActivationFunction: ActivationFunctionType = .none, asymmetricQuantizeInputs: Bool = false) {
    self.rank = rank
    self.fusedActivationFunction = fusedActivationFunction
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SVDFOptionsView(options)
    rank = view.rank
    fusedActivationFunction = view.fusedActivationFunction
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, rank, default: Int32(0))
    try fields.add(1, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(2, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `RNNOptions`, to be written.
package struct RNNOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .rnn }

  package var fusedActivationFunction: ActivationFunctionType
  package var asymmetricQuantizeInputs: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, asymmetricQuantizeInputs: Bool = false) {
    self.fusedActivationFunction = fusedActivationFunction
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try RNNOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `FullyConnectedOptions`, to be written.
package struct FullyConnectedOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .fullyConnected }

  package var fusedActivationFunction: ActivationFunctionType
  package var weightsFormat: FullyConnectedOptionsWeightsFormat
  package var keepNumDims: Bool
  package var asymmetricQuantizeInputs: Bool
  package var quantizedBiasType: ElementType
  package var quantSpec: [UInt8]

  package init(fusedActivationFunction: ActivationFunctionType = .none, weightsFormat: FullyConnectedOptionsWeightsFormat = .`default`, keepNumDims: Bool = false, asymmetricQuantizeInputs: Bool = false, quantizedBiasType: ElementType = .float32, quantSpec: [UInt8] = []) {
    self.fusedActivationFunction = fusedActivationFunction
    self.weightsFormat = weightsFormat
    self.keepNumDims = keepNumDims
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
    self.quantizedBiasType = quantizedBiasType
    self.quantSpec = quantSpec
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try FullyConnectedOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    weightsFormat = view.weightsFormat
    keepNumDims = view.keepNumDims
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
    quantizedBiasType = view.quantizedBiasType
    quantSpec = view.quantSpec.array
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    try fields.add(1, weightsFormat.rawValue, default: Int8(0))
    fields.add(2, keepNumDims, default: false)
    fields.add(3, asymmetricQuantizeInputs, default: false)
    try fields.add(4, quantizedBiasType.rawValue, default: Int8(0))
    fields.add(5, quantSpec.isEmpty ? nil : builder.vector(quantSpec))
    return builder.table(fields)
  }
}

/// The format's `SoftmaxOptions`, to be written.
package struct SoftmaxOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .softmax }

  package var beta: Float

  package init(beta: Float = 0.0) {
    self.beta = beta
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SoftmaxOptionsView(options)
    beta = view.beta
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, beta, default: Float(0.0))
    return builder.table(fields)
  }
}

/// The format's `ConcatenationOptions`, to be written.
package struct ConcatenationOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .concatenation }

  package var axis: Int
  package var fusedActivationFunction: ActivationFunctionType

  package init(axis: Int = 0, fusedActivationFunction: ActivationFunctionType = .none) {
    self.axis = axis
    self.fusedActivationFunction = fusedActivationFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ConcatenationOptionsView(options)
    axis = view.axis
    fusedActivationFunction = view.fusedActivationFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, axis, default: Int32(0))
    try fields.add(1, fusedActivationFunction.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `AddOptions`, to be written.
package struct AddOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .add }

  package var fusedActivationFunction: ActivationFunctionType
  package var potScaleInt16: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, potScaleInt16: Bool = true) {
    self.fusedActivationFunction = fusedActivationFunction
    self.potScaleInt16 = potScaleInt16
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try AddOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    potScaleInt16 = view.potScaleInt16
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, potScaleInt16, default: true)
    return builder.table(fields)
  }
}

/// The format's `L2NormOptions`, to be written.
package struct L2NormOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .l2Norm }

  package var fusedActivationFunction: ActivationFunctionType

  package init(fusedActivationFunction: ActivationFunctionType = .none) {
    self.fusedActivationFunction = fusedActivationFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try L2NormOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `LocalResponseNormalizationOptions`, to be written.
package struct LocalResponseNormalizationOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .localResponseNormalization }

  package var radius: Int
  package var bias: Float
  package var alpha: Float
  package var beta: Float

  package init(radius: Int = 0, bias: Float = 0.0, alpha: Float = 0.0, beta: Float = 0.0) {
    self.radius = radius
    self.bias = bias
    self.alpha = alpha
    self.beta = beta
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try LocalResponseNormalizationOptionsView(options)
    radius = view.radius
    bias = view.bias
    alpha = view.alpha
    beta = view.beta
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, radius, default: Int32(0))
    fields.add(1, bias, default: Float(0.0))
    fields.add(2, alpha, default: Float(0.0))
    fields.add(3, beta, default: Float(0.0))
    return builder.table(fields)
  }
}

/// The format's `LSTMOptions`, to be written.
package struct LSTMOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .lstm }

  package var fusedActivationFunction: ActivationFunctionType
  package var cellClip: Float
  package var projClip: Float
  package var kernelType: LSTMKernelType
  package var asymmetricQuantizeInputs: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, cellClip: Float = 0.0, projClip: Float = 0.0, kernelType: LSTMKernelType = .full, asymmetricQuantizeInputs: Bool = false) {
    self.fusedActivationFunction = fusedActivationFunction
    self.cellClip = cellClip
    self.projClip = projClip
    self.kernelType = kernelType
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try LSTMOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    cellClip = view.cellClip
    projClip = view.projClip
    kernelType = view.kernelType
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, cellClip, default: Float(0.0))
    fields.add(2, projClip, default: Float(0.0))
    try fields.add(3, kernelType.rawValue, default: Int8(0))
    fields.add(4, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `ResizeBilinearOptions`, to be written.
package struct ResizeBilinearOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .resizeBilinear }

  package var alignCorners: Bool
  package var halfPixelCenters: Bool

  package init(alignCorners: Bool = false, halfPixelCenters: Bool = false) {
    self.alignCorners = alignCorners
    self.halfPixelCenters = halfPixelCenters
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ResizeBilinearOptionsView(options)
    alignCorners = view.alignCorners
    halfPixelCenters = view.halfPixelCenters
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(2, alignCorners, default: false)
    fields.add(3, halfPixelCenters, default: false)
    return builder.table(fields)
  }
}

/// The format's `CallOptions`, to be written.
package struct CallOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .call }

  package var subgraph: Int

  package init(subgraph: Int = 0) {
    self.subgraph = subgraph
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try CallOptionsView(options)
    subgraph = view.subgraph
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, subgraph, default: UInt32(0))
    return builder.table(fields)
  }
}

/// The format's `ReshapeOptions`, to be written.
package struct ReshapeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .reshape }

  package var newShape: [Int]

  package init(newShape: [Int] = []) {
    self.newShape = newShape
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ReshapeOptionsView(options)
    newShape = view.newShape.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, newShape.isEmpty ? nil : try builder.vector(newShape, as: Int32.self))
    return builder.table(fields)
  }
}

/// The format's `SkipGramOptions`, to be written.
package struct SkipGramOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .skipGram }

  package var ngramSize: Int
  package var maxSkipSize: Int
  package var includeAllNgrams: Bool

  package init(ngramSize: Int = 0, maxSkipSize: Int = 0, includeAllNgrams: Bool = false) {
    self.ngramSize = ngramSize
    self.maxSkipSize = maxSkipSize
    self.includeAllNgrams = includeAllNgrams
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SkipGramOptionsView(options)
    ngramSize = view.ngramSize
    maxSkipSize = view.maxSkipSize
    includeAllNgrams = view.includeAllNgrams
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, ngramSize, default: Int32(0))
    try fields.add(1, maxSkipSize, default: Int32(0))
    fields.add(2, includeAllNgrams, default: false)
    return builder.table(fields)
  }
}

/// The format's `SpaceToDepthOptions`, to be written.
package struct SpaceToDepthOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .spaceToDepth }

  package var blockSize: Int

  package init(blockSize: Int = 0) {
    self.blockSize = blockSize
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SpaceToDepthOptionsView(options)
    blockSize = view.blockSize
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, blockSize, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `EmbeddingLookupSparseOptions`, to be written.
package struct EmbeddingLookupSparseOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .embeddingLookupSparse }

  package var combiner: CombinerType

  package init(combiner: CombinerType = .sum) {
    self.combiner = combiner
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try EmbeddingLookupSparseOptionsView(options)
    combiner = view.combiner
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, combiner.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `MulOptions`, to be written.
package struct MulOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .mul }

  package var fusedActivationFunction: ActivationFunctionType

  package init(fusedActivationFunction: ActivationFunctionType = .none) {
    self.fusedActivationFunction = fusedActivationFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try MulOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `PadOptions`, to be written.
package struct PadOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .pad }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try PadOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `GatherOptions`, to be written.
package struct GatherOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .gather }

  package var axis: Int
  package var batchDims: Int

  package init(axis: Int = 0, batchDims: Int = 0) {
    self.axis = axis
    self.batchDims = batchDims
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try GatherOptionsView(options)
    axis = view.axis
    batchDims = view.batchDims
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, axis, default: Int32(0))
    try fields.add(1, batchDims, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `BatchToSpaceNDOptions`, to be written.
package struct BatchToSpaceNDOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .batchToSpaceND }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try BatchToSpaceNDOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SpaceToBatchNDOptions`, to be written.
package struct SpaceToBatchNDOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .spaceToBatchND }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SpaceToBatchNDOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `TransposeOptions`, to be written.
package struct TransposeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .transpose }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try TransposeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ReducerOptions`, to be written.
package struct ReducerOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .reducer }

  package var keepDims: Bool

  package init(keepDims: Bool = false) {
    self.keepDims = keepDims
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ReducerOptionsView(options)
    keepDims = view.keepDims
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, keepDims, default: false)
    return builder.table(fields)
  }
}

/// The format's `SubOptions`, to be written.
package struct SubOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .sub }

  package var fusedActivationFunction: ActivationFunctionType
  package var potScaleInt16: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, potScaleInt16: Bool = true) {
    self.fusedActivationFunction = fusedActivationFunction
    self.potScaleInt16 = potScaleInt16
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SubOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    potScaleInt16 = view.potScaleInt16
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, potScaleInt16, default: true)
    return builder.table(fields)
  }
}

/// The format's `DivOptions`, to be written.
package struct DivOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .div }

  package var fusedActivationFunction: ActivationFunctionType

  package init(fusedActivationFunction: ActivationFunctionType = .none) {
    self.fusedActivationFunction = fusedActivationFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try DivOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `SqueezeOptions`, to be written.
package struct SqueezeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .squeeze }

  package var squeezeDims: [Int]

  package init(squeezeDims: [Int] = []) {
    self.squeezeDims = squeezeDims
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SqueezeOptionsView(options)
    squeezeDims = view.squeezeDims.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, squeezeDims.isEmpty ? nil : try builder.vector(squeezeDims, as: Int32.self))
    return builder.table(fields)
  }
}

/// The format's `SequenceRNNOptions`, to be written.
package struct SequenceRNNOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .sequenceRNN }

  package var timeMajor: Bool
  package var fusedActivationFunction: ActivationFunctionType
  package var asymmetricQuantizeInputs: Bool

  package init(timeMajor: Bool = false, fusedActivationFunction: ActivationFunctionType = .none, asymmetricQuantizeInputs: Bool = false) {
    self.timeMajor = timeMajor
    self.fusedActivationFunction = fusedActivationFunction
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SequenceRNNOptionsView(options)
    timeMajor = view.timeMajor
    fusedActivationFunction = view.fusedActivationFunction
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, timeMajor, default: false)
    try fields.add(1, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(2, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `StridedSliceOptions`, to be written.
package struct StridedSliceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stridedSlice }

  package var beginMask: Int
  package var endMask: Int
  package var ellipsisMask: Int
  package var newAxisMask: Int
  package var shrinkAxisMask: Int
  package var offset: Bool

  package init(beginMask: Int = 0, endMask: Int = 0, ellipsisMask: Int = 0, newAxisMask: Int = 0, shrinkAxisMask: Int = 0, offset: Bool = false) {
    self.beginMask = beginMask
    self.endMask = endMask
    self.ellipsisMask = ellipsisMask
    self.newAxisMask = newAxisMask
    self.shrinkAxisMask = shrinkAxisMask
    self.offset = offset
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StridedSliceOptionsView(options)
    beginMask = view.beginMask
    endMask = view.endMask
    ellipsisMask = view.ellipsisMask
    newAxisMask = view.newAxisMask
    shrinkAxisMask = view.shrinkAxisMask
    offset = view.offset
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, beginMask, default: Int32(0))
    try fields.add(1, endMask, default: Int32(0))
    try fields.add(2, ellipsisMask, default: Int32(0))
    try fields.add(3, newAxisMask, default: Int32(0))
    try fields.add(4, shrinkAxisMask, default: Int32(0))
    fields.add(5, offset, default: false)
    return builder.table(fields)
  }
}

/// The format's `ExpOptions`, to be written.
package struct ExpOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .exp }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ExpOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `TopKV2Options`, to be written.
package struct TopKV2OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .topKV2 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try TopKV2OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SplitOptions`, to be written.
package struct SplitOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .split }

  package var numSplits: Int

  package init(numSplits: Int = 0) {
    self.numSplits = numSplits
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SplitOptionsView(options)
    numSplits = view.numSplits
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, numSplits, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `LogSoftmaxOptions`, to be written.
package struct LogSoftmaxOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .logSoftmax }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LogSoftmaxOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `CastOptions`, to be written.
package struct CastOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .cast }

  package var inDataType: ElementType
  package var outDataType: ElementType

  package init(inDataType: ElementType = .float32, outDataType: ElementType = .float32) {
    self.inDataType = inDataType
    self.outDataType = outDataType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try CastOptionsView(options)
    inDataType = view.inDataType
    outDataType = view.outDataType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, inDataType.rawValue, default: Int8(0))
    try fields.add(1, outDataType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `DequantizeOptions`, to be written.
package struct DequantizeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .dequantize }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try DequantizeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `MaximumMinimumOptions`, to be written.
package struct MaximumMinimumOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .maximumMinimum }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try MaximumMinimumOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ArgMaxOptions`, to be written.
package struct ArgMaxOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .argMax }

  package var outputType: ElementType

  package init(outputType: ElementType = .float32) {
    self.outputType = outputType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ArgMaxOptionsView(options)
    outputType = view.outputType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, outputType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `LessOptions`, to be written.
package struct LessOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .less }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LessOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `NegOptions`, to be written.
package struct NegOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .neg }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try NegOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `PadV2Options`, to be written.
package struct PadV2OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .padV2 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try PadV2OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `GreaterOptions`, to be written.
package struct GreaterOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .greater }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try GreaterOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `GreaterEqualOptions`, to be written.
package struct GreaterEqualOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .greaterEqual }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try GreaterEqualOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `LessEqualOptions`, to be written.
package struct LessEqualOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .lessEqual }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LessEqualOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SelectOptions`, to be written.
package struct SelectOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .select }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SelectOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SliceOptions`, to be written.
package struct SliceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .slice }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SliceOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `TransposeConvOptions`, to be written.
package struct TransposeConvOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .transposeConv }

  package var padding: Padding
  package var strideW: Int
  package var strideH: Int
  package var fusedActivationFunction: ActivationFunctionType
  package var quantizedBiasType: ElementType

  package init(padding: Padding = .same, strideW: Int = 0, strideH: Int = 0, fusedActivationFunction: ActivationFunctionType = .none, quantizedBiasType: ElementType = .float32) {
    self.padding = padding
    self.strideW = strideW
    self.strideH = strideH
    self.fusedActivationFunction = fusedActivationFunction
    self.quantizedBiasType = quantizedBiasType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try TransposeConvOptionsView(options)
    padding = view.padding
    strideW = view.strideW
    strideH = view.strideH
    fusedActivationFunction = view.fusedActivationFunction
    quantizedBiasType = view.quantizedBiasType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, padding.rawValue, default: Int8(0))
    try fields.add(1, strideW, default: Int32(0))
    try fields.add(2, strideH, default: Int32(0))
    try fields.add(3, fusedActivationFunction.rawValue, default: Int8(0))
    try fields.add(4, quantizedBiasType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `SparseToDenseOptions`, to be written.
package struct SparseToDenseOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .sparseToDense }

  package var validateIndices: Bool

  package init(validateIndices: Bool = false) {
    self.validateIndices = validateIndices
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SparseToDenseOptionsView(options)
    validateIndices = view.validateIndices
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, validateIndices, default: false)
    return builder.table(fields)
  }
}

/// The format's `TileOptions`, to be written.
package struct TileOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .tile }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try TileOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ExpandDimsOptions`, to be written.
package struct ExpandDimsOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .expandDims }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ExpandDimsOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `EqualOptions`, to be written.
package struct EqualOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .equal }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try EqualOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `NotEqualOptions`, to be written.
package struct NotEqualOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .notEqual }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try NotEqualOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ShapeOptions`, to be written.
package struct ShapeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .shape }

  package var outType: ElementType

  package init(outType: ElementType = .float32) {
    self.outType = outType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ShapeOptionsView(options)
    outType = view.outType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, outType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `PowOptions`, to be written.
package struct PowOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .pow }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try PowOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ArgMinOptions`, to be written.
package struct ArgMinOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .argMin }

  package var outputType: ElementType

  package init(outputType: ElementType = .float32) {
    self.outputType = outputType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ArgMinOptionsView(options)
    outputType = view.outputType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, outputType.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `FakeQuantOptions`, to be written.
package struct FakeQuantOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .fakeQuant }

  package var min: Float
  package var max: Float
  package var numBits: Int
  package var narrowRange: Bool

  package init(min: Float = 0.0, max: Float = 0.0, numBits: Int = 0, narrowRange: Bool = false) {
    self.min = min
    self.max = max
    self.numBits = numBits
    self.narrowRange = narrowRange
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try FakeQuantOptionsView(options)
    min = view.min
    max = view.max
    numBits = view.numBits
    narrowRange = view.narrowRange
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, min, default: Float(0.0))
    fields.add(1, max, default: Float(0.0))
    try fields.add(2, numBits, default: Int32(0))
    fields.add(3, narrowRange, default: false)
    return builder.table(fields)
  }
}

/// The format's `PackOptions`, to be written.
package struct PackOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .pack }

  package var valuesCount: Int
  package var axis: Int

  package init(valuesCount: Int = 0, axis: Int = 0) {
    self.valuesCount = valuesCount
    self.axis = axis
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try PackOptionsView(options)
    valuesCount = view.valuesCount
    axis = view.axis
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, valuesCount, default: Int32(0))
    try fields.add(1, axis, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `LogicalOrOptions`, to be written.
package struct LogicalOrOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .logicalOr }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LogicalOrOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `OneHotOptions`, to be written.
package struct OneHotOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .oneHot }

  package var axis: Int

  package init(axis: Int = 0) {
    self.axis = axis
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try OneHotOptionsView(options)
    axis = view.axis
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, axis, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `LogicalAndOptions`, to be written.
package struct LogicalAndOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .logicalAnd }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LogicalAndOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `LogicalNotOptions`, to be written.
package struct LogicalNotOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .logicalNot }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try LogicalNotOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `UnpackOptions`, to be written.
package struct UnpackOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unpack }

  package var num: Int
  package var axis: Int

  package init(num: Int = 0, axis: Int = 0) {
    self.num = num
    self.axis = axis
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try UnpackOptionsView(options)
    num = view.num
    axis = view.axis
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, num, default: Int32(0))
    try fields.add(1, axis, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `FloorDivOptions`, to be written.
package struct FloorDivOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .floorDiv }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try FloorDivOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SquareOptions`, to be written.
package struct SquareOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .square }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SquareOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ZerosLikeOptions`, to be written.
package struct ZerosLikeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .zerosLike }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ZerosLikeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `FillOptions`, to be written.
package struct FillOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .fill }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try FillOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `BidirectionalSequenceLSTMOptions`, to be written.
package struct BidirectionalSequenceLSTMOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .bidirectionalSequenceLSTM }

  package var fusedActivationFunction: ActivationFunctionType
  package var cellClip: Float
  package var projClip: Float
  package var mergeOutputs: Bool
  package var timeMajor: Bool
  package var asymmetricQuantizeInputs: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, cellClip: Float = 0.0, projClip: Float = 0.0, mergeOutputs: Bool = false, timeMajor: Bool = true, asymmetricQuantizeInputs: Bool = false) {
    self.fusedActivationFunction = fusedActivationFunction
    self.cellClip = cellClip
    self.projClip = projClip
    self.mergeOutputs = mergeOutputs
    self.timeMajor = timeMajor
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try BidirectionalSequenceLSTMOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    cellClip = view.cellClip
    projClip = view.projClip
    mergeOutputs = view.mergeOutputs
    timeMajor = view.timeMajor
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, cellClip, default: Float(0.0))
    fields.add(2, projClip, default: Float(0.0))
    fields.add(3, mergeOutputs, default: false)
    fields.add(4, timeMajor, default: true)
    fields.add(5, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `BidirectionalSequenceRNNOptions`, to be written.
package struct BidirectionalSequenceRNNOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .bidirectionalSequenceRNN }

  package var timeMajor: Bool
  package var fusedActivationFunction: ActivationFunctionType
  package var mergeOutputs: Bool
  package var asymmetricQuantizeInputs: Bool

  package init(timeMajor: Bool = false, fusedActivationFunction: ActivationFunctionType = .none, mergeOutputs: Bool = false, asymmetricQuantizeInputs: Bool = false) {
    self.timeMajor = timeMajor
    self.fusedActivationFunction = fusedActivationFunction
    self.mergeOutputs = mergeOutputs
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try BidirectionalSequenceRNNOptionsView(options)
    timeMajor = view.timeMajor
    fusedActivationFunction = view.fusedActivationFunction
    mergeOutputs = view.mergeOutputs
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, timeMajor, default: false)
    try fields.add(1, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(2, mergeOutputs, default: false)
    fields.add(3, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `UnidirectionalSequenceLSTMOptions`, to be written.
package struct UnidirectionalSequenceLSTMOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unidirectionalSequenceLSTM }

  package var fusedActivationFunction: ActivationFunctionType
  package var cellClip: Float
  package var projClip: Float
  package var timeMajor: Bool
  package var asymmetricQuantizeInputs: Bool
  package var diagonalRecurrentTensors: Bool

  package init(fusedActivationFunction: ActivationFunctionType = .none, cellClip: Float = 0.0, projClip: Float = 0.0, timeMajor: Bool = false, asymmetricQuantizeInputs: Bool = false, diagonalRecurrentTensors: Bool = false) {
    self.fusedActivationFunction = fusedActivationFunction
    self.cellClip = cellClip
    self.projClip = projClip
    self.timeMajor = timeMajor
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
    self.diagonalRecurrentTensors = diagonalRecurrentTensors
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try UnidirectionalSequenceLSTMOptionsView(options)
    fusedActivationFunction = view.fusedActivationFunction
    cellClip = view.cellClip
    projClip = view.projClip
    timeMajor = view.timeMajor
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
    diagonalRecurrentTensors = view.diagonalRecurrentTensors
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, fusedActivationFunction.rawValue, default: Int8(0))
    fields.add(1, cellClip, default: Float(0.0))
    fields.add(2, projClip, default: Float(0.0))
    fields.add(3, timeMajor, default: false)
    fields.add(4, asymmetricQuantizeInputs, default: false)
    fields.add(5, diagonalRecurrentTensors, default: false)
    return builder.table(fields)
  }
}

/// The format's `FloorModOptions`, to be written.
package struct FloorModOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .floorMod }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try FloorModOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `RangeOptions`, to be written.
package struct RangeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .range }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try RangeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ResizeNearestNeighborOptions`, to be written.
package struct ResizeNearestNeighborOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .resizeNearestNeighbor }

  package var alignCorners: Bool
  package var halfPixelCenters: Bool

  package init(alignCorners: Bool = false, halfPixelCenters: Bool = false) {
    self.alignCorners = alignCorners
    self.halfPixelCenters = halfPixelCenters
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ResizeNearestNeighborOptionsView(options)
    alignCorners = view.alignCorners
    halfPixelCenters = view.halfPixelCenters
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, alignCorners, default: false)
    fields.add(1, halfPixelCenters, default: false)
    return builder.table(fields)
  }
}

/// The format's `LeakyReluOptions`, to be written.
package struct LeakyReluOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .leakyRelu }

  package var alpha: Float

  package init(alpha: Float = 0.0) {
    self.alpha = alpha
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try LeakyReluOptionsView(options)
    alpha = view.alpha
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, alpha, default: Float(0.0))
    return builder.table(fields)
  }
}

/// The format's `SquaredDifferenceOptions`, to be written.
package struct SquaredDifferenceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .squaredDifference }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SquaredDifferenceOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `MirrorPadOptions`, to be written.
package struct MirrorPadOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .mirrorPad }

  package var mode: MirrorPadMode

  package init(mode: MirrorPadMode = .reflect) {
    self.mode = mode
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try MirrorPadOptionsView(options)
    mode = view.mode
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, mode.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `AbsOptions`, to be written.
package struct AbsOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .abs }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try AbsOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SplitVOptions`, to be written.
package struct SplitVOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .splitV }

  package var numSplits: Int

  package init(numSplits: Int = 0) {
    self.numSplits = numSplits
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try SplitVOptionsView(options)
    numSplits = view.numSplits
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, numSplits, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `UniqueOptions`, to be written.
package struct UniqueOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unique }

  package var idxOutType: ElementType

  package init(idxOutType: ElementType = .int32) {
    self.idxOutType = idxOutType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try UniqueOptionsView(options)
    idxOutType = view.idxOutType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, idxOutType.rawValue, default: Int8(2))
    return builder.table(fields)
  }
}

/// The format's `ReverseV2Options`, to be written.
package struct ReverseV2OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .reverseV2 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ReverseV2OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `AddNOptions`, to be written.
package struct AddNOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .addN }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try AddNOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `GatherNdOptions`, to be written.
package struct GatherNdOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .gatherNd }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try GatherNdOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `CosOptions`, to be written.
package struct CosOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .cos }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try CosOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `WhereOptions`, to be written.
package struct WhereOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .`where` }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try WhereOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `RankOptions`, to be written.
package struct RankOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .rank }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try RankOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ReverseSequenceOptions`, to be written.
package struct ReverseSequenceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .reverseSequence }

  package var seqDim: Int
  package var batchDim: Int

  package init(seqDim: Int = 0, batchDim: Int = 0) {
    self.seqDim = seqDim
    self.batchDim = batchDim
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ReverseSequenceOptionsView(options)
    seqDim = view.seqDim
    batchDim = view.batchDim
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, seqDim, default: Int32(0))
    try fields.add(1, batchDim, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `MatrixDiagOptions`, to be written.
package struct MatrixDiagOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .matrixDiag }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try MatrixDiagOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `QuantizeOptions`, to be written.
package struct QuantizeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .quantize }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try QuantizeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `MatrixSetDiagOptions`, to be written.
package struct MatrixSetDiagOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .matrixSetDiag }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try MatrixSetDiagOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `HardSwishOptions`, to be written.
package struct HardSwishOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .hardSwish }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try HardSwishOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `IfOptions`, to be written.
package struct IfOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .`if` }

  package var thenSubgraphIndex: Int
  package var elseSubgraphIndex: Int

  package init(thenSubgraphIndex: Int = 0, elseSubgraphIndex: Int = 0) {
    self.thenSubgraphIndex = thenSubgraphIndex
    self.elseSubgraphIndex = elseSubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try IfOptionsView(options)
    thenSubgraphIndex = view.thenSubgraphIndex
    elseSubgraphIndex = view.elseSubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, thenSubgraphIndex, default: Int32(0))
    try fields.add(1, elseSubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `WhileOptions`, to be written.
package struct WhileOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .`while` }

  package var condSubgraphIndex: Int
  package var bodySubgraphIndex: Int

  package init(condSubgraphIndex: Int = 0, bodySubgraphIndex: Int = 0) {
    self.condSubgraphIndex = condSubgraphIndex
    self.bodySubgraphIndex = bodySubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try WhileOptionsView(options)
    condSubgraphIndex = view.condSubgraphIndex
    bodySubgraphIndex = view.bodySubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, condSubgraphIndex, default: Int32(0))
    try fields.add(1, bodySubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `DepthToSpaceOptions`, to be written.
package struct DepthToSpaceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .depthToSpace }

  package var blockSize: Int

  package init(blockSize: Int = 0) {
    self.blockSize = blockSize
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try DepthToSpaceOptionsView(options)
    blockSize = view.blockSize
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, blockSize, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `NonMaxSuppressionV4Options`, to be written.
package struct NonMaxSuppressionV4OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .nonMaxSuppressionV4 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try NonMaxSuppressionV4OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `NonMaxSuppressionV5Options`, to be written.
package struct NonMaxSuppressionV5OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .nonMaxSuppressionV5 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try NonMaxSuppressionV5OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ScatterNdOptions`, to be written.
package struct ScatterNdOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .scatterNd }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ScatterNdOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SelectV2Options`, to be written.
package struct SelectV2OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .selectV2 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SelectV2OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `DensifyOptions`, to be written.
package struct DensifyOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .densify }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try DensifyOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SegmentSumOptions`, to be written.
package struct SegmentSumOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .segmentSum }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SegmentSumOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `BatchMatMulOptions`, to be written.
package struct BatchMatMulOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .batchMatMul }

  package var adjX: Bool
  package var adjY: Bool
  package var asymmetricQuantizeInputs: Bool

  package init(adjX: Bool = false, adjY: Bool = false, asymmetricQuantizeInputs: Bool = false) {
    self.adjX = adjX
    self.adjY = adjY
    self.asymmetricQuantizeInputs = asymmetricQuantizeInputs
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try BatchMatMulOptionsView(options)
    adjX = view.adjX
    adjY = view.adjY
    asymmetricQuantizeInputs = view.asymmetricQuantizeInputs
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, adjX, default: false)
    fields.add(1, adjY, default: false)
    fields.add(2, asymmetricQuantizeInputs, default: false)
    return builder.table(fields)
  }
}

/// The format's `CumsumOptions`, to be written.
package struct CumsumOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .cumsum }

  package var exclusive: Bool
  package var reverse: Bool

  package init(exclusive: Bool = false, reverse: Bool = false) {
    self.exclusive = exclusive
    self.reverse = reverse
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try CumsumOptionsView(options)
    exclusive = view.exclusive
    reverse = view.reverse
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, exclusive, default: false)
    fields.add(1, reverse, default: false)
    return builder.table(fields)
  }
}

/// The format's `CallOnceOptions`, to be written.
package struct CallOnceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .callOnce }

  package var initSubgraphIndex: Int

  package init(initSubgraphIndex: Int = 0) {
    self.initSubgraphIndex = initSubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try CallOnceOptionsView(options)
    initSubgraphIndex = view.initSubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, initSubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `BroadcastToOptions`, to be written.
package struct BroadcastToOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .broadcastTo }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try BroadcastToOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `Rfft2dOptions`, to be written.
package struct Rfft2dOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .rfft2d }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try Rfft2dOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `Conv3DOptions`, to be written.
package struct Conv3DOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .conv3D }

  package var padding: Padding
  package var strideD: Int
  package var strideW: Int
  package var strideH: Int
  package var fusedActivationFunction: ActivationFunctionType
  package var dilationDFactor: Int
  package var dilationWFactor: Int
  package var dilationHFactor: Int

  package init(padding: Padding = .same, strideD: Int = 0, strideW: Int = 0, strideH: Int = 0, fusedActivationFunction: ActivationFunctionType = .none, dilationDFactor: Int = 1, dilationWFactor: Int = 1, dilationHFactor: Int = 1) {
    self.padding = padding
    self.strideD = strideD
    self.strideW = strideW
    self.strideH = strideH
    self.fusedActivationFunction = fusedActivationFunction
    self.dilationDFactor = dilationDFactor
    self.dilationWFactor = dilationWFactor
    self.dilationHFactor = dilationHFactor
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try Conv3DOptionsView(options)
    padding = view.padding
    strideD = view.strideD
    strideW = view.strideW
    strideH = view.strideH
    fusedActivationFunction = view.fusedActivationFunction
    dilationDFactor = view.dilationDFactor
    dilationWFactor = view.dilationWFactor
    dilationHFactor = view.dilationHFactor
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, padding.rawValue, default: Int8(0))
    try fields.add(1, strideD, default: Int32(0))
    try fields.add(2, strideW, default: Int32(0))
    try fields.add(3, strideH, default: Int32(0))
    try fields.add(4, fusedActivationFunction.rawValue, default: Int8(0))
    try fields.add(5, dilationDFactor, default: Int32(1))
    try fields.add(6, dilationWFactor, default: Int32(1))
    try fields.add(7, dilationHFactor, default: Int32(1))
    return builder.table(fields)
  }
}

/// The format's `HashtableOptions`, to be written.
package struct HashtableOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .hashtable }

  package var tableId: Int
  package var keyDtype: ElementType
  package var valueDtype: ElementType

  package init(tableId: Int = 0, keyDtype: ElementType = .float32, valueDtype: ElementType = .float32) {
    self.tableId = tableId
    self.keyDtype = keyDtype
    self.valueDtype = valueDtype
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try HashtableOptionsView(options)
    tableId = view.tableId
    keyDtype = view.keyDtype
    valueDtype = view.valueDtype
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, tableId, default: Int32(0))
    try fields.add(1, keyDtype.rawValue, default: Int8(0))
    try fields.add(2, valueDtype.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `HashtableFindOptions`, to be written.
package struct HashtableFindOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .hashtableFind }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try HashtableFindOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `HashtableImportOptions`, to be written.
package struct HashtableImportOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .hashtableImport }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try HashtableImportOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `HashtableSizeOptions`, to be written.
package struct HashtableSizeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .hashtableSize }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try HashtableSizeOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `VarHandleOptions`, to be written.
package struct VarHandleOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .varHandle }

  package var container: String
  package var sharedName: String

  package init(container: String = "", sharedName: String = "") {
    self.container = container
    self.sharedName = sharedName
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try VarHandleOptionsView(options)
    container = view.container
    sharedName = view.sharedName
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, container.isEmpty ? nil : builder.string(container))
    fields.add(1, sharedName.isEmpty ? nil : builder.string(sharedName))
    return builder.table(fields)
  }
}

/// The format's `ReadVariableOptions`, to be written.
package struct ReadVariableOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .readVariable }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ReadVariableOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `AssignVariableOptions`, to be written.
package struct AssignVariableOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .assignVariable }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try AssignVariableOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `RandomOptions`, to be written.
package struct RandomOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .random }

  package var seed: Int
  package var seed2: Int

  package init(seed: Int = 0, seed2: Int = 0) {
    self.seed = seed
    self.seed2 = seed2
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try RandomOptionsView(options)
    seed = view.seed
    seed2 = view.seed2
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, seed, default: Int64(0))
    try fields.add(1, seed2, default: Int64(0))
    return builder.table(fields)
  }
}

/// The format's `BucketizeOptions`, to be written.
package struct BucketizeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .bucketize }

  package var boundaries: [Float]

  package init(boundaries: [Float] = []) {
    self.boundaries = boundaries
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try BucketizeOptionsView(options)
    boundaries = view.boundaries.array
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, boundaries.isEmpty ? nil : builder.vector(boundaries))
    return builder.table(fields)
  }
}

/// The format's `GeluOptions`, to be written.
package struct GeluOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .gelu }

  package var approximate: Bool

  package init(approximate: Bool = false) {
    self.approximate = approximate
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try GeluOptionsView(options)
    approximate = view.approximate
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, approximate, default: false)
    return builder.table(fields)
  }
}

/// The format's `DynamicUpdateSliceOptions`, to be written.
package struct DynamicUpdateSliceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .dynamicUpdateSlice }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try DynamicUpdateSliceOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `UnsortedSegmentProdOptions`, to be written.
package struct UnsortedSegmentProdOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unsortedSegmentProd }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try UnsortedSegmentProdOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `UnsortedSegmentMaxOptions`, to be written.
package struct UnsortedSegmentMaxOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unsortedSegmentMax }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try UnsortedSegmentMaxOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `UnsortedSegmentMinOptions`, to be written.
package struct UnsortedSegmentMinOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unsortedSegmentMin }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try UnsortedSegmentMinOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `UnsortedSegmentSumOptions`, to be written.
package struct UnsortedSegmentSumOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .unsortedSegmentSum }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try UnsortedSegmentSumOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `ATan2Options`, to be written.
package struct ATan2OptionsValue: OptionsValue {
  package static var kind: OptionsKind { .aTan2 }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try ATan2OptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `SignOptions`, to be written.
package struct SignOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .sign }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try SignOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `BitcastOptions`, to be written.
package struct BitcastOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .bitcast }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try BitcastOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `BitwiseXorOptions`, to be written.
package struct BitwiseXorOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .bitwiseXor }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try BitwiseXorOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `RightShiftOptions`, to be written.
package struct RightShiftOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .rightShift }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try RightShiftOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `StablehloConcatenateOptions`, to be written.
package struct StablehloConcatenateOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloConcatenate }

  package var dimension: Int

  package init(dimension: Int = 0) {
    self.dimension = dimension
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloConcatenateOptionsView(options)
    dimension = view.dimension
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, dimension, default: Int64(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloBroadcastInDimOptions`, to be written.
package struct StablehloBroadcastInDimOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloBroadcastInDim }

  package var broadcastDimensions: [Int]

  package init(broadcastDimensions: [Int] = []) {
    self.broadcastDimensions = broadcastDimensions
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloBroadcastInDimOptionsView(options)
    broadcastDimensions = view.broadcastDimensions.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, broadcastDimensions.isEmpty ? nil : try builder.vector(broadcastDimensions, as: Int64.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloSliceOptions`, to be written.
package struct StablehloSliceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloSlice }

  package var startIndices: [Int]
  package var limitIndices: [Int]
  package var strides: [Int]

  package init(startIndices: [Int] = [], limitIndices: [Int] = [], strides: [Int] = []) {
    self.startIndices = startIndices
    self.limitIndices = limitIndices
    self.strides = strides
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloSliceOptionsView(options)
    startIndices = view.startIndices.array.map { Int(clamping: $0) }
    limitIndices = view.limitIndices.array.map { Int(clamping: $0) }
    strides = view.strides.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, startIndices.isEmpty ? nil : try builder.vector(startIndices, as: Int64.self))
    fields.add(1, limitIndices.isEmpty ? nil : try builder.vector(limitIndices, as: Int64.self))
    fields.add(2, strides.isEmpty ? nil : try builder.vector(strides, as: Int64.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloConvolutionOptions`, to be written.
package struct StablehloConvolutionOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloConvolution }

  package var windowStrides: [Int]
  package var padding: [Int]
  package var lhsDilation: [Int]
  package var rhsDilation: [Int]
  package var windowReversal: [Bool]
  package var inputBatchDimension: Int
  package var inputFeatureDimension: Int
  package var inputSpatialDimensions: [Int]
  package var kernelInputFeatureDimension: Int
  package var kernelOutputFeatureDimension: Int
  package var kernelSpatialDimensions: [Int]
  package var outputBatchDimension: Int
  package var outputFeatureDimension: Int
  package var outputSpatialDimensions: [Int]
  package var featureGroupCount: Int
  package var batchGroupCount: Int
  package var precisionConfig: [Int]

  package init(windowStrides: [Int] = [], padding: [Int] = [], lhsDilation: [Int] = [], rhsDilation: [Int] = [], windowReversal: [Bool] = [], inputBatchDimension: Int = 0, inputFeatureDimension: Int = 0, inputSpatialDimensions: [Int] = [], kernelInputFeatureDimension: Int = 0, kernelOutputFeatureDimension: Int = 0, kernelSpatialDimensions: [Int] = [], outputBatchDimension: Int = 0, outputFeatureDimension: Int = 0, outputSpatialDimensions: [Int] = [], featureGroupCount: Int = 0, batchGroupCount: Int = 0, precisionConfig: [Int] = []) {
    self.windowStrides = windowStrides
    self.padding = padding
    self.lhsDilation = lhsDilation
    self.rhsDilation = rhsDilation
    self.windowReversal = windowReversal
    self.inputBatchDimension = inputBatchDimension
    self.inputFeatureDimension = inputFeatureDimension
    self.inputSpatialDimensions = inputSpatialDimensions
    self.kernelInputFeatureDimension = kernelInputFeatureDimension
    self.kernelOutputFeatureDimension = kernelOutputFeatureDimension
    self.kernelSpatialDimensions = kernelSpatialDimensions
    self.outputBatchDimension = outputBatchDimension
    self.outputFeatureDimension = outputFeatureDimension
    self.outputSpatialDimensions = outputSpatialDimensions
    self.featureGroupCount = featureGroupCount
    self.batchGroupCount = batchGroupCount
    self.precisionConfig = precisionConfig
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloConvolutionOptionsView(options)
    windowStrides = view.windowStrides.array.map { Int(clamping: $0) }
    padding = view.padding.array.map { Int(clamping: $0) }
    lhsDilation = view.lhsDilation.array.map { Int(clamping: $0) }
    rhsDilation = view.rhsDilation.array.map { Int(clamping: $0) }
    windowReversal = view.windowReversal.array.map { $0 != 0 }
    inputBatchDimension = view.inputBatchDimension
    inputFeatureDimension = view.inputFeatureDimension
    inputSpatialDimensions = view.inputSpatialDimensions.array.map { Int(clamping: $0) }
    kernelInputFeatureDimension = view.kernelInputFeatureDimension
    kernelOutputFeatureDimension = view.kernelOutputFeatureDimension
    kernelSpatialDimensions = view.kernelSpatialDimensions.array.map { Int(clamping: $0) }
    outputBatchDimension = view.outputBatchDimension
    outputFeatureDimension = view.outputFeatureDimension
    outputSpatialDimensions = view.outputSpatialDimensions.array.map { Int(clamping: $0) }
    featureGroupCount = view.featureGroupCount
    batchGroupCount = view.batchGroupCount
    precisionConfig = view.precisionConfig.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, windowStrides.isEmpty ? nil : try builder.vector(windowStrides, as: Int64.self))
    fields.add(1, padding.isEmpty ? nil : try builder.vector(padding, as: Int64.self))
    fields.add(2, lhsDilation.isEmpty ? nil : try builder.vector(lhsDilation, as: Int64.self))
    fields.add(3, rhsDilation.isEmpty ? nil : try builder.vector(rhsDilation, as: Int64.self))
    fields.add(4, windowReversal.isEmpty ? nil : builder.vector(windowReversal))
    try fields.add(5, inputBatchDimension, default: Int64(0))
    try fields.add(6, inputFeatureDimension, default: Int64(0))
    fields.add(7, inputSpatialDimensions.isEmpty ? nil : try builder.vector(inputSpatialDimensions, as: Int64.self))
    try fields.add(8, kernelInputFeatureDimension, default: Int64(0))
    try fields.add(9, kernelOutputFeatureDimension, default: Int64(0))
    fields.add(10, kernelSpatialDimensions.isEmpty ? nil : try builder.vector(kernelSpatialDimensions, as: Int64.self))
    try fields.add(11, outputBatchDimension, default: Int64(0))
    try fields.add(12, outputFeatureDimension, default: Int64(0))
    fields.add(13, outputSpatialDimensions.isEmpty ? nil : try builder.vector(outputSpatialDimensions, as: Int64.self))
    try fields.add(14, featureGroupCount, default: Int64(0))
    try fields.add(15, batchGroupCount, default: Int64(0))
    fields.add(16, precisionConfig.isEmpty ? nil : try builder.vector(precisionConfig, as: UInt32.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloCustomCallOptions`, to be written.
package struct StablehloCustomCallOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloCustomCall }

  package var callTargetName: String
  package var hasSideEffect: Bool
  package var backendConfig: String
  package var apiVersion: Int
  package var calledComputations: [Int]
  package var customAttributes: [UInt8]

  package init(callTargetName: String = "", hasSideEffect: Bool = false, backendConfig: String = "", apiVersion: Int = 0, calledComputations: [Int] = [], customAttributes: [UInt8] = []) {
    self.callTargetName = callTargetName
    self.hasSideEffect = hasSideEffect
    self.backendConfig = backendConfig
    self.apiVersion = apiVersion
    self.calledComputations = calledComputations
    self.customAttributes = customAttributes
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloCustomCallOptionsView(options)
    callTargetName = view.callTargetName
    hasSideEffect = view.hasSideEffect
    backendConfig = view.backendConfig
    apiVersion = view.apiVersion
    calledComputations = view.calledComputations.array.map { Int(clamping: $0) }
    customAttributes = view.customAttributes.array
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, callTargetName.isEmpty ? nil : builder.string(callTargetName))
    fields.add(1, hasSideEffect, default: false)
    fields.add(2, backendConfig.isEmpty ? nil : builder.string(backendConfig))
    try fields.add(3, apiVersion, default: Int32(0))
    fields.add(4, calledComputations.isEmpty ? nil : try builder.vector(calledComputations, as: Int32.self))
    fields.add(5, customAttributes.isEmpty ? nil : builder.vector(customAttributes))
    return builder.table(fields)
  }
}

/// The format's `StablehloReduceOptions`, to be written.
package struct StablehloReduceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloReduce }

  package var dimensions: [Int]
  package var bodySubgraphIndex: Int

  package init(dimensions: [Int] = [], bodySubgraphIndex: Int = 0) {
    self.dimensions = dimensions
    self.bodySubgraphIndex = bodySubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloReduceOptionsView(options)
    dimensions = view.dimensions.array.map { Int(clamping: $0) }
    bodySubgraphIndex = view.bodySubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, dimensions.isEmpty ? nil : try builder.vector(dimensions, as: Int64.self))
    try fields.add(1, bodySubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloScatterOptions`, to be written.
package struct StablehloScatterOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloScatter }

  package var indicesAreSorted: Bool
  package var updateWindowDims: [Int]
  package var insertedWindowDims: [Int]
  package var scatterDimsToOperandDims: [Int]
  package var indexVectorDim: Int
  package var uniqueIndices: Bool
  package var updateComputationSubgraphIndex: Int

  package init(indicesAreSorted: Bool = false, updateWindowDims: [Int] = [], insertedWindowDims: [Int] = [], scatterDimsToOperandDims: [Int] = [], indexVectorDim: Int = 0, uniqueIndices: Bool = false, updateComputationSubgraphIndex: Int = 0) {
    self.indicesAreSorted = indicesAreSorted
    self.updateWindowDims = updateWindowDims
    self.insertedWindowDims = insertedWindowDims
    self.scatterDimsToOperandDims = scatterDimsToOperandDims
    self.indexVectorDim = indexVectorDim
    self.uniqueIndices = uniqueIndices
    self.updateComputationSubgraphIndex = updateComputationSubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloScatterOptionsView(options)
    indicesAreSorted = view.indicesAreSorted
    updateWindowDims = view.updateWindowDims.array.map { Int(clamping: $0) }
    insertedWindowDims = view.insertedWindowDims.array.map { Int(clamping: $0) }
    scatterDimsToOperandDims = view.scatterDimsToOperandDims.array.map { Int(clamping: $0) }
    indexVectorDim = view.indexVectorDim
    uniqueIndices = view.uniqueIndices
    updateComputationSubgraphIndex = view.updateComputationSubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, indicesAreSorted, default: false)
    fields.add(1, updateWindowDims.isEmpty ? nil : try builder.vector(updateWindowDims, as: Int64.self))
    fields.add(2, insertedWindowDims.isEmpty ? nil : try builder.vector(insertedWindowDims, as: Int64.self))
    fields.add(3, scatterDimsToOperandDims.isEmpty ? nil : try builder.vector(scatterDimsToOperandDims, as: Int64.self))
    try fields.add(4, indexVectorDim, default: Int64(0))
    fields.add(5, uniqueIndices, default: false)
    try fields.add(6, updateComputationSubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloCompareOptions`, to be written.
package struct StablehloCompareOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloCompare }

  package var comparisonDirection: StablehloComparisonDirection
  package var compareType: StablehloComparisonType

  package init(comparisonDirection: StablehloComparisonDirection = .eq, compareType: StablehloComparisonType = .notype) {
    self.comparisonDirection = comparisonDirection
    self.compareType = compareType
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloCompareOptionsView(options)
    comparisonDirection = view.comparisonDirection
    compareType = view.compareType
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, comparisonDirection.rawValue, default: UInt32(0))
    try fields.add(1, compareType.rawValue, default: UInt32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloDynamicSliceOptions`, to be written.
package struct StablehloDynamicSliceOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloDynamicSlice }

  package var sliceSizes: [Int]

  package init(sliceSizes: [Int] = []) {
    self.sliceSizes = sliceSizes
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloDynamicSliceOptionsView(options)
    sliceSizes = view.sliceSizes.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, sliceSizes.isEmpty ? nil : try builder.vector(sliceSizes, as: Int64.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloPadOptions`, to be written.
package struct StablehloPadOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloPad }

  package var edgePaddingLow: [Int]
  package var edgePaddingHigh: [Int]
  package var interiorPadding: [Int]

  package init(edgePaddingLow: [Int] = [], edgePaddingHigh: [Int] = [], interiorPadding: [Int] = []) {
    self.edgePaddingLow = edgePaddingLow
    self.edgePaddingHigh = edgePaddingHigh
    self.interiorPadding = interiorPadding
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloPadOptionsView(options)
    edgePaddingLow = view.edgePaddingLow.array.map { Int(clamping: $0) }
    edgePaddingHigh = view.edgePaddingHigh.array.map { Int(clamping: $0) }
    interiorPadding = view.interiorPadding.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, edgePaddingLow.isEmpty ? nil : try builder.vector(edgePaddingLow, as: Int64.self))
    fields.add(1, edgePaddingHigh.isEmpty ? nil : try builder.vector(edgePaddingHigh, as: Int64.self))
    fields.add(2, interiorPadding.isEmpty ? nil : try builder.vector(interiorPadding, as: Int64.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloIotaOptions`, to be written.
package struct StablehloIotaOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloIota }

  package var iotaDimension: Int

  package init(iotaDimension: Int = 0) {
    self.iotaDimension = iotaDimension
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloIotaOptionsView(options)
    iotaDimension = view.iotaDimension
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, iotaDimension, default: Int64(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloDotGeneralOptions`, to be written.
package struct StablehloDotGeneralOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloDotGeneral }

  package var lhsBatchingDimensions: [Int]
  package var rhsBatchingDimensions: [Int]
  package var lhsContractingDimensions: [Int]
  package var rhsContractingDimensions: [Int]
  package var precisionConfig: [Int]

  package init(lhsBatchingDimensions: [Int] = [], rhsBatchingDimensions: [Int] = [], lhsContractingDimensions: [Int] = [], rhsContractingDimensions: [Int] = [], precisionConfig: [Int] = []) {
    self.lhsBatchingDimensions = lhsBatchingDimensions
    self.rhsBatchingDimensions = rhsBatchingDimensions
    self.lhsContractingDimensions = lhsContractingDimensions
    self.rhsContractingDimensions = rhsContractingDimensions
    self.precisionConfig = precisionConfig
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloDotGeneralOptionsView(options)
    lhsBatchingDimensions = view.lhsBatchingDimensions.array.map { Int(clamping: $0) }
    rhsBatchingDimensions = view.rhsBatchingDimensions.array.map { Int(clamping: $0) }
    lhsContractingDimensions = view.lhsContractingDimensions.array.map { Int(clamping: $0) }
    rhsContractingDimensions = view.rhsContractingDimensions.array.map { Int(clamping: $0) }
    precisionConfig = view.precisionConfig.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, lhsBatchingDimensions.isEmpty ? nil : try builder.vector(lhsBatchingDimensions, as: Int64.self))
    fields.add(1, rhsBatchingDimensions.isEmpty ? nil : try builder.vector(rhsBatchingDimensions, as: Int64.self))
    fields.add(2, lhsContractingDimensions.isEmpty ? nil : try builder.vector(lhsContractingDimensions, as: Int64.self))
    fields.add(3, rhsContractingDimensions.isEmpty ? nil : try builder.vector(rhsContractingDimensions, as: Int64.self))
    fields.add(4, precisionConfig.isEmpty ? nil : try builder.vector(precisionConfig, as: UInt32.self))
    return builder.table(fields)
  }
}

/// The format's `StablehloReduceWindowOptions`, to be written.
package struct StablehloReduceWindowOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloReduceWindow }

  package var windowDimensions: [Int]
  package var windowStrides: [Int]
  package var baseDilations: [Int]
  package var windowDilations: [Int]
  package var padding: [Int]
  package var bodySubgraphIndex: Int

  package init(windowDimensions: [Int] = [], windowStrides: [Int] = [], baseDilations: [Int] = [], windowDilations: [Int] = [], padding: [Int] = [], bodySubgraphIndex: Int = 0) {
    self.windowDimensions = windowDimensions
    self.windowStrides = windowStrides
    self.baseDilations = baseDilations
    self.windowDilations = windowDilations
    self.padding = padding
    self.bodySubgraphIndex = bodySubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloReduceWindowOptionsView(options)
    windowDimensions = view.windowDimensions.array.map { Int(clamping: $0) }
    windowStrides = view.windowStrides.array.map { Int(clamping: $0) }
    baseDilations = view.baseDilations.array.map { Int(clamping: $0) }
    windowDilations = view.windowDilations.array.map { Int(clamping: $0) }
    padding = view.padding.array.map { Int(clamping: $0) }
    bodySubgraphIndex = view.bodySubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, windowDimensions.isEmpty ? nil : try builder.vector(windowDimensions, as: Int64.self))
    fields.add(1, windowStrides.isEmpty ? nil : try builder.vector(windowStrides, as: Int64.self))
    fields.add(2, baseDilations.isEmpty ? nil : try builder.vector(baseDilations, as: Int64.self))
    fields.add(3, windowDilations.isEmpty ? nil : try builder.vector(windowDilations, as: Int64.self))
    fields.add(4, padding.isEmpty ? nil : try builder.vector(padding, as: Int64.self))
    try fields.add(5, bodySubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloSortOptions`, to be written.
package struct StablehloSortOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloSort }

  package var dimension: Int
  package var isStable: Bool
  package var comparatorSubgraphIndex: Int

  package init(dimension: Int = 0, isStable: Bool = false, comparatorSubgraphIndex: Int = 0) {
    self.dimension = dimension
    self.isStable = isStable
    self.comparatorSubgraphIndex = comparatorSubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloSortOptionsView(options)
    dimension = view.dimension
    isStable = view.isStable
    comparatorSubgraphIndex = view.comparatorSubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, dimension, default: Int64(0))
    fields.add(1, isStable, default: false)
    try fields.add(2, comparatorSubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloWhileOptions`, to be written.
package struct StablehloWhileOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloWhile }

  package var condSubgraphIndex: Int
  package var bodySubgraphIndex: Int

  package init(condSubgraphIndex: Int = 0, bodySubgraphIndex: Int = 0) {
    self.condSubgraphIndex = condSubgraphIndex
    self.bodySubgraphIndex = bodySubgraphIndex
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloWhileOptionsView(options)
    condSubgraphIndex = view.condSubgraphIndex
    bodySubgraphIndex = view.bodySubgraphIndex
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, condSubgraphIndex, default: Int32(0))
    try fields.add(1, bodySubgraphIndex, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloGatherOptions`, to be written.
package struct StablehloGatherOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloGather }

  package var offsetDims: [Int]
  package var collapsedSliceDims: [Int]
  package var startIndexMap: [Int]
  package var indexVectorDim: Int
  package var sliceSizes: [Int]
  package var indicesAreSorted: Bool

  package init(offsetDims: [Int] = [], collapsedSliceDims: [Int] = [], startIndexMap: [Int] = [], indexVectorDim: Int = 0, sliceSizes: [Int] = [], indicesAreSorted: Bool = false) {
    self.offsetDims = offsetDims
    self.collapsedSliceDims = collapsedSliceDims
    self.startIndexMap = startIndexMap
    self.indexVectorDim = indexVectorDim
    self.sliceSizes = sliceSizes
    self.indicesAreSorted = indicesAreSorted
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloGatherOptionsView(options)
    offsetDims = view.offsetDims.array.map { Int(clamping: $0) }
    collapsedSliceDims = view.collapsedSliceDims.array.map { Int(clamping: $0) }
    startIndexMap = view.startIndexMap.array.map { Int(clamping: $0) }
    indexVectorDim = view.indexVectorDim
    sliceSizes = view.sliceSizes.array.map { Int(clamping: $0) }
    indicesAreSorted = view.indicesAreSorted
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, offsetDims.isEmpty ? nil : try builder.vector(offsetDims, as: Int64.self))
    fields.add(1, collapsedSliceDims.isEmpty ? nil : try builder.vector(collapsedSliceDims, as: Int64.self))
    fields.add(2, startIndexMap.isEmpty ? nil : try builder.vector(startIndexMap, as: Int64.self))
    try fields.add(3, indexVectorDim, default: Int64(0))
    fields.add(4, sliceSizes.isEmpty ? nil : try builder.vector(sliceSizes, as: Int64.self))
    fields.add(5, indicesAreSorted, default: false)
    return builder.table(fields)
  }
}

/// The format's `StablehloTransposeOptions`, to be written.
package struct StablehloTransposeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloTranspose }

  package var permutation: [Int]

  package init(permutation: [Int] = []) {
    self.permutation = permutation
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloTransposeOptionsView(options)
    permutation = view.permutation.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, permutation.isEmpty ? nil : try builder.vector(permutation, as: Int64.self))
    return builder.table(fields)
  }
}

/// The format's `DilateOptions`, to be written.
package struct DilateOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .dilate }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try DilateOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `StablehloRngBitGeneratorOptions`, to be written.
package struct StablehloRngBitGeneratorOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloRngBitGenerator }

  package var algorithm: RngAlgorithm

  package init(algorithm: RngAlgorithm = .`default`) {
    self.algorithm = algorithm
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloRngBitGeneratorOptionsView(options)
    algorithm = view.algorithm
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, algorithm.rawValue, default: Int8(0))
    return builder.table(fields)
  }
}

/// The format's `ReduceWindowOptions`, to be written.
package struct ReduceWindowOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .reduceWindow }

  package var reduceFunction: ReduceWindowFunction

  package init(reduceFunction: ReduceWindowFunction = .unsupported) {
    self.reduceFunction = reduceFunction
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try ReduceWindowOptionsView(options)
    reduceFunction = view.reduceFunction
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    try fields.add(0, reduceFunction.rawValue, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StableHLOCompositeOptions`, to be written.
package struct StableHLOCompositeOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stableHLOComposite }

  package var name: String
  package var decompositionSubgraphIndex: Int
  package var compositeAttributes: [UInt8]
  package var compositeAttributesFormat: CustomOptionsFormat
  package var version: Int

  package init(name: String = "", decompositionSubgraphIndex: Int = 0, compositeAttributes: [UInt8] = [], compositeAttributesFormat: CustomOptionsFormat = .flexbuffers, version: Int = 0) {
    self.name = name
    self.decompositionSubgraphIndex = decompositionSubgraphIndex
    self.compositeAttributes = compositeAttributes
    self.compositeAttributesFormat = compositeAttributesFormat
    self.version = version
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StableHLOCompositeOptionsView(options)
    name = view.name
    decompositionSubgraphIndex = view.decompositionSubgraphIndex
    compositeAttributes = view.compositeAttributes.array
    compositeAttributesFormat = view.compositeAttributesFormat
    version = view.version
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, name.isEmpty ? nil : builder.string(name))
    try fields.add(1, decompositionSubgraphIndex, default: Int32(0))
    fields.add(2, compositeAttributes.isEmpty ? nil : builder.vector(compositeAttributes))
    try fields.add(3, compositeAttributesFormat.rawValue, default: Int8(0))
    try fields.add(4, version, default: Int32(0))
    return builder.table(fields)
  }
}

/// The format's `StablehloShiftLeftOptions`, to be written.
package struct StablehloShiftLeftOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloShiftLeft }

  package init() {
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    _ = try StablehloShiftLeftOptionsView(options)
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    let fields = TableFields()
    return builder.table(fields)
  }
}

/// The format's `StablehloCaseOptions`, to be written.
package struct StablehloCaseOptionsValue: OptionsValue {
  package static var kind: OptionsKind { .stablehloCase }

  package var branchSubgraphIndices: [Int]

  package init(branchSubgraphIndices: [Int] = []) {
    self.branchSubgraphIndices = branchSubgraphIndices
  }

  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    let view = try StablehloCaseOptionsView(options)
    branchSubgraphIndices = view.branchSubgraphIndices.array.map { Int(clamping: $0) }
  }

  package func write(
    into builder: inout FlatBufferBuilder
  ) throws(WriteError) -> FlatBufferBuilder.Offset {
    var fields = TableFields()
    fields.add(0, branchSubgraphIndices.isEmpty ? nil : try builder.vector(branchSubgraphIndices, as: Int32.self))
    return builder.table(fields)
  }
}

extension OptionsKind {
  /// The options of a file as a value of this kind.
  package func value(
    reading options: borrowing OptionsReader
  ) throws(FormatError) -> any OptionsValue {
    switch self {
    case .conv2D: try Conv2DOptionsValue(options)
    case .depthwiseConv2D: try DepthwiseConv2DOptionsValue(options)
    case .concatEmbeddings: try ConcatEmbeddingsOptionsValue(options)
    case .lshProjection: try LSHProjectionOptionsValue(options)
    case .pool2D: try Pool2DOptionsValue(options)
    case .svdf: try SVDFOptionsValue(options)
    case .rnn: try RNNOptionsValue(options)
    case .fullyConnected: try FullyConnectedOptionsValue(options)
    case .softmax: try SoftmaxOptionsValue(options)
    case .concatenation: try ConcatenationOptionsValue(options)
    case .add: try AddOptionsValue(options)
    case .l2Norm: try L2NormOptionsValue(options)
    case .localResponseNormalization: try LocalResponseNormalizationOptionsValue(options)
    case .lstm: try LSTMOptionsValue(options)
    case .resizeBilinear: try ResizeBilinearOptionsValue(options)
    case .call: try CallOptionsValue(options)
    case .reshape: try ReshapeOptionsValue(options)
    case .skipGram: try SkipGramOptionsValue(options)
    case .spaceToDepth: try SpaceToDepthOptionsValue(options)
    case .embeddingLookupSparse: try EmbeddingLookupSparseOptionsValue(options)
    case .mul: try MulOptionsValue(options)
    case .pad: try PadOptionsValue(options)
    case .gather: try GatherOptionsValue(options)
    case .batchToSpaceND: try BatchToSpaceNDOptionsValue(options)
    case .spaceToBatchND: try SpaceToBatchNDOptionsValue(options)
    case .transpose: try TransposeOptionsValue(options)
    case .reducer: try ReducerOptionsValue(options)
    case .sub: try SubOptionsValue(options)
    case .div: try DivOptionsValue(options)
    case .squeeze: try SqueezeOptionsValue(options)
    case .sequenceRNN: try SequenceRNNOptionsValue(options)
    case .stridedSlice: try StridedSliceOptionsValue(options)
    case .exp: try ExpOptionsValue(options)
    case .topKV2: try TopKV2OptionsValue(options)
    case .split: try SplitOptionsValue(options)
    case .logSoftmax: try LogSoftmaxOptionsValue(options)
    case .cast: try CastOptionsValue(options)
    case .dequantize: try DequantizeOptionsValue(options)
    case .maximumMinimum: try MaximumMinimumOptionsValue(options)
    case .argMax: try ArgMaxOptionsValue(options)
    case .less: try LessOptionsValue(options)
    case .neg: try NegOptionsValue(options)
    case .padV2: try PadV2OptionsValue(options)
    case .greater: try GreaterOptionsValue(options)
    case .greaterEqual: try GreaterEqualOptionsValue(options)
    case .lessEqual: try LessEqualOptionsValue(options)
    case .select: try SelectOptionsValue(options)
    case .slice: try SliceOptionsValue(options)
    case .transposeConv: try TransposeConvOptionsValue(options)
    case .sparseToDense: try SparseToDenseOptionsValue(options)
    case .tile: try TileOptionsValue(options)
    case .expandDims: try ExpandDimsOptionsValue(options)
    case .equal: try EqualOptionsValue(options)
    case .notEqual: try NotEqualOptionsValue(options)
    case .shape: try ShapeOptionsValue(options)
    case .pow: try PowOptionsValue(options)
    case .argMin: try ArgMinOptionsValue(options)
    case .fakeQuant: try FakeQuantOptionsValue(options)
    case .pack: try PackOptionsValue(options)
    case .logicalOr: try LogicalOrOptionsValue(options)
    case .oneHot: try OneHotOptionsValue(options)
    case .logicalAnd: try LogicalAndOptionsValue(options)
    case .logicalNot: try LogicalNotOptionsValue(options)
    case .unpack: try UnpackOptionsValue(options)
    case .floorDiv: try FloorDivOptionsValue(options)
    case .square: try SquareOptionsValue(options)
    case .zerosLike: try ZerosLikeOptionsValue(options)
    case .fill: try FillOptionsValue(options)
    case .bidirectionalSequenceLSTM: try BidirectionalSequenceLSTMOptionsValue(options)
    case .bidirectionalSequenceRNN: try BidirectionalSequenceRNNOptionsValue(options)
    case .unidirectionalSequenceLSTM: try UnidirectionalSequenceLSTMOptionsValue(options)
    case .floorMod: try FloorModOptionsValue(options)
    case .range: try RangeOptionsValue(options)
    case .resizeNearestNeighbor: try ResizeNearestNeighborOptionsValue(options)
    case .leakyRelu: try LeakyReluOptionsValue(options)
    case .squaredDifference: try SquaredDifferenceOptionsValue(options)
    case .mirrorPad: try MirrorPadOptionsValue(options)
    case .abs: try AbsOptionsValue(options)
    case .splitV: try SplitVOptionsValue(options)
    case .unique: try UniqueOptionsValue(options)
    case .reverseV2: try ReverseV2OptionsValue(options)
    case .addN: try AddNOptionsValue(options)
    case .gatherNd: try GatherNdOptionsValue(options)
    case .cos: try CosOptionsValue(options)
    case .`where`: try WhereOptionsValue(options)
    case .rank: try RankOptionsValue(options)
    case .reverseSequence: try ReverseSequenceOptionsValue(options)
    case .matrixDiag: try MatrixDiagOptionsValue(options)
    case .quantize: try QuantizeOptionsValue(options)
    case .matrixSetDiag: try MatrixSetDiagOptionsValue(options)
    case .hardSwish: try HardSwishOptionsValue(options)
    case .`if`: try IfOptionsValue(options)
    case .`while`: try WhileOptionsValue(options)
    case .depthToSpace: try DepthToSpaceOptionsValue(options)
    case .nonMaxSuppressionV4: try NonMaxSuppressionV4OptionsValue(options)
    case .nonMaxSuppressionV5: try NonMaxSuppressionV5OptionsValue(options)
    case .scatterNd: try ScatterNdOptionsValue(options)
    case .selectV2: try SelectV2OptionsValue(options)
    case .densify: try DensifyOptionsValue(options)
    case .segmentSum: try SegmentSumOptionsValue(options)
    case .batchMatMul: try BatchMatMulOptionsValue(options)
    case .cumsum: try CumsumOptionsValue(options)
    case .callOnce: try CallOnceOptionsValue(options)
    case .broadcastTo: try BroadcastToOptionsValue(options)
    case .rfft2d: try Rfft2dOptionsValue(options)
    case .conv3D: try Conv3DOptionsValue(options)
    case .hashtable: try HashtableOptionsValue(options)
    case .hashtableFind: try HashtableFindOptionsValue(options)
    case .hashtableImport: try HashtableImportOptionsValue(options)
    case .hashtableSize: try HashtableSizeOptionsValue(options)
    case .varHandle: try VarHandleOptionsValue(options)
    case .readVariable: try ReadVariableOptionsValue(options)
    case .assignVariable: try AssignVariableOptionsValue(options)
    case .random: try RandomOptionsValue(options)
    case .bucketize: try BucketizeOptionsValue(options)
    case .gelu: try GeluOptionsValue(options)
    case .dynamicUpdateSlice: try DynamicUpdateSliceOptionsValue(options)
    case .unsortedSegmentProd: try UnsortedSegmentProdOptionsValue(options)
    case .unsortedSegmentMax: try UnsortedSegmentMaxOptionsValue(options)
    case .unsortedSegmentMin: try UnsortedSegmentMinOptionsValue(options)
    case .unsortedSegmentSum: try UnsortedSegmentSumOptionsValue(options)
    case .aTan2: try ATan2OptionsValue(options)
    case .sign: try SignOptionsValue(options)
    case .bitcast: try BitcastOptionsValue(options)
    case .bitwiseXor: try BitwiseXorOptionsValue(options)
    case .rightShift: try RightShiftOptionsValue(options)
    case .stablehloConcatenate: try StablehloConcatenateOptionsValue(options)
    case .stablehloBroadcastInDim: try StablehloBroadcastInDimOptionsValue(options)
    case .stablehloSlice: try StablehloSliceOptionsValue(options)
    case .stablehloConvolution: try StablehloConvolutionOptionsValue(options)
    case .stablehloCustomCall: try StablehloCustomCallOptionsValue(options)
    case .stablehloReduce: try StablehloReduceOptionsValue(options)
    case .stablehloScatter: try StablehloScatterOptionsValue(options)
    case .stablehloCompare: try StablehloCompareOptionsValue(options)
    case .stablehloDynamicSlice: try StablehloDynamicSliceOptionsValue(options)
    case .stablehloPad: try StablehloPadOptionsValue(options)
    case .stablehloIota: try StablehloIotaOptionsValue(options)
    case .stablehloDotGeneral: try StablehloDotGeneralOptionsValue(options)
    case .stablehloReduceWindow: try StablehloReduceWindowOptionsValue(options)
    case .stablehloSort: try StablehloSortOptionsValue(options)
    case .stablehloWhile: try StablehloWhileOptionsValue(options)
    case .stablehloGather: try StablehloGatherOptionsValue(options)
    case .stablehloTranspose: try StablehloTransposeOptionsValue(options)
    case .dilate: try DilateOptionsValue(options)
    case .stablehloRngBitGenerator: try StablehloRngBitGeneratorOptionsValue(options)
    case .reduceWindow: try ReduceWindowOptionsValue(options)
    case .stableHLOComposite: try StableHLOCompositeOptionsValue(options)
    case .stablehloShiftLeft: try StablehloShiftLeftOptionsValue(options)
    case .stablehloCase: try StablehloCaseOptionsValue(options)
    }
  }
}
