// SPDX-License-Identifier: Apache-2.0
import GraphIR
import LiteFormat
import Operators
import TensorCore
import Testing

@testable import Converter
@testable import OperatorConversion

/// Complex numbers are two floats each; what cannot be computed so is refused in words.
@Suite struct ComplexNumberTests {
  /// What `part` of `operation` on x + y·i and 3 + 4i is, for x and y given.
  private func part(
    _ part: String, of operation: String, _ x: Float, _ y: Float
  ) throws -> Float {
    var test = TensorFlowGraph(shape: [nil, 1])
    let imaginary = test.node(
      "Add",
      [
        test.node("Mul", [test.x, test.constant([0], [1])]),
        test.constant([y], [1]),
      ])
    let z = test.node("Complex", [test.x, imaginary])
    let w = test.node("Complex", [test.constant([3], [1, 1]), test.constant([4], [1, 1])])
    let isUnary = ["Conj", "Neg", "Exp", "Identity"].contains(operation)
    let result = test.node(part, [test.node(operation, isUnary ? [z] : [z, w])])
    return try test.result(result, for: [x], shape: [1, 1])[0]
  }

  /// Values by hand: (1 + 2i)(3 + 4i) = −5 + 10i, |3 + 4i| = 5, e^(0 + 0i) = 1.
  @Test(arguments: [
    ("Real", "Mul", Float(1), Float(2), Float(-5)), ("Imag", "Mul", 1, 2, 10),
    ("Real", "AddV2", 1, 2, 4), ("Imag", "Sub", 1, 2, -2), ("Imag", "Conj", 1, 2, -2),
    ("Real", "Neg", 1, 2, -1), ("ComplexAbs", "Identity", 3, 4, 5), ("Real", "Exp", 0, 0, 1),
    ("Imag", "Exp", 0, 0, 0),
  ])
  func computesOnParts(
    _ part: String, _ operation: String, _ x: Float, _ y: Float, _ expected: Float
  ) throws {
    #expect(abs(try self.part(part, of: operation, x, y) - expected) <= 1e-5)
  }

  private func expectRefusal(
    _ reason: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ build: (inout TensorFlowGraph) -> ValueID
  ) {
    var test = TensorFlowGraph(shape: [nil, nil])
    let output = build(&test)
    let program = test.program(output)
    do {
      _ = try Legalization().legalized(program)
      Issue.record("was not refused", sourceLocation: sourceLocation)
    } catch {
      #expect(error.reason.contains(reason), "\(error.reason)", sourceLocation: sourceLocation)
    }
  }

  @Test func saysWhatCannotBe() {
    expectRefusal("output 'Complex' is complex") { $0.node("Complex", [$0.x, $0.x]) }
    expectRefusal("is not supported on complex numbers") {
      let z = $0.node("Complex", [$0.x, $0.x])
      return $0.node("Real", [$0.node("Sqrt", [z])])
    }
    expectRefusal("a transform of length 8209 is too long for a matrix") {
      $0.node("ComplexAbs", [$0.node("RFFT", [$0.x, $0.constant(integers: [8209])])])
    }
    expectRefusal("'lower_frequency_limit' is 20.5, must be a whole number") {
      $0.node(
        "Mfcc", [$0.x, $0.constant(integers: [16000], [])], ["lower_frequency_limit": .float(20.5)])
    }
  }

  /// The options that are written, as the reader of files understands them.
  @Test func writesMapsThatAreRead() throws {
    let bytes = flexMap([
      "window_size": .integer(480), "magnitude_squared": .bool(true), "stride": .integer(-3),
    ])
    let map = try FlexMap(bytes.span.bytes)
    #expect(try map.number("window_size")?.integer == 480)
    #expect(try map.number("stride")?.integer == -3)
    #expect(try map.number("magnitude_squared")?.integer == 1)
    #expect(try map.number("size") == nil)
  }
}
