// SPDX-License-Identifier: Apache-2.0

import TensorCore

/// Consecutive bytes of a file.
package struct ByteRange: Hashable, Sendable {
  package let offset: Int
  package let count: Int

  package init(offset: Int, count: Int) {
    self.offset = offset
    self.count = count
  }

  package static let empty = ByteRange(offset: 0, count: 0)

  package var isEmpty: Bool { count == 0 }
}

/// What a `.tflite` file says, as values; constants stay in the file as ranges of its bytes.
///
/// A decoded model has every range inside the file. That indices fit and tables make sense is what
/// ``LiteVerifier`` checks.
package struct LiteModel: Sendable {
  package var version: Int
  package var description: String
  package var subgraphs: [Subgraph]
  /// Buffer 0 is empty: tensors that are no constants refer to it.
  package var buffers: [ByteRange]
  package var operatorCodes: [OperatorCode]
  package var signatures: [Signature]
  /// Signatures of the file that do not fit their subgraphs, which is worth a warning.
  package internal(set) var staleSignatures: [StaleSignature] = []
  package var metadata: [Metadata]
  package var externalBufferGroups: [String]
  package var externalBuffers: [ExternalBuffer]

  package init(
    version: Int, description: String, subgraphs: [Subgraph], buffers: [ByteRange],
    operatorCodes: [OperatorCode], signatures: [Signature], metadata: [Metadata],
    externalBufferGroups: [String], externalBuffers: [ExternalBuffer]
  ) {
    self.version = version
    self.description = description
    self.subgraphs = subgraphs
    self.buffers = buffers
    self.operatorCodes = operatorCodes
    self.signatures = signatures
    self.metadata = metadata
    self.externalBufferGroups = externalBufferGroups
    self.externalBuffers = externalBuffers
  }

  /// One function: tensors, and the operators that compute some from others, in order.
  package struct Subgraph: Hashable, Sendable {
    package var name: String
    package var tensors: [Tensor]
    package var inputs: [Int]
    package var outputs: [Int]
    package var operators: [OperatorEntry]

    package init(
      name: String, tensors: [Tensor], inputs: [Int], outputs: [Int], operators: [OperatorEntry]
    ) {
      self.name = name
      self.tensors = tensors
      self.inputs = inputs
      self.outputs = outputs
      self.operators = operators
    }
  }

  /// A tensor: its type and shape, and its constant bytes if `buffer` has any.
  package struct Tensor: Hashable, Sendable {
    package var name: String
    package var type: ElementType
    package var shape: [Int]
    /// The shape with −1 for dimensions that callers may change; nil where there are none.
    package var shapeSignature: [Int]?
    package var buffer: Int
    package var isVariable: Bool
    /// Nil where the file has none, or one that says nothing.
    package var quantization: Quantization?
    package var sparsity: Sparsity?
    package var hasRank: Bool
    package var variantSubtypes: [VariantSubtype]
    /// The id of an external buffer; 0 for none.
    package var externalBuffer: Int

    package init(
      name: String, type: ElementType, shape: [Int], shapeSignature: [Int]? = nil, buffer: Int = 0,
      isVariable: Bool = false, quantization: Quantization? = nil, sparsity: Sparsity? = nil,
      hasRank: Bool = false, variantSubtypes: [VariantSubtype] = [], externalBuffer: Int = 0
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.shapeSignature = shapeSignature
      self.buffer = buffer
      self.isVariable = isVariable
      self.quantization = quantization
      self.sparsity = sparsity
      self.hasRank = hasRank
      self.variantSubtypes = variantSubtypes
      self.externalBuffer = externalBuffer
    }
  }

  /// How a tensor's integers stand for real numbers.
  package struct Quantization: Hashable, Sendable {
    /// One for the tensor, or one for each index along `axis`.
    package var scales: [Float]
    package var zeroPoints: [Int]
    package var axis: Int
    /// The smallest and largest values seen, where the converter kept them.
    package var minimum: [Float]
    package var maximum: [Float]
    package var details: QuantizationDetails?

    package init(
      scales: [Float] = [], zeroPoints: [Int] = [], axis: Int = 0, minimum: [Float] = [],
      maximum: [Float] = [], details: QuantizationDetails? = nil
    ) {
      self.scales = scales
      self.zeroPoints = zeroPoints
      self.axis = axis
      self.minimum = minimum
      self.maximum = maximum
      self.details = details
    }

    /// Scales and zero points alone, or nil where there are no scales.
    package var parameters: TensorCore.Quantization? {
      scales.isEmpty
        ? nil : TensorCore.Quantization(scales: scales, zeroPoints: zeroPoints, axis: axis)
    }
  }

  /// Quantization that scales along one axis cannot say. Scales and zero points are tensors of the
  /// same subgraph.
  package enum QuantizationDetails: Hashable, Sendable {
    case custom([UInt8])
    case blockwise(scales: Int, zeroPoints: Int, blockSize: Int, blockShape: [Int])
    case multiAxis(scales: Int, zeroPoints: Int, blockSize: Int, axes: [Int])
  }

  /// How a sparse constant's elements are stored.
  package struct Sparsity: Hashable, Sendable {
    package var traversalOrder: [Int]
    package var blockMap: [Int]
    package var dimensions: [SparseDimension]

    package init(traversalOrder: [Int], blockMap: [Int], dimensions: [SparseDimension]) {
      self.traversalOrder = traversalOrder
      self.blockMap = blockMap
      self.dimensions = dimensions
    }
  }

  /// One level of a sparse constant.
  package enum SparseDimension: Hashable, Sendable {
    case dense(size: Int)
    case compressed(segments: [Int], indices: [Int])
  }

  /// The tensors that a variant tensor holds.
  package struct VariantSubtype: Hashable, Sendable {
    package var type: ElementType
    package var shape: [Int]
    package var hasRank: Bool

    package init(type: ElementType, shape: [Int], hasRank: Bool) {
      self.type = type
      self.shape = shape
      self.hasRank = hasRank
    }
  }

  /// An operator of the model's list, by number, name if custom, and version.
  package struct OperatorCode: Hashable, Sendable {
    package var builtin: BuiltinOperator
    package var customCode: String?
    package var version: Int

    package init(builtin: BuiltinOperator, customCode: String? = nil, version: Int = 1) {
      self.builtin = builtin
      self.customCode = customCode
      self.version = version
    }
  }

  /// One use of an operator.
  package struct OperatorEntry: Hashable, Sendable {
    package var code: BuiltinOperator
    /// The name of a custom operator.
    package var customCode: String?
    package var version: Int
    /// Tensor indices; −1 stands for an optional operand that is absent.
    package var inputs: [Int]
    package var outputs: [Int]
    package var intermediates: [Int]
    package var mutatingVariableInputs: [Bool]
    package var options: OptionsReference?
    package var customOptions: ByteRange

    package init(
      code: BuiltinOperator, customCode: String? = nil, version: Int, inputs: [Int],
      outputs: [Int], intermediates: [Int] = [], mutatingVariableInputs: [Bool] = [],
      options: OptionsReference? = nil, customOptions: ByteRange = .empty
    ) {
      self.code = code
      self.customCode = customCode
      self.version = version
      self.inputs = inputs
      self.outputs = outputs
      self.intermediates = intermediates
      self.mutatingVariableInputs = mutatingVariableInputs
      self.options = options
      self.customOptions = customOptions
    }

    /// As in `CONV_2D`, or the name of a custom operator.
    package var name: String { code == .custom ? customCode ?? code.name : code.name }
  }

  /// A subgraph under a caller's name, and names for its inputs and outputs.
  package struct Signature: Hashable, Sendable {
    package var key: String
    package var subgraph: Int
    package var inputs: [NamedTensor]
    package var outputs: [NamedTensor]

    package init(key: String, subgraph: Int, inputs: [NamedTensor], outputs: [NamedTensor]) {
      self.key = key
      self.subgraph = subgraph
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  /// A signature's name for a tensor.
  package struct NamedTensor: Hashable, Sendable {
    package var name: String
    package var tensor: Int

    package init(name: String, tensor: Int) {
      self.name = name
      self.tensor = tensor
    }
  }

  /// Bytes under a name, of no concern to whoever runs the model.
  package struct Metadata: Hashable, Sendable {
    package var name: String
    package var buffer: Int

    package init(name: String, buffer: Int) {
      self.name = name
      self.buffer = buffer
    }
  }

  /// Constant bytes in another file.
  package struct ExternalBuffer: Hashable, Sendable {
    package var id: Int
    package var group: Int
    package var offset: Int
    package var count: Int
    package var packing: String

    package init(id: Int, group: Int, offset: Int, count: Int, packing: String = "") {
      self.id = id
      self.group = group
      self.offset = offset
      self.count = count
      self.packing = packing
    }
  }
}
