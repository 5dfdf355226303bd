// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension QuantizationPlan {
  /// Checks that the plan fits the program and the format.
  ///
  /// - C1: there is a plan for each graph, and a layer for each node.
  /// - C2: what an integer layer reads and gives has one positive, finite scale and a zero point of
  ///   its integers: −128 … 127 of int8, 0 of int16.
  /// - C3: where an operator keeps the scale, all that it reads and gives has the same.
  /// - C4: where the format fixes the scale of a result, the layer gives that.
  /// - C5: weights are symmetric, with one scale or one for each channel.
  /// - C6: the scale of a bias is that of the products of input and weights.
  /// - C7: outputs that are to be integers have a scale.
  ///
  /// - Throws: `ConversionError` for the first rule that is broken.
  package func verify() throws(ConversionError) {
    guard graphs.count == program.graphs.count else { throw fault("a graph has no plan") }  // C1
    for (graph, plan) in zip(program.graphs, graphs) {
      guard plan.layers.count == graph.nodes.count else {
        throw fault("graph '\(graph.name)' has layers without a plan")  // C1
      }
      for (node, layer) in zip(graph.nodes, plan.layers) where layer.form == .integer {
        try LayerCheck(graph: graph, plan: plan, node: node, layer: layer).run()
      }
      guard plan.io != .float32 else { continue }
      for value in graph.outputs where graph[value].type == .float32 {
        guard plan.activations[value] != nil || graph.inputs.contains(value) else {
          throw fault("output '\(graph[value].name)' has no scale")  // C7
        }
      }
    }
  }
}

private func fault(_ reason: String, node: String? = nil) -> ConversionError {
  ConversionError(reason, node: node, stage: "plan")
}

/// Checks one integer layer.
private struct LayerCheck {
  let graph: Graph
  let plan: GraphPlan
  let node: Node
  let layer: LayerPlan

  func run() throws(ConversionError) {
    guard case .lite(let operation) = node.operation else { return }
    let rules = operation.operandRules
    var read: [Quantization] = []
    for (place, input) in node.inputs.enumerated() {
      guard let input, rules.input(place)?.role == .activation else { continue }
      let quantization =
        layer.constants[place]?.quantization ?? plan.activations[input]?.quantization
      read.append(try checked(quantization, graph[input].name))
    }
    var given: [Quantization] = []
    for (place, output) in node.outputs.enumerated() where rules.scales != .inputsOnly {
      let quantization = layer.fixedResults[place] ?? plan.activations[output]?.quantization
      given.append(try checked(quantization, graph[output].name))
    }
    switch rules.scales {
    case .shared where Set(read + given).count > 1:
      throw fail("it must keep the scale of its operands")  // C3
    case .fixedOutput(let scale, let zeroPoint)
    where given.contains {
      $0 != plan.scheme.fixedResult(scale: scale, zeroPoint: zeroPoint)
    }:
      throw fail("its result must have scale \(scale) and zero point \(zeroPoint)")  // C4
    default: break
    }
    try checkWeights(rules, inputScale: read.first?.scale ?? 1)
  }

  private func fail(_ reason: String) -> ConversionError { fault(reason, node: node.name) }

  private func checked(
    _ quantization: Quantization?, _ name: String
  ) throws(ConversionError) -> Quantization {
    guard let quantization else { throw fail("'\(name)' has no scale") }  // C2
    guard quantization.scales.count == 1, quantization.zeroPoints.count == 1,
      quantization.scale > 0, quantization.scale.isFinite,
      plan.scheme.zeroPoints.contains(quantization.zeroPoint)
    else {
      let found = "scale \(quantization.scales) and zero point \(quantization.zeroPoints)"
      throw fail("'\(name)' has \(found)")  // C2
    }
    return quantization
  }

  private func checkWeights(
    _ rules: OperandRules, inputScale: Float
  ) throws(ConversionError) {
    var weightScales: [Float]?
    for (place, input) in node.inputs.enumerated() {
      guard let input, case .weights(let axis)? = rules.input(place)?.role else { continue }
      guard let quantization = layer.constants[place]?.quantization,
        let shape = graph[input].staticShape,
        quantization.zeroPoints.allSatisfy({ $0 == 0 }),
        quantization.scales.allSatisfy({ $0 > 0 && $0.isFinite }),
        quantization.scales.count == 1 || axis.map({ shape[Int($0)] }) == quantization.scales.count
      else { throw fail("its weights need symmetric scales, one or one a channel") }  // C5
      weightScales = quantization.scales
    }
    for (place, input) in node.inputs.enumerated() {
      guard input != nil, rules.input(place)?.role == .bias, let weightScales else { continue }
      guard
        layer.constants[place]?.quantization?.scales == weightScales.map({ inputScale * $0 })
      else { throw fail("its bias must have the scale of input times weights") }  // C6
    }
  }
}
