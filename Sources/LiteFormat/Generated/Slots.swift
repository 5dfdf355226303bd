// SPDX-License-Identifier: Apache-2.0
// Generated from Toolchain/schema/lite.fbs by Toolchain/schema/generate; edits are lost.

/// The slots of the format's table `BlockwiseQuantization`.
package enum BlockwiseQuantizationSlot {
  package static var scales: Int { 0 }
  package static var zeroPoints: Int { 1 }
  package static var blockSize: Int { 2 }
  package static var blockShape: Int { 3 }
}

/// The slots of the format's table `Buffer`.
package enum BufferSlot {
  package static var data: Int { 0 }
  package static var offset: Int { 1 }
  package static var size: Int { 2 }
}

/// The slots of the format's table `CustomQuantization`.
package enum CustomQuantizationSlot {
  package static var custom: Int { 0 }
}

/// The slots of the format's table `DimensionMetadata`.
package enum DimensionMetadataSlot {
  package static var format: Int { 0 }
  package static var denseSize: Int { 1 }
  package static var arraySegmentsType: Int { 2 }
  package static var arraySegments: Int { 3 }
  package static var arrayIndicesType: Int { 4 }
  package static var arrayIndices: Int { 5 }
}

/// The slots of the format's table `ExternalBuffer`.
package enum ExternalBufferSlot {
  package static var id: Int { 0 }
  package static var group: Int { 1 }
  package static var offset: Int { 2 }
  package static var length: Int { 3 }
  package static var packing: Int { 4 }
}

/// The slots of the format's table `ExternalBufferGroup`.
package enum ExternalBufferGroupSlot {
  package static var name: Int { 0 }
}

/// The slots of the format's table `Int32Vector`.
package enum Int32VectorSlot {
  package static var values: Int { 0 }
}

/// The slots of the format's table `Metadata`.
package enum MetadataSlot {
  package static var name: Int { 0 }
  package static var buffer: Int { 1 }
}

/// The slots of the format's table `Model`.
package enum ModelSlot {
  package static var version: Int { 0 }
  package static var operatorCodes: Int { 1 }
  package static var subgraphs: Int { 2 }
  package static var description: Int { 3 }
  package static var buffers: Int { 4 }
  package static var metadataBuffer: Int { 5 }
  package static var metadata: Int { 6 }
  package static var signatureDefs: Int { 7 }
  package static var externalBufferGroups: Int { 8 }
  package static var externalBuffers: Int { 9 }
}

/// The slots of the format's table `MultiAxisQuantization`.
package enum MultiAxisQuantizationSlot {
  package static var scales: Int { 0 }
  package static var zeroPoints: Int { 1 }
  package static var blockSize: Int { 2 }
  package static var quantizedDimensions: Int { 3 }
}

/// The slots of the format's table `Operator`.
package enum OperatorSlot {
  package static var opcodeIndex: Int { 0 }
  package static var inputs: Int { 1 }
  package static var outputs: Int { 2 }
  package static var builtinOptionsType: Int { 3 }
  package static var builtinOptions: Int { 4 }
  package static var customOptions: Int { 5 }
  package static var customOptionsFormat: Int { 6 }
  package static var mutatingVariableInputs: Int { 7 }
  package static var intermediates: Int { 8 }
  package static var largeCustomOptionsOffset: Int { 9 }
  package static var largeCustomOptionsSize: Int { 10 }
  package static var builtinOptions2Type: Int { 11 }
  package static var builtinOptions2: Int { 12 }
  package static var debugMetadataIndex: Int { 13 }
}

/// The slots of the format's table `OperatorCode`.
package enum OperatorCodeSlot {
  package static var deprecatedBuiltinCode: Int { 0 }
  package static var customCode: Int { 1 }
  package static var version: Int { 2 }
  package static var builtinCode: Int { 3 }
}

/// The slots of the format's table `QuantizationParameters`.
package enum QuantizationParametersSlot {
  package static var min: Int { 0 }
  package static var max: Int { 1 }
  package static var scale: Int { 2 }
  package static var zeroPoint: Int { 3 }
  package static var detailsType: Int { 4 }
  package static var details: Int { 5 }
  package static var quantizedDimension: Int { 6 }
}

/// The slots of the format's table `SignatureDef`.
package enum SignatureDefSlot {
  package static var inputs: Int { 0 }
  package static var outputs: Int { 1 }
  package static var signatureKey: Int { 2 }
  package static var subgraphIndex: Int { 4 }
}

/// The slots of the format's table `SparsityParameters`.
package enum SparsityParametersSlot {
  package static var traversalOrder: Int { 0 }
  package static var blockMap: Int { 1 }
  package static var dimMetadata: Int { 2 }
}

/// The slots of the format's table `SubGraph`.
package enum SubGraphSlot {
  package static var tensors: Int { 0 }
  package static var inputs: Int { 1 }
  package static var outputs: Int { 2 }
  package static var operators: Int { 3 }
  package static var name: Int { 4 }
  package static var debugMetadataIndex: Int { 5 }
}

/// The slots of the format's table `Tensor`.
package enum TensorSlot {
  package static var shape: Int { 0 }
  package static var type: Int { 1 }
  package static var buffer: Int { 2 }
  package static var name: Int { 3 }
  package static var quantization: Int { 4 }
  package static var isVariable: Int { 5 }
  package static var sparsity: Int { 6 }
  package static var shapeSignature: Int { 7 }
  package static var hasRank: Int { 8 }
  package static var variantTensors: Int { 9 }
  package static var externalBuffer: Int { 10 }
}

/// The slots of the format's table `TensorMap`.
package enum TensorMapSlot {
  package static var name: Int { 0 }
  package static var tensorIndex: Int { 1 }
}

/// The slots of the format's table `Uint16Vector`.
package enum Uint16VectorSlot {
  package static var values: Int { 0 }
}

/// The slots of the format's table `Uint8Vector`.
package enum Uint8VectorSlot {
  package static var values: Int { 0 }
}

/// The slots of the format's table `VariantSubType`.
package enum VariantSubTypeSlot {
  package static var shape: Int { 0 }
  package static var type: Int { 1 }
  package static var hasRank: Int { 2 }
}
