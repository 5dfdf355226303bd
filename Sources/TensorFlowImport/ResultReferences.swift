// SPDX-License-Identifier: Apache-2.0
import GraphIR

/// How nodes of a function refer to the results of an operator: the name that it gives them, and which
/// of those of the name, as in `output:0`; nil if the operator is not known.
package func resultReferences(
  of operation: String, _ attributes: [String: Attribute]
) -> [String]? {
  OperatorDefinitions(TFOpList()).definition(of: operation)?.outputArg.flatMap { argument in
    var count = 1
    if !argument.typeListAttr.isEmpty {
      guard case .list(let types) = attributes[argument.typeListAttr] else { return [String]() }
      count = types.count
    } else if !argument.numberAttr.isEmpty {
      guard case .integer(let number) = attributes[argument.numberAttr] else { return [String]() }
      count = max(number, 0)
    }
    return (0..<count).map { "\(argument.name):\($0)" }
  }
}
