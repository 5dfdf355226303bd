// SPDX-License-Identifier: Apache-2.0
import Foundation
import LiteFormat

/// What a `.tflite` file is to contain: ``LiteSerializer`` makes the file of it and decides
/// nothing.
package struct LiteFileContents: Sendable {
  package var description: String
  package var subgraphs: [Subgraph]
  /// The bytes that tensors and metadata refer to by index. Buffer 0 is empty: tensors that are no
  /// constants refer to it. Equal buffers are stored once.
  package var buffers: [ByteSource]
  package var signatures: [LiteModel.Signature]
  package var metadata: [LiteModel.Metadata]
  package var externalBufferGroups: [String]
  package var externalBuffers: [LiteModel.ExternalBuffer]

  package init(
    description: String, subgraphs: [Subgraph], buffers: [ByteSource] = [.empty],
    signatures: [LiteModel.Signature] = [], metadata: [LiteModel.Metadata] = []
  ) {
    self.description = description
    self.subgraphs = subgraphs
    self.buffers = buffers
    self.signatures = signatures
    self.metadata = metadata
    externalBufferGroups = []
    externalBuffers = []
  }

  /// One function: tensors, and the operators that compute some from others, in order.
  package struct Subgraph: Sendable {
    package var name: String
    package var tensors: [LiteModel.Tensor]
    package var inputs: [Int]
    package var outputs: [Int]
    package var operators: [Operator]

    package init(
      name: String, tensors: [LiteModel.Tensor], inputs: [Int], outputs: [Int],
      operators: [Operator]
    ) {
      self.name = name
      self.tensors = tensors
      self.inputs = inputs
      self.outputs = outputs
      self.operators = operators
    }
  }

  /// One use of an operator. An input of −1 is an optional operand that is absent.
  package struct Operator: Sendable {
    package var code: BuiltinOperator
    package var customCode: String?
    package var version: Int
    package var inputs: [Int]
    package var outputs: [Int]
    package var intermediates: [Int]
    package var mutatingVariableInputs: [Bool]
    package var options: (any OptionsValue)?
    package var customOptions: [UInt8]

    package init(
      code: BuiltinOperator, customCode: String? = nil, version: Int = 1, inputs: [Int],
      outputs: [Int], options: (any OptionsValue)? = nil, customOptions: [UInt8] = []
    ) {
      self.code = code
      self.customCode = customCode
      self.version = version
      self.inputs = inputs
      self.outputs = outputs
      self.intermediates = []
      self.mutatingVariableInputs = []
      self.options = options
      self.customOptions = customOptions
    }
  }
}

/// The options of an operator as a value that can be written: a generated type per kind.
package protocol OptionsValue: Hashable, Sendable {
  static var kind: OptionsKind { get }

  /// The options of a file; absent options have every field at its default.
  ///
  /// - Throws: if the options are another operator's.
  init(_ options: borrowing OptionsReader) throws(FormatError)

  /// Writes the table.
  ///
  /// - Throws: if a number does not fit the format's type for it.
  func write(into builder: inout FlatBufferBuilder) throws(WriteError) -> FlatBufferBuilder.Offset
}

extension LiteFileContents {
  /// The contents of a file that was read, with constants that stay where they are in `file`.
  ///
  /// - Parameter file: the bytes that `model` was decoded from, preferably mapped.
  package init(_ model: LiteModel, in file: Data) throws(FormatError) {
    self.init(
      description: model.description, subgraphs: [],
      buffers: model.buffers.map { range in
        let start = file.startIndex + range.offset
        return range.isEmpty ? .empty : ByteSource(file[start..<start + range.count])
      }, signatures: model.signatures, metadata: model.metadata)
    externalBufferGroups = model.externalBufferGroups
    externalBuffers = model.externalBuffers
    for subgraph in model.subgraphs {
      var operators: [Operator] = []
      for entry in subgraph.operators { operators.append(try Operator(entry, in: file)) }
      subgraphs.append(
        Subgraph(
          name: subgraph.name, tensors: subgraph.tensors, inputs: subgraph.inputs,
          outputs: subgraph.outputs, operators: operators))
    }
  }
}

extension LiteFileContents.Operator {
  init(_ entry: LiteModel.OperatorEntry, in file: Data) throws(FormatError) {
    let bytes = file.bytes
    let reader = OptionsReader(of: entry, in: bytes)
    let start = file.startIndex + entry.customOptions.offset
    self.init(
      code: entry.code, customCode: entry.customCode, version: entry.version,
      inputs: entry.inputs, outputs: entry.outputs,
      options: try entry.options?.kind.value(reading: reader),
      customOptions: Array(file[start..<start + entry.customOptions.count]))
    intermediates = entry.intermediates
    mutatingVariableInputs = entry.mutatingVariableInputs
  }
}
