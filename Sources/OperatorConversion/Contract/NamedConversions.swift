// SPDX-License-Identifier: Apache-2.0
import LiteFormat
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
  NamedConversion("Add", "AddV2", as: .add(Add())),
  NamedConversion("AddN", as: .addN(AddN())),
  NamedConversion("BatchToSpaceND", as: .batchToSpaceND(BatchToSpaceND())),
  NamedConversion("BitwiseXor", as: .bitwiseXor(BitwiseXor())),
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
  NamedConversion("FloorMod", as: .floorMod(FloorMod())),
  NamedConversion("GatherNd", "ResourceGatherNd", as: .gatherND(GatherND())),
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
  NamedConversion("Rank", as: .rank(Rank())),
  NamedConversion("Real", as: .real(Real())),
  NamedConversion("Relu", as: .relu(Relu())),
  NamedConversion("Relu6", as: .relu6(Relu6())),
  NamedConversion("Reshape", as: .reshape(Reshape())),
  NamedConversion("RightShift", as: .rightShift(RightShift())),
  NamedConversion("Round", "Rint", as: .round(Round())),
  NamedConversion("Rsqrt", as: .rsqrt(Rsqrt())),
  NamedConversion("ScatterNd", as: .scatterND(ScatterND())),
  NamedConversion("Select", as: .select(Select())),
  NamedConversion("SelectV2", as: .selectV2(SelectV2())),
  NamedConversion("Sign", as: .sign(Sign())),
  NamedConversion("Sin", as: .sin(Sin())),
  NamedConversion("Slice", as: .slice(Slice())),
  NamedConversion("SpaceToBatchND", as: .spaceToBatchND(SpaceToBatchND())),
  NamedConversion("SparseToDense", as: .sparseToDense(SparseToDense())),
  NamedConversion("Sqrt", as: .sqrt(Sqrt())),
  NamedConversion("SquaredDifference", as: .squaredDifference(SquaredDifference())),
  NamedConversion("Sub", as: .sub(Sub())),
  NamedConversion("Tanh", as: .tanh(Tanh())),
  NamedConversion("Tile", as: .tile(Tile())),
  NamedConversion("TopKV2", as: .topKV2(TopKV2())),
  NamedConversion("UnsortedSegmentMax", as: .unsortedSegmentMax(UnsortedSegmentMax())),
  NamedConversion("UnsortedSegmentMin", as: .unsortedSegmentMin(UnsortedSegmentMin())),
  NamedConversion("UnsortedSegmentProd", as: .unsortedSegmentProd(UnsortedSegmentProd())),
  NamedConversion("UnsortedSegmentSum", as: .unsortedSegmentSum(UnsortedSegmentSum())),
  NamedConversion("Where", as: .where(Where())),
]

/// The versions of operators by the type of their first operand, where that alone decides; all others
/// are 1.
let versionsByType: [BuiltinOperator: [ElementType: Int]] = [
  .abs: [.int8: 2, .uint8: 2, .int16: 3, .int32: 5],
  .cos: [.float16: 2],
  .equal: [.int8: 2, .int16: 5],
  .exp: [.int8: 2, .int16: 2],
  .floorDiv: [.float32: 2, .int8: 3, .int16: 3],
  .floorMod: [.int8: 2, .int16: 2],
  .gelu: [.int8: 2, .uint8: 2, .float16: 3],
  .greater: [.int8: 2],
  .greaterEqual: [.int8: 2, .int16: 3],
  .less: [.int8: 2, .int16: 3],
  .lessEqual: [.int8: 2],
  .log: [.int8: 2, .int16: 2],
  .logistic: [.int8: 2, .int16: 3],
  .logSoftmax: [.int8: 2],
  .maximum: [.int8: 2, .int16: 4],
  .minimum: [.int8: 2, .int16: 4],
  .notEqual: [.int8: 2, .int16: 4],
  .range: [.int64: 2],
  .relu: [.int8: 2, .int16: 3, .uint8: 2],
  .relu6: [.int8: 2, .int16: 3],
  .reverseV2: [.bool: 2, .int8: 3],
  .rsqrt: [.int8: 2, .int16: 3],
  .select: [.int8: 2],
  .sign: [.int32: 2],
  .sin: [.float16: 2],
  .slice: [.int8: 2, .int16: 4],
  .sqrt: [.int8: 2, .int16: 2],
  .squaredDifference: [.int8: 2],
  .tanh: [.int8: 2, .int16: 3],
  .tile: [.int8: 3],
  .topkV2: [.int8: 2],
]

// Operators of which files say no more than number and version.

extension AddN: WrittenOperator {}
extension Atan2: WrittenOperator {}
extension BitwiseXor: WrittenOperator {}
extension BroadcastArgs: WrittenOperator {}
extension Ceil: WrittenOperator {}
extension ComplexAbs: WrittenOperator {}
extension Cos: WrittenOperator {}
extension Densify: WrittenOperator {}
extension Elu: WrittenOperator {}
extension Equal: WrittenOperator {}
extension Exp: WrittenOperator {}
extension ExpandDims: WrittenOperator {}
extension Fill: WrittenOperator {}
extension Floor: WrittenOperator {}
extension FloorMod: WrittenOperator {}
extension Greater: WrittenOperator {}
extension GreaterEqual: WrittenOperator {}
extension HashtableLookup: WrittenOperator {}
extension Imag: WrittenOperator {}
extension Less: WrittenOperator {}
extension LessEqual: WrittenOperator {}
extension Log: WrittenOperator {}
extension LogicalAnd: WrittenOperator {}
extension LogicalNot: WrittenOperator {}
extension LogicalOr: WrittenOperator {}
extension Logistic: WrittenOperator {}
extension LogSoftmax: WrittenOperator {}
extension MatrixDiag: WrittenOperator {}
extension MatrixSetDiag: WrittenOperator {}
extension Maximum: WrittenOperator {}
extension Minimum: WrittenOperator {}
extension Neg: WrittenOperator {}
extension NotEqual: WrittenOperator {}
extension NumberRange: WrittenOperator {}
extension Rank: WrittenOperator {}
extension Real: WrittenOperator {}
extension Relu: WrittenOperator {}
extension Relu6: WrittenOperator {}
extension ReverseV2: WrittenOperator {}
extension RightShift: WrittenOperator {}
extension Round: WrittenOperator {}
extension Rsqrt: WrittenOperator {}
extension ScatterND: WrittenOperator {}
extension SegmentSum: WrittenOperator {}
extension Select: WrittenOperator {}
extension SelectV2: WrittenOperator {}
extension Sign: WrittenOperator {}
extension Sin: WrittenOperator {}
extension Slice: WrittenOperator {}
extension Sqrt: WrittenOperator {}
extension SquaredDifference: WrittenOperator {}
extension StablehloAdd: WrittenOperator {}
extension StablehloAnd: WrittenOperator {}
extension StablehloMaximum: WrittenOperator {}
extension StablehloMinimum: WrittenOperator {}
extension StablehloMultiply: WrittenOperator {}
extension Tanh: WrittenOperator {}
extension Tile: WrittenOperator {}
extension TopKV2: WrittenOperator {}
extension UnsortedSegmentMax: WrittenOperator {}
extension UnsortedSegmentMin: WrittenOperator {}
extension UnsortedSegmentProd: WrittenOperator {}
extension UnsortedSegmentSum: WrittenOperator {}
extension Where: WrittenOperator {}
