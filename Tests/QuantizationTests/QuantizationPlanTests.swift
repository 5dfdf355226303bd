// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import Operators
import TensorCore
import Testing

@testable import Quantization

/// Plans as text, edited and verified.
struct QuantizationPlanTests {
  private func densePlan() throws -> QuantizationPlan {
    try QuantizationPlan(program(denseGraph()), recipe: .int8, ranges: [denseRanges])
  }

  /// Scales as in `PlanEmitterTests`: 0.5 / (0.01 · 2³⁰) = 4.6566128e-08.
  @Test func isPrintedAsText() throws {
    #expect(
      try densePlan().text == """
        rule 1: all: int8 weights per channel, int8 activations, scales by min_max
        graph main
          layer 0 FULLY_CONNECTED 'dense': int8 by rule 1
            'w': int8, 2 scales on axis 0, 4.656613e-08 … 0.01
            'b': int32, 2 scales on axis 0, 4.656613e-10 … 0.0001
          layer 1 SOFTMAX 'softmax': int8 by rule 1
          value 'x': int8, scale 0.01, zero point -28: seen -1.0 … 1.55
          value 'dense': int8, scale 0.01, zero point -128: seen 0.0 … 2.55
          value 'softmax': int8, scale 0.00390625, zero point -128: fixed by the format

        """)
  }

  @Test func sharingAndReasonsArePrinted() throws {
    let graph = chain([(.maximum(Maximum()), 0), (.log(Log()), nil)])
    var other = graph
    other.nodes[0].name = "at least"
    other.outputs.append(other.nodes[0].outputs[0])
    let plan = try QuantizationPlan(program(other), recipe: .int8, ranges: sameRanges(other))
    #expect(
      plan.text == """
        rule 1: all: int8 weights per channel, int8 activations, scales by min_max
        graph main
          layer 0 MAXIMUM 'at least': int8 by rule 1
            'c': int8, scale 0.01, zero point -28
          layer 1 LOG 'LOG': float32: has no int8 form
          value 'x': int8, scale 0.01, zero point -28: seen -1.0 … 1.55, shared with 'y'
          value 'y': int8, scale 0.01, zero point -28: seen -1.0 … 1.55, shared with 'x'

        """)
  }

  @Test func theDocumentSaysTheSame() throws {
    let data = try JSONEncoder().encode(try densePlan().document)
    let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let graphs = try #require(document["graphs"] as? [[String: Any]])
    let layers = try #require(graphs[0]["layers"] as? [[String: Any]])
    #expect(layers.map { $0["operator"] as? String } == ["FULLY_CONNECTED", "SOFTMAX"])
    #expect(layers.map { $0["form"] as? String } == ["int8", "int8"])
    let values = try #require(graphs[0]["values"] as? [[String: Any]])
    #expect(values.map { $0["origin"] as? String } == ["seen", "seen", "format"])
    #expect(values.map { $0["zeroPoint"] as? Int } == [-28, -128, -128])
  }

  /// Without the softmax, nothing fixes the output; the dense layer keeps its scales.
  @Test func aLayerCanBeKeptFloat() throws {
    var plan = try densePlan()
    let before = plan.graphs[0].layers[0]
    try plan.keepFloat(layer: 1, of: 0, because: "it costs accuracy")
    try plan.verify()
    #expect(reasons(plan) == [nil, "it costs accuracy"])
    #expect(plan.graphs[0].layers[0] == before)
    #expect(plan.graphs[0].activations[ValueID(index: 4)] == nil)
    #expect(
      names(plan.quantizedProgram().graphs[0])
        == ["QUANTIZE", "FULLY_CONNECTED", "DEQUANTIZE", "SOFTMAX"])
  }

  /// x in −0.5 … 0.775 has half the step, which the bias of the products follows.
  @Test func aRangeCanBeSet() throws {
    var plan = try densePlan()
    let x = ValueID(index: 0)
    try plan.setRange(ValueRange(minimum: -0.5, maximum: 0.775), of: x, in: 0)
    try plan.verify()
    let activation = try #require(plan.graphs[0].activations[x])
    #expect(activation.quantization == Quantization(scale: 0.005, zeroPoint: -28))
    #expect(activation.origin == .set(ValueRange(minimum: -0.5, maximum: 0.775)))
    let constants = plan.graphs[0].layers[0].constants
    #expect(constants[2]?.quantization?.scales[0] == 0.005 * (Float(1.27) / 127))
  }

  /// A range that is set holds for all that share the scale, though more was seen of others.
  @Test func aRangeThatIsSetIsThatOfTheGroup() throws {
    let graph = chain([(.maximum(Maximum()), 0)])
    var plan = try QuantizationPlan(program(graph), recipe: .int8, ranges: sameRanges(graph))
    try plan.setRange(ValueRange(minimum: 0, maximum: 2.55), of: graph.outputs[0], in: 0)
    #expect(
      plan.graphs[0].activations[graph.inputs[0]]?.quantization
        == Quantization(scale: 0.01, zeroPoint: -128))
  }

  // MARK: Verification

  @Test(arguments: [
    ("C1", "has layers without a plan"), ("C2 missing", "'x' has no scale"),
    ("C2 zero point", "zero point [128]"), ("C4", "must have scale 0.00390625"),
    ("C5", "symmetric scales"), ("C6", "input times weights"),
  ])
  func brokenPlansAreRefused(rule: String, expected: String) throws {
    var plan = try densePlan()
    let (x, softmax) = (ValueID(index: 0), ValueID(index: 4))
    switch rule {
    case "C1": plan.graphs[0].layers.removeLast()
    case "C2 missing": plan.graphs[0].activations[x] = nil
    case "C2 zero point": plan.graphs[0].activations[x]!.quantization.zeroPoints = [128]
    case "C4": plan.graphs[0].activations[softmax]!.quantization.scales = [0.5]
    case "C5": plan.graphs[0].layers[0].constants[1]!.quantization!.zeroPoints = [1, 0]
    default: plan.graphs[0].layers[0].constants[2]!.quantization!.scales = [1, 1]
    }
    let error = #expect(throws: ConversionError.self) { try plan.verify() }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test func scalesThatMustBeSharedAreCompared() throws {
    let graph = chain([(.maximum(Maximum()), 0)])
    var plan = try QuantizationPlan(program(graph), recipe: .int8, ranges: sameRanges(graph))
    try plan.verify()
    plan.graphs[0].activations[graph.outputs[0]]!.quantization.scales = [0.02]
    let error = #expect(throws: ConversionError.self) { try plan.verify() }
    #expect(error?.reason.contains("keep the scale") == true)  // C3
  }

  @Test func integerOutputsNeedAScale() throws {
    let graph = chain([(.rsqrt(Rsqrt()), nil)])
    var plan = try QuantizationPlan(
      program(graph), recipe: .int8, ranges: sameRanges(graph), io: .int8)
    try plan.verify()
    plan.graphs[0].activations = [:]
    let error = #expect(throws: ConversionError.self) { try plan.verify() }
    #expect(error?.reason.contains("output 'y' has no scale") == true)  // C7
  }
}
