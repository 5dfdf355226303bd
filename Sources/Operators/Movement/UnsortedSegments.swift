// SPDX-License-Identifier: Apache-2.0
import CKernels
import LiteFormat
import TensorCore

/// UNSORTED_SEGMENT_SUM and those that join elements by something else.
package protocol UnsortedSegments: AttributeFreeOperator {
  /// How elements of float32 or int32 are joined.
  static func joining(_ type: ElementType) -> SegmentJoining
}

/// How the elements of a segment become one.
package struct SegmentJoining {
  /// Of an element and what those before it gave.
  let kernel: BinaryKernel
  /// The bits of what no elements give.
  let initial: UInt32
}

extension UnsortedSegments {
  package var operandRules: OperandRules {
    let types: ElementTypeSet = [.float32, .int32]
    return OperandRules(
      inputs: [
        OperandRule("input", .control, types),
        OperandRule("segments", .control, .int32),
        OperandRule("count", .control, .int32),
      ],
      outputs: [OperandRule("output", .control, types)], scales: .unquantized)
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    [try segmentShape(inputs)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    try context.requireOutputs(context.input(0).type)
    return Self.joining(context.output.type).evaluation(context)
  }
}

/// The shape of segments that are each made of some of the rows of an input.
private func segmentShape(_ inputs: [Operand?]) throws(OperatorError) -> Shape {
  let (input, segments) = (inputs[0]!.shape.dimensions, inputs[1]!.shape.dimensions)
  guard input.starts(with: segments) else {  // C1
    throw OperatorError(
      "'segments' is \(Shape(segments).description), must have an element for each row of "
        + Shape(input).description)
  }
  let count = try inputs[2]!.knownInteger("count")
  return try Shape.checked([count] + input.dropFirst(segments.count))  // C2
}

extension SegmentJoining {
  fileprivate func evaluation(_ context: PrepareContext) -> Evaluation {
    let (input, segments, output) = (context.input(0), context.input(1), context.output)
    let (rowCount, segmentCount) = (segments.elementCount, output.shape[0])
    let width = output.elementCount / segmentCount
    let indices = IndexReader(segments)
    let (from, to) = (input.slot, output.slot)
    let (run, parameters) = (kernel.run, kernel.parameters)
    let joining = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      for row in 0..<rowCount {
        let segment = indices.value(row, in: tensors)
        guard segment < segmentCount else {  // C3
          throw OperatorError("segment \(segment) is out of range: there are \(segmentCount)")
        }
        if segment < 0 { continue }
        let joined = tensors[to] + segment * width * 4
        run(tensors[from] + row * width * 4, 1, joined, 1, joined, width, parameters.base)
      }
    }
    let start = PreparedBuffer(integers: [Int(truncatingIfNeeded: initial)], of: .uint32)
    let filling = RegionCopy(filling: output, with: .buffer(start))
    return Evaluation(
      kernel: "unsorted_segments",
      stages: [.copying([filling], threadCount: context.threadCount), joining])
  }
}
