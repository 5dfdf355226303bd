// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore
import Testing

/// What recurrent layers refuse.
enum RecurrentRejections {
  @RejectionTable static var table: [Rejection] {
    lstm(UnidirectionalSequenceLSTM(), input: [1, 3, 2])
    lstm(LSTM(), input: [1, 2])
    basic
    bothWays
    simple(RNN(), input: [1, 2])
    simple(UnidirectionalSequenceRNN(), input: [1, 3, 2])
    simpleBothWays
    svdf
    integerSvdf
    diagonals
    attributes
  }

  private static func floats(_ shape: [Int]) -> DirectTensor { zero(.float32, nil, shape) }

  /// Three cells without a projection, for rows of two elements: weights and biases.
  private static func direction(depth: Int = 2) -> [DirectTensor?] {
    let input = [DirectTensor?](repeating: floats([3, depth]), count: 4)
    let recurrent = [DirectTensor?](repeating: floats([3, 3]), count: 4)
    let bias = [DirectTensor?](repeating: floats([3]), count: 4)
    return input + recurrent + [nil, nil, nil] + bias + [nil, nil]
  }

  /// The operands of an LSTM with some replaced.
  private static func operands(
    _ input: [Int], _ changes: [Int: DirectTensor?] = [:]
  ) -> [DirectTensor?] {
    var operands: [DirectTensor?] = [floats(input)]
    operands += direction()
    operands += [floats([1, 3]), floats([1, 3]), nil, nil, nil, nil]
    for (place, operand) in changes { operands[place] = operand }
    return operands
  }

  @RejectionTable private static func lstm(
    _ layer: some LiteOperator, input: [Int]
  ) -> [Rejection] {
    let absent = DirectTensor?.none
    Rejection(.c1, layer, operands(input, [6: absent]), "'recurrent weights' of gate 1 is absent")
    Rejection(.c1, layer, operands(input, [1: absent]), "'recurrent weights' of gate 0")
    Rejection(.c1, layer, operands(input, [14: absent]), "'bias' of gate 2")
    Rejection(.c1, layer, operands(input, [18: absent]), "a state is absent")
    Rejection(.c1, layer, operands(input, [20: floats([3])]), "'gains' of gate 1")
    Rejection(.c1, layer, operands(input, [10: floats([3])]), "peephole weights of gate 0")
    Rejection(.c1, layer, Array(operands(input).prefix(18)), "a state is absent")
    Rejection(.c1, layer, Array(operands(input).prefix(1)), "'input weights' of gate 1")
    Rejection(.c2, layer, operands([2]), "must have rank")
    Rejection(.c2, layer, operands(input, [0: floats(input.dropLast() + [0])]), "and elements")
    Rejection(.c2, layer, operands(input, [2: floats([3, 5])]), "'input weights' is [3, 5]")
    Rejection(.c2, layer, operands(input, [5: floats([3, 0])]), "must have rank 2 and elements")
    Rejection(.c2, layer, operands(input, [6: floats([9])]), "'recurrent weights' is [9")
    Rejection(.c2, layer, operands(input, [12: floats([2])]), "a bias, gain or peephole")
    Rejection(.c2, layer, operands(input, [16: floats([2, 3])]), "'projection weights' is [2, 3]")
    Rejection(
      .c2, layer, operands(input, [16: floats([3, 3]), 17: floats([1])]),
      "'projection bias' is [1]")
    Rejection(.c2, layer, operands(input, [18: floats([2, 3])]), "must have 1 rows of 3")
    Rejection(.c2, layer, operands(input, [19: floats([1, 2])]), "must have 1 rows of 3")
    let narrow = (5...8).reduce(into: [Int: DirectTensor?]()) { $0[$1] = floats([3, 2]) }
    Rejection(.c2, layer, operands(input, narrow), "3 cells for 2 results")
    let small = zero(.int8, Quantization(scale: 1, zeroPoint: 0), [3, 3])
    Rejection(.c3, layer, operands(input, [6: small]), "must be of one type")
    Rejection(.c3, layer, operands(input), "must be constant", constantInputs: [])
    let wide = zero(.int16, Quantization(scale: 1, zeroPoint: 0), [3])
    Rejection(
      .c3, layer, operands(input, [20: wide, 21: wide, 22: wide, 23: wide]),
      "has int16 where its input takes float32")
    integers(layer, input: input)
  }

  /// The integer form has int8 weights, int32 biases and states of int8 and int16.
  @RejectionTable private static func integers(
    _ layer: some LiteOperator, input: [Int]
  ) -> [Rejection] {
    let plain = Quantization(scale: 1.0 / 2048, zeroPoint: 0)
    let whole: [DirectTensor?] = operands(input).enumerated().map { place, operand in
      operand.map {
        let type: ElementType =
          (12...15).contains(place) ? .int32 : place == 19 ? .int16 : .int8
        return zero(type, plain, $0.shape.dimensions)
      }
    }
    Rejection(
      .c3, layer, whole, "has 0 intermediate tensors, needs 5 or 12", resultTypes: [.int8],
      quantization: plain)
    Rejection(
      .c3, layer, whole, "output is float32, must be int8", resultTypes: [.float32])
    for (place, type) in [(2, .float32), (12, .float32), (18, .float32), (19, .float32)]
      as [(Int, ElementType)]
    {
      let mixed = whole.enumerated().map { other, operand in
        other == place ? zero(type, nil, operand!.shape.dimensions) : operand
      }
      Rejection(
        .c3, layer, mixed, place == 2 ? "must be of one type" : "has float32 where its input takes",
        resultTypes: [.int8], quantization: plain)
    }
  }

  @RejectionTable private static var basic: [Rejection] {
    let layer = LSTM(isBasic: true)
    let shapes = [[1, 2], [1, 3], [12, 5], [12], [1, 3]]
    for (place, shape, part) in [
      (1, [3], "'hidden state' is [3], must have rank 2"), (1, [1, 0], "must have rank 2"),
      (1, [2, 3], "must have 1 rows of 3"), (2, [12, 4], "'weights' is [12, 4]"),
      (3, [11], "'bias' is [11]"), (4, [1, 2], "must have 1 rows of 3"),
    ] as [(Int, [Int], String)] {
      Rejection(
        .c2, layer, shapes.enumerated().map { floats($0.offset == place ? shape : $0.element) },
        part, resultCount: 4)
    }
    Rejection(
      .c3, layer, shapes.map { floats($0) }, "must be constant", resultCount: 4,
      constantInputs: [])
    let types: [ElementType] = [.uint8, .uint8, .uint8, .int32, .int16]
    let results: [ElementType] = [.uint8, .int16, .uint8, .int16]
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let integers = zip(types, shapes).map { zero($0, plain, $1) }
    Rejection(
      .c3, layer, integers, "must be constant", resultTypes: results, quantization: plain,
      constantInputs: [])
    Rejection(
      .c3, layer, integers, "has scale 1.0, must be 2", resultTypes: results, quantization: plain)
    Rejection(
      .c3, layer, [floats(shapes[0])] + integers.dropFirst(),
      "an operand is uint8, must be float32", resultTypes: results)
  }

  @RejectionTable private static var bothWays: [Rejection] {
    let layer = BidirectionalSequenceLSTM()
    let state = floats([1, 3])
    let whole: [DirectTensor?] =
      [floats([4, 1, 2])] + direction() + direction() + [state, state, state, state]
    for place in [2, 23, 29, 36] {
      let operands = whole.enumerated().map { $0.offset == place ? nil : $0.element }
      Rejection(.c1, layer, operands, "absent", resultCount: 2)
    }
    let weights = [DirectTensor?](repeating: floats([3, 5]), count: 8)
    Rejection(.c1, layer, whole + [nil] + weights, "no auxiliary input", resultCount: 2)
    Rejection(
      .c1, layer, whole + [floats([4, 1, 5])] + weights.prefix(7) + [nil],
      "'auxiliary weights' of gate 3", resultCount: 2)
    Rejection(
      .c2, layer, whole + [floats([3, 1, 5])] + weights, "not as many steps", resultCount: 2)
    Rejection(
      .c2, layer, whole + [floats([4, 1, 6])] + weights, "'auxiliary weights' is [3, 5]",
      resultCount: 2)
    Rejection(.c2, layer, [floats([4, 2])] + whole.dropFirst(), "must have rank 3", resultCount: 2)
    Rejection(.c3, layer, whole, "must be constant", resultCount: 2, constantInputs: [])
    Rejection(
      .c3, layer, whole, "must be constant", resultCount: 2, constantInputs: Set(0..<18))
  }

  @RejectionTable private static func simple(
    _ layer: some LiteOperator, input: [Int]
  ) -> [Rejection] {
    let shapes = [input, [3, 2], [3, 3], [3], [1, 3]]
    for (place, shape, part) in [
      (0, [2], "must have rank"), (1, [3, 3], "'input weights' is [3, 3]"),
      (1, [0, 2], "must have rank 2 and elements"), (2, [3, 2], "'recurrent weights' is [3, 2]"),
      (3, [2], "'bias' is [2]"), (4, [2, 3], "must have 1 rows of 3"),
    ] as [(Int, [Int], String)] {
      Rejection(
        .c1, layer, shapes.enumerated().map { floats($0.offset == place ? shape : $0.element) },
        part)
    }
    let small = zero(.int8, Quantization(scale: 1, zeroPoint: 0), [3, 3])
    let operands = shapes.map { floats($0) }
    Rejection(
      .c2, layer, Array(operands.prefix(2)) + [small] + operands.suffix(2), "must be of one type")
    Rejection(.c2, layer, operands, "must be constant", constantInputs: [])
    Rejection(.c2, layer, operands, "must be constant", constantInputs: [1, 2])
  }

  @RejectionTable private static var simpleBothWays: [Rejection] {
    let layer = BidirectionalSequenceRNN()
    let own = [floats([3, 2]), floats([3, 3]), floats([3]), floats([1, 3])]
    let whole: [DirectTensor?] = [floats([1, 4, 2])] + own + own
    Rejection(
      .c1, layer, Array(whole.dropLast()) + [floats([2, 3])], "must have 1 rows of 3",
      resultCount: 2)
    let weights = floats([3, 5])
    Rejection(.c1, layer, whole + [nil, weights, weights], "no auxiliary input", resultCount: 2)
    Rejection(
      .c1, layer, whole + [floats([1, 4, 5]), weights, nil], "auxiliary weights are absent",
      resultCount: 2)
    Rejection(
      .c1, layer, whole + [floats([1, 4, 6]), weights, weights], "'auxiliary weights' is [3, 5]",
      resultCount: 2)
    Rejection(.c2, layer, whole, "must be constant", resultCount: 2, constantInputs: [])
  }

  @RejectionTable private static var svdf: [Rejection] {
    let layer = SVDF(rank: 2)
    let shapes = [[1, 2], [6, 2], [6, 4], [3], [1, 24]]
    let operands = shapes.map { floats($0) }
    Rejection(.c1, layer, Array(operands.prefix(4)), "'memory' is absent")
    Rejection(
      .c1, layer, operands.enumerated().map { $0.offset == 4 ? nil : $0.element },
      "'memory' is absent")
    for (place, shape, part) in [
      (0, [1, 3], "do not fit rank 2 and rows of 3"), (0, [2], "must have rank 2"),
      (1, [6], "do not fit"), (1, [5, 2], "do not fit"), (2, [6], "do not fit"),
      (2, [6, 0], "do not fit"), (3, [2], "'bias' is [2]"), (4, [1, 23], "must have 1 rows of 24"),
    ] as [(Int, [Int], String)] {
      Rejection(
        .c2, layer, shapes.enumerated().map { floats($0.offset == place ? shape : $0.element) },
        part)
    }
    Rejection(.c2, SVDF(rank: 0), operands, "do not fit rank 0")
    Rejection(.c2, SVDF(rank: 4), operands, "do not fit rank 4")
    for constant in [[], [1], [1, 2]] as [Set<Int>] {
      Rejection(.c3, layer, operands, "must be constant", constantInputs: constant)
    }
  }

  /// Diagonals of recurrent weights are constant and of float32.
  @RejectionTable private static var diagonals: [Rejection] {
    let layer = UnidirectionalSequenceLSTM()
    let part = "diagonal 'recurrent weights' must be constant and of float32"
    let whole = operands([1, 4, 2], [6: floats([3])])
    Rejection(.c3, layer, whole, part, constantInputs: [])
    let plain = Quantization(scale: 1, zeroPoint: 0)
    let narrow = whole.enumerated().map { (place, operand) in
      (1...8).contains(place) ? zero(.int8, plain, operand!.shape.dimensions) : operand
    }
    Rejection(.c3, layer, narrow, part)
  }

  /// The integer form: each operand of a type that does not go with int8, scales, activation.
  @RejectionTable private static var integerSvdf: [Rejection] {
    let layer = SVDF(rank: 1, activation: relu)
    let plain = Quantization(scale: 0.5, zeroPoint: 0)
    let types: [ElementType] = [.int8, .int8, .int16, .int32, .int16]
    let shapes = [[1, 2], [3, 2], [3, 4], [3], [1, 12]]
    for (place, type, part) in [
      (1, .uint8, "do not fit int8"), (2, .int8, "do not fit int8"), (3, .float32, "do not fit"),
      (4, .int8, "do not fit int8"), (4, .float32, "do not fit int8"),
    ] as [(Int, ElementType, String)] {
      let other = types.enumerated().map { $0.offset == place ? type : $0.element }
      Rejection(.c3, layer, types: other + [.int8], shapes: shapes, part)
    }
    Rejection(
      .c3, layer, types: types + [.float32], shapes: shapes,
      "is int8 but the output is float32")
    Rejection(
      .c3, layer, types: [.float32, .float32, .float32, .float32, .int16, .float32],
      shapes: shapes, "has int16 where its input takes float32")
    let operands = zip(types, shapes).map { zero($0, plain, $1) }
    for constants in [[], [1], [1, 2]] as [Set<Int>] {
      Rejection(
        .c3, layer, operands, "must be constant", resultTypes: [.int8], quantization: plain,
        constantInputs: constants)
    }
    for place in [0, 1, 2, 4] {
      let other = operands.enumerated().map {
        $0.offset == place ? zero(types[place], nil, shapes[place]) : $0.element
      }
      Rejection(
        .c3, layer, other, "has no scale", resultTypes: [.int8], quantization: plain)
    }
    let shifted = zero(.int8, Quantization(scale: 0.5, zeroPoint: 1), shapes[1])
    Rejection(
      .c3, layer, [operands[0], shifted] + operands[2...], "zero point 1, must be 0",
      resultTypes: [.int8], quantization: plain)
    Rejection(
      .c4, SVDF(rank: 1), types: types + [.int8], shapes: shapes, "takes no activation but RELU")
  }

  private static var relu: RecurrentActivation { try! RecurrentActivation(.relu) }

  /// The sign bit, number 5 of the activations; clips at −1.
  @RejectionTable private static var attributes: [Rejection] {
    let minusOne: [UInt8] = [0, 0, 0x80, 0xbf]
    let sign = "SIGN_BIT is not supported"
    Rejection(.c4, of: UnidirectionalSequenceLSTM.self, sign) {
      _ = try read(
        UnidirectionalSequenceLSTM.self, .unidirectionalSequenceLSTM, field: 0, value: [5])
    }
    Rejection(.c4, of: UnidirectionalSequenceLSTM.self, "must not be negative") {
      _ = try read(
        UnidirectionalSequenceLSTM.self, .unidirectionalSequenceLSTM, field: 1, value: minusOne)
    }
    Rejection(.c4, of: BidirectionalSequenceLSTM.self, "must not be negative") {
      _ = try read(
        BidirectionalSequenceLSTM.self, .bidirectionalSequenceLSTM, field: 1, value: minusOne)
    }
    Rejection(.c4, of: LSTM.self, "must not be negative") {
      _ = try read(LSTM.self, .lstm, field: 1, value: minusOne)
    }
    Rejection(.c4, of: SVDF.self, sign) {
      _ = try read(SVDF.self, .svdf, field: 1, value: [5])
    }
    Rejection(.c3, of: RNN.self, sign) {
      _ = try read(RNN.self, .rnn, field: 0, value: [5])
    }
    Rejection(.c3, of: UnidirectionalSequenceRNN.self, sign) {
      _ = try read(UnidirectionalSequenceRNN.self, .sequenceRNN, field: 1, value: [5])
    }
    Rejection(.c3, of: BidirectionalSequenceRNN.self, sign) {
      _ = try read(
        BidirectionalSequenceRNN.self, .bidirectionalSequenceRNN, field: 1, value: [5])
    }
  }
}
