// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

private var floats: DirectTensor { tensor([1, 2, 3] as [Float]) }
private var bytes: DirectTensor {
  tensor([1, 2, 3] as [Int8], [3], Quantization(scale: 1, zeroPoint: 0))
}

/// Rules that operators of one and of two operands share; their arithmetic is checked against
/// recorded cases.
@Suite struct ElementwiseTests {
  static let binary: [Operator] = [
    .add(Add()), .sub(Sub()), .mul(Mul()), .div(Div()), .maximum(Maximum()), .minimum(Minimum()),
    .squaredDifference(SquaredDifference()), .pow(Pow()), .floorDiv(FloorDiv()),
    .floorMod(FloorMod()), .equal(Equal()), .notEqual(NotEqual()), .less(Less()),
    .lessEqual(LessEqual()), .greater(Greater()), .greaterEqual(GreaterEqual()),
  ]

  @Test(arguments: binary.indices) func refusesShapesThatDoNotBroadcast(index: Int) {  // C1
    let isComparison = index >= 10
    expectRefusal(
      Self.binary[index], [floats, tensor([1, 2] as [Float])], isComparison ? .bool : .float32,
      "do not broadcast")
  }

  @Test(arguments: binary.indices) func refusesMixedTypes(index: Int) {  // C2
    let isComparison = index >= 10
    let other = tensor([1, 2, 3] as [Int32])
    expectRefusal(
      Self.binary[index], [floats, other], isComparison ? .bool : .float32, "is int32")
  }

  static let unary: [Operator] = [
    .relu(Relu()), .relu6(Relu6()), .reluN1To1(ReluN1To1()), .relu0To1(Relu0To1()),
    .logistic(Logistic()), .tanh(Tanh()), .abs(Abs()), .sqrt(Sqrt()), .rsqrt(Rsqrt()),
    .exp(Exp()), .log(Log()), .elu(Elu()), .gelu(Gelu()), .hardSwish(HardSwish()),
    .leakyRelu(LeakyRelu(alpha: 0.1)),
  ]

  @Test(arguments: unary.indices) func refusesAnOutputOfAnotherType(index: Int) {  // C1
    expectRefusal(Self.unary[index], [bytes], .float32, "the output is float32")
  }

  @Test(arguments: unary.indices) func refusesBytesWithoutScale(index: Int) {
    expectRefusal(
      Self.unary[index], [tensor([1] as [Int8])], .int8, "has no scale",
      Quantization(scale: 1 / 256, zeroPoint: -128))
  }

  /// Scale 0, infinite and not a number; two scales; a zero point beyond the type.
  @Test(arguments: [
    Quantization(scale: 0, zeroPoint: 0), Quantization(scale: .infinity, zeroPoint: 0),
    Quantization(scale: .nan, zeroPoint: 0), Quantization(scale: 1, zeroPoint: 128),
    Quantization(scales: [1, 2], zeroPoints: [0, 0]), Quantization(scales: [], zeroPoints: []),
  ]) func refusesDamagedQuantization(quantization: Quantization) {
    let damaged = tensor([1] as [Int8], [1], quantization)
    expectRefusal(Operator.relu(Relu()), [damaged], .int8, "'input'", bytes.quantization)
    expectRefusal(
      Operator.add(Add()), [damaged, damaged], .int8, "'a'", bytes.quantization)
    expectRefusal(Operator.dequantize(Dequantize()), [tensor([1] as [Int8])], .float32, "no scale")
  }

  @Test func refusesUnequalScalesOfExtremes() {  // Maximum C2
    expectRefusal(
      Operator.maximum(Maximum()), [bytes, bytes], .int8, "scale and zero point",
      Quantization(scale: 2, zeroPoint: 0))
  }

  @Test func refusesFixedScales() {  // Logistic C2, Tanh C2
    let words = tensor([1] as [Int16], [1], Quantization(scale: 0.5, zeroPoint: 0))
    for operation in [Operator.logistic(Logistic()), .tanh(Tanh())] {
      expectRefusal(operation, [words], .int16, "scale", Quantization(scale: 1, zeroPoint: 0))
    }
    expectRefusal(
      Operator.logistic(Logistic()), [bytes], .int8, "scale", Quantization(scale: 1, zeroPoint: 0))
  }

  @Test func refusesZeroDivisors() {  // Div C3, FloorDiv C3, FloorMod C3
    let zero = tensor([1, 0, 2] as [Int32])
    let one = tensor([1, 1, 1] as [Int32])
    for operation in [Operator.div(Div()), .floorDiv(FloorDiv()), .floorMod(FloorMod())] {
      expectRefusal(operation, [one, zero], .int32, "divisor is 0 at element 1")
    }
    let atZeroPoint = tensor([5] as [Int8], [1], Quantization(scale: 1, zeroPoint: 5))
    expectRefusal(
      Operator.div(Div()), [bytes, atZeroPoint], .int8, "divisor is 0", bytes.quantization)
    expectRefusal(
      Operator.floorDiv(FloorDiv()), [floats, tensor([0] as [Float])], .float32, "divisor is 0")
  }

  @Test func refusesNegativeExponents() {  // Pow C3
    let negative = tensor([-1] as [Int32])
    expectRefusal(Operator.pow(Pow()), [negative, negative], .int32, "negative")
  }

  @Test func refusesRootsOfNegativeNumbers() {  // Sqrt C2, Rsqrt C2
    let negative = tensor([-1] as [Int8], [1], Quantization(scale: 1, zeroPoint: 0))
    for operation in [Operator.sqrt(Sqrt()), .rsqrt(Rsqrt())] {
      expectRefusal(operation, [negative], .int8, "negative number", bytes.quantization)
    }
    let words = tensor([-1] as [Int16], [1], Quantization(scale: 1, zeroPoint: 0))
    for operation in [Operator.sqrt(Sqrt()), .rsqrt(Rsqrt())] {
      expectRefusal(operation, [words], .int16, "negative number", bytes.quantization)
    }
  }

  @Test func refusesSlopes() {  // LeakyRelu C2, Prelu C1, HardSwish C2
    expectRefusal(
      Operator.leakyRelu(LeakyRelu(alpha: .nan)), [floats], .float32, "must be finite")
    expectRefusal(
      Operator.prelu(Prelu()), [tensor([1] as [Float]), floats], .float32, "does not broadcast")
    expectRefusal(
      Operator.hardSwish(HardSwish()), [bytes], .int8, "more than 128 times",
      Quantization(scale: 0.001, zeroPoint: 0))
  }

  @Test func refusesUnequalSummands() {  // AddN C1
    expectRefusal(
      Operator.addN(AddN()), [floats, tensor([1] as [Float])], .float32, "inputs differ")
  }

  @Test func refusesConditionsThatDoNotFit() {  // Select C1 C2, SelectV2 C1
    let two = tensor([true, false])
    expectRefusal(Operator.select(Select()), [two, floats, floats], .float32, "does not fit")
    let one = tensor([true])
    expectRefusal(
      Operator.select(Select()), [one, floats, tensor([1] as [Float])], .float32, "one shape")
    expectRefusal(
      Operator.selectV2(SelectV2()), [two, floats, floats], .float32, "do not broadcast")
  }

  @Test func refusesQuantizationsThatDoNotExist() throws {  // Quantize C1 C3, Dequantize C1
    expectRefusal(
      Operator.quantize(Quantize()), [floats], .int32, "gives no int32", bytes.quantization)
    expectRefusal(
      Operator.quantize(Quantize()), [floats], .int8, "2 scales along axis",
      Quantization(scales: [1, 2], zeroPoints: [0, 0]))
    expectRefusal(Operator.quantize(Quantize()), [floats], .int8, "no scale")
  }

  @Test func emptyTensorsGiveEmptyResults() {
    let nothing = tensor([] as [Float], [0, 3])
    expect(Add(), [nothing, floats], gives: [] as [Float], shape: [0, 3])
    expect(Relu(), [nothing], gives: [] as [Float], shape: [0, 3])
    expect(Softmax(), [tensor([] as [Float], [2, 0])], gives: [] as [Float], shape: [2, 0])
  }

  /// Wrapping: 2³¹ − 1 + 1 and −2³¹ / −1, as two's complement has it.
  @Test func integersWrap() {
    let largest = tensor([Int32.max])
    let least = tensor([Int32.min])
    expect(Add(), [largest, tensor([1] as [Int32])], gives: [Int32.min], shape: [1])
    expect(Div(), [least, tensor([-1] as [Int32])], gives: [Int32.min], shape: [1])
    expect(FloorDiv(), [least, tensor([-1] as [Int32])], gives: [Int32.min], shape: [1])
    expect(FloorMod(), [least, tensor([-1] as [Int32])], gives: [0] as [Int32], shape: [1])
    expect(Neg(), [least], gives: [Int32.min], shape: [1])
  }

  /// Six axes, each operand standing still along some: y = a + b index by index.
  @Test func broadcastsAlongSixAxes() {
    let (left, right) = ([2, 1, 3, 1, 2, 1], [1, 2, 3, 2, 1, 2])
    let a = counting(12, as: Int32.self)
    let b = counting(24, as: Int32.self).map { $0 * 100 }
    let shape = [2, 2, 3, 2, 2, 2]
    let expected = indices(of: shape).map { index in
      let own = zip(index, left).map { $1 == 1 ? 0 : $0 }
      let other = zip(index, right).map { $1 == 1 ? 0 : $0 }
      return a[place(own, in: left)] + b[place(other, in: right)]
    }
    expect(Add(), [tensor(a, left), tensor(b, right)], gives: expected, shape: shape)
  }
}

/// Runs an operator for one result of `type` and expects an error whose message contains `part`.
func expectRefusal(
  _ operation: Operator, _ inputs: [DirectTensor?], _ type: ElementType, _ part: String,
  _ quantization: Quantization? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    _ = try operation.evaluated(
      on: inputs, results: [ResultKind(type, quantization: quantization)])
    Issue.record("was not refused", sourceLocation: sourceLocation)
  } catch {
    #expect(
      error.message.contains(part), "message: \(error.message)", sourceLocation: sourceLocation)
  }
}
