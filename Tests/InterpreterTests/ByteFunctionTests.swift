// SPDX-License-Identifier: Apache-2.0
import Interpreter
import LiteFormat
import TestSupport
import Testing

/// Chains of elementwise operators on bytes become one look-up; that the results stay LiteRT's is
/// what `WholeModelTests` finds with the same model.
struct ByteFunctionTests {
  private func kernels() throws -> [(name: String, kernel: String?)] {
    let interpreter = try Interpreter(
      ModelFile(path: fixture("models/gated/gated_int8.tflite")))
    try interpreter.prepare()
    return Array(zip(interpreter.graph.nodes.map { $0.name }, interpreter.kernels))
  }

  /// The picture times and plus a constant is one function of its bytes.
  @Test func sumOfProductWithConstantsIsOneLookUp() throws {
    let kernels = try kernels()
    #expect(kernels[0].name == "MUL" && kernels[0].kernel == nil)
    #expect(kernels[1].name == "ADD" && kernels[1].kernel?.hasPrefix("x8_table") == true)
  }

  /// x · logistic(x) is a function of x.
  @Test func productWithOwnGateIsOneLookUp() throws {
    let kernels = try kernels()
    #expect(kernels[3].name == "LOGISTIC" && kernels[3].kernel == nil)
    #expect(kernels[4].name == "MUL" && kernels[4].kernel?.hasPrefix("x8_table") == true)
  }

  /// Where operators are to be seen one by one, none is joined to others.
  @Test func separateOperatorsStay() throws {
    var options = Interpreter.Options()
    options.separatesOperators = true
    let interpreter = try Interpreter(
      ModelFile(path: fixture("models/gated/gated_int8.tflite")), options: options)
    try interpreter.prepare()
    #expect(interpreter.kernels.allSatisfy { $0 != nil })
  }

  /// A product with another tensor's factors is not, though the factors are.
  @Test func productOfTwoTensorsStays() throws {
    let kernels = try kernels()
    #expect(kernels[10].name == "LOGISTIC" && kernels[10].kernel?.hasPrefix("x8_table") == true)
    #expect(kernels[11].name == "MUL" && kernels[11].kernel?.hasPrefix("s8_mul") == true)
  }

  /// The last gate's mean is taken, too.
  @Test func gateOfSecondUseStays() throws {
    let kernels = try kernels()
    #expect(kernels[23].name == "LOGISTIC" && kernels[23].kernel?.hasPrefix("x8_table") == true)
  }
}
