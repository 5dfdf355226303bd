// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// What is known of an operator's results once its operands are.
enum InferredResults {
  /// The values themselves, since nothing that they depend on changes between inferences.
  case folded([DirectTensor])
  case shaped([Shape])
}

/// Checks an operator's operands, infers its results' shapes, and computes results that are known
/// ahead.
struct OperatorPreparer {
  let graph: PreparedGraph
  let entry: LiteModel.OperatorEntry
  let options: Interpreter.Options

  func results(of operation: OperatorFunctions) throws(OperatorError) -> InferredResults {
    let inputs = graph.operands(entry.inputs)
    let outputs = entry.outputs.map { graph.tensors[$0] }
    try operation.operandRules.check(
      inputs: inputs.map { $0?.type }, outputs: outputs.map { $0.type })
    guard !outputs.contains(where: { $0.constant != nil }) else {
      throw OperatorError("writes to a constant")
    }
    if isKnown(inputs, operation) {
      let nothing = UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: 64), count: 0)
      let tensors = inputs.map { input in
        input.map {
          DirectTensor(
            type: $0.type, shape: $0.shape, quantization: $0.quantization,
            bytes: $0.constant ?? nothing)
        }
      }
      let results = outputs.map { ResultKind($0.type, quantization: $0.quantization) }
      return .folded(
        try evaluateDirectly(
          operation, inputs: tensors, results: results, byteLimit: options.byteLimit))
    }
    let shapes = try operation.checkedShapes(of: inputs, outputs: outputs.map { $0.type })
    return .shaped(shapes)
  }

  private func isKnown(_ inputs: [Operand?], _ operation: OperatorFunctions) -> Bool {
    guard inputs.contains(where: { $0 != nil }) else { return false }
    return operation.readsOnlyShapes || inputs.allSatisfy { $0 == nil || $0!.constant != nil }
  }
}

/// Prepares an operator whose operands' shapes are known.
struct StepMaker {
  let graph: PreparedGraph
  let entry: LiteModel.OperatorEntry
  let index: Int
  let options: Interpreter.Options
  let firstScratchSlot: Int

  func step(of operation: OperatorFunctions) throws(OperatorError) -> PreparedGraph.Step {
    var context = PrepareContext(
      inputs: graph.operands(entry.inputs), outputs: entry.outputs.map { graph.tensors[$0] },
      threadCount: options.threadCount, firstScratchSlot: firstScratchSlot)
    let evaluation = try operation.prepare(&context)
    return PreparedGraph.Step(
      operatorIndex: index, inputs: entry.inputs, evaluation: evaluation,
      firstScratchSlot: firstScratchSlot, scratchByteCounts: context.scratchByteCounts,
      overwritableInputs: operation.overwritableInputs)
  }

  /// The step that looks up the operator's result instead.
  func step(of function: ByteFunctions.Function) -> PreparedGraph.Step {
    let (source, output) = (graph.tensors[function.source], graph.tensors[entry.outputs[0]])
    let evaluation = UnaryKernel.lookUp(in: function.values.bytes).evaluation(
      source, output, threadCount: options.threadCount)
    return PreparedGraph.Step(
      operatorIndex: index, inputs: [function.source], evaluation: evaluation,
      firstScratchSlot: firstScratchSlot, scratchByteCounts: [], overwritableInputs: [0])
  }
}
