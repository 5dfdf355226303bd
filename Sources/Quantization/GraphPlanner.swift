// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore

/// Decides for one graph what becomes of each layer and value.
///
/// Layers first, by the recipe's rules and what operators can do; then scales, group by group. A
/// layer whose scales are not all known stays float, and the scales are chosen anew without it.
struct GraphPlanner {
  let source: Graph
  private let recipe: Recipe
  private let scope: GraphScope
  private let edits: GraphEdits
  let io: ElementType
  var layers: [LayerPlan] = []
  let scheme: IntegerScheme
  var groups: ScaleGroups

  init(
    _ graph: Graph, recipe: Recipe, scope: GraphScope, edits: GraphEdits, io: ElementType
  ) {
    source = graph
    self.recipe = recipe
    self.scope = scope
    self.edits = edits
    self.io = io
    scheme = recipe.scheme
    groups = ScaleGroups(valueCount: 0, scheme: scheme)
  }

  mutating func plan(ranges: [ValueRange]) throws(ConversionError) -> GraphPlan {
    layers = source.nodes.enumerated().map { layer($1, at: $0) }
    keepFloatBeforeWideSoftmax(ranges)
    keepFloatBeforeIndices()
    repeat {
      keepFloatBeforeFloat()
      groups = ScaleGroups(valueCount: source.values.count, scheme: scheme)
      collectScales(ranges: ranges, set: edits.ranges)
    } while keepFloatWhereUnknown()
    var activations: [ValueID: QuantizationPlan.Activation] = [:]
    for value in integerValues { activations[value] = groups.activation(value) }
    try checkOutputs(activations)
    nameSharing(among: &activations)
    for index in layers.indices { planConstants(of: index, activations) }
    return GraphPlan(
      name: source.name, io: io, scheme: scheme, layers: layers, activations: activations)
  }

  // MARK: Layers

  private func layer(_ node: Node, at index: Int) -> LayerPlan {
    guard case .lite(let operation) = node.operation else {
      return LayerPlan(name: node.name, builtin: .custom, form: .notFloat, rule: nil)
    }
    let names = source.layerNames(of: node)
    let rule = recipe.rules.lastIndex {
      $0.selects(operation.builtin, names: names, signatures: scope.signatures)
    }
    let isFloat =
      node.inputs.contains { $0.map { source[$0].type == .float32 } ?? false }
      || node.outputs.contains { source[$0].type == .float32 }
    let form: LayerPlan.Form =
      if !isFloat {
        .notFloat
      } else if let reason = edits.floatLayers[index] {
        .float(reason)
      } else if let rule {
        form(of: index, operation, by: recipe.rules[rule], number: rule + 1)
      } else {
        .float("no rule selects it")
      }
    return LayerPlan(
      name: node.name, builtin: operation.builtin, form: form, rule: rule.map { $0 + 1 })
  }

  private func form(
    of layer: Int, _ operation: Operator, by rule: Recipe.Rule, number: Int
  ) -> LayerPlan.Form {
    let node = source.nodes[layer]
    let configuration = rule.configuration
    let obstacle: String?
    let form: LayerPlan.Form
    switch (rule.algorithm, configuration.activations, configuration.weights) {
    case (.minMax, .int8, _), (.minMax, .int16, _):
      form = .integer
      obstacle =
        scope.loopDeciders.contains(layer)
        ? "decides how often a loop turns"
        : obstacleToInteger(node, operation) ?? tooFewWeights(node, operation, rule)
    case (.minMax, _, .int8) where configuration.dequantizes:
      form = .storedInteger
      obstacle =
        storedConstants(of: node, rule).isEmpty
        ? "has no constant of \(max(configuration.minimumElementCount, 1)) elements or more" : nil
    case (.minMax, _, .int8):
      form = .dynamicRange
      obstacle =
        isTableLookup(node, operation)
        ? tooSmallTable(node, rule) : obstacleToDynamicRange(node, operation, rule)
    case (.minMax, _, .float16):
      form = .float16
      obstacle = halvedConstants(of: node, rule).isEmpty ? "has no constants to halve" : nil
    default:
      form = .float("")
      obstacle = "rule \(number) says so"
    }
    return obstacle.map { .float($0) } ?? form
  }

  /// Why the operator has no integer form for these operands: it needs float activations, and weights
  /// and biases that are constant.
  private func obstacleToInteger(_ node: Node, _ operation: Operator) -> String? {
    let rules = operation.operandRules
    if case .fakeQuant(let quant) = operation {
      return quant.bitCount == 8 ? nil : "rounds to \(quant.bitCount) bits"
    }
    if !operation.action.callees.isEmpty { return "passes values to other graphs" }
    let noForm = "has no \(scheme.activationType.name) form"
    guard rules.scales != .unquantized else { return noForm }
    guard !scheme.unsupportedElsewhere.contains(operation.builtin) else {
      return "has no \(scheme.activationType.name) form in TensorFlow Lite's runtime"
    }
    var activationCount = 0
    for (index, input) in node.inputs.enumerated() {
      guard let input, let rule = rules.input(index) else { continue }
      let value = source[input]
      switch rule.role {
      case .activation:
        guard value.type == .float32 else { return "'\(rule.name)' is \(value.type.name)" }
        guard rule.types.contains(scheme.activationType) else { return noForm }
        activationCount += 1
      case .weights, .bias:
        guard value.type == .float32 else { return "'\(rule.name)' is \(value.type.name)" }
        guard value.constant != nil, value.staticShape != nil else {
          return "'\(rule.name)' is computed by the model"
        }
        guard rule.types.contains(rule.role == .bias ? scheme.biasType : .int8) else {
          return noForm
        }
      case .control, .state: continue
      }
    }
    guard activationCount > 0 else { return "has no float activations" }
    if rules.scales == .inputsOnly {
      // Of comparisons, runtimes take only scales under 1, and 256 steps make numbers equal that
      // differ.
      return activationCount > 1 ? "compares numbers, of which 256 steps make some equal" : nil
    }
    let givesIntegers = node.outputs.enumerated().allSatisfy {
      source[$1].type == .float32 && rules.output($0)?.types.contains(scheme.activationType) == true
    }
    return givesIntegers ? nil : noForm
  }

  private func tooFewWeights(
    _ node: Node, _ operation: Operator, _ rule: Recipe.Rule
  ) -> String? {
    let minimum = rule.configuration.minimumElementCount
    let weights = weightOperands(of: node, operation.operandRules)
    guard minimum > 0, !weights.isEmpty, weights.allSatisfy({ $0.shape.elementCount < minimum })
    else { return nil }
    return "has under \(minimum) weights"
  }

  private func obstacleToDynamicRange(
    _ node: Node, _ operation: Operator, _ rule: Recipe.Rule
  ) -> String? {
    let rules = operation.operandRules
    let weights = weightOperands(of: node, rules)
    let places = node.inputs.indices.filter { rules.input($0)?.role.isWeights == true }
    if places.isEmpty {
      let hasTable = node.inputs.contains { input in
        guard let input, source[input].type == .float32, source[input].constant != nil else {
          return false
        }
        return (source[input].staticShape?.elementCount ?? 0)
          >= max(rule.configuration.minimumElementCount, 1)
      }
      return hasTable ? "takes no int8 constants beside float" : "has no weights"
    }
    guard rules.allowsDynamicRange else { return "does not take int8 weights beside float" }
    if weights.isEmpty { return "has no constant float weights" }
    return tooFewWeights(node, operation, rule)
  }

  /// Whether an operator takes rows from a constant table, of which whole ones are stored in int8.
  func isTableLookup(_ node: Node, _ operation: Operator) -> Bool {
    guard case .gather(let gather) = operation, gather.axis == 0, gather.batchDimensions == 0,
      let table = node.inputs.first ?? nil
    else { return false }
    return source[table].type == .float32 && source[table].constant != nil
      && source[table].staticShape != nil
  }

  private func tooSmallTable(_ node: Node, _ rule: Recipe.Rule) -> String? {
    let minimum = max(rule.configuration.minimumElementCount, 1)
    let count = node.inputs[0].flatMap { source[$0].staticShape?.elementCount } ?? 0
    return count < minimum ? "has under \(minimum) weights" : nil
  }

  /// Leaves SOFTMAX float where 256 steps would not tell its operands apart, and what gives these: sums
  /// with masks such as −10⁹, which would take the scale of all other operands.
  private mutating func keepFloatBeforeWideSoftmax(_ ranges: [ValueRange]) {
    // Numbers that differ by one step must not differ by more than a factor of e.
    func isWide(_ value: ValueID) -> Bool {
      let range = ranges.indices.contains(value.index) ? ranges[value.index] : .empty
      return !range.isEmpty && range.maximum - range.minimum > 255
    }
    let producers = source.producers
    for (index, node) in source.nodes.enumerated() where isInteger(index) {
      guard case .lite(let operation) = node.operation,
        [.softmax, .logSoftmax].contains(operation.builtin), let input = node.inputs[0],
        isWide(input)
      else { continue }
      layers[index].form = .float("its operands span more than 255")
      var waiting = [input]
      while let value = waiting.popLast() {
        guard let producer = producers[value], isInteger(producer.index), isWide(value),
          let rules = rules(source.nodes[producer.index]), !rules.allowsDynamicRange
        else { continue }
        layers[producer.index].form = .float("gives a softmax operands that span more than 255")
        waiting += activations(source.nodes[producer.index], rules)
      }
    }
  }

  /// Leaves operators float that compute numbers of elements, such as places in a picture to take
  /// colors from: 256 steps are few for them, and the next number is another element.
  ///
  /// They are those before a CAST to integers, back to the layers with weights.
  private mutating func keepFloatBeforeIndices() {
    let producers = source.producers
    for node in source.nodes {
      guard case .lite(let operation) = node.operation, operation.builtin == .cast,
        let input = node.inputs[0], source[input].type == .float32,
        source[node.outputs[0]].type != .bool
      else { continue }
      var waiting = [input]
      while let value = waiting.popLast() {
        guard let producer = producers[value]?.index,
          let rules = rules(source.nodes[producer]), !rules.allowsDynamicRange
        else { continue }
        switch layers[producer].form {
        case .integer: layers[producer].form = .float("its values become integers")
        // Seen through, but for what was here before.
        case .float(let reason) where reason != "its values become integers": break
        default: continue
        }
        waiting += activations(source.nodes[producer], rules)
      }
    }
  }

  /// Leaves operators float that only prepare a value for float ones: the bound or offset before a
  /// logarithm, root or quotient would vanish in 256 steps.
  ///
  /// They have one operand that is no constant, so that no scale is asked for twice.
  private mutating func keepFloatBeforeFloat() {
    var users: [ValueID: [Int]] = [:]
    for (index, node) in source.nodes.enumerated() {
      for input in Set(node.inputs.compactMap { $0 }) { users[input, default: []].append(index) }
    }
    for (index, node) in source.nodes.enumerated().reversed() where isInteger(index) {
      guard let rules = rules(node), !rules.allowsDynamicRange,
        let input = soleVariable(node, rules),
        node.outputs.allSatisfy({ output in
          let using = users[output] ?? []
          return !using.isEmpty && !source.outputs.contains(output)
            && source[output].hasAsManyElements(as: source[input])
            && using.allSatisfy { !isInteger($0) }
        })
      else { continue }
      layers[index].form = .float("prepares values for float layers only")
    }
  }

  /// Leaves layers float that calibration never reached.
  ///
  /// - Returns: whether there were any.
  private mutating func keepFloatWhereUnknown() -> Bool {
    var isChanged = false
    for (index, node) in source.nodes.enumerated() where isInteger(index) {
      let rules = rules(node)!
      let inputs = activations(node, rules).filter { !takesSharedScale($0, of: node, rules) }
      let outputs = rules.scales == .inputsOnly ? [] : node.outputs
      let unknown =
        inputs.first { groups.activation($0) == nil }
        ?? outputs.first {
          groups.activation($0) == nil && groups.fixedQuantization(of: $0) == nil
        }
      guard let unknown else { continue }
      layers[index].form = .float(
        "the representative data never reached '\(source[unknown].name)'")
      isChanged = true
    }
    return isChanged
  }

  // MARK: What layers are made of

  func isInteger(_ layer: Int) -> Bool { layers[layer].form == .integer }

  func rules(_ node: Node) -> OperandRules? {
    if case .lite(let operation) = node.operation { operation.operandRules } else { nil }
  }

  /// The node's inputs that carry data, constants included.
  func activations(_ node: Node, _ rules: OperandRules) -> [ValueID] {
    node.inputs.enumerated().compactMap { index, input in
      rules.input(index)?.role == .activation ? input : nil
    }
  }

  /// The only operand of a node that carries data and is no constant.
  private func soleVariable(_ node: Node, _ rules: OperandRules) -> ValueID? {
    let variables = activations(node, rules).filter { source[$0].constant == nil }
    return variables.count == 1 ? variables[0] : nil
  }

  /// The rule of the recipe that decides on a layer.
  func recipeRule(of layer: Int) -> Recipe.Rule? {
    layers[layer].rule.map { recipe.rules[$0 - 1] }
  }

  /// Constant float weights of known shape, their places, and the axis of their channels.
  func weightOperands(
    of node: Node, _ rules: OperandRules
  ) -> [(place: Int, value: ValueID, shape: Shape, axis: Int?)] {
    node.inputs.enumerated().compactMap { place, input in
      guard let input, case .weights(let axis)? = rules.input(place)?.role,
        source[input].type == .float32, source[input].constant != nil,
        let shape = source[input].staticShape
      else { return nil }
      return (place, input, shape, axis.map(Int.init))
    }
  }

  /// The places of the constants that a rule stores in int8 to be made float again, and the axis along
  /// which each has its scales.
  func storedConstants(of node: Node, _ rule: Recipe.Rule) -> [(place: Int, axis: Int?)] {
    halvedConstants(of: node, rule).compactMap { place in
      guard source[node.inputs[place]!].staticShape != nil else { return nil }
      guard case .lite(let operation) = node.operation, rule.configuration.granularity == .channel,
        case .weights(let axis)? = operation.operandRules.input(place)?.role
      else { return (place, nil) }
      return (place, axis.map(Int.init))
    }
  }

  /// The places of the constants that a rule stores in half precision.
  func halvedConstants(of node: Node, _ rule: Recipe.Rule) -> [Int] {
    node.inputs.indices.filter { place in
      guard let input = node.inputs[place], source[input].type == .float32,
        let constant = source[input].constant
      else { return false }
      return constant.bytes.count / 4 >= rule.configuration.minimumElementCount
    }
  }
}

extension OperandRule.Role {
  fileprivate var isWeights: Bool {
    if case .weights = self { true } else { false }
  }
}

extension Value {
  /// Whether two values have as many elements, unknown dimensions taken to be the same.
  fileprivate func hasAsManyElements(as other: Value) -> Bool {
    guard let shape, let otherShape = other.shape else { return false }
    return shape.count { $0 == nil } == otherShape.count { $0 == nil }
      && shape.reduce(1.0) { $0 * Double($1 ?? 1) }
        == otherShape.reduce(1.0) { $0 * Double($1 ?? 1) }
  }
}
