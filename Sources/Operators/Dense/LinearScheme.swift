// SPDX-License-Identifier: Apache-2.0
import TensorCore

/// The operators that multiply activations with weights and sum up.
package struct LinearLayers: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV.
  package static let convolutions = LinearLayers(rawValue: 1)
  /// FULLY_CONNECTED.
  package static let dense = LinearLayers(rawValue: 2)
  /// BATCH_MATMUL.
  package static let matrices = LinearLayers(rawValue: 4)
  package static let all: LinearLayers = [.convolutions, .dense, .matrices]
}

/// A combination of element types that linear layers take: a row of the one table that layers,
/// quantization and messages read.
package struct LinearScheme: Sendable {
  /// How sums are made and become results.
  package enum Arithmetic: Sendable {
    /// In float32.
    case float
    /// float32 activations are quantized to int8 while the layer runs, sums scaled to float32.
    case dynamicRange
    /// Sums of 32 bits become 8-bit results.
    case integer8
    /// Sums of 64 bits, or of 32 between int8 weights and an int32 bias, become int16 results.
    case integer16
  }

  package let layers: LinearLayers
  package let input: ElementType
  package let weights: ElementTypeSet
  package let bias: ElementTypeSet
  package let output: ElementType
  package let arithmetic: Arithmetic

  private init(
    _ layers: LinearLayers, _ input: ElementType, _ weights: ElementTypeSet,
    bias: ElementTypeSet, _ arithmetic: Arithmetic
  ) {
    (self.layers, self.input, self.weights, self.bias) = (layers, input, weights, bias)
    (output, self.arithmetic) = (input, arithmetic)
  }

  private static let signed: ElementTypeSet = [.int8, .int4, .int2]
  private static let wide: ElementTypeSet = [.int32, .int64]

  /// All combinations; those of one input type stand together.
  package static let all = [
    LinearScheme(.all, .float32, .float32, bias: .float32, .float),
    LinearScheme([.convolutions, .dense], .float32, signed, bias: .float32, .dynamicRange),
    LinearScheme(.matrices, .float32, .int8, bias: [], .dynamicRange),
    LinearScheme(
      [.convolutions, .dense], .int8, signed, bias: .int32, .integer8),
    LinearScheme(.matrices, .int8, .int8, bias: [], .integer8),
    LinearScheme(
      [.convolutions, .dense], .uint8, .uint8, bias: .int32,
      .integer8),
    LinearScheme([.convolutions, .dense], .int16, signed, bias: wide, .integer16),
    LinearScheme(.dense, .int16, .int16, bias: wide, .integer16),
    LinearScheme(.matrices, .int16, [.int16, .int8], bias: [], .integer16),
  ]

  /// The scheme of a layer with such operands.
  ///
  /// - Throws: if there is none; the message lists the types found.
  package init(
    _ layer: LinearLayers, input: ElementType, weights: ElementType, bias: ElementType?,
    output: ElementType
  ) throws(OperatorError) {
    for scheme in Self.all
    where scheme.layers.contains(layer) && scheme.input == input
      && scheme.weights.contains(weights) && scheme.output == output
    {
      guard let bias, !scheme.bias.contains(bias) else {
        self = scheme
        return
      }
      throw OperatorError("'bias' is \(bias.name), needs \(scheme.bias.names)")
    }
    throw OperatorError(
      "input \(input.name), weights \(weights.name) and output \(output.name) do not go together")
  }
}

/// What the operands of a kind of layer may be, gathered from its schemes once: rules are asked for
/// often. Halves are computed as float32.
struct LinearTypes {
  let inputs: ElementTypeSet
  let weights: ElementTypeSet
  let biases: ElementTypeSet

  static let convolutions = LinearTypes(.convolutions)
  static let dense = LinearTypes(.dense)
  static let matrices = LinearTypes(.matrices)

  private init(_ layer: LinearLayers) {
    var (inputs, weights, biases): (ElementTypeSet, ElementTypeSet, ElementTypeSet) = ([], [], [])
    for scheme in LinearScheme.all where scheme.layers.contains(layer) {
      inputs.formUnion(ElementTypeSet(scheme.input))
      weights.formUnion(scheme.weights)
      biases.formUnion(scheme.bias)
    }
    self.inputs = inputs.union(.halves)
    self.weights = weights.union(.halves)
    self.biases = biases.isEmpty ? [] : biases.union(.halves)
  }
}

extension OperandRule {
  /// The activations of a linear layer.
  static func activation(_ name: StaticString, of layer: LinearTypes) -> OperandRule {
    OperandRule(name, .activation, layer.inputs)
  }

  /// Its constant weights.
  static func weights(of layer: LinearTypes, axis: Int8) -> OperandRule {
    OperandRule("weights", .weights(axis: axis), layer.weights)
  }

  /// Its bias, which may be absent.
  static func bias(of layer: LinearTypes) -> OperandRule {
    OperandRule("bias", .bias, layer.biases, isOptional: true)
  }
}
