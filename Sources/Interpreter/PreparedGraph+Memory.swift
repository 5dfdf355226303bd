// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// Which tensors share memory, and when each piece of it is in use.
struct Lifetimes {
  /// For each tensor the one whose memory it uses: itself, or an input that its operator overwrites.
  private(set) var owner: [Int]
  /// The first and last step in which each owner's memory is in use; nil for constants and tensors
  /// that nothing uses.
  private(set) var steps: [ClosedRange<Int>?]

  /// - Parameter byteCounts: nil for tensors that need no memory: constants.
  init(subgraph: LiteModel.Subgraph, steps: [PreparedGraph.Step], byteCounts: [Int?]) {
    let count = byteCounts.count
    owner = Array(0..<count)
    self.steps = Array(repeating: nil, count: count)
    for input in subgraph.inputs { extend(input, to: -1, steps.count) }
    var lastUse = [Int](repeating: -1, count: count)
    for (index, step) in steps.enumerated() {
      for input in step.inputs where input >= 0 {
        lastUse[input] = index
      }
    }
    /// The last step that reads any tensor in an owner's memory.
    var lastUseOfMemory = lastUse
    let fixed = Set(subgraph.inputs + subgraph.outputs)
    for (index, step) in steps.enumerated() {
      let entry = subgraph.operators[step.operatorIndex]
      if let output = entry.outputs.first, !fixed.contains(output), byteCounts[output] != nil {
        for position in step.overwritableInputs where position < step.inputs.count {
          let input = step.inputs[position]
          guard input >= 0, !fixed.contains(input), lastUse[input] == index,
            byteCounts[input] == byteCounts[output], lastUseOfMemory[owner[input]] <= index
          else { continue }
          owner[output] = owner[input]
          lastUseOfMemory[owner[input]] = max(lastUse[output], index)
          break
        }
      }
      for tensor in step.inputs + entry.outputs
      where tensor >= 0 && byteCounts[tensor] != nil {
        extend(owner[tensor], to: index, index)
      }
    }
    for output in subgraph.outputs where byteCounts[output] != nil {
      extend(owner[output], to: steps.count, steps.count)
    }
  }

  private mutating func extend(_ tensor: Int, to first: Int, _ last: Int) {
    let old = steps[tensor]
    steps[tensor] =
      min(old?.lowerBound ?? first, first)...max(old?.upperBound ?? last, last)
  }
}

extension PreparedGraph {
  /// Plans the memory of tensors and scratch areas, allocates it and fills in all addresses.
  ///
  /// - Throws: where more than `byteLimit` bytes are needed.
  mutating func layOut(
    _ subgraph: LiteModel.Subgraph, byteLimit: Int
  ) throws(InterpreterError) {
    try checkEveryInputIsGiven(subgraph)
    let byteCounts = try byteCountsOfTensors(subgraph)
    let lifetimes = Lifetimes(subgraph: subgraph, steps: steps, byteCounts: byteCounts)
    var areas: [MemoryPlan.Area] = []
    var slots: [Int] = []
    for tensor in tensors.indices where lifetimes.owner[tensor] == tensor {
      guard let byteCount = byteCounts[tensor], let steps = lifetimes.steps[tensor] else {
        continue
      }
      areas.append(
        .init(byteCount: byteCount, firstStep: steps.lowerBound, lastStep: steps.upperBound))
      slots.append(tensor)
    }
    for (index, step) in steps.enumerated() {
      for (offset, byteCount) in step.scratchByteCounts.enumerated() {
        areas.append(.init(byteCount: byteCount, firstStep: index, lastStep: index))
        slots.append(step.firstScratchSlot + offset)
      }
    }
    guard let plan = MemoryPlan(areas), plan.byteCount <= byteLimit else {
      throw InterpreterError(
        "needs more than the limit of \(byteLimit) bytes for its tensors; if it is not damaged, "
          + "LINNET_MEMORY=MIB allows more")
    }
    place(plan, slots: slots, owners: lifetimes.owner)
  }

  private mutating func place(_ plan: MemoryPlan, slots: [Int], owners: [Int]) {
    arena = PreparedBuffer(byteCount: plan.byteCount)
    addresses = PreparedBuffer(
      byteCount: slotCount * MemoryLayout<UnsafeMutableRawPointer>.stride)
    let table = addresses.elements(as: UnsafeMutableRawPointer.self)
    // A tensor that nothing uses has no bytes; its address is never followed.
    for slot in 0..<slotCount { table[slot] = arena.base }
    for (slot, offset) in zip(slots, plan.offsets) { table[slot] = arena.base + offset }
    for (tensor, operand) in tensors.enumerated() {
      if let constant = operand.constant, let address = constant.baseAddress {
        table[tensor] = UnsafeMutableRawPointer(mutating: address)
      } else if owners[tensor] != tensor {
        table[tensor] = table[owners[tensor]]
      }
    }
  }

  private func byteCountsOfTensors(
    _ subgraph: LiteModel.Subgraph
  ) throws(InterpreterError) -> [Int?] {
    var byteCounts: [Int?] = []
    for (index, tensor) in tensors.enumerated() {
      if tensor.constant != nil {
        byteCounts.append(nil)
      } else if let count = tensor.shape.checkedElementCount,
        let byteCount = tensor.type.byteCount(of: count)
      {
        byteCounts.append(byteCount)
      } else {
        throw InterpreterError(
          "tensor \(index) '\(subgraph.tensors[index].name)': \(tensor.type.name) of shape "
            + "\(tensor.shape.description) has no valid size")
      }
    }
    return byteCounts
  }

  /// An operator's input must be a constant, an input of the model, or an earlier result.
  private func checkEveryInputIsGiven(
    _ subgraph: LiteModel.Subgraph
  ) throws(InterpreterError) {
    var given = Set(subgraph.inputs)
    for index in tensors.indices where tensors[index].constant != nil { given.insert(index) }
    for (index, entry) in subgraph.operators.enumerated() {
      for input in entry.inputs where input >= 0 && !given.contains(input) {
        let name = subgraph.tensors[input].name
        throw Self.error(index, in: subgraph, "input tensor \(input) '\(name)' is never given")
      }
      given.formUnion(entry.outputs)
    }
    for output in subgraph.outputs where !given.contains(output) {
      throw InterpreterError("output '\(subgraph.tensors[output].name)' is never given")
    }
  }
}
