// SPDX-License-Identifier: Apache-2.0
import LiteFormat

/// Calls back with an operator's own type: how engines treat all operators alike.
package protocol OperatorVisitor {
  associatedtype Result
  associatedtype Failure: Error = OperatorError
  mutating func visit(_ operation: some LiteOperator) throws(Failure) -> Result
}

/// Every operator that the interpreter runs and the converter writes.
package enum Operator: Sendable {
  case concatenation(Concatenation)
  case conv2D(Conv2D)
  case depthwiseConv2D(DepthwiseConv2D)
  case dequantize(Dequantize)
  case expandDims(ExpandDims)
  case fullyConnected(FullyConnected)
  case pack(Pack)
  case pad(Pad)
  case padV2(PadV2)
  case quantize(Quantize)
  case rank(Rank)
  case relu(Relu)
  case reshape(Reshape)
  case shapeOf(ShapeOf)
  case slice(Slice)
  case squeeze(Squeeze)
  case stridedSlice(StridedSlice)
  case transpose(Transpose)

  /// Calls `visitor` with the operator's own type.
  package func accept<Visitor: OperatorVisitor>(
    _ visitor: inout Visitor
  ) throws(Visitor.Failure) -> Visitor.Result {
    switch self {
    case .concatenation(let operation): try visitor.visit(operation)
    case .conv2D(let operation): try visitor.visit(operation)
    case .depthwiseConv2D(let operation): try visitor.visit(operation)
    case .dequantize(let operation): try visitor.visit(operation)
    case .expandDims(let operation): try visitor.visit(operation)
    case .fullyConnected(let operation): try visitor.visit(operation)
    case .pack(let operation): try visitor.visit(operation)
    case .pad(let operation): try visitor.visit(operation)
    case .padV2(let operation): try visitor.visit(operation)
    case .quantize(let operation): try visitor.visit(operation)
    case .rank(let operation): try visitor.visit(operation)
    case .relu(let operation): try visitor.visit(operation)
    case .reshape(let operation): try visitor.visit(operation)
    case .shapeOf(let operation): try visitor.visit(operation)
    case .slice(let operation): try visitor.visit(operation)
    case .squeeze(let operation): try visitor.visit(operation)
    case .stridedSlice(let operation): try visitor.visit(operation)
    case .transpose(let operation): try visitor.visit(operation)
    }
  }

  /// The operator of a file's number and options; nil if it is not supported.
  ///
  /// - Throws: if the options are another operator's or damaged.
  package init?(
    _ builtin: BuiltinOperator, reading options: borrowing OptionsReader
  ) throws(FormatError) {
    switch builtin {
    case Concatenation.builtin: self = .concatenation(try Concatenation(reading: options))
    case Conv2D.builtin: self = .conv2D(try Conv2D(reading: options))
    case DepthwiseConv2D.builtin: self = .depthwiseConv2D(try DepthwiseConv2D(reading: options))
    case Dequantize.builtin: self = .dequantize(try Dequantize(reading: options))
    case ExpandDims.builtin: self = .expandDims(try ExpandDims(reading: options))
    case FullyConnected.builtin: self = .fullyConnected(try FullyConnected(reading: options))
    case Pack.builtin: self = .pack(try Pack(reading: options))
    case Pad.builtin: self = .pad(try Pad(reading: options))
    case PadV2.builtin: self = .padV2(try PadV2(reading: options))
    case Quantize.builtin: self = .quantize(try Quantize(reading: options))
    case Rank.builtin: self = .rank(try Rank(reading: options))
    case Relu.builtin: self = .relu(try Relu(reading: options))
    case Reshape.builtin: self = .reshape(try Reshape(reading: options))
    case ShapeOf.builtin: self = .shapeOf(try ShapeOf(reading: options))
    case Slice.builtin: self = .slice(try Slice(reading: options))
    case Squeeze.builtin: self = .squeeze(try Squeeze(reading: options))
    case StridedSlice.builtin: self = .stridedSlice(try StridedSlice(reading: options))
    case Transpose.builtin: self = .transpose(try Transpose(reading: options))
    default: return nil
    }
  }
}

extension Operator {
  /// The operator's contract.
  package var operandRules: OperandRules {
    var reader = RulesReader()
    return accept(&reader)
  }

  /// The operator's number in the format.
  package var builtin: BuiltinOperator {
    var reader = BuiltinReader()
    return accept(&reader)
  }
}

private struct RulesReader: OperatorVisitor {
  func visit(_ operation: some LiteOperator) throws(Never) -> OperandRules {
    operation.operandRules
  }
}

private struct BuiltinReader: OperatorVisitor {
  func visit<Operation: LiteOperator>(_ operation: Operation) throws(Never) -> BuiltinOperator {
    Operation.builtin
  }
}
