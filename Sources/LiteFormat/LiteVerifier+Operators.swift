// SPDX-License-Identifier: Apache-2.0
import TensorCore

extension LiteVerifier {
  func checkOperator(_ index: Int, of subgraph: LiteModel.Subgraph) throws(FormatError) {
    let entry = subgraph.operators[index]
    do throws(FormatError) {
      try checkCode(entry)
      try checkOptions(entry)
      let tensorCount = subgraph.tensors.count
      try checkOperands(entry.inputs, "input", from: -1, below: tensorCount)
      try checkOperands(entry.intermediates, "intermediate", from: -1, below: tensorCount)
      try checkOperands(entry.outputs, "output", from: 0, below: tensorCount)
    } catch {
      throw error.inside("operator \(index) \(entry.name)")
    }
  }

  private func checkCode(_ entry: LiteModel.OperatorEntry) throws(FormatError) {
    let number = entry.code.rawValue
    guard number >= 0, number < BuiltinOperator.count, entry.code != .placeholderForGreaterOpCodes
    else {  // V20
      throw FormatError(
        "operator number \(number) is unknown, known are 0 to \(BuiltinOperator.count - 1)")
    }
    guard entry.version >= 1 else {  // V20
      throw FormatError("version \(entry.version), versions start at 1")
    }
    if entry.code == .custom && (entry.customCode ?? "").isEmpty {  // V20
      throw FormatError("a custom operator without a name")
    }
  }

  private func checkOptions(_ entry: LiteModel.OperatorEntry) throws(FormatError) {
    guard let found = entry.options?.kind, let allowed = entry.code.optionsKind else { return }
    guard found == allowed else {  // V21
      throw FormatError("the options are \(found.name), not \(allowed.name)")
    }
  }

  private func checkOperands(
    _ operands: [Int], _ kind: StaticString, from lowest: Int, below tensorCount: Int
  ) throws(FormatError) {
    for (index, tensor) in operands.enumerated() where tensor < lowest || tensor >= tensorCount {
      throw FormatError(  // V15
        "\(kind) \(index) is tensor \(tensor), allowed are \(lowest) to \(tensorCount - 1)")
    }
  }

  /// Follows the operators in their order: what is written, and whether it is before it is read.
  func checkOrder(_ subgraph: LiteModel.Subgraph) throws(FormatError) {
    let tensorCount = subgraph.tensors.count
    try checkOperands(subgraph.inputs, "input", from: 0, below: tensorCount)
    try checkOperands(subgraph.outputs, "output", from: 0, below: tensorCount)
    for tensor in subgraph.inputs where isConstant(subgraph.tensors[tensor]) {  // V16
      let label = Self.label("tensor", tensor, subgraph.tensors[tensor].name)
      throw FormatError("inputs: callers give \(label), which is a constant")
    }
    var isReady = subgraph.tensors.map { tensor in
      isConstant(tensor) || tensor.isVariable || tensor.shape.contains(0)
    }
    for tensor in subgraph.inputs { isReady[tensor] = true }
    var isWritten = [Bool](repeating: false, count: tensorCount)
    for tensor in subgraph.inputs { isWritten[tensor] = true }
    var latestReader = [Int](repeating: -1, count: tensorCount)
    for (index, entry) in subgraph.operators.enumerated() {
      do throws(FormatError) {
        for tensor in entry.inputs where tensor >= 0 {
          latestReader[tensor] = index
          if !isReady[tensor], entry.code != .custom {  // V19
            throw unwritten(tensor, of: subgraph)
          }
        }
        for tensor in entry.outputs {
          let label = Self.label("tensor", tensor, subgraph.tensors[tensor].name)
          if isConstant(subgraph.tensors[tensor]) {  // V16
            throw FormatError("writes to \(label), which is a constant")
          }
          if latestReader[tensor] == index {  // V17
            throw FormatError("\(label) is input and output")
          }
          if isWritten[tensor] {  // V18
            throw FormatError("writes to \(label), which has a value already")
          }
          isWritten[tensor] = true
          isReady[tensor] = true
        }
      } catch {
        throw error.inside("operator \(index) \(entry.name)")
      }
    }
    for tensor in subgraph.outputs where !isReady[tensor] {  // V19
      throw unwritten(tensor, of: subgraph).inside("outputs")
    }
  }

  private func unwritten(_ tensor: Int, of subgraph: LiteModel.Subgraph) -> FormatError {
    FormatError(
      "reads \(Self.label("tensor", tensor, subgraph.tensors[tensor].name)), "
        + "which nothing has written")
  }
}
