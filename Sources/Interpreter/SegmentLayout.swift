// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// Where a segment's tensors and scratch areas lie in its arena.
struct SegmentLayout {
  /// For each tensor the one whose memory it uses: itself, or an input that its operator overwrites.
  let owners: [Int]
  /// Offsets of slots in the arena.
  let offsets: [(slot: Int, offset: Int)]
  /// Tensors given before the segment that it or its successors read.
  let inherited: [Int]
  let byteCount: Int
  /// See ``MemoryPlan/lowerBound``.
  let lowerBound: Int

  /// - Throws: where a tensor has no valid size, or the sizes add up to more than an `Int` holds.
  init(of plan: SegmentPlan) throws(InterpreterError) {
    let places = Self.places(plan)
    inherited = plan.tensors.indices.filter { places[$0] == .before }
    let byteCounts = try Self.byteCounts(plan, places)
    let lifetimes = Lifetimes(plan, byteCounts: byteCounts)
    owners = lifetimes.owners
    var areas: [MemoryPlan.Area] = []
    var slots: [Int] = []
    for tensor in plan.tensors.indices where owners[tensor] == tensor {
      guard let byteCount = byteCounts[tensor], let steps = lifetimes.steps[tensor] else {
        continue
      }
      areas.append(
        .init(byteCount: byteCount, firstStep: steps.lowerBound, lastStep: steps.upperBound))
      slots.append(tensor)
    }
    for (index, step) in plan.steps.enumerated() {
      for (offset, byteCount) in step.scratchByteCounts.enumerated() {
        areas.append(.init(byteCount: byteCount, firstStep: index, lastStep: index))
        slots.append(step.firstScratchSlot + offset)
      }
    }
    guard let memory = MemoryPlan(areas) else {
      throw InterpreterError("its tensors take more bytes than can be counted")
    }
    offsets = zip(slots, memory.offsets).map { (slot: $0, offset: $1) }
    byteCount = memory.byteCount
    lowerBound = memory.lowerBound
  }

  /// Who gives a tensor's memory.
  private enum Place {
    /// Nobody reads it here or later, or it is a constant.
    case nowhere
    /// The caller, the instance, or an earlier segment.
    case before
    case arena
    /// The engine's own step that gives it.
    case step
  }

  private static func places(_ plan: SegmentPlan) -> [Place] {
    let graph = plan.graph
    var places: [Place] = plan.tensors.indices.map { tensor in
      let isRead = graph.lastReaders[tensor] >= plan.first
      return plan.tensors[tensor].constant == nil && isRead ? .before : .nowhere
    }
    for node in graph.nodes[plan.first...] {
      for output in node.outputs { places[output] = .nowhere }
    }
    for step in plan.steps {
      for output in graph.nodes[step.operatorIndex].outputs {
        guard plan.tensors[output].constant == nil else { continue }
        places[output] = step.engineStep == nil ? .arena : .step
      }
    }
    return places
  }

  /// Bytes of the tensors that lie in the arena.
  private static func byteCounts(
    _ plan: SegmentPlan, _ places: [Place]
  ) throws(InterpreterError) -> [Int?] {
    var byteCounts = [Int?](repeating: nil, count: plan.tensors.count)
    for (index, operand) in plan.tensors.enumerated() where places[index] == .arena {
      do {
        byteCounts[index] = try ResultTensor.byteCount(operand.type, operand.shape)
      } catch {
        throw InterpreterError(
          "tensor \(index) '\(plan.graph.tensors[index].name)': \(error.message)")
      }
    }
    return byteCounts
  }
}

/// Which tensors of a segment share memory, and when each piece of it is in use.
private struct Lifetimes {
  private(set) var owners: [Int]
  /// The first and last step in which each owner's memory is in use; nil for those without.
  private(set) var steps: [ClosedRange<Int>?]

  /// - Parameter byteCounts: nil for tensors that lie elsewhere.
  init(_ plan: SegmentPlan, byteCounts: [Int?]) {
    let graph = plan.graph
    owners = Array(byteCounts.indices)
    steps = Array(repeating: nil, count: byteCounts.count)
    var lastUse = [Int](repeating: -1, count: byteCounts.count)
    for (index, step) in plan.steps.enumerated() {
      for input in step.inputs where input >= 0 { lastUse[input] = index }
    }
    // What later segments or the caller read is in use to the end.
    for tensor in byteCounts.indices where graph.lastReaders[tensor] >= plan.end {
      lastUse[tensor] = plan.steps.count
    }
    /// The last step that reads any tensor in an owner's memory.
    var lastUseOfMemory = lastUse
    for (index, step) in plan.steps.enumerated() {
      let outputs = graph.nodes[step.operatorIndex].outputs
      if let output = outputs.first, byteCounts[output] != nil, lastUse[output] < plan.steps.count {
        for position in step.overwritableInputs where position < step.inputs.count {
          let input = step.inputs[position]
          guard input >= 0, byteCounts[input] != nil, byteCounts[input] == byteCounts[output],
            lastUse[input] == index, lastUseOfMemory[owners[input]] <= index
          else { continue }
          owners[output] = owners[input]
          lastUseOfMemory[owners[input]] = max(lastUse[output], index)
          break
        }
      }
      for tensor in step.inputs + outputs where tensor >= 0 && byteCounts[tensor] != nil {
        extend(owners[tensor], to: index)
        if lastUse[tensor] == plan.steps.count { extend(owners[tensor], to: plan.steps.count) }
      }
    }
  }

  private mutating func extend(_ tensor: Int, to step: Int) {
    let old = steps[tensor]
    steps[tensor] = min(old?.lowerBound ?? step, step)...max(old?.upperBound ?? step, step)
  }
}
