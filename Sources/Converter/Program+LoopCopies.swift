// SPDX-License-Identifier: Apache-2.0
import GraphIR
import Operators
import TensorCore

extension Program {
  /// Gives copies of what the body of a loop passes on at another place.
  ///
  /// TensorFlow Lite's WHILE copies the results of a body to its arguments one after the other: an
  /// argument that is also the result at a later place would be overwritten before it is read.
  mutating func copyMovedLoopValues() {
    var bodies: Set<Int> = []
    for case .lite(let operation) in graphs.flatMap(\.nodes).map(\.operation) {
      if case .loop(_, let body) = operation.action { bodies.insert(body) }
    }
    for body in bodies { graphs[body].copyMovedInputs() }
  }
}

extension Graph {
  fileprivate mutating func copyMovedInputs() {
    for place in outputs.indices {
      guard let source = inputs.firstIndex(of: outputs[place]), source != place else { continue }
      outputs[place] = copy(of: outputs[place])
    }
  }

  /// The result of a RESHAPE that keeps the shape.
  private mutating func copy(of value: ValueID) -> ValueID {
    var result = self[value]
    result.name += "_copy"
    let shape: ValueID
    if let known = result.staticShape?.dimensions, !known.contains(0) {
      shape = add(
        Value(
          name: result.name + "/shape", type: .int32, shape: [known.count],
          constant: ConstantData(known.map { Int32($0) })))
    } else {
      let sizes = Value(
        name: result.name + "/shape", type: .int32, shape: [result.shape?.count])
      shape =
        append(
          .lite(.shapeOf(ShapeOf(resultType: .int32))), name: sizes.name, inputs: [value],
          results: [sizes])[0]
    }
    return append(
      .lite(.reshape(Reshape())), name: result.name, inputs: [value, shape], results: [result])[0]
  }
}
