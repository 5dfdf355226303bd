// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// A kernel that finds the place of an extreme along an axis, for one type.
package typealias ArgKernel = (name: String, run: linnet_arg_kernel)

/// ARG_MAX and ARG_MIN.
package protocol ArgExtreme: LiteOperator {
  /// int32 or int64.
  var outputType: ElementType { get }

  static func kernel(for type: ElementType) -> ArgKernel
}

extension ArgExtreme {
  package var operandRules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "input", .activation,
          [.float32, .int8, .uint8, .int16, .int32, .int64, .bool]),
        OperandRule("axis", .control, .indices),
      ], outputs: [OperandRule("output", .activation, .indices)], scales: .inputsOnly)
  }

  package func resultTypes(_ inputs: [ElementType?]) -> [ElementType] {
    [outputType]
  }

  package func resultShapes(
    _ inputs: [Operand?], outputCount: Int
  ) throws(OperatorError) -> [Shape] {
    let shape = inputs[0]!.shape
    let place = try shape.checkedAxis(try inputs[1]!.knownInteger("axis"))  // C1
    guard shape[place] > 0 else {  // C2
      throw OperatorError("axis \(place) of \(shape.description) has no elements")
    }
    var dimensions = shape.dimensions
    dimensions.remove(at: place)
    return [Shape(dimensions)]
  }

  package func prepare(_ context: inout PrepareContext) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let axis = try input.shape.checkedAxis(try context.input(1).knownInteger("axis"))
    let (name, run) = Self.kernel(for: input.type)
    let outer = input.shape.elementCount(in: 0..<axis)
    let depth = input.shape[axis]
    let inner = input.shape.elementCount(in: axis + 1..<input.shape.rank)
    let x = input.slot
    let isWide = output.type == .int64
    let places =
      isWide
      ? output.slot : context.scratch(byteCount: max(outer * inner, 1).saturatingProduct(8))
    let find = Stage(taskCount: 1) { (tensors: TensorTable, _: Int) throws(OperatorError) in
      run(tensors[x], tensors.elements(places), outer, depth, inner)
    }
    guard !isWide else { return Evaluation(kernel: name, stages: [find]) }
    let wide = Operand(
      type: .int64, shape: output.shape, quantization: nil, slot: places, constant: nil)
    let narrow = UnaryKernel("s64_narrow", s64_narrow).evaluation(wide, output, threadCount: 1)
    return Evaluation(kernel: name, stages: [find] + narrow.stages)
  }
}
