// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// NON_MAX_SUPPRESSION_V4 and NON_MAX_SUPPRESSION_V5.
package protocol NonMaxSuppression: AttributeFreeOperator {
  /// Whether overlaps lower scores, which then are a result.
  static var isSoft: Bool { get }
}

extension NonMaxSuppression {
  package var operandRules: OperandRules { suppressionRules(isSoft: Self.isSoft) }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    Self.isSoft ? [.int32, .float32, .int32] : [.int32, .int32]
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let kept = try keptShape(inputs)
    return Self.isSoft ? [kept, kept, .scalar] : [kept, .scalar]
  }

  /// A box may be compared with each that is kept.
  package var reach: OperatorReach { .axis(fromEnd: 2) }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    suppression(&context)
  }
}

private func suppressionRules(isSoft: Bool) -> OperandRules {
  let (float, int32) = (ElementTypeSet.float32, ElementTypeSet.int32)
  var inputs = [
    OperandRule("boxes", .control, float), OperandRule("scores", .control, float),
    OperandRule("capacity", .control, int32),
    OperandRule("overlap", .control, float), OperandRule("lowest_score", .control, float),
  ]
  var outputs = [OperandRule("kept", .control, int32)]
  if isSoft {
    inputs.append(OperandRule("sigma", .control, float))
    outputs.append(OperandRule("kept_scores", .control, float))
  }
  outputs.append(OperandRule("count", .control, int32))
  return OperandRules(inputs: inputs, outputs: outputs, scales: .unquantized)
}

/// The shape of the list of boxes that are kept.
private func keptShape(_ inputs: [Operand?]) throws(OperatorError) -> Shape {
  let (boxes, scores) = (inputs[0]!.shape, inputs[1]!.shape)
  guard boxes.rank == 2, boxes[1] == 4, scores == Shape([boxes[0]]) else {  // C1
    throw OperatorError(
      "boxes \(boxes.description) and scores \(scores.description) must be [n, 4] and [n]")
  }
  for input in inputs[3...] where input!.elementCount != 1 {  // C3
    throw OperatorError("thresholds must be one element each")
  }
  return try Shape.checked([inputs[2]!.knownInteger("capacity")])  // C2
}

private func suppression(_ context: inout PrepareContext) -> Evaluation {
  let (boxes, scores) = (context.input(0).slot, context.input(1).slot)
  let (overlap, score) = (context.input(3).slot, context.input(4).slot)
  let sigma = context.optionalInput(5)?.slot
  let (kept, count) = (context.output.slot, context.outputs[context.outputs.count - 1].slot)
  let keptScores = sigma == nil ? nil : context.outputs[1].slot
  let (boxCount, capacity) = (context.input(1).elementCount, context.output.elementCount)
  let candidates = context.scratch(
    byteCount: max(boxCount, 1) * MemoryLayout<linnet_candidate>.stride)
  return Evaluation(kernel: "f32_suppress_non_maxima") {
    (tensors: TensorTable) throws(OperatorError) in
    var suppression = linnet_suppression(
      overlap: tensors.elements(overlap)[0], score: tensors.elements(score)[0],
      sigma: sigma.map { tensors.elements($0)[0] } ?? 0, capacity: capacity)
    tensors.elements(count, as: Int32.self)[0] = f32_suppress_non_maxima(
      tensors.elements(boxes), tensors.elements(scores), boxCount, &suppression,
      tensors.elements(kept), keptScores.map { tensors.elements($0) },
      tensors.elements(candidates))
  }
}
