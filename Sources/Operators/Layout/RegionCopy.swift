// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A walk through one side of a copy: whose memory, which element comes first, and how many
/// elements each axis steps.
package struct CopySide {
  package enum Memory {
    case slot(Int)
    case buffer(PreparedBuffer)
  }

  package let memory: Memory
  package let offset: Int
  package let strides: [Int]

  package init(_ memory: Memory, offset: Int = 0, strides: [Int]) {
    self.memory = memory
    self.offset = offset
    self.strides = strides
  }

  /// The part of a row-major tensor that starts at `start`.
  package init(_ operand: Operand, from start: [Int]? = nil) {
    let strides = operand.shape.rowMajorStrides
    var offset = 0
    if let start {
      for (position, stride) in zip(start, strides) { offset += position * stride }
    }
    self.init(.slot(operand.slot), offset: offset, strides: strides)
  }

  /// The same walk for a box that lacks `axis`.
  package func without(axis: Int) -> CopySide {
    var rest = strides
    rest.remove(at: axis)
    return CopySide(memory, offset: offset, strides: rest)
  }

  func address(in tensors: TensorTable) -> UnsafeMutableRawPointer {
    switch memory {
    case .slot(let slot): tensors[slot]
    case .buffer(let buffer): buffer.base
    }
  }
}

extension Shape {
  /// How many elements lie between neighbours along each axis when the last axis is contiguous.
  package var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    var step = 1
    for axis in dimensions.indices.reversed() {
      strides[axis] = step
      step *= dimensions[axis]
    }
    return strides
  }
}

/// A copy of a box of elements between two walks: the one engine of operators that only move data.
///
/// Axes of one element are dropped, axes that lie contiguously on both sides are merged, and a
/// transposition is turned so that the kernel can work in tiles. What is moved never depends on
/// that.
package struct RegionCopy {
  private let elementByteCount: Int
  private let loops: [copy_loop]
  private let source: CopySide
  private let target: CopySide
  private let sourceByteOffset: Int
  private let targetByteOffset: Int
  let byteCount: Int

  /// - Parameter extents: how many elements are copied along each axis of the two walks.
  package init(_ extents: [Int], of type: ElementType, from source: CopySide, to target: CopySide) {
    let elementByteCount = type.runtimeByteCount(of: 1)!
    self.source = source
    self.target = target
    sourceByteOffset = source.offset * elementByteCount
    targetByteOffset = target.offset * elementByteCount
    byteCount = extents.reduce(elementByteCount, *)
    var loops: [copy_loop] = []
    for (axis, extent) in extents.enumerated() where extent != 1 {
      Self.append(
        copy_loop(
          extent: extent, source_stride: source.strides[axis] * elementByteCount,
          target_stride: target.strides[axis] * elementByteCount), to: &loops)
    }
    self.elementByteCount = Self.widenElement(elementByteCount, &loops)
    Self.turnTransposition(&loops, elementByteCount: self.elementByteCount)
    self.loops = loops
  }

  /// Copies of one element over all of a tensor.
  package init(filling output: Operand, with value: CopySide.Memory) {
    self.init(
      [output.elementCount], of: output.type, from: CopySide(value, strides: [0]),
      to: CopySide(.slot(output.slot), strides: [1]))
  }

  /// Adds an inner loop, or lengthens the last one where both walks go on without a gap.
  private static func append(_ loop: copy_loop, to loops: inout [copy_loop]) {
    if let outer = loops.last,
      outer.source_stride == loop.source_stride * loop.extent,
      outer.target_stride == loop.target_stride * loop.extent
    {
      loops[loops.count - 1] = copy_loop(
        extent: outer.extent * loop.extent, source_stride: loop.source_stride,
        target_stride: loop.target_stride)
    } else {
      loops.append(loop)
    }
  }

  /// Makes a short contiguous run the element; an empty nest gets one loop.
  private static func widenElement(_ byteCount: Int, _ loops: inout [copy_loop]) -> Int {
    if loops.count > 1, let inner = loops.last, inner.source_stride == byteCount,
      inner.target_stride == byteCount
    {
      let widened = inner.extent * byteCount
      if widened <= 32 {  // what the kernel moves without a call
        loops.removeLast()
        return widened
      }
    }
    if loops.isEmpty {
      loops.append(copy_loop(extent: 1, source_stride: byteCount, target_stride: byteCount))
    }
    return byteCount
  }

  /// Moves the loop along which the source is contiguous next to the innermost one.
  private static func turnTransposition(_ loops: inout [copy_loop], elementByteCount: Int) {
    guard let inner = loops.last, inner.target_stride == elementByteCount,
      inner.source_stride != elementByteCount,
      let position = loops.firstIndex(where: { $0.source_stride == elementByteCount })
    else { return }
    let loop = loops.remove(at: position)
    loops.insert(loop, at: loops.count - 1)
  }

  /// Runs part `task` of `taskCount` equal parts.
  func run(_ tensors: TensorTable, task: Int, of taskCount: Int) {
    run(
      from: source.address(in: tensors) + sourceByteOffset,
      to: target.address(in: tensors) + targetByteOffset, task: task, of: taskCount)
  }

  /// Runs all of it with source and target moved by a number of bytes that only the inference
  /// knows.
  func run(_ tensors: TensorTable, sourceShift: Int = 0, targetShift: Int = 0) {
    run(
      from: source.address(in: tensors) + sourceByteOffset + sourceShift,
      to: target.address(in: tensors) + targetByteOffset + targetShift, task: 0, of: 1)
  }

  private func run(
    from: UnsafeMutableRawPointer, to: UnsafeMutableRawPointer, task: Int, of taskCount: Int
  ) {
    guard byteCount > 0, from != to || !isInPlace else { return }
    let extent = loops[0].extent
    let begin = extent.start(ofPart: task, of: taskCount)
    let end = extent.start(ofPart: task + 1, of: taskCount)
    if begin < end {
      xx_strided_copy(elementByteCount, loops.count, loops, begin, end, from, to)
    }
  }

  /// Both walks are the same, so that equal addresses leave nothing to do.
  private var isInPlace: Bool {
    loops.allSatisfy { $0.source_stride == $0.target_stride }
  }
}

extension Stage {
  /// Copies between disjoint regions, on several threads if they are large.
  package static func copying(_ regions: [RegionCopy], threadCount: Int) -> Stage {
    let byteCount = regions.reduce(0) { $0 + $1.byteCount }
    let taskCount = byteCount < 1 << 16 ? 1 : threadCount
    return Stage(taskCount: taskCount) { (tensors: TensorTable, task: Int) throws(OperatorError) in
      for region in regions { region.run(tensors, task: task, of: taskCount) }
    }
  }
}

extension Evaluation {
  /// Copies between disjoint regions in one stage.
  package static func copying(_ regions: [RegionCopy], threadCount: Int) -> Evaluation {
    Evaluation(
      kernel: "xx_strided_copy", stages: [.copying(regions, threadCount: threadCount)])
  }

  /// The output is what `buffer` holds.
  package static func copying(_ buffer: PreparedBuffer, to output: Operand) -> Evaluation {
    let byteCount = output.type.runtimeByteCount(of: output.elementCount)!
    let copy = RegionCopy(
      [byteCount], of: .uint8, from: CopySide(.buffer(buffer), strides: [1]),
      to: CopySide(.slot(output.slot), strides: [1]))
    return .copying([copy], threadCount: 1)
  }

  /// The output is the input's bytes, under another shape or type; nothing is done where both
  /// have the same memory.
  package static func sameBytes(_ context: PrepareContext) -> Evaluation {
    let input = context.input(0)
    let byteCount = input.type.runtimeByteCount(of: input.elementCount)!
    let bytes = CopySide(.slot(input.slot), strides: [1])
    let copy = RegionCopy(
      [byteCount], of: .uint8, from: bytes, to: CopySide(.slot(context.output.slot), strides: [1]))
    return .copying([copy], threadCount: context.threadCount)
  }
}
