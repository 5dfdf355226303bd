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
  case add(Add)
  case averagePool2D(AveragePool2D)
  case concatenation(Concatenation)
  case conv2D(Conv2D)
  case depthwiseConv2D(DepthwiseConv2D)
  case dequantize(Dequantize)
  case expandDims(ExpandDims)
  case fullyConnected(FullyConnected)
  case l2Pool2D(L2Pool2D)
  case logistic(Logistic)
  case maxPool2D(MaxPool2D)
  case mean(Mean)
  case mul(Mul)
  case pack(Pack)
  case pad(Pad)
  case padV2(PadV2)
  case quantize(Quantize)
  case rank(Rank)
  case relu(Relu)
  case relu0To1(Relu0To1)
  case relu6(Relu6)
  case reluN1To1(ReluN1To1)
  case reshape(Reshape)
  case shapeOf(ShapeOf)
  case slice(Slice)
  case softmax(Softmax)
  case squeeze(Squeeze)
  case stridedSlice(StridedSlice)
  case sub(Sub)
  case tanh(Tanh)
  case transpose(Transpose)

  /// Calls `visitor` with the operator's own type.
  package func accept<Visitor: OperatorVisitor>(
    _ visitor: inout Visitor
  ) throws(Visitor.Failure) -> Visitor.Result {
    switch self {
    case .add(let operation): try visitor.visit(operation)
    case .averagePool2D(let operation): try visitor.visit(operation)
    case .concatenation(let operation): try visitor.visit(operation)
    case .conv2D(let operation): try visitor.visit(operation)
    case .depthwiseConv2D(let operation): try visitor.visit(operation)
    case .dequantize(let operation): try visitor.visit(operation)
    case .expandDims(let operation): try visitor.visit(operation)
    case .fullyConnected(let operation): try visitor.visit(operation)
    case .l2Pool2D(let operation): try visitor.visit(operation)
    case .logistic(let operation): try visitor.visit(operation)
    case .maxPool2D(let operation): try visitor.visit(operation)
    case .mean(let operation): try visitor.visit(operation)
    case .mul(let operation): try visitor.visit(operation)
    case .pack(let operation): try visitor.visit(operation)
    case .pad(let operation): try visitor.visit(operation)
    case .padV2(let operation): try visitor.visit(operation)
    case .quantize(let operation): try visitor.visit(operation)
    case .rank(let operation): try visitor.visit(operation)
    case .relu(let operation): try visitor.visit(operation)
    case .relu0To1(let operation): try visitor.visit(operation)
    case .relu6(let operation): try visitor.visit(operation)
    case .reluN1To1(let operation): try visitor.visit(operation)
    case .reshape(let operation): try visitor.visit(operation)
    case .shapeOf(let operation): try visitor.visit(operation)
    case .slice(let operation): try visitor.visit(operation)
    case .softmax(let operation): try visitor.visit(operation)
    case .squeeze(let operation): try visitor.visit(operation)
    case .stridedSlice(let operation): try visitor.visit(operation)
    case .sub(let operation): try visitor.visit(operation)
    case .tanh(let operation): try visitor.visit(operation)
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
    case Add.builtin: self = .add(try Add(reading: options))
    case AveragePool2D.builtin: self = .averagePool2D(try AveragePool2D(reading: options))
    case Concatenation.builtin: self = .concatenation(try Concatenation(reading: options))
    case Conv2D.builtin: self = .conv2D(try Conv2D(reading: options))
    case DepthwiseConv2D.builtin: self = .depthwiseConv2D(try DepthwiseConv2D(reading: options))
    case Dequantize.builtin: self = .dequantize(try Dequantize(reading: options))
    case ExpandDims.builtin: self = .expandDims(try ExpandDims(reading: options))
    case FullyConnected.builtin: self = .fullyConnected(try FullyConnected(reading: options))
    case L2Pool2D.builtin: self = .l2Pool2D(try L2Pool2D(reading: options))
    case Logistic.builtin: self = .logistic(try Logistic(reading: options))
    case MaxPool2D.builtin: self = .maxPool2D(try MaxPool2D(reading: options))
    case Mean.builtin: self = .mean(try Mean(reading: options))
    case Mul.builtin: self = .mul(try Mul(reading: options))
    case Pack.builtin: self = .pack(try Pack(reading: options))
    case Pad.builtin: self = .pad(try Pad(reading: options))
    case PadV2.builtin: self = .padV2(try PadV2(reading: options))
    case Quantize.builtin: self = .quantize(try Quantize(reading: options))
    case Rank.builtin: self = .rank(try Rank(reading: options))
    case Relu.builtin: self = .relu(try Relu(reading: options))
    case Relu0To1.builtin: self = .relu0To1(try Relu0To1(reading: options))
    case Relu6.builtin: self = .relu6(try Relu6(reading: options))
    case ReluN1To1.builtin: self = .reluN1To1(try ReluN1To1(reading: options))
    case Reshape.builtin: self = .reshape(try Reshape(reading: options))
    case ShapeOf.builtin: self = .shapeOf(try ShapeOf(reading: options))
    case Slice.builtin: self = .slice(try Slice(reading: options))
    case Softmax.builtin: self = .softmax(try Softmax(reading: options))
    case Squeeze.builtin: self = .squeeze(try Squeeze(reading: options))
    case StridedSlice.builtin: self = .stridedSlice(try StridedSlice(reading: options))
    case Sub.builtin: self = .sub(try Sub(reading: options))
    case Tanh.builtin: self = .tanh(try Tanh(reading: options))
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
