// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import LiteWriter
import OperatorConversion
import Operators
import TensorCore
import Testing

/// What a file must say of layers whose types are not float32 and int8.
@Suite struct WrittenTypesTests {
  private func operands(_ inputs: [ElementType?], perChannel: Bool = false) -> WrittenOperands {
    let scales = Quantization(scales: perChannel ? [1, 1] : [1], zeroPoints: [0])
    let values = inputs.map { type in
      type.map { Value(name: "x", type: $0, shape: [2, 4], quantization: scales) }
    }
    return WrittenOperands(
      inputs: values, outputs: [Value(name: "y", type: inputs[0] ?? .int16, shape: [2, 2])])
  }

  /// Without the option runtimes read an int32 bias as int64.
  @Test func int32BiasOfInt16LayersIsTold() {
    let short = operands([.int16, .int8, .int32])
    let dense = FullyConnected()
    #expect((dense.options(for: short) as? FullyConnectedOptionsValue)?.quantizedBiasType == .int32)
    #expect(dense.version(for: short) == 11)
    let convolution = Conv2D(padding: .same)
    #expect((convolution.options(for: short) as? Conv2DOptionsValue)?.quantizedBiasType == .int32)
    #expect(convolution.version(for: short) == 8)
    let transposed = TransposeConv(padding: .same)
    let shortTransposed = operands([.int32, .int8, .int16, .int32])
    #expect(
      (transposed.options(for: shortTransposed) as? TransposeConvOptionsValue)?.quantizedBiasType
        == .int32)
    #expect(transposed.version(for: shortTransposed) == 5)
  }

  @Test func int64BiasNeedsNoOption() {
    let long = operands([.int16, .int8, .int64])
    var dense = FullyConnected()
    dense.quantizedBiasType = .int32
    #expect(
      (dense.options(for: long) as? FullyConnectedOptionsValue)?.quantizedBiasType == .float32)
    #expect(dense.version(for: long) == 7)
  }

  /// What a layer without bias was told stays.
  @Test func sumsWithoutBiasStayAsTold() {
    var dense = FullyConnected()
    dense.quantizedBiasType = .int32
    let written = dense.options(for: operands([.int16, .int8, nil])) as? FullyConnectedOptionsValue
    #expect(written?.quantizedBiasType == .int32)
  }

  @Test func packedWeightsBesideFloatQuantizeAsTold() {
    for (weights, perChannel, version) in [
      (.int8, false, 9), (.int8, true, 12), (.int4, false, 10), (.int4, true, 12),
      (.int2, true, 14),
    ] as [(ElementType, Bool, Int)] {
      let hybrid = operands([.float32, weights, .float32], perChannel: perChannel)
      let written = FullyConnected().options(for: hybrid) as? FullyConnectedOptionsValue
      #expect(written?.asymmetricQuantizeInputs == true)
      #expect(FullyConnected().version(for: hybrid) == version)
    }
  }
}
