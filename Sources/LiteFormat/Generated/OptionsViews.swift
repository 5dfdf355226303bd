// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

import TensorCore

/// The format's `Conv2DOptions`, read in place.
package struct Conv2DOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.conv2D)
  }

  package var padding: Padding { Padding(rawValue: table.number(0, or: Int8(0))) ?? .same }

  package var strideW: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var strideH: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(3, or: Int8(0))) ?? .none }

  package var dilationWFactor: Int { Int(clamping: table.number(4, or: Int32(1))) }

  package var dilationHFactor: Int { Int(clamping: table.number(5, or: Int32(1))) }

  package var quantizedBiasType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(6, or: Int8(0)))) ?? .float32 }
}

/// The format's `DepthwiseConv2DOptions`, read in place.
package struct DepthwiseConv2DOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.depthwiseConv2D)
  }

  package var padding: Padding { Padding(rawValue: table.number(0, or: Int8(0))) ?? .same }

  package var strideW: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var strideH: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var depthMultiplier: Int { Int(clamping: table.number(3, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(4, or: Int8(0))) ?? .none }

  package var dilationWFactor: Int { Int(clamping: table.number(5, or: Int32(1))) }

  package var dilationHFactor: Int { Int(clamping: table.number(6, or: Int32(1))) }
}

/// The format's `ConcatEmbeddingsOptions`, read in place.
package struct ConcatEmbeddingsOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.concatEmbeddings)
  }

  package var numChannels: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var numColumnsPerChannel: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var embeddingDimPerChannel: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(2) }
  }
}

/// The format's `LSHProjectionOptions`, read in place.
package struct LSHProjectionOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.lshProjection)
  }

  package var type: LSHProjectionType { LSHProjectionType(rawValue: table.number(0, or: Int8(0))) ?? .unknown }
}

/// The format's `Pool2DOptions`, read in place.
package struct Pool2DOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.pool2D)
  }

  package var padding: Padding { Padding(rawValue: table.number(0, or: Int8(0))) ?? .same }

  package var strideW: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var strideH: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var filterWidth: Int { Int(clamping: table.number(3, or: Int32(0))) }

  package var filterHeight: Int { Int(clamping: table.number(4, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(5, or: Int8(0))) ?? .none }
}

/// The format's `SVDFOptions`, read in place.
package struct SVDFOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.svdf)
  }

  package var rank: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(1, or: Int8(0))) ?? .none }

  package var asymmetricQuantizeInputs: Bool { table.flag(2, or: false) }
}

/// The format's `RNNOptions`, read in place.
package struct RNNOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.rnn)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var asymmetricQuantizeInputs: Bool { table.flag(1, or: false) }
}

/// The format's `FullyConnectedOptions`, read in place.
package struct FullyConnectedOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.fullyConnected)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var weightsFormat: FullyConnectedOptionsWeightsFormat { FullyConnectedOptionsWeightsFormat(rawValue: table.number(1, or: Int8(0))) ?? .`default` }

  package var keepNumDims: Bool { table.flag(2, or: false) }

  package var asymmetricQuantizeInputs: Bool { table.flag(3, or: false) }

  package var quantizedBiasType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(4, or: Int8(0)))) ?? .float32 }

  package var quantSpec: VectorView<UInt8> {
    @_lifetime(copy self) get { table.elements(5) }
  }
}

/// The format's `SoftmaxOptions`, read in place.
package struct SoftmaxOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.softmax)
  }

  package var beta: Float { table.real(0, or: 0.0) }
}

/// The format's `ConcatenationOptions`, read in place.
package struct ConcatenationOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.concatenation)
  }

  package var axis: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(1, or: Int8(0))) ?? .none }
}

/// The format's `AddOptions`, read in place.
package struct AddOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.add)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var potScaleInt16: Bool { table.flag(1, or: true) }
}

/// The format's `L2NormOptions`, read in place.
package struct L2NormOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.l2Norm)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }
}

/// The format's `LocalResponseNormalizationOptions`, read in place.
package struct LocalResponseNormalizationOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.localResponseNormalization)
  }

  package var radius: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var bias: Float { table.real(1, or: 0.0) }

  package var alpha: Float { table.real(2, or: 0.0) }

  package var beta: Float { table.real(3, or: 0.0) }
}

/// The format's `LSTMOptions`, read in place.
package struct LSTMOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.lstm)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var cellClip: Float { table.real(1, or: 0.0) }

  package var projClip: Float { table.real(2, or: 0.0) }

  package var kernelType: LSTMKernelType { LSTMKernelType(rawValue: table.number(3, or: Int8(0))) ?? .full }

  package var asymmetricQuantizeInputs: Bool { table.flag(4, or: false) }
}

/// The format's `ResizeBilinearOptions`, read in place.
package struct ResizeBilinearOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.resizeBilinear)
  }

  package var alignCorners: Bool { table.flag(2, or: false) }

  package var halfPixelCenters: Bool { table.flag(3, or: false) }
}

/// The format's `CallOptions`, read in place.
package struct CallOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.call)
  }

  package var subgraph: Int { Int(clamping: table.number(0, or: UInt32(0))) }
}

/// The format's `ReshapeOptions`, read in place.
package struct ReshapeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.reshape)
  }

  package var newShape: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `SkipGramOptions`, read in place.
package struct SkipGramOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.skipGram)
  }

  package var ngramSize: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var maxSkipSize: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var includeAllNgrams: Bool { table.flag(2, or: false) }
}

/// The format's `SpaceToDepthOptions`, read in place.
package struct SpaceToDepthOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.spaceToDepth)
  }

  package var blockSize: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `EmbeddingLookupSparseOptions`, read in place.
package struct EmbeddingLookupSparseOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.embeddingLookupSparse)
  }

  package var combiner: CombinerType { CombinerType(rawValue: table.number(0, or: Int8(0))) ?? .sum }
}

/// The format's `MulOptions`, read in place.
package struct MulOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.mul)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }
}

/// The format's `PadOptions`, read in place.
package struct PadOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.pad)
  }
}

/// The format's `GatherOptions`, read in place.
package struct GatherOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.gather)
  }

  package var axis: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var batchDims: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `BatchToSpaceNDOptions`, read in place.
package struct BatchToSpaceNDOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.batchToSpaceND)
  }
}

/// The format's `SpaceToBatchNDOptions`, read in place.
package struct SpaceToBatchNDOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.spaceToBatchND)
  }
}

/// The format's `TransposeOptions`, read in place.
package struct TransposeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.transpose)
  }
}

/// The format's `ReducerOptions`, read in place.
package struct ReducerOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.reducer)
  }

  package var keepDims: Bool { table.flag(0, or: false) }
}

/// The format's `SubOptions`, read in place.
package struct SubOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.sub)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var potScaleInt16: Bool { table.flag(1, or: true) }
}

/// The format's `DivOptions`, read in place.
package struct DivOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.div)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }
}

/// The format's `SqueezeOptions`, read in place.
package struct SqueezeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.squeeze)
  }

  package var squeezeDims: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `SequenceRNNOptions`, read in place.
package struct SequenceRNNOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.sequenceRNN)
  }

  package var timeMajor: Bool { table.flag(0, or: false) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(1, or: Int8(0))) ?? .none }

  package var asymmetricQuantizeInputs: Bool { table.flag(2, or: false) }
}

/// The format's `StridedSliceOptions`, read in place.
package struct StridedSliceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stridedSlice)
  }

  package var beginMask: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var endMask: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var ellipsisMask: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var newAxisMask: Int { Int(clamping: table.number(3, or: Int32(0))) }

  package var shrinkAxisMask: Int { Int(clamping: table.number(4, or: Int32(0))) }

  package var offset: Bool { table.flag(5, or: false) }
}

/// The format's `ExpOptions`, read in place.
package struct ExpOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.exp)
  }
}

/// The format's `TopKV2Options`, read in place.
package struct TopKV2OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.topKV2)
  }
}

/// The format's `SplitOptions`, read in place.
package struct SplitOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.split)
  }

  package var numSplits: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `LogSoftmaxOptions`, read in place.
package struct LogSoftmaxOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.logSoftmax)
  }
}

/// The format's `CastOptions`, read in place.
package struct CastOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.cast)
  }

  package var inDataType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(0, or: Int8(0)))) ?? .float32 }

  package var outDataType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(1, or: Int8(0)))) ?? .float32 }
}

/// The format's `DequantizeOptions`, read in place.
package struct DequantizeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.dequantize)
  }
}

/// The format's `MaximumMinimumOptions`, read in place.
package struct MaximumMinimumOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.maximumMinimum)
  }
}

/// The format's `ArgMaxOptions`, read in place.
package struct ArgMaxOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.argMax)
  }

  package var outputType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(0, or: Int8(0)))) ?? .float32 }
}

/// The format's `LessOptions`, read in place.
package struct LessOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.less)
  }
}

/// The format's `NegOptions`, read in place.
package struct NegOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.neg)
  }
}

/// The format's `PadV2Options`, read in place.
package struct PadV2OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.padV2)
  }
}

/// The format's `GreaterOptions`, read in place.
package struct GreaterOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.greater)
  }
}

/// The format's `GreaterEqualOptions`, read in place.
package struct GreaterEqualOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.greaterEqual)
  }
}

/// The format's `LessEqualOptions`, read in place.
package struct LessEqualOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.lessEqual)
  }
}

/// The format's `SelectOptions`, read in place.
package struct SelectOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.select)
  }
}

/// The format's `SliceOptions`, read in place.
package struct SliceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.slice)
  }
}

/// The format's `TransposeConvOptions`, read in place.
package struct TransposeConvOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.transposeConv)
  }

  package var padding: Padding { Padding(rawValue: table.number(0, or: Int8(0))) ?? .same }

  package var strideW: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var strideH: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(3, or: Int8(0))) ?? .none }

  package var quantizedBiasType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(4, or: Int8(0)))) ?? .float32 }
}

/// The format's `SparseToDenseOptions`, read in place.
package struct SparseToDenseOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.sparseToDense)
  }

  package var validateIndices: Bool { table.flag(0, or: false) }
}

/// The format's `TileOptions`, read in place.
package struct TileOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.tile)
  }
}

/// The format's `ExpandDimsOptions`, read in place.
package struct ExpandDimsOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.expandDims)
  }
}

/// The format's `EqualOptions`, read in place.
package struct EqualOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.equal)
  }
}

/// The format's `NotEqualOptions`, read in place.
package struct NotEqualOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.notEqual)
  }
}

/// The format's `ShapeOptions`, read in place.
package struct ShapeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.shape)
  }

  package var outType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(0, or: Int8(0)))) ?? .float32 }
}

/// The format's `PowOptions`, read in place.
package struct PowOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.pow)
  }
}

/// The format's `ArgMinOptions`, read in place.
package struct ArgMinOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.argMin)
  }

  package var outputType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(0, or: Int8(0)))) ?? .float32 }
}

/// The format's `FakeQuantOptions`, read in place.
package struct FakeQuantOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.fakeQuant)
  }

  package var min: Float { table.real(0, or: 0.0) }

  package var max: Float { table.real(1, or: 0.0) }

  package var numBits: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var narrowRange: Bool { table.flag(3, or: false) }
}

/// The format's `PackOptions`, read in place.
package struct PackOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.pack)
  }

  package var valuesCount: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var axis: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `LogicalOrOptions`, read in place.
package struct LogicalOrOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.logicalOr)
  }
}

/// The format's `OneHotOptions`, read in place.
package struct OneHotOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.oneHot)
  }

  package var axis: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `LogicalAndOptions`, read in place.
package struct LogicalAndOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.logicalAnd)
  }
}

/// The format's `LogicalNotOptions`, read in place.
package struct LogicalNotOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.logicalNot)
  }
}

/// The format's `UnpackOptions`, read in place.
package struct UnpackOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unpack)
  }

  package var num: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var axis: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `FloorDivOptions`, read in place.
package struct FloorDivOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.floorDiv)
  }
}

/// The format's `SquareOptions`, read in place.
package struct SquareOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.square)
  }
}

/// The format's `ZerosLikeOptions`, read in place.
package struct ZerosLikeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.zerosLike)
  }
}

/// The format's `FillOptions`, read in place.
package struct FillOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.fill)
  }
}

/// The format's `BidirectionalSequenceLSTMOptions`, read in place.
package struct BidirectionalSequenceLSTMOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.bidirectionalSequenceLSTM)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var cellClip: Float { table.real(1, or: 0.0) }

  package var projClip: Float { table.real(2, or: 0.0) }

  package var mergeOutputs: Bool { table.flag(3, or: false) }

  package var timeMajor: Bool { table.flag(4, or: true) }

  package var asymmetricQuantizeInputs: Bool { table.flag(5, or: false) }
}

/// The format's `BidirectionalSequenceRNNOptions`, read in place.
package struct BidirectionalSequenceRNNOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.bidirectionalSequenceRNN)
  }

  package var timeMajor: Bool { table.flag(0, or: false) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(1, or: Int8(0))) ?? .none }

  package var mergeOutputs: Bool { table.flag(2, or: false) }

  package var asymmetricQuantizeInputs: Bool { table.flag(3, or: false) }
}

/// The format's `UnidirectionalSequenceLSTMOptions`, read in place.
package struct UnidirectionalSequenceLSTMOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unidirectionalSequenceLSTM)
  }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(0, or: Int8(0))) ?? .none }

  package var cellClip: Float { table.real(1, or: 0.0) }

  package var projClip: Float { table.real(2, or: 0.0) }

  package var timeMajor: Bool { table.flag(3, or: false) }

  package var asymmetricQuantizeInputs: Bool { table.flag(4, or: false) }

  package var diagonalRecurrentTensors: Bool { table.flag(5, or: false) }
}

/// The format's `FloorModOptions`, read in place.
package struct FloorModOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.floorMod)
  }
}

/// The format's `RangeOptions`, read in place.
package struct RangeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.range)
  }
}

/// The format's `ResizeNearestNeighborOptions`, read in place.
package struct ResizeNearestNeighborOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.resizeNearestNeighbor)
  }

  package var alignCorners: Bool { table.flag(0, or: false) }

  package var halfPixelCenters: Bool { table.flag(1, or: false) }
}

/// The format's `LeakyReluOptions`, read in place.
package struct LeakyReluOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.leakyRelu)
  }

  package var alpha: Float { table.real(0, or: 0.0) }
}

/// The format's `SquaredDifferenceOptions`, read in place.
package struct SquaredDifferenceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.squaredDifference)
  }
}

/// The format's `MirrorPadOptions`, read in place.
package struct MirrorPadOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.mirrorPad)
  }

  package var mode: MirrorPadMode { MirrorPadMode(rawValue: table.number(0, or: Int8(0))) ?? .reflect }
}

/// The format's `AbsOptions`, read in place.
package struct AbsOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.abs)
  }
}

/// The format's `SplitVOptions`, read in place.
package struct SplitVOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.splitV)
  }

  package var numSplits: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `UniqueOptions`, read in place.
package struct UniqueOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unique)
  }

  package var idxOutType: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(0, or: Int8(2)))) ?? .float32 }
}

/// The format's `ReverseV2Options`, read in place.
package struct ReverseV2OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.reverseV2)
  }
}

/// The format's `AddNOptions`, read in place.
package struct AddNOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.addN)
  }
}

/// The format's `GatherNdOptions`, read in place.
package struct GatherNdOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.gatherNd)
  }
}

/// The format's `CosOptions`, read in place.
package struct CosOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.cos)
  }
}

/// The format's `WhereOptions`, read in place.
package struct WhereOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.`where`)
  }
}

/// The format's `RankOptions`, read in place.
package struct RankOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.rank)
  }
}

/// The format's `ReverseSequenceOptions`, read in place.
package struct ReverseSequenceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.reverseSequence)
  }

  package var seqDim: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var batchDim: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `MatrixDiagOptions`, read in place.
package struct MatrixDiagOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.matrixDiag)
  }
}

/// The format's `QuantizeOptions`, read in place.
package struct QuantizeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.quantize)
  }
}

/// The format's `MatrixSetDiagOptions`, read in place.
package struct MatrixSetDiagOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.matrixSetDiag)
  }
}

/// The format's `HardSwishOptions`, read in place.
package struct HardSwishOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.hardSwish)
  }
}

/// The format's `IfOptions`, read in place.
package struct IfOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.`if`)
  }

  package var thenSubgraphIndex: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var elseSubgraphIndex: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `WhileOptions`, read in place.
package struct WhileOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.`while`)
  }

  package var condSubgraphIndex: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var bodySubgraphIndex: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `DepthToSpaceOptions`, read in place.
package struct DepthToSpaceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.depthToSpace)
  }

  package var blockSize: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `NonMaxSuppressionV4Options`, read in place.
package struct NonMaxSuppressionV4OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.nonMaxSuppressionV4)
  }
}

/// The format's `NonMaxSuppressionV5Options`, read in place.
package struct NonMaxSuppressionV5OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.nonMaxSuppressionV5)
  }
}

/// The format's `ScatterNdOptions`, read in place.
package struct ScatterNdOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.scatterNd)
  }
}

/// The format's `SelectV2Options`, read in place.
package struct SelectV2OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.selectV2)
  }
}

/// The format's `DensifyOptions`, read in place.
package struct DensifyOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.densify)
  }
}

/// The format's `SegmentSumOptions`, read in place.
package struct SegmentSumOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.segmentSum)
  }
}

/// The format's `BatchMatMulOptions`, read in place.
package struct BatchMatMulOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.batchMatMul)
  }

  package var adjX: Bool { table.flag(0, or: false) }

  package var adjY: Bool { table.flag(1, or: false) }

  package var asymmetricQuantizeInputs: Bool { table.flag(2, or: false) }
}

/// The format's `CumsumOptions`, read in place.
package struct CumsumOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.cumsum)
  }

  package var exclusive: Bool { table.flag(0, or: false) }

  package var reverse: Bool { table.flag(1, or: false) }
}

/// The format's `CallOnceOptions`, read in place.
package struct CallOnceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.callOnce)
  }

  package var initSubgraphIndex: Int { Int(clamping: table.number(0, or: Int32(0))) }
}

/// The format's `BroadcastToOptions`, read in place.
package struct BroadcastToOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.broadcastTo)
  }
}

/// The format's `Rfft2dOptions`, read in place.
package struct Rfft2dOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.rfft2d)
  }
}

/// The format's `Conv3DOptions`, read in place.
package struct Conv3DOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.conv3D)
  }

  package var padding: Padding { Padding(rawValue: table.number(0, or: Int8(0))) ?? .same }

  package var strideD: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var strideW: Int { Int(clamping: table.number(2, or: Int32(0))) }

  package var strideH: Int { Int(clamping: table.number(3, or: Int32(0))) }

  package var fusedActivationFunction: ActivationFunctionType { ActivationFunctionType(rawValue: table.number(4, or: Int8(0))) ?? .none }

  package var dilationDFactor: Int { Int(clamping: table.number(5, or: Int32(1))) }

  package var dilationWFactor: Int { Int(clamping: table.number(6, or: Int32(1))) }

  package var dilationHFactor: Int { Int(clamping: table.number(7, or: Int32(1))) }
}

/// The format's `HashtableOptions`, read in place.
package struct HashtableOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.hashtable)
  }

  package var tableId: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var keyDtype: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(1, or: Int8(0)))) ?? .float32 }

  package var valueDtype: ElementType { ElementType(rawValue: UInt8(truncatingIfNeeded: table.number(2, or: Int8(0)))) ?? .float32 }
}

/// The format's `HashtableFindOptions`, read in place.
package struct HashtableFindOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.hashtableFind)
  }
}

/// The format's `HashtableImportOptions`, read in place.
package struct HashtableImportOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.hashtableImport)
  }
}

/// The format's `HashtableSizeOptions`, read in place.
package struct HashtableSizeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.hashtableSize)
  }
}

/// The format's `VarHandleOptions`, read in place.
package struct VarHandleOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.varHandle)
  }

  package var container: String { table.text(0) }

  package var sharedName: String { table.text(1) }
}

/// The format's `ReadVariableOptions`, read in place.
package struct ReadVariableOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.readVariable)
  }
}

/// The format's `AssignVariableOptions`, read in place.
package struct AssignVariableOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.assignVariable)
  }
}

/// The format's `RandomOptions`, read in place.
package struct RandomOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.random)
  }

  package var seed: Int { Int(clamping: table.number(0, or: Int64(0))) }

  package var seed2: Int { Int(clamping: table.number(1, or: Int64(0))) }
}

/// The format's `BucketizeOptions`, read in place.
package struct BucketizeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.bucketize)
  }

  package var boundaries: VectorView<Float> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `GeluOptions`, read in place.
package struct GeluOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.gelu)
  }

  package var approximate: Bool { table.flag(0, or: false) }
}

/// The format's `DynamicUpdateSliceOptions`, read in place.
package struct DynamicUpdateSliceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.dynamicUpdateSlice)
  }
}

/// The format's `UnsortedSegmentProdOptions`, read in place.
package struct UnsortedSegmentProdOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unsortedSegmentProd)
  }
}

/// The format's `UnsortedSegmentMaxOptions`, read in place.
package struct UnsortedSegmentMaxOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unsortedSegmentMax)
  }
}

/// The format's `UnsortedSegmentMinOptions`, read in place.
package struct UnsortedSegmentMinOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unsortedSegmentMin)
  }
}

/// The format's `UnsortedSegmentSumOptions`, read in place.
package struct UnsortedSegmentSumOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.unsortedSegmentSum)
  }
}

/// The format's `ATan2Options`, read in place.
package struct ATan2OptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.aTan2)
  }
}

/// The format's `SignOptions`, read in place.
package struct SignOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.sign)
  }
}

/// The format's `BitcastOptions`, read in place.
package struct BitcastOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.bitcast)
  }
}

/// The format's `BitwiseXorOptions`, read in place.
package struct BitwiseXorOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.bitwiseXor)
  }
}

/// The format's `RightShiftOptions`, read in place.
package struct RightShiftOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.rightShift)
  }
}

/// The format's `StablehloConcatenateOptions`, read in place.
package struct StablehloConcatenateOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloConcatenate)
  }

  package var dimension: Int { Int(clamping: table.number(0, or: Int64(0))) }
}

/// The format's `StablehloBroadcastInDimOptions`, read in place.
package struct StablehloBroadcastInDimOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloBroadcastInDim)
  }

  package var broadcastDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `StablehloSliceOptions`, read in place.
package struct StablehloSliceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloSlice)
  }

  package var startIndices: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var limitIndices: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var strides: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }
}

/// The format's `StablehloConvolutionOptions`, read in place.
package struct StablehloConvolutionOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloConvolution)
  }

  package var windowStrides: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var padding: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var lhsDilation: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var rhsDilation: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(3) }
  }

  package var windowReversal: VectorView<UInt8> {
    @_lifetime(copy self) get { table.elements(4) }
  }

  package var inputBatchDimension: Int { Int(clamping: table.number(5, or: Int64(0))) }

  package var inputFeatureDimension: Int { Int(clamping: table.number(6, or: Int64(0))) }

  package var inputSpatialDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(7) }
  }

  package var kernelInputFeatureDimension: Int { Int(clamping: table.number(8, or: Int64(0))) }

  package var kernelOutputFeatureDimension: Int { Int(clamping: table.number(9, or: Int64(0))) }

  package var kernelSpatialDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(10) }
  }

  package var outputBatchDimension: Int { Int(clamping: table.number(11, or: Int64(0))) }

  package var outputFeatureDimension: Int { Int(clamping: table.number(12, or: Int64(0))) }

  package var outputSpatialDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(13) }
  }

  package var featureGroupCount: Int { Int(clamping: table.number(14, or: Int64(0))) }

  package var batchGroupCount: Int { Int(clamping: table.number(15, or: Int64(0))) }

  package var precisionConfig: VectorView<UInt32> {
    @_lifetime(copy self) get { table.elements(16) }
  }
}

/// The format's `StablehloCustomCallOptions`, read in place.
package struct StablehloCustomCallOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloCustomCall)
  }

  package var callTargetName: String { table.text(0) }

  package var hasSideEffect: Bool { table.flag(1, or: false) }

  package var backendConfig: String { table.text(2) }

  package var apiVersion: Int { Int(clamping: table.number(3, or: Int32(0))) }

  package var calledComputations: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(4) }
  }

  package var customAttributes: VectorView<UInt8> {
    @_lifetime(copy self) get { table.elements(5) }
  }
}

/// The format's `StablehloReduceOptions`, read in place.
package struct StablehloReduceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloReduce)
  }

  package var dimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var bodySubgraphIndex: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `StablehloScatterOptions`, read in place.
package struct StablehloScatterOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloScatter)
  }

  package var indicesAreSorted: Bool { table.flag(0, or: false) }

  package var updateWindowDims: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var insertedWindowDims: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var scatterDimsToOperandDims: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(3) }
  }

  package var indexVectorDim: Int { Int(clamping: table.number(4, or: Int64(0))) }

  package var uniqueIndices: Bool { table.flag(5, or: false) }

  package var updateComputationSubgraphIndex: Int { Int(clamping: table.number(6, or: Int32(0))) }
}

/// The format's `StablehloCompareOptions`, read in place.
package struct StablehloCompareOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloCompare)
  }

  package var comparisonDirection: StablehloComparisonDirection { StablehloComparisonDirection(rawValue: table.number(0, or: UInt32(0))) ?? .eq }

  package var compareType: StablehloComparisonType { StablehloComparisonType(rawValue: table.number(1, or: UInt32(0))) ?? .notype }
}

/// The format's `StablehloDynamicSliceOptions`, read in place.
package struct StablehloDynamicSliceOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloDynamicSlice)
  }

  package var sliceSizes: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `StablehloPadOptions`, read in place.
package struct StablehloPadOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloPad)
  }

  package var edgePaddingLow: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var edgePaddingHigh: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var interiorPadding: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }
}

/// The format's `StablehloIotaOptions`, read in place.
package struct StablehloIotaOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloIota)
  }

  package var iotaDimension: Int { Int(clamping: table.number(0, or: Int64(0))) }
}

/// The format's `StablehloDotGeneralOptions`, read in place.
package struct StablehloDotGeneralOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloDotGeneral)
  }

  package var lhsBatchingDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var rhsBatchingDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var lhsContractingDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var rhsContractingDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(3) }
  }

  package var precisionConfig: VectorView<UInt32> {
    @_lifetime(copy self) get { table.elements(4) }
  }
}

/// The format's `StablehloReduceWindowOptions`, read in place.
package struct StablehloReduceWindowOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloReduceWindow)
  }

  package var windowDimensions: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var windowStrides: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var baseDilations: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var windowDilations: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(3) }
  }

  package var padding: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(4) }
  }

  package var bodySubgraphIndex: Int { Int(clamping: table.number(5, or: Int32(0))) }
}

/// The format's `StablehloSortOptions`, read in place.
package struct StablehloSortOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloSort)
  }

  package var dimension: Int { Int(clamping: table.number(0, or: Int64(0))) }

  package var isStable: Bool { table.flag(1, or: false) }

  package var comparatorSubgraphIndex: Int { Int(clamping: table.number(2, or: Int32(0))) }
}

/// The format's `StablehloWhileOptions`, read in place.
package struct StablehloWhileOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloWhile)
  }

  package var condSubgraphIndex: Int { Int(clamping: table.number(0, or: Int32(0))) }

  package var bodySubgraphIndex: Int { Int(clamping: table.number(1, or: Int32(0))) }
}

/// The format's `StablehloGatherOptions`, read in place.
package struct StablehloGatherOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloGather)
  }

  package var offsetDims: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }

  package var collapsedSliceDims: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(1) }
  }

  package var startIndexMap: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var indexVectorDim: Int { Int(clamping: table.number(3, or: Int64(0))) }

  package var sliceSizes: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(4) }
  }

  package var indicesAreSorted: Bool { table.flag(5, or: false) }
}

/// The format's `StablehloTransposeOptions`, read in place.
package struct StablehloTransposeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloTranspose)
  }

  package var permutation: VectorView<Int64> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}

/// The format's `DilateOptions`, read in place.
package struct DilateOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.dilate)
  }
}

/// The format's `StablehloRngBitGeneratorOptions`, read in place.
package struct StablehloRngBitGeneratorOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloRngBitGenerator)
  }

  package var algorithm: RngAlgorithm { RngAlgorithm(rawValue: table.number(0, or: Int8(0))) ?? .`default` }
}

/// The format's `ReduceWindowOptions`, read in place.
package struct ReduceWindowOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.reduceWindow)
  }

  package var reduceFunction: ReduceWindowFunction { ReduceWindowFunction(rawValue: table.number(0, or: Int32(0))) ?? .unsupported }
}

/// The format's `StableHLOCompositeOptions`, read in place.
package struct StableHLOCompositeOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stableHLOComposite)
  }

  package var name: String { table.text(0) }

  package var decompositionSubgraphIndex: Int { Int(clamping: table.number(1, or: Int32(0))) }

  package var compositeAttributes: VectorView<UInt8> {
    @_lifetime(copy self) get { table.elements(2) }
  }

  package var compositeAttributesFormat: CustomOptionsFormat { CustomOptionsFormat(rawValue: table.number(3, or: Int8(0))) ?? .flexbuffers }

  package var version: Int { Int(clamping: table.number(4, or: Int32(0))) }
}

/// The format's `StablehloShiftLeftOptions`, read in place.
package struct StablehloShiftLeftOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloShiftLeft)
  }
}

/// The format's `StablehloCaseOptions`, read in place.
package struct StablehloCaseOptionsView: ~Escapable {
  private let table: TableView

  /// - Throws: if the options are another operator's.
  @_lifetime(copy options)
  package init(_ options: borrowing OptionsReader) throws(FormatError) {
    table = try options.table(.stablehloCase)
  }

  package var branchSubgraphIndices: VectorView<Int32> {
    @_lifetime(copy self) get { table.elements(0) }
  }
}
