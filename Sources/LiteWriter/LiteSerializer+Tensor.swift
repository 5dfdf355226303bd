// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import TensorCore

extension LiteSerializer {
  mutating func tensor(_ tensor: LiteModel.Tensor) throws(WriteError) -> Offset {
    let place = "tensor '\(tensor.name)'"
    let number = try bufferNumber(tensor.buffer, of: place)
    var fields = TableFields()
    fields.add(TensorSlot.shape, try builder.vector(tensor.shape, as: Int32.self))
    try fields.add(TensorSlot.type, tensor.type.rawValue, default: Int8(0))
    try fields.add(TensorSlot.buffer, number, default: UInt32(0))
    fields.add(TensorSlot.name, builder.string(tensor.name))
    if let quantization = tensor.quantization {
      fields.add(TensorSlot.quantization, try self.quantization(quantization))
    }
    fields.add(TensorSlot.isVariable, tensor.isVariable, default: false)
    if let sparsity = tensor.sparsity {
      fields.add(TensorSlot.sparsity, try self.sparsity(sparsity))
    }
    if let signature = tensor.shapeSignature {
      fields.add(TensorSlot.shapeSignature, try builder.vector(signature, as: Int32.self))
    }
    fields.add(TensorSlot.hasRank, tensor.hasRank, default: false)
    fields.add(
      TensorSlot.variantTensors,
      try optionalVector(tensor.variantSubtypes) {
        (writer, subtype) throws(WriteError) in try writer.variantSubtype(subtype)
      })
    try fields.add(TensorSlot.externalBuffer, tensor.externalBuffer, default: UInt32(0))
    return builder.table(fields)
  }

  private mutating func quantization(
    _ quantization: LiteModel.Quantization
  ) throws(WriteError) -> Offset {
    typealias Slot = QuantizationParametersSlot
    if let written = quantizations[quantization] { return written }
    var fields = TableFields()
    fields.add(Slot.min, optional(quantization.minimum))
    fields.add(Slot.max, optional(quantization.maximum))
    fields.add(Slot.scale, optional(quantization.scales))
    if !quantization.zeroPoints.isEmpty {
      fields.add(Slot.zeroPoint, try builder.vector(quantization.zeroPoints, as: Int64.self))
    }
    try fields.add(Slot.quantizedDimension, quantization.axis, default: Int32(0))
    if let details = quantization.details {
      let (kind, table) = try self.details(details)
      try fields.add(Slot.detailsType, kind, default: UInt8(0))
      fields.add(Slot.details, table)
    }
    let written = builder.table(fields)
    quantizations[quantization] = written
    return written
  }

  private mutating func optional(_ values: [Float]) -> Offset? {
    values.isEmpty ? nil : builder.vector(values)
  }

  /// A member of the union of quantization details, and its number.
  private mutating func details(
    _ details: LiteModel.QuantizationDetails
  ) throws(WriteError) -> (kind: Int, table: Offset) {
    var fields = TableFields()
    switch details {
    case .custom(let bytes):
      fields.add(
        CustomQuantizationSlot.custom, builder.vector(bytes, alignment: Self.alignment))
      return (1, builder.table(fields))
    case .blockwise(let scales, let zeroPoints, let blockSize, let blockShape):
      typealias Slot = BlockwiseQuantizationSlot
      try fields.add(Slot.scales, scales, default: Int32(0))
      try fields.add(Slot.zeroPoints, zeroPoints, default: Int32(0))
      try fields.add(Slot.blockSize, blockSize, default: Int32(0))
      if !blockShape.isEmpty {
        fields.add(Slot.blockShape, try builder.vector(blockShape, as: Int32.self))
      }
      return (2, builder.table(fields))
    case .multiAxis(let scales, let zeroPoints, let blockSize, let axes):
      typealias Slot = MultiAxisQuantizationSlot
      try fields.add(Slot.scales, scales, default: Int32(0))
      try fields.add(Slot.zeroPoints, zeroPoints, default: Int32(0))
      try fields.add(Slot.blockSize, blockSize, default: Int32(0))
      fields.add(Slot.quantizedDimensions, try builder.vector(axes, as: Int32.self))
      return (3, builder.table(fields))
    }
  }

  private mutating func sparsity(_ sparsity: LiteModel.Sparsity) throws(WriteError) -> Offset {
    typealias Slot = SparsityParametersSlot
    var fields = TableFields()
    fields.add(
      Slot.traversalOrder, try builder.vector(sparsity.traversalOrder, as: Int32.self))
    if !sparsity.blockMap.isEmpty {
      fields.add(Slot.blockMap, try builder.vector(sparsity.blockMap, as: Int32.self))
    }
    fields.add(
      Slot.dimMetadata,
      try vector(sparsity.dimensions) {
        (writer, dimension) throws(WriteError) in try writer.sparseDimension(dimension)
      })
    return builder.table(fields)
  }

  private mutating func sparseDimension(
    _ dimension: LiteModel.SparseDimension
  ) throws(WriteError) -> Offset {
    typealias Slot = DimensionMetadataSlot
    var fields = TableFields()
    switch dimension {
    case .dense(let size):
      try fields.add(Slot.denseSize, size, default: Int32(0))
    case .compressed(let segments, let indices):
      try fields.add(Slot.format, DimensionType.sparseCsr.rawValue, default: Int8(0))
      let (segmentsKind, segmentsTable) = try indexVector(segments)
      let (indicesKind, indicesTable) = try indexVector(indices)
      try fields.add(Slot.arraySegmentsType, segmentsKind, default: UInt8(0))
      fields.add(Slot.arraySegments, segmentsTable)
      try fields.add(Slot.arrayIndicesType, indicesKind, default: UInt8(0))
      fields.add(Slot.arrayIndices, indicesTable)
    }
    return builder.table(fields)
  }

  /// A member of the union of index vectors, the narrowest that holds all values, and its number.
  private mutating func indexVector(
    _ values: [Int]
  ) throws(WriteError) -> (kind: Int, table: Offset) {
    let largest = values.max() ?? 0
    let vector: Offset
    let kind: Int
    if largest <= UInt8.max {
      (kind, vector) = (3, try builder.vector(values, as: UInt8.self))
    } else if largest <= UInt16.max {
      (kind, vector) = (2, try builder.vector(values, as: UInt16.self))
    } else {
      (kind, vector) = (1, try builder.vector(values, as: Int32.self))
    }
    var fields = TableFields()
    fields.add(Int32VectorSlot.values, vector)
    return (kind, builder.table(fields))
  }

  private mutating func variantSubtype(
    _ subtype: LiteModel.VariantSubtype
  ) throws(WriteError) -> Offset {
    var fields = TableFields()
    fields.add(VariantSubTypeSlot.shape, try builder.vector(subtype.shape, as: Int32.self))
    try fields.add(VariantSubTypeSlot.type, subtype.type.rawValue, default: Int8(0))
    fields.add(VariantSubTypeSlot.hasRank, subtype.hasRank, default: false)
    return builder.table(fields)
  }
}
