// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import KerasImport

struct JSONTests {
  @Test func readsWhatPythonWrites() throws {
    let json = try JSON(
      parsing: #" {"a": [1, 2.0, -3e2, NaN, -Infinity], "b\n\u00e9\ud83d\ude00": null, "c": true} "#
    )
    let list = try #require(json["a"].array)
    #expect(list[0] == .integer(1) && list[1] == .number(2) && list[2] == .number(-300))
    #expect(list[3].number?.isNaN == true && list[4] == .number(-.infinity))
    #expect(json.object?.keys.contains("b\né😀") == true)
    #expect(json["c"].bool == true && json["c"].integer == nil && json["d"] == .null)
  }

  @Test(arguments: [
    "", "{", "[1,", "{\"a\"}", "{\"a\":1,}", "nul", "\"\\x\"", "\"\\u12\"", "1 2", "[1 2]", "-",
    String(repeating: "[", count: 100_000),
  ])
  func refusesWhatIsNone(_ text: String) {
    #expect(throws: DamagedBytes.self) { try JSON(parsing: text) }
  }

  /// By the two substitutions of Keras' `to_snake_case`, done by hand.
  @Test(arguments: [
    ("Conv2D", "conv2d"), ("DepthwiseConv2D", "depthwise_conv2d"), ("ReLU", "re_lu"),
    ("PReLU", "p_re_lu"), ("LSTMCell", "lstm_cell"), ("Conv2DTranspose", "conv2d_transpose"),
    ("TFOpLambda", "tf_op_lambda"), ("ConvLSTM2D", "conv_lstm2d"), ("GRU", "gru"),
  ])
  func foldersOfClasses(_ name: String, _ folder: String) {
    #expect(LayerConfig.snakeCase(name) == folder)
  }
}
