// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// Consecutive operators of a graph that are ready to run: their shapes are known together, their
/// memory is planned together.
///
/// A graph whose shapes follow from its inputs' is one segment. Where only the data tell a result's
/// shape, a segment ends behind the operator that gives it, and a successor is prepared for the
/// shape that it turns out to have.
final class Segment {
  /// Its first operator.
  let first: Int
  /// The shapes that it is prepared for: the graph's inputs', or those of the results behind which
  /// the segment before it ended.
  let entryShapes: [Shape]
  /// What is known of the graph's tensors; slots are their indices.
  let tensors: [Operand]
  let steps: [Step]
  /// What its steps work on, but for those of the engine.
  let operationCount: Int
  /// Whether it is all that there is of the graph.
  let isWhole: Bool
  /// Operators whose results were computed while it was prepared.
  let folded: [Int]
  /// Tensors given before it that are read in it or behind it.
  private let inherited: [Int]
  /// The bytes of constants that were computed while it was prepared.
  private let constants: [DirectTensor]
  private let claim: MemoryClaim
  /// All tensors and scratch areas that change.
  private let arena: BudgetedBuffer
  /// The address of each slot.
  private let addresses: PreparedBuffer
  /// The tensors that hold lists.
  private let listTensors: [Int]
  /// What tensors hold; empty where none of the graph holds lists.
  private var lists: [TensorList?]
  /// Lately used ones, the last first.
  private var successors: [Segment] = []

  /// How many forms are kept of a graph or a successor, for the shapes lately used.
  static let formLimit = 4

  init(
    _ plan: SegmentPlan, layout: SegmentLayout, memory: MemoryBudget
  ) throws(InterpreterError) {
    first = plan.first
    entryShapes = plan.entryShapes
    tensors = plan.tensors
    steps = plan.steps
    operationCount = plan.operationCount
    isWhole = plan.isWhole
    folded = plan.folded
    (constants, claim) = (plan.constants, plan.claim)
    inherited = layout.inherited
    listTensors = plan.graph.listTensors
    lists = listTensors.isEmpty ? [] : Array(repeating: nil, count: plan.tensors.count)
    // What it keeps beside its tensors: an address and an operand for each slot, more or less.
    try claim.extend(by: plan.slotCount * 2 * MemoryLayout<UnsafeMutableRawPointer>.stride)
    arena = try BudgetedBuffer(byteCount: layout.byteCount, needed: layout.lowerBound, memory)
    addresses = PreparedBuffer(
      byteCount: plan.slotCount * MemoryLayout<UnsafeMutableRawPointer>.stride)
    let table = addresses.elements(as: UnsafeMutableRawPointer.self)
    // A tensor that nothing uses has no bytes; its address is never followed.
    for slot in 0..<plan.slotCount { table[slot] = arena.base }
    for (slot, offset) in layout.offsets { table[slot] = arena.base + offset }
    for step in steps {
      for (slot, buffer) in step.keptSlots { table[slot] = buffer.base }
    }
    for (tensor, operand) in tensors.enumerated() {
      if let constant = operand.constant, let address = constant.baseAddress {
        table[tensor] = UnsafeMutableRawPointer(mutating: address)
      } else if layout.owners[tensor] != tensor {
        table[tensor] = table[layout.owners[tensor]]
      }
    }
  }

  var table: TensorTable {
    TensorTable(addresses.elements(as: UnsafeMutableRawPointer.self))
  }

  /// Whether it begins with `operatorIndex` and is prepared for these shapes.
  func fits(_ operatorIndex: Int, _ shapes: [Shape]) -> Bool {
    first == operatorIndex && entryShapes == shapes
  }

  /// A tensor, and where it lies.
  func operand(_ tensor: Int) -> (Operand, UnsafeMutableRawPointer) {
    (tensors[tensor], table[tensor])
  }

  /// Says where a tensor lies from now on.
  func place(_ tensor: Int, at address: UnsafeMutableRawPointer) {
    addresses.elements(as: UnsafeMutableRawPointer.self)[tensor] = address
  }

  /// Takes the places of tensors that are given already.
  func inherit(from segment: Segment) {
    let (table, source) = (addresses.elements(as: UnsafeMutableRawPointer.self), segment.table)
    for tensor in inherited { table[tensor] = source[tensor] }
    swap(&lists, &segment.lists)
  }

  // MARK: Lists

  /// The list that a tensor holds.
  func list(_ tensor: Int) -> TensorList? { lists.isEmpty ? nil : lists[tensor] }

  /// Makes a tensor hold a list, or none.
  func place(_ list: TensorList?, in tensor: Int) {
    if !lists.isEmpty { lists[tensor] = list }
  }

  /// The list that a tensor holds, which it no longer does if this is the last time that it is read.
  func takeList(_ tensor: Int, isLastRead: Bool) -> TensorList? {
    guard !lists.isEmpty else { return nil }
    let list = lists[tensor]
    if isLastRead { lists[tensor] = nil }
    return list
  }

  /// Holds no list any longer, so that others may take them over.
  func letGoOfLists() {
    for tensor in listTensors { lists[tensor] = nil }
  }

  // MARK: Successors

  /// Lets go of all successors but one.
  func keep(only successor: Segment?) {
    successors = successor.map { [$0] } ?? []
  }

  /// The successor for results of these shapes, made if none is kept.
  func successor(
    at operatorIndex: Int, shapes: [Shape],
    make: () throws(InterpreterError) -> Segment
  ) throws(InterpreterError) -> Segment {
    try Self.kept(in: &successors, operatorIndex, shapes, make: make)
  }

  /// The segment for these shapes among those lately used; made, and kept instead of the one not
  /// used for longest, if there is none.
  static func kept(
    in segments: inout [Segment], _ operatorIndex: Int, _ shapes: [Shape],
    make: () throws(InterpreterError) -> Segment
  ) throws(InterpreterError) -> Segment {
    for (index, segment) in segments.enumerated() where segment.fits(operatorIndex, shapes) {
      if index > 0 {
        segments.remove(at: index)
        segments.insert(segment, at: 0)
      }
      return segment
    }
    if segments.count >= formLimit { segments.removeLast() }
    let segment = try make()
    segments.insert(segment, at: 0)
    return segment
  }
}

/// One or more operators that run together.
///
/// A class, since an inference is a walk over steps: to hold one is one count.
final class Step {
  enum Action {
    /// Kernels, one stage after the other.
    case stages([Stage])
    /// What the engine does itself.
    case engine(EngineStep)
  }

  /// The operator whose results it gives; others that it takes in come before.
  let operatorIndex: Int
  /// The tensors that it reads; negative where one is absent.
  let inputs: [Int]
  let action: Action
  /// The kernel variant that the profile names.
  let kernel: String
  /// The first of its scratch slots, and the areas' sizes.
  let firstScratchSlot: Int
  let scratchByteCounts: [Int]
  /// Those of its scratch slots that stand for memory kept by the operator.
  let keptSlots: [(slot: Int, buffer: PreparedBuffer)]
  /// Inputs whose memory its first result may take over, by position.
  let overwritableInputs: [Int]

  init(
    operatorIndex: Int, inputs: [Int], action: Action, kernel: String, firstScratchSlot: Int = 0,
    scratchByteCounts: [Int] = [], keptSlots: [(slot: Int, buffer: PreparedBuffer)] = [],
    overwritableInputs: [Int] = []
  ) {
    self.operatorIndex = operatorIndex
    self.inputs = inputs
    self.action = action
    self.kernel = kernel
    self.firstScratchSlot = firstScratchSlot
    self.scratchByteCounts = scratchByteCounts
    self.keptSlots = keptSlots
    self.overwritableInputs = overwritableInputs
  }

  var engineStep: EngineStep? {
    if case .engine(let step) = action { step } else { nil }
  }
}
