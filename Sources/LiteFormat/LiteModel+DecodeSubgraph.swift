// SPDX-License-Identifier: Apache-2.0

import TensorCore

extension ModelDecoder {
  mutating func subgraph(_ table: TableView) throws(FormatError) -> LiteModel.Subgraph {
    LiteModel.Subgraph(
      name: try string(table, SubGraphSlot.name),
      tensors: try map(table, SubGraphSlot.tensors, "tensor") {
        (decoder, table) throws(FormatError) in try decoder.tensor(table)
      },
      inputs: try integers(table, SubGraphSlot.inputs),
      outputs: try integers(table, SubGraphSlot.outputs),
      operators: try map(table, SubGraphSlot.operators, "operator") {
        (decoder, table) throws(FormatError) in try decoder.operatorEntry(table)
      })
  }

  private mutating func tensor(_ table: TableView) throws(FormatError) -> LiteModel.Tensor {
    let signature = try integers(table, TensorSlot.shapeSignature)
    return LiteModel.Tensor(
      name: try string(table, TensorSlot.name),
      type: try elementType(table, TensorSlot.type),
      shape: try integers(table, TensorSlot.shape),
      shapeSignature: signature.isEmpty ? nil : signature,
      buffer: try index(table, TensorSlot.buffer),
      isVariable: try table.bool(TensorSlot.isVariable, or: false),
      quantization: try quantization(table),
      sparsity: try sparsity(table),
      hasRank: try table.bool(TensorSlot.hasRank, or: false),
      variantSubtypes: try map(table, TensorSlot.variantTensors, "variant") {
        (decoder, table) throws(FormatError) in
        LiteModel.VariantSubtype(
          type: try decoder.elementType(table, VariantSubTypeSlot.type),
          shape: try decoder.integers(table, VariantSubTypeSlot.shape),
          hasRank: try table.bool(VariantSubTypeSlot.hasRank, or: false))
      },
      externalBuffer: try index(table, TensorSlot.externalBuffer))
  }

  private func elementType(_ table: TableView, _ slot: Int) throws(FormatError) -> ElementType {
    let number = try table.integer(slot, or: UInt8(0))
    guard let type = ElementType(rawValue: number) else {
      throw FormatError("element type \(number) is unknown, known are 0 to 22")
    }
    return type
  }

  /// The quantization of a tensor; nil if the table is absent, or says nothing.
  private mutating func quantization(
    _ tensor: TableView
  ) throws(FormatError) -> LiteModel.Quantization? {
    typealias Slot = QuantizationParametersSlot
    guard let table = try tensor.table(TensorSlot.quantization) else { return nil }
    let result = LiteModel.Quantization(
      scales: try floats(table, Slot.scale),
      zeroPoints: try integers(table, Slot.zeroPoint, as: Int64.self),
      axis: Int(try table.integer(Slot.quantizedDimension, or: Int32(0))),
      minimum: try floats(table, Slot.min), maximum: try floats(table, Slot.max),
      details: try quantizationDetails(table))
    return result == LiteModel.Quantization(axis: result.axis) ? nil : result
  }

  private mutating func quantizationDetails(
    _ parent: TableView
  ) throws(FormatError) -> LiteModel.QuantizationDetails? {
    let kind = try parent.integer(QuantizationParametersSlot.detailsType, or: UInt8(0))
    guard kind != 0, let table = try parent.table(QuantizationParametersSlot.details) else {
      return nil
    }
    switch kind {
    case 1:
      let bytes = try VectorView<UInt8>(table, CustomQuantizationSlot.custom)
      try charge(bytes.count)
      return .custom(bytes.array)
    case 2:
      typealias Slot = BlockwiseQuantizationSlot
      return .blockwise(
        scales: try number(table, Slot.scales), zeroPoints: try number(table, Slot.zeroPoints),
        blockSize: try number(table, Slot.blockSize),
        blockShape: try integers(table, Slot.blockShape))
    case 3:
      typealias Slot = MultiAxisQuantizationSlot
      return .multiAxis(
        scales: try number(table, Slot.scales), zeroPoints: try number(table, Slot.zeroPoints),
        blockSize: try number(table, Slot.blockSize),
        axes: try integers(table, Slot.quantizedDimensions))
    default:
      throw FormatError("quantization details of kind \(kind) are unknown, known are 1 to 3")
    }
  }

  private func number(_ table: TableView, _ slot: Int) throws(FormatError) -> Int {
    Int(try table.integer(slot, or: Int32(0)))
  }

  private mutating func sparsity(_ tensor: TableView) throws(FormatError) -> LiteModel.Sparsity? {
    guard let table = try tensor.table(TensorSlot.sparsity) else { return nil }
    return LiteModel.Sparsity(
      traversalOrder: try integers(table, SparsityParametersSlot.traversalOrder),
      blockMap: try integers(table, SparsityParametersSlot.blockMap),
      dimensions: try map(table, SparsityParametersSlot.dimMetadata, "sparse dimension") {
        (decoder, table) throws(FormatError) in try decoder.sparseDimension(table)
      })
  }

  private mutating func sparseDimension(
    _ table: TableView
  ) throws(FormatError) -> LiteModel.SparseDimension {
    typealias Slot = DimensionMetadataSlot
    let number = try table.integer(Slot.format, or: Int8(0))
    switch DimensionType(rawValue: number) {
    case .dense: return .dense(size: try self.number(table, Slot.denseSize))
    case .sparseCsr:
      return .compressed(
        segments: try indexVector(table, Slot.arraySegmentsType),
        indices: try indexVector(table, Slot.arrayIndicesType))
    case nil: throw FormatError("dimension format \(number) is unknown, known are 0 and 1")
    }
  }

  /// The union of index vectors whose type is in `slot` and whose table is in the next one.
  private mutating func indexVector(_ table: TableView, _ slot: Int) throws(FormatError) -> [Int] {
    let kind = try table.integer(slot, or: UInt8(0))
    guard let vector = try table.table(slot + 1) else { return [] }
    switch kind {
    case 0: return []
    case 1: return try integers(vector, Int32VectorSlot.values)
    case 2: return try integers(vector, Uint16VectorSlot.values, as: UInt16.self)
    case 3: return try integers(vector, Uint8VectorSlot.values, as: UInt8.self)
    default: throw FormatError("index vector of kind \(kind) is unknown, known are 1 to 3")
    }
  }
}
