// SPDX-License-Identifier: Apache-2.0
import LiteFormat
import Operators
import TensorCore

/// Which tensors of a subgraph are functions of single bytes of another, and so one look-up.
///
/// Elementwise operators on 8-bit integers make them, where all that is not constant comes from one
/// tensor and the constants have one element:
///
///     t = LOGISTIC(x)
///     y = MUL(x, t)      ⇒  y = table[x]
///
/// The operators themselves compute the 256 values, so results are the same, bit for bit.
struct ByteFunctions {
  struct Function {
    /// The tensor whose bytes are looked up.
    let source: Int
    /// The value for each byte, taken as unsigned.
    let values: DirectTensor
  }

  /// By tensor.
  private(set) var functions: [Int: Function] = [:]
  /// Whether each operator has to run: all but those whose results only such functions need.
  private(set) var areNeeded: [Bool]

  init(
    _ operators: [OperatorFunctions], of subgraph: LiteModel.Subgraph, _ tensors: [Operand]
  ) {
    areNeeded = Array(repeating: true, count: operators.count)
    for (operation, entry) in zip(operators, subgraph.operators) {
      add(operation, entry, tensors)
    }
    var neededTensors = Set(subgraph.outputs)
    for (index, entry) in subgraph.operators.enumerated().reversed() {
      if let output = entry.outputs.first, let function = functions[output] {
        areNeeded[index] = neededTensors.contains(output)
        if areNeeded[index] { neededTensors.insert(function.source) }
      } else {
        neededTensors.formUnion(entry.inputs)
      }
    }
  }

  private mutating func add(
    _ operation: OperatorFunctions, _ entry: LiteModel.OperatorEntry, _ tensors: [Operand]
  ) {
    guard operation.mapsElements, entry.outputs.count == 1 else { return }
    let output = tensors[entry.outputs[0]]
    guard output.isByte, output.constant == nil else { return }
    var source: Int?
    var inputs: [DirectTensor?] = []
    for index in entry.inputs {
      guard index >= 0 else { return }
      let input = tensors[index]
      if let constant = input.constant {
        guard input.elementCount == 1 else { return }
        inputs.append(
          DirectTensor(
            type: input.type, shape: Shape([1]), quantization: input.quantization,
            bytes: constant))
        continue
      }
      guard input.isByte, input.shape == output.shape else { return }
      let function = functions[index] ?? Function(source: index, values: input.everyByte)
      guard source == nil || source == function.source else { return }
      source = function.source
      inputs.append(function.values)
    }
    let result = ResultKind(output.type, quantization: output.quantization)
    guard let source,
      let values = try? evaluateDirectly(operation, inputs: inputs, results: [result]).first
    else { return }
    functions[entry.outputs[0]] = Function(source: source, values: values)
  }
}

extension Operand {
  fileprivate var isByte: Bool { type == .int8 || type == .uint8 }

  /// A tensor of this one's type that holds every byte once, in order.
  fileprivate var everyByte: DirectTensor {
    DirectTensor(
      Array(UInt8.min...UInt8.max), type: type, shape: Shape([256]), quantization: quantization)
  }
}
