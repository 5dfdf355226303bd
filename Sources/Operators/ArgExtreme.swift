// SPDX-License-Identifier: Apache-2.0
import CKernels
import TensorCore

/// What ARG_MAX and ARG_MIN share.
enum ArgExtreme {
  static var rules: OperandRules {
    OperandRules(
      inputs: [
        OperandRule(
          "input", .activation,
          ElementTypeSet(.float32, .int8, .uint8, .int16, .int32, .int64, .bool)),
        OperandRule("axis", .control, .indices),
      ], outputs: [OperandRule("output", .activation, .indices)], scales: .inputsOnly)
  }

  static func resultShape(
    _ input: Operand, _ axis: Operand
  ) throws(OperatorError) -> Shape {
    let place = try input.shape.checkedAxis(try axis.knownInteger("axis"))
    guard input.shape[place] > 0 else {
      throw OperatorError("axis \(place) of \(input.shape.description) has no elements")
    }
    var dimensions = input.shape.dimensions
    dimensions.remove(at: place)
    return Shape(dimensions)
  }

  static func prepare(
    _ context: inout PrepareContext,
    kernel: (ElementType) -> (name: String, run: linnet_arg_kernel)
  ) throws(OperatorError) -> Evaluation {
    let (input, output) = (context.input(0), context.output)
    let axis = try input.shape.checkedAxis(try context.input(1).knownInteger("axis"))
    let (name, run) = kernel(input.type)
    let outer = input.shape.elementCount(in: 0..<axis)
    let depth = input.shape[axis]
    let inner = input.shape.elementCount(in: axis + 1..<input.shape.rank)
    let x = input.slot
    let isWide = output.type == .int64
    let places = isWide ? output.slot : context.scratch(byteCount: max(outer * inner, 1) * 8)
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
