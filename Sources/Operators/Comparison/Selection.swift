// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// What SELECT and SELECT_V2 share: a choice between two tensors, all three broadcast.
enum Selection {
  static var rules: OperandRules {
    let types: ElementTypeSet = [
      .float32, .float16, .bfloat16, .bool, .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64,
      .uint64, .float64,
    ]
    return OperandRules(
      inputs: [
        OperandRule("condition", .control, .bool), OperandRule("a", .activation, types),
        OperandRule("b", .activation, types),
      ], outputs: [OperandRule("output", .activation, types)], scales: .shared)
  }

  /// - Parameter condition: the condition's shape, with axes of 1 behind it where it has them.
  static func prepare(
    _ context: PrepareContext, condition: Shape
  ) throws(OperatorError) -> Evaluation {
    try context.requireOneType(1, 2)
    try context.requireOneQuantization(1, 2)
    let (a, b, output) = (context.input(1), context.input(2), context.output)
    let plan = BroadcastPlan([condition, a.shape, b.shape], to: output.shape)
    let tasks = BroadcastTasks(plan, threadCount: context.threadCount)
    let (c, aSlot, bSlot, ySlot) = (context.input(0).slot, a.slot, b.slot, output.slot)
    let size = output.type.byteCount(of: 1)!
    let (cStep, aStep, bStep) = (plan.steps[0], plan.steps[1], plan.steps[2])
    let stage = Stage(taskCount: tasks.count) {
      (tensors: TensorTable, task: Int) throws(OperatorError) in
      let elements = tasks.elements(of: task)
      let first = elements.lowerBound
      for row in tasks.rows(of: task) {
        let cStart = plan.start(of: row, in: 0) + first * cStep
        let aStart = plan.start(of: row, in: 1) + first * aStep
        let bStart = plan.start(of: row, in: 2) + first * bStep
        linnet_select_elements(
          tensors.elements(c, as: UInt8.self) + cStart, cStep, tensors[aSlot] + aStart * size,
          aStep, tensors[bSlot] + bStart * size, bStep,
          tensors[ySlot] + (row * plan.rowLength + first) * size, elements.count, size)
      }
    }
    return Evaluation(kernel: "xx_select", stages: [stage])
  }
}
