// SPDX-License-Identifier: Apache-2.0
import Foundation
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import Quantization

/// Recipes from JSON, and which rule decides.
struct RecipeTests {
  private func recipe(_ json: String) throws -> Recipe {
    try Recipe(json: Data(json.utf8))
  }

  private func reason(_ json: String) -> String {
    do {
      _ = try recipe(json)
      return "no error"
    } catch {
      return (error as? ConversionError)?.reason ?? "\(error)"
    }
  }

  @Test func readsEveryKey() throws {
    let recipe = try recipe(
      """
      {"rules": [
        {"weights": "int8", "activations": "int8"},
        {"operators": ["CONV_2D", "ADD"], "names": "head/*", "signatures": "serve",
         "weights": "int8", "granularity": "tensor", "minimum_elements": 7},
        {"operators": "FULLY_CONNECTED", "weights": "float16"},
        {"operators": "*"},
        {"names": ["a", "b*"], "algorithm": "float"}
      ]}
      """)
    var dynamic = Recipe.Configuration.dynamicRange
    #expect(recipe.rules[0] == Recipe.int8.rules[0])
    #expect(recipe.rules[3] == Recipe.Rule(configuration: dynamic))
    dynamic.granularity = .tensor
    dynamic.minimumElementCount = 7
    #expect(
      recipe.rules[1]
        == Recipe.Rule(
          operators: [.conv2D, .add], names: ["head/*"], signatures: ["serve"],
          configuration: dynamic))
    #expect(
      recipe.rules[2] == Recipe.Rule(operators: [.fullyConnected], configuration: .float16))
    #expect(recipe.rules[4].algorithm == .float)
    #expect(recipe.rules[4].names == ["a", "b*"])
  }

  @Test(arguments: [
    ("[]", "'the recipe' has a value of another kind"),
    ("{", "no valid JSON"),
    ("{}", "it has no 'rules'"),
    (#"{"rules": [], "version": 1}"#, "there is no key 'version'; keys are 'rules'"),
    (#"{"rules": [{}, {"operator": "ADD"}]}"#, "rule 2: there is no key 'operator'; keys are"),
    (#"{"rules": [{"operators": "Conv2D"}]}"#, "rule 1: there is no operator 'Conv2D'"),
    (#"{"rules": [{"weights": "int4"}]}"#, "rule 1: 'weights' is 'int4', allowed: int8, float16"),
    (#"{"rules": [{"algorithm": "best"}]}"#, "'algorithm' is 'best', allowed: min_max, float"),
    (#"{"rules": [{"minimum_elements": -1}]}"#, "'minimum_elements' is negative"),
    (#"{"rules": [{"minimum_elements": "1"}]}"#, "rule 1: 'minimum_elements' has a value of"),
    (#"{"rules": [{"names": [1]}]}"#, "'names' has a value of another kind"),
    (
      #"{"rules": [{"weights": "float16", "activations": "int8"}]}"#,
      "rule 1: int8 activations take int8 weights"
    ),
    (
      #"{"rules": [{"algorithm": "float", "weights": "int8"}]}"#,
      "'float' takes neither weights nor activations"
    ),
  ])
  func namesWhatIsWrong(json: String, expected: String) {
    #expect(reason(json).contains(expected), "\(reason(json))")
  }

  @Test func theLastRuleThatSelectsALayerDecides() throws {
    let graph = chain([(.elu(Elu()), nil), (.logistic(Logistic()), nil), (.tanh(Tanh()), nil)])
    let recipe = Recipe([
      Recipe.Rule(configuration: .int8),
      Recipe.Rule(.float, names: ["*L*"]),
      Recipe.Rule(operators: [.logistic], configuration: .int8),
    ])
    let plan = try QuantizationPlan(program(graph), recipe: recipe, ranges: sameRanges(graph))
    #expect(plan.graphs[0].layers.map(\.rule) == [2, 3, 1])
    #expect(reasons(plan) == ["rule 2 says so", nil, nil])
  }

  @Test(arguments: [
    Recipe.Rule(operators: [.conv2D]), Recipe.Rule(names: ["head/*"]),
    Recipe.Rule(signatures: ["train"]), Recipe.Rule(operators: [.tanh], names: ["LOGISTIC"]),
  ])
  func rulesThatSelectNothingAreErrors(rule: Recipe.Rule) {
    let graph = chain([(.logistic(Logistic()), nil), (.tanh(Tanh()), nil)])
    let error = #expect(throws: ConversionError.self) {
      try QuantizationPlan(
        program(graph), recipe: Recipe([Recipe.Rule(), rule]), ranges: sameRanges(graph))
    }
    #expect(error?.reason == "rule 2 selects no layer: \(rule)")
  }

  @Test(arguments: [
    ("", "", true), ("", "*", true), ("a", "", false), ("head/conv", "head/*", true),
    ("head", "head/*", false), ("a/b/c", "*/c", true), ("abcbc", "a*bc", true),
    ("abcbd", "a*bc", false), ("xay", "*a*", true), ("xy", "*a*", false), ("ab", "a**b", true),
  ])
  func starsStandForAnyCharacters(text: String, pattern: String, isMatch: Bool) {
    #expect(matches(text, pattern: pattern) == isMatch)
  }
}
