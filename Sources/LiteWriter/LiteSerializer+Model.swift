// SPDX-License-Identifier: Apache-2.0
import LiteFormat

extension LiteSerializer {
  typealias Offset = FlatBufferBuilder.Offset

  /// The root table. Everything that it refers to is written before it.
  mutating func model(_ contents: LiteFileContents, buffers: Offset) throws(WriteError) -> Offset {
    let subgraphs = try vector(contents.subgraphs) {
      (writer, subgraph) throws(WriteError) in try writer.subgraph(subgraph)
    }
    var fields = TableFields()
    try fields.add(ModelSlot.version, 3, default: UInt32(0))
    fields.add(ModelSlot.subgraphs, subgraphs)
    fields.add(ModelSlot.buffers, buffers)
    fields.add(ModelSlot.description, builder.string(contents.description))
    fields.add(
      ModelSlot.operatorCodes,
      try vector(numberedCodes) {
        (writer, code) throws(WriteError) in try writer.operatorCode(code)
      })
    fields.add(
      ModelSlot.signatureDefs,
      try optionalVector(contents.signatures) {
        (writer, signature) throws(WriteError) in try writer.signature(signature)
      })
    fields.add(
      ModelSlot.metadata,
      try optionalVector(contents.metadata) {
        (writer, entry) throws(WriteError) in try writer.metadata(entry)
      })
    fields.add(
      ModelSlot.externalBufferGroups,
      try optionalVector(contents.externalBufferGroups) {
        (writer, name) throws(WriteError) in
        var fields = TableFields()
        fields.add(ExternalBufferGroupSlot.name, writer.builder.string(name))
        return writer.builder.table(fields)
      })
    fields.add(
      ModelSlot.externalBuffers,
      try optionalVector(contents.externalBuffers) {
        (writer, buffer) throws(WriteError) in try writer.externalBuffer(buffer)
      })
    return builder.table(fields)
  }

  /// A vector of the tables that `write` makes of `values`, also if there are none.
  mutating func vector<Value>(
    _ values: [Value],
    _ write: (inout LiteSerializer, Value) throws(WriteError) -> Offset
  ) throws(WriteError) -> Offset {
    var tables: [Offset] = []
    for value in values { tables.append(try write(&self, value)) }
    return builder.vector(of: tables)
  }

  /// As ``vector(_:_:)``, but nil if there are no values.
  mutating func optionalVector<Value>(
    _ values: [Value],
    _ write: (inout LiteSerializer, Value) throws(WriteError) -> Offset
  ) throws(WriteError) -> Offset? {
    values.isEmpty ? nil : try vector(values, write)
  }

  /// The number in the file of a buffer of the contents.
  func bufferNumber(_ index: Int, of place: String) throws(WriteError) -> Int {
    guard bufferNumbers.indices.contains(index) else {
      throw WriteError("\(place): buffer \(index), there are \(bufferNumbers.count)")
    }
    return bufferNumbers[index]
  }

  private mutating func subgraph(
    _ subgraph: LiteFileContents.Subgraph
  ) throws(WriteError) -> Offset {
    let operators = try vector(subgraph.operators) {
      (writer, operation) throws(WriteError) in try writer.operation(operation)
    }
    var fields = TableFields()
    fields.add(SubGraphSlot.operators, operators)
    fields.add(
      SubGraphSlot.tensors,
      try vector(subgraph.tensors) {
        (writer, tensor) throws(WriteError) in try writer.tensor(tensor)
      })
    fields.add(SubGraphSlot.inputs, try builder.vector(subgraph.inputs, as: Int32.self))
    fields.add(SubGraphSlot.outputs, try builder.vector(subgraph.outputs, as: Int32.self))
    fields.add(
      SubGraphSlot.name, subgraph.name.isEmpty ? nil : builder.string(subgraph.name))
    return builder.table(fields)
  }

  private mutating func operation(
    _ operation: LiteFileContents.Operator
  ) throws(WriteError) -> Offset {
    var fields = TableFields()
    if let options = operation.options {
      let raw = Int(type(of: options).kind.rawValue)
      let isFirst = raw <= OptionsKind.firstUnionCount
      try fields.add(
        isFirst ? OperatorSlot.builtinOptionsType : OperatorSlot.builtinOptions2Type,
        isFirst ? raw : raw - OptionsKind.firstUnionCount, default: UInt8(0))
      fields.add(
        isFirst ? OperatorSlot.builtinOptions : OperatorSlot.builtinOptions2,
        try options.write(into: &builder))
    }
    try fields.add(OperatorSlot.opcodeIndex, number(of: operation), default: UInt32(0))
    fields.add(OperatorSlot.inputs, try builder.vector(operation.inputs, as: Int32.self))
    fields.add(OperatorSlot.outputs, try builder.vector(operation.outputs, as: Int32.self))
    if !operation.intermediates.isEmpty {
      fields.add(
        OperatorSlot.intermediates, try builder.vector(operation.intermediates, as: Int32.self))
    }
    if !operation.mutatingVariableInputs.isEmpty {
      fields.add(
        OperatorSlot.mutatingVariableInputs, builder.vector(operation.mutatingVariableInputs))
    }
    if !operation.customOptions.isEmpty {
      fields.add(OperatorSlot.customOptions, builder.vector(operation.customOptions))
    }
    return builder.table(fields)
  }

  /// Codes above 127 have 127 in the old field, so that old readers see that they do not know them.
  private mutating func operatorCode(_ code: LiteModel.OperatorCode) throws(WriteError) -> Offset {
    let raw = code.builtin.rawValue
    var fields = TableFields()
    try fields.add(OperatorCodeSlot.deprecatedBuiltinCode, min(raw, 127), default: Int8(0))
    try fields.add(OperatorCodeSlot.builtinCode, raw, default: Int32(0))
    try fields.add(OperatorCodeSlot.version, code.version, default: Int32(1))
    fields.add(OperatorCodeSlot.customCode, code.customCode.map { builder.string($0) })
    return builder.table(fields)
  }

  private mutating func signature(_ signature: LiteModel.Signature) throws(WriteError) -> Offset {
    var fields = TableFields()
    let named = {
      (writer: inout LiteSerializer, tensor: LiteModel.NamedTensor) throws(WriteError) -> Offset in
      var fields = TableFields()
      fields.add(TensorMapSlot.name, writer.builder.string(tensor.name))
      try fields.add(TensorMapSlot.tensorIndex, tensor.tensor, default: UInt32(0))
      return writer.builder.table(fields)
    }
    fields.add(SignatureDefSlot.inputs, try vector(signature.inputs, named))
    fields.add(SignatureDefSlot.outputs, try vector(signature.outputs, named))
    fields.add(SignatureDefSlot.signatureKey, builder.string(signature.key))
    try fields.add(SignatureDefSlot.subgraphIndex, signature.subgraph, default: UInt32(0))
    return builder.table(fields)
  }

  private mutating func metadata(_ entry: LiteModel.Metadata) throws(WriteError) -> Offset {
    let number = try bufferNumber(entry.buffer, of: "metadata '\(entry.name)'")
    var fields = TableFields()
    fields.add(MetadataSlot.name, builder.string(entry.name))
    try fields.add(MetadataSlot.buffer, number, default: UInt32(0))
    return builder.table(fields)
  }

  private mutating func externalBuffer(
    _ buffer: LiteModel.ExternalBuffer
  ) throws(WriteError) -> Offset {
    var fields = TableFields()
    try fields.add(ExternalBufferSlot.id, buffer.id, default: UInt32(0))
    try fields.add(ExternalBufferSlot.group, buffer.group, default: UInt32(0))
    try fields.add(ExternalBufferSlot.offset, buffer.offset, default: UInt64(0))
    try fields.add(ExternalBufferSlot.length, buffer.count, default: UInt64(0))
    fields.add(
      ExternalBufferSlot.packing, buffer.packing.isEmpty ? nil : builder.string(buffer.packing))
    return builder.table(fields)
  }
}
