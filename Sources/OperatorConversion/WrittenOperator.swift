// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteWriter
import Operators
import TensorCore

/// What a file says of an operator beyond its number.
package protocol WrittenOperator: LiteOperator {
  /// The operator's options; nil where the format has none to tell.
  func options(for operands: WrittenOperands) -> (any OptionsValue)?

  /// The least version of the operator that runtimes must know to run it on the operands.
  func version(for operands: WrittenOperands) -> Int
}

extension WrittenOperator {
  package func options(for operands: WrittenOperands) -> (any OptionsValue)? { nil }
  package func version(for operands: WrittenOperands) -> Int { 1 }
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

  /// Whether float activations meet int8 weights.
  package var isDynamicRange: Bool {
    type(0) == .float32 && type(1) == .int8
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
  /// What a file says of the operator beyond its number; nil where that is not written yet.
  private var written: (any WrittenOperator)? {
    struct Reader: OperatorVisitor {
      func visit(_ operation: some LiteOperator) throws(Never) -> (any WrittenOperator)? {
        operation as? any WrittenOperator
      }
    }
    var reader = Reader()
    return accept(&reader)
  }

  package func options(for operands: WrittenOperands) -> (any OptionsValue)? {
    written?.options(for: operands)
  }

  package func version(for operands: WrittenOperands) -> Int {
    written?.version(for: operands) ?? 1
  }
}
