// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore
import Testing

private var floats: DirectTensor { tensor([1, 2, 3] as [Float]) }
private var bytes: DirectTensor {
  tensor([1, 2, 3] as [Int8], [3], Quantization(scale: 1, zeroPoint: 0))
}

/// What operators of one and of two operands share; their arithmetic is checked against recorded
/// cases, and what each refuses is in tables.
@Suite struct ElementwiseTests {
  static let unary: [Operator] = [
    .relu(Relu()), .relu6(Relu6()), .reluN1To1(ReluN1To1()), .relu0To1(Relu0To1()),
    .logistic(Logistic()), .tanh(Tanh()), .abs(Abs()), .sqrt(Sqrt()), .rsqrt(Rsqrt()),
    .exp(Exp()), .log(Log()), .elu(Elu()), .gelu(Gelu()), .hardSwish(HardSwish()),
    .leakyRelu(LeakyRelu(alpha: 0.1)),
  ]

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
    expectRefusal(Relu(), [damaged], "'input'", quantization: bytes.quantization)
    expectRefusal(Add(), [damaged, damaged], "'a'", quantization: bytes.quantization)
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

  /// FLOOR_DIV and FLOOR_MOD take zero points for numbers like any other, as LiteRT does: 9 / 5 is 1,
  /// and leaves 4.
  @Test func floorDivisionIgnoresZeroPoints() {
    let quantization = Quantization(scale: 1, zeroPoint: 5)
    let nine = tensor([9] as [Int8], [1], quantization)
    let five = tensor([5] as [Int8], [1], quantization)
    expect(FloorDiv(), [nine, five], gives: [1] as [Int8], shape: [1], quantization: quantization)
    expect(FloorMod(), [nine, five], gives: [4] as [Int8], shape: [1], quantization: quantization)
  }

  /// As LiteRT has it.
  @Test func floatModuloZeroIsNaN() throws {
    let result = try evaluate(FloorMod(), [tensor([9] as [Float]), tensor([0] as [Float])])[0]
    #expect(result.elements(as: Float.self)[0].isNaN)
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
private func expectRefusal(
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
