// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// A TensorFlow operator that a lite operator computes on the same operands, whatever its attributes.
struct NamedConversion {
  /// How a TensorFlow operator is converted.
  enum Way {
    /// To this operator, on the same operands.
    case operation(Operator)
    /// By code that reads attributes, or emits several operators.
    case emission(any TensorFlowConversion.Type)
  }

  /// The names that TensorFlow has for it.
  let names: [String]
  let operation: Operator

  init(_ names: String..., as operation: Operator) {
    self.names = names
    self.operation = operation
  }
}

/// Conversions that say nothing but a name.
let namedConversions: [NamedConversion] = [
  NamedConversion("Abs", as: .abs(Abs())),
  NamedConversion("Add", "AddV2", as: .add(Add())),
  NamedConversion("AddN", as: .addN(AddN())),
  NamedConversion("BatchToSpaceND", as: .batchToSpaceND(BatchToSpaceND())),
  NamedConversion("BroadcastArgs", as: .broadcastArgs(BroadcastArgs())),
  NamedConversion("BroadcastTo", as: .broadcastTo(BroadcastTo())),
  NamedConversion("Ceil", as: .ceil(Ceil())),
  NamedConversion("ComplexAbs", as: .complexAbs(ComplexAbs())),
  NamedConversion("Cos", as: .cos(Cos())),
  NamedConversion("RealDiv", "Div", as: .div(Div())),
  NamedConversion("Elu", as: .elu(Elu())),
  NamedConversion("Equal", as: .equal(Equal())),
  NamedConversion("Exp", as: .exp(Exp())),
  NamedConversion("ExpandDims", as: .expandDims(ExpandDims())),
  NamedConversion("Fill", as: .fill(Fill())),
  NamedConversion("Floor", as: .floor(Floor())),
  NamedConversion("FloorDiv", as: .floorDiv(FloorDiv())),
  NamedConversion("FloorMod", as: .floorMod(FloorMod())),
  NamedConversion("GatherNd", as: .gatherND(GatherND())),
  NamedConversion("Greater", as: .greater(Greater())),
  NamedConversion("GreaterEqual", as: .greaterEqual(GreaterEqual())),
  NamedConversion("Imag", as: .imag(Imag())),
  NamedConversion("Less", as: .less(Less())),
  NamedConversion("LessEqual", as: .lessEqual(LessEqual())),
  NamedConversion("Log", as: .log(Log())),
  NamedConversion("LogicalAnd", as: .logicalAnd(LogicalAnd())),
  NamedConversion("LogicalNot", as: .logicalNot(LogicalNot())),
  NamedConversion("LogicalOr", as: .logicalOr(LogicalOr())),
  NamedConversion("Sigmoid", as: .logistic(Logistic())),
  NamedConversion("LogSoftmax", as: .logSoftmax(LogSoftmax())),
  NamedConversion("MatrixDiag", as: .matrixDiag(MatrixDiag())),
  NamedConversion("MatrixSetDiag", as: .matrixSetDiag(MatrixSetDiag())),
  NamedConversion("Maximum", as: .maximum(Maximum())),
  NamedConversion("Minimum", as: .minimum(Minimum())),
  NamedConversion("Mul", as: .mul(Mul())),
  NamedConversion("Neg", as: .neg(Neg())),
  NamedConversion("NotEqual", as: .notEqual(NotEqual())),
  NamedConversion("Range", as: .numberRange(NumberRange())),
  NamedConversion("Pad", as: .pad(Pad())),
  NamedConversion("PadV2", as: .padV2(PadV2())),
  NamedConversion("Pow", as: .pow(Pow())),
  NamedConversion("Rank", as: .rank(Rank())),
  NamedConversion("Real", as: .real(Real())),
  NamedConversion("Relu", as: .relu(Relu())),
  NamedConversion("Relu6", as: .relu6(Relu6())),
  NamedConversion("Reshape", as: .reshape(Reshape())),
  NamedConversion("ReverseV2", as: .reverseV2(ReverseV2())),
  NamedConversion("Round", "Rint", as: .round(Round())),
  NamedConversion("Rsqrt", as: .rsqrt(Rsqrt())),
  NamedConversion("ScatterNd", as: .scatterND(ScatterND())),
  NamedConversion("SegmentSum", as: .segmentSum(SegmentSum())),
  NamedConversion("Select", as: .select(Select())),
  NamedConversion("SelectV2", as: .selectV2(SelectV2())),
  NamedConversion("Sign", as: .sign(Sign())),
  NamedConversion("Sin", as: .sin(Sin())),
  NamedConversion("Slice", as: .slice(Slice())),
  NamedConversion("SpaceToBatchND", as: .spaceToBatchND(SpaceToBatchND())),
  NamedConversion("Sqrt", as: .sqrt(Sqrt())),
  NamedConversion("SquaredDifference", as: .squaredDifference(SquaredDifference())),
  NamedConversion("Sub", as: .sub(Sub())),
  NamedConversion("Tanh", as: .tanh(Tanh())),
  NamedConversion("Tile", as: .tile(Tile())),
  NamedConversion("TopKV2", as: .topKV2(TopKV2())),
  NamedConversion("Transpose", as: .transpose(Transpose())),
  NamedConversion("Where", as: .where(Where())),
  NamedConversion("ZerosLike", as: .zerosLike(ZerosLike())),
]

// Operators whose file entries have no options, and whose version follows from the type of the first
// operand alone.

extension AddN: WrittenOperator {}
extension BroadcastArgs: WrittenOperator {}
extension Ceil: WrittenOperator {}
extension ComplexAbs: WrittenOperator {}
extension Cos: WrittenOperator {}
extension Elu: WrittenOperator {}
extension ExpandDims: WrittenOperator {}
extension Fill: WrittenOperator {}
extension Floor: WrittenOperator {}
extension Imag: WrittenOperator {}
extension LogicalAnd: WrittenOperator {}
extension LogicalNot: WrittenOperator {}
extension LogicalOr: WrittenOperator {}
extension MatrixDiag: WrittenOperator {}
extension MatrixSetDiag: WrittenOperator {}
extension Neg: WrittenOperator {}
extension Pow: WrittenOperator {}
extension Rank: WrittenOperator {}
extension Real: WrittenOperator {}
extension Round: WrittenOperator {}
extension ScatterND: WrittenOperator {}
extension SegmentSum: WrittenOperator {}
extension SelectV2: WrittenOperator {}
extension Sin: WrittenOperator {}
extension Where: WrittenOperator {}
extension ZerosLike: WrittenOperator {}

extension Abs: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .uint8: 2, .int16: 3, .int32: 5]
}

extension Equal: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 5]
}

extension Exp: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 2]
}

extension FloorDiv: WrittenOperator {
  package static let versions: [ElementType: Int] = [.float32: 2, .int8: 3, .int16: 3]
}

extension FloorMod: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 2]
}

extension Greater: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}

extension GreaterEqual: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension Less: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension LessEqual: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}

extension Log: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 2]
}

extension Logistic: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension LogSoftmax: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}

extension Maximum: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 4]
}

extension Minimum: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 4]
}

extension NotEqual: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 4]
}

extension NumberRange: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int64: 2]
}

extension Relu: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3, .uint8: 2]
}

extension Relu6: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension ReverseV2: WrittenOperator {
  package static let versions: [ElementType: Int] = [.bool: 2, .int8: 3]
}

extension Rsqrt: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension Select: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}

extension Sign: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int32: 2]
}

extension Slice: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 4]
}

extension Sqrt: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 2]
}

extension SquaredDifference: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}

extension Tanh: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2, .int16: 3]
}

extension Tile: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 3]
}

extension TopKV2: WrittenOperator {
  package static let versions: [ElementType: Int] = [.int8: 2]
}
