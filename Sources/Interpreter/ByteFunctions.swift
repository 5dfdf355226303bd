// SPDX-License-Identifier: Apache-2.0
import Operators
import TensorCore

/// Which tensors of a segment are functions of single bytes of another, and so one look-up: several
/// operators in one step.
///
/// Elementwise operators on 8-bit integers make them, where all that is not constant comes from one
/// tensor and the constants have one element:
///
///     t = LOGISTIC(x)
///     y = MUL(x, t)      ⇒  y = table[x]
///
/// The operators themselves compute the 256 values, so results are the same, bit for bit. A step
/// never reaches over a barrier: a step of the engine, behind which the segment may end early.
struct ByteFunctions {
  struct Function {
    /// The tensor whose bytes are looked up.
    let source: Int
    /// The value for each byte, taken as unsigned.
    let values: DirectTensor
  }

  private let graph: ExecutableGraph
  private let first: Int
  /// By operator, from the first of the segment on; nil for those that are none.
  private var functions: [Function?]
  private var areNeeded: [Bool]

  init(
    of graph: ExecutableGraph, _ range: Range<Int>, _ tensors: [Operand],
    isBarrier: (Int) -> Bool
  ) {
    self.graph = graph
    first = range.lowerBound
    functions = Array(repeating: nil, count: range.count)
    areNeeded = Array(repeating: true, count: range.count)
    var start = range.lowerBound
    for index in range where isBarrier(index) {
      join(start..<index, tensors)
      start = index + 1
    }
    join(start..<range.upperBound, tensors)
  }

  /// What an operator's result is of another tensor; nil if it has to be computed.
  func function(of index: Int) -> Function? { functions[index - first] }

  /// Whether an operator has to run: all but those whose results only such functions need.
  func isNeeded(_ index: Int) -> Bool { areNeeded[index - first] }

  private mutating func join(_ range: Range<Int>, _ tensors: [Operand]) {
    for index in range {
      functions[index - first] = function(of: graph.nodes[index], range, tensors)
    }
    var areRead = [Bool](repeating: false, count: range.count)
    func read(_ tensor: Int) {
      guard tensor >= 0, range.contains(graph.givers[tensor]) else { return }
      areRead[graph.givers[tensor] - range.lowerBound] = true
    }
    for index in range.reversed() {
      let node = graph.nodes[index]
      guard let function = functions[index - first] else {
        for input in node.inputs { read(input) }
        continue
      }
      areNeeded[index - first] =
        areRead[index - range.lowerBound] || graph.lastReaders[node.outputs[0]] >= range.upperBound
      if areNeeded[index - first] { read(function.source) }
    }
  }

  /// - Parameter range: the operators that may be joined, those before this one being known.
  private func function(
    of node: ExecutableGraph.Node, _ range: Range<Int>, _ tensors: [Operand]
  ) -> Function? {
    guard node.operation.mapsElements, node.outputs.count == 1 else { return nil }
    let output = tensors[node.outputs[0]]
    guard output.isByte, output.constant == nil else { return nil }
    var source: Int?
    var inputs: [DirectTensor?] = []
    for index in node.inputs {
      guard index >= 0 else { return nil }
      let input = tensors[index]
      if let constant = input.constant {
        guard input.elementCount == 1 else { return nil }
        inputs.append(
          DirectTensor(
            type: input.type, shape: Shape([1]), quantization: input.quantization,
            bytes: constant))
        continue
      }
      guard input.isByte, input.shape == output.shape else { return nil }
      let giver = graph.givers[index]
      let function =
        (range.contains(giver) ? functions[giver - first] : nil)
        ?? Function(source: index, values: input.everyByte)
      guard source == nil || source == function.source else { return nil }
      source = function.source
      inputs.append(function.values)
    }
    let result = ResultKind(output.type, quantization: output.quantization)
    guard let source,
      let values = try? evaluateDirectly(node.operation, inputs: inputs, results: [result]).first
    else { return nil }
    return Function(source: source, values: values)
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
