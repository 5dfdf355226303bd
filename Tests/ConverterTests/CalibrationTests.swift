// SPDX-License-Identifier: Apache-2.0
import Converter
import GraphIR
import Interpreter
import LiteFormat
import Operators
import Quantization
import TensorCore
import Testing

/// What calibration keeps of samples that are out of the ordinary.
struct CalibrationTests {
  /// Calibrates `y = max(log(x), −5)` on one number a sample.
  private func calibrated(_ samples: [Float]) throws -> Calibration<MinMaxStatistic> {
    var graph = Graph(name: "main")
    let x = graph.add(Value(name: "x", type: .float32, shape: [1]))
    let bound = graph.add(
      Value(name: "bound", type: .float32, shape: [], constant: ConstantData([-5 as Float])))
    let log = graph.append(
      .lite(.log(Log())), name: "log", inputs: [x],
      results: [Value(name: "log", type: .float32, shape: [1])])[0]
    let y = graph.append(
      .lite(.maximum(Maximum())), name: "max", inputs: [log, bound],
      results: [Value(name: "y", type: .float32, shape: [1])])[0]
    (graph.inputs, graph.outputs) = ([x], [y])
    let program = Program(
      graphs: [graph],
      signatures: [
        Signature(
          key: "s", graph: 0, inputs: [.init(name: "level", value: x)],
          outputs: [.init(name: "y", value: y)])
      ])
    let model = try ExecutableModel(program)
    let interpreter = try Interpreter(ModelInstance(model))
    let calibration = try Calibration<MinMaxStatistic>(model)
    for (number, sample) in samples.enumerated() {
      interpreter.bytes(of: interpreter.inputs[0].tensor).storeBytes(of: sample, as: Float.self)
      try calibration.observe(interpreter, sample: number)
    }
    return calibration
  }

  /// log(0) is −∞; what is left is log(1) = 0.
  @Test func infiniteValuesAreLeftOutWithAWarning() throws {
    let calibration = try calibrated([1, 0, 1, 0])
    #expect(calibration.ranges[0][2] == ValueRange(minimum: 0, maximum: 0))
    #expect(calibration.ranges[0][3] == ValueRange(minimum: -5, maximum: 0))
    #expect(
      calibration.warnings() == [
        "tensor 'log' holds infinite numbers or NaN in samples 1, 3; its range is that of its "
          + "finite values"
      ])
  }

  @Test func manySamplesAreCounted() throws {
    let warnings = try calibrated([Float](repeating: 0, count: 7)).warnings()
    #expect(warnings.count == 1 && warnings[0].contains("samples 0, 1, 2, 3, 4 and 2 more;"))
  }

  /// One sample of 12 reaches more than eight times as far as the others.
  @Test(arguments: [(Float(900), true), (15, false)])
  func aSampleThatStretchesTheRangeIsNamed(value: Float, isNamed: Bool) throws {
    var samples = [Float](repeating: 2, count: 12)
    samples[7] = value
    let warnings = try calibrated(samples).warnings()
    #expect(warnings.isEmpty != isNamed)
    if isNamed { #expect(warnings[0].hasPrefix("sample 7 of input 'level' reaches 900.0,")) }
  }

  @Test func fewSamplesAreNotJudged() throws {
    #expect(try calibrated([2, 2, 900]).warnings().isEmpty)
  }
}
